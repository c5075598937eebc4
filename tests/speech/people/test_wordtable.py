"""Words by number: what is looked up is what the pattern would find."""

import threading
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from searchkit.speech.people import tokens
from searchkit.speech.people.tokens import number_alike, tokenise, tokenise_all
from searchkit.speech.people.wordshapes import CAPITAL, PARTICLE, ROLE, TITLE, shape
from searchkit.speech.people.wordtable import _TOKEN, WordTable


def test_a_word_keeps_its_number_and_its_shape():
    table = WordTable()
    first = table.numbers["Varga"]
    assert table.numbers["mayor"] != first
    assert table.numbers["Varga"] == first
    assert table.find("Varga") == first
    assert table.find("Hale") == -1
    assert table.shapes[first] & CAPITAL
    assert table.lowered[first] == "varga"


@given(st.text("aMrSstel.,’'”“—1é;()_- \u200b\n\0\U00010400", max_size=30))
def test_a_text_is_cut_as_the_pattern_finds_its_words(text):
    table = WordTable()
    places = accumulate((len(piece) + 1 for piece in text.split(" ")), initial=0)
    found = [
        (match.group().replace("\0", "\1"), place + match.start())
        for place, piece in zip(places, text.split(" "), strict=False)
        for match in _TOKEN.finditer(piece)
    ]
    for _ in range(2):  # new pieces, and the same looked up
        words = table.read(text)
        cut = [(table.words[n], at) for n, at in zip(words.numbers, words.places, strict=True)]
        assert cut == found
        assert words.shapes.tolist() == [shape(word) for word, _ in found]


def test_articles_read_at_once_have_the_words_they_have_alone():
    papers = [["“Yes,” she said. “And", "no”.", ""], [], ['"Oui"', "It was ''his'' car — 1,000 of them."]]
    for paragraphs, read in zip(papers, tokenise_all(papers), strict=True):
        alone = tokenise(paragraphs)
        assert (read.words, read.bounds, read.quoted) == (alone.words, alone.bounds, alone.quoted)
        assert (read.texts, read.runs_on) == (alone.texts, alone.runs_on)
        assert [read.offsets(n) for n in range(len(paragraphs))] == [
            alone.offsets(n) for n in range(len(paragraphs))
        ]


def test_words_of_a_text_seen_again_are_the_same_words():
    text = ["“We’ll see,” Mr. Varga said — twice.", "  a\tb  ", ""]
    again = tokenise(text)
    assert tokenise(text).words == again.words
    assert again.bounds[2] == again.bounds[3]
    assert again.offsets(1) == [(2, 3), (4, 5)]


def test_a_full_table_is_replaced_and_articles_read_before_keep_their_words(monkeypatch):
    old = tokenise(["Anna Varga spoke."])
    monkeypatch.setattr(tokens._shared, "table", WordTable())
    new = tokenise(["Tomas Hale spoke."])
    table, numbers, extra = number_alike([old, new], ["Varga"])
    assert [table.words[i] for i in numbers[0]] == old.words
    assert [table.words[i] for i in numbers[1]] == new.words
    assert extra == [table.find("Varga")]


def test_a_table_is_full_when_its_words_are_many_characters():
    table = WordTable()
    assert not table.full()
    table.numbers["x" * (1 << 23)]
    assert table.full()


def test_threads_that_read_at_once_get_the_same_words():
    texts = [[f"Word{n} of{n % 7} article{k}." for n in range(60)] for k in range(4)]
    found = {}

    def read(number):
        found[number] = [tokenise(texts[number]).words for _ in range(5)]

    threads = [threading.Thread(target=read, args=(k,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, reads in found.items():
        assert all(words == tokenise(texts[number]).words for words in reads)
        assert reads[0][:3] == ["Word", "0", "of"]


def test_lists_of_words_are_bits_of_the_shape():
    assert shape("Sen.") & (TITLE | ROLE) == TITLE | ROLE
    assert shape("von") & PARTICLE
    assert not shape("Von") & PARTICLE
