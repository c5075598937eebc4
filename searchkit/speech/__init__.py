"""Who speaks: turns of transcripts, quotations and reported speech of prose, with their evidence.

attribute(article)            the article with roles, attributions and people mentioned
attribute_all(articles)       the same for many, in order, in several processes
unify(articles)               one name for one person across articles
rows(article)                 one dict a paragraph, as the scorer reads them
why(attribution, paragraph)   the reason, in a sentence
corrections                   corrections.toml: read, add, apply, what no longer fits
"""

from searchkit.speech import corrections
from searchkit.speech.collection import attribute_all, unify
from searchkit.speech.corrections import Corrections
from searchkit.speech.ledger import rows, why
from searchkit.speech.pipeline import VERSION, attribute, attribute_batch

__all__ = [
    "VERSION",
    "Corrections",
    "attribute",
    "attribute_all",
    "attribute_batch",
    "corrections",
    "rows",
    "unify",
    "why",
]
