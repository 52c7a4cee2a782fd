"""Views of studies: sweeps, trade-offs, staffing, selection, sensitivity, warm-up; live figures beside simulated."""

from __future__ import annotations

from typing import Literal

from pydantic import JsonValue, NonNegativeInt, PositiveInt

from services.experiments.views.shapes import Estimate, Shown, Unit, Verdict, Words
from workflows.definition.provenance import Frozen


class SweepPoint(Frozen):
    """One value of what is swept.

    Parameters
    ----------
    value : as the scenario has it
    label : of it, in short
    number : the same as a number, where it is one
    difference : to the lane before, paired by replication
    """

    value: JsonValue
    label: str
    number: float | None
    reached: Estimate | None
    difference: Estimate | None
    verdict: Verdict | None


class SweptKpi(Frozen):
    """One key figure over the values.

    Parameters
    ----------
    before : the same for all of them
    """

    kpi: str
    title: Words
    unit: Unit
    better: Literal["lower", "higher"]
    before: Estimate | None
    points: tuple[SweepPoint, ...]


class SweepData(Frozen):
    """A lever at several values.

    Parameters
    ----------
    headlines : ids of the figures that matter most, in order
    longest_limits : working days that limits come to at each value
    """

    lever: str
    called: Words
    parameter: str
    parameter_title: Words
    headlines: tuple[str, ...]
    kpis: tuple[SweptKpi, ...]
    longest_limits: tuple[NonNegativeInt, ...]


class SweepView(Shown):
    """What comes of every value of a parameter."""

    view: Literal["sweep"] = "sweep"
    data: SweepData


class PoolCount(Frozen):
    """How many people a pool has."""

    pool: str
    title: Words
    members: PositiveInt


class ParetoPoint(Frozen):
    """A choice that nothing else beats in both cost and figure.

    Parameters
    ----------
    levers : what those that are introduced are called
    """

    members: tuple[PoolCount, ...]
    levers: tuple[Words, ...]
    label: Words
    cost: float
    reached: Estimate


class ParetoData(Frozen):
    """What a shorter time costs.

    Parameters
    ----------
    tried, of : choices that were looked at, of how many
    """

    kpi: str
    kpi_title: Words
    unit: Unit
    cost_unit: Unit
    points: tuple[ParetoPoint, ...]
    tried: PositiveInt
    of: PositiveInt


class ParetoView(Shown):
    """What is worth choosing."""

    view: Literal["pareto"] = "pareto"
    data: ParetoData


class StaffingTried(Frozen):
    """A staffing and what became of it.

    Parameters
    ----------
    found : the goal's figure, with the interval that the verdict rests on
    role : the one chosen, one with a member fewer, or another that was looked at
    """

    members: tuple[PoolCount, ...]
    label: Words
    cost: float
    found: Estimate
    verdict: Literal["met", "missed", "undecided"]
    role: Literal["chosen", "fewer", "tried"]


class StaffingData(Frozen):
    """How many people a goal takes.

    Parameters
    ----------
    goal : as it was written
    bound : the value that the figure is to keep
    tried : in the order in which they were judged
    chosen : place of the one chosen among `tried`; none if no staffing surely meets the goal
    proven : whether the goal is surely met, and with one fewer anywhere surely missed
    kept : share of the replications in which those chosen keep the goal
    exhausted : whether the search ended because it had tried as many as it may
    """

    goal: str
    goal_title: Words
    unit: Unit
    bound: float
    comparison: Literal["<", "<=", ">", ">="]
    cost_unit: Unit
    tried: tuple[StaffingTried, ...]
    chosen: NonNegativeInt | None
    proven: bool
    kept: Estimate | None
    exhausted: bool


class StaffingView(Shown):
    """How many people a goal takes."""

    view: Literal["staffing"] = "staffing"
    data: StaffingData


class CandidateShown(Frozen):
    """One of those that were selected from.

    Parameters
    ----------
    mean : over its replications, without an interval: the procedure gives none
    replications : until it was dropped, or the end
    """

    name: str
    title: Words
    mean: float
    replications: PositiveInt
    best: bool


class SelectionData(Frozen):
    """Which is the best.

    Parameters
    ----------
    indifference : difference that would not matter
    settled : whether the procedure came to its end; if not, nothing is guaranteed
    """

    kpi: str
    kpi_title: Words
    unit: Unit
    better: Literal["lower", "higher"]
    indifference: float
    confidence: float
    settled: bool
    candidates: tuple[CandidateShown, ...]


class SelectionView(Shown):
    """Which of several is the best."""

    view: Literal["selection"] = "selection"
    data: SelectionData


class InputShown(Frozen):
    """What one input does to a figure; by Morris or by Sobol, the fields of the other are none.

    Parameters
    ----------
    low, high : between what it was varied, in its own unit
    size : mean of the absolute effects of a change over the whole range, in the unit of the figure (Morris, mu*)
    effect : the same with signs
    spread : deviation of the effects: large where it works in curves, or with others
    alone : share of the variance that it makes by itself (Sobol, first order)
    total : share that it has a part in
    matters : whether the interval is clear of zero
    """

    name: str
    title: Words
    low: float
    high: float
    size: Estimate | None = None
    effect: float | None = None
    spread: float | None = None
    alone: Estimate | None = None
    total: Estimate | None = None
    matters: bool


class SensitivityData(Frozen):
    """Which numbers of a lane move a figure, the one that does most first."""

    method: Literal["morris", "sobol"]
    kpi: str
    kpi_title: Words
    unit: Unit
    inputs: tuple[InputShown, ...]
    lanes: PositiveInt


class SensitivityView(Shown):
    """Which numbers move the result."""

    view: Literal["sensitivity"] = "sensitivity"
    data: SensitivityData


class WarmUpPoint(Frozen):
    """One place where the start could be cut off.

    Parameters
    ----------
    day : from the start
    statistic : marginal standard error of what is kept
    cycle_days : mean of the five cases that begin here
    """

    day: float
    statistic: float
    cycle_days: float


class WarmUpData(Frozen):
    """From empty to usual.

    Parameters
    ----------
    days : to leave out
    cases : submitted on them, about
    settled : whether the run was long enough to tell
    """

    days: NonNegativeInt
    cases: NonNegativeInt
    looked_at: NonNegativeInt
    settled: bool
    points: tuple[WarmUpPoint, ...]


class WarmUpView(Shown):
    """How long a lane takes until it is what it usually is."""

    view: Literal["warm_up"] = "warm_up"
    data: WarmUpData


class LiveKpi(Frozen):
    """A key figure of live cases beside the simulated one.

    Parameters
    ----------
    live : none if no case tells
    cases : live ones that it rests on
    simulated : mean over replications
    usual_low, usual_high : between what a further replication comes to; none from a single one
    verdict : whether the live figure lies there
    """

    kpi: str
    title: Words
    unit: Unit
    live: float | None
    cases: NonNegativeInt
    simulated: Estimate | None
    usual_low: float | None
    usual_high: float | None
    verdict: Literal["within", "above", "below"] | None


class LiveStep(Frozen):
    """A step of live cases beside the simulated one; hours each time."""

    step: str
    title: Words
    live_done: NonNegativeInt
    live_waiting_hours: float | None
    live_service_hours: float | None
    simulated_waiting_hours: float
    simulated_service_hours: float


class LivePool(Frozen):
    """A pool with live cases beside the simulated one."""

    pool: str
    title: Words
    live_utilisation: float | None
    simulated_utilisation: Estimate


class LiveAgainstSimulatedData(Frozen):
    """Live figures beside simulated ones of the very same lane.

    Parameters
    ----------
    lane_hash : of both
    start, end, at : live cases that were submitted in [start, end), followed up to `at`; ISO 8601
    submitted, finished : of them
    simulated_cases : in each replication, mean
    headlines : ids of the figures that matter most, in order
    """

    lane_hash: str
    start: str
    end: str
    at: str
    submitted: NonNegativeInt
    finished: NonNegativeInt
    simulated_cases: float
    headlines: tuple[str, ...]
    kpis: tuple[LiveKpi, ...]
    steps: tuple[LiveStep, ...]
    pools: tuple[LivePool, ...]


class LiveAgainstSimulatedView(Shown):
    """Whether the simulation tells what happens."""

    view: Literal["live_against_simulated"] = "live_against_simulated"
    data: LiveAgainstSimulatedData
