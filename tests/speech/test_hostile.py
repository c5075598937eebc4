"""Any text at all: attribution neither fails nor hangs, and its spans lie within the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit import speech
from searchkit.records import Article, Paragraph

PIECES = st.sampled_from(
    [
        "Anna Varga", "TOM HALE", "MS. QUILL", "Q", "A", ":", ": ", "**", "– ", "— ", "“", "”", "«", "»", '"',
        " said ", "said that ", "According to ", "he ", "the minister ", ", ", ". ", "? ", "(Applause)", "\n",
        "сказал ", "Вопрос: ", "记者：", "M. ", "Mme Aubin. ", "III", "not ", "* * *", "\x00", "\u202e", "é",
        "🙂",
    ]
)  # fmt: skip
TEXTS = st.lists(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=40), max_size=8)


@settings(deadline=None, max_examples=150)
@given(TEXTS, st.sampled_from(["en", "ru", "de", "zh", ""]))
def test_no_text_breaks_it(texts: list[str], lang: str) -> None:
    paragraphs = tuple(Paragraph(n, text, bold=n % 3 == 0) for n, text in enumerate(texts))
    article = Article("a", texts[0] if texts else "", paragraphs, ("Mara Lind", ""), lang=lang)
    done = speech.attribute(article)
    assert [p.text for p in done.paragraphs] == texts
    for paragraph in done.paragraphs:
        for row in paragraph.attributions:
            assert 0 <= row.start <= row.end <= len(paragraph.text)
            assert 0 < row.confidence <= 1
            assert speech.why(row, paragraph)
    assert len(list(speech.rows(done))) == len(texts)


@pytest.mark.parametrize(
    "piece",
    [
        "“",
        "(",
        "[(",
        "– ",
        ": ",
        "A: ",
        "said ",
        "Anna Varga said “yes.” ",
        "M. Aubin. ",
        "* ",
        "Anna ",
        "a.",
        "«a",
    ],
)
def test_one_endless_paragraph_takes_no_endless_time(piece: str) -> None:
    start = time.process_time()
    speech.attribute(Article("a", "", (Paragraph(0, piece * (100_000 // len(piece))), Paragraph(1, piece))))
    assert time.process_time() - start < 20
