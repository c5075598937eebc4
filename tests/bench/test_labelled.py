"""Corpora set as transcripts: labels where the speaker changes, and a fair judgement of what was found."""

import json
import lzma

import pytest

from bench import labelled

ROWS = [
    ("", "The House sat at ten o'clock."),
    ("Ana Varga", "I thank the House for the time it gives this bill."),
    ("Ana Varga", "I ask you to read it before you vote."),
    ("Peter Lunt (Merrow)", "We have read it, and we will vote against it."),
    ("Q", "Will you say why?"),
]


@pytest.fixture
def rows():
    shared = {"article": "a", "title": "A sitting", "date": "2031-05-02"}
    return [{**shared, "speaker": speaker, "text": text} for speaker, text in ROWS]


def printed(path):
    return [json.loads(line)["paragraphs"] for line in path.read_text().splitlines()]


def found(index, speaker, kind="turn"):
    entries = [{"speaker": speaker, "kind": kind}] if speaker else []
    return {"article": "0000", "paragraph_index": index, "attributions": entries}


def test_a_label_stands_where_another_speaks_and_headings_have_none(rows, tmp_path):
    said = labelled.write(tmp_path / "set", [rows], "Name: words")
    assert printed(tmp_path / "set") == [
        [
            "The House sat at ten o'clock.",
            "Ana Varga: I thank the House for the time it gives this bill.",
            "I ask you to read it before you vote.",
            "Peter Lunt (Merrow): We have read it, and we will vote against it.",
            "Q: Will you say why?",
        ]
    ]
    assert [(one.paragraph_index, one.speaker) for one in said] == [
        (1, "Ana Varga"),
        (2, "Ana Varga"),
        (3, "Peter Lunt (Merrow)"),
        (4, "Q"),
    ]


def test_a_name_on_its_own_line_is_a_paragraph_that_nobody_is_asked_for(rows, tmp_path):
    said = labelled.write(tmp_path / "set", [rows], "Name, on its own line")
    assert printed(tmp_path / "set")[0][1:3] == ["Ana Varga", ROWS[1][1]]
    assert [one.paragraph_index for one in said] == [2, 3, 5, 7]


def test_a_row_with_a_label_of_its_own_is_not_judged_nor_what_follows_it(rows, tmp_path):
    rows[1]["text"] = "The word is Mr. Lunt's. Peter Lunt (Merrow): We have read it."
    said = labelled.write(tmp_path / "set", [rows], "Name: words")
    assert [one.paragraph_index for one in said] == [3, 4]


@pytest.mark.parametrize(
    ("index", "speaker", "judgement"),
    [
        (1, "Ana Varga", "right"),
        (1, "VARGA", "right"),
        (1, "Peter Lunt", "wrong"),
        (1, "", "lost"),
        (3, "Peter Lunt", "right"),
        (4, "interviewer", "right"),
        (4, "Ana Varga", "wrong"),
        (4, "", "lost"),
    ],
)
def test_a_paragraph_is_right_wrong_or_lost(rows, tmp_path, index, speaker, judgement):
    said = labelled.write(tmp_path / "set", [rows], "Name: words")
    (one,) = [one for one in said if one.paragraph_index == index]
    assert list(labelled.judged([one], [found(index, speaker)])) == [judgement]


def test_words_quoted_in_a_turn_do_not_make_it_right(rows, tmp_path):
    said = labelled.write(tmp_path / "set", [rows], "Name: words")
    assert list(labelled.judged(said[:1], [found(1, "Ana Varga", kind="direct")])) == ["lost"]


def test_every_corpus_that_is_there_is_read_back_in_every_layout(rows, tmp_path):
    with lzma.open(tmp_path / "ungd.jsonl.xz", "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)
    measured = labelled.measure(tmp_path, tmp_path / "work")
    assert [(entry["corpus"], entry["layout"]) for entry in measured] == [
        ("ungd", layout) for layout in labelled.LAYOUTS
    ]
    assert [entry["right"] for entry in measured] == [4, 4, 4, 0]  # names on lines must come again
