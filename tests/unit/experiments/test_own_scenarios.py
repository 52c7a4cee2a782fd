"""Reforms of one's own: asked of as the shipped ones are, and never a way to anything else."""

from __future__ import annotations

from typing import Any

import pytest

from services.experiments.api.schemas import NewExperiment
from services.experiments.carrying_out import Prepared, prepare
from services.experiments.forms import WhatEachLeverSaves, WhatItSaves
from services.experiments.request import find_shipped
from workflows.definition.catalogue import shipped_lane
from workflows.errors import InvalidFileError, InvalidInputError
from workflows.levers.scenario import shipped_scenarios

LARGEST = 10_000
SMALL = {"cases": 5, "replications": 2}
Raw = dict[str, Any]


def prepared(**asked: object) -> Prepared:
    request = NewExperiment.model_validate({"design": SMALL, **asked}).request
    return prepare(request, find_shipped(request.lanes, request.scenarios), LARGEST)


def own_lane(id_: str = "their_lane") -> Raw:
    lane = shipped_lane("property_registration").model_copy(update={"id": id_})
    return lane.model_dump(mode="json", by_alias=True)


def own_scenario(shipped: str, **changes: object) -> Raw:
    scenario = shipped_scenarios()[shipped].model_dump(mode="json", by_alias=True)
    return {**scenario, "id": "their_reform", **changes}


@pytest.mark.parametrize("kind", ["simulate", "compare", "attribute", "trace"])
def test_a_reform_of_a_shipped_lane_runs_the_models_that_the_shipped_one_does(kind: str) -> None:
    mine = prepared(kind=kind, subjects=["their_reform"], scenarios=[own_scenario("property_registration_after")])
    theirs = prepared(kind=kind, subjects=["property_registration_after"])
    assert mine.models == theirs.models
    assert [batch.hash for batch in mine.batches] == [batch.hash for batch in theirs.batches]


@pytest.mark.parametrize("kind", ["simulate", "compare", "attribute", "sweep", "trace", "warm-up"])
def test_a_reform_may_begin_from_a_lane_that_came_with_it(kind: str) -> None:
    reform = own_scenario("fushun_counter_pay", base="their_lane")
    found = prepared(kind=kind, subjects=["their_reform"], lanes=[own_lane()], scenarios=[reform])
    assert {model.lane.id for model in found.models.values()} == {"their_lane"}


def test_levers_of_a_reform_of_ones_own_are_attributed_by_name() -> None:
    mine = prepared(kind="compare", subjects=["their_reform"], scenarios=[own_scenario("property_registration_after")])
    [form] = [asked.form for asked in mine.experiment.asked]
    assert isinstance(form, WhatItSaves)
    assert form.scenario == "their_reform"
    apart = prepared(kind="attribute", subjects=["their_reform"], scenarios=[own_scenario("shenyang_counters")])
    [form] = [asked.form for asked in apart.experiment.asked]
    assert isinstance(form, WhatEachLeverSaves)
    assert len(form.reform.players) == len({lever.lever for lever in shipped_scenarios()["shenyang_counters"].levers})


def test_a_shipped_reform_means_the_shipped_lane_though_one_of_ones_own_has_its_id() -> None:
    changed = own_lane("property_registration")
    changed["title"] = {"zh": "改过的流程", "en": "Changed"}
    found = prepared(kind="compare", subjects=["property_registration_after"], lanes=[changed])
    assert found.models == prepared(kind="compare", subjects=["property_registration_after"]).models


def test_own_reform_and_own_lane_are_compared_with_what_is_shipped() -> None:
    subjects = ["property_registration", "their_lane", "their_reform", "property_registration_after"]
    reform = own_scenario("fushun_counter_pay", base="their_lane")
    found = prepared(kind="compare", subjects=subjects, lanes=[own_lane()], scenarios=[reform])
    assert len(found.experiment.asked) == 3


@pytest.mark.parametrize("base", ["/etc/passwd.yaml", "../lane.yaml", "no_such_lane"])
def test_a_base_leads_to_no_file(base: str) -> None:
    with pytest.raises(InvalidFileError, match="a lane or scenario") as refused:
        prepared(kind="simulate", subjects=["their_reform"], scenarios=[own_scenario("fushun_counter_pay", base=base)])
    [problem] = refused.value.problems
    assert (problem.code, problem.place.path) == ("unknown_name", "base")


def test_a_lever_that_does_not_fit_is_told_with_its_place() -> None:
    levers = [{"lever": "cancel_step", "steps": ["no_such_step"]}]
    with pytest.raises(InvalidFileError) as refused:
        prepared(
            kind="compare",
            subjects=["their_reform"],
            scenarios=[own_scenario("fushun_counter_pay", levers=levers, sweep=None)],
        )
    [problem] = refused.value.problems
    assert problem.place.path == "levers[0]"


def test_own_things_have_an_id_each() -> None:
    with pytest.raises(InvalidInputError, match="'their_reform' twice"):
        prepared(
            kind="simulate",
            subjects=["their_reform"],
            lanes=[own_lane("their_reform")],
            scenarios=[own_scenario("fushun_counter_pay")],
        )
