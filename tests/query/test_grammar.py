"""What queries are read as: the canonical form of every production of the grammar."""

from __future__ import annotations

from datetime import date

import pytest

from searchkit import query
from searchkit.query import nodes
from searchkit.query.fields import OWN_NAMES
from searchkit.schema import RESERVED, Schema

TODAY = date(2026, 11, 21)


def read(text: str, **options) -> query.Reading:
    return query.parse(text, today=TODAY, **options)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        # side by side, AND, OR, NOT and their signs
        ("tax cut", "tax AND cut"),
        ("tax && cut", "tax AND cut"),
        ("tax | cut", "tax OR cut"),
        ("tax||cut", "tax OR cut"),
        ("tax !cut", "tax AND NOT cut"),
        ("NOT (tax OR cut)", "NOT (tax OR cut)"),
        ("--tax", "NOT NOT tax"),
        ("+tax +cut", "tax AND cut"),
        ("tax OR (cut levy)", "tax OR (cut AND levy)"),
        ("((tax))", "tax"),
        ("tax (cut levy)", "tax AND cut AND levy"),
        ("tax OR (cut OR levy)", "tax OR cut OR levy"),
        # NEAR and its kind
        ("tax NEAR cut", "tax NEAR/10 cut"),
        ("tax W/3 cut", "tax NEAR/3 cut"),
        ("tax w/3 cut", "tax NEAR/3 cut"),
        ("tax ADJ/3 cut", "tax PRE/3 cut"),
        ("tax PRE cut", "tax PRE/10 cut"),
        ("tax NOT NEAR/5 cut", "tax NOT NEAR/5 cut"),
        ("tax NOT PRE cut", "tax NOT PRE/10 cut"),
        ("a NEAR/5 b PRE/2 c", "(a NEAR/5 b) PRE/2 c"),
        ("a NEAR/5 (b PRE/2 c)", "a NEAR/5 (b PRE/2 c)"),
        ('tax NEAR/5 (cut* OR "no levy")', 'tax NEAR/5 (cut* OR "no levy")'),
        ("levy tax NEAR/5 cut", "levy AND (tax NEAR/5 cut)"),
        ("tax NEAR/5 cut OR levy", "(tax NEAR/5 cut) OR levy"),
        ("w/o tax", "w/o AND tax"),
        ("George W Bush", "George AND W AND Bush"),
        # leaves
        ("=May", "=May"),
        ("=may", "=may"),
        ('="Home Secretary"~2', '="Home Secretary"~2'),
        ("=Tax*", "=Tax*"),
        ("starmer~", "starmer~1"),
        ("starmer~0", "starmer~0"),
        ("starmer~2", "starmer~2"),
        ('"tax cut"~0', '"tax cut"'),
        ('"tax   cut*"', '"tax cut*"'),
        ("“tax cut”", '"tax cut"'),
        ("«tax cut»", '"tax cut"'),
        ("„tax cut“", '"tax cut"'),
        ("„tax cut”", '"tax cut"'),
        (r'"say \"no\" now"', r'"say \"no\" now"'),
        ("C++ Q&A #MeToo @name £5.2bn 9/11", "C++ AND Q&A AND #MeToo AND @name AND £5.2bn AND 9/11"),
        ("не уступим 不会屈服", "не AND уступим AND 不会屈服"),
        ("10:30", "10:30"),
        ("tax,", "tax,"),
        # escapes
        (r"\OR", r"\OR"),
        (r"\-foo", r"\-foo"),
        (r"speeker\:smith", r"speeker\:smith"),
        (r"why\?", r"why\?"),
        (r"\t\a\x", "tax"),
        (r"ab\*cd*", '"ab cd*"'),
        (r"2021\..2022", r"\2021..2022"),
        # fields
        ("title:tax", "title:tax"),
        ("text:tax", "tax"),
        ("Title:=May", "title:=May"),
        ("title:(tax cut)", "title:tax AND title:cut"),
        ("title:(tax NEAR/5 cut)", "title:tax NEAR/5 title:cut"),
        ("title:*", "title:*"),
        ("author:varga", "by:varga"),
        ('outlet:"The Post"', 'source:"The Post"'),
        ("speaker:*", "speaker:*"),
        ("speaker:None", "speaker:none"),
        ('speaker:"none"', 'speaker:"none"'),
        ('speaker:"varga"', "speaker:varga"),
        ('speaker:" Anna   Varga "', 'speaker:"Anna Varga"'),
        ("speaker:O’Brien", "speaker:O’Brien"),
        ("role:Question", "role:question"),
        ("role:(question OR answer)", "role:question OR role:answer"),
        ("lang:EN", "lang:en"),
        ("article:2021/varga.md", "article:2021/varga.md"),
        ('article:"a: b"', 'article:"a: b"'),
        ("-speaker:varga", "NOT speaker:varga"),
        ("said:tax", "said:tax"),
        ('said:"tax cut"~2', 'said:"tax cut"~2'),
        ("said:(tax OR levy)", "said:tax OR said:levy"),
        ("said:(tax -levy)", "said:tax AND NOT said:levy"),
        ("said:(tax NEAR/5 cut)", "said:(tax NEAR/5 cut)"),
        ("said:*", "said:*"),
    ],
)
def test_a_query_is_read_as(text: str, canonical: str):
    assert read(text).read_as == canonical
    assert str(read(canonical).query) == canonical


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("date:2021", "date:2021-01-01..2021-12-31"),
        ("date:202109", "date:2021-09-01..2021-09-30"),
        ("date:2021-09-15..2021-09-15", "date:2021-09-15"),
        ("date:2021-W37", "date:2021-09-13..2021-09-19"),
        ("date:..2021-06", "date:..2021-06-30"),
        ("date:[2021 TO *]", "date:2021-01-01.."),
        ("date:[* TO 2021}", "date:..2020-12-31"),
        ("date:{2021 TO 2023}", "date:2022-01-01..2022-12-31"),
        ("date:[* TO *]", "date:*"),
        ("date:[15 Sept 2021 TO today]", "date:2021-09-15..2026-11-21"),
        ('date:"15 Sept 2021".."20 Sept 2021"', "date:2021-09-15..2021-09-20"),
        ("date:“Sept 2021”", "date:2021-09-01..2021-09-30"),
        ('date:>="15 Sept 2021"', "date:2021-09-15.."),
        ("date:<2021", "date:..2020-12-31"),
        ("date:<=2021", "date:..2021-12-31"),
        ("date:-30d", "date:2026-10-22"),
        ("date:-30d..today", "date:2026-10-22..2026-11-21"),
        ("date:yesterday", "date:2026-11-20"),
        ("date:(2021 OR -2d)", "date:2021-01-01..2021-12-31 OR date:2026-11-19"),
        ("date:(2021 -2021-06)", "date:2021-01-01..2021-12-31 AND NOT date:2021-06-01..2021-06-30"),
        ("from:2021 to:2021", "date:2021-01-01.. AND date:..2021-12-31"),
        ("since:-1y", "date:2025-11-21.."),
        ('before:"last month"', "date:..2026-09-30"),
        ("date:*", "date:*"),
        ("-date:none", "NOT date:none"),
    ],
)
def test_a_date_is_read_as_the_days_it_covers(text: str, canonical: str):
    assert read(text).read_as == canonical
    assert read(canonical).query == read(text).query


def test_an_order_of_day_and_month_decides_a_numeric_date():
    assert read("date:03/04/2021", date_order="DMY").read_as == "date:2021-04-03"
    assert read("date:03/04/2021", date_order="MDY").read_as == "date:2021-03-04"


def test_columns_of_ones_own_are_fields():
    schema = Schema().with_columns(["party"])
    assert read('party:"Civic Union"', schema=schema).query == nodes.Value("party", "Civic Union")


def said(text: str) -> list[tuple[str, ...]]:
    tree = read(text).query
    return [tuple(n.name for n in s.by) for s in query.walk(tree) if isinstance(s, nodes.Said)]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("said:tax", [()]),
        ("speaker:varga said:tax", [("varga",)]),
        ("said:(tax OR levy) speaker:varga", [("varga",), ("varga",)]),
        ("speaker:(varga OR orban) said:tax", [("varga", "orban")]),
        ("speaker:varga -said:tax", [("varga",)]),
        ("speaker:varga OR said:tax", [()]),
        ("-speaker:varga said:tax", [()]),
        ("(speaker:varga OR mentions:varga) said:tax", [()]),
        ("speaker:* said:tax", [()]),
        ("speaker:varga (said:tax OR (speaker:orban AND said:cut))", [("varga",), ("orban",)]),
        ("speaker:varga (levy OR (said:tax AND cut))", [("varga",)]),
    ],
)
def test_said_looks_in_the_speech_of_the_speakers_beside_it(text: str, speakers):
    assert said(text) == speakers


def test_every_node_knows_its_place_in_the_query():
    text = 'tax -speaker:"Anna Varga" date:2021'
    tree = read(text).query
    assert isinstance(tree, nodes.And)
    places = [text[slice(*child.span)] for child in tree.children]
    assert places == ["tax", '-speaker:"Anna Varga"', "date:2021"]


def test_the_tree_as_json_names_its_nodes_and_places():
    assert query.to_json(read('speaker:varga date:2021.. "tax cut"').query) == {
        "type": "and",
        "start": 0,
        "end": 35,
        "children": [
            {"type": "name", "start": 0, "end": 13, "field": "speaker", "name": "varga"},
            {"type": "date-range", "start": 14, "end": 25, "first": "2021-01-01", "last": None},
            {
                "type": "phrase",
                "start": 26,
                "end": 35,
                "text": "tax cut",
                "slop": 0,
                "exact": False,
                "field": "text",
            },
        ],
    }


def test_rewriting_reaches_the_names_inside_said():
    def bind(node):
        return nodes.Name(node.field, node.name, ("Anna Varga",)) if isinstance(node, nodes.Name) else node

    tree = query.rewrite(read("speaker:varga said:(tax NEAR/2 cut)").query, bind)
    name, heard = tree.children
    assert name.values == ("Anna Varga",)
    assert heard.by[0].values == ("Anna Varga",)


def test_no_column_can_take_a_name_that_the_language_uses_itself():
    assert set(OWN_NAMES) == RESERVED
    for name in OWN_NAMES:
        with pytest.raises(ValueError, match=name):
            Schema().with_columns([name])
