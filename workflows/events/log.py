"""The event log: columns, not objects, so that a year of cases fits in memory and measures can run over arrays.

Steps, members, causes and outcomes are stored as numbers into one table of words; `""` is word 0.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from typing import Protocol

from workflows.events.event import CaseEvent, EventKind
from workflows.instants import Instant


class Record(Protocol):
    """Adds one event to a log, all of it already as numbers."""

    def __call__(
        self,
        case_number: int,
        event_kind: int,
        instant: Instant,
        step_code: int = 0,
        occurrence_number: int = 0,
        member_code: int = 0,
        cause_code: int = 0,
        outcome_code: int = 0,
        /,
    ) -> None: ...


class Words:
    """A table that gives every distinct word a number, in order of first use."""

    __slots__ = ("_codes", "texts")

    def __init__(self) -> None:
        self._codes: dict[str, int] = {"": 0}
        self.texts: list[str] = [""]

    def code(self, text: str) -> int:
        """The number of a word; a new word gets the next one."""
        code = self._codes.get(text)
        if code is None:
            code = self._codes[text] = len(self.texts)
            self.texts.append(text)
        return code


class EventLog:
    """What happened to some cases, in the order in which it was emitted.

    Attributes
    ----------
    case : number of the case, an index into `cases`
    kind : :class:`EventKind`
    at : instant
    occurrence : see :class:`CaseEvent`
    step, member, cause, outcome : numbers into `words`
    """

    __slots__ = (
        "_case_numbers", "at", "case", "cases", "cause", "kind", "member", "occurrence", "outcome", "record", "step",
        "words",
    )  # fmt: skip

    def __init__(self) -> None:
        self.words = Words()
        self.cases: list[str] = []
        self._case_numbers: dict[str, int] = {}
        self.case = array("i")
        self.kind = array("B")
        self.at = array("q")
        self.step = array("i")
        self.occurrence = array("i")
        self.member = array("i")
        self.cause = array("i")
        self.outcome = array("i")
        self.record = _recorder(self)

    def __len__(self) -> int:
        return len(self.at)

    def __iter__(self) -> Iterator[CaseEvent]:
        return (self.event(index) for index in range(len(self.at)))

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
        self.record(
            self.add_case(event.case),
            event.kind,
            event.at,
            code(event.step),
            event.occurrence,
            code(event.member),
            code(event.cause),
            code(event.outcome),
        )

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


def _recorder(log: EventLog) -> Record:
    """Bind the columns once: recording is the innermost loop of a simulation."""
    case, kind, at, step = log.case.append, log.kind.append, log.at.append, log.step.append
    occurrence, member = log.occurrence.append, log.member.append
    cause, outcome = log.cause.append, log.outcome.append

    def record(
        case_number: int,
        event_kind: int,
        instant: Instant,
        step_code: int = 0,
        occurrence_number: int = 0,
        member_code: int = 0,
        cause_code: int = 0,
        outcome_code: int = 0,
    ) -> None:
        case(case_number)
        kind(event_kind)
        at(instant)
        step(step_code)
        occurrence(occurrence_number)
        member(member_code)
        cause(cause_code)
        outcome(outcome_code)

    return record
