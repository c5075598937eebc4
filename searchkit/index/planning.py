"""What a build will do: which corpora it reads, and whether it can keep what is there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from searchkit import speech
from searchkit.analysis import UNICODE_VERSION
from searchkit.index.corpora import (
    OpenCorpus,
    check_apart,
    date_order_of,
    is_there,
    open_corpora,
    same_and_apart,
    schema_of,
)
from searchkit.index.metadata import Corpus, Metadata, Namesakes
from searchkit.schema import Schema


@dataclass(frozen=True, slots=True)
class Plan:
    """What one batch does: the corpora it reads, whether it starts from nothing, and with what fields.

    `made` is the metadata it will leave, but for the time and what attribution finds; `gone` are corpora
    whose folders are no longer there, and whose settings and corrections therefore count no more.
    """

    made: Metadata
    read: tuple[OpenCorpus, ...]
    fresh: bool
    schema: Schema
    gone: tuple[str, ...] = ()


def update(made: Metadata, given: tuple[Corpus, ...], schema: Schema) -> Plan:
    """Bring an index, with its metadata and schema, up to date with the corpora given.

    New columns, new rules of attribution, or a Python with other Unicode data make all of it be built
    anew.  Raises ConfigError.
    """
    check_apart(given, made.corpora)
    merged = made.with_corpora(given)
    # A corpus that is gone keeps its articles, until the index is rebuilt.
    there = [c for c in merged.corpora if c in given or is_there(Path(c.path))]
    opened = open_corpora(there)
    known = set(schema.columns)
    same_rules = made.speech in ("", speech.VERSION) and made.unicode in ("", UNICODE_VERSION)
    if same_rules and known.issuperset(schema_of(opened).columns):
        read = tuple(corpus for corpus in opened if corpus.corpus in given)
        gone = tuple(corpus.path for corpus in merged.corpora if corpus not in there)
        return Plan(_with_settings(merged, opened), read, False, schema, gone)
    return anew(merged, merged.corpora)


def anew(made: Metadata, given: tuple[Corpus, ...]) -> Plan:
    """Build everything from the corpora given. Raises ConfigError."""
    opened = open_corpora(given)
    blank = replace(made, corpora=given, namesakes=Namesakes())
    return Plan(_with_settings(blank, opened), opened, True, schema_of(opened))


def _with_settings(made: Metadata, opened: tuple[OpenCorpus, ...]) -> Metadata:
    same, apart = same_and_apart(opened)
    namesakes = replace(made.namesakes, same=same, apart=apart)
    order = date_order_of(opened)
    return replace(
        made, speech=speech.VERSION, unicode=UNICODE_VERSION, date_order=order, namesakes=namesakes
    )
