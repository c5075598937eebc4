"""The words of one article, as evidence for names: what stands in small letters is no name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from searchkit.patterns import lazy
from searchkit.speech.people.wordshapes import FUNCTION, shape

_WORD_BEFORE = lazy(r"(?P<word>[^\W\d_][\w’'-]+(?:\s[^\W\d_]\.)*)[ \xa0]+$")
LOOK_BACK = 40  # characters before a surname in which the given name stands


def _in_word(text: str, start: int, end: int) -> bool:
    """Whether [start, end) is but a part of a word, hyphens counted."""
    return any(
        char.isalnum() or char in "_-" for char in text[max(0, start - 1) : start] + text[end : end + 1]
    )


def _runs_on(text: str, start: int, end: int) -> bool:
    """Whether [start, end) stands behind a small word, perhaps in brackets, and before no colon."""
    before, after = text[max(0, start - 3) : start].removesuffix("("), text[end : end + 1]
    return before[-1:] == " " and before[-2:-1].islower() and not (after.isalnum() or after in ("_", ":"))


class Vocabulary:
    """Words of the paragraphs (and title) of one article; each view is made when first asked for."""

    def __init__(self, texts: Sequence[str], title: str = "") -> None:
        self.texts = texts
        self.title = title
        self._acronyms: dict[str, bool] = {}
        self._small: dict[str, bool] = {}

    @cached_property
    def joined(self) -> str:
        """Title and paragraphs as one text."""
        return "\n".join((self.title, *self.texts))

    def in_small_letters(self, word: str) -> bool:
        """Whether a word stands in small letters somewhere."""
        lowered = word.lower()
        found = self._small.get(lowered)
        if found is None:
            # few words are asked for, so looking for each is cheaper than a set of all
            found = any(not _in_word(self.joined, *place) for place in self._places(lowered))
            self._small[lowered] = found
        return found

    def is_ordinary(self, word: str) -> bool:
        """Whether a word is an ordinary one of the article or the language, and so no part of a name."""
        return bool(shape(word) & FUNCTION) or self.in_small_letters(word)

    def is_acronym(self, word: str) -> bool:
        """Whether a word in capitals stands so in running text, and never as a name does: SPD."""
        found = self._acronyms.get(word)
        if found is None:
            inside = (_runs_on(self.joined, *place) for place in self._places(word))
            found = word.capitalize() not in self.joined and any(inside)
            self._acronyms[word] = found
        return found

    def _places(self, word: str) -> Iterator[tuple[int, int]]:
        """Where the letters of a word stand, in the joined text."""
        start = self.joined.find(word)
        while start >= 0:
            yield start, start + len(word)
            start = self.joined.find(word, start + 1)

    def before(self, surname: str) -> Iterator[tuple[str, str]]:
        """Each word (with initials) that stands before a surname, and the surname as printed there."""
        for form in filter(None, dict.fromkeys((surname, surname.title(), surname.upper()))):
            place = self.joined.find(form)
            while place >= 0:
                end = place + len(form)
                if not self.joined[end : end + 1].isalnum() and self.joined[end : end + 1] != "-":
                    match = _WORD_BEFORE.search(self.joined[max(0, place - LOOK_BACK) : place])
                    if match:
                        yield match["word"], form
                place = self.joined.find(form, end)
