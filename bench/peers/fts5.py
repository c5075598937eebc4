"""SQLite FTS5 through Python's own sqlite3.

One table holds the paragraphs, an external-content FTS5 table their words (porter over unicode61, no
stop words), one more table the speakers, with indexes on speaker and date: the usual way to build it.
The exact total is a second statement, as FTS5 has no other.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from bench.asks import Ask, Form, Task
from bench.peers.base import LIMIT, InProcess, Run, checked_words, years_as_days
from bench.rows import Row

_TABLES = """
CREATE TABLE paragraph (number INTEGER PRIMARY KEY, id TEXT, text TEXT, title TEXT, stems TEXT, date INTEGER);
CREATE TABLE speaker (name TEXT, number INTEGER, PRIMARY KEY (name, number)) WITHOUT ROWID;
CREATE INDEX paragraph_date ON paragraph (date);
"""
_WORDS = """
CREATE VIRTUAL TABLE words USING fts5 ({columns}, content='paragraph', content_rowid='number',
    tokenize='{tokenize}', prefix='3 4');
"""


def _connect(path: Path, check: bool, synchronous: str = "NORMAL") -> sqlite3.Connection:
    file = path / "fts5.db"
    fresh = not file.exists()
    connection = sqlite3.connect(file, isolation_level=None)
    connection.executescript(
        f"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; PRAGMA cache_size=-65536"
    )
    if fresh:
        connection.executescript(_TABLES)
        columns = "text, stems" if check else "text, title"
        tokenize = "unicode61 remove_diacritics 0" if check else "porter unicode61"
        connection.execute(_WORDS.format(columns=columns, tokenize=tokenize))
    return connection


def _add(connection: sqlite3.Connection, rows: list[Row], check: bool) -> None:
    first = (connection.execute("SELECT max(number) FROM paragraph").fetchone()[0] or 0) + 1
    numbered = list(enumerate(rows, first))
    second = "stems" if check else "title"
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO paragraph VALUES (?, ?, ?, ?, ?, ?)",
        [(number, r.id, r.text, r.title, r.stems, r.day) for number, r in numbered],
    )
    connection.executemany(
        f"INSERT INTO words (rowid, text, {second}) VALUES (?, ?, ?)",
        [(number, r.text, r.stems if check else r.title) for number, r in numbered],
    )
    connection.executemany(
        "INSERT INTO speaker VALUES (?, ?)",
        [(speaker, number) for number, r in numbered for speaker in r.speakers],
    )
    connection.execute("COMMIT")


class Session(InProcess):
    """An opened database."""

    def __init__(self, path: Path, check: bool) -> None:
        self._connection, self._check = _connect(path, check), check

    def prepare(self, ask: Ask) -> Run | None:
        """The task, ready to run; there is no fuzzy search."""
        if ask.said or ask.form is Form.FUZZY:
            return None
        source, values = self._source(ask)
        count = f"SELECT count(*) FROM {source}"
        if ask.task is Task.YEARS:
            years = f"SELECT p.date / 10000, count(*) FROM {self._dated(source, ask)} GROUP BY 1"
            return partial(self._years, years, values)
        number = "words.rowid" if ask.words else "p.number"
        identity = f"(SELECT id FROM paragraph WHERE number = {number})"
        what = identity
        order = "ORDER BY rank" if ask.words else "ORDER BY p.number"
        if ask.task is Task.SNIPPETS:
            what = f"{identity}, snippet(words, 0, '<b>', '</b>', '…', 24)"
        if ask.task is Task.NEWEST:
            page = f"SELECT {what} FROM {self._dated(source, ask)} ORDER BY p.date DESC LIMIT {LIMIT}"
        else:
            page = f"SELECT {what} FROM {source} {order} LIMIT {LIMIT}"
        return partial(self._page, page, count, values)

    def found(self, ask: Ask) -> frozenset[str] | None:
        """Ids of everything found."""
        if ask.said or ask.form is Form.FUZZY:
            return None
        source, values = self._source(ask)
        rows = self._connection.execute(f"SELECT p.id FROM {self._dated(source, ask)}", values)
        return frozenset(row[0] for row in rows)

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    def _page(self, page: str, count: str, values: dict[str, str | int]) -> int:
        self._connection.execute(page, values).fetchall()
        return int(self._connection.execute(count, values).fetchone()[0])

    def _years(self, years: str, values: dict[str, str | int]) -> int:
        return sum(row[1] for row in self._connection.execute(years, values))

    def _source(self, ask: Ask) -> tuple[str, dict[str, str | int]]:
        """FROM and WHERE of an ask, with its values; the table of paragraphs only where it is needed."""
        values: dict[str, str | int] = {}
        tables, conditions = [], []
        if ask.words:
            tables.append("words")
            conditions.append("words MATCH :words")
            values["words"] = self._match(ask)
        if ask.years or not ask.words:
            tables.append("paragraph p")
            if ask.words:
                conditions.append("p.number = words.rowid")
        if ask.years:
            conditions.append("p.date BETWEEN :first AND :last")
            values["first"], values["last"] = years_as_days(ask.years)
        if ask.speaker:
            tables.insert(bool(ask.words), "speaker s")
            conditions.append(
                f"s.name = :speaker AND s.number = {'words.rowid' if ask.words else 'p.number'}"
            )
            values["speaker"] = ask.speaker
        # CROSS JOIN keeps this order: left to itself SQLite asks the words anew for each row of a speaker.
        return f"{' CROSS JOIN '.join(tables)} WHERE {' AND '.join(conditions)}", values

    def _dated(self, source: str, ask: Ask) -> str:
        """The same with the table of paragraphs, if it is not in it."""
        if ask.years or not ask.words:
            return source
        return source.replace("words", "words CROSS JOIN paragraph p", 1) + " AND p.number = words.rowid"

    def _match(self, ask: Ask) -> str:
        field, words = checked_words(ask) if self._check else ("text", ask.words)
        match ask.form:
            case Form.PHRASE:
                inner = '"' + " ".join(words) + '"'
            case Form.PREFIX:
                inner = f'"{words[0]}"*'
            case Form.ANY:
                inner = " OR ".join(f'"{word}"' for word in words)
            case _:
                inner = " AND ".join(f'"{word}"' for word in words)
        return f"{field} : ({inner})"


class Fts5:
    """The peer."""

    name = index = "fts5"

    def missing(self) -> str:
        """Some builds of SQLite come without it."""
        try:
            with sqlite3.connect(":memory:") as connection:
                connection.execute("CREATE VIRTUAL TABLE t USING fts5 (x)")
        except sqlite3.OperationalError as problem:
            return str(problem)
        return ""

    def version(self) -> str:
        """Version of SQLite."""
        return sqlite3.sqlite_version

    def documents(self, rows: list[Row], check: bool) -> list[Row]:
        """The rows themselves: it takes tuples, which cost nothing."""
        return rows

    def build(self, batches: Iterable[list[Row]], path: Path, check: bool) -> None:
        """Index in transactions of one batch."""
        connection = _connect(path, check)
        for rows in batches:
            _add(connection, rows, check)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()

    def append(self, rows: list[Row], path: Path) -> None:
        """Add rows in one transaction, flushed to the disk."""
        connection = _connect(path, check=False, synchronous="FULL")
        _add(connection, rows, check=False)
        connection.close()

    def open(self, path: Path, check: bool) -> Session:
        """Open for searching."""
        return Session(path, check)


PEERS = (Fts5(),)
