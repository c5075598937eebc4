"""Lucene in a Java process of its own (LuceneServer.java), spoken to line by line through a pipe.

Needs a Java compiler and the jars lucene-core, lucene-analyzers-common, lucene-highlighter, lucene-memory
and lucene-queries, in $LUCENE_JARS or where Debian's liblucene8-java puts them.  CPU time is measured
inside Java: of the searching thread for asks, of the whole process, compiler and collector of garbage
included, for indexing.  Asks are run more often before they are timed, for the sake of that compiler.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from bench.asks import Ask
from bench.peers.base import Run, checked_words, years_as_days
from bench.rows import Row

JARS = ("core", "analyzers-common", "highlighter", "memory", "queries")
SEPARATOR = "\x1f"
_SOURCE = Path(__file__).with_name("LuceneServer.java")


def _folder() -> Path:
    return Path(os.environ.get("LUCENE_JARS", "/usr/share/java"))


def _jars() -> list[Path]:
    found = (sorted(_folder().glob(f"lucene-{name}-[0-9]*.jar")) for name in JARS)
    return [paths[-1] for paths in found if paths]


def _start(mode: str, path: Path, check: bool) -> subprocess.Popen[str]:
    """The server, compiled from source by the Java launcher."""
    classpath = os.pathsep.join(map(str, _jars()))
    words = "check" if check else "english"
    return subprocess.Popen(
        ["java", "-Xmx2g", "-cp", classpath, str(_SOURCE), mode, str(path), words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )


def _line(*fields: str) -> str:
    return (
        "\t".join(" ".join(field.split("\t")).replace("\n", " ").replace("\r", " ") for field in fields)
        + "\n"
    )


def _row(row: Row) -> str:
    return _line(row.id, row.title, str(row.day), SEPARATOR.join(row.speakers), row.text, row.stems)


class Session:
    """A searching Java process."""

    warmups = 4

    def __init__(self, path: Path, check: bool) -> None:
        self._process, self._check = _start("search", path, check), check
        self._nanoseconds = 0

    def prepare(self, ask: Ask) -> Run | None:
        """The task, ready to run."""
        if ask.said:
            return None
        line = self._ask(ask, str(ask.task))

        def run() -> int:
            total, nanoseconds = self._answer(line).split("\t")
            self._nanoseconds = int(nanoseconds)
            return int(total)

        return run

    def measure(self, run: Run) -> tuple[float, int]:
        """CPU seconds of one run as Java measured them, and what it returned."""
        total = run()
        return self._nanoseconds / 1e9, total

    def found(self, ask: Ask) -> frozenset[str] | None:
        """Ids of everything found."""
        if ask.said:
            return None
        return frozenset(filter(None, self._answer(self._ask(ask, "found")).split(SEPARATOR)))

    def close(self) -> None:
        """End the process."""
        self._process.communicate()

    def _ask(self, ask: Ask, task: str) -> str:
        words = checked_words(ask)[1] if self._check else ask.words
        days = map(str, years_as_days(ask.years)) if ask.years else ("", "")
        return _line(task, str(ask.form), " ".join(words), ask.speaker, *days)

    def _answer(self, line: str) -> str:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(line)
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError(f"Lucene gave up on {line!r}")
        return answer.rstrip("\n")


class Lucene:
    """The peer."""

    name = index = "lucene"

    def missing(self) -> str:
        """Java, its compiler and the jars must be there."""
        if shutil.which("javac") is None:
            return "no Java compiler"
        if len(_jars()) < len(JARS):
            return f"no Lucene jars in {_folder()} ($LUCENE_JARS names another folder)"
        return ""

    def version(self) -> str:
        """Version of the core jar, from its name."""
        return _jars()[0].stem.rpartition("-")[2]

    def documents(self, rows: list[Row], check: bool) -> list[str]:
        """Lines for the Java process, which makes its documents of them."""
        return list(map(_row, rows))

    def build(self, batches: Iterable[list[str]], path: Path, check: bool) -> float:
        """Index with one thread; merges run beside it and are waited for."""
        process = _start("index", path, check)
        assert process.stdin
        assert process.stdout
        for batch in batches:
            process.stdin.writelines(batch)
        process.stdin.close()
        seconds = int(process.stdout.read()) / 1e9
        if process.wait():
            raise RuntimeError("Lucene could not index")
        return seconds

    def append(self, rows: list[Row], path: Path) -> None:
        """Add rows and commit, in a new process (whose start is most of the cost)."""
        self.build([self.documents(rows, check=False)], path, check=False)

    def open(self, path: Path, check: bool) -> Session:
        """Open for searching."""
        return Session(path, check)


PEERS = (Lucene(),)
