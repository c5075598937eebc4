"""Who wrote it: names in bylines and author fields."""

from __future__ import annotations

import re
from functools import lru_cache

from searchkit.patterns import lazy

# What stands before the names, in the languages that articles come in.
_LABEL = lazy(
    r"(?:(?:by[- ]?line|authors?|written by|text by|words by|reported by|reporting by|story by|by"
    r"|von|autor(?:in|en|es|a|e)?|text|texto|texte|par|por|di|auteure?|door"
    r"|автор(?:ы|и|ка)?|текст)(?:\s*[:：]\s*|\s+))",
    re.IGNORECASE,
)
# Others who are named above a text; a headline has a colon too, so these are listed.
_OTHER_LABEL = lazy(
    r"(?:speakers?|president|minister|senator|interview(?:er|ee|ed by)?|moderators?|hosts?|guests?|experts?"
    r"|commentators?|columnist|editors?|translat(?:or|ed by)|photographer|recorded by"
    r"|interview(?:partner)?|moderation|redner(?:in)?|interviewé|invité|entrevista|ведущ(?:ий|ая)"
    r"|беседовала?|эксперт|гость|переводчик)\s*[:：]\s*",
    re.IGNORECASE,
)

_PARTICLES = frozenset(
    "de da do dos del della der den di du des la le von van zu zum ten ter bin ibn al el af av".split()
)
# Capitalised words of bylines that are no part of a name.
_NO_NAME = frozenset(
    "staff writer reporter correspondent editor agency news press desk team bureau contributor "
    "columnist political foreign special senior chief editorial board opinion guest service "
    "redaktion korrespondent редакция корреспондент".split()
)
_NAME_WORD = lazy(r"[^\W\d_][^\W\d_’'.-]*(?:[’'.-][^\W\d_]+)*\.?")
_AND = lazy(r"\s(?:and|&|und|et|y|e|и|та)\s")
_STOP = lazy(r"\s*[,;|/•·—–]")
_BETWEEN = lazy(r"\s*(?:[,;|/•·—–]|\band\b|&|\bund\b|\bet\b|\by\b|\be\b|\bи\b|\bта\b)\s*")


def is_name(text: str) -> bool:
    """Two to five capitalised words (particles aside), as persons are printed."""
    parts = text.split()
    if not 2 <= len(parts) <= 5 or len(text) > 60:
        return False
    if any(p.casefold().rstrip(".") in _NO_NAME for p in parts):
        return False
    if parts[0] in _PARTICLES and len(parts) == 2:
        return False
    return (
        all(
            _NAME_WORD.fullmatch(p) and (p[0].isupper() or (p.casefold() in _PARTICLES and i > 0))
            for i, p in enumerate(parts)
        )
        and parts[-1][0].isupper()
    )


def names(text: str) -> tuple[str, ...]:
    """Names listed in a byline without its label; parts that are no names (places, roles) drop out."""
    found = []
    for part in _BETWEEN.split(text):
        name = re.split(r"\s+(?:in|at|aus|из|à|à|en)\s+|\s*[(,]", part.strip(" .*_"), maxsplit=1)[0]
        if is_name(name) and name not in found:
            found.append(name)
    return tuple(found)


def authors_in(line: str) -> tuple[str, ...]:
    """Authors of a line like "By Anna Varga and Tomas Rehn, Tarvin"; () where it is no byline.

    Behind a comma stands the place or the paper as often as another author, so only names joined by
    "and" count as several.
    """
    match = _LABEL.match(line)
    if match is None or len(line) > 200:
        return ()
    listed = line[match.end() :]
    joints = list(_AND.finditer(listed))
    end = joints[-1].end() if joints else 0
    return names(listed[:end] + _STOP.split(listed[end:])[0])


@lru_cache(maxsize=1024)  # of the articles of a newspaper many have the same
def authors_of(value: str) -> tuple[str, ...]:
    """Authors of an author field, kept as they stand where they are no names of persons.

    "Varga, Anna" is one person, "Anna Varga, Tomas Rehn" two, "Tarvin News Agency" one author.
    """
    bare = _LABEL.sub("", value.strip(), count=1) if _LABEL.match(value.strip()) else value.strip()
    if not bare:
        return ()
    inverted = re.fullmatch(r"([^\W\d_][\w’'-]*),\s*([^\W\d_][\w’'.-]*(?: [A-Z]\.)?)", bare)
    if inverted:
        return (f"{inverted[2]} {inverted[1]}",)
    if ";" in bare:
        return tuple(p.strip() for p in bare.split(";") if p.strip())
    parts = [p for p in _BETWEEN.split(bare) if p]
    if len(parts) > 1 and all(is_name(p) for p in parts):
        return tuple(dict.fromkeys(parts))
    return names(bare) or (bare,)


def is_labelled_name(line: str) -> bool:
    """ "Interviewer: Tomas Rehn": one label and one name, and nothing more."""
    match = _OTHER_LABEL.match(line)
    return match is not None and is_name(line[match.end() :].strip())
