"""HTML pages."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.articles.markup import Text, tokens

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head>
<title>Varga: no allies left | The Tarvin Courier</title>
<meta property="og:site_name" content="The Tarvin Courier">
<link rel="canonical" href="https://courier.example/2021/09/15/no-allies">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Varga: no allies left",
 "datePublished": "2021-09-15T10:00:00Z", "author": [{"name": "Ilse Brandt"}]}</script>
<script>if (a < b) document.write("<p>not this</p>")</script>
</head><body>
<header><a href="/">The Tarvin Courier</a></header>
<nav><ul><li>Politics<li>Gas</ul></nav>
<article>
<h1>Varga: no allies left</h1>
<p class="standfirst">The Prime Minister counts her friends.</p>
<p class="byline">By Ilse Brandt</p>
<figure><img src=a.png alt="x"><figcaption>Anna Varga in Tarvin</figcaption></figure>
<p>“We have no allies,” said Anna&nbsp;Varga on Tuesday, <a href="#">in parliament</a>, where she spoke for
an hour about the pact and about the gas, and about the friends that the country has lost in these two years.
<p><b>Who is left?</b>
<p><strong>Varga:</strong> Nobody.<br>Or almost nobody &amp; nothing.
<div class="share">Share on everything</div>
<aside>Related: other articles</aside>
</article>
<footer>© 2021 The Tarvin Courier</footer>
</body></html>
"""


def test_the_article_is_found_among_the_furniture(corpus):
    article = corpus.one("a.html", PAGE)
    assert [(p.role, p.bold, p.text.replace("\xa0", " ")[:29]) for p in article.paragraphs] == [
        ("title", True, "Varga: no allies left"),
        ("title", False, "The Prime Minister counts her"),
        ("byline", False, "By Ilse Brandt"),
        ("boilerplate", False, "Anna Varga in Tarvin"),
        ("narration", False, "“We have no allies,” said Ann"),
        ("narration", True, "Who is left?"),
        ("narration", False, "Varga: Nobody."),
        ("narration", False, "Or almost nobody & nothing."),
    ]


def test_the_page_says_what_it_is(corpus):
    article = corpus.one("a.html", PAGE)
    assert (article.title, article.authors) == ("Varga: no allies left", ("Ilse Brandt",))
    assert (str(article.date), article.date.found) == ("2021-09-15", "page metadata")
    assert (article.source, article.lang) == ("The Tarvin Courier", "en")
    assert article.url == "https://courier.example/2021/09/15/no-allies"


def test_paragraphs_stand_where_they_say(corpus):
    for p in corpus.one("a.html", PAGE).paragraphs:
        assert PAGE[p.start :].startswith(p.text[:6])
        assert PAGE.count("\n", 0, p.start) + 1 == p.line


def test_a_page_without_any_marks_is_read_whole(corpus):
    article = corpus.one("a.htm", "<title>No allies</title><p>First one.<p>Second one.")
    assert article.title == "No allies"
    assert [p.text for p in article.paragraphs] == ["First one.", "Second one."]


def test_microdata_dates_count_and_dates_of_other_articles_do_not(corpus):
    page = (
        "<article><h1>No allies</h1><time itemprop=datePublished datetime=2021-09-15>today</time>"
        "<p>Some text about the pact.</article><time datetime='2020-01-01'>old</time>"
    )
    assert str(corpus.one("a.html", page).date) == "2021-09-15"


def test_a_page_in_latin_1_is_read_by_its_own_declaration(corpus):
    page = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><p>Für Österreich’s Größe'
    assert corpus.one("a.html", page.encode("cp1252")).paragraphs[0].text == "Für Österreich’s Größe"


@pytest.mark.parametrize(
    "unit",
    ["<", "<a ", "<!--", "<p>", "<div>", '<a b="', "<a b='>", "</p>", "&amp", "<script>", "<title>", "<!x"],
)
def test_markup_that_never_closes_takes_linear_time(corpus, unit):
    corpus.write("a.html", "<p>Text.</p>" + unit * (400_000 // len(unit)))
    started = time.process_time()
    corpus.read()
    assert time.process_time() - started < 20


@given(st.text(alphabet="<>/!-ab=\"' &;\n", max_size=200))
def test_every_text_token_begins_where_it_says_and_nothing_loops(page):
    for token in tokens(page):
        if isinstance(token, Text) and "&" not in page:
            assert page.startswith(token.text, token.start)


def test_the_foot_of_a_block_quotation_is_text(corpus):
    page = (
        "<html><body><article><h1>The vale</h1><p>The minister wrote to the farmers, and they read it.</p>"
        "<blockquote><p>“A river owes you nothing.”</p><footer>— Hilda Dorrance</footer></blockquote>"
        "</article><footer>© The Ferryman</footer></body></html>"
    )
    texts = [p.text for p in corpus.one("a.html", page).paragraphs]
    assert texts[-2:] == ["“A river owes you nothing.”", "— Hilda Dorrance"]
