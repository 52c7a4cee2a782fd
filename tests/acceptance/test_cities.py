"""What the cities did, as scenarios and packages: every lever fits, nobody falls behind, a short run goes through."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import pytest

from services.experiments.questions import together
from services.experiments.service import compare_package, sweep_scenario
from services.experiments.simulating import designed
from simulations.experiment import Design, run_replication
from workflows.definition.hashing import lane_hash
from workflows.definition.lane import Lane
from workflows.definition.references import problems_of
from workflows.definition.soundness import check_soundness
from workflows.definition.steps import Call
from workflows.definition.workload import offered_load, times_done
from workflows.levers.catalogue import LEVERS
from workflows.levers.checking import check_package, check_scenario
from workflows.levers.overrides import Overrides
from workflows.levers.package import joint_scenario, read_package, shipped_packages, shipped_scenario
from workflows.levers.scenario import (
    Scenario,
    base_lane,
    lanes_after,
    lanes_before,
    read_scenario,
    shipped_scenarios,
    swept,
)
from workflows.levers.stages import principle_stages
from workflows.levers.together import called_beside
from workflows.working_time.state_council import WorkingDays

SCENARIOS = Path(str(files("workflows.scenarios")))
PACKAGES = SCENARIOS / "packages"
NAMES = sorted(path.stem for path in SCENARIOS.glob("*.yaml"))
CITIES = ("dandong_2017", "fushun_2020", "panjin_2017", "shenyang_2018")
FEW = Design(starts_on=date(2016, 1, 4), replications=1, lever_replications=1, cases=4, background=False)
FULLEST_LOAD = 0.85


@lru_cache(maxsize=1)
def joint_scenarios() -> dict[str, Scenario]:
    """Every package as one scenario."""
    return {
        id_: joint_scenario(package, [shipped_scenario(name) for name in package.scenarios])
        for id_, package in shipped_packages().items()
    }


def test_these_packages_are_shipped_under_the_names_of_their_files() -> None:
    assert tuple(shipped_packages()) == CITIES
    assert sorted(path.stem for path in PACKAGES.glob("*.yaml")) == list(CITIES)
    assert list(shipped_scenarios()) == NAMES
    assert not set(shipped_scenarios()) & set(shipped_packages())


def test_every_lever_of_the_catalogue_is_used_by_some_scenario() -> None:
    used = {lever.lever for scenario in shipped_scenarios().values() for lever in (*scenario.scope, *scenario.levers)}
    assert set(LEVERS) - used == set()


@pytest.mark.parametrize("name", NAMES)
def test_every_scenario_fits_and_leaves_sound_lanes(name: str) -> None:
    path = SCENARIOS / f"{name}.yaml"
    loaded = read_scenario(path.read_text("utf-8"), str(path))
    lanes = check_scenario(loaded)
    scenario = loaded.model
    assert scenario.id == name
    assert lanes[0].levers == (
        *base_lane(scenario.base).levers,
        *(lever.lever for lever in (*scenario.scope, *scenario.levers)),
    )
    assert [problem for lane in lanes for problem in problems_of(lane) or check_soundness(lane)] == []


@pytest.mark.parametrize("name", CITIES)
def test_every_package_fits_principle_by_principle(name: str) -> None:
    path = PACKAGES / f"{name}.yaml"
    loaded = read_package(path.read_text("utf-8"), str(path))
    lanes = check_package(loaded)
    joint = joint_scenarios()[name]
    stages = principle_stages(joint, loaded.model.principles)
    assert len(stages) >= 4
    assert stages[-1].lanes == lanes == lanes_after(joint)
    # Every principle changes some lane.
    series = [lanes_before(joint), *(stage.lanes for stage in stages)]
    hashes = [[lane_hash(lane) for lane in each] for each in series]
    assert len({tuple(each) for each in hashes}) == len(series)


@pytest.mark.parametrize("name", [*NAMES, *CITIES])
def test_nobody_falls_behind_before_or_after(name: str) -> None:
    scenario = joint_scenarios()[name] if name in CITIES else shipped_scenarios()[name]
    # Where people are kept from the queue on purpose they are missed; whoever is left still has to keep up.
    short = any(lever.lever == "change_staff" for lever in scenario.scope)
    for lanes, fullest in (
        (lanes_before(scenario), 1.0 if short else FULLEST_LOAD),
        (lanes_after(scenario), FULLEST_LOAD),
    ):
        busy = loads(lanes, scenario.overrides)
        assert {pool: load for pool, load in busy.items() if load >= fullest} == {}


def loads(lanes: tuple[Lane, ...], overrides: Overrides) -> dict[str, float]:
    """Share of its time for which each pool is busy: cases of all lanes that run together, and those that they open."""
    every = {lane.id: lane for lane in (*lanes, *called_beside(lanes, overrides))}
    work: dict[str, float] = defaultdict(float)
    members: dict[str, int] = {}

    def add(lane: Lane) -> None:
        for pool, load in offered_load(lane, 2019, WorkingDays()).items():
            members[pool] = lane.pools[pool].members
            work[pool] += load * members[pool]
        arrivals, done = lane.arrivals, times_done(lane)
        if arrivals is None or arrivals.gap is None:
            return
        for call in (step for step in lane.steps.values() if isinstance(step, Call) and done[step.id]):
            gap = arrivals.gap.scaled(1 / done[call.id])
            opened = arrivals.model_copy(update={"gap": gap, "calendar": every[call.lane].office})
            add(every[call.lane].model_copy(update={"arrivals": opened}))

    for lane in every.values():
        add(lane)
    return {pool: load / members[pool] for pool, load in work.items()}


@pytest.mark.parametrize("name", [*NAMES, *CITIES])
def test_a_short_run_goes_through_before_and_after(name: str) -> None:
    scenario = joint_scenarios()[name] if name in CITIES else shipped_scenarios()[name]
    for lanes in (lanes_before(scenario), lanes_after(scenario)):
        observed = run_replication(together(lanes, scenario.overrides), FEW, 0)
        for number, lane in enumerate(lanes):
            came = observed.of(number)
            assert came.cases >= 4, lane.id
            assert (came.summary.unfinished, came.summary.submitted) == (0, came.cases)


SWEPT = [name for name in NAMES if shipped_scenarios()[name].sweep is not None]


@pytest.mark.parametrize("name", SWEPT)
def test_every_value_of_a_sweep_is_another_lane(name: str) -> None:
    series = swept(shipped_scenarios()[name])
    assert len(series) >= 3
    assert len({lane_hash(lanes_after(one)[0]) for _, one in series}) == len(series)


def test_a_sweep_of_a_shorter_limit_shortens_the_way() -> None:
    scenario = shipped_scenarios()["work_to_the_limit"]
    design = designed(FEW, scenario.design).model_copy(update={"cases": 30})
    result = sweep_scenario(scenario, design)
    medians = []
    for value in result.values:
        [kpi] = [kpi for kpi in value.lanes[0].kpis if kpi.kpi == "processing_time.median"]
        assert kpi.after is not None
        assert kpi.difference is not None
        assert kpi.difference.mean < 0
        medians.append(kpi.after.mean)
    assert medians == sorted(medians, reverse=True)
    assert [value.lanes[0].longest_limit for value in result.values] == [27, 17, 12, 9]


def test_a_package_tells_every_lane_what_every_principle_saves() -> None:
    compared = compare_package(shipped_packages()["panjin_2017"], FEW)
    lanes = [compared.lane, *(lane.lane for lane in compared.beside)]
    assert lanes == ["commitment_approval", "investment_project", "business_setup"]
    told = [(compared.kpis, compared.levers), *((lane.kpis, lane.levers) for lane in compared.beside)]
    for kpis, principles in told:
        assert [each.lever for each in principles] == [
            "missing_documents",
            "commitment",
            "agents",
            "devolve_and_supervise",
        ]
        [kpi] = [kpi for kpi in kpis if kpi.kpi == "cycle_time.mean"]
        assert kpi.difference is not None
        assert sum(each.changes["cycle_time.mean"].mean for each in principles) == pytest.approx(kpi.difference.mean)
