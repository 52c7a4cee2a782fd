"""A lane under one lever at several values, each against the lane before: paired by the same random numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor

from pydantic import JsonValue, NonNegativeInt

from simulations.comparison import KpiComparison, kpi_comparison
from simulations.experiment import Design, Model, Observed, run_replications
from workflows.definition.longest_limit import longest_limit
from workflows.definition.provenance import Frozen, Title
from workflows.measures import KPIS


class SweptLane(Frozen):
    """One lane at one value.

    Parameters
    ----------
    kpis : before, which is the same at every value, against this value
    longest_limit : working days that the limits come to at it
    """

    lane: str
    title: Title
    kpis: tuple[KpiComparison, ...]
    longest_limit: NonNegativeInt


class SweptValue(Frozen):
    """What comes of one value.

    Parameters
    ----------
    lanes : the lane in question, then those beside it
    """

    value: JsonValue
    lanes: tuple[SweptLane, ...]


class Sweep(Frozen):
    """What comes of every value of one parameter.

    Parameters
    ----------
    lever : id of the lever whose parameter it is
    values : in the order of the scenario
    """

    scenario: str
    title: Title
    design: Design
    lever: str
    called: Title
    parameter: str
    values: tuple[SweptValue, ...]


class Swept(Frozen):
    """Which parameter of which lever of which scenario is swept.

    Parameters
    ----------
    title : of the scenario
    called : what it calls this use of the lever
    """

    scenario: str
    title: Title
    lever: str
    called: Title
    parameter: str


def sweep(
    swept: Swept,
    before: Model,
    series: Sequence[tuple[JsonValue, Model]],
    design: Design,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Sweep:
    """Compare a lane with what a reform makes of it at every value of a parameter.

    Parameters
    ----------
    series : value and the model after at that value; each with the same lanes beside as before
    executor : where replications run
    progress : told how many replications of how many are done
    """
    models = [before, *(model for _, model in series)]
    observed: list[list[Observed]] = [[] for _ in models]
    counts = [design.replications] * len(models)
    for done, (index, result) in enumerate(run_replications(models, design, counts, executor), start=1):
        observed[index].append(result)
        progress(done, sum(counts))
    return Sweep(
        scenario=swept.scenario,
        title=swept.title,
        design=design,
        lever=swept.lever,
        called=swept.called,
        parameter=swept.parameter,
        values=tuple(
            SweptValue(value=value, lanes=_lanes(model, observed[0], observed[place], design))
            for place, (value, model) in enumerate(series, start=1)
        ),
    )


def _lanes(model: Model, old: Sequence[Observed], new: Sequence[Observed], design: Design) -> tuple[SweptLane, ...]:
    return tuple(
        SweptLane(
            lane=lane.id,
            title=lane.title,
            kpis=tuple(
                kpi_comparison(kpi, [each.of(number) for each in old], [each.of(number) for each in new], design)
                for kpi in KPIS
            ),
            longest_limit=longest_limit(lane),
        )
        for number, lane in enumerate(model.measured)
    )
