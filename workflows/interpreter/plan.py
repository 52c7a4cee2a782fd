"""A lane made ready to run: positions of its steps, and calendars compiled to axes."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate

from workflows.definition.lane import Lane
from workflows.definition.steps import ApplicantStep, Sequence, Step, Task, ThirdPartyStep
from workflows.definition.tree import children
from workflows.working_time.axis import WorkingTimeAxis
from workflows.working_time.calendars import compile_axis
from workflows.working_time.state_council import WorkingDays


@dataclass(frozen=True, slots=True)
class Position:
    """Where a step stands in its lane; the keys that decide ties.

    Attributes
    ----------
    entry : its place in a walk of the lane, blocks before their parts
    exit : a place after everything inside it
    """

    entry: int
    exit: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A lane with what a run needs computed once.

    Attributes
    ----------
    positions : step id to position
    office : the law's office hours
    axes : calendar id to its axis
    days : the law's working days
    outcomes : step id to outcome ids with cumulative shares, for the steps that can come out in several ways
    """

    lane: Lane
    days: WorkingDays
    axes: dict[str, WorkingTimeAxis]
    positions: dict[str, Position]
    outcomes: dict[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)

    @property
    def office(self) -> WorkingTimeAxis:
        """The axis of the law's office hours."""
        return self.axes[self.lane.office]

    @property
    def last(self) -> int:
        """A key after every position of the lane."""
        return max((position.exit for position in self.positions.values()), default=0) + 1


def plan_of(lane: Lane, years: range, days: WorkingDays) -> Plan:
    """Compile a lane.

    Parameters
    ----------
    years : calendar years that a run may touch
    days : the law's working days, with the policy for years that have no published calendar

    Raises
    ------
    CalendarYearError
        If a year of `years` has no calendar and the policy refuses it.
    """
    return Plan(
        lane=lane,
        days=days,
        axes={id_: compile_axis(calendar, years, days) for id_, calendar in lane.calendars.items()},
        positions=_positions(lane.body),
        outcomes={
            step.id: _cumulative(lane.outcome_shares(step))
            for step in lane.steps.values()
            if isinstance(step, Task | ApplicantStep | ThirdPartyStep) and step.outcomes
        },
    )


def _cumulative(shares: tuple[tuple[str, float], ...]) -> tuple[tuple[str, float], ...]:
    ids = [id_ for id_, _ in shares]
    return tuple(zip(ids, accumulate(share for _, share in shares), strict=True))


def _positions(body: Step) -> dict[str, Position]:
    positions: dict[str, Position] = {}

    def number(step: Step, entry: int) -> int:
        place = entry + 1
        for child in children(step):
            place = number(child, place)
        if not isinstance(step, Sequence):
            positions[step.id] = Position(entry, place)
        return place + 1

    number(body, 1)
    return positions
