"""What a token can be part of in an attribution."""

from __future__ import annotations

from enum import IntEnum


class Label(IntEnum):
    """Labels of the tagger, in the order of its weights."""

    OUTSIDE = 0
    CONTENT = 1  # the words said
    CUE = 2  # "said", "according to"
    SOFT_CUE = 3  # of a mere thought: "wants", "hopes"
    PERSON = 4  # a source that is a person
    OTHER = 5  # an organisation or unnamed source
    SOFT_SOURCE = 6  # a source of a thought


LABELS = len(Label)
