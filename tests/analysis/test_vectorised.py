"""The vectorised front yields what the tokeniser yields."""

import itertools
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit import analysis
from searchkit.analysis.cutting import chunk_bounds
from searchkit.analysis.vectorised import Chunker
from searchkit.analysis.words import TokenKind


def tokens_of(batch, chunker):
    """What a batch says of each text: its words, and the tokens beside them."""
    names = list(chunker.vocabulary.written)
    rows, base = [], 0
    position, width, word = batch.beside
    for count in batch.counts.tolist():
        here = (position >= base) & (position < base + count)
        beside = zip((position[here] - base).tolist(), width[here].tolist(), word[here].tolist(), strict=True)
        words = [names[number] for number in batch.words[base : base + count]]
        rows.append((words, [(p, w, names[n]) for p, w, n in beside]))
        base += count
    assert base == len(batch.words)
    return rows


def check(texts, chunker=None):
    chunker = chunker or Chunker()
    batch = chunker(texts)
    for text, (words, beside) in zip(texts, tokens_of(batch, chunker), strict=True):
        tokens = analysis.tokenise(text)
        assert words == [t.written for t in tokens if t.kind is TokenKind.WORD]
        expected = [(t.position, t.width, t.written) for t in tokens if t.kind is not TokenKind.WORD]
        assert sorted(beside) == sorted(expected)
    check_stretches(batch, texts)


def check_stretches(batch, texts):
    """The words of stretches of each text that begin and end at edges of its words, and beside them."""
    stretches, expected = [], []
    for number, text in enumerate(texts):
        edges = [t for t in analysis.tokenise(text) if t.kind is TokenKind.WORD]
        near = {e + d for t in edges[:4] + edges[-2:] for e in (t.start, t.end) for d in (-1, 0, 1)}
        for begin, end in itertools.product(
            sorted({-1, 0, *near}), sorted({*near, len(text), len(text) + 3})
        ):
            first = sum(t.start < begin for t in edges)
            stretches.append((number, begin, end))
            expected.append((first, max(first, sum(t.end <= end for t in edges))))
    columns = np.array(stretches, np.int64).reshape(-1, 3).T
    first, last = batch.inside(*columns)
    assert list(zip(first.tolist(), last.tolist(), strict=True)) == expected


PIECES = st.sampled_from(
    [
        *"aB1éßİ不ไ'’.-‑,/+#@$£_& \n\0“”‘–—…•«»\u00a0\u202f\u00ad\u200b¬\ud800😀\u0301",
        "23",
        "co",
        "U.S.",
        ".'s",
        "multi-agent",
        "Lavrov's",
    ]
)


@given(st.lists(st.lists(PIECES, max_size=14).map("".join), max_size=6))
@settings(max_examples=400, deadline=None)
def test_any_mixture_of_signs_gives_the_tokens_of_the_definition(texts):
    check(texts)


@given(st.lists(st.text(alphabet=st.characters(), max_size=40), max_size=5))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_the_tokens_of_the_definition(texts):
    check(texts)


def check_code_points(context, step):
    chunker = Chunker()
    texts = [context.format(chr(code)) for code in range(0, sys.maxunicode + 1, step)]
    for i in range(0, len(texts), 4096):
        check([" ".join(texts[j : j + 16]) for j in range(i, min(i + 4096, len(texts)), 16)], chunker)


CONTEXTS = ["{}", "a{}b", "1{}2", " {} ", "#{}", "a-{}", "{}'s"]


@pytest.mark.parametrize("context", CONTEXTS)
def test_code_points_all_over_unicode_give_the_tokens_of_the_definition(context):
    check_code_points(context, 997)


@pytest.mark.slow
@pytest.mark.parametrize("context", CONTEXTS)
def test_every_code_point_gives_the_tokens_of_the_definition(context):
    check_code_points(context, 1)


def test_a_second_sight_gives_the_same_tokens():
    chunker = Chunker()
    text = "The U.S. multi-agent plan, Lavrov's £5.2bn; 不会屈服 C++ " + "long" * 30 + " x" + "y" * 50
    first = tokens_of(chunker([text, "other words", text]), chunker)
    second = tokens_of(chunker([text]), chunker)
    assert first[0] == first[2] == second[0]
    check([text, "other words", text], chunker)


def test_very_long_chunks_are_not_remembered():
    chunker = Chunker()
    chunker(["word"])
    known = chunker.size
    check(["屈服" * 5000 + " end", "屈" * 200], chunker)
    assert chunker.size == known + 1  # "end"


def test_chunks_that_share_their_first_bytes_and_length_are_told_apart():
    words = [f"{'x' * 8}{i:08}{'y' * 8}{j:04}" for i in range(40) for j in range(3)]
    check([" ".join(words), " ".join(reversed(words))])


def test_forgetting_starts_a_new_vocabulary():
    chunker = Chunker()
    chunker(["one two"])
    chunker.forget()
    batch = chunker(["three"])
    assert list(chunker.vocabulary.written) == ["", "three"]
    assert batch.words.tolist() == [1]


def test_bounds_are_those_of_the_chunk_expression():
    text = (
        "a.b c. .d e''f g,h 1,2 3,, #x ## $5 c++ d+++ +e f_g _h i@j k-l- \u00e9.\u00e9 m—n “o.” ‘p’s’ «q» r…s"
    )
    raw = b"  " + text.encode() + b"    "
    starts, sizes = chunk_bounds(raw)
    found = [raw[s : s + n].decode() for s, n in zip(starts.tolist(), sizes.tolist(), strict=True)]
    assert found == analysis.chunks(text)
