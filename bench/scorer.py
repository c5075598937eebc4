"""Scores of speaker attribution, paragraph by paragraph, against gold.

Gold rows       article, paragraph_index, speaks (somebody besides the author does), and optionally
                maybe (unclear whether anybody does), speakers, optional (neither needed nor punished),
                direct (quoted directly), has_quote, orgs, unnamed, alts {name: other names}, confidence
                ("certain" unless given; anything else makes the row's speakers optional), author
Predicted rows  article, paragraph_index, speakers, and optionally other (somebody without a name
                speaks), direct

Names are the same when their last names agree and their first names agree or one is the other's initial,
after folding case, accents, titles, nicknames and ways to transliterate; a gold name of one word needs
the last name only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

MEASURES = ("speaks", "person", "who", "surname", "direct")

_TITLES = frozenset(
    "mr mrs ms miss dr prof professor sir lord lady rev reverend sen sens senator rep reps representative "
    "congressman congresswoman gov governor president vice prime minister secretary gen general lt col "
    "mayor judge justice speaker chairman chairwoman the jr sr ii iii".split()
)
_NICKNAMES = {
    short: names.split()
    for short, names in {
        "andy": "andrew", "bernie": "bernard", "bill": "william", "bob": "robert robby rob",
        "chris": "christopher", "chuck": "charles", "dan": "daniel", "dave": "david", "dick": "richard",
        "don": "donald", "ed": "edward", "greg": "gregory", "jeff": "jeffrey", "jen": "jennifer",
        "jim": "james", "joe": "joseph", "kate": "katherine", "ken": "kenneth", "liz": "elizabeth",
        "matt": "matthew", "mike": "michael", "nick": "nicholas", "pat": "patrick", "ron": "ronald",
        "sam": "samuel", "steve": "steven stephen", "ted": "theodore", "tim": "timothy", "tom": "thomas",
        "tony": "anthony",
    }.items()
}  # fmt: skip
_SHORT = {full: short for short, fulls in _NICKNAMES.items() for full in fulls}
# Spellings of one Slavic sound, longest first; each pair is applied to the whole word, in this order.
_SOUNDS = (
    ("yo", "e"), ("shch", "s"), ("sch", "s"), ("sh", "s"), ("kh", "h"), ("zh", "z"), ("tch", "c"),
    ("ch", "c"), ("ts", "c"), ("tz", "c"), ("ks", "x"), ("ck", "k"), ("ph", "f"), ("w", "v"),
)  # fmt: skip


@dataclass(slots=True)
class Tally:
    """Right, wrong and missed answers of one measure."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, right: int, wrong: int, missed: int) -> None:
        """Count some more."""
        self.right, self.wrong, self.missed = self.right + right, self.wrong + wrong, self.missed + missed

    @property
    def precision(self) -> float:
        """Share of the answers that are right, in per cent."""
        return 100 * self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found, in per cent."""
        return 100 * self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(slots=True)
class Scores:
    """All measures; `exact` counts paragraphs whose set of persons is exactly right."""

    tallies: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in MEASURES})
    paragraphs: int = 0
    exact: int = 0
    errors: list[tuple[str, int, list[str], list[str]]] = field(default_factory=list)  # missed, wrong

    def to_json(self) -> dict[str, Any]:
        """Per cents to a tenth."""
        rounded = {
            name: {"P": round(t.precision, 1), "R": round(t.recall, 1), "F1": round(t.f1, 1)}
            for name, t in self.tallies.items()
        }
        return {
            **rounded,
            "exact": round(100 * self.exact / max(self.paragraphs, 1), 1),
            "paragraphs": self.paragraphs,
        }


def score(gold: Iterable[Mapping[str, Any]], predicted: Iterable[Mapping[str, Any]]) -> Scores:
    """Score predictions; a paragraph without a row is predicted to be the author's alone."""
    by_place = {(row["article"], row["paragraph_index"]): row for row in predicted}
    scores = Scores()
    for row in gold:
        _Paragraph(row, by_place.get((row["article"], row["paragraph_index"]), {}), scores).count()
    return scores


class _Paragraph:
    """One gold row beside its prediction."""

    def __init__(self, gold: Mapping[str, Any], predicted: Mapping[str, Any], scores: Scores) -> None:
        self.gold, self.predicted, self.scores = gold, predicted, scores
        self.certain = gold.get("confidence", "certain") == "certain"
        named = list(gold.get("speakers") or ())
        self.wanted = named if self.certain else []
        self.optional = [*(gold.get("optional") or ()), *(() if self.certain else named)]
        self.given = self._without_authors(predicted.get("speakers"))

    def count(self) -> None:
        """Add this paragraph to every measure."""
        self._speaks()
        self._persons()
        self._direct()

    def _speaks(self) -> None:
        if self.gold.get("maybe") or not self.certain:
            return
        found, true = bool(self.given or self.predicted.get("other")), bool(self.gold["speaks"])
        self.scores.tallies["speaks"].add(found and true, found and not true, true and not found)

    def _persons(self) -> None:
        hits, missed, wrong = self._compare(self.given, self.wanted, self.gold.get("alts") or {})
        tallies = self.scores.tallies
        tallies["who"].add(hits, len(wrong), len(missed))
        self.scores.paragraphs += 1
        self.scores.exact += not missed and not wrong
        if missed or wrong:
            self.scores.errors.append((self.gold["article"], self.gold["paragraph_index"], missed, wrong))
        somebody, anybody = bool(hits or wrong), bool(self.wanted)
        tallies["person"].add(somebody and anybody, bool(wrong) and not anybody, anybody and not somebody)
        hits, missed, wrong = self._compare(
            self.given, self.wanted, self.gold.get("alts") or {}, surname=True
        )
        tallies["surname"].add(hits, len(wrong), len(missed))

    def _direct(self) -> None:
        wanted = list(self.gold.get("direct") or ()) if self.certain else []
        if "direct" in self.predicted:
            given = self._without_authors(self.predicted["direct"])
        else:
            given = self.given if self.gold.get("has_quote") else []
        hits, missed, wrong = self._compare(given, wanted, self.gold.get("alts") or {})
        # Who speaks here, but is not quoted directly, is no error of this measure.
        wrong = [name for name in wrong if not any(same(name, other) for other in self.wanted)]
        self.scores.tallies["direct"].add(hits, len(wrong), len(missed))

    def _without_authors(self, names: Iterable[str] | None) -> list[str]:
        authors = self.gold.get("author") or ()
        return [n for n in dict.fromkeys(names or ()) if not any(same(n, author) for author in authors)]

    def _compare(
        self, given: list[str], wanted: list[str], alts: Mapping[str, Iterable[str]], *, surname: bool = False
    ) -> tuple[int, list[str], list[str]]:
        """Number of hits, wanted names that are missing, given names that are wrong; one to one."""
        missing, wrong = list(wanted), []
        for name in given:
            for candidate in missing:
                if any(same(name, form, surname=surname) for form in (candidate, *alts.get(candidate, ()))):
                    missing.remove(candidate)
                    break
            else:
                wrong.append(name)
        return len(wanted) - len(missing), missing, [name for name in wrong if not self._neutral(name)]

    def _neutral(self, name: str) -> bool:
        if any(same(name, other, surname=True) for other in self.optional):
            return True
        lowered = name.lower()
        others = (o.lower() for o in (*(self.gold.get("orgs") or ()), *(self.gold.get("unnamed") or ())))
        return any(lowered == other or (" " in lowered and lowered in other) for other in others)


def same(given: str, gold: str, *, surname: bool = False) -> bool:
    """Is the name given the gold name (with `surname`: its last name)?"""
    (given_first, given_last), (first, last) = _parts(given), _parts(gold)
    if not given_last or given_last != last:
        return False
    if surname or not first:
        return True
    if not given_first:
        return False
    initial = min(len(given_first), len(first)) == 1 and given_first[0] == first[0]
    return given_first == first or initial


@cache
def _parts(name: str) -> tuple[str, str]:
    """First and last name, folded; "" for a first name that is not there."""
    spaced = re.sub(r"['’]s\b", "", name).replace(".", ". ")
    words = [word for word in re.split(r"[\s,]+", spaced) if word]
    words = [word for word in words if word.strip(".").lower() not in _TITLES] or words
    if not words:
        return "", ""
    first = words[0].strip(".").lower()
    return _folded(_SHORT.get(first, first)) if len(words) > 1 else "", _folded(words[-1])


def _folded(word: str) -> str:
    plain = (ch for ch in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(ch))
    folded = re.sub(r"[^a-z\u0400-\u04ff]", "", "".join(plain))
    for spelling, sound in _SOUNDS:
        folded = folded.replace(spelling, sound)
    folded = re.sub(r"(?:iy|ii|yi|ij|yy|y|i)$", "i", folded)
    folded = re.sub(r"[yij]*([aeou])[yij]*", r"\1", folded)
    return re.sub(r"(.)\1+", r"\1", folded)
