import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.highlight.Highlighter;
import org.apache.lucene.search.highlight.QueryScorer;
import org.apache.lucene.store.FSDirectory;

/**
 * Lucene behind a pipe. `index` reads rows, `search` reads asks, one a line, fields separated by tabs;
 * each answer is one line. CPU time is that of the searching thread, or, for indexing, of the whole
 * process less the reading of rows.
 */
public class LuceneServer {
    static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    static final String SEPARATOR = "\u001f";
    static final int LIMIT = 10;

    public static void main(String[] args) throws Exception {
        boolean check = args[2].equals("check");
        Analyzer analyzer = check ? new WhitespaceAnalyzer() : new EnglishAnalyzer(CharArraySet.EMPTY_SET);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (FSDirectory directory = FSDirectory.open(Path.of(args[1]))) {
            if (args[0].equals("index")) {
                index(directory, analyzer, in);
            } else {
                search(directory, analyzer, in, check);
            }
        }
    }

    static void index(FSDirectory directory, Analyzer analyzer, BufferedReader in) throws Exception {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long start = system.getProcessCpuTime();
        long reading = 0;
        IndexWriterConfig config = new IndexWriterConfig(analyzer).setRAMBufferSizeMB(256);
        try (IndexWriter writer = new IndexWriter(directory, config)) {
            while (true) {
                long begun = THREADS.getCurrentThreadCpuTime();
                String line = in.readLine();
                if (line == null) break;
                String[] row = line.split("\t", -1);
                reading += THREADS.getCurrentThreadCpuTime() - begun;
                writer.addDocument(document(row));
            }
            writer.commit();
        }
        System.out.println(system.getProcessCpuTime() - start - reading);
    }

    static Document document(String[] row) {
        Document document = new Document();
        document.add(new StringField("id", row[0], Field.Store.YES));
        document.add(new TextField("title", row[1], Field.Store.YES));
        int date = Integer.parseInt(row[2]);
        document.add(new IntPoint("date", date));
        document.add(new NumericDocValuesField("date", date));
        document.add(new StoredField("date", date));
        for (String speaker : row[3].split(SEPARATOR)) {
            if (!speaker.isEmpty()) document.add(new StringField("speaker", speaker, Field.Store.YES));
        }
        document.add(new TextField("text", row[4], Field.Store.YES));
        if (!row[5].isEmpty()) document.add(new TextField("stems", row[5], Field.Store.NO));
        return document;
    }

    static void search(FSDirectory directory, Analyzer analyzer, BufferedReader in, boolean check)
            throws Exception {
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
            IndexSearcher searcher = new IndexSearcher(reader);
            searcher.setQueryCache(null);  // the same ask again must not be a look-up
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] ask = line.split("\t", -1);
                Query query = query(ask, analyzer, check);
                if (ask[0].equals("found")) {
                    System.out.println(found(searcher, query));
                    continue;
                }
                long begun = THREADS.getCurrentThreadCpuTime();
                long total = run(searcher, query, ask[0], analyzer);
                System.out.println(total + "\t" + (THREADS.getCurrentThreadCpuTime() - begun));
            }
        }
    }

    /** Fields of an ask: task, form, words, speaker, first day, last day. */
    static Query query(String[] ask, Analyzer analyzer, boolean check) throws Exception {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        if (!ask[2].isEmpty()) all.add(words(ask[1], ask[2].split(" "), analyzer, check), Occur.MUST);
        if (!ask[3].isEmpty()) all.add(new TermQuery(new Term("speaker", ask[3])), Occur.FILTER);
        if (!ask[4].isEmpty()) {
            Query days = IntPoint.newRangeQuery("date", Integer.parseInt(ask[4]), Integer.parseInt(ask[5]));
            all.add(days, Occur.FILTER);
        }
        BooleanQuery query = all.build();
        return query.clauses().size() == 1 ? query.clauses().get(0).getQuery() : query;
    }

    static Query words(String form, String[] words, Analyzer analyzer, boolean check) throws Exception {
        boolean bare = form.equals("all") || form.equals("any");
        String field = check && bare ? "stems" : "text";
        if (form.equals("prefix")) return new PrefixQuery(new Term(field, words[0]));
        List<String> terms = new ArrayList<>();
        for (String word : words) terms.addAll(terms(word, analyzer));
        if (form.equals("fuzzy")) return new FuzzyQuery(new Term(field, terms.get(0)), 1);
        if (terms.size() == 1) return new TermQuery(new Term(field, terms.get(0)));
        if (form.equals("phrase")) return new PhraseQuery(field, terms.toArray(new String[0]));
        BooleanQuery.Builder group = new BooleanQuery.Builder();
        for (String term : terms) {
            group.add(new TermQuery(new Term(field, term)), form.equals("any") ? Occur.SHOULD : Occur.MUST);
        }
        return group.build();
    }

    static List<String> terms(String word, Analyzer analyzer) throws Exception {
        List<String> terms = new ArrayList<>();
        try (TokenStream tokens = analyzer.tokenStream("text", word)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) terms.add(term.toString());
            tokens.end();
        }
        return terms;
    }

    /** The page, then the exact total: two calls, so that the page may skip what cannot enter it. */
    static long run(IndexSearcher searcher, Query query, String task, Analyzer analyzer) throws Exception {
        switch (task) {
            case "newest":
                ids(searcher, searcher.search(query, LIMIT, new Sort(new SortField("date", SortField.Type.INT, true))));
                return searcher.count(query);
            case "years":
                return years(searcher, query);
            case "snippets":
                snippets(searcher, query, analyzer);
                return searcher.count(query);
            default:
                ids(searcher, searcher.search(query, LIMIT));
                return searcher.count(query);
        }
    }

    static void snippets(IndexSearcher searcher, Query query, Analyzer analyzer) throws Exception {
        Highlighter highlighter = new Highlighter(new QueryScorer(query));
        TopDocs top = searcher.search(query, LIMIT);
        for (ScoreDoc hit : top.scoreDocs) {
            highlighter.getBestFragment(analyzer, "text", searcher.doc(hit.doc).get("text"));
        }
    }

    static long years(IndexSearcher searcher, Query query) throws Exception {
        TreeMap<Long, int[]> counts = new TreeMap<>();
        searcher.search(query, new SimpleCollector() {
            NumericDocValues dates;

            @Override
            protected void doSetNextReader(LeafReaderContext context) throws java.io.IOException {
                dates = context.reader().getNumericDocValues("date");
            }

            @Override
            public void collect(int doc) throws java.io.IOException {
                if (dates.advanceExact(doc)) {
                    counts.computeIfAbsent(dates.longValue() / 10_000, year -> new int[1])[0]++;
                }
            }

            @Override
            public ScoreMode scoreMode() {
                return ScoreMode.COMPLETE_NO_SCORES;
            }
        });
        return counts.values().stream().mapToLong(count -> count[0]).sum();
    }

    static String found(IndexSearcher searcher, Query query) throws Exception {
        TopDocs all = searcher.search(query, Math.max(1, searcher.getIndexReader().maxDoc()));
        return String.join(SEPARATOR, ids(searcher, all));
    }

    static List<String> ids(IndexSearcher searcher, TopDocs top) throws Exception {
        List<String> ids = new ArrayList<>();
        for (ScoreDoc hit : top.scoreDocs) ids.add(searcher.doc(hit.doc, Set.of("id")).get("id"));
        return ids;
    }
}
