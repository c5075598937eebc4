"""Turns: who has the floor."""

from __future__ import annotations

from searchkit import speech
from searchkit.records import Article, Kind, Paragraph, Sort


def heard(*texts: str, title: str = "", bold: tuple[int, ...] = (), authors: tuple[str, ...] = ()) -> Article:
    paragraphs = tuple(Paragraph(n, text, bold=n in bold) for n, text in enumerate(texts))
    return speech.attribute(Article("a", title, paragraphs, authors))


def who(article: Article) -> list[str]:
    """Speaker of each paragraph, "" for nobody."""
    return [
        next((row.speaker.name for row in p.attributions if row.kind is not Kind.AUTHOR), "")
        for p in article.paragraphs
    ]


def test_an_answer_goes_on_over_paragraphs_without_a_label() -> None:
    article = heard("Anna Varga: One.", "Two.", "Tom Hale: Three.", "Anna Varga: Four.", "Five.")
    assert who(article) == ["Anna Varga", "Anna Varga", "Tom Hale", "Anna Varga", "Anna Varga"]
    assert article.paragraphs[1].attributions[0].method == "carried"


def test_the_label_is_not_part_of_the_words_spoken() -> None:
    article = heard("Anna Varga: One.", "Tom Hale: Two.", "Anna Varga: Three.")
    row = article.paragraphs[0].attributions[0]
    assert article.paragraphs[0].text[row.start : row.end] == "One."
    assert row.cue == "Anna Varga"


def test_a_surname_in_capitals_gets_the_full_name_of_the_title() -> None:
    article = heard(
        "MS. QUILL:  Good afternoon.", "Q   Why?", "MS. QUILL:  Because.", title="Briefing by Nora Quill"
    )
    assert who(article) == ["Nora Quill", "interviewer", "Nora Quill"]


def test_a_surname_of_two_people_stays_a_surname() -> None:
    article = heard(
        "Tom Hale and Ingrid Hale came.", "HALE: Yes.", "MARDEN: Why?", "HALE: No.", "MARDEN: And now?"
    )
    assert who(article)[1] == "Hale"


def test_initials_are_the_person_of_another_label_who_alone_has_them() -> None:
    article = heard(
        "General Hale: No.", "The Courier: And then?", "T.H.: Nothing.", "X.Y.: Ever?",
        title="The Courier talks to General Tom Hale",
    )  # fmt: skip
    assert who(article) == ["Tom Hale", "The Courier", "Tom Hale", "X.Y."]
    assert article.paragraphs[3].attributions[0].speaker.sort is Sort.UNNAMED


def test_the_president_is_the_one_in_the_title() -> None:
    article = heard(
        "THE PRESIDENT: Thank you.",
        "Sit down.",
        "It is late.",
        title="Remarks by President Kostova in Dorvik",
    )
    assert who(article) == ["Kostova"] * 3


def test_a_surname_that_is_a_given_name_too_does_not_take_the_word_behind_it_in_a_headline() -> None:
    turns = ("THE VICE PRESIDENT: Thank you.", "Q  Where to?", "THE VICE PRESIDENT: Home.")
    aboard = heard(*turns, title="Press Gaggle by Vice President Harris Aboard the Morning Ferry")
    assert who(aboard)[::2] == ["Harris"] * 2
    full = heard(*turns, title="Remarks by Vice President Nora Harris Aboard the Morning Ferry")
    assert who(full)[::2] == ["Nora Harris"] * 2


def test_a_german_heading_in_a_long_record_that_names_everybody_in_full_is_no_speaker() -> None:
    turns = [
        f"{name} ({party}): Ich rede." for name, party in [("Ute Brandl", "GRP"), ("Jan Ode", "FWB")] * 12
    ]
    article = heard(*turns, "Begründung: Es fehlt an Geld.", "Kurzum: Ich bin dagegen.", "Brandl: Ich auch.")
    assert who(article)[-4:] == ["Jan Ode", "Jan Ode", "Jan Ode", "Ute Brandl"]


def test_whom_a_speech_greets_does_not_make_it() -> None:
    greeting = "Senator Hale, Gentlemen of the Committee, Fellow-Citizens:"
    assert who(heard(greeting, "I thank you.", "We shall build.", "I ask you.")) == [""] * 4


def test_a_title_and_a_surname_in_capitals_open_a_speech() -> None:
    article = heard(
        "12. Mr. QUILL (Ansel): The Assembly knows us.",
        "The Chancellor of Dorvik, Ingrid Hale, said that the border is open.",
        "Nobody else does.",
    )
    assert who(article) == ["Quill"] * 3


def test_a_letter_that_an_encoding_lost_leaves_a_label_a_label() -> None:
    article = heard("Tom Hale: No.", "Sevim Da?delin: Why?", "Tom Hale: No!", "Really? Quill: no.")
    assert who(article) == ["Tom Hale", "Sevim Da?delin", "Tom Hale", "Tom Hale"]


def test_headings_between_the_turns_of_others_are_no_speakers() -> None:
    turns = ("DR. HALE: I begin.", "MS. VARGA: Why?", "DR. HALE: Listen.")
    headings = ("Moving on to the Upper Provinces: it rains.", "Just a word about children: They sing.")
    assert who(heard(*turns, *headings, "MS. VARGA: Thanks."))[2:5] == ["Hale"] * 3


def test_a_given_name_said_past_somebody_is_not_his() -> None:
    article = heard(
        "MR. ZELLER: Doctor?",
        "DR. QUILL: Thank you, Jeff. It is late.",
        "DR. HALE: And, Jeff, if I might add: it is early.",
        "MR. ZELLER: Doctor?",
        "DR. QUILL: Thank you, Jeff.",
    )
    assert who(article) == ["Jeff Zeller", "Quill", "Hale", "Jeff Zeller", "Quill"]


def test_the_name_behind_an_office_in_a_headline_ends_before_its_small_words() -> None:
    title = "Remarks by Vice President Harlow and President Hichimba Before Bilateral Meeting"
    article = heard("PRESIDENT HICHIMBA: Thank you.", "Q  Why?", "PRESIDENT HICHIMBA: Because.", title=title)
    assert who(article) == ["Hichimba", "interviewer", "Hichimba"]


def test_a_long_speech_behind_short_turns_goes_on_where_it_says_neither_i_nor_you() -> None:
    article = heard(
        "THE CHAIR: Hello.", "MS. VARGA: Hello.", "MR. HALE: Hello.", "MS. VARGA: How are you?",
        "I begin with the bridge.", "We built it for you.", "The river rose in May.",
    )  # fmt: skip
    assert who(article)[3:] == ["Varga"] * 4


def test_a_speaker_may_say_meanwhile_or_quote_others_and_go_on() -> None:
    article = heard(
        "Anna Varga: Hello.", "Tom Hale: Hello.", "Anna Varga: Listen.",
        "I begin with the bridge.", "Meanwhile, the river rose.", "I saw it.", "You saw it.",
        "The mayor, Ingrid Salo, said: “It will rise again.”", "We believed her.", "We built the dam.",
    )  # fmt: skip
    assert who(article)[2:] == ["Anna Varga"] * 8


def test_a_record_in_capitals_has_no_narrator_to_come_back() -> None:
    article = heard(
        "MS. VARGA: Hello.",
        "MR. HALE: Hello.",
        "These words are true.",
        "The mayor, Ingrid Salo, said it rains.",
    )
    assert who(article) == ["Varga", "Hale", "Hale", "Hale"]


def test_a_namesake_at_the_beginning_of_a_paragraph_does_not_end_the_turn() -> None:
    article = heard("Anna Varga: Hello.", "Tom Varga: Hello.", "Anna Varga has got these shoes.", "See them?")
    assert who(article) == ["Anna Varga", "Tom Varga", "Tom Varga", "Tom Varga"]


def test_two_who_meet_and_speak_once_each_have_the_word_one_after_the_other() -> None:
    article = heard(
        "PRIME MINISTER CHINDA: Welcome.", "It rains.", "Sit down.", "VICE PRESIDENT HARLOW: Thank you."
    )
    assert who(article) == ["Chinda", "Chinda", "Chinda", "Harlow"]


def test_a_country_before_a_colon_is_no_speaker_among_capitals() -> None:
    article = heard(
        "SENIOR OFFICIAL: I begin.", "Q  Where?", "SENIOR OFFICIAL: There.", "In the Gulf: it rains.",
        "Dorvania: One thing we want to try.", "Q  And then?", "SENIOR OFFICIAL: Nothing.",
    )  # fmt: skip
    assert who(article)[2:5] == ["senior official"] * 3


def test_a_son_of_whom_a_president_speaks_does_not_lend_him_his_name() -> None:
    title = "Remarks by President Kostov at a Rally"
    son = heard("THE PRESIDENT: Hello.", "I had a son, Boyan Kostov.", "Boris Kostov.", title=title)
    assert who(son) == ["Kostov"] * 3
    told = heard(
        "President Petar Kostov came late.",
        "THE PRESIDENT: Hello.",
        "Q  Why?",
        "THE PRESIDENT: I walked.",
        title=title,
    )
    assert who(told)[1::2] == ["Petar Kostov"] * 2


def test_a_surname_becomes_a_full_name_where_others_say_it_or_he_himself_does() -> None:
    turns = ("MR. QUILL: Hello, I am Otto Quill.", "MS. SALO: My cousin is Tom Salo.", "MR. QUILL: Yes.")
    assert who(heard(*turns)) == ["Otto Quill", "Salo", "Otto Quill"]


def test_a_speech_that_greets_many_by_their_offices_stays_its_speakers() -> None:
    article = heard(
        "PRESIDENT MARANT: Welcome.", "VICE PRESIDENT HARLOW: Thanks.",
        "President Marant, Mr. Secretary-General, and the Youth Task Force: Thank you.",
    )  # fmt: skip
    assert who(article) == ["Marant", "Harlow", "Harlow"]


def test_names_that_are_words_too_speak_among_full_names() -> None:
    names = ("Sofía Hernanz Costa", "Tomás Peña Robles", "Inés Mora Gil", "Luis Soler Vega", "Eva Prat Font")
    turns = [f"{name}: Gracias, señora presidenta. Vivo en la costa y en la peña." for name in names]
    assert who(heard(*turns)) == list(names)


def test_one_question_and_one_answer_are_turns() -> None:
    article = heard("Q   Will you go?", "THE PRESIDENT: No.", title="Remarks by President Kostov")
    assert who(article) == ["interviewer", "Kostov"]


def test_a_german_article_before_an_office_is_no_part_of_a_name() -> None:
    article = heard(
        "Ute Brandl (GRP): Ja.", "Jan Ode (FWB): Nein.",
        "der Abgeordneten Hanna Ferber, Jan Ode und Ute Brandl zu den Abstimmungen:", "Wir stimmen zu.",
        "Bericht des Ausschusses: Ich lege ihn vor.", "Jan Ode (FWB): Danke.", "Ute Brandl (GRP): Bitte.",
    )  # fmt: skip
    assert who(article)[2:5] == ["Hanna Ferber"] * 3


def test_a_title_is_no_part_of_the_name_before_an_office() -> None:
    label = "Dr. Johanna Quill, Ministerin für Flüsse:"
    article = heard(f"{label} Ja.", "Tom Hale: Nein.", f"{label} Doch.", "Tom Hale: Gut.")
    assert who(article) == ["Johanna Quill", "Tom Hale"] * 2


def test_an_office_without_a_name_is_an_unnamed_speaker() -> None:
    article = heard("THE CHAIR: Order.", "Anna Varga: I object.", "THE CHAIR: Order.", "Anna Varga: Still.")
    row = article.paragraphs[0].attributions[0]
    assert (row.speaker.name, row.speaker.sort) == ("chair", Sort.UNNAMED)


def test_stage_directions_are_nobodys_words() -> None:
    article = heard("VARGA: Yes.", "(Applause.)", "HALE: No.", "[Laughter]", "VARGA: Yes.", "HALE: No.")
    assert who(article)[1] == who(article)[3] == ""


def test_bold_questions_are_asked_and_what_follows_is_answered() -> None:
    article = heard(
        "We spoke with Viktor Salo about the strike.",
        "When will you talk?",
        "Every day.",
        "Is the forest for sale?",
        "No.",
        "Not even a part?",
        "No part.",
        bold=(1, 3, 5),
    )
    assert who(article)[1:] == ["interviewer", "Viktor Salo"] * 3
    assert [p.role for p in article.paragraphs[1:3]] == ["question", "answer"]


def test_bold_headings_are_not_questions() -> None:
    article = heard(
        "The roads",
        "They are long.",
        "The rivers",
        "They are wide.",
        "The end",
        "It is near.",
        bold=(0, 2, 4),
    )
    assert set(who(article)) == {""}


def test_a_dash_with_the_speaker_behind_is_his_and_his_words_are_not_the_clause() -> None:
    article = heard("– We have two frigates, – said the historian Nikolai Brusin. – And four admirals.")
    (first, second) = article.paragraphs[0].attributions
    text = article.paragraphs[0].text
    assert first.speaker.name == second.speaker.name == "Nikolai Brusin"
    assert text[first.start : first.end] == "We have two frigates,"
    assert text[second.start : second.end] == "And four admirals."


def test_the_narrator_comes_back_when_the_expert_is_spoken_of() -> None:
    article = heard(
        "– It is a letterhead, – said professor Nikolai Brusin",
        "“TR”: – And now?",
        "– Now it is a door.",
        "These words of the expert are bitter.",
        "“TR”: – Who else?",
    )
    assert who(article) == ["Nikolai Brusin", "TR", "Nikolai Brusin", "", "TR"]


def test_a_list_with_dashes_is_no_dialogue() -> None:
    article = heard("The plan:", "– a new ferry;", "– a road;", "– a school.")
    assert set(who(article)) == {""}


def test_a_list_of_names_in_minutes_is_nobodys_speech() -> None:
    article = heard(
        "Anna Varga (SPX):", "I object.", "Tom Hale (LUX):", "I do not.", "Abgegebene Stimmen: 4; davon",
        "Anna Varga", "Ina Boll", "Tom Hale", "Udo Wendt", "Anna Varga (SPX):", "We are done.",
    )  # fmt: skip
    assert who(article)[4:9] == [""] * 5
    assert who(article)[10] == "Anna Varga"


def test_somebody_who_mostly_asks_has_the_role_question() -> None:
    article = heard(
        "LIND: Why now?",
        "SALO: Because.",
        "LIND: And then?",
        "SALO: We wait.",
        "LIND: For whom?",
        "SALO: For you.",
    )
    assert [p.role for p in article.paragraphs] == ["question", "answer"] * 3


def test_a_speaker_given_by_the_source_is_taken_as_it_is() -> None:
    paragraphs = (
        Paragraph(0, "Good morning.", given="Anna Varga"),
        Paragraph(1, "(Applause)", given=""),
        Paragraph(2, "VARGA: I quote her.", given="Tom Hale"),
    )
    article = speech.attribute(Article("a", "", paragraphs))
    assert who(article) == ["Anna Varga", "", "Tom Hale"]
    assert article.paragraphs[0].attributions[0].method == "given"


def test_a_given_speaker_is_read_as_a_label_where_it_is_one() -> None:
    paragraphs = (
        Paragraph(0, "Good afternoon.", given="MS. QUILL"),
        Paragraph(1, "Why?", given="Q"),
        Paragraph(2, "Because.", given="THE PRESIDENT"),
        Paragraph(3, "We agree.", given="Harbour Ministry"),
        Paragraph(4, "So do I.", given="Dr. Ute Reimann (Freie Liste)"),
    )
    title = "Briefing by Nora Quill after the Remarks by President Kostova"
    article = speech.attribute(Article("a", title, paragraphs))
    assert who(article) == ["Nora Quill", "interviewer", "Kostova", "Harbour Ministry", "Ute Reimann"]
    assert [p.attributions[0].speaker.sort for p in article.paragraphs] == [
        Sort.PERSON, Sort.UNNAMED, Sort.PERSON, Sort.ORGANISATION, Sort.PERSON,
    ]  # fmt: skip


def test_a_surname_takes_the_given_name_by_which_the_next_speaker_thanks() -> None:
    article = heard(
        "MR. ZELLER:  We begin.", "DR. BRANT:  Thank you, Jeff.  The figures are good.",
        "MR. ZELLER:  Questions?", "DR. BRANT:  None.",
    )  # fmt: skip
    assert who(article) == ["Jeff Zeller", "Brant", "Jeff Zeller", "Brant"]


def test_a_surname_addressed_by_two_names_stays_a_surname() -> None:
    article = heard(
        "MR. ZELLER:  We begin.", "DR. BRANT:  Thank you, Jeff.  Good.",
        "MR. ZELLER:  More?", "DR. BRANT:  Thank you, Robert.  No.",
    )  # fmt: skip
    assert who(article)[0] == "Zeller"


def test_titles_and_boilerplate_are_left_alone() -> None:
    paragraphs = (Paragraph(0, "VARGA: Yes", "title"), Paragraph(1, "Photo: Anna Varga said", "boilerplate"))
    article = speech.attribute(Article("a", "VARGA: Yes", paragraphs, ("Mara Lind",)))
    assert [(p.role, p.attributions) for p in article.paragraphs] == [("title", ()), ("boilerplate", ())]
