"""The columns of a log as arrays, sorted by case."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from workflows.definition.lane import Lane
from workflows.definition.steps import Call
from workflows.errors import UnknownNameError
from workflows.events.event import EventKind
from workflows.events.log import EventLog
from workflows.instants import Instant
from workflows.measures.hours import Numbers

NONE: Final = -1
"""Stands in an array of instants or spans for what did not happen; every real one is at least 0."""


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Events sorted by case; those of one case in the order in which they were emitted.

    Attributes
    ----------
    cases : ids; `case` is an index into them
    texts : words; `step`, `member`, `cause` and `outcome` are indices into them
    observed_until : instant up to which everything that happened is in the log
    """

    cases: tuple[str, ...]
    texts: tuple[str, ...]
    observed_until: Instant
    case: Numbers
    kind: Numbers
    at: Numbers
    step: Numbers
    occurrence: Numbers
    member: Numbers
    cause: Numbers
    outcome: Numbers

    def first(self, kind: EventKind) -> Numbers:
        """For each case, the instant of its first event of a kind."""
        chosen = np.flatnonzero(self.kind == kind)[::-1]
        at = np.full(len(self.cases), NONE, dtype=np.int64)
        # Written backwards: of several values for one place, the last one written stays.
        at[self.case[chosen]] = self.at[chosen]
        return at


def columns_of(log: EventLog, cases: Collection[str] | None = None, observed_until: Instant | None = None) -> Columns:
    """Sort a log by case. The arrays are copies, so the log may go on growing.

    Parameters
    ----------
    cases : ids of the cases to take; all of them if not given
    observed_until : the instant of the last event if not given; what is later than it is left out

    Raises
    ------
    UnknownNameError
        If the log has no such case.
    """
    case, at = np.array(log.case, dtype=np.int64), np.array(log.at, dtype=np.int64)
    until = observed_until if observed_until is not None else int(at.max(initial=0))
    names, kept = tuple(log.cases), at <= until
    if cases is not None:
        number_of = {name: number for number, name in enumerate(names)}
        unknown = next((name for name in cases if name not in number_of), None)
        if unknown is not None:
            raise UnknownNameError("case", unknown, names)
        numbers = sorted({number_of[name] for name in cases})
        renumbered = np.full(len(names), NONE, dtype=np.int64)
        renumbered[numbers] = np.arange(len(numbers))
        case, names = renumbered[case], tuple(names[number] for number in numbers)
        kept &= case != NONE
    positions = np.flatnonzero(kept)
    order = positions[np.argsort(case[positions] * len(case) + positions)]

    def column(values: object) -> Numbers:
        return np.array(values)[order].astype(np.int64)

    return Columns(
        names, tuple(log.words.texts), until, case[order], column(log.kind), at[order], column(log.step),
        column(log.occurrence), column(log.member), column(log.cause), column(log.outcome),
    )  # fmt: skip


def attributes_of_cases(columns: Columns) -> list[dict[str, str]]:
    """What each case was from the start: attribute id to value, by the case's place in `columns.cases`."""
    attributes: list[dict[str, str]] = [{} for _ in columns.cases]
    for row in np.flatnonzero(columns.kind == EventKind.DECLARED).tolist():
        name, value = columns.texts[columns.step[row]], columns.texts[columns.outcome[row]]
        attributes[columns.case[row]][name] = value
    return attributes


def cases_by_lane(log: EventLog, lane: str, lanes: Mapping[str, Lane]) -> dict[str, list[str]]:
    """Tell the cases of a log apart by the lane that they travel; a lane's measures are for its own cases.

    Parameters
    ----------
    lane : id of the lane of the cases that no other case opened
    lanes : lane id to lane, for it and for all that it calls

    Returns
    -------
    lane id to ids of cases, in the order of the log
    """
    travelled = dict.fromkeys(log.cases, lane)
    opened = np.flatnonzero(np.array(log.kind) == EventKind.OPENED)
    for event in map(log.event, opened.tolist()):
        call = lanes[travelled[event.case]].steps.get(event.step)
        if not isinstance(call, Call):
            raise UnknownNameError("step that opens a case", event.step, tuple(lanes[travelled[event.case]].steps))
        if event.cause in travelled:
            travelled[event.cause] = call.lane
    cases: dict[str, list[str]] = {}
    for case, its_lane in travelled.items():
        cases.setdefault(its_lane, []).append(case)
    return cases
