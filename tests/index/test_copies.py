"""The same text under two ids is counted twice, and whoever counts is told."""

import pytest

from searchkit.documents import Origin
from searchkit.index.batch import Batch
from searchkit.index.copies import among

PACT = (
    ("Anna Varga", "The pact holds."),
    ("Tom Hale", "The pact is dead."),
    ("Anna Varga", "It is not, and you know it."),
)
OTHER = (("Tom Hale", "The pact was never signed, and nobody in this harbour wanted it."),)


@pytest.fixture
def copied(desk):
    """An interview under two ids, and another article."""
    desk.write("post", *PACT, source="The Northern Post", date="2021-09-15")
    desk.write("wire", *PACT, title="Varga on the pact", date="2021-09-16")
    desk.write("other", *OTHER)
    desk.update()
    return desk.open()


def copies(answer):
    return [note.message for note in answer.notes if note.code == "copies"]


def test_what_is_found_in_two_copies_is_said_with_its_number(copied):
    said = ["2 of the 5 paragraphs are counted again, in another article of the same text: post = wire"]
    assert copies(copied.search("pact", limit=1)) == said
    assert copies(copied.count("pact")) == copies(copied.counts("pact", by="year")) == said
    one = "1 of the 2 paragraphs is counted again, in another article of the same text: post = wire"
    assert copies(copied.count("pact speaker:varga")) == [one]


@pytest.mark.parametrize("query", ["signed", 'pact source:"northern post"', "pact date:2021-09-16", "zebra"])
def test_nothing_is_said_where_only_one_of_the_copies_is_found(copied, query):
    assert copies(copied.count(query)) == []


def test_many_texts_are_not_all_named(desk):
    for text in "abcde":
        for copy in "12":
            words = f"Point {text} stands, as it has stood for these two hundred years."
            desk.write(text + copy, ("Anna Varga", words))
    desk.update()
    (message,) = copies(desk.open().count("point"))
    assert message.startswith("5 of the 10 paragraphs are counted again")
    assert message.endswith(": a1 = a2; b1 = b2; c1 = c2 and 2 more texts")


def test_a_build_names_what_it_added_a_second_time(desk):
    desk.write("post", *PACT)
    assert desk.update().notes == ()
    desk.write("late", *PACT)
    (note,) = desk.update().notes
    assert note.place == "late.jsonl"
    assert note.message == "article “late” has the same text as “post”: both are searched and counted"
    assert desk.update().notes == ()  # once is enough
    assert desk.open().status().copies == 1


def test_a_file_that_was_renamed_is_no_copy_of_itself(desk):
    desk.write("post", *PACT).rename(desk.corpus / "renamed.jsonl")
    desk.write("post", *PACT)
    desk.update()
    (desk.corpus / "renamed.jsonl").unlink()
    desk.update()
    assert desk.open().status().copies == 0
    assert copies(desk.open().count("pact")) == []


def test_updates_leave_the_copies_that_a_rebuild_finds(desk):
    desk.write("a", *PACT)
    desk.update()
    desk.write("b", *PACT)
    desk.write("c", *OTHER)
    desk.update()
    desk.write("c", *PACT)
    desk.update()
    updated = desk.engine.metadata()["copies"]
    desk.rebuild()
    assert desk.engine.metadata()["copies"] == updated == '[["a", "b", "c"]]'


def test_a_copy_is_told_across_formats_and_titles(desk):
    text = "We shall sign the pact before winter comes.\n\nNobody asked the harbour what it thinks of it.\n"
    (desk.corpus / "a.txt").write_text(f"A pact for winter\n\n{text}")
    (desk.corpus / "b.md").write_text(f"---\ntitle: Winter pact\ndate: 2021\n---\n\n{text}")
    desk.update()
    assert desk.open().status().copies == 1


def test_an_index_of_before_copies_were_told_is_read_anew(desk, monkeypatch):
    desk.write("a", *PACT)
    desk.write("b", *PACT)
    look = Batch._look_at_old

    def without_hashes(batch):
        look(batch)
        batch._old = {id: origin._replace(text="") for id, origin in batch._old.items()}

    desk.update()
    monkeypatch.setattr(Batch, "_look_at_old", without_hashes)
    assert desk.update().changed == 2
    assert desk.open().status().copies == 1


def test_articles_of_one_text_stand_together_in_a_fixed_order():
    origins = [Origin("1", "b", "/c", "x"), Origin("2", "c", "/c", "y"), Origin("3", "a", "/c", "x")]
    assert among(origins) == among(reversed(origins)) == (("a", "b"),)
