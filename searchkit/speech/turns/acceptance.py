"""Which of the possible labels of an article are labels: the whole article decides.

A label comes again, or has a form of its own among others that do.  A heading with a colon comes once and
its words stand elsewhere in small letters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from searchkit.names import is_title
from searchkit.speech.labelwords import LETTER_PAIRS
from searchkit.speech.lexicon import ROLE_NOUNS
from searchkit.speech.prose.quotations import has_marks
from searchkit.speech.turns.barelabels import MANY, MIN_STOPPED, asks, is_full, key_of, recurring, stopped
from searchkit.speech.turns.headings import (
    greets,
    headings_in_bold,
    in_small_letters,
    is_party,
    is_spoken,
    opens_list,
    opens_words,
    shouts,
)
from searchkit.speech.turns.labels import Ends, Holder, Label, is_caseless
from searchkit.speech.turns.narrator import LONGEST_BREAK, has_verb_of_saying, speaks_to_somebody
from searchkit.speech.turns.vocabulary import Vocabulary

FEW = 3  # of them, where all say I or you
MAX_OFFICE_WORDS = 10  # of a label that comes once
SPEECH_REACH = 6  # paragraphs behind the only label of an article that show whether it opens a speech
HEADING = 3  # lines that may stand before a speech
LONG_RECORD = 20  # labels
SINGLE_SHARE = 0.1
_FORMED = (Holder.PERSON, Holder.UNNAMED, Holder.QUESTION, Holder.OUTLET)


def accept(possible: Mapping[int, Label], words: Vocabulary) -> dict[int, Label]:
    """The labels among what could be labels (by paragraph)."""
    letters, once = _letters(possible, 2), _letters(possible, 1)
    worded = {index: label for index, label in possible.items() if len(label.printed) > 1 or label.name}
    if any(opens_words(label, index, words) for index, label in worded.items()):
        worded = {i: label for i, label in worded.items() if not greets(label, i, words)}
    kinds = {ends: {i: lab for i, lab in worded.items() if lab.ends is ends} for ends in Ends}
    found = _worded(kinds[Ends.COLON], words, letters)
    minuted = stopped(kinds[Ends.STOP], letters)
    if len(minuted) > len(found):  # a talk with colons has "Mr. Varga. You have the floor." now and then
        found |= minuted
    if len({key_of(worded[i]) for i in found}) < 2:  # nobody answers
        bare = recurring(kinds[Ends.LINE], words, letters) or recurring(kinds[Ends.DASH], words, letters)
        found = (found if len(found) > 1 else set()) | bare if len(bare) > len(found) else found
    if len(found) < 2 and not letters:
        found |= _once_each(kinds[Ends.COLON], words, bool(once))
    if not (found or letters):
        found = {
            i for i, label in kinds[Ends.LINE].items() if _is_office(label) and _opens_speech(i, label, words)
        }
    if not found and not letters and once:
        found = {i for i, label in worded.items() if _is_titled(label)}
    letters |= once if found else set()  # one "Q" among other labels
    return {index: possible[index] for index in sorted(found | letters)}


def _worded(worded: Mapping[int, Label], words: Vocabulary, letters: set[int]) -> set[int]:
    """Labels with a colon."""
    counts = Counter(key_of(label) for label in worded.values())
    lists = {i for i, label in worded.items() if counts[key_of(label)] == 1 and opens_list(label, i, words)}
    worded = {i: label for i, label in worded.items() if i not in lists}
    repeated = {key for key, count in counts.items() if count > 1}
    if not repeated:
        headings = headings_in_bold(worded, words)
        worded = {i: label for i, label in worded.items() if i not in headings}
    sure = {index for index, label in worded.items() if label.sure and label.holder in _FORMED}
    kept = {i for i, label in worded.items() if key_of(label) in repeated and _may_repeat(label)}
    kept = {i for i in kept if not is_party(worded[i], words)}
    holders = {key_of(worded[i]) for i in kept | sure}
    if len(kept) < 2 and len(kept | sure) < 3 and not letters:
        asking = sum(worded[i].holder in (Holder.OUTLET, Holder.QUESTION) for i in kept | sure)
        alone = {i for i in kept | sure if _stands_alone(worded[i], i, words, asking)}
        titled = {i for i in kept | sure if _is_titled(worded[i])}
        kept = alone | titled if alone & titled else alone  # two who meet, and each speaks once
    elif len(holders) >= 2 or letters or len(kept) >= 3:
        kept |= {i for i in worded if i not in kept and _fits_among(worded[i], i, words, kept | sure)}
    else:  # one holder, twice: whom he talks with has a title, a full name, or letters without capitals
        told = {i for i in worded if i not in kept and (worded[i].sure or _is_long(worded[i].name))}
        kept |= {i for i in told if _fits_among(worded[i], i, words, kept)}
    accepted = {i: worded[i] for i in kept}
    return kept - _out_of_style(accepted) - _small_among_capitals(accepted)


def _out_of_style(labels: Mapping[int, Label]) -> set[int]:
    """Single words in a long record that names all others in full: "Summary:", in German a noun like any.

    A word of another label's name is a short form of it.
    """
    single = {i for i, label in labels.items() if _is_single(label)}
    full = {word for i, label in labels.items() if i not in single for word in label.name.lower().split()}
    alone = {i for i in single if labels[i].name.lower() not in full}
    few = len(labels) >= LONG_RECORD and len(alone) <= SINGLE_SHARE * len(labels)
    return alone if few else set()


def _small_among_capitals(labels: Mapping[int, Label]) -> set[int]:
    """What comes once and small, where the others have capitals: "Lebanon:" in a speech of "MR. HALE:"."""
    labels = {i: label for i, label in labels.items() if label.holder not in (Holder.OUTLET, Holder.QUESTION)}
    counts = Counter(key_of(label) for label in labels.values())
    small = {i for i, label in labels.items() if not shouts(label.printed)}
    once = {i for i in small if counts[key_of(labels[i])] == 1 and labels[i].holder is Holder.PERSON}
    few = len(small) <= SINGLE_SHARE * len(labels) or len(small) == 1 < MIN_STOPPED <= len(labels)
    return once if few else set()


def _is_single(label: Label) -> bool:
    bare = label.holder is Holder.PERSON and not (label.sure or label.role or label.phrase)
    return bare and " " not in label.name and not is_caseless(label.name)


def _is_long(name: str) -> bool:
    return len(name.split()) > 1 or is_caseless(name)


def _may_repeat(label: Label) -> bool:
    """A repeated name is a label; a repeated phrase needs the name alone elsewhere, which counts it."""
    return label.holder in _FORMED or label.holder is Holder.ANSWER


def _letters(possible: Mapping[int, Label], least: int) -> set[int]:
    """Paragraphs of a pair of letters (Q and A, В and О), where it asks so often, or is answered."""
    found: set[int] = set()
    single = {i: lab.printed.lower() for i, lab in possible.items() if len(lab.printed) == 1}
    counts = Counter(single.values())
    for question, answer in LETTER_PAIRS:
        if counts[question] >= least or (counts[question] and counts[answer]):
            pair = {i for i, letter in single.items() if letter in (question, answer)}
            if len(pair) > len(found):
                found = pair
    return found


def _fits_among(label: Label, index: int, words: Vocabulary, others: set[int]) -> bool:
    """Whether a label that comes once belongs to a transcript whose other labels are known."""
    if not others:
        return False
    if label.holder is Holder.OUTLET:  # else “Schools for All”: is a heading
        return asks(words.texts[index])
    if label.sure:
        return not (label.printed.isupper() and in_small_letters(label, words))
    if label.holder is not Holder.PERSON:
        return label.holder is not Holder.ANSWER
    if label.phrase or is_caseless(label.name):
        return not has_verb_of_saying(label.printed)
    spoken = _speech_follows(words.texts[index][label.end :])
    return spoken and not (has_verb_of_saying(label.printed) or in_small_letters(label, words))


def _stands_alone(label: Label, index: int, words: Vocabulary, asking: int) -> bool:
    """One or two labels in the whole article: only forms that nothing else has."""
    if label.holder in (Holder.OUTLET, Holder.QUESTION):
        return asking > 1
    if _is_titled(label):
        return index < len(words.texts) / 3  # before a speech
    several_words = len(label.name.split()) > 1
    return label.sure and several_words and not in_small_letters(label, words)


def _is_office(label: Label) -> bool:
    """ "THE PRESIDENT" and "Mr. Hale", alone on a line: no byline."""
    return is_title(label.printed.split()[0]) or (_is_titled(label) and label.printed.isupper())


def _is_titled(label: Label) -> bool:
    """ "THE PRESIDENT:", "SENATOR HALE:", "Mr. VARGA (Ansel):"."""
    titled = is_title(label.printed.split()[0])
    if label.printed.isupper() and (titled or label.holder is Holder.UNNAMED):
        return True
    return titled and sum(map(str.isupper, label.name)) > 2


def _once_each(worded: Mapping[int, Label], words: Vocabulary, asked: bool) -> set[int]:
    """A short meeting: each speaks once, behind office and full name, and says I or you.

    Full names without an office are labels beside these, or where the title has them.
    """
    named = {
        i: label
        for i, label in worded.items()
        if label.holder is Holder.PERSON and not label.quoted
        and (len(label.name.split()) > 1 or (label.sure and _is_first(i, words)))
        and is_spoken(i, label, words) and not in_small_letters(label, words)
    }  # fmt: skip
    named = {i: label for i, label in named.items() if not _tells(label)}
    offices = [label for label in named.values() if _has_office(label)]
    titled = any(label.name in words.title for label in named.values())
    several = len({key_of(label) for label in named.values()})
    alike = several + asked >= FEW and all(
        i in named and speaks_to_somebody(words.texts[i][label.end :])
        for i, label in worded.items()
        if label.holder is Holder.PERSON and is_full(label)
    )
    if alike or several >= MANY:  # of one form with these: who says neither I nor you
        full = (i for i, label in worded.items() if is_full(label))
        return {i for i in full if i in named or _fits_among(worded[i], i, words, set(named))}
    if offices or (titled and several > 1):
        return set(named)
    if answers := _answered(worded, words):
        return answers
    return {i for i, label in named.items() if len(named) == 1 and _opens_speech(i, label, words)}


def _answered(worded: Mapping[int, Label], words: Vocabulary) -> set[int]:
    """ "Journalist: When will it open?", and right below it "Anna Varga: In May."."""
    asked = {i for i, label in worded.items() if label.holder is Holder.QUESTION and asks(words.texts[i])}
    answers = {i for i, label in worded.items() if label.holder is Holder.PERSON and is_full(label)}
    return {i for i in asked if i + 1 in answers} | {i for i in answers if i - 1 in asked}


def _opens_speech(index: int, label: Label, words: Vocabulary) -> bool:
    """ "Anna Varga: Good afternoon." above all, or behind a report that names her, and most says I or you."""
    behind = words.texts[index + 1 : index + 1 + SPEECH_REACH]
    addressing = sum(map(speaks_to_somebody, behind))
    told = any(label.name in text for text in (words.title, *words.texts[:index]))
    if len(behind) < SPEECH_REACH or not (told or _is_first(index, words)):
        return False
    return addressing > SPEECH_REACH / 2 if told or label.sure else addressing >= SPEECH_REACH - 1


def _is_first(index: int, words: Vocabulary) -> bool:
    """Whether nothing but headings stands before a label."""
    return index <= HEADING and all(len(text) <= LONGEST_BREAK for text in words.texts[:index])


def _tells(label: Label) -> bool:
    """Whether the words of a label are a sentence: "Mitt Hale, the nominee, tweeted in response:"."""
    words = label.printed.split()
    return len(words) > MAX_OFFICE_WORDS or has_marks(label.printed) or has_verb_of_saying(label.printed)


def _has_office(label: Label) -> bool:
    """Whether an office stands before, or behind, the name of a label."""
    before = label.printed.partition(label.name)[0]
    return any(
        is_title(word) or word.lower() in ROLE_NOUNS for word in (*before.split(), *label.role.split())
    )


def _speech_follows(rest: str) -> bool:
    """Words of speech begin with a capital, a dash, a figure or a quotation mark, or stand below."""
    first = rest.lstrip(' *_–—-"“«„¿¡([…')[:1]
    return not first or not first.islower()
