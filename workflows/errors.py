"""The errors that people meet, as one tree::

    GreenlaneError
    ├── InvalidInputError            the input is at fault            exit 3, HTTP 4xx
    │   ├── InvalidFileError         a file, with all its problems
    │   ├── CalendarYearError        a year without published calendar
    │   ├── LeverRefusedError        a lever whose preconditions do not hold
    │   └── UnknownNameError         no lane, lever, case or step of that name
    └── OperationFailedError         the surroundings are at fault    exit 1, HTTP 5xx
        └── ServerUnavailableError   Temporal or a store does not answer

Every message says what was expected, what was found, where, and what to do about it. Exit codes and HTTP statuses are
given by ``services``; nothing here knows of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Place:
    """Where in an input something stands; every part may be unknown (``None``)."""

    file: str | None = None
    line: int | None = None
    path: str | None = None

    def __str__(self) -> str:
        position = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        return " at ".join(part for part in (position, self.path) if part)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with an input, and its mend."""

    code: str
    place: Place
    expected: str
    found: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.place}: " if str(self.place) else ""
        return f"{where}expected {self.expected}; found {self.found}. {self.remedy} [{self.code}]"


class GreenlaneError(Exception):
    """Anything that Greenlane says about itself or its input, rather than a defect."""


class InvalidInputError(GreenlaneError):
    """What was given cannot be used; the message says what to change."""


class InvalidFileError(InvalidInputError):
    """A file with problems: all of them, not the first.

    Parameters
    ----------
    problems : at least one
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class CalendarYearError(InvalidInputError):
    """A working day was asked of a year for which the State Council's calendar is not known."""


@dataclass(frozen=True, slots=True)
class LegalOrder:
    """Two steps of which law puts one before the other, by their ids."""

    earlier: str
    later: str


class LeverRefusedError(InvalidInputError):
    """A lever does not fit the lane: the law or the lane itself stands against it.

    Parameters
    ----------
    order : of the law that stands against it, if one does
    """

    def __init__(self, said: str, order: LegalOrder | None = None) -> None:
        super().__init__(said)
        self.order = order


class UnknownNameError(InvalidInputError):
    """A name that nothing has.

    Parameters
    ----------
    kind : what was looked for, e.g. ``lane``
    name : the name given
    known : the names that would have been understood
    """

    def __init__(self, kind: str, name: str, known: Sequence[str]) -> None:
        close = get_close_matches(name, known, n=1)
        hint = f"Did you mean {close[0]!r}?" if close else f"Known: {', '.join(sorted(known)) or 'none'}."
        super().__init__(f"no {kind} is called {name!r}. {hint}")
        self.kind, self.name, self.known = kind, name, tuple(known)


class OperationFailedError(GreenlaneError):
    """The input was fine; something that the operation needs was not there or gave way."""


class ServerUnavailableError(OperationFailedError):
    """Temporal or a store does not answer."""
