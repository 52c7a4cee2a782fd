"""Views of a lane's steps and of who has its cases: where time goes, what is waited for, what is laid over the map."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import NonNegativeFloat, NonNegativeInt

from services.experiments.views.shapes import Estimate, Shown, Side, Unit, Verdict, Words
from workflows.definition.provenance import Frozen


class StepSide(Frozen):
    """One step on one side.

    Parameters
    ----------
    per_case : times that a case does it
    spent_hours : hours that a case spends there in all, wall-clock
    spent : the same with its interval; none in results of releases that did not know it
    queued_hours : those of them for which it waits until it is begun
    waiting_hours, service_hours, sojourn_hours : mean of each time that it is done
    rework_share : share of the times that it is begun that are not the first for their case; none if not known
    utilisation : of its pool
    """

    side: Side
    per_case: NonNegativeFloat
    spent_hours: float
    spent: Estimate | None
    queued_hours: float
    waiting_hours: float
    service_hours: float
    sojourn_hours: float
    rework_share: float | None
    utilisation: Estimate | None


class StepShown(Frozen):
    """One step.

    Parameters
    ----------
    rank : by the time that a case spends there, 1 first; after the reform if there is one
    pool, pool_title : who does it; none for what an applicant, a third party or the law takes
    sides : one or two; a step that is new has only an after, one that is gone only a before
    """

    rank: int
    step: str
    title: Words
    pool: str | None
    pool_title: Words | None
    sides: tuple[StepSide, ...]


class BottlenecksData(Frozen):
    """Steps by the time that cases spend there."""

    compared: bool
    steps: tuple[StepShown, ...]


class BottlenecksView(Shown):
    """Where the time goes."""

    view: Literal["bottlenecks"] = "bottlenecks"
    data: BottlenecksData


HolderName: TypeAlias = Literal["working", "queueing", "off_duty", "third_party", "applicant", "statutory", "elsewhere"]


class HeldPart(Frozen):
    """How long one holder has a case.

    Parameters
    ----------
    share : of the whole; none if that is nothing
    """

    holder: HolderName
    title: Words
    days: Estimate | None
    share: float | None


class HeldSide(Frozen):
    """The whole cycle time of one lane by who had the case."""

    side: Side
    title: Words
    total_days: float
    parts: tuple[HeldPart, ...]


class HeldDifference(Frozen):
    """What a reform changes for one holder: after - before, paired."""

    holder: HolderName
    difference: Estimate | None
    verdict: Verdict | None


class WaitingData(Frozen):
    """Cycle time by cause, in calendar days a case."""

    unit: Unit
    sides: tuple[HeldSide, ...]
    differences: tuple[HeldDifference, ...]


class WaitingView(Shown):
    """Who has the case for how long."""

    view: Literal["waiting"] = "waiting"
    data: WaitingData


class HeatValue(Frozen):
    """A value and its class.

    Parameters
    ----------
    level : place of its class in the scale, from 0; none where there is no value
    """

    value: float | None
    level: NonNegativeInt | None


class HeatClass(Frozen):
    """One class of a scale.

    Parameters
    ----------
    above : values above this belong to it, unless they belong to the next; none for the first class
    title : in words, so that colour is never the only sign
    """

    above: float | None
    title: Words


HeatMeasure: TypeAlias = Literal["waiting", "utilisation", "count", "rework"]


class HeatScale(Frozen):
    """The classes of one measure, the same for every lane, so that colours mean the same before and after."""

    measure: HeatMeasure
    title: Words
    unit: Unit
    classes: tuple[HeatClass, ...]


class HeatStep(Frozen):
    """One step on the map.

    Parameters
    ----------
    values : by measure
    """

    step: str
    title: Words
    values: dict[HeatMeasure, HeatValue]


class HeatSide(Frozen):
    """One lane on the map.

    Parameters
    ----------
    model : hash under which `GET /experiments/{experiment}/models/{hash}` gives it
    """

    side: Side
    lane: str
    lane_hash: str
    model: str
    steps: tuple[HeatStep, ...]


class HeatData(Frozen):
    """What is laid over the map."""

    scales: tuple[HeatScale, ...]
    sides: tuple[HeatSide, ...]


class HeatView(Shown):
    """Steps by waiting, by how busy their pool is, by how often they are done and how often again."""

    view: Literal["heat"] = "heat"
    data: HeatData
