"""The event log: columns, not objects, so that a year of cases fits in memory and measures can run over arrays.

Steps, members, causes and outcomes are stored as numbers into one table of words; ``""`` is word 0. Events differ less
than cases do: what is told of an event besides its case, its instant and its occurrence is a *note*, and notes are
numbered too. Recording an event puts four numbers at the end of a list, which is the innermost thing that a simulation
does; they move into columns in bulk, and what a note says is only looked up by whoever asks for a column.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

import numpy as np

from workflows.events.event import CaseEvent, EventKind
from workflows.instants import Instant

Row: TypeAlias = tuple[int, Instant, int, int]
"""An event in numbers: case, instant, note, occurrence."""

_WIDTH: Final = 4
_BATCH: Final = 4096
_TYPES: Final = "iqii"
_OF_NOTES: Final = "Biiii"

Note: TypeAlias = tuple[EventKind, str, str, str, str]
"""Kind, step, member, cause, outcome."""


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


class _Notes(dict[Note, int]):
    """Notes to numbers; a note that is asked for and not there gets the next number."""

    def __init__(self, code: Callable[[str], int]) -> None:
        super().__init__()
        self._code = code
        self.columns = tuple(array(kind) for kind in _OF_NOTES)

    def __missing__(self, note: Note) -> int:
        number = self[note] = len(self)
        kind, *texts = note
        for column, value in zip(self.columns, (kind, *map(self._code, texts)), strict=True):
            column.append(value)
        return number


class EventLog:
    """What happened to some cases, in the order in which it was emitted.

    Attributes
    ----------
    words : the texts that columns refer to
    cases : id of each case, by its number
    notes : the number of a note; a new one gets the next
    record : adds an event that is already in numbers
    """

    __slots__ = ("_case_numbers", "_columns", "_flat", "_parts", "cases", "notes", "record", "words")

    def __init__(self) -> None:
        self.words = Words()
        self.cases: list[str] = []
        self.notes = _Notes(self.words.code)
        self._case_numbers: dict[str, int] = {}
        self._columns = tuple(array(code) for code in _TYPES)
        self._parts: tuple[list[bytes], ...] = tuple([] for _ in _TYPES)
        self._flat: list[int] = []
        self.record: Callable[[Row], None] = self._flat.extend

    def __len__(self) -> int:
        return len(self.at)

    def __iter__(self) -> Iterator[CaseEvent]:
        return (self.event(index) for index in range(len(self)))

    @property
    def case(self) -> array[int]:
        """Number of the case of each event, an index into `cases`."""
        return self._column(0)

    @property
    def at(self) -> array[int]:
        """Instant of each event."""
        return self._column(1)

    @property
    def occurrence(self) -> array[int]:
        """Occurrence of each event's step."""
        return self._column(3)

    @property
    def kind(self) -> array[int]:
        """Kind of each event, an :class:`EventKind`."""
        return self._noted(0)

    @property
    def step(self) -> array[int]:
        """Step of each event, a number into `words`, as are the next three."""
        return self._noted(1)

    @property
    def member(self) -> array[int]:
        """Member of each event."""
        return self._noted(2)

    @property
    def cause(self) -> array[int]:
        """Cause of each event."""
        return self._noted(3)

    @property
    def outcome(self) -> array[int]:
        """Outcome of each event."""
        return self._noted(4)

    def _column(self, number: int) -> array[int]:
        self._settle()
        column, parts = self._columns[number], self._parts[number]
        if parts:
            column.frombytes(b"".join(parts))
            parts.clear()
        return column

    def _noted(self, number: int) -> array[int]:
        """What the notes of all events say."""
        said = self.notes.columns[number]
        told = array(said.typecode)
        if said:
            told.frombytes(np.asarray(said)[np.asarray(self._column(2))].tobytes())
        return told

    def _settle(self) -> None:
        """Pack what was recorded.

        Columns are put together when they are asked for: one that grew part by part would be copied again and again.
        """
        if self._flat:
            rows = np.fromiter(self._flat, np.int64, len(self._flat)).reshape(-1, _WIDTH)
            for values, code, parts in zip(rows.T, _TYPES, self._parts, strict=True):
                parts.append(values.astype(code).tobytes())
            self._flat.clear()

    def settle(self) -> None:
        """Save memory: called now and then by whoever records much."""
        if len(self._flat) >= _BATCH * _WIDTH:
            self._settle()

    def add_case(self, case: str) -> int:
        """Register a case and get its number; registering it again gives the same number."""
        new = len(self.cases)
        number = self._case_numbers.setdefault(case, new)
        if number == new:
            self.cases.append(case)
        return number

    def append(self, event: CaseEvent) -> None:
        """Add one event at the end."""
        case, kind, at, step, occurrence, member, cause, outcome = event
        self.record((self.add_case(case), at, self.notes[kind, step, member, cause, outcome], occurrence))

    def extend(self, events: Iterable[CaseEvent]) -> None:
        """Add events at the end, in their order."""
        for event in events:
            self.append(event)

    def event(self, index: int) -> CaseEvent:
        """The event at a position of the log."""
        texts = self.words.texts
        case, at, note, occurrence = (self._column(number)[index] for number in range(_WIDTH))
        kind, step, member, cause, outcome = (column[note] for column in self.notes.columns)
        return CaseEvent(
            self.cases[case],
            EventKind(kind),
            at,
            texts[step],
            occurrence,
            texts[member],
            texts[cause],
            texts[outcome],
        )

    def by_case(self) -> dict[str, list[CaseEvent]]:
        """The events of each case, in order; cases in order of registration."""
        cases: dict[str, list[CaseEvent]] = {case: [] for case in self.cases}
        for event in self:
            cases[event.case].append(event)
        return cases
