"""The event log: columns, not objects, so that a year of cases fits in memory and measures can run over arrays.

Steps, members, causes and outcomes are stored as numbers into one table of words; ``""`` is word 0. Recording an event
appends one row to a list, which is the innermost thing that a simulation does; rows move into the columns in bulk.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

import numpy as np

from workflows.events.event import CaseEvent, EventKind
from workflows.instants import Instant

Row: TypeAlias = tuple[int, int, Instant, int, int, int, int, int]
"""An event in numbers: case, kind, instant, step, occurrence, member, cause, outcome."""

_BATCH: Final = 4096
_TYPES: Final = "iBqiiiii"


class _Codes(dict[str, int]):
    """Words to numbers; a word that is asked for and not there gets the next number."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__({text: code for code, text in enumerate(texts)})
        self._texts = texts

    def __missing__(self, text: str) -> int:
        code = self[text] = len(self._texts)
        self._texts.append(text)
        return code


class Words:
    """A table that gives every distinct word a number, in order of first use.

    Attributes
    ----------
    code : the number of a word; a new word gets the next one
    """

    __slots__ = ("code", "texts")

    def __init__(self) -> None:
        self.texts: list[str] = [""]
        self.code: Callable[[str], int] = _Codes(self.texts).__getitem__


class EventLog:
    """What happened to some cases, in the order in which it was emitted.

    Attributes
    ----------
    words : the texts that rows refer to
    cases : id of each case, by its number
    record : adds an event that is already in numbers
    """

    __slots__ = ("_case_numbers", "_columns", "_rows", "cases", "record", "words")

    def __init__(self) -> None:
        self.words = Words()
        self.cases: list[str] = []
        self._case_numbers: dict[str, int] = {}
        self._columns = tuple(array(code) for code in _TYPES)
        self._rows: list[Row] = []
        self.record: Callable[[Row], None] = self._rows.append

    def __len__(self) -> int:
        return len(self.at)

    def __iter__(self) -> Iterator[CaseEvent]:
        return (self.event(index) for index in range(len(self)))

    @property
    def case(self) -> array[int]:
        """Number of the case of each event, an index into `cases`."""
        return self._column(0)

    @property
    def kind(self) -> array[int]:
        """Kind of each event, an :class:`EventKind`."""
        return self._column(1)

    @property
    def at(self) -> array[int]:
        """Instant of each event."""
        return self._column(2)

    @property
    def step(self) -> array[int]:
        """Step of each event, a number into `words`, as are the next three but `occurrence`."""
        return self._column(3)

    @property
    def occurrence(self) -> array[int]:
        """Occurrence of each event's step."""
        return self._column(4)

    @property
    def member(self) -> array[int]:
        """Member of each event."""
        return self._column(5)

    @property
    def cause(self) -> array[int]:
        """Cause of each event."""
        return self._column(6)

    @property
    def outcome(self) -> array[int]:
        """Outcome of each event."""
        return self._column(7)

    def _column(self, number: int) -> array[int]:
        self._settle()
        return self._columns[number]

    def _settle(self) -> None:
        """Move the rows into the columns."""
        if self._rows:
            count = len(self._rows)
            for column, values in zip(self._columns, zip(*self._rows, strict=True), strict=True):
                # Three times as fast as `extend`, which was a sixth of all the time of a simulation.
                column.frombytes(np.fromiter(values, column.typecode, count).tobytes())
            self._rows.clear()

    def settle(self) -> None:
        """Save memory: called now and then by whoever records much."""
        if len(self._rows) >= _BATCH:
            self._settle()

    def add_case(self, case: str) -> int:
        """Register a case and get its number; registering it again gives the same number."""
        number = self._case_numbers.get(case)
        if number is None:
            number = self._case_numbers[case] = len(self.cases)
            self.cases.append(case)
        return number

    def append(self, event: CaseEvent) -> None:
        """Add one event at the end."""
        code = self.words.code
        case, kind, at, step, occurrence, member, cause, outcome = event
        number = self.add_case(case)
        self.record((number, kind, at, code(step), occurrence, code(member), code(cause), code(outcome)))

    def extend(self, events: Iterable[CaseEvent]) -> None:
        """Add events at the end, in their order."""
        for event in events:
            self.append(event)

    def event(self, index: int) -> CaseEvent:
        """The event at a position of the log."""
        texts = self.words.texts
        return CaseEvent(
            self.cases[self.case[index]],
            EventKind(self.kind[index]),
            self.at[index],
            texts[self.step[index]],
            self.occurrence[index],
            texts[self.member[index]],
            texts[self.cause[index]],
            texts[self.outcome[index]],
        )

    def by_case(self) -> dict[str, list[CaseEvent]]:
        """The events of each case, in order; cases in order of registration."""
        cases: dict[str, list[CaseEvent]] = {case: [] for case in self.cases}
        for event in self:
            cases[event.case].append(event)
        return cases
