"""The lanes that come with the product: they load, say where their numbers come from, and add up as published."""

from __future__ import annotations

import math
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from pydantic import BaseModel, TypeAdapter
from typing_extensions import TypedDict

from workflows.definition.catalogue import LaneGroup, group_of, lane_file, lane_groups, lane_ids, shipped_lane
from workflows.definition.lane import Lane
from workflows.definition.limits import critical_path, items, serial_sum, stage_maxima
from workflows.definition.loading import shipped_assumptions
from workflows.definition.provenance import Provenance, Source
from workflows.definition.steps import ApplicantStep, Mark, Milestone, Sequence, Task, ThirdPartyStep
from workflows.definition.tree import walk
from workflows.definition.workload import offered_load
from workflows.working_time.state_council import WorkingDays

FOLDER = Path(str(files("workflows.lanes")))
SCENARIOS = Path(str(files("workflows.scenarios")))
LANES = lane_ids()
ENTERED = [name for name in LANES if shipped_lane(name).arrivals is not None]
"""The lanes that cases enter by themselves."""
RESIDUAL = ("quality_safety", "completion_filing")
"""The items that make up the 12 working days for which nobody published an itemisation."""
TO_PERMIT = ("initiation", "land", "planning", "permit")
FULLEST_LOAD = 0.85
"""What the assumptions call the highest load that a staff is chosen for."""


class Basis(TypedDict):
    """What an assumption rests on, as it is written."""

    basis: str


class Assumption(TypedDict):
    """An assumption, as it is written; its quantity is of many forms."""

    provenance: Basis


ASSUMPTION = TypeAdapter(Assumption)


@pytest.fixture(scope="module", params=LANES)
def lane(request: pytest.FixtureRequest) -> Lane:
    name: str = request.param
    return shipped_lane(name)


@pytest.fixture(scope="module")
def construction() -> Lane:
    return shipped_lane("construction_permit")


def test_every_file_in_the_folder_is_a_lane_of_that_name_or_the_assumptions() -> None:
    assert sorted(path.stem for path in FOLDER.rglob("*.yaml")) == sorted((*LANES, "assumptions"))
    assert all(shipped_lane(name).id == name for name in LANES)


def test_every_group_of_lanes_has_a_folder_of_its_own() -> None:
    for group, names in lane_groups().items():
        folders = {Path(str(lane_file(name))).parent for name in names}
        assert folders == {FOLDER if group is LaneGroup.APPROVAL else FOLDER / group.value}
        assert {group_of(name) for name in names} == {group}
    assert sum(map(len, lane_groups().values())) == len(LANES)


def test_every_case_is_accepted_decided_and_delivered(lane: Lane) -> None:
    marks = {step.mark for step in walk(lane.body) if isinstance(step, Milestone)}
    assert marks == {Mark.ACCEPTED, Mark.DECIDED, Mark.DELIVERED}


def test_every_step_that_somebody_does_says_where_it_comes_from(lane: Lane) -> None:
    assert [step.id for step in _work(lane) if not step.clauses] == []


def test_every_title_is_chinese_in_zh_and_ascii_letters_in_en(lane: Lane) -> None:
    titles = [
        lane.title,
        *(step.title for step in walk(lane.body) if not isinstance(step, Sequence)),
        *lane.stages.values(),
    ]
    titles += [thing.title for group in (lane.pools, lane.documents, lane.attributes) for thing in group.values()]
    titles += [pool.department for pool in lane.pools.values()] + [target.title for target in lane.targets]
    assert [title.zh for title in titles if not any("一" <= letter <= "鿿" for letter in title.zh)] == []
    assert [title.en for title in titles if not title.en.isascii()] == []


@pytest.mark.parametrize("name", ENTERED)
def test_every_pool_has_the_smallest_staff_that_keeps_it_below_its_fullest_load(name: str) -> None:
    lane = shipped_lane(name)
    staff = {name: pool.members for name, pool in lane.pools.items()}
    load = offered_load(lane, 2019, WorkingDays())
    assert staff == {name: math.floor(load[name] * staff[name] / FULLEST_LOAD) + 1 for name in staff}


def test_the_follow_up_is_opened_by_other_lanes_only() -> None:
    assert set(LANES) - set(ENTERED) == {"commitment_follow_up"}


def test_every_document_is_asked_for_and_every_pool_has_work(lane: Lane) -> None:
    assert {name for step in _work(lane) for name in step.documents} == set(lane.documents)
    assert {task.pool for task in lane.tasks.values()} == set(lane.pools)


def test_whatever_is_assumed_about_a_quantity_stands_in_the_assumptions(lane: Lane) -> None:
    stated = {
        ASSUMPTION.validate_python(entry.plain())["provenance"]["basis"] for entry in shipped_assumptions().values()
    }
    reasons = {clause.basis for step in _work(lane) for clause in step.clauses}
    sums = {limit.provenance.basis for limit in lane.limits}
    assumed = {found.basis for found in _provenances(lane) if found.source is Source.ASSUMED}
    assert assumed - reasons - sums <= stated


def test_no_assumption_is_left_unused() -> None:
    written = (*FOLDER.rglob("*.yaml"), *SCENARIOS.rglob("*.yaml"))
    text = "".join(path.read_text("utf-8") for path in written)
    assert [name for name in shipped_assumptions() if f"assumed: {name}" not in text] == []


def test_thirteen_procedures_make_a_business() -> None:
    lane = shipped_lane("business_setup")
    by_bank_or_workshop = [step for step in lane.steps.values() if isinstance(step, ThirdPartyStep)]
    # The bank's counter and the central bank's approval are one procedure of Doing Business.
    assert len(items(lane)) + len(by_bank_or_workshop) - 1 == 13
    assert serial_sum(lane) == lane.limits[0].working_days


def test_fourteen_items_with_a_source_make_271_and_two_assumed_ones_283(construction: Lane) -> None:
    assumed = {name for name in items(construction) if _limit_source(construction, name) is Source.ASSUMED}
    assert assumed == set(RESIDUAL)
    assert len(items(construction)) == 16
    assert serial_sum(construction, without=RESIDUAL) == 271
    assert serial_sum(construction) == construction.limits[0].working_days == 283


def test_the_order_of_the_law_alone_leaves_228(construction: Lane) -> None:
    assert critical_path(construction) == 228
    assert critical_path(construction, without=RESIDUAL) == 216


def test_stage_by_stage_joint_review_leaves_101(construction: Lane) -> None:
    assert stage_maxima(construction, without=RESIDUAL) == {
        "initiation": 21,
        "land": 20,
        "planning": 20,
        "permit": 20,
        "completion": 20,
    }
    assert sum(stage_maxima(construction, without=RESIDUAL).values()) == 101


def test_up_to_the_construction_permit_it_is_231_196_and_81(construction: Lane) -> None:
    assert serial_sum(construction, TO_PERMIT, RESIDUAL) == 231
    assert critical_path(construction, TO_PERMIT, RESIDUAL) == 196
    assert sum(stage_maxima(construction, TO_PERMIT, RESIDUAL).values()) == 81


def _limit_source(lane: Lane, name: str) -> Source | None:
    limit = lane.tasks[name].limit
    return limit.provenance.source if limit else None


def _work(lane: Lane) -> list[Task | ApplicantStep | ThirdPartyStep]:
    return [step for step in lane.steps.values() if isinstance(step, Task | ApplicantStep | ThirdPartyStep)]


def _provenances(value: object) -> Iterator[Provenance]:
    """Every provenance anywhere in a model."""
    if isinstance(value, Provenance):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _provenances(getattr(value, name))
    elif isinstance(value, dict):
        for part in value.values():
            yield from _provenances(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from _provenances(part)
