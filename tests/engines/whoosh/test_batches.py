"""A batch of documents by column: what documents share is looked at once, and comes back for each of them."""

import gc
from datetime import date

import numpy as np
import pytest

from searchkit.dates import DateSpan, Precision
from searchkit.engines import whoosh
from searchkit.engines.whoosh.segments.documents import Documents, Repeated
from searchkit.query.nodes import Word
from searchkit.schema import Document

DAY = DateSpan(date(2021, 5, 4), date(2021, 5, 5), Precision.DAY)


def build(path, documents):
    engine = whoosh.create_engine(path)
    with engine.writer() as writer:
        writer.add(documents)
        writer.commit()
    return engine


def article(name, count, shared, **own):
    """Documents that share the objects of `shared`; `own` has one value a document."""
    return [
        Document(
            f"{name}#{n}",
            {"text": f"treaty {n}", **shared, **{field: values[n] for field, values in own.items()}},
        )
        for n in range(count)
    ]


def fetched(engine, documents):
    return engine.reader().fetch([document.id for document in documents])


def test_values_shared_by_an_article_come_back_for_each_of_its_documents(tmp_path):
    given = []
    for n in range(40):
        day = DAY if n % 3 else None
        shared = {"title": f"Talks {n}", "source": ("Daily",), "lang": ("en",), "date": day}
        given += article(f"a{n}", n % 7 + 1, shared)
    for document, again in zip(given, fetched(build(tmp_path, given), given), strict=True):
        assert {name: again.values[name] for name in document.values} == document.values


def test_documents_with_other_fields_among_them_keep_their_own(tmp_path):
    given = article("a", 20, {"source": ("Daily",)})
    given[3] = Document("a#3", {})
    given[7] = Document("a#7", {"text": "treaty", "role": ("answer",), "n": 0})
    given[11] = Document("a#11", {"source": ("Weekly",), "n": -5})
    again = fetched(build(tmp_path, given), given)
    assert [d.keywords("source") for d in again[2:5]] == [("Daily",), (), ("Daily",)]
    assert again[7].keywords("role") == ("answer",)
    assert [again[n].values.get("n") for n in (6, 7, 11)] == [None, 0, -5]
    assert again[11].keywords("source") == ("Weekly",)


def test_a_language_that_changes_inside_an_article_stems_what_follows(tmp_path):
    languages = [("en",)] * 10 + [("uk",)] * 10
    given = article("a", 20, {"title": "treaties"}, lang=languages)
    for n, document in enumerate(given):
        document.values["text"] = f"treaties {n}"
    reader = build(tmp_path, given).reader()
    found = reader.search(Word("treaty"), limit=30)
    assert {hit.id for hit in found.hits} == {f"a#{n}" for n in range(10)}
    titles = reader.search(Word("treaty", field="title"), limit=30)
    assert {hit.id for hit in titles.hits} == {f"a#{n}" for n in range(10)}


def test_equal_titles_of_neighbours_are_stored_once_whether_one_object_or_several(tmp_path):
    title = "Talks on the treaty"
    one = build(tmp_path / "one", article("a", 30, {"title": title}))
    again = [" ".join(title.split()) for _ in range(30)]
    several = build(tmp_path / "several", article("a", 30, {}, title=again))
    for engine in (one, several):
        rows = engine.reader().views[0].segment.text("title").rows
        assert rows.count == 1


@pytest.mark.parametrize("values", [{"n": None}, {"n": 1.5}, {"colour": ("red",)}, {"title": None}])
def test_one_document_that_cannot_be_kept_among_many_is_named(tmp_path, values):
    given = article("a", 50, {"n": 1, "title": "Talks"})
    given[30] = Document("a#30", {"text": "treaty", **values})
    engine = whoosh.create_engine(tmp_path)
    with engine.writer() as writer, pytest.raises(ValueError, match="a#30"):
        writer.add(given)


def test_a_long_text_that_many_documents_share_is_not_read_in_one_piece():
    text = "treaty " * 1000
    parts = list(Documents([Document(f"a#{n}", {"text": text}) for n in range(64)]).parts(["text"], 50_000))
    assert max(map(len, parts)) <= 7
    assert sum(map(len, parts)) == 64


def test_a_column_without_its_repetitions_gives_every_document_its_value():
    one, two = ("one",), ("two",)
    column = [one] * 5 + [two] * 4 + [one]
    repeated = Repeated.of(column)
    assert (list(repeated.starts), repeated.values) == ([0, 5, 9], [one, two, one])
    assert repeated.spread(np.array([1, 2, 1])).tolist() == [1] * 5 + [2] * 4 + [1]
    assert list(repeated.at([1, 4, 5, 9])) == [one, one, two, one]
    assert list(repeated.at(range(10))) == column


@pytest.mark.parametrize("collects", [True, False])
def test_garbage_is_collected_after_a_batch_as_it_was_before(tmp_path, collects):
    seen = []

    def documents():
        seen.append(gc.isenabled())  # the caller's own work is no part of the batch
        yield Document("a#1", {"text": "treaty"})

    (gc.enable if collects else gc.disable)()
    try:
        with whoosh.create_engine(tmp_path).writer() as writer:
            writer.add(documents())
            seen.append(gc.isenabled())
            with pytest.raises(ValueError, match="a#1"):
                writer.add(documents())
            seen.append(gc.isenabled())
            writer.commit()
        seen.append(gc.isenabled())
    finally:
        gc.enable()
    assert seen == [collects] * 5
