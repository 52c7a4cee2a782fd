"""The numbers that belong to a drawing, whichever file they come from, in the lane's own words."""

from __future__ import annotations

from dataclasses import dataclass, field

from workflows.definition.conditions import Condition
from workflows.definition.distributions import Distribution
from workflows.definition.lane import Arrivals, Attribute, CasePriority, Pool
from workflows.definition.provenance import Provenance, Source
from workflows.definition.values import Proportion
from workflows.errors import Place
from workflows.working_time.calendars import Calendar

ALWAYS = "always"
"""Id of the calendar that is never closed."""


@dataclass(frozen=True, slots=True)
class TaskNumbers:
    """Who does a task, and how long it takes them.

    Attributes
    ----------
    pool : id of the pool
    time : working time of one of its members
    place : where the file says so
    """

    pool: str
    time: Distribution
    place: Place


@dataclass(slots=True)
class Parameters:
    """All numbers of one model.

    Attributes
    ----------
    file : where they come from
    pools, calendars, attributes : by identifier
    tasks, events : by id of the shape; events wait on the wall clock and keep nobody busy
    shares, conditions : by id of the arrow
    mentioned : id of every shape or arrow that the file speaks of, to where it does
    """

    file: str
    calendars: dict[str, Calendar] = field(default_factory=dict)
    pools: dict[str, Pool] = field(default_factory=dict)
    tasks: dict[str, TaskNumbers] = field(default_factory=dict)
    events: dict[str, Distribution] = field(default_factory=dict)
    shares: dict[str, Proportion] = field(default_factory=dict)
    conditions: dict[str, Condition] = field(default_factory=dict)
    attributes: dict[str, Attribute] = field(default_factory=dict)
    priorities: tuple[CasePriority, ...] = ()
    arrivals: Arrivals | None = None
    mentioned: dict[str, Place] = field(default_factory=dict)


def always() -> Calendar:
    """Open round the clock."""
    basis = "No working hours are stated; open round the clock, every day"
    provenance = Provenance(source=Source.ASSUMED, basis=basis)
    return Calendar(base="every_day", hours=("00:00-24:00",), provenance=provenance)
