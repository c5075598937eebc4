"""CPU time of whole processes, start and imports included."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from statistics import median


def cpu(command: Sequence[str], accepted: Sequence[int] = (0,)) -> tuple[float, bytes]:
    """CPU seconds (user and system) of a command and what it printed. Raises on other exit codes."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    if process.returncode not in accepted:
        raise subprocess.CalledProcessError(process.returncode, list(command), printed)
    return usage.ru_utime + usage.ru_stime, printed


def interleaved(
    commands: Mapping[str, Sequence[str]], times: int, accepted: Sequence[int] = (0,)
) -> dict[str, float]:
    """Median CPU seconds of each command, all run in turn so many times after one that does not count."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(times + 1):
        for name, command in commands.items():
            spent, _ = cpu(command, accepted)
            if number:
                seconds[name].append(spent)
    return {name: median(values) for name, values in seconds.items()}
