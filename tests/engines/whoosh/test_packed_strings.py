"""Byte strings that stand in one: taken in any order, joined, and stored as a list of them is."""

from __future__ import annotations

from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searchkit.engines.whoosh.files.strings import Packed, pack

STRINGS = st.lists(st.binary(max_size=20).filter(lambda s: b"\n" not in s), min_size=1, max_size=40)


def unpacked(packed: Packed) -> list[bytes]:
    return packed.several(np.arange(len(packed.ends) - 1))


@given(STRINGS)
def test_the_lines_of_a_text_are_its_strings(strings: list[bytes]) -> None:
    assert unpacked(Packed.of_lines(b"\n".join(strings))) == strings


@given(STRINGS, st.randoms(use_true_random=False))
def test_strings_are_taken_in_the_order_asked_for(strings: list[bytes], random: Random) -> None:
    numbers = list(range(len(strings)))
    random.shuffle(numbers)
    taken = Packed.of(strings).take(np.array(numbers))
    assert unpacked(taken) == [strings[number] for number in numbers]


@given(STRINGS, STRINGS)
def test_joined_strings_are_stored_as_one_list_of_them(first: list[bytes], second: list[bytes]) -> None:
    joined = Packed.joined([Packed.of(first), Packed.of([]), Packed.of(second)]).arrays("x", ordered=True)
    listed = pack("x", first + second, ordered=True)
    assert {name: array.tolist() for name, array in joined.items()} == {
        name: array.tolist() for name, array in listed.items()
    }
