"""Names in an index: whom a name stands for, under which spellings, and how often."""

import pytest

from searchkit.errors import QueryError


def codes(answer):
    return [note.code for note in answer.notes]


def test_all_spellings_of_one_person_are_one_person(index):
    for name in ("varga", "Anna Varga", "VARGA", "a. varga", "Варга"):
        assert index.count(f'speaker:"{name}"').total == 4, name


def test_a_name_that_fits_several_persons_is_searched_as_all_and_says_so(index):
    result = index.search("speaker:hale")
    assert result.total == 3
    (note,) = result.notes
    assert note.code == "several-people"
    assert "Tom Hale (2), Heidi Hale (1)" in note.message
    assert codes(index.search('speaker:"Tom Hale"')) == []


@pytest.fixture
def family(desk):
    """A father and a son."""
    desk.write("first", ("John Holm", "The harbour is ours."), ("John Holm", "So is the hill."))
    desk.write("second", ("John Quist Holm", "The harbour was ours."))
    desk.update()
    return desk


def test_spellings_with_and_without_a_middle_name_are_one_person_and_the_answer_says_so(family):
    (note,) = family.open().search('speaker:"John Holm" harbour').notes
    assert note.code == "one-person"
    assert "John Holm (2) and John Quist Holm (1)" in note.message
    (family.corpus / "corrections.toml").write_text('[[same]]\nnames = ["John Holm", "John Quist Holm"]\n')
    family.update()
    assert family.open().search('speaker:"John Holm" harbour').notes == ()


def test_counts_by_speaker_say_whom_they_take_for_one_person_and_only_if_both_are_found(family):
    index = family.open()
    counted = index.counts("harbour", by="speaker")
    assert dict(counted.counts) == {"John Holm": 2}
    (note,) = counted.notes
    assert (note.code, note.message.partition(" are ")[0]) == (
        "one-person",
        "John Holm (1) and John Quist Holm (1)",
    )
    assert codes(index.counts('"the hill"', by="speaker")) == []
    assert codes(index.counts("harbour", by="year")) == []


def test_who_is_called_just_so_is_meant_and_the_others_are_named(family, ids):
    (family.corpus / "corrections.toml").write_text('[[apart]]\nnames = ["John Holm", "John Quist Holm"]\n')
    family.update()
    index = family.open()
    for name, found in (("john holm", "first#0"), ("John Quist Holm", "second#0")):
        assert ids(index, f'speaker:"{name}" harbour') == [found]
        assert codes(index.search(f'speaker:"{name}"')) == ["other-people"]
    assert ids(index, "speaker:holm harbour") == ["first#0", "second#0"]
    assert codes(index.search("speaker:holm")) == ["several-people"]


@pytest.fixture
def council(desk):
    """Two people of one surname, and articles that name only that."""
    desk.write("first", *[("Anna Varga", "The harbour is ours.")] * 3, ("Peter Varga", "Not yet."))
    desk.write("second", ("Varga", "The harbour is closed."), ("VARGA", "It is."))
    desk.update()
    return desk


def test_a_surname_that_may_be_the_person_asked_for_is_named_with_its_number(council, ids):
    index = council.open()
    told = (
        "“Varga” (2 paragraphs) may be Anna Varga or Peter Varga, and is kept apart: "
        "speaker:Varga finds all of them"
    )
    for ask in (index.search, index.count, index.counts, index.explain):
        (note,) = ask('speaker:"Anna Varga"').notes
        assert (note.code, note.message, note.start, note.end) == ("maybe-same", told, 0, 20)
    assert index.speakers("Anna Varga").notes == (told,)
    assert index.speakers("Anna Varga").total == 1
    assert index.count("speaker:Varga").total == 6


def test_nothing_is_left_to_say_where_the_surname_is_searched_or_its_bearer_known(council):
    assert codes(council.open().search("speaker:varga")) == ["several-people"]
    for key, names in (("same", '"Anna Varga", "Varga"'), ("apart", '"Anna Varga", "Varga"')):
        (council.corpus / "corrections.toml").write_text(f"[[{key}]]\nnames = [{names}]\n")
        council.update()
        assert codes(council.open().search('speaker:"Anna Varga"')) == []


def test_a_titled_surname_is_kept_apart_only_from_those_whom_its_title_fits(desk):
    write_jetty(desk)
    desk.write("pool", ("Anna Varga", "I can swim."), ("Clara Varga", "So can I."))
    desk.update()
    index = desk.open()
    (note,) = index.search('speaker:"Anna Varga"').notes
    assert note.message.startswith("“Ms Varga” (1 paragraph) may be Anna Varga or Clara Varga, and is kept")
    assert 'speaker:"Ms Varga"' in note.message
    assert codes(index.search('speaker:"Peter Varga"')) == []


def test_initials_and_patronymics_leave_no_doubt(desk):
    for name in ("Anna Varga", "Anna A. Varga", "Anna Andreyevna Varga"):
        desk.write(name, (name, "I can swim."))
    desk.update()
    assert codes(desk.open().search('speaker:"Anna Varga"')) == []


def test_a_name_that_fits_nobody_is_an_error_with_the_nearest(index):
    with pytest.raises(QueryError) as problem:
        index.search("harbour speaker:vagra")
    assert problem.value.code == "no-speaker"
    assert (problem.value.start, problem.value.end) == (8, 21)
    assert 'speaker:"Anna Varga"' in problem.value.hint


def test_a_name_that_fits_nobody_is_an_error_under_not_too(index):
    with pytest.raises(QueryError, match="nobody"):
        index.count("harbour -speaker:nobody")


def test_a_slip_in_any_word_of_a_name_finds_what_was_meant(desk):
    desk.write("a", ("Anna Varga", "The harbour tax."), source="The Dunmark Weekly")
    desk.update()
    with desk.open() as index:
        for asked, meant in (("speaker:Annna", "Anna Varga"), ("source:dunmrk", "The Dunmark Weekly")):
            with pytest.raises(QueryError) as problem:
                index.search(asked)
            assert f'"{meant}" ?' in problem.value.hint


def test_a_publication_is_found_by_its_words(index):
    assert index.count('source:"northern post"').total == 4
    assert index.count('source:"THE NORTHERN POST"').total == 4
    both = index.count("source:post")
    assert both.total == 6
    assert codes(both) == ["several-people"]
    with pytest.raises(QueryError, match="no publication in this index"):
        index.count("source:gazette")


def test_an_author_is_found_by_name(index):
    assert index.count("by:klima").total == 4


def test_publications_are_no_persons_when_they_are_counted(desk):
    desk.write("a", ("Anna Varga", "The harbour tax."), source="Tarvin Post")
    desk.write("b", ("Anna Varga", "The harbour tax."), source="T. Post")
    desk.update()
    with desk.open() as index:
        assert index.counts("tax", by="source").counts == {"T. Post": 1, "Tarvin Post": 1}


def test_counts_by_speaker_put_spellings_together(index):
    counted = index.counts("*", by="speaker")
    assert dict(counted.counts) == {
        "Anna Varga": 4,
        "Tom Hale": 2,
        "Heidi Hale": 1,
        "Petr Klima": 1,  # the author, of the narration
    }
    assert dict(index.counts("*", by="author").counts) == {"Petr Klima": 4, "": 4}
    assert counted.total == 8


def test_speakers_are_listed_with_spellings_counts_and_dates(index):
    people = index.speakers()
    assert people.total == 4
    first = people.people[0]
    assert (first.name, set(first.aliases), first.paragraphs) == ("Anna Varga", {"A. Varga", "Varga"}, 4)
    assert (str(first.first), str(first.last)) == ("2021", "2022-03-01")
    assert [p.name for p in index.speakers(limit=1, offset=1)] == ["Tom Hale"]


def test_speakers_are_found_by_any_spelling_or_a_beginning(index):
    assert [p.name for p in index.speakers("hale")] == ["Tom Hale", "Heidi Hale"]
    assert [p.name for p in index.speakers("va")] == ["Anna Varga"]
    assert (index.speakers("nobody").total, index.speakers("nobody").nearest) == (0, ())
    assert index.speakers("vagra").nearest == ("Anna Varga",)


def test_explain_says_whom_a_name_stands_for(index):
    explained = index.explain("speaker:varga said:harbour")
    assert set(explained.names["speaker:varga"]) == {"Anna Varga", "Varga", "A. Varga"}
    assert "said:harbour" in explained.read_as


def write_jetty(desk):
    """Of its two Vargas one is named in full, and is not she."""
    (desk.corpus / "jetty.txt").write_text(
        "The jetty\n\nPeter Varga, the mayor, said that the jetty was ready. “It stands,” Mr Varga said.\n\n"
        "“I have flown there four times,” Ms Varga answered in the evening.\n"
    )


def test_a_surname_that_kept_its_title_is_the_one_person_whom_it_fits(desk, ids):
    write_jetty(desk)
    desk.write("pool", ("Anna Varga", "I can swim."))
    desk.update()
    with desk.open() as index:
        assert ids(index, 'speaker:"Anna Varga"') == ["jetty#2", "pool#0"]
        assert dict(index.counts("*", by="speaker").counts) == {"Anna Varga": 2, "Peter Varga": 1, "": 1}
        assert [p.name for p in index.speakers("varga")] == ["Anna Varga", "Peter Varga"]


def test_whom_a_titled_surname_fits_follows_the_articles_that_come_later(desk, ids):
    write_jetty(desk)
    desk.update()
    desk.write("pool", ("Anna Varga", "I can swim."))
    desk.update()
    assert sorted(ids(desk.open(), 'speaker:"Anna Varga"')) == ["jetty#2", "pool#0"]
    desk.write("river", ("Clara Varga", "So can I."))
    desk.update()
    assert ids(desk.open(), 'speaker:"Anna Varga"') == ["pool#0"]


def test_a_titled_surname_is_not_whom_a_correction_keeps_apart(desk, ids):
    write_jetty(desk)
    desk.write("pool", ("Anna Varga", "I can swim."))
    (desk.corpus / "corrections.toml").write_text('[[apart]]\nnames = ["Anna Varga", "Ms Varga"]\n')
    desk.update()
    assert ids(desk.open(), 'speaker:"Anna Varga"') == ["pool#0"]
