"""Whoosh's own queries and matchers over the array segments find what the engine finds."""

import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.analysis import fold, stem
from searchkit.engines import whoosh
from searchkit.query.nodes import And, Name, Not, Or, Phrase, Value, Wildcard, Word
from searchkit.schema import Document

with warnings.catch_warnings():  # Whoosh 2.7.4 is older than what Python now warns of
    warnings.simplefilter("ignore")
    from whoosh import fields
    from whoosh import query as wq
    from whoosh.writing import IndexingError

    from searchkit.engines.whoosh import codec

TEXTS = [
    "The treaty was signed in Varga's house",
    "Treaties end; the treaty of peace does not",
    "Nobody signed. Peace, peace and peace",
    "A house is a house",
    "",
    "varga signed the multi-agent treaty",
]


@pytest.fixture(scope="module", params=["one segment", "three segments and deletions"])
def engine(request, tmp_path_factory):
    engine = whoosh.create_engine(tmp_path_factory.mktemp("index"))
    documents = [
        Document(
            f"a{n // 3}#{n % 3}",
            {"text": TEXTS[n % 6], "title": f"Title {n // 4}", "lang": ("en",), "speaker": (f"S{n % 2}",)},
        )
        for n in range(18)
    ]
    step = 18 if request.param == "one segment" else 6
    for begin in range(0, 18, step):
        with engine.writer() as writer:
            writer.add(documents[begin : begin + step])
            writer.commit()
    if step < 18:
        with engine.writer() as writer:
            writer.delete(["a1"])
            writer.commit()
    return engine


def translated(query):
    """Our tree as Whoosh's."""
    match query:
        case Word():
            return wq.Term("text.en", stem(fold(query.text), "en"))
        case Phrase():
            words = [fold(word) for word in query.text.split()]
            return wq.Phrase("text", words) if len(words) > 1 else wq.Term("text", words[0])
        case Wildcard():
            return wq.Prefix("text", query.pattern.rstrip("*"))
        case Name():
            return wq.Or([wq.Term(query.field, value) for value in query.values])
        case Value():
            return wq.Term(query.field, query.value)
        case And():
            return wq.And([translated(child) for child in query.children])
        case Or():
            return wq.Or([translated(child) for child in query.children])
        case Not():
            return wq.Not(translated(query.child))
    raise TypeError(query)


LEAVES = st.sampled_from(
    [
        Word("treaties"),
        Word("signed"),
        Word("absent"),
        Phrase("treaty"),
        Phrase("varga"),
        Phrase("the treaty"),
        Phrase("signed the"),
        Wildcard("pea*"),
        Name("speaker", "S1", values=("S1",)),
        Value("lang", "en"),
    ]
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda c: And(tuple(c))),
        st.lists(inner, min_size=2, max_size=3).map(lambda c: Or(tuple(c))),
        inner.map(Not),
    ),
    max_leaves=5,
)


@given(TREES)
@settings(max_examples=150, deadline=None)
def test_whoosh_finds_the_documents_that_the_engine_finds(engine, tree):
    reader = engine.reader()
    searcher = codec.searcher(reader)
    ids = [searcher.stored_fields(number)["id"] for number in translated(tree).docs(searcher)]
    assert ids == list(reader.every(tree))


def test_whoosh_sees_frequencies_positions_and_lengths(engine):
    reader = codec.index_reader(engine.reader())
    matcher = reader.postings("text", "peace")
    matcher.next()
    assert (matcher.weight(), matcher.value_as("positions")) == (3.0, [2, 3, 5])
    assert reader.doc_field_length(2, "text") == 6
    assert reader.doc_frequency("speaker", "S1") in (7, 9)
    assert list(reader.expand_prefix("text", "tre")) == [b"treaties", b"treaty"]


def test_whoosh_ranks_by_the_same_weights(engine):
    results = codec.searcher(engine.reader()).search(wq.Term("text", "peace"), limit=3)
    assert results[0].fields()["text"].startswith("Nobody signed")


def test_a_stock_writer_cannot_write_what_nobody_could_search(engine, tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from whoosh.filedb.filestore import RamStorage

        schema = fields.Schema(text=codec.ArrayField(fields.formats.Positions()))
        writer = RamStorage().create_index(schema).writer()
        with pytest.raises((NotImplementedError, IndexingError)):
            writer.add_document(text="lost")
        writer.cancel()
