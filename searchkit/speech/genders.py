"""The gender of persons whom neither a title nor the census tells: by endings, kin words and pronouns.

A wrong gender gives "she" to the wrong person, so evidence that contradicts itself tells nothing.
Checked on persons whose title tells: nineteen of twenty genders found by pronouns are right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from searchkit.names import has_courtesy_title, parse
from searchkit.patterns import lazy
from searchkit.speech.namelists import english
from searchkit.speech.tokens import CLOSING, OPENING, Tokens
from searchkit.speech.wordlists import FEMININE, MASCULINE

if TYPE_CHECKING:
    from searchkit.speech.mentions import Mention

# Given names that the census lacks or has too few of, from politics outside of the United States.
_GIVEN = {
    "m": """
        abdullah aldo aleksandr aleksei alexei alexey ali anatoly andrei andrey andrii andriy andrzej anton
        arkady artem arvid aslan axel bashar benyamin bogdan boris borys cem cyril daniil denis denys
        dieter dmitri dmitriy dmitry dmytro donald eduard emmanuel emre enrique erdem evgeny faisal
        fyodor gennady georgi georgy gerhard giorgi gleb gregor grigory grzegorz gunther hamid hans hassan
        heinrich helmut henrik hussein ibrahim igor ihor ilham ilia ilya imran ismail ivan jacek jair jan
        jarosław javier jens jerzy johannes jorge josef juha jurgen karim karl kaspar kirill klaus
        konstantin lars lech leonid lorenz lukas maciej mahmoud maksim maksym marek mario mateusz matthias
        maxim mehmet mehdi miklos mikhail mikheil milan miloš mohamed muhammad mustafa mykhailo mykola
        nabil narendra nikita nikolai nikolay nils nikos olaf oleg oleh oleksandr oleksiy olivier omar
        osgood osman otto pavel pavlo pedro petr petro petteri piers pietro piotr radoslaw rahul rashid
        recep reinhard reza roman ruslan rustam sándor sebastian sepp serge sergei sergej sergey
        serhiy sigmar silvio slobodan stanislav stefan svein taras tariq timur tomas tomasz toomas ulrich
        umar uwe vadim valentin valery vasily vasyl viktor vitali vitaliy vitaly vladimir vladislav
        volodymyr vyacheslav wilhelm wladimir wojciech wolfgang xavier yaroslav yegor yevgeny yuri yuriy
        yury yusuf zoran
    """,
    "f": """
        agnieszka aiko aisha aleksandra alexandra alina amina anastasia anastasiya angela anneliese
        annegret astrid asya ayesha barbel beata birgit brigitte carmen catarina catherine chiara
        chrystia claudia cristina dagmar daria darya ekaterina elena elke elvira emine ewa fatima fatma
        federica franziska frauke galina giorgia giulia gudrun halina hanne hanna heike helga ilse
        inga ingeborg ingrid irina iryna isabella ivana jacinda jadwiga jana joanna julia kaja karin
        katarin katarina katarzyna katerina katharina katja katrin khadija kristina ksenia larisa larysa
        leyla liudmila ludmila ludmyla maia malala małgorzata maria mariana marija marine mariya marta
        mette michaela milena nadezhda nadia natalia nataliya natalya ngozi nina olena olga oksana
        paula petra renate roza saskia sanna sevgi shirin sigrid silke simonetta sofia sofiya solveig
        svetlana svitlana taisia tamara tatiana tatyana teresa ulrike ursula valentina valeria vera
        veronika viktoria yekaterina yelena yulia yuliya zinaida zuzana
    """,
}
_GENDER_OF_GIVEN = {name: gender for gender, names in _GIVEN.items() for name in names.split()}

# Given names of men and of women: titles and pronouns tell more of them than any list.
_EITHER = frozenset(
    """
    alex ashley aubrey avery blair cameron carey casey charlie chris courtney dana dominique drew
    frankie gale hilary jackie jamie jan jean jessie jody jordan kelly kerry kim lee leigh leslie
    lindsay lindsey loren lynn marion marty merle michele morgan nicola noel pat paris quinn reese
    riley robbie robin ronnie rory sam sandy sasha shannon shelby sidney stacey stacy stevie sydney
    taylor terry tracey tracy val whitney
    """.split()
)

# Patronymics and surnames whose ending tells, of Slavic names in Latin and Cyrillic letters.
_MALE_ENDING = lazy(
    r"(?:[oe]vich|ovych|[oe]wicz|[^aeiou][oe]v|sk[iy]y?|skij|ович|евич|йович|[^аеиоу][ое]в|ский|цкий|ський|цький)$"
)
_FEMALE_ENDING = lazy(
    r"(?:[oe]vna|ivna|ichna|[a-z]{2}[oe]va|skaya|skaja|ska|ówna|овна|евна|ічна|ична|[а-я]{2}[ое]ва|ская|цкая|ська|цька)$"
)
_PATRONYMIC = lazy(r"(?:[oe]vich|[oe]vna|ovych|[iy]vna|ович|евич|йович|овна|евна|івна)$")
_CYRILLIC = lazy(r"[а-яёіїєґ]")
_MEN_IN_A = frozenset("никита илья кузьма фома лука савва микита ілля хома лука сава микола гаврила".split())

_KIN = {
    "m": frozenset("husband father son brother uncle nephew grandfather grandson stepson stepfather".split()),
    "f": frozenset("wife mother daughter sister aunt niece grandmother granddaughter widow".split()),
}
_KIN_GENDER = {word: gender for gender, words in _KIN.items() for word in words}
_PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
}
_SUBJECTS = frozenset(["He", "She"])
_END = "."
# What a word says of who was named before it: a gender, or that the sentence ends.
_TOLD = _PRONOUNS | dict.fromkeys((_END, "!", "?"), _END)
_POSSESSIVE = frozenset(["'s", "’s"])
# Evidence for one gender must be so many times that for the other.
_CLEARLY = 3


def gender_of_title(title: str | None) -> str | None:
    """The gender a title tells, by its bare lower-case form."""
    if title in MASCULINE:
        return "m"
    return "f" if title in FEMININE else None


def knows_given(word: str) -> bool:
    """Whether a word, in lower case, is a given name of our own list."""
    return word in _GENDER_OF_GIVEN


def is_patronymic(word: str) -> bool:
    """Whether a word, in lower case, is the second of three names: Andreyevna."""
    return bool(_PATRONYMIC.search(word))


def complete(
    names: Iterable[str], mentions: Sequence[Mention], tokens: Tokens, known: Mapping[str, str]
) -> dict[str, str]:
    """Name -> "m" or "f" for those of `names` that `known` does not tell, where the article or the name does.

    `mentions` are all of the article, in reading order.
    """
    unknown = [name for name in names if name not in known]
    if not unknown:
        return {}
    found = {name: gender for name in unknown if (gender := of_name(name))}
    left = frozenset(unknown).difference(found)
    if left:
        found |= by_context(left, mentions, tokens)
    return found


def of_given(given: str, listed: Mapping[str, str]) -> str | None:
    """The gender of a given name, in lower case, by the census (`listed`) and our own list."""
    if given in _EITHER:
        return None
    return listed.get(given) or _GENDER_OF_GIVEN.get(given)


def of_person(name: str) -> str | None:
    """The gender that a full name tells, wherever it stands."""
    return of_given(name.split()[0].lower(), english().gender) or of_name(name)


@lru_cache(1 << 14)  # news names the same people over and over
def of_name(name: str) -> str | None:
    """The gender that the endings of a full name tell: a patronymic's, a Slavic surname's or given name's."""
    words = name.lower().split()
    if len(words) < 2:
        return None
    for word in reversed(words[1:]):
        if _FEMALE_ENDING.search(word):
            return "f"
        if _MALE_ENDING.search(word):
            return "m"
    if _CYRILLIC.match(words[0]):
        return "f" if words[0][-1] in "ая" and words[0] not in _MEN_IN_A else None
    return None


def titled(names: Iterable[str]) -> dict[str, list[str]]:
    """ "Ms Varga" -> the full names of a collection that she may stand for, in their order.

    They have her surname and are known to be of the gender that the title tells.
    """
    listed = list(names)
    alone = [name for name in listed if has_courtesy_title(name) and len(name.split()) == 2]
    surnames = {parse(name).surname for name in alone}
    if not surnames:
        return {}
    holders = [name for name in listed if (parts := parse(name)).given and parts.surname in surnames]
    found: dict[str, list[str]] = {}
    for name in alone:
        gender, surname = gender_of_title(name.split()[0].lower().strip(".")), parse(name).surname
        found[name] = [n for n in holders if parse(n).surname == surname and of_person(n) == gender]
    return found


def by_context(
    unknown: frozenset[str], mentions: Sequence[Mention], tokens: Tokens, least: int = 1
) -> dict[str, str]:
    """Genders of `unknown` names by kin words before them, and by pronouns behind who opens a paragraph.

    least  pieces of evidence that it takes
    """
    votes: defaultdict[str, dict[str, int]] = defaultdict(lambda: {"m": 0, "f": 0})
    paragraph, first = -1, ""
    for place, mention in enumerate(mentions):
        if mention.paragraph != paragraph:
            paragraph, first = mention.paragraph, mention.name
        if mention.name not in unknown:
            continue
        kin = _kin_before(mention, tokens)
        if kin:
            votes[mention.name][kin] += 2
        if mention.name == first:  # else the pronouns may mean who was named before
            following = mentions[place + 1 : place + 2]
            stop = tokens.bounds[paragraph + 1]
            if following and following[0].paragraph == paragraph:
                stop = following[0].first
            for told in _pronouns(mention, stop, tokens):
                votes[mention.name][told] += 1
    return {name: gender for name, counts in votes.items() if (gender := _decided(counts, least))}


def _decided(counts: Mapping[str, int], least: int) -> str | None:
    for gender, other in (("m", "f"), ("f", "m")):
        if counts[gender] >= least and counts[gender] >= _CLEARLY * counts[other]:
            return gender
    return None


def _kin_before(mention: Mention, tokens: Tokens) -> str | None:
    """ "his sister Ingrid Hale", "her husband, Tom Hale"."""
    start = tokens.bounds[mention.paragraph]
    at = mention.first - 1
    if at > start and tokens.word(at) == ",":
        at -= 1
    return _KIN_GENDER.get(tokens.word(at)) if at >= start else None


def _pronouns(mention: Mention, stop: int, tokens: Tokens) -> Iterable[str]:
    """Genders of the pronouns from a mention to the end of its sentence; and of one opening the next."""
    words, quoted, last = tokens.table.words, tokens.quoted, mention.last
    behind = [words[number] for number in tokens.ids[last:stop]]
    if behind and behind[0] in _POSSESSIVE:
        return
    for at, told in enumerate(map(_TOLD.get, behind)):
        if told == _END:
            following = next(
                (i for i in range(at + 1, len(behind)) if behind[i] not in (OPENING, CLOSING)), at
            )
            if behind[following] in _SUBJECTS and not quoted[last + following]:
                yield _PRONOUNS[behind[following].lower()]
            return
        if told and not quoted[last + at]:
            yield told
