"""News prose as it is published: who is given which words, and who is not."""

from __future__ import annotations

from searchkit import speech
from searchkit.records import Article, Kind, Paragraph, Sort


def read(*texts: str, roles: tuple[str, ...] = ()) -> Article:
    given = (*roles, *["narration"] * (len(texts) - len(roles)))
    rows = zip(texts, given, strict=True)
    paragraphs = tuple(Paragraph(n, text, role) for n, (text, role) in enumerate(rows))
    return speech.attribute(Article("a", "", paragraphs))


def persons(*texts: str, roles: tuple[str, ...] = ()) -> list[list[str]]:
    return [row["speakers"] for row in speech.rows(read(*texts, roles=roles))]


def others(*texts: str) -> list[list[str]]:
    """Names of organisations and unnamed sources, a list for each paragraph."""
    return [
        list(dict.fromkeys(r.speaker.name for r in p.attributions if r.speaker.sort is not Sort.PERSON))
        for p in read(*texts).paragraphs
    ]


def words(text: str, *before: str) -> list[tuple[str, str]]:
    """(speaker, words) of the last paragraph."""
    last = read(*before, text).paragraphs[-1]
    return [(r.speaker.name, text[r.start : r.end]) for r in last.attributions if r.kind is not Kind.AUTHOR]


def test_a_headline_reports_what_its_person_says_and_stays_a_title() -> None:
    done = read(
        "Hale calls harbour deal ‘a crazy system’",
        "Mayor Tom Hale called the harbour deal a crazy system on Friday.",
        roles=("title",),
    )
    assert done.paragraphs[0].role == "title"
    assert {row.speaker.name for row in done.paragraphs[0].attributions} == {"Tom Hale"}


def test_the_title_of_a_transcript_is_nobodys_speech() -> None:
    done = read(
        "Hale: “We stay”", "Tom Hale: We stay.", "Anna Varga: Why?", "Tom Hale: Why not?", roles=("title",)
    )
    assert done.paragraphs[0].attributions == ()
