from hypothesis import given
from hypothesis import strategies as st

from searchkit.speech.people import roster


def mentions(paragraphs, **options):
    people = roster.build(paragraphs, **options)
    return [(m.paragraph, paragraphs[m.paragraph][m.start : m.end], m.name) for m in people.mentions]


def test_a_surname_later_in_the_article_is_the_person_of_the_full_name():
    found = mentions(["Yesterday Anna Varga spoke in Lenn.", "There Varga met Tomas Hale, and Hale left."])
    assert found == [
        (0, "Anna Varga", "Anna Varga"),
        (1, "Varga", "Anna Varga"),
        (1, "Tomas Hale", "Tomas Hale"),
        (1, "Hale", "Tomas Hale"),
    ]


def test_titles_are_no_part_of_a_name_but_tell_gender_and_role():
    people = roster.build(
        ["Finance Minister Pelin Varga met Sen. Robin Hale.", "Mrs. Varga and Mr. Hale agreed."]
    )
    assert people.names() == ("Pelin Varga", "Robin Hale")
    assert people.gender["Pelin Varga"] == "f"
    assert "minister" in people.roles["Pelin Varga"]
    assert "senator" in people.roles["Robin Hale"]


def test_an_office_behind_a_name_is_its_role():
    people = roster.build(["The town trusts Greta Moss, the mayor of Lenn, and nobody else."])
    assert people.roles["Greta Moss"] == ("mayor",)


def test_an_office_of_another_paragraph_or_article_is_nobodys_role():
    papers = [
        roster.Paper(
            ["It was up to the mayor", "Ida Stone left. They asked Greta Moss,", "the mayor of Lenn."]
        ),
        roster.Paper(["Then she became mayor"]),
        roster.Paper(["Tom Hale left, and nobody met Anna Varga"]),
        roster.Paper([", the senator from Lenn."]),
    ]
    for people in roster.build_all(papers):
        assert people.roles == {}


def test_a_surname_that_stands_alone_in_a_headline_is_the_person_of_the_text():
    found = mentions(["Varga Leaves Lenn", "Anna Varga has left the town, and Varga will not return."])
    assert found[0] == (0, "Varga", "Anna Varga")


def test_a_name_inside_a_longer_run_counts_where_its_surname_comes_again():
    paragraphs = ["They watched The Emma Orsolya Nebula Show at night.", "Then Orsolya left."]
    assert (1, "Orsolya", "Emma Orsolya") in mentions(paragraphs)
    assert mentions(paragraphs[:1]) == []


def test_a_word_that_only_opens_a_sentence_is_no_given_name():
    people = roster.build(
        ["So far Anna Varga has won.", "Several Varga aides left.", "Yesterday Varga said nothing."]
    )
    assert people.names() == ("Anna Varga",)


def test_namesakes_are_told_apart_by_title():
    found = mentions(
        ["Then Peter Hale and Greta Hale arrived.", "At noon Mrs. Hale spoke.", "Later Mr. Hale left."]
    )
    assert [name for _, _, name in found] == ["Peter Hale", "Greta Hale", "Greta Hale", "Peter Hale"]


def test_a_surname_with_a_title_is_a_person_without_a_full_name():
    assert mentions(["They asked Mr. Orsolya about it."]) == [(0, "Orsolya", "Orsolya")]


def test_known_names_are_always_in_the_roster():
    people = roster.build(["Qo Zed answered briefly.", "Then Zed went home."], known=["Qo Zed"])
    assert people.names() == ("Qo Zed",)
    assert [m.form for m in people.mentions] == ["full", "surname"]


def test_known_names_without_words_are_no_people():
    assert roster.build(["Nobody came."], known=["", " "]).names() == ()


def test_german_nouns_with_capitals_are_no_people():
    people = roster.build(["Die Neue Partei lobte den Großen Plan von Anna Varga."], lang="de")
    assert people.names() == ("Anna Varga",)


def test_printed_names_resolve_to_the_person_or_to_nobody():
    people = roster.build(["Here Anna Varga met Peter Hale and Greta Hale."])
    assert people.resolve("Mrs. VARGA:") == "Anna Varga"
    assert people.resolve("Minister Varga") == "Anna Varga"
    assert people.resolve("Peter Hale") == "Peter Hale"
    assert people.resolve("Hale") is None
    assert people.resolve("Novak") is None
    assert people.resolve("") is None


def test_a_name_of_the_title_line_is_found_in_the_text():
    text = ["At the end Stone left early.", "Nobody asked Stone why."]
    people = roster.build(text, title="A Long Day for Greta Stone")
    assert people.names() == ("Greta Stone",)


@given(st.lists(st.text(max_size=60), max_size=4), st.text(max_size=20))
def test_any_text_gives_mentions_inside_its_paragraphs(paragraphs, title):
    people = roster.build(paragraphs, title=title)
    for mention in people.mentions:
        assert 0 <= mention.start < mention.end <= len(paragraphs[mention.paragraph])
        assert mention in people.of(mention.paragraph)


def test_articles_read_at_once_have_the_people_they_have_alone():
    papers = [
        roster.Paper([], "Nobody"),
        roster.Paper(["Mayor Anna Varga met Tom Hale.", "", "Varga left."], "A Day With Ida Stone"),
        roster.Paper(["Die Partei lobte den Plan von Anna Varga."], lang="de", known=["Qo Zed"]),
    ]
    for paper, people in zip(papers, roster.build_all(papers), strict=True):
        alone = roster.build(*paper)
        assert (people.mentions, people.gender, people.roles) == (alone.mentions, alone.gender, alone.roles)
        assert people.headings == alone.headings
    assert roster.build_all([]) == []
