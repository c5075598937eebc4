"""An article in, the same article with roles, attributions and mentions out.

    given speakers → turns → news model, or rules where it does not know the language → byline
    → corrections

Each step sees only the paragraphs that the steps before left open, so that a paragraph has one origin.
The model works on many articles at once; `attribute_batch` is the real function.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from searchkit.names import parse
from searchkit.patterns import lazy
from searchkit.records import Article, Attribution, Kind, Person
from searchkit.speech import news
from searchkit.speech.corrections import Corrections
from searchkit.speech.people import roster as people
from searchkit.speech.people.roster import Paper, Roster
from searchkit.speech.prose.quotations import Quotation, is_sentence
from searchkit.speech.turns import addressed, given, tracking
from searchkit.speech.turns.floor import NARRATION, QUOTE, Turn
from searchkit.speech.turns.holders import Holders, in_case
from searchkit.speech.turns.labels import Holder, Label
from searchkit.speech.turns.vocabulary import Vocabulary

# Changes whenever an article would be attributed otherwise, so that an index knows to read it again.
VERSION = "5"
TITLE = "title"
_AUTHOR, _DIRECT = Kind.AUTHOR, Kind.DIRECT  # see `prose.settling`
NOT_SPOKEN = frozenset({TITLE, "boilerplate", "byline"})
# A paragraph is a quotation, or a report, when so much of its text is.
QUOTE_SHARE = 0.2
REPORT_SHARE = 0.3
# Letters from Greek on are none of the model's; more of them than this, and the rules take the article.
_FOREIGN = lazy(r"[^\x00-\u036f\u2000-\u303f\uffdd-\U0010ffff]")
FOREIGN_SHARE = 0.2


class _Labelled(NamedTuple):
    """One article with what may be labels, before its people are known."""

    article: Article
    texts: list[str]
    free: list[int]  # paragraphs that may be spoken, by whom the source does not say
    words: Vocabulary
    labels: dict[int, Label]
    named: dict[str, Label]

    def paper(self) -> Paper:
        """What its people are found in."""
        known = [*_full(self.article.authors), *_label_names((*self.labels.values(), *self.named.values()))]
        return Paper(self.texts, self.article.title, self.article.lang, list(dict.fromkeys(known)))


class _Draft(NamedTuple):
    """One article between the steps."""

    article: Article
    texts: list[str]
    roster: Roster
    turns: dict[int, Turn]
    open: list[int]  # paragraphs that nothing has decided yet
    headlines: list[int]  # title lines of an article without turns: they report what their persons said


def attribute(article: Article, corrections: Corrections | None = None) -> Article:
    """`article` with role, attributions and mentions of each paragraph filled.

    Roles title, boilerplate and byline are kept; of these only headlines of news have speakers.
    Never raises on any text.
    """
    return attribute_batch([article], corrections)[0]


def attribute_batch(articles: Sequence[Article], corrections: Corrections | None = None) -> list[Article]:
    """The same for several articles; the model is several times faster on 16 than on one."""
    labelled = [_labelled(article) for article in articles]
    rosters = people.build_all([each.paper() for each in labelled])
    drafts = list(map(_draft, labelled, rosters))
    rows = _read_prose(drafts)
    finished = [_finish(draft, found) for draft, found in zip(drafts, rows, strict=True)]
    return [corrections.apply(article) for article in finished] if corrections else finished


def _labelled(article: Article) -> _Labelled:
    paragraphs = article.paragraphs
    texts = [p.text for p in paragraphs]
    free = [i for i, p in enumerate(paragraphs) if p.role not in NOT_SPOKEN and p.given is None]
    words = Vocabulary(texts, article.title)
    labels = tracking.read_labels(paragraphs, free, words)
    return _Labelled(article, texts, free, words, labels, given.read_given(paragraphs))


def _draft(labelled: _Labelled, roster: Roster) -> _Draft:
    article, texts, free, words, labels, named = labelled
    paragraphs = article.paragraphs
    holders = Holders(labels, named.values(), words, roster)
    heard = tracking.track(paragraphs, free, labels, holders, article.authors)
    heard |= given.take(paragraphs, named, holders)
    heard = addressed.complete(heard, texts, roster)
    # a transcript's title tells nothing that is not said below
    told = not heard or (labels and all(label.quoted for label in labels.values()))
    titles = [i for i, p in enumerate(paragraphs) if p.role == TITLE] if told else []
    return _Draft(article, texts, roster, heard, [i for i in free if i not in heard], titles)


def _full(names: Iterable[str]) -> list[str]:
    return [name for name in names if parse(name).given]


def _label_names(labels: Iterable[Label]) -> list[str]:
    return [
        in_case(label.name)
        for label in labels
        if label.holder is Holder.PERSON and not label.phrase and parse(label.name).given
    ]


def _read_prose(drafts: Sequence[_Draft]) -> list[list[tuple[Attribution, ...]]]:
    """Attributions of the open paragraphs of each draft: from the model, or from the rules."""
    results: list[list[tuple[Attribution, ...]]] = [[()] * len(draft.texts) for draft in drafts]
    if not any(draft.open for draft in drafts):
        return results
    from searchkit.speech.prose import reported, settling  # a transcript without any prose needs neither

    modelled = [n for n, draft in enumerate(drafts) if draft.open and _for_model(draft)]
    jobs = [(drafts[n].roster, _decided(drafts[n])) for n in modelled]
    for n, rows in zip(modelled, news.attribute_batch(jobs) if jobs else (), strict=True):
        draft = drafts[n]
        results[n] = settling.settle(draft.texts, draft.roster, _decided(draft), rows, bool(draft.turns))
    for n, draft in enumerate(drafts):
        if draft.open and n not in modelled:
            results[n] = reported.attribute(draft.texts, draft.roster, _decided(draft))
    return results


def _decided(draft: _Draft) -> frozenset[int]:
    return frozenset(range(len(draft.texts))).difference(draft.open, draft.headlines)


def _for_model(draft: _Draft) -> bool:
    """Whether the model knows the language. A wrong language tag is seen by the script."""
    bounds = draft.roster.tokens.bounds
    worded = any(bounds[i] < bounds[i + 1] for i in draft.open)
    if draft.article.lang[:2] not in news.languages or not worded:
        return False
    sample = "".join([draft.texts[i][:200] for i in draft.open[:20]])
    return sample.isascii() or len(_FOREIGN.findall(sample)) <= FOREIGN_SHARE * len(sample)


def _finish(draft: _Draft, prose: Sequence[tuple[Attribution, ...]]) -> Article:
    authors = [Person(name) for name in draft.article.authors]
    filled = []
    for i, paragraph in enumerate(draft.article.paragraphs):
        named = draft.roster.of(i)
        mentions = tuple(dict.fromkeys([m.name for m in named])) if named else ()
        if paragraph.role in NOT_SPOKEN:
            filled.append(paragraph.spoken(paragraph.role, prose[i], mentions))
            continue
        if i in draft.turns:
            role, rows = draft.turns[i].role, _turn(draft.turns[i])
        else:
            rows = prose[i]
            role = role_of(rows, paragraph.text)
        if role == NARRATION and authors:
            rows = (*rows, *_narration(authors, rows, paragraph.text))
        filled.append(paragraph.spoken(role, rows, mentions))
    return replace(draft.article, paragraphs=tuple(filled))


def _turn(turn: Turn) -> tuple[Attribution, ...]:
    return tuple(
        Attribution(one.speaker, start, end, Kind.TURN, one.cue, one.method, one.confidence)
        for one in (turn, *turn.also)
        if one.speaker is not None
        for start, end in one.spans
    )


def role_of(rows: Iterable[Attribution], text: str) -> str:
    """Role of a paragraph of prose: quote or indirect when enough of it is, else narration.

    Only quotations that are sentences make a quote; quoted pieces of a report are of the report.
    """
    spoken = [row for row in rows if row.kind is not _AUTHOR]
    if not spoken:
        return NARRATION
    size = max(1, len(text))
    direct = [row for row in spoken if row.kind is _DIRECT]
    if direct:
        whole = [row for row in direct if is_sentence(text, Quotation(row.start, row.end))]
        if _length(whole) / size >= QUOTE_SHARE:
            return QUOTE
    return "indirect" if _length(spoken) / size >= REPORT_SHARE else NARRATION


def _in_order(rows: Sequence[Attribution]) -> Sequence[Attribution]:
    return rows if len(rows) < 2 else sorted(rows, key=lambda row: row.start)


def _length(rows: Sequence[Attribution]) -> int:
    """Characters that at least one of the rows covers."""
    if len(rows) == 1:
        return max(0, rows[0].end - rows[0].start)
    total = end = 0
    for row in _in_order(rows):
        total += max(0, row.end - max(row.start, end))
        end = max(end, row.end)
    return total


def _narration(authors: Sequence[Person], rows: Sequence[Attribution], text: str) -> list[Attribution]:
    """The characters nobody else speaks are the authors'."""
    start = 0
    spans = []
    for row in _in_order(rows):
        if row.start > start:
            spans.append((start, row.start))
        start = max(start, row.end)
    if start < len(text):
        spans.append((start, len(text)))
    return [Attribution(author, *span, _AUTHOR, "", "byline", 0.9) for author in authors for span in spans]
