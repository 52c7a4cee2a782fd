"""How much processor other processes have used, where the system tells (Linux)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_TICKS: Final = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_UTIME: Final = 11
"""Place of the user time among the fields of /proc/PID/stat that follow the name; the system time is the next."""


def processor_time(processes: Mapping[str, int]) -> dict[str, float]:
    """Seconds that each process has used so far; without those that are gone, and without any where nobody tells."""
    found = {}
    for name, pid in processes.items():
        status = Path(f"/proc/{pid}/stat")
        if status.exists():
            # The name in parentheses may have spaces.
            fields = status.read_text("utf-8").rpartition(")")[2].split()
            found[name] = (int(fields[_UTIME]) + int(fields[_UTIME + 1])) / _TICKS
    return found
