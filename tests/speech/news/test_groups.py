"""Groups, ragged ranges and recency against their plain definitions."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searchkit.speech.news.groups import begins, distinct, largest, leaders, pick, places, ranges
from searchkit.speech.news.recency import Events

small = st.integers(0, 6)


def ints(values):
    return np.array(values, np.int64)


def test_ranges_are_laid_one_behind_the_other_and_empty_ones_are_nothing():
    numbers, of = ranges(ints([3, 7, 0]), ints([5, 7, 2]))
    assert numbers.tolist() == [3, 4, 0, 1]
    assert of.tolist() == [0, 0, 2, 2]


def test_a_key_that_is_not_there_has_no_place_and_the_default_value():
    at = places(ints([2, 5, 9]), ints([9, 4, 2, 11]))
    assert at.tolist() == [2, -1, 0, -1]
    assert pick(np.array([0.1, 0.2, 0.3]), at, 7.0).tolist() == [0.3, 7.0, 0.1, 7.0]
    assert places(ints([]), ints([1])).tolist() == [-1]
    assert pick(np.zeros(0), ints([-1]), 2.0).tolist() == [2.0]


@given(st.lists(small))
def test_distinct_keys_rise_and_come_once(keys):
    assert distinct(ints(keys)).tolist() == sorted(set(keys))
    assert len(begins(ints(sorted(keys)))) == len(set(keys))


@given(
    st.lists(st.integers(0, 9), min_size=1, max_size=8).flatmap(
        lambda values: st.tuples(
            st.just(values),
            st.lists(st.tuples(st.integers(0, len(values)), st.integers(0, len(values))), max_size=6),
        )
    )
)
def test_the_largest_of_ranges_is_that_of_each_and_nothing_of_none(case):
    values, spans = case
    first, last = ints([a for a, _ in spans]), ints([b for _, b in spans])
    found = largest(np.array(values, np.float32), first, last)
    assert found.tolist() == [max(values[a:b], default=0) for a, b in spans]


def test_the_leader_of_a_group_has_the_largest_value_and_of_equal_ones_the_first_turn():
    found = leaders(
        ints([0, 0, 2, 2]), ints([8, 9, 4, 5]), np.array([0.2, 0.7, 0.5, 0.5]), ints([0, 1, 3, 2]), 3
    )
    assert found.first.tolist() == [9, -1, 5]
    assert found.best.tolist() == [0.7, 0.0, 0.5]
    assert found.second.tolist() == [0.2, 0.0, 0.5]
    assert found.of_others(ints([0, 0, 1, -1]), ints([9, 8, 9, 9])).tolist() == [0.2, 0.7, 0.0, 0.0]


@st.composite
def stories(draw):
    """Events (row, person, turn) in two articles; persons are of one article each."""
    article = sorted(draw(st.lists(st.integers(0, 1), min_size=1, max_size=7)))
    rows = st.integers(0, len(article) - 1)
    events = draw(st.lists(st.tuples(rows, st.integers(0, 3)), max_size=14))
    return article, [(row, 2 * person + article[row]) for row, person in events]


@given(stories())
def test_latest_and_rank_agree_with_reading_the_events_one_by_one(story):
    article, events = story
    turn = ints(range(len(events)))
    found = Events(ints([r for r, _ in events]), ints([p for _, p in events]), turn, ints(article), 8)
    ordered = [event for row in range(len(article)) for event in events if event[0] == row]
    for row in range(len(article)):
        before = [person for at, person in ordered if at < row and article[at] == article[row]]
        newest_first = list(dict.fromkeys(reversed(before)))
        for person in [p for p in range(8) if p % 2 == article[row]]:
            event = found.latest(ints([row]), ints([person]))
            rank = found.rank(ints([row]), event, 99).tolist()
            assert rank == [newest_first.index(person) if person in newest_first else 99]
            if person in newest_first:
                assert found.person[event].tolist() == [person]
                assert found.row[event].tolist() == [max(r for r, p in ordered if r < row and p == person)]


@given(stories(), st.integers(1, 3), st.integers(1, 3))
def test_the_recent_are_the_latest_persons_of_the_rows_right_before(story, rows, most):
    article, events = story
    turn = ints(range(len(events)))
    found = Events(ints([r for r, _ in events]), ints([p for _, p in events]), turn, ints(article), 8)
    ordered = [event for row in range(len(article)) for event in events if event[0] == row]
    for row in range(len(article)):
        near = [p for at, p in ordered if row - rows <= at < row and article[at] == article[row]]
        _, persons = found.recent(ints([row]), rows, most)
        assert set(persons.tolist()) == set(list(dict.fromkeys(reversed(near)))[:most])
