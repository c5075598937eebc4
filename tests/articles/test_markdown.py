"""Markdown with front matter."""

import time

import pytest

from searchkit.config import Config

ARTICLE = """---
headline: "Varga: *no* allies left"
author:
  - Ilse Brandt
  - name: Tomas Rehn
published: 2021-09-15T10:30:00+02:00
publication: The Tarvin Courier
url: https://courier.example/a
language: en-GB
Party: Civic Union
tags: [pact, gas]
---

# Varga: no allies left

**Who is left?**

**Anna Varga:** We have *no* allies, see [the treaty](https://x.example/t "full text").
Only \\*friends\\*.

## What follows

- One thing
- Another

> The pact is dead,
> long live the pact.
"""


def test_front_matter_says_what_the_article_is(corpus):
    article = corpus.one("a.md", ARTICLE)
    assert article.title == "Varga: *no* allies left"
    assert article.authors == ("Ilse Brandt", "Tomas Rehn")
    assert (str(article.date), article.date.found) == ("2021-09-15", "front matter")
    assert (article.source, article.lang) == ("The Tarvin Courier", "en")
    assert article.url == "https://courier.example/a"


def test_own_metadata_become_columns_when_they_are_named(corpus):
    corpus.config = Config(columns=("party", "tags"))
    assert corpus.one("a.md", ARTICLE).columns == {"party": ("Civic Union",), "tags": ("pact", "gas")}


def test_the_marks_go_and_the_words_stay(corpus):
    paragraphs = corpus.one("a.md", ARTICLE).paragraphs
    assert [p.text for p in paragraphs] == [
        "Varga: no allies left",
        "Who is left?",
        "Anna Varga: We have no allies, see the treaty. Only *friends*.",
        "What follows",
        "- One thing",
        "- Another",
        "The pact is dead, long live the pact.",
    ]
    assert [p.bold for p in paragraphs] == [True, True, False, True, False, False, False]
    assert paragraphs[0].role == "title"


def test_a_paragraph_knows_its_place_in_the_file(corpus):
    for p in corpus.one("a.md", ARTICLE).paragraphs:
        assert ARTICLE[p.start :].lstrip("*").startswith(p.text[:8])
        assert ARTICLE.count("\n", 0, p.start) + 1 == p.line


def test_a_turn_behind_a_hard_line_break_is_a_paragraph(corpus):
    article = corpus.one("a.md", "**Q:** Why?  \n**A:** Because.\n\nIn verse  \nit goes on.\n")
    assert [p.text for p in article.paragraphs] == ["Q: Why?", "A: Because.", "In verse it goes on."]


def test_dates_in_front_matter_stay_as_they_were_written(corpus):
    article = corpus.one("a.md", "---\ndate: 2021-09\n---\nSome text.\n")
    assert (str(article.date), article.date.printed) == ("2021-09", "2021-09")


def test_an_ambiguous_date_is_not_guessed_but_noted(corpus):
    corpus.write("a.md", "---\ndate: 03/04/2021\n---\nSome text.\n")
    note, article = corpus.read()
    assert article.date is None
    assert "could be 2021-04-03 (day first) or 2021-03-04" in note.message
    corpus.config = Config(date_order="MDY")
    assert str(corpus.articles()[0].date) == "2021-03-04"


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ("a: &a [x]\nb: [*a, *a]", "aliases are not read"),
        ("a: " + "[" * 50 + "]" * 50, "nested too deeply"),
        ("a: " + "[" * 20000, "nested too deeply"),
        ("a: [unclosed", "is not YAML"),
        ("just a text", "no table"),
        ("a: !!python/object/apply:os.system [echo]\n<<: *x", "aliases"),
    ],
)
def test_hostile_front_matter_is_refused_and_the_rest_goes_on(corpus, front, reason):
    corpus.write("a.md", f"---\n{front}\n---\nText.\n")
    corpus.write("b.md", "Some text that is fine.\n")
    assert reason in corpus.skipped()["a.md"]
    assert [a.id for a in corpus.articles()] == ["b"]


def test_a_tag_that_would_make_an_object_makes_a_text(corpus):
    article = corpus.one("a.md", "---\ntitle: !!python/name:os.system x\n---\nText.\n")
    assert article.title == "x"


@pytest.mark.parametrize(
    "unit", ["**a ", "*a ", "[a](", "![a](", "<!--", "[", "<a ", "`", "__a ", "- ", "> ", "# ", "      "]
)
def test_markup_that_never_closes_takes_linear_time(corpus, unit):
    corpus.write("a.md", "Title\n\n" + unit * (200_000 // len(unit)) + "\n")
    started = time.process_time()
    corpus.read()
    assert time.process_time() - started < 5


def test_a_rule_between_paragraphs_is_kept_as_the_break_that_it_is(corpus):
    article = corpus.one("a.md", "# A talk\n\n**Why?**\n\nBecause.\n\n***\n\nThe port was built in 1931.\n")
    assert [(p.text, p.role) for p in article.paragraphs[2:]] == [
        ("Because.", "narration"),
        ("* * *", "boilerplate"),
        ("The port was built in 1931.", "narration"),
    ]
