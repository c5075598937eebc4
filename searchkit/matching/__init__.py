"""The plain meaning of every query node on one document.

This is the definition that every engine is held to, and what snippets are marked by.

**Words.** A text field is a row of tokens (`analysis.tokenise`); several may stand at one position, and
each of them can match.  A token asked for is a *slot* (`analysis.query_words`); the language L of a
document is the first value of its `lang` field.  A slot fits a token

    bare word       if their stems in L are equal
    phrase          if their folded forms are equal (a quoted single word is a phrase)
    exact (=)       if their written forms are equal; but a slot that is written as it folds (=may)
                    asks for no case and no accents, and compares folded forms
    wild (* ?)      if the pattern fits the whole folded form (written form, where exact as above)
    fuzzy           if the folded forms are at most `distance` letters off (optimal string alignment)

**A match** is a set of positions.  A leaf matches along a *path*: word after word, one reading of each, slot
after slot, one token a slot.  The match covers all positions of its tokens (a joined token has several).

    phrase, slop 0  each token begins where the one before it ends
    phrase, slop n  tokens that share no position, where p - i differs by at most n between them (p is the
                    position of the token of the i-th slot of the path: Lucene's slop), in any order; and
                    every match with slop 0
    Near            a match of the left side and one of the right that share no position, with at most
                    `distance` between some position of the one and some position of the other; ordered:
                    between the last position of the left and the first of the right.  Its match is both
                    together; negated: each match of the left side that has no such partner
    Said            matches of the child that lie inside one stretch of speech of a kind other than author,
                    spoken by one of `by` where given.  A position lies inside if its whole word does.  With
                    Everything for a child: there is such a stretch with a word in it, no positions
    Or in a Near    the matches of every member

A Near or Said looks in one field, that of its first leaf; a leaf of another field has no matches in it.

**Found.** A leaf finds a document in which it has a match.  Name, Value: some value of the keyword field is
among the bound `values`; equals `value`, both case folded.  Present, Absent: the field has a value (a text
field: a word), or none.  DateRange: the whole span of the date lies in first..last; `overlap`: it touches the
range and does not lie in it.  And, Or, Not as usual; Everything finds every document.

**What counts in a found document** are the leaves of every child of an And, of those children of an Or that
find it, and nothing under Not.  Their matches are what is marked, and only they score.

The number of ways in which a sloppy phrase or a chain of Near can fit a paragraph grows as a power of its
length.  A leaf that takes more than `STEPS` steps in one document is refused with QueryError("timeout").
"""

from searchkit.matching.evaluate import LeafMatches, evaluate, is_text_leaf, leaf_field, tally
from searchkit.matching.fuzzy import within
from searchkit.matching.leaves import (
    Leaf,
    expands,
    expansions,
    fits,
    is_constant,
    leaf_slot,
    leaf_words,
    weighed,
    word_leaves,
)
from searchkit.matching.marks import marks
from searchkit.matching.pieces import FOLDED, Span
from searchkit.matching.proximity import STEPS
from searchkit.matching.words import Analysed, Match, Words, joined, pattern, spans

__all__ = [
    "FOLDED",
    "STEPS",
    "Analysed",
    "Leaf",
    "LeafMatches",
    "Match",
    "Span",
    "Words",
    "evaluate",
    "expands",
    "expansions",
    "fits",
    "is_constant",
    "is_text_leaf",
    "joined",
    "leaf_field",
    "leaf_slot",
    "leaf_words",
    "marks",
    "pattern",
    "spans",
    "tally",
    "weighed",
    "within",
    "word_leaves",
]
