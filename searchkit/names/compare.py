"""Whether two printed names may be one person, and whether a name in a query means a stored one."""

from __future__ import annotations

from searchkit.names.parts import PersonalName, forms, parse

_NONE: frozenset[int] = frozenset()
_PATRONYMIC = ("ovich", "evich", "ovna", "evna", "ivna")  # of skeletons


def same_given(one: str, other: str) -> bool:
    """Whether two given names (skeletons) agree: equal, an initial, or forms of one name."""
    if one == other:
        return True
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return not forms().get(one, _NONE).isdisjoint(forms().get(other, _NONE))


def _given_agree(one: PersonalName, other: PersonalName) -> bool:
    if not same_given(one.given[0], other.given[0]):
        return False
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return False
    middle, others = one.given[1:], other.given[1:]
    # George W. Bush is not George H. W. Bush
    return not (middle and others) or middle[0][0] == others[0][0]


def _swapped(one: PersonalName, other: PersonalName) -> bool:
    """ "Varga Anna" and "Anna Varga"."""
    return (
        len(one.given) == len(other.given) == 1
        and one.given[0] == other.surname
        and one.surname == other.given[0]
    )


def same_person(one: str, other: str) -> bool:
    """Whether two names may be one person's by their spelling: surname and given name agree.

    A bare surname agrees with a bare surname only; which full name it belongs to is a question of the
    article (the roster) or of the collection (`cluster`), not of spelling.
    """
    return agree(parse(one), parse(other))


def agree(a: PersonalName, b: PersonalName) -> bool:
    """`same_person` of names taken apart already."""
    if a.whole == b.whole:
        return bool(a.whole) and (not a.suffix or not b.suffix or a.suffix == b.suffix)
    if not a.given or not b.given:
        return a.surname == b.surname and a.given == b.given
    return (a.surname == b.surname and _given_agree(a, b)) or _swapped(a, b)


def differ_in_middle(one: str, other: str) -> bool:
    """Whether of two spellings one has a middle name and the other none: "Anna Mara Holm", "Anna Holm".

    Such spellings are put together, and are two people now and then. Initials and patronymics say nothing.
    """
    shorter, longer = sorted((parse(one).given, parse(other).given), key=len)
    return len(shorter) == 1 < len(longer) and len(longer[1]) > 1 and not longer[1].endswith(_PATRONYMIC)


def is_called(name: str, stored: str) -> bool:
    """Whether a full name is just this one, whatever its case, script and titles; no initials."""
    asked, held = parse(name), parse(stored)
    full = bool(asked.given) and len(asked.given[0]) > 1
    return full and (asked.whole, asked.suffix) == (held.whole, held.suffix)


def matches(query: str, stored: str) -> bool:
    """Whether a name typed in a query means the person stored under another printed name.

    "lavrov", "Sergey Lavrov", "Лавров" and "s. lavrov" mean "Sergei Lavrov"; "Cruz" means Ted Cruz and
    Heidi Cruz; "Ted Cruz" does not mean "Heidi Cruz"; a full name means a stored bare surname only
    when that is all that is typed.
    """
    asked, held = parse(query), parse(stored)
    if not asked.surname:
        return False
    if asked.whole in (held.whole, held.surname):
        return True
    if not asked.given:
        return _surname_asked(asked, held)
    if not held.given:
        return False
    if asked.surname == held.surname:
        return _given_agree(asked, held)
    return _swapped(asked, held) or _first_surname(asked, held)


def _surname_asked(asked: PersonalName, held: PersonalName) -> bool:
    if asked.surname == held.surname:
        return not asked.particle or asked.particle == held.particle
    # "Sánchez" for "Pedro Sánchez Pérez-Castejón", but not "Paul" for "Anna Paul Smith"
    return asked.surname in held.given[1:] and len(asked.surname) > 1 and asked.surname not in forms()


def _first_surname(asked: PersonalName, held: PersonalName) -> bool:
    """ "Pedro Sánchez" for "Pedro Sánchez Pérez-Castejón"."""
    return (
        len(asked.given) == 1
        and asked.surname in held.given[1:]
        and asked.surname not in forms()
        and same_given(asked.given[0], held.given[0])
    )
