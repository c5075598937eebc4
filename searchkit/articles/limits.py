"""How much of a corpus is held in memory at once; what is larger is reported and skipped.

Reading needs a small multiple of `FILE_BYTES`, whatever the corpus holds: a file of rows is streamed,
and any other file, packed or not, is refused before more than that is read.
"""

from __future__ import annotations

# One article's file (text, Markdown, HTML, XML), or one row or article of a JSONL or CSV file.
FILE_BYTES = 16 * 2**20

# Lines of one article. The longest plenary sessions have some 30,000, wrapped.
LINES = 200_000

# Tags of one page. The largest real ones have some 100,000.
TAGS = 1_000_000

# One paragraph, in characters. The longest of real transcripts have some 250,000.
PARAGRAPH_CHARS = 1_000_000

# Front matter of one Markdown article, in characters.
FRONT_MATTER_CHARS = 64 * 2**10

# A title, an author, any value of metadata, in characters: it stands with every paragraph.
VALUE_CHARS = 2000

# An id, in characters: it stands in every result.
ID_CHARS = 400

# Memory that one packed file may ask for to be unpacked (xz dictionaries can be made to want 4 GB).
UNPACK_BYTES = 128 * 2**20
