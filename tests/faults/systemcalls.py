"""What a process really asks of the kernel: every change of a file, as ptrace(2) shows it.

The interposition of `filesystem` stands in Python, so it sees what Python is asked to do.  This stands
outside the process and sees what arrives: it proves the other complete, and kills before any call, whoever
makes it.  Linux on x86-64 and ARM64; nothing has to be installed.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import struct
from collections.abc import Callable
from dataclasses import dataclass, field

from filesystem import Event

_NUMBERS = {
    "x86_64": {
        "open": 2, "close": 3, "write": 1, "pwrite": 18, "mmap": 9, "fsync": 74, "fdatasync": 75,
        "ftruncate": 77, "rename": 82, "mkdir": 83, "link": 86, "unlink": 87, "openat": 257, "mkdirat": 258,
        "unlinkat": 263, "renameat": 264, "linkat": 265, "renameat2": 316,
        # what no writer of ours does; a change by one of these would be news
        "clone": 56, "fork": 57, "vfork": 58, "clone3": 435, "creat": 85, "writev": 20, "pwritev": 296,
        "pwritev2": 328, "sendfile": 40, "copy_file_range": 326,
        "truncate": 76, "fallocate": 285, "splice": 275, "openat2": 437, "io_uring_setup": 425, "dup": 32,
        "dup2": 33, "dup3": 292, "rmdir": 84, "symlink": 88, "symlinkat": 266, "lseek": 8,
    },
    "aarch64": {
        "openat": 56, "close": 57, "write": 64, "pwrite": 68, "mmap": 222, "fsync": 82, "fdatasync": 83,
        "ftruncate": 46, "mkdirat": 34, "unlinkat": 35, "linkat": 37, "renameat": 38, "renameat2": 276,
        "clone": 220, "clone3": 435, "writev": 66, "pwritev": 70, "pwritev2": 287, "sendfile": 71,
        "copy_file_range": 285, "truncate": 45,
        "fallocate": 47, "splice": 76, "openat2": 437, "io_uring_setup": 425, "dup": 23, "dup3": 24,
        "symlinkat": 36, "lseek": 62,
    },
}.get(platform.machine(), {})  # fmt: skip
_NAMES = {number: name for name, number in _NUMBERS.items()}
_FORESEEN = {
    *("open", "openat", "close", "write", "pwrite", "mmap", "fsync", "fdatasync", "ftruncate", "rename"),
    *("renameat", "renameat2", "mkdir", "mkdirat", "link", "linkat", "unlink", "unlinkat", "lseek", "dup"),
}
_NEVER = {"creat", "truncate", "rmdir", "symlink", "symlinkat", "openat2", "io_uring_setup"}
_NEVER |= {"clone", "clone3", "fork", "vfork"}  # nobody watches what those do that come of it
_AT = {"openat", "mkdirat", "unlinkat", "linkat", "renameat", "renameat2", "symlinkat"}  # folder before path

_TRACEME, _SYSCALL, _SETOPTIONS, _CALL_INFO = 0, 24, 0x4200, 0x420E
_GOOD, _EXITKILL = 1, 1 << 20
_ENTRY = 1
_SHARED, _PROT_WRITE = 1, 2

_libc = ctypes.CDLL(None, use_errno=True)
_libc.ptrace.restype = ctypes.c_long
_libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]


def can_trace() -> bool:
    """Whether this system lets a process watch its own children."""
    if not _NUMBERS:
        return False
    try:
        return [event.name for event in Trace("/", lambda say: say("yes")).events] == ["say"]
    except OSError:
        return False


@dataclass
class Trace:
    """The life of a child that runs `act(say)`: its changes below `root` in order, and what it said between.

    With `kill_at` it is killed with signal 9 before it makes the change of that number.
    """

    root: str
    act: Callable[[Callable[[str], None]], object]
    kill_at: int | None = None
    events: list[Event] = field(default_factory=list)
    changes: int = 0
    killed: bool = False

    def __post_init__(self) -> None:
        self._files: dict[int, str] = {}
        self._offsets: dict[int, int] = {}
        self._say, self._mouth = os.pipe()
        try:
            self._child = self._started()
            self._watch()
        finally:
            os.close(self._say)
            os.close(self._mouth)

    def _started(self) -> int:
        child = os.fork()
        if child:
            return child
        try:
            _ptrace(_TRACEME, 0)
            os.kill(os.getpid(), signal.SIGSTOP)
            self.act(lambda word: _write(self._mouth, word.encode()))
            os._exit(0)
        finally:
            os._exit(1)

    def _watch(self) -> None:
        os.waitpid(self._child, 0)
        _ptrace(_SETOPTIONS, self._child, _GOOD | _EXITKILL)
        entered: tuple[str, list[int]] | None = None
        passed = 0
        while True:
            _ptrace(_SYSCALL, self._child, passed)
            _, status = os.waitpid(self._child, 0)
            if not os.WIFSTOPPED(status):
                assert os.waitstatus_to_exitcode(status) == 0, "the traced act failed"
                return
            passed = 0
            if os.WSTOPSIG(status) != signal.SIGTRAP | 0x80:
                passed = os.WSTOPSIG(status)
                continue
            stop, numbers = _call_info(self._child)
            if stop == _ENTRY:
                name = _NAMES.get(numbers[0], "")
                entered = (name, numbers[1:]) if name else None
                if entered and self._is_change(*entered):
                    if self.changes == self.kill_at:
                        self.killed = True
                        os.kill(self._child, signal.SIGKILL)
                        os.waitpid(self._child, 0)
                        return
                    self.changes += 1
            elif entered and numbers[0] >= 0:
                self._done(*entered, numbers[0])
                entered = None

    def _is_change(self, name: str, args: list[int]) -> bool:
        """Whether a call is about to change something below the root, or to make it durable."""
        if name in ("open", "openat", "lseek", "mmap", "close", "dup"):
            creates = name in ("open", "openat") and args[1 + (name in _AT)] & os.O_CREAT
            return bool(creates) and self._path(name, args).startswith(self.root)
        if name in ("write", "pwrite", "fsync", "fdatasync", "ftruncate"):
            return args[0] in self._files
        if name in _AT or name in ("rename", "mkdir", "link", "unlink"):
            return self._path(name, args).startswith(self.root)
        return False

    def _done(self, name: str, args: list[int], result: int) -> None:
        if name in ("open", "openat"):
            self._opened(name, args, result)
        elif name == "close":
            self._files.pop(args[0], None)
        elif name == "write" and args[0] == self._mouth:
            self.events.append(Event("say", self._data(args[1], result).decode()))
        elif name == "mmap":
            if args[3] & _SHARED and args[2] & _PROT_WRITE and args[4] & 0xFFFFFFFF in self._files:
                self._unforeseen("mmap for writing")
        elif name not in _FORESEEN:
            if name in _NEVER or any(handle in self._files for handle in args[:3]):
                self._unforeseen(name)
        elif self._is_change(name, args):
            self._changed(name, args, result)
        elif name == "lseek" and args[0] in self._files:
            self._offsets[args[0]] = result
        elif name == "dup" and args[0] in self._files:
            self._unforeseen(name)

    def _opened(self, name: str, args: list[int], handle: int) -> None:
        path, flags = self._path(name, args), args[1 + (name in _AT)]
        if path.startswith(self.root):
            self._files[handle], self._offsets[handle] = path, 0
            if flags & os.O_CREAT:
                self.events.append(Event("create", path))
            if flags & os.O_TRUNC or flags & os.O_APPEND:
                self._unforeseen("open to overwrite")

    def _changed(self, name: str, args: list[int], result: int) -> None:
        path = self._files.get(args[0], "")
        match name:
            case "write" | "pwrite":
                offset = args[3] if name == "pwrite" else self._offsets[args[0]]
                if name == "write":
                    self._offsets[args[0]] += result
                self.events.append(Event("write", path, self._data(args[1], result), offset))
            case "ftruncate":
                self.events.append(Event("truncate", path, offset=args[1]))
            case "fsync" | "fdatasync":
                self.events.append(Event("fsync", path))
            case _:
                plain = name.removesuffix("2").removesuffix("at")
                other = self._path(name, args, second=True) if plain in ("link", "rename") else ""
                self.events.append(Event(plain, self._path(name, args), other=other))

    def _unforeseen(self, what: str) -> None:
        self.events.append(Event("unforeseen", what))

    def _path(self, name: str, args: list[int], second: bool = False) -> str:
        at = int(name in _AT)
        place = args[at + (1 + at) * second]
        data, step = b"", 256
        while b"\0" not in data and len(data) < 1 << 14:
            data += self._data(place + len(data), step)
        return os.fsdecode(data.partition(b"\0")[0])

    def _data(self, place: int, size: int) -> bytes:
        with open(f"/proc/{self._child}/mem", "rb", buffering=0) as memory:  # noqa: PTH123 - read where it stands
            memory.seek(place)
            data = b""
            while len(data) < size:
                piece = memory.read(min(size - len(data), 4096 - (place + len(data)) % 4096))
                if not piece:
                    break
                data += piece
            return data


_write = os.write


def _ptrace(request: int, pid: int, data: int = 0, address: int = 0) -> int:
    result: int = _libc.ptrace(request, pid, address, data)
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), f"ptrace {request}")
    return result


_INFO = ctypes.create_string_buffer(96)


def _call_info(pid: int) -> tuple[int, list[int]]:
    """Where a call stands: at its entry its number and arguments, at its exit its result."""
    _ptrace(_CALL_INFO, pid, ctypes.addressof(_INFO), len(_INFO))
    stop = _INFO.raw[0]
    if stop == _ENTRY:
        return stop, list(struct.unpack_from("<7Q", _INFO.raw, 24))
    return stop, list(struct.unpack_from("<q", _INFO.raw, 24))
