"""Lists that are not stored are what a scan finds, after any commits and merges, whatever classes collide."""

import re
import tempfile
from collections import Counter, defaultdict
from contextlib import contextmanager
from pathlib import Path
from random import Random

import numpy as np
import pytest
from engines_under_test import commit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import SCHEMA, SPEAKERS, Batch, collections, leaves, long_collections

from searchkit.analysis import stem_language, tokenise
from searchkit.engines import memory, whoosh
from searchkit.engines.whoosh.searching import fewrows, phraseplan, phrases
from searchkit.engines.whoosh.segments import columns, derivation, holders, postings, stream
from searchkit.engines.whoosh.segments.codes import OVERFLOW
from searchkit.engines.whoosh.segments.forms import folded_key, stem_key, written_key
from searchkit.engines.whoosh.segments.gathering import gather, rows_of
from searchkit.engines.whoosh.segments.postings import Postings
from searchkit.query.nodes import And, Name, Phrase, Word
from searchkit.schema import Document

CLASSES = [(191, 64, 9999), (2, 1, 5), (0, 3, 2)]  # of one form; shared by all others; common stems
slow_is_fine = settings(deadline=None, suppress_health_check=list(HealthCheck))


def fewer(part):
    return max(1, settings().max_examples // part)


@contextmanager
def classes(exact, shared, common):
    """So few classes that inflections of one word share them; rare forms of stems that occur so often."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream, "EXACT", exact)
        patch.setattr(stream, "_SHARED", shared)
        patch.setattr(derivation, "_COMMON", common)
        patch.setattr(derivation, "_RARE", 3)
        patch.setattr(postings, "_FEWER", 2)
        yield


@contextmanager
def bounds(searched, read, whole, many):
    """What decides how a phrase is looked for.

    Lists are long from `searched` rows on; `read` positions are scanned while one occurrence is read; so
    many rows are read whole; of speakers of more than one document in `many` a bitmap is made.
    """
    with pytest.MonkeyPatch.context() as patch:
        for module in (postings, phraseplan, phrases):
            patch.setattr(module, "SEARCHED", searched)
        patch.setattr(postings, "_WHOLE", 0)
        patch.setattr(postings, "_SUMMED_LEAST", 8)
        patch.setattr(phrases, "_READ", read)
        patch.setattr(phrases, "_MANY", 0)
        patch.setattr(phrases, "_FILTERED", 0)
        patch.setattr(phrases, "_LISTED", 4 * whole)
        patch.setattr(phrases, "_FEWER", 2)
        patch.setattr(phrases, "_WORTH", whole // 16)
        patch.setattr(phrases, "_WHOLE", whole)
        patch.setattr(phrases, "_ONE_BY_ONE", whole // 16)
        patch.setattr(fewrows, "MOST", whole // 8)
        patch.setattr(columns, "_FEW_VALUES", 0)
        patch.setattr(holders, "_MANY", many)
        yield


@contextmanager
def filled(batches):
    with tempfile.TemporaryDirectory() as folder:
        engine = whoosh.create_engine(Path(folder) / "index", SCHEMA)
        for batch in batches:
            commit(engine, batch.add, batch.delete)
            if batch.merge:
                engine.optimise()
        yield engine
        engine.close()


def referenced(batches):
    """The engine in memory, with the same commits."""
    engine = memory.Engine(SCHEMA)
    for batch in batches:
        commit(engine, batch.add, batch.delete)
    return engine.reader()


def scanned(segment):
    """Row and offset of every token of every lexicon entry, by the tokeniser and nothing else."""
    found = defaultdict(set)
    for row in range(segment.documents):
        document = segment.document(row, SCHEMA)
        language = stem_language(next(iter(document.keywords("lang")), ""))
        for token in tokenise(document.text()):
            keys = [folded_key(token.folded), stem_key(token.folded, language)]
            if token.written != token.folded:
                keys.append(written_key(token.written))
            for key in keys:
                found[key].add((row, token.position, token.width))
    return {key: [(row, offset) for row, offset, _ in sorted(at)] for key, at in found.items()}


def check(segment, share):
    """Every list of the text is what a scan finds, asked in every way."""
    text = segment.text("text")
    expected = scanned(segment)
    assert list(text.lexicon) == sorted(expected)
    number_of = {entry: text.find(entry) for entry in expected}
    rng = np.random.default_rng(5)
    some = np.flatnonzero(rng.random(text.rows.count) < share)
    for entry, number in number_of.items():
        tokens = expected[entry]
        positions = [int(text.words.starts[row]) + offset for row, offset in tokens]
        rows = Counter(row for row, _ in tokens)
        assert text.positions(number).tolist() == positions, entry
        inside = [p for p, (row, _) in zip(positions, tokens, strict=True) if row in some]
        assert text.positions(number, some).tolist() == inside
        assert [column.tolist() for column in text.postings(number)] == [list(rows), list(rows.values())]
        assert text.frequency(number) == len(rows)
        assert text.occurrences(number) == len(tokens)
        assert set(positions) <= set(text.positions(text.parent(number)).tolist())
        codes = sorted((int(c) for c in Postings(text.lists, number).codes if c), reverse=True)
        below = [code for code in codes if code != OVERFLOW]
        best = [below[rank - 1] if rank <= len(below) else 0 for rank in (1, 10, 100, 1000)]
        assert list(Postings(text.lists, number).best()) == best
    check_several(text, number_of, expected, rng)


def check_several(text, number_of, expected, rng):
    entries = [entry for entry in expected if rng.random() < 0.5]
    numbers = np.array([number_of[entry] for entry in entries], np.int64)
    found = gather(text.lists, numbers)
    wanted = [pair for entry in entries for pair in expected[entry]]
    assert (
        list(zip(found.rows.repeat(found.frequencies).tolist(), found.places.tolist(), strict=True)) == wanted
    )
    assert found.df.tolist() == [len({row for row, _ in expected[entry]}) for entry in entries]
    assert set(rows_of(text.lists, tuple(numbers.tolist())).tolist()) == {row for row, _ in wanted}


@pytest.mark.parametrize("few", CLASSES)
@settings(slow_is_fine, max_examples=fewer(6))
@given(batches=collections(), share=st.sampled_from([0.0, 0.3, 1.0]))
def test_every_list_is_what_a_scan_finds(few, batches, share):
    with classes(*few), filled(batches) as engine:
        for view in engine.reader().views:
            check(view.segment, share)


@pytest.mark.parametrize("few", CLASSES)
@settings(slow_is_fine, max_examples=fewer(20))
@given(batches=long_collections())
def test_every_list_of_a_long_collection_is_what_a_scan_finds(few, batches):
    with classes(*few), filled(batches) as engine:
        for view in engine.reader().views:
            check(view.segment, 0.2)


@pytest.mark.parametrize("few", CLASSES)
@settings(slow_is_fine, max_examples=fewer(4))
@given(batches=collections(), asked=st.lists(leaves("text"), min_size=4, max_size=8))
def test_words_and_phrases_are_found_whatever_classes_collide(few, batches, asked):
    with classes(*few), filled(batches) as engine:
        expected, got = referenced(batches), engine.reader()
        for leaf in asked:
            page = expected.search(leaf, limit=50)
            assert got.search(leaf, limit=50) == page, str(leaf)
            for hit in page.hits:
                assert got.matches(leaf, hit.id) == expected.matches(leaf, hit.id), str(leaf)


def phrase_in(batches, rng):
    """Some words of a text, now and then without what is attached to them."""
    documents = [document for batch in batches for document in batch.add]
    while True:
        words = rng.choice(documents).text().split()
        begin = rng.randrange(len(words) + 1)
        found = " ".join(words[begin : begin + rng.choice([2, 2, 3, 4, 10])])
        if rng.random() < 0.7:
            found = re.sub("['’]s|[#+£$]", "", found)
        if len(tokenise(found)) > 1:
            return Phrase(found)


@pytest.mark.parametrize("few", CLASSES)
@pytest.mark.parametrize(
    "limits", [(0, 10**6, 0, 8), (3, 48, 16, 0), (20, 0, 0, 0), (20, 48, 256, 0), (999, 48, 0, 8)]
)
@settings(slow_is_fine, max_examples=fewer(50))
@given(batches=long_collections(100), seed=st.integers(0, 999))
def test_phrases_are_found_whatever_way_costs_least(few, limits, batches, seed):
    rng = Random(seed)
    with classes(*few), bounds(*limits), filled(batches) as engine:
        expected, got = referenced(batches), engine.reader()
        for _ in range(12):
            phrase = phrase_in(batches, rng)
            by = Name("speaker", "somebody", (rng.choice(SPEAKERS),))
            for query in (phrase, And((phrase, by))):
                assert got.search(query, limit=400) == expected.search(query, limit=400), str(query)


@pytest.mark.parametrize(("first", "second"), [("en", "de"), ("de", "en"), ("en", "xx")])
def test_a_capitalised_word_outlives_the_same_word_of_another_language(first, second):
    def document(id, text, lang):
        return Document(id, {"text": text, "lang": (lang,)})

    batches = [
        Batch((), (document("a#1", "tax", first),), merge=True),
        Batch((), (document("b#1", "Tax", second),), merge=True),
        Batch(("a",), (), merge=True),
    ]
    with filled(batches) as engine:
        reader = engine.reader()
        for query in (Word("tax"), Word("Tax", exact=True), Phrase("tax")):
            assert [hit.id for hit in reader.search(query).hits] == ["b#1"]


def test_a_list_tells_of_one_place_whether_it_stands_there_however_it_is_kept():
    rng = Random(3)
    often = ["rare"] * 12 + ["some"] * 32 + ["most"] * 600
    texts = [f"{rng.choice(often)} tax {rng.choice(often)}" for _ in range(900)]
    texts += ["far " * 300 + "rare some most rare"] * 2
    documents = [Document(f"a#{n}", {"text": text, "lang": ("en",)}) for n, text in enumerate(texts)]
    with filled([Batch(add=documents, delete=(), merge=True)]) as engine:
        text = engine.reader().views[0].segment.text("text")
        kinds = set()
        for word in ("rare", "some", "most"):
            postings = Postings(text.lists, text.parent(text.find(folded_key(word))))
            kinds.add(postings.kind)
            for row in range(len(texts)):
                at = [n for n, other in enumerate(texts[row].split()) if other == word]
                assert [n for n in (0, 1, 2, 300, 301, 302, 303) if postings.holds(row, n)] == at
        assert len(kinds) == 3


def test_quoted_words_that_stand_in_most_documents_are_found_together(tmp_path):
    engine = whoosh.create_engine(tmp_path / "index")
    with engine.writer() as writer:
        for n in range(30):
            text = " ".join(["tax", *["taxes"] * (n % 3 < 2), *["harbour"] * (n % 2)])
            writer.add([Document(f"a#{n}", {"text": text, "lang": ("en",)})])
        writer.commit()
    reader = engine.reader()
    for query in (And((Phrase("taxes"), Word("harbour"))), And((Word("harbour"), Phrase("taxes")))):
        for _ in range(2):  # the list of "taxes" is made, and is there
            found = [hit.id for hit in reader.search(query, limit=30).hits]
            assert sorted(found) == sorted(f"a#{n}" for n in range(30) if n % 3 < 2 and n % 2)
