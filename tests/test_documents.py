"""Article -> documents: what is indexed, who stands in which field, and what showing gets back."""

from dataclasses import replace
from datetime import date

import pytest

from searchkit.dates import DateSpan, Precision, parse
from searchkit.documents import Origin, dated, documents, read_record
from searchkit.records import Article, Attribution, Kind, Paragraph, Person, Sort

VARGA = Person("Anna Varga", ("Varga", "Minister Varga"))
TEXT = "“We yield nothing,” Varga said."


def direct(speaker: Person = VARGA, start: int = 1, end: int = 18) -> Attribution:
    return Attribution(speaker, start, end, Kind.DIRECT, "said", "label", 0.91234)


def article(*paragraphs: Paragraph, **changes: object) -> Article:
    values = {
        "id": "north/talks",
        "title": "Talks in Ostrava",
        "authors": ("Petr Klima",),
        "date": DateSpan(date(2021, 9, 15), date(2021, 9, 16), Precision.DAY, "15 Sept 2021", "dateline"),
        "source": "Northern Post",
        "url": "https://post.example/talks",
        "path": "north/talks.txt",
        "digest": "d1",
    }
    return Article(paragraphs=paragraphs, **(values | changes))


def test_each_indexed_paragraph_is_one_document_named_by_its_place():
    made = list(
        documents(
            article(
                Paragraph(0, "Talks in Ostrava", role="title"),
                Paragraph(1, "By Petr Klima", role="byline"),
                Paragraph(2, TEXT, role="quote"),
                Paragraph(3, "Share: 12", role="boilerplate"),
            )
        )
    )
    assert [d.id for d in made] == ["north/talks#0", "north/talks#2"]
    assert [d.article for d in made] == ["north/talks"] * 2
    assert [d.values["n"] for d in made] == [0, 2]


def test_a_speaker_is_named_once_however_often_he_speaks():
    paragraph = Paragraph(0, TEXT, attributions=(direct(), direct(start=19, end=24)))
    (made,) = documents(article(paragraph))
    assert made.keywords("speaker") == ("Anna Varga",)
    assert [(s.start, s.end, s.speaker, s.kind) for s in made.values["speech"]] == [
        (1, 18, "Anna Varga", "direct"),
        (19, 24, "Anna Varga", "direct"),
    ]


def test_the_author_of_a_narration_is_among_its_speakers():
    narration = Attribution(Person("Petr Klima"), 0, len(TEXT), Kind.AUTHOR, method="byline")
    (made,) = documents(article(Paragraph(0, TEXT, attributions=(direct(), narration))))
    assert made.keywords("speaker") == ("Anna Varga", "Petr Klima")
    assert made.keywords("by") == ("Petr Klima",)


def test_an_unnamed_source_speaks_but_is_nobodys_name():
    official = direct(Person("a senior official", sort=Sort.UNNAMED), 0, 5)
    (made,) = documents(article(Paragraph(0, TEXT, attributions=(official, direct()))))
    assert made.keywords("speaker") == ("Anna Varga",)
    assert [s.speaker for s in made.values["speech"]] == ["a senior official", "Anna Varga"]


def test_a_paragraph_without_a_date_of_its_own_has_its_articles():
    own = parse("2020-01")
    dates = [d.values["date"] for d in documents(article(Paragraph(0, "a"), Paragraph(1, "b", date=own)))]
    assert [str(d) for d in dates] == ["2021-09-15", "2020-01"]


def test_an_undated_article_stays_undated():
    (made,) = documents(article(Paragraph(0, "a"), date=None))
    assert made.values["date"] is None
    assert dated(made, read_record(made)) is None


def test_a_date_comes_back_as_printed_and_with_how_it_was_found():
    (made,) = documents(article(Paragraph(0, "a")))
    shown = dated(made, read_record(made))
    assert shown is not None
    assert (shown.printed, shown.found) == ("15 Sept 2021", "dateline")


def test_a_source_or_language_nobody_named_is_no_value():
    (made,) = documents(article(Paragraph(0, "a"), source="", lang=""))
    assert made.keywords("source") == ()
    assert made.keywords("lang") == ()


def test_columns_of_ones_own_become_fields():
    (made,) = documents(article(Paragraph(0, "a"), columns={"party": ("Greens", "Liberals")}))
    assert made.keywords("party") == ("Greens", "Liberals")


@pytest.mark.parametrize("sort", list(Sort))
def test_the_ledger_comes_back_whole(sort):
    who = Person("Anna Varga", ("Varga",), sort)
    (made,) = documents(article(Paragraph(0, TEXT, start=120, line=7, attributions=(direct(who),))))
    record = read_record(made)
    (row,) = record.attributions
    assert row == Attribution(who, 1, 18, Kind.DIRECT, "said", "label", 0.912)
    assert (record.offset, record.line) == (120, 7)
    assert (record.url, record.path) == ("https://post.example/talks", "north/talks.txt")


def test_a_name_alone_on_its_line_is_no_words_of_hers():
    empty = Attribution(Person("Anna Varga"), 10, 10, Kind.TURN, "Anna Varga", "label", 0.99)
    (made,) = documents(article(Paragraph(0, "Anna Varga", attributions=(empty,))))
    assert made.keywords("speaker") == ()
    assert [row.speaker.name for row in read_record(made).attributions] == ["Anna Varga"]


def test_only_the_first_indexed_paragraph_carries_the_origin():
    two = article(Paragraph(0, "By X", role="byline"), Paragraph(1, "a"), Paragraph(2, "b"))
    made = list(documents(two, corpus="/data/north"))
    assert made[1].keywords("origin") == ()
    (kept,) = made[0].keywords("origin")
    assert Origin.read(kept)[:3] == ("d1", "north/talks", "/data/north")


def text_hash(*texts, id="north/talks"):
    kept = documents(replace(article(*(Paragraph(n, text) for n, text in enumerate(texts))), id=id))
    return Origin.read(next(kept).keywords("origin")[0]).text


def test_the_hash_of_a_text_is_that_of_its_words_however_they_are_cut():
    one = text_hash("We  yield nothing to the harbour lobby.", "Not today,\nand not tomorrow.")
    assert one == text_hash("We yield nothing to the harbour lobby. Not today, and not tomorrow.", id="x")
    assert one != text_hash("We yield nothing to the harbour lobby. Not today, but tomorrow.")


def test_a_few_words_are_no_copy_of_the_same_words_elsewhere():
    assert text_hash("Thank you all.", id="monday") != text_hash("Thank you all.", id="tuesday")
