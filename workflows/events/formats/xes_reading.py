"""Reading XES, of this program and of others.

A parser of our own (on expat) because others guess: an end that is missing, an instant that is none and a number that
is none go unnoticed in them, and no line is named. See ``docs/decisions/0016-event-logs.md``.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from workflows.events.event import CaseEvent
from workflows.events.formats import xes_names as names
from workflows.events.formats.foreign import Columns, ForeignIntake, Named, Row
from workflows.events.formats.intake import (
    CellError,
    Intake,
    Problems,
    Taken,
    case_of,
    instant_of_text,
    kind_of,
    occurrence_of,
)
from workflows.events.formats.xml_reading import Bytes, read_xml
from workflows.events.order import Breach

_MOST_DIGITS: Final = 18
_LEVELS: Final = ("log", "trace", "event")


class _Numbered(NamedTuple):
    """An event and where it stood among those of all cases."""

    sequence: int
    line: int
    event: CaseEvent


def read_xes(stream: Bytes, file: str, columns: Columns | None = None) -> Taken:
    """Read a log.

    Parameters
    ----------
    file : how it is called in messages
    columns : keys under which another tool's log has what; by default those of the standard

    Raises
    ------
    InvalidFileError
        With everything that is wrong with it, but not more than the first twenty problems.
    """
    problems = Problems(file)
    reading = _Reading(problems, columns or Columns())
    read_xml(stream, problems, reading.begin, reading.end)
    return reading.taken()


class _Reading:
    """What has been read so far.

    Parameters
    ----------
    columns : what was said about the file
    """

    def __init__(self, problems: Problems, columns: Columns) -> None:
        self._problems, self._columns = problems, columns
        self._open: list[str] = []
        self._case: str | None = None
        self._keys: dict[str, str] = {}
        self._line = 0
        self._trace = 0
        self._own = False
        self._named = Named(
            columns.case or names.ACTIVITY,
            columns.activity or names.ACTIVITY,
            columns.at or names.AT,
            columns.start,
            columns.member or names.MEMBER,
            None if columns.start else columns.lifecycle or names.LIFECYCLE,
        )
        self._foreign = ForeignIntake(problems, columns, self._named)
        self._waiting: list[tuple[int, dict[str, str]]] = []
        self._cases: list[str] = []
        self._known: set[str] = set()
        self._events: list[_Numbered] = []

    def begin(self, name: str, attributes: dict[str, str], line: int) -> None:
        """Take note of an element that begins."""
        depth = len(self._open)
        self._open.append(name)
        if depth < len(_LEVELS) and name == _LEVELS[depth] and self._open[:depth] == list(_LEVELS[:depth]):
            if name == "trace":
                self._trace, self._case, self._waiting = line, None, []
            elif name == "event":
                self._line, self._keys = line, {}
        elif depth == 0:
            expected, remedy = "an event log in XES, which begins with <log>", "Check the file."
            self._problems.add(Breach("not_xes", expected, f"<{name}>", remedy), line)
            self._problems.refuse()
        elif name == "event" and self._open == ["log", "event"]:
            breach = Breach("event_without_case", "events inside a <trace>", "one outside", "Put it into its case.")
            self._problems.add(breach, line)
        elif name == "extension" and depth == 1:
            own = attributes.get("prefix") == names.PREFIX
            self._own = self._own or (own and not self._columns.given)
        elif depth == 3 and self._open[2] == "event" and "key" in attributes:
            self._keys.setdefault(attributes["key"], attributes.get("value", ""))
        elif depth == 2 and self._open[1] == "trace" and attributes.get("key") == self._named.case:
            self._case = attributes.get("value", "")

    def end(self, name: str) -> None:
        """Take note of an element that ends."""
        if name == "event" and self._open == list(_LEVELS):
            # The case's name may stand after its events.
            self._waiting.append((self._line, self._keys))
        elif name == "trace" and self._open == list(_LEVELS[:2]):
            self._take_trace()
        self._open.pop()

    def taken(self) -> Taken:
        """The log that was read."""
        if not self._own:
            return self._foreign.taken()
        self._problems.refuse()
        intake = Intake(self._problems)
        for case in self._cases:
            intake.begin(case)
        for numbered in sorted(self._events, key=lambda each: each.sequence):
            intake.take(numbered.event, numbered.line)
        return Taken(intake.log())

    def _take_trace(self) -> None:
        try:
            case = case_of(self._case or "", self._named.case or "")
        except CellError as error:
            self._problems.add(error.breach, self._trace, error.column)
            return
        if case in self._known:
            breach = Breach("case_twice", f"case {case!r} once", "a second trace of that name", "Name each case apart.")
            self._problems.add(breach, self._trace)
            return
        self._known.add(case)
        if self._own:
            self._cases.append(case)
        else:
            self._foreign.begin(case)
        for line, keys in self._waiting:
            if self._own:
                self._take_own(case, line, keys)
            else:
                self._foreign.take(self._row(case, keys), line)

    def _take_own(self, case: str, line: int, keys: dict[str, str]) -> None:
        try:
            event = CaseEvent(
                case,
                kind_of(keys.get(names.KIND, ""), names.KIND),
                instant_of_text(keys.get(names.AT, ""), names.AT),
                keys.get(names.STEP, ""),
                occurrence_of(keys.get(names.OCCURRENCE, ""), names.OCCURRENCE),
                keys.get(names.MEMBER, ""),
                keys.get(names.CAUSE, ""),
                keys.get(names.OUTCOME, ""),
            )
            self._events.append(_Numbered(_sequence(keys.get(names.SEQUENCE, "")), line, event))
        except CellError as error:
            self._problems.add(error.breach, line, error.column)

    def _row(self, case: str, keys: dict[str, str]) -> Row:
        named = self._named
        return Row(
            case,
            keys.get(named.activity or "", ""),
            keys.get(named.at or "", ""),
            None if named.start is None else keys.get(named.start, ""),
            keys.get(named.member or "", ""),
            None if named.lifecycle is None else keys.get(named.lifecycle),
            keys.get(names.INSTANCE, ""),
        )


def _sequence(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        expected, remedy = "where the event stands among all, a whole number from 0", "Count the events of the log."
        raise CellError(names.SEQUENCE, Breach("sequence", expected, repr(text), remedy))
    return int(text)
