"""How a lane does, and nothing of reforms: who asks after a lane alone does not wait for all levers to be loaded."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import Final, TypeAlias

from services.experiments.models import is_model, model_lane
from simulations.experiment import Design, Model, Observed, run_replications
from simulations.figures import Side, side_of
from simulations.statistics.intervals import Interval, Span, mean_interval, quantile_interval
from workflows.definition.catalogue import find_lane, lane_ids
from workflows.definition.lane import Lane
from workflows.definition.loading import read_text
from workflows.definition.provenance import Frozen, Title
from workflows.definition.soundness.calls import called_lanes
from workflows.levers.horizon import Horizon
from workflows.measures import KPIS

ENDINGS: Final = (".yaml", ".yml")
"""Of the files with lanes, scenarios and packages."""

Progress: TypeAlias = Callable[[int, int], None]
"""Told how many replications of how many are done."""


class Simulated(Frozen):
    """How a lane does.

    Parameters
    ----------
    kpis : KPI id to its mean over replications, where every replication has one
    median, p90 : of the same over replications: every other replication, and nine of ten, come to no more
    side : its steps, pools and distributions
    """

    lane: str
    title: Title
    design: Design
    kpis: dict[str, Interval]
    median: dict[str, Span]
    p90: dict[str, Span]
    side: Side


def lane_alone(name: str) -> Lane | None:
    """The lane of that id or in that file, if it is one, and opens no cases of others; nothing otherwise.

    Raises
    ------
    InvalidFileError
        If a file is named that cannot be used.
    """
    if is_model(name):
        model = model_lane(name)
        return None if called_lanes(model) else model
    if name not in lane_ids() and (not name.endswith(ENDINGS) or _is_reform(read_text(Path(name)))):
        return None
    lane = find_lane(name)
    return None if called_lanes(lane) else lane


def has_field(text: str, field: str) -> bool:
    """Whether a field stands at the top of a file: a package has scenarios, a scenario a base, a lane neither."""
    return any(line.startswith(f"{field}:") for line in text.splitlines())


def _is_reform(text: str) -> bool:
    return has_field(text, "base") or has_field(text, "scenarios")


def designed(design: Design, horizon: Horizon | None) -> Design:
    """A design with what a scenario asks for."""
    asked = {} if horizon is None else horizon.model_dump(exclude_none=True)
    return Design.model_validate(design.model_dump() | asked)


def how_a_model_does(
    model: Model, design: Design, executor: Executor | None = None, progress: Progress = lambda done, of: None
) -> Simulated:
    """Simulate a lane with those that it is to be simulated with.

    Parameters
    ----------
    executor : where replications run; in this process if there is none

    Raises
    ------
    InvalidInputError
        If a lane that is measured has no arrivals.
    """
    observed: list[Observed] = []
    for _, result in run_replications([model], design, [design.replications], executor):
        observed.append(result)
        progress(len(observed), design.replications)
    told = {kpi: [result.summary.value(kpi) for result in observed] for kpi in KPIS}
    values = {kpi: [value for value in of if value is not None] for kpi, of in told.items() if None not in of}
    return Simulated(
        lane=model.lane.id,
        title=model.lane.title,
        design=design,
        kpis={kpi: mean_interval(of, design.confidence) for kpi, of in values.items()},
        median={kpi: quantile_interval(of, 0.5, design.confidence) for kpi, of in values.items()},
        p90={kpi: quantile_interval(of, 0.9, design.confidence) for kpi, of in values.items()},
        side=side_of(model, observed, design),
    )
