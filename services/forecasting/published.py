"""A forecast as it is told and kept. No simulation is needed to read it."""

from __future__ import annotations

from pydantic import NonNegativeFloat, NonNegativeInt

from services.api.moments import MomentKept
from workflows.definition.provenance import Frozen, Title


class SpanAhead(Frozen):
    """A span of time of a case filed now.

    Parameters
    ----------
    median_hours : half of such cases take less
    ninetieth_hours : nine of ten take less
    """

    median_hours: NonNegativeFloat
    ninetieth_hours: NonNegativeFloat


class BreachesAhead(Frozen):
    """How many cases, those to come included, are expected to go past a limit that they have not gone past yet.

    Parameters
    ----------
    working_days : up to the end of which; the present day does not count
    cases : mean over the possible futures
    low, high : between which the number lies with the chance that the forecast tells
    departments : English name of a department to the mean number of those that it has when their time is over; under
        the empty name those that are with the applicant or a third party
    """

    working_days: NonNegativeInt
    cases: NonNegativeFloat
    low: NonNegativeInt
    high: NonNegativeInt
    departments: dict[str, NonNegativeFloat]


class LaneAhead(Frozen):
    """What is expected of a lane.

    Parameters
    ----------
    open_cases : under way at the instant of the forecast
    processing_time : of a case filed now, in office hours on the law's clock
    cycle_time : of a case filed now, in calendar hours
    """

    lane: str
    open_cases: NonNegativeInt
    breaches: tuple[BreachesAhead, ...]
    processing_time: SpanAhead | None
    cycle_time: SpanAhead | None


class UseAhead(Frozen):
    """How busy people are expected to be up to the end of so many working days.

    Parameters
    ----------
    share : of their working time; above 1 where more people are at work than the lanes have; none off duty
    """

    working_days: NonNegativeInt
    share: NonNegativeFloat | None


class PoolAhead(Frozen):
    """What is expected of a pool."""

    pool: str
    title: Title
    department: Title
    utilisation: tuple[UseAhead, ...]


class DepartmentAhead(Frozen):
    """What is expected of a department: of all its pools together.

    Parameters
    ----------
    breaches : cases that it is expected to have when their time is over, by working days as in `utilisation`
    """

    department: Title
    utilisation: tuple[UseAhead, ...]
    breaches: tuple[NonNegativeFloat, ...]


class Outlasting(Frozen):
    """Work that has taken longer than its lane says that it can; it is taken to begin anew."""

    lane: str
    step: str
    items: NonNegativeInt


class PublishedForecast(Frozen):
    """What is expected, as things stand at an instant.

    Parameters
    ----------
    made_at : the instant
    seed, replications : with which the same forecast comes out again
    chance : with which what comes lies in an interval, if the lanes are right
    open_cases : that were forecast
    left_out : cases of which nothing can be said: their lane is not known, or running their events again does not give
        what is recorded
    """

    made_at: MomentKept
    seed: NonNegativeInt
    replications: NonNegativeInt
    chance: NonNegativeFloat
    open_cases: NonNegativeInt
    left_out: NonNegativeInt
    lanes: tuple[LaneAhead, ...]
    departments: tuple[DepartmentAhead, ...]
    pools: tuple[PoolAhead, ...]
    outlasted: tuple[Outlasting, ...]


class ExpectedCompletion(Frozen):
    """When a case is expected to be delivered, or to end without that.

    Parameters
    ----------
    at : as likely earlier as later
    low, high : between which it lies with a chance of 80 %, if the lanes are right
    forecast_at : instant of the forecast
    """

    at: MomentKept
    low: MomentKept
    high: MomentKept
    forecast_at: MomentKept
