"""The system under load, as `greenlane up` runs it, and how much memory its processes hold."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from services.serving import free_port
from services.settings import Settings
from tests.acceptance.test_up import PORTS, up

_PAGE: Final = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A system that answers.

    Attributes
    ----------
    pid : of the process that has started all others
    """

    settings: Settings
    pid: int

    def memory(self) -> dict[str, int]:
        """Bytes that its processes hold, by what they run; those of one kind together."""
        held: dict[str, int] = {}
        for pid in _offspring(self.pid):
            try:
                name = _name_of(Path(f"/proc/{pid}/cmdline").read_bytes())
                pages = int(Path(f"/proc/{pid}/statm").read_text("utf-8").split()[1])
            except OSError:
                continue  # it has ended meanwhile
            held[name] = held.get(name, 0) + pages * _PAGE
        return held


@contextmanager
def loaded(folder: Path) -> Iterator[Loaded]:
    """Run the whole system over an empty directory.

    Parameters
    ----------
    folder : that is made
    """
    ports = {name: free_port() for name in PORTS}
    around = {f"GREENLANE_{name}": str(port) for name, port in ports.items()}
    with up({**os.environ, **around, "GREENLANE_DATA_DIRECTORY": str(folder)}) as (process, _):
        yield Loaded(Settings(data_directory=folder, port=ports["PORT"]), process.pid)


def _offspring(pid: int) -> Iterator[int]:
    """A process and all that have come from it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text("utf-8").split():
            yield from _offspring(int(child))


def _name_of(command: bytes) -> str:
    """What a process runs: a command of ours, or the program."""
    words = [word.decode("utf-8", "replace") for word in command.split(b"\0") if word]
    ours = [place for place, word in enumerate(words) if Path(word).name == "greenlane" or word == "services.cli.main"]
    if ours and len(words) > ours[0] + 1:
        return words[ours[0] + 1]
    return Path(words[0]).name if words else "ended"
