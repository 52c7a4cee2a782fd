"""A real, short comparison with its grounds: what the report is tried on."""

from __future__ import annotations

import pytest

from services.experiments.questions import model_of
from services.experiments.result import DemoResult, Medians, Proof, SameCases, SideName, grounds_of
from services.experiments.service import compare_scenario
from simulations.comparison import Comparison
from simulations.experiment import Design
from workflows.levers.scenario import after, before, shipped_scenarios


@pytest.fixture(scope="session")
def result() -> DemoResult:
    scenario = shipped_scenarios()["commitment_approval_after"]
    comparison = compare_scenario(scenario, Design(cases=60, replications=3, lever_replications=2))
    old, new = ((model.lane, *model.called) for model in (model_of(before(scenario)), model_of(after(scenario))))
    lane = old[0].title
    return DemoResult(
        seed=7,
        versions={"simpy": "4.1.2", "greenlane": "0.1.0"},
        reproduce="greenlane demo --seed 7",
        comparisons=(comparison,),
        grounds=(grounds_of(scenario.id, old, new, scenario.levers, scenario.notes),),
        proofs=(
            Proof(lane=lane, side=SideName.BEFORE, cases=3, events=80, agreed=80),
            Proof(
                lane=lane, side=SideName.AFTER, cases=3, events=70, agreed=69, first_difference="live <a>; rerun <b>"
            ),
        ),
        same_cases=(
            SameCases(
                lane=lane,
                cases=3,
                before=Medians(processing_time=16.25, cycle_time=41.5),
                after=Medians(processing_time=None, cycle_time=8.75),
            ),
        ),
    )


@pytest.fixture
def comparison(result: DemoResult) -> Comparison:
    return result.comparisons[0]
