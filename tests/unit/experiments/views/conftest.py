"""Real, small experiments of every kind, carried out here, and their views."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import pytest

from services.experiments.batches import (
    Experiment,
    ExperimentResult,
    Missing,
    Replicated,
    answered,
    replications_of,
    run_of,
    write_replicated,
)
from services.experiments.carrying_out import prepare
from services.experiments.request import ExperimentRequest, find_shipped
from services.experiments.views.document import ExperimentViews
from services.experiments.views.making import views_of
from simulations.experiment import Model

LANE, AFTER = "property_registration", "property_registration_after"
_FEW: Final = {"cases": 10, "replications": 3}
_FEWER: Final = {"cases": 4, "replications": 2}
_DAYS: Final = {"warm_up_days": 5, "window_days": 20, "cool_down_days": 5, "replications": 2}

REQUESTS: Final[Mapping[str, dict[str, object]]] = {
    "simulate": {"kind": "simulate", "subjects": [LANE], "design": _FEW},
    "simulate precisely": {
        "kind": "simulate", "subjects": [LANE], "design": {"cases": 10},
        "precision": {"relative": 0.1, "kpis": ["cycle_time.mean"]},
    },
    "compare": {"kind": "compare", "subjects": [AFTER], "design": {**_FEW, "lever_replications": 2}},
    "compare several": {"kind": "compare", "subjects": [LANE, AFTER, "business_setup"], "design": _FEWER},
    "compare once": {"kind": "compare", "subjects": [AFTER], "design": {"cases": 10, "replications": 1}},
    "compare the ends": {"kind": "compare", "subjects": [AFTER], "design": {**_FEWER, "lever_replications": 0}},
    "sweep": {"kind": "sweep", "subjects": ["fushun_counter_pay"], "design": _FEWER},
    "attribute": {
        "kind": "attribute", "subjects": ["business_setup_after"], "design": _FEWER, "attribute": {"orders": 2},
    },
    "select": {
        "kind": "select", "subjects": [LANE, AFTER], "design": {"cases": 5}, "select": {"indifference": 5, "first": 4},
    },
    "staff": {
        "kind": "staff", "subjects": [LANE], "design": _FEW,
        "staff": {"pools": ["registry_window=1..3"], "goal": "within(cycle_time,60)>=0.3"},
    },
    "morris": {
        "kind": "sensitivity", "subjects": [LANE], "design": _FEWER,
        "sensitivity": {"inputs": ["arrivals.gap", "pools.registry_window.staff"], "size": 2},
    },
    "sobol": {
        "kind": "sensitivity", "subjects": [LANE], "design": _FEWER,
        "sensitivity": {"inputs": ["arrivals.gap"], "size": 2, "method": "sobol"},
    },
    "pareto": {
        "kind": "pareto", "subjects": [AFTER], "design": _FEWER,
        "pareto": {"pools": ["registry_window=1..1"], "levers": True, "trials": 10},
    },
    "warm-up": {
        "kind": "warm-up", "subjects": [LANE],
        "design": {"warm_up_days": 0, "window_days": 40, "cool_down_days": 0, "replications": 2},
    },
    "trace": {"kind": "trace", "subjects": [AFTER], "design": _DAYS},
    "trace one": {"kind": "trace", "subjects": [LANE], "design": _DAYS, "trace": {"shares": [], "cases": [3]}},
}  # fmt: skip
"""One of every kind, and those that look otherwise."""


@dataclass(frozen=True)
class Carried:
    """An experiment that was carried out, and its views."""

    experiment: Experiment
    models: Mapping[str, Model]
    result: ExperimentResult
    views: ExperimentViews


@pytest.fixture(scope="session")
def carried() -> Callable[[str], Carried]:
    """What came of a request, carried out at most once."""
    kept: dict[str, Carried] = {}

    def of(name: str) -> Carried:
        if name not in kept:
            kept[name] = _carried_out(ExperimentRequest.model_validate(REQUESTS[name]))
        return kept[name]

    return of


def _carried_out(request: ExperimentRequest) -> Carried:
    prepared = prepare(request, find_shipped(request.lanes), 10_000)
    experiment, there = prepared.experiment, dict[tuple[str, int], Replicated]()
    while isinstance(found := answered(experiment, prepared.models, there), Missing):
        run = run_of(request.kind)
        came = [
            (
                batch,
                write_replicated([run(found.models[batch.model], experiment.design, each) for each in batch.numbers]),
            )
            for batch in found.batches
        ]
        there.update(replications_of(request.kind, iter(came)))
    result = ExperimentResult.model_validate_json(found)
    return Carried(experiment, prepared.models, result, views_of(experiment, prepared.models, result))
