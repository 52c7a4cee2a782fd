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

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

MOST_PROBLEMS: Final = 200
"""That one error tells of. Nobody reads more, and a file can be made to have a million."""

_LONGEST: Final = 2_000
_ENDING: Final = 100
_LONGEST_NAME: Final = 100
_MOST_NAMES: Final = 500


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
    """One thing that is wrong with an input, and its mend; a part of it that is long for a message is shortened."""

    code: str
    place: Place
    expected: str
    found: str
    remedy: str

    def __post_init__(self) -> None:
        for part in ("expected", "found", "remedy"):
            object.__setattr__(self, part, shortened(getattr(self, part)))
        if self.place.path is not None and len(self.place.path) > _LONGEST:
            place = Place(self.place.file, self.place.line, shortened(self.place.path))
            object.__setattr__(self, "place", place)

    def __str__(self) -> str:
        where = f"{self.place}: " if str(self.place) else ""
        return f"{where}expected {self.expected}; found {self.found}. {self.remedy} [{self.code}]"


def shortened(text: str) -> str:
    """A text as a message can hold it: whole, or its beginning and its end."""
    if len(text) <= _LONGEST:
        return text
    return f"{text[: _LONGEST - _ENDING]} […{len(text) - _LONGEST} characters…] {text[-_ENDING:]}"


def closest(name: str, known: Collection[str]) -> str | None:
    """What somebody may have meant by a name that nothing has; none if it is no name, or there is too much to look at.

    Comparing takes the square of a name's length, for each of those that there are.
    """
    if len(name) > _LONGEST_NAME or len(known) > _MOST_NAMES:
        return None
    return next(iter(get_close_matches(name, known, n=1)), None)


class GreenlaneError(Exception):
    """Anything that Greenlane says about itself or its input, rather than a defect."""


class InvalidInputError(GreenlaneError):
    """What was given cannot be used; the message says what to change."""


class InvalidFileError(InvalidInputError):
    """A file with problems: all of them, not the first, or the first two hundred.

    Parameters
    ----------
    problems : at least one
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        told = tuple(problems[:MOST_PROBLEMS])
        self.problems = told if len(told) == len(problems) else (*told, _more(told[0].place.file))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def _more(file: str | None) -> Problem:
    expected = f"at most {MOST_PROBLEMS} problems to tell of"
    return Problem("more_problems", Place(file), expected, "more", "Mend these first, then look again.")


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
        close = closest(name, known)
        hint = f"Did you mean {close!r}?" if close else f"Known: {', '.join(sorted(known)) or 'none'}."
        super().__init__(shortened(f"no {kind} is called {shortened(repr(name))}. {hint}"))
        self.kind, self.name, self.known = kind, name, tuple(known)


class OperationFailedError(GreenlaneError):
    """The input was fine; something that the operation needs was not there or gave way."""


class ServerUnavailableError(OperationFailedError):
    """Temporal or a store does not answer."""
