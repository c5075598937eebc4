"""News prose as it is published: who is given which words, and who is not."""

from __future__ import annotations

from searchkit import speech
from searchkit.records import Article, Kind, Paragraph, Sort


def read(*texts: str, roles: tuple[str, ...] = ()) -> Article:
    given = (*roles, *["narration"] * (len(texts) - len(roles)))
    rows = zip(texts, given, strict=True)
    paragraphs = tuple(Paragraph(n, text, role) for n, (text, role) in enumerate(rows))
    return speech.attribute(Article("a", "", paragraphs))


def persons(*texts: str, roles: tuple[str, ...] = ()) -> list[list[str]]:
    return [row["speakers"] for row in speech.rows(read(*texts, roles=roles))]


def others(*texts: str) -> list[list[str]]:
    """Names of organisations and unnamed sources, a list for each paragraph."""
    return [
        list(dict.fromkeys(r.speaker.name for r in p.attributions if r.speaker.sort is not Sort.PERSON))
        for p in read(*texts).paragraphs
    ]


def words(text: str, *before: str) -> list[tuple[str, str]]:
    """(speaker, words) of the last paragraph."""
    last = read(*before, text).paragraphs[-1]
    return [(r.speaker.name, text[r.start : r.end]) for r in last.attributions if r.kind is not Kind.AUTHOR]


def test_a_headline_reports_what_its_person_says_and_stays_a_title() -> None:
    done = read(
        "Hale calls harbour deal ‘a crazy system’",
        "Mayor Tom Hale called the harbour deal a crazy system on Friday.",
        roles=("title",),
    )
    assert done.paragraphs[0].role == "title"
    assert {row.speaker.name for row in done.paragraphs[0].attributions} == {"Tom Hale"}


def test_the_title_of_a_transcript_is_nobodys_speech() -> None:
    done = read(
        "Hale: “We stay”", "Tom Hale: We stay.", "Anna Varga: Why?", "Tom Hale: Why not?", roles=("title",)
    )
    assert done.paragraphs[0].attributions == ()


def test_according_to_names_the_source_and_nobody_who_only_stands_in_its_phrase() -> None:
    intro = "Anna Varga met Tom Hale on Friday, and both were silent."
    assert persons(intro, "The talks failed, according to Varga.")[1] == ["Anna Varga"]
    assert persons(intro, "The talks failed, according to a person close to Varga.")[1] == []
    assert persons(intro, "The talks failed, according to Varga campaign officials.")[1] == []
    assert persons(intro, "According to her office, the talks failed.")[1] == []


def test_somebodys_adviser_is_not_he() -> None:
    intro = "Tom Hale is the mayor of Lenn."
    assert persons(intro, "“He will run again,” said a senior Hale adviser.")[1] == []
    assert persons(intro, "“He will run again,” said an Orrin Democrat.")[1] == []


def test_an_office_is_its_holders_and_not_a_former_or_a_deputy_holders() -> None:
    intro = "Mayor Tom Hale opened the new harbour on Friday."
    assert persons(intro, "“It is done,” the mayor said.")[1] == ["Tom Hale"]
    assert persons(intro, "“It is ugly,” the former mayor said.")[1] == []
    assert persons(intro, "“It is ugly,” the deputy mayor said.")[1] == []


def test_the_office_of_somebody_is_not_he_or_she() -> None:
    intro = "Elena Castellan was the first to telephone."
    assert others(
        intro, "According to her office the two women spoke for twenty minutes, “mostly about ships”."
    )[1] == ["her office"]


def test_two_verbs_of_one_subject_have_one_source() -> None:
    text = "Asked about the war, Mr Malkov laughed and said that he was a diplomat and not a plumber."
    assert persons("Sergei Malkov came to Lenn on Friday.", text)[1] == ["Sergei Malkov"]


def test_who_said_nothing_of_one_thing_may_have_spoken_of_another() -> None:
    text = "Aldo Merrick said nothing of the islets. He noted that the mast was visible from the lighthouse."
    assert words(text) == [("Aldo Merrick", "that the mast was visible from the lighthouse")]
    assert words("Aldo Merrick said nothing of the islets themselves.") == []


def test_the_same_office_may_be_quoted_beside_its_pronoun() -> None:
    intro = "Prime Minister Anna Varga said on Friday that the terminal was ready."
    quoted = "Gas at cost was promised, and it will be delivered,"
    text = f"She denied reports that it leaked. “{quoted}” the Prime Minister said."
    assert ("Anna Varga", quoted) in words(text, intro)


def test_a_report_according_to_somebody_is_not_the_last_speakers() -> None:
    text = (
        "Sergey Malkov congratulated President Morel on “a decision of maturity”. According to a person in "
        "her office, the invitation was addressed to Lethenia alone."
    )
    found = words(text, "President Sofia Morel won on Sunday.")
    assert ("a person in her office", "the invitation was addressed to Lethenia alone.") in found


def test_a_passive_has_its_agent_as_source() -> None:
    text = "It was announced by the Harbour Board that the market would move to the school."
    assert others(text) == [["Harbour Board"]]


def test_a_claim_is_its_owners() -> None:
    text = "Mr Grebe’s claim that he had warned three ministers stands in the record of the council."
    assert persons("Anton Grebe is the harbour master.", text)[1] == ["Anton Grebe"]


def test_two_clauses_of_two_persons_are_two_reports() -> None:
    text = (
        "Anton Grebe said that the wall had been cracked for years, while Lisbet Moor of the building office "
        "said that it had been sound in May."
    )
    found = dict(words(text))
    assert found["Anton Grebe"] == "that the wall had been cracked for years"
    assert "sound" in found["Lisbet Moor"]


def test_what_would_have_been_said_was_not() -> None:
    intro = "Mirela Fonn keeps the light at Orrin."
    assert persons(intro, "Had she said so in court, she would have had to swear.")[1] == []


def test_who_was_accused_or_mocked_did_not_speak() -> None:
    intro = "Tom Hale is the mayor of Lenn."
    assert persons(intro, "Hale was widely ridiculed for the claim that the bridge would float.")[1] == []
    assert persons(intro, "Hale was accused of using nine million crowns for a jetty.")[1] == []


def test_a_report_goes_to_the_end_of_its_sentence() -> None:
    text = "Katarin Osei said that she had once called the secretariat a large choir and a very small army."
    assert words(text) == [
        ("Katarin Osei", "that she had once called the secretariat a large choir and a very small army")
    ]


def test_behind_a_semicolon_another_subject_speaks() -> None:
    intro = "President Sofia Morel won on Sunday."
    deck = "President Morel keeps her promise; Tarvin speaks of “a sad day, and a short one”"
    assert "Sofia Morel" not in persons(intro, deck)[1]


def test_countries_of_two_words_are_not_among_the_persons_named():
    text = "Anna Varga met the ministers of Sri Lanka and Sierra Leone in Hong Kong."
    (done,) = speech.attribute(Article("a", "", (Paragraph(0, text),))).paragraphs
    assert done.mentions == ("Anna Varga",)


def test_each_report_is_shown_by_the_verb_of_its_own_sentence() -> None:
    text = (
        "Mayor Anna Varga recalled that the harbour had been closed twice. "
        "“Today we keep it open,” she said. She added that the ferries would run."
    )
    cues = {
        text[row.start : row.end].strip("“”,. ")[:12]: row.cue
        for row in read(text).paragraphs[0].attributions
    }
    assert cues == {"that the har": "recalled", "Today we kee": "said", "that the fer": "added"}
