"""What one case was measured to cost; the page on sizing is made from it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from workflows.definition.provenance import Frozen

MEASURED: Final = Path(__file__).with_name("measured.json")
"""The latest measurement: ``python -m benchmarks.sizing`` writes it, and is run by hand when costs may have changed."""

Cost = Annotated[float, Field(gt=0)]


class LaneCost(Frozen):
    """What a case of a lane costs, from its start to its end.

    Parameters
    ----------
    cases : that were measured
    requests : to the API, answers of people and looks at what to do among them
    events : of Greenlane
    history_events : of Temporal
    history_bytes : of Temporal's history, as the server counts them
    api_time, worker_time, temporal_time : seconds of processor
    store_bytes, temporal_bytes : by which the databases grew, indexes and all
    """

    lane: str
    cases: int
    requests: Cost
    events: Cost
    history_events: Cost
    history_bytes: Cost
    api_time: Cost
    worker_time: Cost
    temporal_time: Cost
    store_bytes: Cost
    temporal_bytes: Cost


class Measured(Frozen):
    """A measurement.

    Parameters
    ----------
    on : the processor and how many cores of it, so that others know what a second of it is
    python, release : versions
    idle : share of a core that each process uses while nothing happens; it is not in what a case costs
    replay_time : seconds of processor for an event of a history that is played to its workflow again
    series : of metrics that one process of a kind exposes: kind to number
    """

    on: str
    measured_at: str
    python: str
    release: str
    lanes: tuple[LaneCost, ...]
    idle: dict[str, Annotated[float, Field(ge=0)]]
    replay_time: Cost
    series: dict[str, int]


def read_measured() -> Measured:
    """The latest measurement."""
    return Measured.model_validate_json(MEASURED.read_text("utf-8"))
