"""What has happened to live cases, counted once, when it is recorded.

Counting needs what happened to a case before. A worker remembers the cases that it recorded last; of another one it
reads the events again, without counting those that were there. So neither a new worker nor one that takes a case over
counts anything twice.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final

from sqlalchemy import Engine

from services.insights.observing import DAYS
from services.metrics.collectors import CaseMetrics
from services.store.database import reading
from services.store.event_rows import Numbered, numbered_events
from services.store.grouping import write_together
from services.store.passed_limits import note_passed
from services.store.recording import Recorded
from workflows.definition.lane import Lane
from workflows.events.event import EventKind
from workflows.instants import Instant, date_of
from workflows.interpreter.plan import plan_of
from workflows.measures import Setting, setting_of
from workflows.measures.counting import CaseCourse, limits_passed, take, times_by_cause
from workflows.measures.samples import Passed

_REMEMBERED: Final = 2_000
"""Cases; what is kept of one are its open tasks and its clock, some kilobytes."""

_CALENDARS: Final = 64
"""Lanes whose calendars are kept compiled, each for some years."""


@dataclass(frozen=True, slots=True)
class _Remembered:
    """How far a case has been counted.

    Attributes
    ----------
    following : number of the event that comes next
    """

    course: CaseCourse
    following: int


class CaseCounts:
    """Counts what is recorded.

    Parameters
    ----------
    engine : the store
    """

    def __init__(self, engine: Engine, metrics: CaseMetrics) -> None:
        self._engine = engine
        self._metrics = metrics
        self._remembered: OrderedDict[str, _Remembered] = OrderedDict()
        self._settings: dict[tuple[str, range], Setting] = {}
        self._lock = Lock()

    def count(self, recorded: Recorded) -> None:
        """Count the events that were recorded anew."""
        if not recorded.numbers:
            return
        case, fresh = recorded.case.id, set(recorded.numbers)
        first, last = min(fresh), max(fresh)
        with self._lock:
            known = self._remembered.pop(case, None)  # nobody else goes on with it meanwhile
        if known is not None and known.following == first and last - first + 1 == len(fresh):
            course = known.course
            events = [(number, event) for number, (event, _) in zip(recorded.numbers, recorded.events, strict=True)]
        else:
            course, events = self._course(recorded), self._events(case)
        for number, event in events:
            passed = limits_passed(course, event.at)
            samples = list(take(course, event))
            if number in fresh:
                if passed:
                    passed = self._noted(case, passed)
                for sample in (*(each.sample() for each in passed), *samples):
                    self._metrics.add(sample)
        if any(event.kind is EventKind.ENDED for event, _ in recorded.events):
            self._count_causes(course, case)
        else:
            self._remember(case, _Remembered(course, events[-1][0] + 1))

    def _course(self, recorded: Recorded) -> CaseCourse:
        lane, hash_ = recorded.lane, recorded.case.lane_hash
        if lane is None or hash_ is None:
            return CaseCourse(recorded.case.lane, None, None)
        return CaseCourse(recorded.case.lane, lane, lambda start, end: self._setting(hash_, lane, start, end))

    def _noted(self, case: str, passed: Sequence[Passed]) -> list[Passed]:
        """Those limits of a case of which nobody has noted before that they have passed."""
        named = [(case, each) for each in passed]
        return [each for _, each in write_together(self._engine, lambda connection: note_passed(connection, named))]

    def _events(self, case: str) -> list[Numbered]:
        with reading(self._engine) as connection:
            return numbered_events(connection, case)

    def _count_causes(self, course: CaseCourse, case: str) -> None:
        """Count who had a case that has ended; whoever wants to know that looks at all of its events."""
        if course.settings is None:
            return
        events = [event for _, event in self._events(case)]
        setting = course.settings(min(event.at for event in events), max(event.at for event in events))
        for sample in times_by_cause(setting, course.lane, [events]):
            self._metrics.add(sample)

    def _setting(self, hash_: str, lane: Lane, start: Instant, end: Instant) -> Setting:
        years = range(date_of(start).year - 1, date_of(end).year + 2)
        known = self._settings.get((hash_, years))
        if known is None:
            plan = plan_of(lane, years, DAYS)
            known = setting_of(lane, plan.axes, plan.days)
            with self._lock:
                if len(self._settings) >= _CALENDARS:
                    self._settings.clear()
                self._settings[hash_, years] = known
        return known

    def _remember(self, case: str, known: _Remembered) -> None:
        with self._lock:
            self._remembered[case] = known
            if len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)
