"""A thing done in a process of its own, for what it changes of itself cannot be taken back."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable

FORK = multiprocessing.get_context("fork")


def in_child(act: Callable[..., object], *args: object) -> list[str]:
    """[type of the error ("": none), message, hint] of `act` done in a process of its own."""
    said = FORK.SimpleQueue()

    def run() -> None:
        try:
            act(*args)
            said.put(["", "", ""])
        except BaseException as error:
            said.put([type(error).__name__, str(error), getattr(error, "hint", "")])

    process = FORK.Process(target=run)
    process.start()
    told: list[str] = said.get()
    process.join()
    return told
