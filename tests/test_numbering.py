"""Numbers in the order in which things come."""

import pickle

from searchkit.numbering import numbering


def test_what_is_new_gets_the_next_number_and_keeps_it():
    numbers = numbering("")
    assert [numbers[word] for word in ["a", "", "b", "a"]] == [1, 0, 2, 1]
    assert list(numbers) == ["", "a", "b"]


def test_looking_for_something_without_asking_gives_it_no_number():
    numbers = numbering()
    assert numbers.get("a") is None
    assert "a" not in numbers
    assert numbers["b"] == 0


def test_another_process_goes_on_where_a_table_was():
    numbers = pickle.loads(pickle.dumps(numbering("", "a")))
    assert [numbers["b"], numbers["a"], numbers["c"]] == [2, 1, 3]
