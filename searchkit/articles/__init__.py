"""Files as users have them -> articles: readers, boilerplate, dates, bylines, paragraphs.

Knows nothing of speakers, queries or any index.
"""

from searchkit.articles.reading import READERS, read
from searchkit.articles.report import Note, Skipped

__all__ = ["READERS", "Note", "Skipped", "read"]
