"""What an index knows about its own making, kept beside the documents and committed with them.

With it a rebuild needs no arguments.  Versions of schema and analysis are the engine's to keep and check.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from searchkit.errors import IndexDamagedError
from searchkit.index.copies import Copies


@dataclass(frozen=True, slots=True)
class Corpus:
    """One path an index was built from, and the configuration file named for it ("": the one beside it)."""

    path: str
    config: str = ""


@dataclass(frozen=True, slots=True)
class Namesakes:
    """What the collection knows besides spelling: who is no person, and who is (not) the same.

    others  names of organisations
    same    pairs of names that are one person;  `apart`: that are not
    titled  surname that kept its title -> full names it may stand for (see `names.cluster`); some of them
            may stand in no article any more
    """

    others: frozenset[str] = frozenset()
    same: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    titled: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the last build kept.

    copies      articles of the same text (see `index.copies`)
    built       its time, ISO 8601 in UTC
    speech      version of the attribution; with another one all is attributed anew
    unicode     version of the Unicode data that told words from signs; the same ("": not recorded)
    date_order  how 03/04/2021 is read in queries: as the configuration reads it in articles
    """

    corpora: tuple[Corpus, ...] = ()
    date_order: str | None = None
    built: str = ""
    speech: str = ""
    unicode: str = ""
    namesakes: Namesakes = Namesakes()
    copies: Copies = ()

    def write(self) -> dict[str, str]:
        """As an engine keeps it: small strings, each JSON."""
        return {
            "speech": json.dumps(self.speech),
            "unicode": json.dumps(self.unicode),
            "built": json.dumps(self.built),
            "corpora": json.dumps([[c.path, c.config] for c in self.corpora]),
            "date_order": json.dumps(self.date_order),
            "others": json.dumps(sorted(self.namesakes.others), ensure_ascii=False),
            "same": json.dumps(self.namesakes.same, ensure_ascii=False),
            "apart": json.dumps(self.namesakes.apart, ensure_ascii=False),
            "titled": json.dumps(self.namesakes.titled, ensure_ascii=False),
            "copies": json.dumps(self.copies, ensure_ascii=False),
        }

    @classmethod
    def read(cls, kept: Mapping[str, str]) -> Metadata:
        """What an engine kept. Raises IndexDamagedError where it is not what `write` gives."""
        if not kept:
            return cls()
        try:
            return cls._read({key: json.loads(value) for key, value in kept.items()})
        except (ValueError, KeyError, TypeError) as error:
            message = "what the index was made of is not told as searchkit tells it"
            raise IndexDamagedError(message, "searchkit rebuild PATH… makes it anew") from error

    @classmethod
    def _read(cls, values: Mapping[str, Any]) -> Metadata:
        return cls(
            corpora=tuple(Corpus(*pair) for pair in values["corpora"]),
            date_order=values["date_order"],
            built=values["built"],
            speech=values["speech"],
            unicode=values.get("unicode", ""),
            namesakes=Namesakes(
                frozenset(values["others"]),
                _pairs(values["same"]),
                _pairs(values["apart"]),
                {name: tuple(holders) for name, holders in values.get("titled", {}).items()},
            ),
            copies=tuple(tuple(ids) for ids in values.get("copies", ())),
        )

    @classmethod
    def salvage(cls, kept: Mapping[str, str]) -> Metadata:
        """Of what may be damaged or of another version: the corpora, where they can be read."""
        try:
            return cls(tuple(Corpus(str(path), str(config)) for path, config in json.loads(kept["corpora"])))
        except (ValueError, KeyError, TypeError):
            return cls()

    def with_corpora(self, added: tuple[Corpus, ...]) -> Metadata:
        """With further corpora; one of the same path, or inside a new one, is replaced."""
        kept = [c for c in self.corpora if not any(inside(c.path, a.path) for a in added)]
        return replace(self, corpora=(*kept, *added))


def inside(path: str, folder: str) -> bool:
    """Whether an absolute path is `folder` or lies below it."""
    return Path(path).is_relative_to(folder)


def _pairs(rows: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((one, other) for one, other in rows)
