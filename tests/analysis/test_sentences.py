"""Where sentences end."""

from __future__ import annotations

import time

import pytest

from searchkit.analysis.sentences import sentences


def cut(text: str, begin: int = 0) -> list[str]:
    return [text[start:end] for start, end in sentences(text, begin)]


def test_from_a_place_on_the_same_sentences_begin() -> None:
    text = "We met Mr. Hale. He said no! And then? Nothing."

    assert cut(text) == ["We met Mr. Hale.", "He said no!", "And then?", "Nothing."]
    assert cut(text, text.index("said")) == ["said no!", "And then?", "Nothing."]


@pytest.mark.parametrize("piece", ["a b ", "x", "a: ", "”", "Mr. ", ". ", "...", "。", "\n"])
def test_an_endless_text_costs_its_length(piece: str) -> None:
    text = piece * (300_000 // len(piece))
    before = time.process_time()

    assert "".join(cut(text)).replace(" ", "") == "".join(text.split())
    assert time.process_time() - before < 20
