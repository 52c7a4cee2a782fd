"""Processes of a running system: how much processor each has used."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_TICKS: Final = os.sysconf("SC_CLK_TCK")
_UTIME: Final = 11
"""Place of the user time among the fields of /proc/PID/stat that follow the name; the system time is the next."""


def children(parent: int) -> dict[str, int]:
    """Processes that `greenlane up` has started: what each is, and its id."""
    found = {}
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                status = (path / "stat").read_text("ascii").rpartition(")")[2].split()
                command = (path / "cmdline").read_text("utf-8").split("\0")
            except OSError:
                continue
            if int(status[1]) == parent:
                found[_kind(command)] = int(path.name)
    return found


def processor_time(processes: Mapping[str, int]) -> dict[str, float]:
    """Seconds that each process has used so far."""
    found = {}
    for kind, pid in processes.items():
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
        found[kind] = (int(fields[_UTIME]) + int(fields[_UTIME + 1])) / _TICKS
    return found


def _kind(command: list[str]) -> str:
    return "temporal" if command[0].endswith("/temporal") else command[-2]
