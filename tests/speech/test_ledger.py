"""The ledger: rows, reasons, corrections, and the collection."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchkit import speech
from searchkit.errors import ConfigError
from searchkit.records import Article, Attribution, Kind, Paragraph, Person
from searchkit.speech import corrections
from searchkit.speech.corrections import SpeakerCorrection

TEXTS = ("Anna Varga: One.", "Two.", "Tom Hale: Three.", "Anna Varga: Four.")


def article(*texts: str, id: str = "2021/pact", authors: tuple[str, ...] = ()) -> Article:
    return Article(id, "", tuple(Paragraph(n, t) for n, t in enumerate(texts)), authors)


def test_a_row_counts_every_paragraph_and_carries_its_evidence() -> None:
    rows = list(speech.rows(speech.attribute(article(*TEXTS))))
    assert [row["paragraph_index"] for row in rows] == [0, 1, 2, 3]
    assert rows[0]["speakers"] == rows[0]["direct"] == ["Anna Varga"]
    assert rows[0]["attributions"][0]["cue"] == "Anna Varga"
    assert not rows[0]["other"]


def test_the_authors_own_words_are_no_speaker_in_the_rows() -> None:
    done = speech.attribute(article("It rained on the parade.", authors=("Dora Finch",)))
    assert done.paragraphs[0].attributions[0].kind is Kind.AUTHOR
    assert next(iter(speech.rows(done)))["speakers"] == []


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            Attribution(Person("Anna Varga"), 12, 16, Kind.TURN, "Anna Varga", "label", 0.99),
            "the label “Anna Varga”",
        ),
        (Attribution(Person("Anna Varga"), 0, 4, Kind.TURN, "", "carried", 0.9), "goes on here"),
        (Attribution(Person("Anna Varga"), 0, 4, Kind.DIRECT, "said", "cue", 0.92), "“said” has Anna Varga"),
        (
            Attribution(Person("Anna Varga"), 0, 4, Kind.INDIRECT, "said", "model", 0.8),
            "by the words around it",
        ),
        (
            Attribution(Person("Anna Varga"), 0, 4, Kind.AUTHOR, "", "byline", 0.9),
            "the byline names Anna Varga",
        ),
        (Attribution(Person("Anna Varga"), 0, 4, Kind.TURN, "", "given", 1.0), "the source itself names"),
        (Attribution(Person("Anna Varga"), 0, 4, Kind.TURN, "", "correction", 1.0), "a correction by hand"),
    ],
)
def test_why_says_it_as_a_person_would(row: Attribution, words: str) -> None:
    reason = speech.why(row, Paragraph(0, "Anna Varga: One."))
    assert words in reason
    assert f"{row.confidence:.2f}" in reason


def test_a_correction_names_the_speaker_and_is_counted(tmp_path: Path) -> None:
    path = tmp_path / corrections.FILE_NAME
    corrections.add(path, SpeakerCorrection("2021/pact", corrections.prefix_of("Two."), "Tom Hale"))
    found = corrections.read(path)
    done = speech.attribute(article(*TEXTS), found)
    row = done.paragraphs[1].attributions[0]
    assert (row.speaker.name, row.method, row.confidence) == ("Tom Hale", "correction", 1.0)
    assert list(found.applied.values()) == [1]
    assert found.unfit() == ()


def test_a_correction_survives_new_numbers_and_spaces(tmp_path: Path) -> None:
    path = tmp_path / corrections.FILE_NAME
    corrections.add(path, SpeakerCorrection("2021/pact", "Two.", "Tom Hale"))
    moved = article("A new line.", "Anna Varga: One.", "  Two. ", "Tom Hale: Three.", "Anna Varga: Four.")
    done = speech.attribute(moved, corrections.read(path))
    assert done.paragraphs[2].attributions[0].speaker.name == "Tom Hale"


def test_a_correction_that_no_longer_fits_is_reported(tmp_path: Path) -> None:
    path = tmp_path / corrections.FILE_NAME
    corrections.add(path, SpeakerCorrection("2021/pact", "Ninety.", "Tom Hale"))
    found = corrections.read(path)
    speech.attribute(article(*TEXTS), found)
    assert [c.prefix for c in found.unfit()] == ["Ninety."]


def test_a_correction_can_say_that_it_is_nobody_or_not_that_one() -> None:
    nobody = corrections.Corrections((SpeakerCorrection("2021/pact", "Two.", ""),))
    assert speech.attribute(article(*TEXTS), nobody).paragraphs[1].attributions == ()
    not_her = corrections.Corrections((SpeakerCorrection("2021/pact", "Two.", "Ina Boll", "Anna Varga"),))
    rows = speech.attribute(article(*TEXTS), not_her).paragraphs[1].attributions
    assert [row.speaker.name for row in rows] == ["Ina Boll"]


def test_what_is_left_to_the_author_is_narration() -> None:
    rows = (
        Attribution(Person("Mira Holt"), 0, 9, Kind.AUTHOR),
        Attribution(Person("Anna Varga"), 9, 20, Kind.INDIRECT),
    )
    column = Article("2021/pact", "", (Paragraph(0, "He will. He said so.", "indirect", attributions=rows),))
    not_her = corrections.Corrections((SpeakerCorrection("2021/pact", "He will.", "", "Anna Varga"),))
    (done,) = not_her.apply(column).paragraphs
    assert (done.role, done.attributions) == ("narration", rows[:1])


def test_adding_a_correction_keeps_what_stands_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / corrections.FILE_NAME
    path.write_text('# checked by hand\n[[same]]\nnames = ["Anna Varga", "A. V. Holm"]\n', encoding="utf-8")
    corrections.add(path, SpeakerCorrection("x", 'He said "\\o/"\ttwice', "Tom Hale", "Anna Varga"))
    corrections.add_names(path, ["Tom Hale", "Thomas Hale"], same=False)
    assert path.read_text(encoding="utf-8").startswith("# checked by hand")
    found = corrections.read(path)
    assert found.same == (("Anna Varga", "A. V. Holm"),)
    assert found.apart == (("Tom Hale", "Thomas Hale"),)
    assert found.speakers[0].prefix == 'He said "\\o/" twice'


@pytest.mark.parametrize(
    "content",
    [
        "[[speaker]]\narticle = 1",
        '[[speaker]]\narticle = "a"\nparagraph = "x"',
        '[[speaker]]\narticle = "a"\nparagraph = " "\nis = "X"',
        '[[same]]\nnames = ["one"]',
        "[[speakers]]\n",
        "speaker = 3",
        "no toml",
    ],
)
def test_a_wrong_corrections_file_is_an_error_that_names_it(tmp_path: Path, content: str) -> None:
    path = tmp_path / corrections.FILE_NAME
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=corrections.FILE_NAME):
        corrections.read(path)


def test_the_prefix_is_as_long_as_it_must_be() -> None:
    one, other = "a" * 70 + " one", "a" * 70 + " other"
    assert corrections.prefix_of(one, [other]) == one
    assert len(corrections.prefix_of(one)) == corrections.PREFIX


def test_the_collection_completes_a_surname() -> None:
    first = article("MR. ZELLER:  Good day.", "Q   Why?", "MR. ZELLER:  Because.", id="one")
    second = article("Mirek Zeller: Again.", "Ina Boll: Yes.", "Mirek Zeller: No.", id="two")
    done = list(speech.attribute_all([first, second]))
    row = done[0].paragraphs[0].attributions[0]
    assert row.speaker == Person("Mirek Zeller", ("Zeller",))
    assert row.confidence < 0.95


def test_several_processes_give_the_same_in_the_same_order() -> None:
    articles = [article(*TEXTS, id=f"a{n}") for n in range(400)]
    found = corrections.Corrections((SpeakerCorrection("a3", "Two.", "Tom Hale"),))
    one = list(speech.attribute_all(articles, found))
    again = corrections.Corrections((SpeakerCorrection("a3", "Two.", "Tom Hale"),))
    assert list(speech.attribute_all(articles, again, processes=2)) == one
    assert list(again.applied.values()) == [1]
