"""Views of replications whose course was kept: the hours of the week, the days of the run, single cases."""

from __future__ import annotations

from typing import Literal

from pydantic import NonNegativeInt, PositiveInt

from services.experiments.views.shapes import Estimate, Shown, Side, Unit, Words
from workflows.definition.provenance import Frozen


class PoolWeek(Frozen):
    """One pool over the week.

    Parameters
    ----------
    utilisation : of its open time, Monday first, each day 24 hours in China; none where nobody is on duty
    levels : places of its classes in the view's scale; none where nobody is on duty
    queue : tasks waiting, mean over the same hours
    whole : utilisation over all hours
    """

    pool: str
    title: Words
    side: Side
    utilisation: tuple[tuple[float | None, ...], ...]
    levels: tuple[tuple[NonNegativeInt | None, ...], ...]
    queue: tuple[tuple[float, ...], ...]
    whole: Estimate | None


class WeekClass(Frozen):
    """A class of utilisation: values above `above` belong to it, unless they belong to the next."""

    above: float | None
    title: Words


class UtilisationByHourData(Frozen):
    """Pools over the week."""

    days: tuple[Words, ...]
    classes: tuple[WeekClass, ...]
    pools: tuple[PoolWeek, ...]


class UtilisationByHourView(Shown):
    """When departments are busy."""

    view: Literal["utilisation_by_hour"] = "utilisation_by_hour"
    data: UtilisationByHourData


class CourseBar(Frozen):
    """One step of one case.

    Parameters
    ----------
    occurrence : 1 for the first time
    pool, doer : whose it is: a pool, or the applicant, a third party, the law
    enabled, started, completed : hours since submission, wall-clock; `started` is none where nobody begins it, as a
        statutory wait
    working_hours : what it took of anybody's working time; none where it is nobody's
    """

    step: str
    title: Words
    occurrence: PositiveInt
    pool: str | None
    doer: Words
    enabled: float
    started: float | None
    completed: float
    working_hours: float | None


class CourseSide(Frozen):
    """One case on one side.

    Parameters
    ----------
    accepted, decided, ended : hours since submission; none where it did not come to that
    cycle_days, processing_working_days : as the key figures measure them
    """

    side: Side
    accepted: float | None
    decided: float | None
    ended: float | None
    cycle_days: float | None
    processing_working_days: float | None
    bars: tuple[CourseBar, ...]


class CaseCourse(Frozen):
    """One case, with the same draws on both sides.

    Parameters
    ----------
    chosen : why it is this one
    """

    case: str
    replication: NonNegativeInt
    chosen: Literal["median", "p90", "given"]
    title: Words
    sides: tuple[CourseSide, ...]


class GanttData(Frozen):
    """Single cases, step by step."""

    unit: Unit
    cases: tuple[CaseCourse, ...]


class GanttView(Shown):
    """A case in the middle and a slow one, before and after, step by step."""

    view: Literal["gantt"] = "gantt"
    data: GanttData


class ProgressSide(Frozen):
    """Cases under way in one lane, day by day; one value a day of the view.

    Parameters
    ----------
    low, high : of the interval on the mean; none from a single replication
    """

    side: Side
    title: Words
    mean: tuple[float, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]


class WorkInProgressData(Frozen):
    """Cases under way.

    Parameters
    ----------
    days : ISO dates
    measured_from, measured_until : the days between which cases are measured; none if all are
    """

    unit: Unit
    days: tuple[str, ...]
    measured_from: str | None
    measured_until: str | None
    sides: tuple[ProgressSide, ...]


class WorkInProgressView(Shown):
    """Whether cases pile up."""

    view: Literal["work_in_progress"] = "work_in_progress"
    data: WorkInProgressData
