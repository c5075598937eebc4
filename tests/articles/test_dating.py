"""Which date an article gets."""

from datetime import date, timedelta

import pytest

BODY = (
    "The vote on 3 May 2019 was lost, and nobody in Tarvin has forgotten the day since, she said on Monday.\n"
)


def dated(article):
    return article.date and (str(article.date), article.date.found)


def test_a_date_in_the_text_never_counts(corpus):
    assert dated(corpus.one("a.txt", f"The title\n\n{BODY}")) is None


def test_a_line_near_the_top_counts(corpus):
    assert dated(corpus.one("a.txt", f"The title\n\n15 September 2021, 10:30\n\n{BODY}")) == (
        "2021-09-15",
        "line near the top",
    )


def test_a_byline_may_hold_the_date(corpus):
    article = corpus.one("a.txt", f"The title\nBy Anna Varga, Sept. 15, 2021\n\n{BODY}")
    assert dated(article) == ("2021-09-15", "line near the top")
    assert article.authors == ("Anna Varga",)


def test_a_dateline_counts(corpus):
    assert dated(corpus.one("a.txt", f"The title\n\nTARVIN, Sept. 15, 2021 — {BODY}"))[0] == "2021-09-15"


def test_a_date_without_a_year_is_not_completed(corpus):
    assert dated(corpus.one("a.txt", f"The title\n\n15 September\n\nTARVIN, Sept 15 — {BODY}")) is None


def test_the_first_date_of_publication_wins_over_the_update(corpus):
    text = f"The title\n\nUpdated: 20 May 2021\nPublished: 15 May 2021\n\n{BODY}"
    assert dated(corpus.one("a.txt", text))[0] == "2021-05-15"


def test_an_update_alone_is_no_publication(corpus):
    assert dated(corpus.one("a.txt", f"The title\n\nLast updated 20 May 2021\n\n{BODY}")) is None


def test_a_publication_line_at_the_end_counts(corpus):
    text = f"The title\n\n{BODY * 3}\nPublished: 15 May 2021\n"
    assert dated(corpus.one("a.txt", text)) == ("2021-05-15", "publication line")


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2021-09-15-the-vote.txt", "2021-09-15"),
        ("the_vote_2021_09_15.txt", "2021-09-15"),
        ("20210915.txt", "2021-09-15"),
        ("2021-09_vote.txt", "2021-09"),
        ("202109.txt", None),
        ("c20210915af.txt", None),
        ("2021-13-45.txt", None),
        ("vote-2021.txt", None),
    ],
)
def test_a_file_name_may_hold_the_date(corpus, name, date):
    article = corpus.one(name, f"The title\n\n{BODY}")
    assert article.date is None if date is None else dated(article) == (date, "file name")


def test_a_title_that_names_its_day_goes_before_a_number_in_the_file_name(corpus):
    article = corpus.one("20130118.txt", f"Second sitting of Tuesday, 29 January 2013\n\n{BODY}")
    assert dated(article) == ("2013-01-29", "title")


def test_an_anniversary_in_the_title_is_no_date_and_casts_doubt_on_a_number(corpus):
    article = corpus.one("20130118.txt", f"Remembering 4 June 1989\n\n{BODY}")
    assert article.date is None


def test_given_metadata_go_before_everything(corpus):
    text = f"---\ndate: 2021\n---\n# Title\n\n15 September 2020\n\n{BODY}"
    assert dated(corpus.one("2019-01-01.md", text)) == ("2021", "front matter")


def test_a_date_in_the_address_is_the_last_resort(corpus):
    text = f"---\nurl: https://courier.example/2021/09/vote\n---\n{BODY}"
    assert dated(corpus.one("a.md", text)) == ("2021-09", "address")


def test_in_german_the_day_comes_first_and_in_english_nobody_knows(corpus):
    german = (
        "Die Wahl war verloren, und niemand hat den Tag vergessen, der das Land für immer verändert hat.\n"
    )
    assert dated(corpus.one("a.txt", f"Der Titel\n\n03.04.2021\n\n{german}"))[0] == "2021-04-03"
    assert dated(corpus.one("a.txt", f"The title\n\n03/04/2021\n\n{BODY}")) is None


@pytest.mark.parametrize(
    ("day", "why"), [("3021-04-03", "lies in the future"), ("0221-04-03", "is older than print")]
)
def test_a_date_that_can_hardly_be_right_is_taken_with_a_note(corpus, day, why):
    corpus.write("a.md", f"---\ntitle: The vote\ndate: {day}\n---\n\n{BODY}")
    (article,) = corpus.articles()
    assert str(article.date) == day
    assert corpus.notes() == {"a.md": f"the date {day} {why}"}


def test_the_date_of_a_single_row_may_be_doubtful_too(corpus):
    first, second = (f'{{"id": "a", "text": "A line.", "date": "{year}-04-03"}}\n' for year in (2021, 2921))
    corpus.write("a.jsonl", first + second)
    assert corpus.notes() == {"a.jsonl": "the date 2921-04-03 lies in the future"}


def test_a_magazine_may_be_dated_ahead(corpus):
    ahead = date.today() + timedelta(days=60)
    assert corpus.one("a.md", f"---\ntitle: The vote\ndate: {ahead}\n---\n\n{BODY}").date
    assert corpus.one("a.md", f"---\ntitle: The vote\ndate: 1648\n---\n\n{BODY}").date


@pytest.mark.parametrize(
    "line", ["Sitting of Tuesday, 4 April 2023", "House of Commons, Tuesday 4 April 2023"]
)
def test_a_heading_below_the_title_may_name_the_day_of_a_sitting(corpus, line):
    article = corpus.one("a.txt", f"THE DAM DEBATE\n\n{line}\n\nThe SPEAKER: I call the member.\n\n{BODY}")
    assert dated(article) == ("2023-04-04", "line near the top")
    assert line in {p.text for p in article.paragraphs if p.role == "narration"}


@pytest.mark.parametrize(
    "line",
    [
        "Sitting of Wednesday, 4 April 2023",  # it was a Tuesday
        "Ten years after 4 April 2013",
        "Varga spoke to us on Tuesday, 4 April 2023.",
        "What became of those who met in Tarvin on that Tuesday, 4 April 2023",
    ],
)
def test_no_other_line_below_the_title_dates_an_article(corpus, line):
    assert corpus.one("a.txt", f"THE DAM DEBATE\n\n{line}\n\n{BODY}").date is None
