"""Every engine finds what the reference finds; and a brute force written in another way judges the reference.

The reference is judged where it is not obvious: phrases, slop, and words near each other.  Everything is
tried there, every choice of tokens for every slot, and kept if it is what the definition asks for.
"""

from __future__ import annotations

import re
import tempfile
from contextlib import contextmanager
from functools import cache
from itertools import chain, pairwise, product
from pathlib import Path

import pytest
from engines_under_test import CREATE, commit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import (
    SCHEMA,
    SPEAKERS,
    collections,
    documents,
    leaves,
    long_collections,
    nears,
    queries,
    said,
)

from searchkit.analysis import TokenKind, query_words, stem, tokenise
from searchkit.engines import memory
from searchkit.engines.base import Bucket, Order
from searchkit.matching import Analysed, evaluate
from searchkit.query.nodes import And, Everything, Fuzzy, Near, Not, Or, Phrase, Said, Wildcard, Word

OTHERS = sorted(set(CREATE) - {"memory"})
ALIKE = {SPEAKERS[1]: SPEAKERS[0], SPEAKERS[2]: "nobody's name"}
KEYWORDS = ("speaker", "mentions", "role", "lang", "desk")
slow_is_fine = settings(deadline=None, suppress_health_check=list(HealthCheck))


def pages(reader, query):
    """Whole results and parts of them, in every order."""
    for order in Order:
        yield order, reader.search(query, limit=50, order=order)
        yield order, 2, reader.search(query, limit=2, order=order)
        yield order, 1, 3, reader.search(query, offset=1, limit=3, order=order)


def answers(reader, query):
    """All that a reader can be asked about one query."""
    found = list(reader.every(query))
    ids = list(reader.every(Everything()))
    return {
        "count": reader.count(query),
        "every": found,
        "pages": list(pages(reader, query)),
        "matches": {id: reader.matches(query, id) for id in ids},
        "counts": {
            by: dict(reader.counts(query, by))
            for by in ("speaker", "lang", "desk", "day", Bucket.MONTH, "year")
        },
        "counts of groups": dict(reader.counts(query, "speaker", alike=ALIKE)),
    }


def inventory(reader):
    """All that a reader can be asked without a query."""
    ids = list(reader.every(Everything()))
    return {
        "size": reader.size,
        "words": reader.words(),
        "some words": [reader.words(prefix, limit=3) for prefix in ("t", "ta", "м", "zz")],
        "values": {
            name: dict(reader.values(name)) for name in ("speaker", "mentions", "role", "lang", "desk")
        },
        "documents": [(d.id, d.text(), d.values.get("date"), d.keywords("desk")) for d in reader.fetch(ids)],
    }


@contextmanager
def filled(name, batches):
    """Readers of the reference and of an engine that hold the same."""
    reference = memory.Engine(SCHEMA)
    with tempfile.TemporaryDirectory() as folder:
        other = CREATE[name](Path(folder) / "index", SCHEMA)
        for batch in batches:
            for engine in (reference, other):
                commit(engine, list(batch.add), batch.delete)
            if batch.merge and hasattr(other, "optimise"):
                other.optimise()
        yield reference.reader(), other.reader()
        other.close()


@pytest.mark.parametrize("name", OTHERS)
@slow_is_fine
@given(batches=collections(), asked=st.lists(queries(), min_size=1, max_size=6))
def test_every_engine_answers_as_the_reference_does(name, batches, asked):
    with filled(name, batches) as (expected, got):
        assert inventory(got) == inventory(expected)
        for query in asked:
            assert answers(got, query) == answers(expected, query), str(query)


@pytest.mark.parametrize("name", OTHERS)
@settings(slow_is_fine, max_examples=max(1, settings().max_examples // 20))
@given(batches=long_collections(), asked=st.lists(queries(), min_size=8, max_size=12))
def test_every_engine_ranks_a_long_collection_as_the_reference_does(name, batches, asked):
    with filled(name, batches) as (expected, got):
        for query in asked:
            for limit, offset in ((10, 0), (1, 0), (3, 9), (1000, 0)):
                page = expected.search(query, limit=limit, offset=offset)
                assert got.search(query, limit=limit, offset=offset) == page, str(query)


# Brute force --------------------------------------------------------------------------------------------


def fits(leaf, slot, token, lang):
    if isinstance(leaf, Fuzzy):
        return letters_apart(slot.folded, token.folded) <= leaf.distance
    if isinstance(leaf, Word) and not leaf.exact:
        return stem(slot.folded, lang) == stem(token.folded, lang)
    exact = leaf.exact and slot.written != slot.folded
    wanted, form = (slot.written, token.written) if exact else (slot.folded, token.folded)
    if not slot.wild:
        return wanted == form
    expression = "".join({"*": ".*", "?": "."}.get(ch, re.escape(ch)) for ch in wanted)
    return re.fullmatch(expression, form, re.DOTALL) is not None


@cache
def letters_apart(a, b):
    """Optimal string alignment by its recursive definition."""
    if not a or not b:
        return len(a) + len(b)
    edits = [
        letters_apart(a[:-1], b) + 1,
        letters_apart(a, b[:-1]) + 1,
        letters_apart(a[:-1], b[:-1]) + (a[-1] != b[-1]),
    ]
    if len(a) > 1 and len(b) > 1 and a[-2:] == b[-1] + b[-2]:
        edits.append(letters_apart(a[:-2], b[:-2]) + 1)
    return min(edits)


def covered(token):
    return range(token.position, token.position + token.width)


def brute_leaf(leaf, text, lang):
    typed = leaf.pattern if isinstance(leaf, Wildcard) else leaf.text
    words = query_words(typed, wildcards=isinstance(leaf, Wildcard | Phrase))
    slop = leaf.slop if isinstance(leaf, Phrase) else 0
    found = set()
    for readings in product(*(word.readings for word in words)):
        path = list(chain.from_iterable(readings))
        choices = [[t for t in tokenise(text) if fits(leaf, slot, t, lang)] for slot in path]
        for chosen in product(*choices) if path else ():
            positions = [p for token in chosen for p in covered(token)]
            follows = all(a.position + a.width == b.position for a, b in pairwise(chosen))
            strays = [token.position - i for i, token in enumerate(chosen)]
            apart = len(set(positions)) == len(positions)
            if follows or (slop and apart and max(strays) - min(strays) <= slop):
                found.add(frozenset(positions))
    return found


def brute(query, document):
    """Matches of a text leaf, as sets of positions."""
    text, lang = document.text(), (document.keywords("lang") or ("",))[0]
    match query:
        case Or():
            return set().union(*(brute(child, document) for child in query.children))
        case Near():
            pairs = [
                (a, b)
                for a, b in product(brute(query.left, document), brute(query.right, document))
                if not a & b and close(a, b, query)
            ]
            partnered = {a for a, _ in pairs}
            return brute(query.left, document) - partnered if query.negated else {a | b for a, b in pairs}
        case Said():
            values = {value for name in query.by for value in name.values}
            stretches = [
                inside(text, s)
                for s in document.values["speech"]
                if s.kind != "author" and (not query.by or s.speaker in values)
            ]
            return {m for m in brute(query.child, document) if any(m <= stretch for stretch in stretches)}
    return brute_leaf(query, text, lang)


def close(a, b, near):
    if near.ordered:
        return max(a) < min(b) <= max(a) + near.distance
    return any(abs(p - q) <= near.distance for p in a for q in b)


def inside(text, stretch):
    return {
        t.position
        for t in tokenise(text)
        if t.kind is TokenKind.WORD and stretch.start <= t.start and t.end <= stretch.end
    }


def matching(query, document):
    found = evaluate(query, Analysed(document))
    return {frozenset(m) for leaf in found for m in leaf.matches} if found else set()


@slow_is_fine
@given(documents(max_words=7), leaves())
def test_words_and_phrases_match_as_brute_force_finds(document, leaf):
    assert matching(leaf, document) == brute(leaf, document)


@slow_is_fine
@given(documents(max_words=6), nears())
def test_near_matches_as_brute_force_finds(document, query):
    assert matching(query, document) == brute(query, document)


@slow_is_fine
@given(documents(max_words=6), said().filter(lambda s: not isinstance(s.child, Everything)))
def test_said_matches_as_brute_force_finds(document, query):
    assert matching(query, document) == brute(query, document)


@slow_is_fine
@given(documents(), leaves(), st.integers(1, 5))
def test_more_slop_never_finds_less(document, leaf, slop):
    if isinstance(leaf, Phrase):
        less = matching(Phrase(leaf.text, leaf.slop, leaf.exact), document)
        more = matching(Phrase(leaf.text, leaf.slop + slop, leaf.exact), document)
        assert less <= more


def holds(query, document):
    """Whether a tree finds a document."""
    match query:
        case And():
            return all(holds(child, document) for child in query.children)
        case Or():
            return any(holds(child, document) for child in query.children)
        case Not():
            return not holds(query.child, document)
    return bool(brute(query, document))


trees = st.recursive(
    leaves(),
    lambda inner: st.one_of(
        st.builds(And, st.tuples(inner, inner)), st.builds(Or, st.tuples(inner, inner)), st.builds(Not, inner)
    ),
    max_leaves=5,
)


@slow_is_fine
@given(documents(max_words=6), trees)
def test_and_or_not_find_what_their_parts_find(document, query):
    assert (evaluate(query, Analysed(document)) is not None) == holds(query, document)
