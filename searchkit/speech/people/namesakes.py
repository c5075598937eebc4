"""Two people of one surname in an article: whom the surname alone means.

The pronouns around the bare surname may tell, where a man and a woman have it; else it means the one whom
the article names far oftener, or who is named in full in this or the paragraph before, and no other since.
Where nothing tells, the surname stays a surname: half a name is better than a wrong one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from searchkit.names import same_person
from searchkit.speech.people import genders
from searchkit.speech.people.mentions import Mention
from searchkit.speech.people.tokens import Tokens

FAR_OFTENER = 3
LEAST = 2  # pronouns that it takes
_MOST = 50  # bearers of one surname that are told apart
NEARBY = 1  # paragraphs before, in which a full name still tells whom the surname means


def told_apart(
    mentions: list[Mention],
    bearers: Mapping[str, Sequence[str]],
    weight: Mapping[str, float],
    gender: Mapping[str, str],
    tokens: Tokens,
) -> list[Mention]:
    """The mentions, with bare surnames of several people given to the one they mean, or left as printed.

    bearers  surname -> full names
    weight   how often a full name stands in the article, known names with more
    """
    several = {surname: names for surname, names in bearers.items() if len(names) > 1}
    if not several:
        return mentions
    full = Counter([m.name for m in mentions if m.form == "full"])
    shared = {
        surname: own for surname, names in several.items() if len(own := _sure(names, full, gender)) > 1
    }
    if not shared:
        return mentions
    of = {name: surname for surname, names in shared.items() for name in names}
    told = _by_gender(shared, of, mentions, gender, tokens)
    recent: dict[str, tuple[str, int]] = {}
    result = []
    for mention in mentions:
        surname = of.get(mention.name)
        if surname is not None and mention.form == "full":
            recent[surname] = mention.name, mention.paragraph
        elif surname is not None and mention.form == "surname":
            meant = told.get(surname) or _meant(mention, shared[surname], weight, recent.get(surname))
            mention = mention._replace(name=meant) if meant else _bare(mention, tokens)
        result.append(mention)
    return result


def _sure(names: Sequence[str], full: Mapping[str, int], gender: Mapping[str, str]) -> list[str]:
    """Those who are surely people, each once: a known given name, or named in full more than once."""
    sure: list[str] = []
    for name in names[:_MOST]:
        named = full[name] > 1 or (full[name] and name in gender)
        if named and not any(same_person(name, other) for other in sure):
            sure.append(name)
    return sure


def _by_gender(
    shared: Mapping[str, Sequence[str]],
    of: Mapping[str, str],
    mentions: Sequence[Mention],
    gender: Mapping[str, str],
    tokens: Tokens,
) -> dict[str, str]:
    """Surname -> the one bearer of the gender that the pronouns around the bare surname have."""
    asked = frozenset(s for s, names in shared.items() if len({gender.get(n, "") for n in names} - {""}) > 1)
    if not asked:
        return {}
    alone = [m._replace(name=of[m.name]) if m.form == "surname" and m.name in of else m for m in mentions]
    found = {}
    for surname, told in genders.by_context(asked, alone, tokens, LEAST).items():
        meant = [name for name in shared[surname] if gender.get(name, told) == told]
        if len(meant) == 1:
            found[surname] = meant[0]
    return found


def _meant(
    mention: Mention, names: Sequence[str], weight: Mapping[str, float], recent: tuple[str, int] | None
) -> str:
    first, second = sorted(names, key=lambda name: -weight.get(name, 0))[:2]
    last, paragraph = recent or ("", -1 - NEARBY)
    near = mention.paragraph - paragraph <= NEARBY
    if weight.get(first, 0) >= FAR_OFTENER * weight.get(second, 0):
        return first
    return first if last == first or not near else ""


def _bare(mention: Mention, tokens: Tokens) -> Mention:
    printed = " ".join(map(tokens.word, range(mention.first, mention.last)))
    return mention._replace(name=printed, form="lone")
