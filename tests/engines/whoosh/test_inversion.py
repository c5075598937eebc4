"""Occurrences in any order become lists of postings."""

from collections import defaultdict

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searchkit.engines.whoosh.writing.inversion import NO_LIST, Addresses, invert, keyed

ROWS = st.lists(st.integers(0, 40), min_size=1, max_size=30)


@given(lengths=ROWS)
def test_an_address_tells_row_and_place(lengths):
    addresses = Addresses.by(np.array(lengths))
    told = [(row, place) for row, length in enumerate(lengths) for place in range(length + 1)]
    places = addresses.of & ((1 << addresses.place_bits) - 1)
    assert list(zip(addresses.rows.tolist(), places.tolist(), strict=True)) == told


def test_rows_and_places_share_32_bits():
    assert Addresses.fit(rows=1 << 16, longest=(1 << 16) - 1)
    assert not Addresses.fit(rows=1 << 16, longest=1 << 16)
    assert not Addresses.fit(rows=(1 << 16) + 1, longest=(1 << 16) - 1)
    assert Addresses.fit(rows=1, longest=(1 << 32) - 1)


@given(lengths=ROWS, data=st.data())
def test_postings_are_those_of_the_words(lengths, data):
    lists = [data.draw(st.lists(st.integers(NO_LIST, 5), min_size=n, max_size=n)) for n in lengths]
    expected = defaultdict(lambda: defaultdict(list))
    for row, words in enumerate(lists):
        for place, number in enumerate(words):
            if number != NO_LIST:
                expected[number][row].append(place)
    addresses = Addresses.by(np.array(lengths))
    by_position = np.array([number for words in lists for number in [*words, NO_LIST]])
    keys = keyed(by_position, addresses.of)
    found = invert(data.draw(st.permutations(range(len(keys))).map(keys.take)), addresses.place_bits)
    assert found.lists.tolist() == sorted(expected)
    at = 0
    for i, number in enumerate(found.lists.tolist()):
        some = slice(found.first[i], found.first[i + 1])
        assert found.rows[some].tolist() == list(expected[number])
        assert found.frequencies[some].tolist() == list(map(len, expected[number].values()))
        places = [place for row in expected[number].values() for place in row]
        assert (found.begun[i], found.begun[i + 1]) == (at, at + len(places))
        assert found.places[at : at + len(places)].tolist() == places
        at += len(places)
