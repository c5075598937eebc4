"""Titles, decks, bylines, dates and boilerplate of scraped text."""

import json
import time
from pathlib import Path

import pytest

from searchkit import articles
from searchkit.articles.boilerplate import is_boilerplate
from searchkit.articles.head import read_head
from searchkit.articles.layout import Block
from searchkit.records import Article

SHARED = Path(__file__).parents[3] / "shared"

LINES = """No Allies Left: Varga Counts Her Friends
At a time of crisis the small states turned out to be braver than the large ones.
Author: Ilse Brandt
Image: Prime Minister Anna Varga in Tarvin
This article's commentator:
Tomas Rehn
Prime Minister Anna Varga told parliament on Tuesday that Oskovia stands alone in the gas dispute.
Rehn: I have the same question.
Original: https://courier.example/2021/no-allies
Disclaimer: The article represents the views of the author.
"""

BLOCKS = """Sep 16, 2021
0 0

Varga’s envoys are losing again

Varga's envoys are losing again

Photo: Mila Horvat / Tarvin Press

The Prime Minister spoke by telephone with the President of Lethenia, her office said on Thursday.

“TC”: – What about the pact?

– In my opinion it is dead.

Article Categories:

Politics

Leave a Reply
"""


def roles(article):
    return [p.role for p in article.paragraphs]


def test_a_scraped_page_with_a_line_a_paragraph_keeps_its_words_apart_from_the_rest(corpus):
    article = corpus.one("no-allies.txt", LINES)
    assert article.title == "No Allies Left: Varga Counts Her Friends"
    assert article.authors == ("Ilse Brandt",)
    assert article.date is None
    assert roles(article) == [
        "title",
        "title",
        "byline",
        "boilerplate",
        "boilerplate",
        "byline",
        "narration",
        "narration",
        "boilerplate",
        "boilerplate",
    ]


def test_a_scraped_page_with_blank_lines_counts_every_line_that_holds_something(corpus):
    article = corpus.one("envoys.txt", BLOCKS)
    assert [p.n for p in article.paragraphs] == list(range(11))
    assert [p.line for p in article.paragraphs][:5] == [1, 2, 4, 6, 8]
    assert roles(article) == [
        "boilerplate",
        "boilerplate",
        "title",
        "title",
        "boilerplate",
        "narration",
        "narration",
        "narration",
        "boilerplate",
        "boilerplate",
        "boilerplate",
    ]
    assert (str(article.date), article.date.found) == ("2021-09-16", "line near the top")


def test_every_paragraph_stands_in_the_file_where_it_says(corpus):
    article = corpus.one("a.txt", BLOCKS.replace("\n", "\r\n"))
    text = BLOCKS.replace("\n", "\r\n")
    for p in article.paragraphs:
        assert text[p.start : p.start + len(p.text)] == p.text
        assert text.count("\n", 0, p.start) + 1 == p.line


@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the seed articles are not here")
@pytest.mark.parametrize("place", ["seeds", "attribution/seeds.articles.jsonl"])
def test_the_seed_articles_are_numbered_and_cut_as_a_person_did(place):
    read = {a.id: a for a in articles.read(SHARED / place) if isinstance(a, Article)}
    gold = (SHARED / "attribution" / "seeds_gold.jsonl").read_text().splitlines()
    for row in map(json.loads, gold):
        paragraph = read[row["article"]].paragraphs[row["paragraph_index"]]
        assert paragraph.text.startswith(row["first60"][:50])
        judged = row["kind"] if row["kind"] in ("title", "byline", "boilerplate") else "narration"
        assert paragraph.role == judged, paragraph


def test_an_article_that_begins_with_its_text_has_no_title(corpus):
    article = corpus.one(
        "a.txt",
        "The vote was lost before it began.\n\nNobody in Tarvin had expected that the coalition would "
        "hold together for a third winter, and nobody was surprised when it did not.\n",
    )
    assert article.title == ""
    assert roles(article) == ["narration", "narration"]


def test_a_turn_of_a_transcript_is_no_title(corpus):
    article = corpus.one("a.txt", "Q: Will you resign?\n\nA: No.\n\nQ: Never?\n\nA: Ask me in spring.\n")
    assert (article.title, set(roles(article))) == ("", {"narration"})


def test_what_readers_wrote_below_is_nobodys_words(corpus):
    text = "Title of it\n\n" + "The minister said on Monday that the budget would hold.\n\n" * 4
    article = corpus.one("a.txt", text + "2 Comments\n\nI do not believe him.\n\nNor do I.\n")
    assert roles(article) == ["title"] + ["narration"] * 4 + ["boilerplate"] * 3


def test_the_word_comments_in_the_first_half_takes_nothing_away(corpus):
    text = "Title of it\n\nComments\n\n" + "The minister said that the budget would hold.\n\n" * 4
    assert roles(corpus.one("a.txt", text)).count("narration") == 4


@pytest.mark.parametrize(
    "line",
    [
        "0 0",
        "1.2K",
        "Photo: Mila Horvat / Tarvin Press",
        "Foto: dpa",
        "Фото: агентство",
        "Read also: Varga flies to Lethenia",
        "Читайте также: Варга летит в Летению",
        "Lesen Sie auch: Varga fliegt ab",
        "Share",
        "Facebook Twitter",
        "5 min read",
        "Advertisement",
        "Subscribe to our daily newsletter",
        "We use cookies to improve your visit.",
        "© 2021 The Tarvin Courier",
        "All rights reserved.",
        "Your email address will not be published. Required fields are marked *",
        "Tags: pact, gas",
        "* * *",
        "12 comments",
        "18:40",
    ],
)
def test_a_line_of_the_page_is_boilerplate(line):
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell on Monday, and the minister said nothing.",
        "Sources: the ministry has none, says Rehn, and he should know." * 8,
        "We use gas, and we will pay for it.",
        "Copyright law is the minister's hobby.",
        "Comments by the minister were not reported.",
        "Follow the money, Varga said.",
        "Search parties were sent out at dawn.",
        "Varga: Read the treaty.",
        "No.",
        "Yes?",
        "1917 was another matter.",
    ],
)
def test_a_sentence_is_kept_even_if_it_begins_like_one(line):
    assert not is_boilerplate(line)


def test_lines_of_key_and_value_at_the_top_are_metadata(corpus):
    text = "Title: No allies left\nSource: Dunmark Weekly\nAuthor: Piers Holloway\nDate: March 2020\n\nNo.\n"
    article = corpus.one("a.txt", text)
    assert (article.title, article.source, article.authors) == (
        "No allies left",
        "Dunmark Weekly",
        ("Piers Holloway",),
    )
    assert (str(article.date), article.date.found) == ("2020-03", "head of the file")
    assert roles(article) == ["title", "boilerplate", "byline", "boilerplate", "narration"]


def test_turns_at_the_top_are_not_taken_for_metadata(corpus):
    article = corpus.one("a.txt", "Author: Shall we begin?\n\nPublisher: Please.\n\nAuthor: Who is left?\n")
    assert set(roles(article)) == {"narration"}


def test_a_headline_may_quote_the_person_who_answers_below(corpus):
    text = "Varga: Nobody is left\n\nBy Ilse Brandt\n\nQuestion: Who?\n\nVarga: Nobody.\n\nVarga: No.\n"
    assert corpus.one("a.txt", text).title == "Varga: Nobody is left"


def test_a_lead_that_says_who_answers_is_text_and_no_deck(corpus):
    text = "The title\n\nAnna Varga answered our questions.\n\nBy Ilse Brandt\n\nQ: Who?\n\nA: I.\n"
    assert roles(corpus.one("a.txt", text))[:3] == ["title", "narration", "byline"]


_LOOK = "Share |comments, |1 |1.5K  |+  |. |By |Anna and |A. |Sept 15 |15 of |12:00 |(c) |read also "


@pytest.mark.parametrize("unit", _LOOK.split("|"))
def test_a_line_that_almost_matches_is_judged_at_once(unit):
    line = (unit * 200)[:390] + "\0"
    started = time.process_time()
    is_boilerplate(line)
    read_head([Block(line, 0, 1)] * 3)
    assert time.process_time() - started < 2


def test_front_matter_of_a_text_is_read_as_in_markdown(corpus):
    text = '---\ntitle: "No allies: left"\ndate: 2020-03-01\nby: P. Holloway\n---\n\nNo.\n\nNobody is left.\n'
    article = corpus.one("a.txt", text)
    assert (article.title, article.authors) == ("No allies: left", ("P. Holloway",))
    assert (str(article.date), article.date.found) == ("2020-03-01", "front matter")
    assert [p.text for p in article.paragraphs] == ["No.", "Nobody is left."]
    first, second = article.paragraphs
    assert (first.n, first.line, text[first.start :].startswith("No.")) == (0, 7, True)
    assert (second.line, text[second.start :]) == (9, "Nobody is left.\n")


@pytest.mark.parametrize(
    "text",
    [
        "---\nVARGA: Who is left?\n---\nHALE: Nobody.\n",
        "---\n\nA day in June. Nobody is left.\n\n---\n\nThe end.\n",
    ],
)
def test_a_rule_at_the_top_of_a_text_is_only_a_rule(corpus, text):
    article = corpus.one("a.txt", text)
    assert {"VARGA: Who is left?", "A day in June. Nobody is left."} & {p.text for p in article.paragraphs}


def test_front_matter_of_a_text_that_is_never_closed_is_text(corpus):
    article = corpus.one(
        "a.txt", "---\ntitle: No allies left\n\nVarga went home. Nobody is left to ask her.\n"
    )
    assert "title: No allies left" in {p.text for p in article.paragraphs}


def test_front_matter_of_a_text_that_is_no_yaml_is_reported(corpus):
    corpus.write("a.txt", "---\ntitle: [No allies left\n---\n\nNobody.\n")
    assert "front matter is not YAML" in corpus.skipped()["a.txt"]
