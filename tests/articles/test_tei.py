"""TEI of parliaments."""

import pytest

SITTING = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en">
 <teiHeader><fileDesc><titleStmt>
  <title xml:lang="de">Sitzung vom 15. September 2021</title>
  <title xml:lang="en">Sitting of 15 September 2021</title>
 </titleStmt><publicationStmt><date when="2023-01-01">2023</date></publicationStmt></fileDesc>
 <profileDesc><settingDesc><setting><date when="2021-09-15">15 September</date></setting></settingDesc>
 <particDesc><listPerson>
  <person xml:id="VargaAnna"><persName><forename>Anna</forename> <surname>Varga</surname></persName></person>
 </listPerson></particDesc></profileDesc></teiHeader>
 <text><body><div>
  <head>The pact</head>
  <note>The sitting is opened.</note>
  <u><seg>I call Ms Varga.</seg></u>
  <u who="#VargaAnna">
   <seg>We have no allies <vocal><desc>Laughter</desc></vocal> &amp; no gas.</seg>
   <seg>That is all.</seg>
  </u>
  <u who="#RehnTomas"><seg>Größe!</seg></u>
 </div></body></text>
</TEI>
"""


def test_an_utterance_names_its_speaker_and_directions_are_nobodys(corpus):
    article = corpus.one("s.xml", SITTING)
    assert [(p.given, p.text) for p in article.paragraphs] == [
        (None, "The pact"),
        ("", "The sitting is opened."),
        ("", "I call Ms Varga."),
        ("Anna Varga", "We have no allies & no gas."),
        ("", "Laughter"),
        ("Anna Varga", "That is all."),
        ("RehnTomas", "Größe!"),
    ]


def test_the_date_is_that_of_the_sitting_not_of_the_edition(corpus):
    article = corpus.one("s.xml", SITTING)
    assert (article.title, article.lang) == ("Sitting of 15 September 2021", "en")
    assert (str(article.date), article.date.found) == ("2021-09-15", "header")


def test_persons_are_looked_up_in_a_list_beside_the_file(corpus):
    listed = (
        '<listPerson xmlns="http://www.tei-c.org/ns/1.0"><person xml:id="RehnTomas"><persName>'
        "<forename>Tomas</forename><surname>Rehn</surname></persName></person></listPerson>"
    )
    corpus.write("x-listPerson.xml", listed.replace("><surname", "> <surname"))
    corpus.write("s.xml", SITTING)
    (article,) = corpus.articles()
    assert article.paragraphs[-1].given == "Tomas Rehn"
    assert corpus.notes() == {"x-listPerson.xml": "left out: a list of persons, used by the files beside it"}
    corpus.write("x-listPerson.xml", listed.replace("Tomas<", "Thomas<"))
    assert corpus.articles()[0].digest != article.digest


def test_speakers_of_a_printed_play_of_words_are_read(corpus):
    play = (
        "<TEI><text><body><sp><speaker>VARGA.</speaker><p>No.</p></sp>"
        "<stage>Exit.</stage></body></text></TEI>"
    )
    article = corpus.one("p.xml", play)
    assert [(p.given, p.text) for p in article.paragraphs] == [("VARGA", "No."), ("", "Exit.")]


def test_paragraphs_stand_where_they_say(corpus):
    for p in corpus.one("s.xml", SITTING).paragraphs:
        assert SITTING[p.start :].partition(">")[2].strip().startswith(p.text[:8])
        assert SITTING.count("\n", 0, p.start) + 1 == p.line


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        ('<!DOCTYPE a [<!ENTITY b "c">]><TEI>&b;</TEI>', "declares entities"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><TEI>&x;</TEI>', "declares entities"),
        ("<TEI>" + "<p>" * 1000, "nested too deeply"),
        ("<TEI><p>never closed", "not well-formed"),
        ("<rss><channel/></rss>", "of a kind that is not read (“rss”)"),
        ("<TEI><text/></TEI>", "holds no text"),
    ],
)
def test_hostile_and_other_xml_is_reported(corpus, xml, reason):
    corpus.write("a.xml", xml)
    assert reason in corpus.skipped()["a.xml"]
