"""Files of a corpus: finding them in a fixed order, and opening them without being led astray.

Links inside a corpus are not followed: one that stays inside would give its articles twice, one
that leads out would read what nobody meant to index, and both can run in circles.  What is not a
regular file (device, FIFO, socket) is never opened for reading.
"""

from __future__ import annotations

import io
import os
import stat
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any, NamedTuple, cast

from searchkit.articles.limits import FILE_BYTES, UNPACK_BYTES
from searchkit.articles.report import Note, Skipped
from searchkit.config import FILE_NAME
from searchkit.errors import ArticleError

if TYPE_CHECKING:
    import lzma

# Files that lie beside articles and are none.
_NOT_ARTICLES = ("readme", "license", "licence", "changelog", "copying")
_OURS = (FILE_NAME, "corrections.toml")


class File(NamedTuple):
    """One file to read.

    `place` is the path below the corpus, always with `/` and in Unicode NFC, so that it is the same on
    every machine; `id` is it without extensions; `kind` the extension without that of a packer.
    """

    path: Path
    place: str
    id: str
    kind: str
    packer: str = ""


def find(paths: Sequence[Path], exclude: Sequence[str]) -> Iterator[File | Skipped | Note]:
    """Every file below the paths, sorted by name; what is left out, with the reason."""
    for path in paths:
        try:
            given = path.resolve(strict=True)
        except (OSError, RuntimeError) as problem:
            yield Skipped(str(path), f"cannot be opened ({_why(problem)})")
            continue
        if given.is_dir():
            yield from _walk(given, exclude)
        else:
            yield _judge(given, given.name, given.lstat().st_mode)


def _walk(folder: Path, exclude: Sequence[str]) -> Iterator[File | Skipped | Note]:
    """Everything below a folder, depth first; no recursion, for folders may be nested by thousands."""
    waiting = list(_listed(folder, ""))
    while waiting:
        place, entry = waiting.pop()
        if isinstance(entry, Skipped):
            yield entry
            continue
        reason = _left_out(entry.name, place, exclude)
        if reason:
            yield Note(_printable(place), reason)
        elif entry.is_dir(follow_symlinks=False):
            waiting += _listed(Path(entry.path), f"{place}/")
        else:
            try:
                mode = entry.stat(follow_symlinks=False).st_mode
            except OSError as problem:
                yield Skipped(_printable(place), f"cannot be opened ({_why(problem)})")
                continue
            yield _judge(Path(entry.path), place, mode)


def _listed(folder: Path, below: str) -> Iterator[tuple[str, os.DirEntry[str] | Skipped]]:
    """Entries of a folder with their places, the last by name first, so that the first is popped."""
    try:
        with os.scandir(folder) as entries:
            found = [(unicodedata.normalize("NFC", entry.name), entry) for entry in entries]
    except OSError as problem:
        place = _printable(below.rstrip("/")) or str(folder)
        yield place, Skipped(place, f"cannot be opened ({_why(problem)})")
        return
    found.sort(key=lambda pair: (pair[0], pair[1].name), reverse=True)
    yield from ((f"{below}{name}", entry) for name, entry in found)


def _left_out(name: str, place: str, exclude: Sequence[str]) -> str:
    if name.startswith("."):
        return "left out: hidden"
    if name in _OURS:
        at_top = "settings of searchkit, not an article"
        return at_top if place == name else "left out: settings hold only at the top of a corpus"
    if name.partition(".")[0].casefold() in _NOT_ARTICLES:
        return "left out: describes the folder, not an article"
    for pattern in exclude:
        if fnmatchcase(place, pattern) or fnmatchcase(name, pattern):
            return f"left out: excluded by “{pattern}”"
    return ""


def _judge(path: Path, place: str, mode: int) -> File | Skipped:
    shown = _printable(place)
    if shown != place:
        return Skipped(shown, "its name is not valid Unicode", "rename the file")
    if stat.S_ISLNK(mode):
        return Skipped(place, "is a link; links inside a corpus are not followed", _LINK_HINT)
    if not stat.S_ISREG(mode):
        return Skipped(place, f"is {_special(mode)}, not a file")
    name = PurePosixPath(place)
    packer = name.suffix.lower() if name.suffix.lower() in _PACKERS else ""
    bare = name.with_suffix("") if packer else name
    return File(path, place, str(bare.with_suffix("")), bare.suffix.lower(), packer)


_LINK_HINT = "name the place it leads to on the command line, or copy the file"


def _special(mode: int) -> str:
    if stat.S_ISFIFO(mode):
        return "a FIFO"
    if stat.S_ISSOCK(mode):
        return "a socket"
    return "a device"


def _printable(place: str) -> str:
    """Names that are not Unicode come with lone surrogates; show those bytes as `\\xNN`."""
    return os.fsencode(place).decode("utf-8", "backslashreplace")


def _why(problem: Exception) -> str:
    strerror = getattr(problem, "strerror", None)
    return strerror.lower() if strerror else str(problem)


@contextmanager
def open_bytes(file: File) -> Iterator[IO[bytes]]:
    """The file's bytes as a stream, unpacked. What goes wrong while it is read is ArticleError too."""
    try:
        with _open_regular(file) as raw, _PACKERS[file.packer](raw) as stream:
            yield stream
    except OSError as problem:
        if _is_of_unpacker(problem):
            raise _damaged(file, problem) from None
        raise ArticleError(file.place, f"cannot be read ({_why(problem)})") from None
    except Exception as problem:
        if isinstance(problem, EOFError) or _is_of_unpacker(problem):
            raise _damaged(file, problem) from None
        raise


def _is_of_unpacker(problem: Exception) -> bool:
    """Whether an unpacker raised it; they are loaded only where they are needed."""
    return type(problem).__module__.partition(".")[0] in _UNPACKERS


def _open_regular(file: File) -> IO[bytes]:
    # Without O_NONBLOCK a FIFO put in place of the file since it was found would block for ever.
    handle = os.open(file.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise ArticleError(file.place, "is not a file any more")
    return os.fdopen(handle, "rb")


def _damaged(file: File, problem: Exception) -> ArticleError:
    return ArticleError(file.place, f"is damaged, or not packed as its name says: {problem}")


def read_bytes(file: File) -> bytes:
    """The whole file, unpacked. Raises ArticleError, also where it is larger than `FILE_BYTES`."""
    with open_bytes(file) as stream:
        data = stream.read(FILE_BYTES + 1)
    if len(data) > FILE_BYTES:
        size = FILE_BYTES // 2**20
        hint = "split it, or give it as JSONL with one row a paragraph"
        raise ArticleError(file.place, f"is larger than {size} MiB, too large for one article", hint)
    return data


class _Xz(io.RawIOBase):
    """An xz stream whose decompressor may not use more than `UNPACK_BYTES` of memory."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw = raw
        self._unpack = self._fresh()

    @staticmethod
    def _fresh() -> lzma.LZMADecompressor:
        import lzma

        return lzma.LZMADecompressor(memlimit=UNPACK_BYTES)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Unpack at most as much as fits; 0 at the end. Streams may follow one another."""
        room = len(buffer)
        while True:
            if self._unpack.eof:
                rest = self._unpack.unused_data.lstrip(b"\0") or self._raw.read(2**16).lstrip(b"\0")
                if not rest:
                    return 0
                self._unpack = self._fresh()
            else:
                rest = self._raw.read(2**16) if self._unpack.needs_input else b""
                if not rest and self._unpack.needs_input:
                    raise EOFError("it ends before its end mark")
            data = self._unpack.decompress(rest, max_length=room)
            if data:
                buffer[: len(data)] = data
                return len(data)


def _open_xz(raw: IO[bytes]) -> IO[bytes]:
    return io.BufferedReader(_Xz(raw), 2**18)


def _open_gz(raw: IO[bytes]) -> IO[bytes]:
    import gzip

    return cast(IO[bytes], gzip.GzipFile(fileobj=raw))


def _open_bz2(raw: IO[bytes]) -> IO[bytes]:
    import bz2

    return bz2.BZ2File(raw)


def _open_zst(raw: IO[bytes]) -> IO[bytes]:
    import zstandard

    unpacker = zstandard.ZstdDecompressor(max_window_size=UNPACK_BYTES)
    return io.BufferedReader(unpacker.stream_reader(raw, read_across_frames=True), 2**18)


_UNPACKERS = frozenset(["gzip", "zlib", "_lzma", "zstandard"])  # modules of what they raise
_PACKERS: dict[str, Callable[[IO[bytes]], IO[bytes]]] = {
    "": lambda raw: raw,
    ".xz": _open_xz,
    ".gz": _open_gz,
    ".bz2": _open_bz2,
    ".zst": _open_zst,
}
