"""What a scenario sets on both sides of its comparison: how many people, which hours, how many cases.

These are no levers. They say how the city is, not what the reform changes, and so they save nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Self

from pydantic import Field, model_validator

from workflows.definition.distributions import Distribution
from workflows.definition.lane import ArrivalClock, Arrivals, Lane, Pool, Staff
from workflows.definition.provenance import Frozen
from workflows.definition.values import Factor, Identifier
from workflows.errors import InvalidInputError
from workflows.levers.rewriting import revised
from workflows.working_time.calendars import Calendar


class PoolOverride(Frozen):
    """The people of a pool, instead of those that the lane or a lever gives it.

    Parameters
    ----------
    staff : who they are; left out, those that it has
    calendar : id of the calendar that they keep, unless their staff entry says otherwise; left out, the one it has
    """

    staff: Annotated[tuple[Staff, ...], Field(min_length=1)] | None = None
    calendar: Identifier | None = None

    @model_validator(mode="after")
    def _something_to_set(self) -> Self:
        if self.staff is None and self.calendar is None:
            raise ValueError("expected staff, calendar or both; found neither")
        return self


class ArrivalsOverride(Frozen):
    """How many cases enter a lane.

    Parameters
    ----------
    volume : by how much more, or fewer if below 1, than the lane says
    gap : instead: the time between one case and the next, in the place of whatever the lane says; a lane that has no
        cases of its own gets them by it
    """

    volume: Factor | None = None
    gap: Distribution | None = None

    @model_validator(mode="after")
    def _one_way_to_count(self) -> Self:
        if (self.volume is None) == (self.gap is None):
            raise ValueError(f"expected volume or gap; found {'neither' if self.gap is None else 'both'}")
        return self


class Overrides(Frozen):
    """Everything that is set on both sides.

    Parameters
    ----------
    calendars : that pools set here keep, if their lanes do not have them
    pools : pool id to its people, in every lane that has the pool or gets it by a lever
    arrivals : lane id to how many cases enter it
    """

    calendars: dict[Identifier, Calendar] = {}
    pools: dict[Identifier, PoolOverride] = {}
    arrivals: dict[Identifier, ArrivalsOverride] = {}


def overridden(lane: Lane, overrides: Overrides) -> Lane:
    """A lane with what is set for it and its pools; the very same one if nothing is.

    Raises
    ------
    InvalidInputError
        If its arrivals shall be multiplied and it has none, or a calendar is not known.
    """
    return with_arrivals_set(with_pools_set(lane, overrides, lane.pools), overrides)


def with_arrivals_set(lane: Lane, overrides: Overrides) -> Lane:
    """A lane with the arrivals that are set for it."""
    override = overrides.arrivals.get(lane.id)
    return lane if override is None else revised(lane, arrivals=_arrivals(lane, override))


def with_pools_set(lane: Lane, overrides: Overrides, pools: Collection[str]) -> Lane:
    """A lane with what is set for some of its pools.

    Parameters
    ----------
    pools : ids of those that may be changed: those that a lever has just brought, say
    """
    changed = {
        id_: _pool(lane.pools[id_], override)
        for id_, override in overrides.pools.items()
        if id_ in pools and id_ in lane.pools
    }
    calendars = dict(lane.calendars)
    for id_, pool in changed.items():
        for name in calendars_of(pool):
            _know(calendars, name, overrides, id_)
    if all(lane.pools[id_] == pool for id_, pool in changed.items()):
        return lane
    return revised(lane, pools=lane.pools | changed, calendars=calendars)


def calendars_of(pool: Pool) -> tuple[str, ...]:
    """Ids of the calendars that the people of a pool keep."""
    return tuple(dict.fromkeys(group.calendar or pool.calendar for group in pool.staff))


def _pool(pool: Pool, override: PoolOverride) -> Pool:
    return revised(pool, staff=override.staff or pool.staff, calendar=override.calendar or pool.calendar)


def _know(calendars: dict[str, Calendar], name: str, overrides: Overrides, pool: str) -> None:
    given = overrides.calendars.get(name)
    if given is not None and calendars.setdefault(name, given) != given:
        raise InvalidInputError(
            f"expected a new id for the calendar that pool {pool!r} shall keep; found {name!r}, which the lane has "
            "already and means otherwise. Give it another id."
        )
    if name not in calendars:
        raise InvalidInputError(
            f"expected one of the calendars {', '.join({**calendars, **overrides.calendars})} for pool {pool!r}; "
            f"found {name!r}. Add it under calendars."
        )


def _arrivals(lane: Lane, override: ArrivalsOverride) -> Arrivals:
    arrivals = lane.arrivals
    if override.gap is not None:
        if arrivals is None:
            return Arrivals(gap=override.gap, calendar=lane.office)
        return revised(arrivals, gap=override.gap, cadence=None, batch=None)
    if arrivals is None or arrivals.gap is None or override.volume is None:
        raise _not_multiplied(lane.id, "has no arrivals" if arrivals is None else "has them at the rounds of a cadence")
    if arrivals.clock is ArrivalClock.WALL_CLOCK_FROM_ARRIVAL:
        # The night swallows what is left of a gap, so half the gap is not twice the cases.
        raise _not_multiplied(lane.id, "counts each gap from where the last arrival was moved to")
    return revised(arrivals, gap=arrivals.gap.scaled(1 / override.volume.value))


def _not_multiplied(lane: str, why: str) -> InvalidInputError:
    return InvalidInputError(
        f"expected a lane that cases enter one by one, to multiply how many; found {lane!r}, which {why}. "
        "Give a gap instead."
    )
