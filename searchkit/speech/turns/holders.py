"""Who the holder of a label is: full names for "MS. PSAKI:", "Varga:", "THE PRESIDENT:".

A full name stands in another label, in the article's persons (roster), or beside the surname somewhere
in title or text.  Where two persons fit, the surname stays as it is printed: half a name is better than a
wrong one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from searchkit.names import fold, is_title, parse, same_given, same_person
from searchkit.patterns import lazy
from searchkit.records import Person, Sort
from searchkit.speech.labelwords import SENTENCE_WORDS
from searchkit.speech.lexicon import ORGANISATION_WORDS
from searchkit.speech.people.namelists import english
from searchkit.speech.people.roster import Roster
from searchkit.speech.people.wordlists import GENTLEMEN, LADIES
from searchkit.speech.turns.elsewhere import is_told
from searchkit.speech.turns.labels import Holder, Label
from searchkit.speech.turns.vocabulary import Vocabulary

INTERVIEWER = Person("interviewer", sort=Sort.UNNAMED)
_MALE_TITLE = lazy(rf"\b(?:{'|'.join(sorted(GENTLEMEN))}|г-н|пан)\b\.?", re.IGNORECASE)
_FEMALE_TITLE = lazy(rf"\b(?:{'|'.join(sorted(LADIES))}|г-жа|пані)\b\.?", re.IGNORECASE)
_VOWEL = lazy(r"[AEIOUYАЕЁИОУЫЭЮЯІЇЄ]")
_OFFICE = lazy(r"^(?:the\s+)?(?P<office>[^\W\d_]+(?:\s[^\W\d_]+){0,2})$", re.IGNORECASE)

_GUEST = lazy(
    r"\b(?i:interview|q ?& ?a|conversation|talk|questions?|chat|gespräch|entretien|entrevista)\b[^.:?]{0,30}?"
    r"(?:\s(?:with|for|to|mit|avec|con|a)|:)\s(?P<name>[A-ZÄÖÜÉ][\w’'-]+(?:\s[A-ZÄÖÜÉ][\w’'-]+){1,2})\s*$"
)


class Holders:
    """Resolves labels of one article to persons, each once.

    labels  those of its paragraphs; `given` those that came with it
    """

    def __init__(
        self, labels: Mapping[int, Label], given: Iterable[Label], words: Vocabulary, roster: Roster
    ) -> None:
        self.words = words
        self.roster = roster
        self.turns = labels
        self.labels = (*labels.values(), *given)
        self.full = self._full_names(self.labels)
        self.known: dict[str, tuple[Person, float]] = {}

    @staticmethod
    def _full_names(labels: Iterable[Label]) -> list[str]:
        """Full names that stand alone in a label, commonest first, one spelling each."""
        counts = Counter(
            in_case(label.name)
            for label in labels
            if label.holder is Holder.PERSON
            and not label.phrase
            and len("".join(parse(label.name).given)) > 1
        )
        names: list[str] = []
        for name, _ in counts.most_common():
            if not any(same_person(name, other) for other in names):
                names.append(name)
        return names

    def resolve(self, label: Label) -> tuple[Person, float]:
        """The person (organisation, unnamed speaker) behind a label, with the chance of being right."""
        found = self.known.get(label.printed)
        if found is None:
            found = self.known[label.printed] = self._resolve(label)
        return found

    def _resolve(self, label: Label) -> tuple[Person, float]:
        if label.holder is Holder.QUESTION:
            return INTERVIEWER, 0.95
        if label.holder is Holder.OUTLET:
            return Person(label.name or label.printed, sort=Sort.ORGANISATION), 0.95
        if label.holder is Holder.UNNAMED:
            return self._office(label)
        if label.phrase and " " in label.name:
            return Person(self._name_in_phrase(label.name)), 0.97
        parts = parse(label.name)
        if parts.given and not all(len(given) == 1 for given in parts.given):
            name = in_case(label.name)
            same = next((other for other in self.full if same_person(name, other)), None)
            found = same or self.roster.resolve(name) or self._longer(name) or name
            return Person(found), 0.99
        return self._surname(label)

    def _longer(self, name: str) -> str | None:
        """The one person whose full name ends with these words: two surnames in a label."""
        whole = parse(name).whole
        fits = [n for n in self.roster.names() if len(n.split()) > 2 and parse(n).whole.endswith(whole)]
        return fits[0] if len(fits) == 1 else None

    def _name_in_phrase(self, run: str) -> str:
        """Where the name begins in "Russia Vladimir Putin": known from elsewhere, else two words."""
        words = run.split()
        while len(words) > 1 and self.words.is_ordinary(words[0]):
            words = words[1:]  # "EDUCATION CARDONA"
        for size in range(2, len(words) + 1):
            tail = " ".join(words[-size:])
            for other in self.full:
                if same_person(tail, other):
                    return other
        for size in range(min(4, len(words)), 1, -1):
            tail = " ".join(words[-size:])
            found = self.roster.resolve(tail)
            if found and parse(found).whole == parse(tail).whole:
                return found
        return in_case(" ".join(words[-2:]))

    def _surname(self, label: Label) -> tuple[Person, float]:
        surname = in_case(label.name)
        bones = parse(label.name).surname
        same = [n for n in self.full if parse(n).surname == bones and self._initials(label, n)]
        if len(same) == 1:
            return Person(same[0]), 0.98
        if same:
            return Person(surname), 0.5
        named = self._beside(label)
        if named:
            return Person(named), 0.97
        found = self.roster.resolve(label.printed) or self.roster.resolve(label.name)
        parts = parse(found or "")
        full = parts.surname == bones and len((*parts.given, "")[0]) > 1
        if found and full and self._is_given(found) and self._is_told(found, label):
            return Person(in_case(found)), 0.95
        return self._by_initials(label.name) or (Person(surname), 0.9)

    def _by_initials(self, printed: str) -> tuple[Person, float] | None:
        """ "BF:" and "B.F.:" are Bridget Farrow where nobody else here has these initials; else no name."""
        letters = _initials_of(printed)
        if not letters:
            return None
        others = [one for one in self.labels if one.holder is Holder.PERSON and not _initials_of(one.name)]
        labelled = (self.resolve(label)[0].name for label in others)
        people = dict.fromkeys((*self.full, *self.roster.names(), *labelled))
        fits = [name for name in people if "".join(w[0] for w in name.split()) == letters and " " in name]
        if len(fits) == 1:
            return Person(fits[0]), 0.93
        if letters == printed and _VOWEL.search(letters):  # a surname in capitals, or two letters after all
            return None if _is_listed(letters.lower()) else (Person(printed), 0.9)
        return Person(printed, sort=Sort.UNNAMED), 0.9

    @staticmethod
    def _initials(label: Label, name: str) -> bool:
        given = parse(label.name).given
        return not given or same_given(given[0], parse(name).given[0])

    def _beside(self, label: Label) -> str | None:
        """The one given name that stands before this surname in title or text."""
        surname = re.split(r"[\s.]+", label.name)[-1] if parse(label.name).given else label.name
        counts: Counter[str] = Counter()
        for given, printed in self.words.before(in_case(surname)):
            name = f"{in_case(given)} {in_case(printed)}"
            if self._is_given(given) and self._initials(label, name):
                counts[name] += 1
        told = [name for name, _ in counts.most_common() if self._is_told(name, label)]
        names = self._of_gender(label, told)
        if not names:
            return self._name_behind(label)
        first = names[0]
        rivals = [n for n in names[1:] if not same_person(first, n)]
        if not rivals:
            return first
        strong = counts[first] >= 3 and all(counts[first] >= 3 * counts[n] for n in rivals)
        return first if strong else None

    def _name_behind(self, label: Label) -> str | None:
        """ "Prime Minister Lee Hsien Loong" for "PRIME MINISTER LEE"."""
        words = label.printed.split()
        if len(words) < 2 or not is_title(words[0]):
            return None
        titled = re.escape(" ".join(words))
        pattern = re.compile(rf"\b(?i:{titled})((?:[ -][A-Z][a-z]+){{2}})\b")
        match = pattern.search(self.words.joined)
        if match and not any(_is_common(w) or self.words.is_ordinary(w) for w in match[1].split()):
            return in_case(words[-1]) + match[1]
        return None

    def _is_told(self, name: str, label: Label) -> bool:
        return is_told(name, label, self.turns, self.words.texts, self.words.title)

    def _is_given(self, word: str) -> bool:
        head = word.split()[0]
        return (
            head[0].isupper()
            and not (head.isupper() and len(head) > 2 and not english().knows_given(head.lower()))
            and not is_title(head)
            and not _is_common(head)
            and not self.words.is_ordinary(head)
        )

    def _of_gender(self, label: Label, names: list[str]) -> list[str]:
        gender = "m" if _MALE_TITLE.search(label.printed) else ""
        gender = "f" if _FEMALE_TITLE.search(label.printed) else gender
        if not gender:
            return names
        return [n for n in names if self.roster.gender.get(n, gender) == gender]

    def _in_title(self, run: str, label: Label) -> str:
        """The name at the beginning of "Biden Before Meeting": a known full name, else one word."""
        words = run.split()
        for size in range(len(words), 1, -1):
            name = " ".join(words[:size])
            if self.roster.resolve(name) == name and not any(map(self.words.is_ordinary, words[:size])):
                return name
        if len(words) > 1 and _is_rather_given(words[0]) and not self.words.is_ordinary(words[1]):
            return " ".join(words[:2])
        full = self.roster.resolve(words[0]) or words[0]
        right = parse(full).surname == parse(words[0]).surname and self._is_given(full)
        return full if right and self._is_told(full, label) else words[0]

    def guest_of_title(self) -> str | None:
        """Whom "Five questions for Anna Varga" names, where the text does not."""
        match = _GUEST.search(self.words.title)
        if match is None:
            return None
        words = match["name"].split()
        return match["name"] if self._is_given(words[0]) and not any(map(_is_common, words)) else None

    def _office(self, label: Label) -> tuple[Person, float]:
        """ "THE PRESIDENT" is the only president named by surname in the title; else nobody's name."""
        match = _OFFICE.match(label.printed)
        if match and all(map(is_title, match["office"].split())):
            office = re.escape(match["office"])
            pattern = re.compile(rf"\b(?i:{office})\s+(?P<name>(?:[A-Z][\w’'.-]+\s){{0,2}}[A-Z][\w’'-]+)")
            named = {m["name"] for m in pattern.finditer(self.words.title)}
            names = {self._in_title(name, label) for name in named}
            if len(names) == 1:
                return Person(in_case(names.pop())), 0.9
        printed = label.printed.lower() if label.printed.isupper() else label.printed
        return Person(re.sub(r"^(?:the|el|la|le)\s+", "", printed), sort=Sort.UNNAMED), 0.9


def _initials_of(printed: str) -> str:
    """The letters of "BF", "B.F." or "B. F."; nothing where a label is more than that."""
    letters = printed.replace(".", "").replace(" ", "")
    return letters if letters.isupper() and letters.isalpha() and len(letters) <= 3 else ""


def _is_rather_given(word: str) -> bool:
    """Whether a word is a given name, and a surname less often: "Joe", and not "Harris"."""
    lists, lowered = english(), word.lower()
    return lists.knows_given(lowered) and lists.given_odds(lowered) > lists.surname_odds(lowered)


def _is_listed(lowered: str) -> bool:
    """Whether a word is known as a name."""
    return english().knows_given(lowered) or english().surname_odds(lowered) > 0


def _is_common(word: str) -> bool:
    folded = fold(word)
    return word.lower() in SENTENCE_WORDS or folded in ORGANISATION_WORDS or is_title(word)


def in_case(name: str) -> str:
    """A name in capitals as it would stand in running text: "JEAN-PIERRE" Jean-Pierre, McDONALD."""
    if not (name.isupper() or re.search(r"\b(?:Mc|Mac|de|von|van)?[A-ZА-Я]{3,}\b", name)):
        return name
    return re.sub(r"[^\W\d_]+", lambda m: _word_in_case(m[0]), name)


def _word_in_case(word: str) -> str:
    if not word.isupper() or len(word) < 2:
        return word
    if word.startswith("MC") and len(word) > 4:
        return "Mc" + word[2:].capitalize()
    return word.lower() if word.lower() in ("de", "la", "von", "van", "der", "bin") else word.capitalize()
