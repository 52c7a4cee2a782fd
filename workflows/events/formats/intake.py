"""Taking in events that this program wrote: each is checked where it stands, and problems are kept up to a bound."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from workflows.errors import InvalidFileError, Place, Problem, closest
from workflows.events.event import CaseEvent, EventKind
from workflows.events.log import EventLog
from workflows.events.order import Breach, CaseOrder
from workflows.instants import Instant, parse_instant, start_of

COLUMNS: Final = CaseEvent._fields
MOST_PROBLEMS: Final = 20
"""A file with more is of another kind, and more would not help to see it."""

KINDS: Final = {kind.name.lower(): kind for kind in EventKind}
"""Kinds of events by the words that files have for them."""
WORDS: Final = {int(kind): word for word, kind in KINDS.items()}

_FIRST_INSTANT: Final = start_of(date(1970, 1, 2))
_LAST_INSTANT: Final = start_of(date(9999, 1, 1))
_MOST_OCCURRENCES: Final = 1_000_000
_INSTANT: Final = "an instant from 1970-01-02 to 9998, such as 2026-03-02T09:00:00+08:00"


class CellError(Exception):
    """A value that cannot be read.

    Parameters
    ----------
    column : which one, as the file calls it
    """

    def __init__(self, column: str, breach: Breach) -> None:
        super().__init__(breach)
        self.column, self.breach = column, breach


class Taken(NamedTuple):
    """What was read off a file.

    Attributes
    ----------
    foreign : whether another tool wrote it, so that it tells less than a log of this program
    left_out : words for what happened that stand for no kind of event here: how many events had them
    """

    log: EventLog
    foreign: bool = False
    left_out: tuple[tuple[str, int], ...] = ()


class Problems:
    """What is wrong with a file.

    Parameters
    ----------
    file : how it is called in messages
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Problem] = []

    def add(self, breach: Breach, line: int | None = None, path: str | None = None) -> None:
        """Note a problem.

        Raises
        ------
        InvalidFileError
            With the twentieth: more would not help.
        """
        self.found.append(Problem(breach.code, Place(self.file, line, path), *breach[1:]))
        if len(self.found) == MOST_PROBLEMS:
            self.refuse()

    def refuse(self) -> None:
        """Refuse the file if anything is wrong with it.

        Raises
        ------
        InvalidFileError
            With everything that was noted.
        """
        if self.found:
            raise self.error()

    def error(self) -> InvalidFileError:
        """What there is to say about the file."""
        return InvalidFileError(self.found)


class Intake:
    """A log in the making.

    Parameters
    ----------
    problems : of the file that the events come from
    """

    def __init__(self, problems: Problems) -> None:
        self._problems, self._log = problems, EventLog()
        self._orders: dict[str, CaseOrder] = {}

    def begin(self, case: str) -> None:
        """Take note of a case, which may have no events."""
        self._log.add_case(case)

    def take(self, event: CaseEvent, line: int | None = None, path: str | None = None) -> None:
        """Add an event, or note what keeps it from standing where it stands."""
        order = self._orders.get(event.case)
        if order is None:
            order = self._orders[event.case] = CaseOrder()
        breach = order.breach(event)
        if breach is None:
            self._log.append(event)
        else:
            self._problems.add(breach, line, path)

    def log(self) -> EventLog:
        """The log.

        Raises
        ------
        InvalidFileError
            If anything is wrong with the file.
        """
        self._problems.refuse()
        return self._log


def kind_of(text: str, column: str) -> EventKind:
    """The kind of event that a word stands for."""
    kind = KINDS.get(text)
    if kind is None:
        close = closest(text.strip().lower(), KINDS)
        remedy = f"Did you mean {close!r}?" if close else "Leave the event out."
        raise CellError(column, Breach("unknown_kind", f"one of {', '.join(KINDS)}", repr(text), remedy))
    return kind


def instant_of_text(text: str, column: str) -> Instant:
    """The instant that a text stands for, which has to have a time zone."""
    try:
        at = parse_instant(text)
    except (ValueError, OverflowError):
        remedy = "Write it in ISO 8601, with the time zone."
        raise CellError(column, Breach("instant", _INSTANT, repr(text), remedy)) from None
    return instant_within(at, repr(text), column)


def instant_within(at: Instant, found: str, column: str) -> Instant:
    """An instant, if it is one that a case can have."""
    if not _FIRST_INSTANT <= at < _LAST_INSTANT:
        raise CellError(column, Breach("instant_out_of_range", _INSTANT, found, "Check the year."))
    return at


def occurrence_of(text: str, column: str) -> int:
    """The number that a text stands for; none given, 0."""
    if not text:
        return 0
    if not (text.isascii() and text.isdecimal() and len(text) <= 7 and int(text) <= _MOST_OCCURRENCES):
        expected = f"a whole number from 0 to {_MOST_OCCURRENCES}"
        remedy = "Count how many times the case had had the step before; 0 the first time."
        raise CellError(column, Breach("occurrence", expected, repr(text), remedy))
    return int(text)


def case_of(text: str, column: str) -> str:
    """The id of a case, which may not be blank."""
    if not text.strip():
        raise CellError(column, Breach("missing_case", "the id of a case", "none", "Say whose event it is."))
    return text
