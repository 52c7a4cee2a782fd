"""Processes of a running system."""

from __future__ import annotations

from pathlib import Path


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


def _kind(command: list[str]) -> str:
    return "temporal" if command[0].endswith("/temporal") else command[-2]
