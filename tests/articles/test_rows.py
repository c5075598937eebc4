"""JSONL, JSON and CSV: a row an article, or a row a paragraph."""

import bz2
import gzip
import json
import lzma

import pytest
import zstandard

from searchkit.config import Config

DEBATE = [
    {"article": "debate-1", "title": "The debate", "date": "2021-09-15", "speaker": s, "n": n, "text": t}
    for n, (s, t) in enumerate(
        [
            ("", "The debate"),
            ("Anna Varga", "We have no allies."),
            ("", "(Applause)"),
            ("Tomas Rehn", "We have one."),
        ],
        1,
    )
]


def jsonl(rows):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def test_a_row_a_paragraph_keeps_the_speaker_that_the_source_names(corpus):
    article = corpus.one("d.jsonl", jsonl(DEBATE))
    assert (article.id, article.title, str(article.date)) == ("debate-1", "The debate", "2021-09-15")
    assert [p.given for p in article.paragraphs] == ["", "Anna Varga", "", "Tomas Rehn"]
    assert [p.role for p in article.paragraphs] == ["title", "narration", "narration", "narration"]
    assert [p.line for p in article.paragraphs] == [1, 2, 3, 4]


def test_rows_of_several_articles_stand_together_and_each_has_its_own_digest(corpus):
    other = [dict(row, article="debate-2") for row in DEBATE]
    corpus.write("d.jsonl", jsonl(DEBATE + other))
    first, second = corpus.articles()
    assert (first.id, second.id) == ("debate-1", "debate-2")
    assert first.digest != second.digest
    corpus.write("d.jsonl", jsonl([*DEBATE, *other, dict(DEBATE[0], article="debate-3")]))
    assert [a.digest for a in corpus.articles()][:2] == [first.digest, second.digest]


def test_an_id_that_comes_again_later_is_another_article_and_reported(corpus):
    other = [dict(row, article="x") for row in DEBATE]
    corpus.write("d.jsonl", jsonl(DEBATE + other + DEBATE))
    assert [a.id for a in corpus.articles()] == ["debate-1", "x", "debate-1~2"]
    assert "is taken" in corpus.notes()["d.jsonl"]


def test_paragraphs_with_their_own_date_keep_it(corpus):
    rows = [DEBATE[0], dict(DEBATE[1], date="2021-09-16")]
    article = corpus.one("d.jsonl", jsonl(rows))
    assert [p.date and str(p.date) for p in article.paragraphs] == [None, "2021-09-16"]


def test_a_paragraph_with_an_unreadable_date_does_not_get_its_articles(corpus):
    corpus.write("d.jsonl", jsonl([DEBATE[0], dict(DEBATE[1], date="soon"), DEBATE[2]]))
    assert "cannot be read" in corpus.skipped()["d.jsonl:2"]
    assert [p.n for p in corpus.articles()[0].paragraphs] == [0, 2]


def test_a_list_of_paragraphs_is_numbered_as_the_list_is(corpus):
    row = {"article": "a", "title": "The title", "paragraphs": ["The title.", "", "By Anna Varga", "Text."]}
    article = corpus.one("a.jsonl", jsonl([row]))
    assert [(p.n, p.role) for p in article.paragraphs] == [
        (0, "title"),
        (2, "byline"),
        (3, "narration"),
    ]
    assert article.authors == ("Anna Varga",)


def test_a_row_with_a_text_of_its_own_is_cut_into_paragraphs(corpus):
    row = {"id": 7, "headline": "The title", "body": "First one.\n\nSecond one.", "byline": "By Anna Varga"}
    article = corpus.one("a.jsonl", jsonl([row]))
    assert (article.id, article.title, article.authors) == ("7", "The title", ("Anna Varga",))
    assert [p.text for p in article.paragraphs] == ["First one.", "Second one."]


def test_rows_without_an_id_are_named_by_their_place(corpus):
    corpus.write("sub/a.jsonl", jsonl([{"text": "One."}, {"text": "Two."}]))
    assert [a.id for a in corpus.articles()] == ["sub/a:1", "sub/a:2"]


def test_a_field_map_says_which_key_is_what(corpus):
    corpus.config = Config(fields={"text": ("article",), "id": ("key",), "speaker": ("who",)})
    article = corpus.one("a.jsonl", jsonl([{"key": "k", "article": "No allies.", "who": "Anna Varga"}]))
    assert (article.id, article.paragraphs[0].text) == ("k", "No allies.")
    assert article.paragraphs[0].given == "Anna Varga"


def test_own_columns_are_taken_from_the_rows(corpus):
    corpus.config = Config(columns=("party",))
    article = corpus.one("a.jsonl", jsonl([{"text": "No.", "Party": ["Civic Union", "Left"]}]))
    assert article.columns == {"party": ("Civic Union", "Left")}


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("xz", lzma.compress),
        ("gz", gzip.compress),
        ("bz2", bz2.compress),
        ("zst", zstandard.ZstdCompressor().compress),
    ],
)
def test_packed_rows_are_unpacked_on_the_way(corpus, name, pack):
    assert corpus.one(f"d.jsonl.{name}", pack(jsonl(DEBATE).encode())).id == "debate-1"


def test_packed_files_that_follow_one_another_are_one(corpus):
    packed = lzma.compress(jsonl(DEBATE[:2]).encode()) + lzma.compress(jsonl(DEBATE[2:]).encode())
    assert len(corpus.one("d.jsonl.xz", packed).paragraphs) == 4


def test_a_packed_file_may_not_ask_for_all_memory(corpus):
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 512 * 2**20}]
    corpus.write("d.jsonl.xz", lzma.compress(jsonl(DEBATE).encode(), filters=filters))
    assert "emory" in corpus.skipped()["d.jsonl.xz"]


def test_a_text_packed_to_nothing_is_refused_before_it_fills_memory(corpus):
    corpus.write("bomb.txt.xz", lzma.compress(b"a " * 20_000_000))
    corpus.write("bomb.txt.gz", gzip.compress(b"a " * 20_000_000))
    assert {reason[:14] for reason in corpus.skipped().values()} == {"is larger than"}


@pytest.mark.parametrize("name", ["xz", "gz", "bz2", "zst"])
def test_a_file_that_is_not_packed_as_its_name_says_is_reported(corpus, name):
    corpus.write(f"d.jsonl.{name}", jsonl(DEBATE))
    assert set(corpus.skipped()) == {f"d.jsonl.{name}"}


def test_of_a_file_that_breaks_off_the_last_article_is_left_out_not_cut(corpus):
    other = [dict(row, article="debate-2", text="x" * 900 + str(i)) for i, row in enumerate(DEBATE * 300)]
    packed = lzma.compress(jsonl(DEBATE + other).encode())
    corpus.write("d.jsonl.xz", packed[:-40])
    assert [a.id for a in corpus.articles()] == ["debate-1"]
    assert "“debate-2” before it may be cut" in corpus.skipped()["d.jsonl.xz"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{not json}", "is not JSON"),
        (b"[1, 2]", "is no JSON object"),
        (b'"text"', "is no JSON object"),
        (b'{"text": "\xff\xfe"}', "is not UTF-8"),
        (b'{"text": "a\\u0000b"}', "NUL"),
        (b'{"text": "a\0b"}', "is not JSON"),
        (b'{"text": "\\ud800 half"}', "lone surrogates"),
        (b'{"text": ["a"]}', "a text is expected where list stands"),
        (b'{"title": "no text"}', "no key holds the text"),
        (b'{"text": ' + b"[" * 100_000 + b"}", "is not JSON"),
        (b'{"text": "x", "n": ' + b"9" * 10_000 + b"}", "is not JSON"),
        (b'{"paragraphs": ["a", 3]}', "holds int"),
        (b'{"id": "../../etc/passwd", "text": "x"}', "cannot be an id"),
        (b'{"id": "a\\u001b[2Jb", "text": "x"}', "cannot be an id"),
        (b'{"id": "' + b"x" * 500 + b'", "text": "x"}', "its id has 500 characters"),
    ],
)
def test_a_bad_line_is_reported_with_its_number_and_the_others_are_read(corpus, line, reason):
    good = jsonl([{"id": "good", "text": "Some text."}]).encode()
    corpus.write("a.jsonl", good + line + b"\n" + good.replace(b"good", b"fine"))
    assert reason in corpus.skipped()["a.jsonl:2"]
    assert [a.id for a in corpus.articles()] == ["good", "fine"]


@pytest.mark.parametrize("key", ["title", "author", "publisher", "url", "speaker"])
def test_a_text_where_a_title_should_be_is_reported(corpus, key):
    rows = [{"id": "a", "text": "Some text.", key: "word " * 1000}, {"id": "b", "text": "More."}]
    corpus.write("a.jsonl", jsonl(rows))
    assert "a value of" in corpus.skipped()["a.jsonl:1"]
    assert [a.id for a in corpus.articles()] == ["b"]


def test_the_other_paragraphs_keep_their_numbers_where_the_first_cannot_be_read(corpus):
    rows = [dict(DEBATE[0], text=["no", "text"]), *DEBATE[1:]]
    corpus.write("d.jsonl", jsonl(rows))
    assert set(corpus.skipped()) == {"d.jsonl:1"}
    assert [p.n for p in corpus.articles()[0].paragraphs] == [1, 2, 3]


def test_an_article_none_of_whose_rows_can_be_read_is_reported_once_a_row(corpus):
    rows = [dict(row, text=None, speaker=["x"]) for row in DEBATE[:2]]
    corpus.write("d.jsonl", jsonl([*rows, {"id": "a", "text": "Some text."}]))
    assert [a.id for a in corpus.articles()] == ["a"]
    assert len(corpus.skipped()) <= 2


def test_a_date_that_no_row_can_mean_is_noted_once_and_the_article_is_undated(corpus):
    corpus.write("d.jsonl", jsonl([dict(row, date="soon") for row in [dict(DEBATE[0], text=""), *DEBATE]]))
    assert corpus.articles()[0].date is None
    assert len(corpus.read()) == 2
    assert "“soon” is not a date" in corpus.notes()["d.jsonl:1"]


def test_an_emoji_written_as_two_escapes_is_a_character(corpus):
    assert corpus.one("a.jsonl", b'{"text": "\\ud83d\\ude00 so"}\n').paragraphs[0].text == "😀 so"


def test_a_file_of_which_no_line_can_be_read_is_left_after_some(corpus):
    corpus.write("a.jsonl", "nothing\n" * 1000)
    skipped = corpus.skipped()
    assert len(skipped) < 100
    assert "none of its first 50 rows" in skipped["a.jsonl"]


def test_a_json_file_is_one_article_or_a_list_of_them(corpus):
    corpus.write("one.json", json.dumps({"id": "one", "text": "Some text."}))
    listed = [{"id": "two", "text": "Some."}, 5, {"id": "three", "text": "More."}]
    corpus.write("two.json", json.dumps(listed))
    assert [a.id for a in corpus.articles()] == ["one", "two", "three"]
    assert set(corpus.skipped()) == {"two.json:2"}


CSV = '''id;title;Datum;speaker;text
a;"The ""pact""";2021-09-15;Anna Varga;"No allies;
none at all."
a;"The ""pact""";2021-09-15;;(Applause)
'''


def test_csv_with_any_separator_and_quoted_line_ends(corpus):
    corpus.config = Config(fields={"date": ("Datum",)})
    article = corpus.one("a.csv", CSV)
    assert (article.title, str(article.date)) == ('The "pact"', "2021-09-15")
    assert [(p.line, p.given, p.text) for p in article.paragraphs] == [
        (2, "Anna Varga", "No allies;\nnone at all."),
        (4, "", "(Applause)"),
    ]


def test_csv_in_the_encodings_of_spreadsheets(corpus):
    for encoding in ("cp1252", "utf-16", "utf-8-sig"):
        corpus.config = Config(fields={"date": ("Datum",)})
        corpus.write("a.csv", CSV.replace("No", "„Näin“").encode(encoding))
        assert corpus.articles()[0].paragraphs[0].text.startswith("„Näin“"), encoding


def test_csv_without_a_column_of_text_says_which_columns_there_are(corpus):
    corpus.write("a.csv", "name,party\nVarga,Civic Union\n")
    assert "no column holds the text (name, party)" in corpus.skipped()["a.csv"]


def test_csv_rows_of_another_width_and_unclosed_quotes_are_reported(corpus):
    corpus.write("a.csv", 'id,text\na,Some text.\nb\nc,"never closed\n')
    skipped = corpus.skipped()
    assert "has 1 fields, the header has 2" in skipped["a.csv:3"]
    assert "is not CSV from here on" in skipped["a.csv:4"]
    assert "“a”" in skipped["a.csv:4"]
