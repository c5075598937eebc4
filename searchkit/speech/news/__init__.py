"""Who speaks in news prose: a learned model, evaluated in numpy.

Words are tagged (source, cue, content) by a conditional random field; boosted trees then decide which
names and pronouns are sources, whom a pronoun means, and which persons speak in a paragraph.
`docs/attribution-model.md` is the card: data, licence, figures. Weights are read at the first call.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searchkit.records import Attribution
    from searchkit.speech.people.roster import Roster

languages: frozenset[str] = frozenset(["en"])

__all__ = ["attribute", "attribute_batch", "languages", "load"]


def attribute(roster: Roster, skip: Collection[int] = ()) -> list[tuple[Attribution, ...]]:
    """Attributions of one article, one tuple a paragraph; () for skipped ones.

    `roster` is the article's (`searchkit.speech.people.roster.build`) and brings its paragraphs; `skip` are
    the numbers of paragraphs that are decided elsewhere or are nobody's prose.
    """
    return attribute_batch([(roster, skip)])[0]


def attribute_batch(
    articles: Sequence[tuple[Roster, Collection[int]]],
) -> list[list[tuple[Attribution, ...]]]:
    """`attribute` for several articles at once: the same answers, several times as fast.

    Some thousand paragraphs are a good batch.
    """
    from searchkit.speech.news import model, reporting

    rosters = [roster for roster, _ in articles]
    if not any(_has_prose(roster, skip) for roster, skip in articles):
        return [[()] * roster.tokens.paragraphs for roster in rosters]
    loaded = model.english()
    findings = loaded.read(rosters, [skip for _, skip in articles])
    return reporting.report(findings, rosters, loaded.thresholds)


def load() -> None:
    """Read the weights now, and not at the first call."""
    from searchkit.speech.news import model

    model.english()


def _has_prose(roster: Roster, skip: Collection[int]) -> bool:
    bounds = roster.tokens.bounds
    return any(bounds[n] < bounds[n + 1] for n in range(roster.tokens.paragraphs) if n not in skip)
