"""Views of replications whose course was kept: the hours of the week, the days of the run, single cases."""

from __future__ import annotations

from typing import Literal

from pydantic import NonNegativeInt, PositiveInt

from services.experiments.views.of_steps import HeatClass, HolderName
from services.experiments.views.shapes import Estimate, Shown, Side, Unit, Words
from workflows.definition.provenance import Frozen


class PoolWeek(Frozen):
    """One pool over the week: Monday first, each day 24 hours in China.

    Parameters
    ----------
    utilisation : of the time that its members are on duty; none where nobody ever is
    levels : places of its classes in the view's scale; none where nobody is on duty
    queue : pieces of work waiting, mean over the same hours
    on_duty : members on duty, mean over the same hours
    whole : utilisation over all hours, as the key figures have it
    """

    pool: str
    title: Words
    side: Side
    utilisation: tuple[tuple[float | None, ...], ...]
    levels: tuple[tuple[NonNegativeInt | None, ...], ...]
    queue: tuple[tuple[float, ...], ...]
    on_duty: tuple[tuple[float, ...], ...]
    whole: Estimate


class UtilisationByHourData(Frozen):
    """Pools over the week.

    Parameters
    ----------
    days : names of the weekdays, Monday first
    classes : of utilisation
    """

    days: tuple[Words, ...]
    classes: tuple[HeatClass, ...]
    pools: tuple[PoolWeek, ...]


class UtilisationByHourView(Shown):
    """When departments are busy."""

    view: Literal["utilisation_by_hour"] = "utilisation_by_hour"
    data: UtilisationByHourData


class CourseSpell(Frozen):
    """A spell in which one holder has a piece of work, or the case.

    Parameters
    ----------
    start, end : hours since submission, wall-clock
    """

    holder: HolderName
    start: float
    end: float


class CourseBar(Frozen):
    """One piece of work of one case, or of a case that it opened.

    Parameters
    ----------
    case, lane : of the case that was chosen, or of one that it opened
    occurrence : 1 for the first time
    doer : whose it is: a pool, the applicant, a third party, the law
    member : who of the pool
    start, end : hours since submission of the case that was chosen
    begun : when somebody began it; none where nobody did, or nobody has to
    """

    case: str
    lane: str
    step: str
    title: Words
    kind: str
    occurrence: PositiveInt
    pool: str | None
    doer: Words
    member: str | None
    start: float
    begun: float | None
    end: float
    spells: tuple[CourseSpell, ...]


class CourseSide(Frozen):
    """One case on one side.

    Parameters
    ----------
    accepted, decided, ended : hours since submission; the first two none where it did not come to that
    processing_working_days : working days of eight office hours, as the key figures have them
    held : who had the case, one after the other, over its whole time
    """

    side: Side
    accepted: float | None
    decided: float | None
    ended: float
    cycle_days: float
    processing_working_days: float | None
    result: str
    bars: tuple[CourseBar, ...]
    held: tuple[CourseSpell, ...]


class CaseCourse(Frozen):
    """One case, with the same draws on both sides.

    Parameters
    ----------
    number : of the case in the first replication
    share : of the cases that take no longer, where it was chosen for that; none where its number was given
    """

    number: PositiveInt
    share: float | None
    title: Words
    sides: tuple[CourseSide, ...]


class GanttData(Frozen):
    """Single cases, step by step; all times are hours."""

    unit: Unit
    cases: tuple[CaseCourse, ...]


class GanttView(Shown):
    """A case in the middle and a slow one, before and after, step by step."""

    view: Literal["gantt"] = "gantt"
    data: GanttData


class ProgressSide(Frozen):
    """Cases under way in one lane at the end of each day of the view.

    Parameters
    ----------
    low, high : of the interval on the mean; none from a single replication
    p10, p90 : of the replications
    """

    side: Side
    title: Words
    mean: tuple[float, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    p10: tuple[float, ...]
    p90: tuple[float, ...]


class WorkInProgressData(Frozen):
    """Cases under way.

    Parameters
    ----------
    days : ISO dates
    measured_from, measured_until : first day of which cases are measured, and the first of which they are no more;
        none if all are
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
