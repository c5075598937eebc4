"""Work on many chunks in several processes, in order and in bounded memory; the memory of one process."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from searchkit.errors import ProcessKilledError

if TYPE_CHECKING:
    from concurrent.futures import Future
    from multiprocessing.context import BaseContext

Chunk = TypeVar("Chunk")
Done = TypeVar("Done")


_LARGE = 31 << 20  # bytes: the most that glibc learns from is 32 MB


def keep_temporaries() -> None:
    """Let glibc keep the memory of this process's temporary arrays for the next ones.

    Unless it has seen a larger block come and go, it gives every large array back to the system and takes
    the next one page by page, which costs several times what is done with it.  Where there is no room for
    one, nothing is gained and nothing lost.
    """
    import numpy as np

    with suppress(MemoryError):
        np.empty(_LARGE, np.uint8)


@contextmanager
def without_collections() -> Iterator[None]:
    """Let Python look for no cycles of objects meanwhile: for work that makes many objects and no cycle.

    It looks after every few hundred that stay, and then at all that long lists and tables refer to.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def cpus() -> int:
    """Number of processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_order(
    work: Callable[[Chunk], Done], chunks: Iterable[Chunk], processes: int, *, makes_cycles: bool = True
) -> Iterator[Done]:
    """`work` of each chunk, in the order of the chunks; no more than two a process are under way.

    `work` is sent to each process once (it must pickle); with one process everything happens here.  Where it
    makes no cycles of objects, its processes need not look for any, nor while they take in a chunk: for one
    of many objects that takes as long as half the work.
    Raises ProcessKilledError, and whatever `work` raises.
    """
    if processes <= 1:
        yield from map(work, chunks)
        return
    # loaded here, for most runs have one process
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    pending: deque[Future[Done]] = deque()
    with ProcessPoolExecutor(processes, _context(), _begin, (work, makes_cycles)) as pool:
        try:
            for chunk in chunks:
                pending.append(pool.submit(_run, chunk))
                if len(pending) >= 2 * processes:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        except BrokenProcessPool:
            message = "a process at work was killed, perhaps for want of memory"
            raise ProcessKilledError(message, "try again with one process") from None
        finally:
            for future in pending:
                future.cancel()


def _context() -> BaseContext:
    """Forked where that is safe: quick, and no need of a `__main__` guard in the caller's script."""
    import multiprocessing

    forks = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if forks else "spawn")


_work: Callable[[Any], Any] | None = None  # of this process, where it is a worker


def _begin(work: Callable[[Any], Any], makes_cycles: bool) -> None:
    global _work
    _work = work
    if not makes_cycles:
        gc.disable()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A worker waits for more work for ever, also where whoever gave it was killed."""
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _run(chunk: Any) -> Any:
    assert _work is not None
    return _work(chunk)
