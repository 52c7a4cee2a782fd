"""A bad file, as a row of the table: its format, what is bad about it, and what has to become of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

CANARY = "canary-7f3a-must-not-be-seen"
"""What stands in a file that no reader has any business with."""
CANARY_FILE = "CANARY-FILE"
"""Stands in an attack for the path of that file."""
LISTENER = "LISTENER-HOST"
"""Stands in an attack for host:port of a socket that must see nothing."""


class Expected(StrEnum):
    """What has to become of a file."""

    REFUSED = "refused"
    TAKEN = "taken"
    EITHER = "either"
    """There is nothing wrong with saying yes or no, as long as it is said soon and plainly."""


@dataclass(frozen=True, slots=True)
class Attack:
    """A file that somebody sends.

    Attributes
    ----------
    kind : of file: lane, scenario, bpmn, ...
    what : is bad about it
    file : what it is called
    content : makes it
    commands : of the command line; `{file}` stands for its path
    beside : other files that it comes with, by name
    large : whether making or reading it takes long, so that only the full sweep does
    """

    kind: str
    what: str
    file: str
    content: Callable[[], bytes]
    expected: Expected = Expected.REFUSED
    commands: tuple[tuple[str, ...], ...] = (("check", "{file}"),)
    beside: tuple[tuple[str, bytes], ...] = ()
    large: bool = False

    @property
    def name(self) -> str:
        """What the test is called."""
        return f"{self.kind}: {self.what}"


def text(content: str) -> Callable[[], bytes]:
    """A small file, written out."""
    return partial(content.encode, "utf-8", "surrogatepass")


def octets(content: bytes) -> Callable[[], bytes]:
    """The same in bytes."""
    return lambda: content
