"""A lane that is exported and read back is the same lane, and what is drawn of it does the same to every case."""

from __future__ import annotations

import re
from functools import cache

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from simulations.what_if import Past, what_if
from tests.interchange.making import codes
from tests.properties.simulations.runs import QUICKLY, plans_of
from tests.properties.simulations.test_any_lane import FIRST, playable
from tests.strategies.lanes import LANE, Drawn, lanes
from workflows.definition.catalogue import lane_ids, shipped_lane
from workflows.definition.hashing import lane_hash
from workflows.definition.lane import Lane
from workflows.definition.loading import parse_lane
from workflows.errors import InvalidFileError
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import HOUR
from workflows.interchange.bpmn_reading import Source, read_bpmn
from workflows.interchange.bpmn_writing import write_bpmn
from workflows.interchange.lane_text import lane_text
from workflows.interchange.layout import faults
from workflows.interchange.xml_nodes import read_xml
from workflows.interpreter.case import Case


def travelled(lane: Lane, seed: int, cases: int = 4) -> list[CaseEvent]:
    submitted = [
        Case(id=f"c{number}", submitted_at=FIRST + number * HOUR, number=number, attributes={"size": size}, draws="d/")
        for number, size in enumerate(["small", "large"] * (cases // 2))
    ]
    return list(what_if(plans_of(lane), LANE, submitted, Past(), seed).log)


@cache
def exported(id_: str) -> str:
    """A shipped lane as BPMN, with Chinese names."""
    return write_bpmn(shipped_lane(id_), "zh-CN").text


@pytest.mark.parametrize("id_", lane_ids())
def test_a_shipped_lane_comes_back_the_same_from_a_file_that_is_bpmn(id_: str) -> None:
    assert faults(exported(id_)) == ()
    assert read_bpmn(Source(exported(id_), "x.bpmn")).lane == shipped_lane(id_)


@pytest.mark.parametrize("id_", lane_ids())
def test_every_shape_and_flow_has_its_place_in_the_picture(id_: str) -> None:
    root = read_xml(exported(id_), "x.bpmn")
    [process] = root.all("process")
    nodes = {element.id for element in process.walk() if element.one("incoming") or element.one("outgoing")}
    flows = {element.id for element in process.walk() if element.name == "sequenceFlow"}
    placed = {element.attributes.get("bpmnElement") for element in root.walk()}
    assert nodes | flows <= placed


@pytest.mark.parametrize("id_", lane_ids())
def test_a_lane_written_as_yaml_is_the_same_lane(id_: str) -> None:
    lane = shipped_lane(id_)
    assert lane_hash(parse_lane(lane_text(lane), "x.yaml")) == lane_hash(lane)


@QUICKLY
@given(lanes(), st.integers(0, 99))
def test_any_lane_comes_back_the_same_and_so_do_its_events(drawn: Drawn, seed: int) -> None:
    written = write_bpmn(drawn.lane).text
    back = read_bpmn(Source(written, "x.bpmn")).lane
    assert lane_hash(back) == lane_hash(drawn.lane)
    assert lane_hash(parse_lane(lane_text(drawn.lane), "x.yaml")) == lane_hash(drawn.lane)
    assert faults(written) == ()
    if playable(drawn):
        assert travelled(back, seed) == travelled(drawn.lane, seed)


def redrawn(lane: Lane) -> Lane:
    """What is read once somebody has renamed the process, so that the drawing counts and not the lane beside it."""
    written = write_bpmn(lane).text
    changed = re.sub(r'(<bpmn:process [^>]*name=")[^"]*', r"\g<1>changed", written, count=1)
    assert changed != written
    return read_bpmn(Source(changed, "x.bpmn")).lane


WORK = (
    EventKind.ENABLED, EventKind.STARTED, EventKind.COMPLETED, EventKind.CANCELLED, EventKind.ENDED,
    EventKind.ACCEPTED, EventKind.DECIDED, EventKind.DELIVERED,
)  # fmt: skip


def test_what_is_drawn_does_the_same_to_every_case() -> None:
    tried = []

    @QUICKLY
    @given(lanes(most_steps=8), st.integers(0, 99))
    def every_case_goes_the_same_way(drawn: Drawn, seed: int) -> None:
        assume(playable(drawn) and is_drawn(drawn.lane.body.model_dump(mode="json")))
        before, after = (
            sorted(
                (event.case, event.at, event.kind, event.step, event.outcome)
                for event in happened
                if event.kind in WORK
            )
            for happened in (travelled(drawn.lane, seed), travelled(redrawn(drawn.lane), seed))
        )
        tried.append(len(before))
        assert after == before

    every_case_goes_the_same_way()
    assert len(tried) > 10


def is_drawn(step: object) -> bool:
    """Whether BPMN shows all of a step, and no chance decides the way: chances are drawn by the name of the split."""
    match step:
        case {"kind": "loop" | "race" | "deadline" | "clock_stop"}:
            return False
        case {"share": {}, **rest}:
            return "title" in rest  # of an outcome, which is drawn by the name of its step
        case dict():
            return all(map(is_drawn, step.values()))
        case list():
            return all(map(is_drawn, step))
        case _:
            return True


def test_a_changed_drawing_of_a_loop_is_refused_since_its_bound_is_not_drawn() -> None:
    with pytest.raises(InvalidFileError) as refused:
        redrawn(shipped_lane("property_registration"))
    assert {code for code, _, _ in codes(refused.value)} == {"drawing_changed"}


def test_a_lane_that_somebody_broke_in_the_file_is_refused() -> None:
    written = write_bpmn(shipped_lane("weekly_dispatch")).text
    broken = written.replace('"format":1', '"format":2', 1)
    assert broken != written
    with pytest.raises(InvalidFileError, match="extension_broken"):
        read_bpmn(Source(broken, "x.bpmn"))


def test_written_yaml_is_what_people_write() -> None:
    content = yaml.safe_load(lane_text(shipped_lane("property_registration")))
    assert list(content)[:3] == ["format", "id", "title"]
    assert "levers" not in content
