"""What strikes a process from outside, without its knowing."""

from __future__ import annotations

import os
import resource
import signal
from contextlib import suppress
from pathlib import Path


def kill(pid: int) -> None:
    """End a process as no program can prevent or notice."""
    os.kill(pid, signal.SIGKILL)


def freeze(pid: int) -> None:
    """Stop a process as no program can prevent or notice; :func:`thaw` has it go on."""
    os.kill(pid, signal.SIGSTOP)


def thaw(pid: int) -> None:
    """Have a process go on."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGCONT)


def starve(pid: int) -> None:
    """Have every file refuse what a process writes, as on a full disk; :func:`feed` ends it."""
    _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))


def feed(pid: int) -> None:
    """Have files take again what a process writes."""
    with suppress(ProcessLookupError):
        _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard, hard))


def is_frozen(pid: int) -> bool:
    """Whether a process was stopped."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "T"
    except OSError:
        return False
