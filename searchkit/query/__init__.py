"""The query language: a string -> a tree, with notes on what could surprise and errors that point."""

from searchkit.errors import QueryError
from searchkit.query.notes import Note
from searchkit.query.reading import Reading, parse
from searchkit.query.rewrite import rewrite, walk
from searchkit.query.treejson import to_json

__all__ = ["Note", "QueryError", "Reading", "parse", "rewrite", "to_json", "walk"]
