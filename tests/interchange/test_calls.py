"""Processes that call each other: read in the place of each call; and lanes that call lanes, drawn as such."""

from __future__ import annotations

import re

import pytest

from tests.interchange.making import between, codes, ended_after, flow, imported, lane_of, process, prosimos, travelled
from workflows.definition.catalogue import shipped_lane, with_called_lanes
from workflows.definition.steps import Call
from workflows.errors import InvalidFileError
from workflows.interchange.bpmn_reading import Source, read_bpmn
from workflows.interchange.bpmn_writing import write_bpmn
from workflows.interchange.layout import faults
from workflows.interchange.xml_nodes import read_xml

CALL = '<callActivity id="{id}" calledElement="q"/>'


def called(inside: str, id_: str = "q") -> str:
    """A second process in the file."""
    return f'\n<process id="{id_}">{inside}</process>'


CHECK = called(
    '<startEvent id="qs"/><task id="check"/><exclusiveGateway id="fine" default="good"/><task id="mend"/>'
    '<endEvent id="qe"/>' + flow("q1", "qs", "check") + flow("q2", "check", "fine") + flow("bad", "fine", "mend")
    + flow("good", "fine", "qe")
)  # fmt: skip


def test_a_called_process_is_done_in_the_place_of_the_call() -> None:
    drawn = process(between('<task id="{id}"/>', CALL, '<task id="{id}"/>'), CHECK)
    lane = lane_of(
        drawn, prosimos({"n1": 1, "n3": 2, "check": 10, "mend": 5}, gateways={"fine": {"bad": 1, "good": 0}})
    )
    assert travelled(lane) == [("n1", 1), ("check", 11), ("mend", 16), ("n3", 18)]


def test_a_process_that_is_called_twice_is_done_twice_with_the_same_numbers() -> None:
    raw = prosimos({"check": 10, "mend": 5}, gateways={"fine": {"bad": 1, "good": 0}})
    lane = lane_of(process(between(CALL, CALL), CHECK), raw)
    assert travelled(lane) == [("check", 10), ("mend", 15), ("n2_check", 25), ("n2_mend", 30)]
    assert {task.pool for task in lane.tasks.values()} == {"team"}


def test_calls_within_calls_are_done_each_by_itself() -> None:
    inner = called('<startEvent id="rs"/><task id="work"/>' + flow("r1", "rs", "work"), "r")
    outer = called('<callActivity id="one" calledElement="r"/><callActivity id="two" calledElement="r"/>'
                   + flow("qf", "one", "two"))  # fmt: skip
    lane = lane_of(process(between(CALL, CALL), outer + inner), prosimos({"work": 10}))
    assert travelled(lane) == [("work", 10), ("two_work", 20), ("n2_work", 30), ("n2_two_work", 40)]


def test_a_call_ends_when_nothing_of_what_it_called_is_left_to_do() -> None:
    both = called(
        '<startEvent id="qs"/><parallelGateway id="g"/><task id="a"/><task id="b"/>' + flow("q1", "qs", "g")
        + flow("q2", "g", "a") + flow("q3", "g", "b")
    )  # fmt: skip
    lane = lane_of(process(between(CALL, '<task id="{id}"/>'), both), prosimos({"a": 10, "b": 30, "n2": 5}))
    assert ended_after(lane) == 35


def test_a_timer_on_a_call_withdraws_what_it_called() -> None:
    timer = (
        '<boundaryEvent id="t" attachedToRef="n1"><timerEventDefinition><timeDuration>PT1H</timeDuration>'
        '</timerEventDefinition></boundaryEvent><task id="late"/>' + flow("x", "t", "late")
    )
    drawn = process(between(CALL) + timer, called('<task id="slow"/>'))
    assert travelled(lane_of(drawn, prosimos({"slow": 90, "late": 1}))) == [("t", 60), ("late", 61)]


def test_swimlanes_of_a_called_process_are_pools_too() -> None:
    swimlane = '<laneSet id="ls"><lane id="experts" name="专家"><flowNodeRef>judge</flowNodeRef></lane></laneSet>'
    found = imported(process(between(CALL, CALL), called(swimlane + '<task id="judge"/>')))
    assert {step.id: step.pool for step in found.lane.tasks.values()} == {"judge": "experts", "n2_judge": "experts"}


def refused(drawn: Source) -> set[tuple[str, int | None, str | None]]:
    with pytest.raises(InvalidFileError) as error:
        read_bpmn(drawn)
    return codes(error.value)


def test_processes_that_call_each_other_in_a_circle_are_refused() -> None:
    back = called('<callActivity id="back" calledElement="p"/>')
    assert ("circle_of_calls", 8, "back") in refused(process(between(CALL), back))


def test_calls_that_multiply_beyond_measure_are_refused() -> None:
    levels = [
        called(f'<callActivity id="a{n}" calledElement="q{n + 1}"/><callActivity id="b{n}" calledElement="q{n + 1}"/>'
               + flow(f"f{n}", f"a{n}", f"b{n}"), f"q{n}")
        for n in range(7)
    ]  # fmt: skip
    tasks = "".join(f'<task id="t{n}"/>' + (flow(f"g{n}", f"t{n - 1}", f"t{n}") if n else "") for n in range(60))
    first = CALL.replace('"q"', '"q0"')
    found = refused(process(between(first), "".join(levels) + called(tasks, "q7")))
    assert {code for code, _, _ in found} == {"too_large"}


def test_calls_within_each_other_without_end_are_refused() -> None:
    levels = [called(f'<callActivity id="a{n}" calledElement="q{n + 1}"/>', f"q{n}") for n in range(500)]
    drawn = process(between(CALL.replace('"q"', '"q0"')), "".join(levels) + called('<task id="t"/>', "q500"))
    assert {code for code, _, _ in refused(drawn)} == {"nested_too_deeply"}


def test_what_is_wrong_in_a_called_process_is_told_once_with_its_place() -> None:
    drawn = process(between(CALL, CALL), called('\n<complexGateway id="odd"/>'))
    with pytest.raises(InvalidFileError) as error:
        read_bpmn(drawn)
    assert sorted(each.code for each in error.value.problems) == ["element_not_done", "no_start"]
    assert ("element_not_done", 10, "odd") in codes(error.value)


def test_a_lane_that_is_called_stands_in_the_file_as_a_process_of_its_own() -> None:
    lane = shipped_lane("agent_service")
    written = write_bpmn(lane, called=with_called_lanes(lane)).text
    assert faults(written) == ()
    root = read_xml(written, "x.bpmn")
    processes = {each.id for each in root.all("process")}
    calls = {each.attributes["calledElement"] for each in root.walk() if each.name == "callActivity"}
    assert calls == processes - {"process_agent_service"} != set()
    nodes = {each.id for each in root.walk() if each.one("incoming") or each.one("outgoing")}
    ids = [each.id for each in root.walk() if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    assert nodes <= {each.attributes.get("bpmnElement") for each in root.walk()}
    assert read_bpmn(Source(written, "x.bpmn")).lane == lane


def test_a_called_lane_whose_drawing_somebody_changed_is_refused() -> None:
    lane = shipped_lane("agent_service")
    written = write_bpmn(lane, called=with_called_lanes(lane)).text
    changed = re.sub(r'(<bpmn:process id="process_business_setup" name=")[^"]*', r"\g<1>changed", written, count=1)
    assert changed != written
    assert {code for code, _, _ in refused(Source(changed, "x.bpmn"))} == {"called_lane_changed"}


def test_a_call_of_a_lane_that_is_not_at_hand_names_it_and_comes_back() -> None:
    lane = shipped_lane("agent_service")
    written = write_bpmn(lane).text
    assert 'calledElement="business_setup"' in written
    back = read_bpmn(Source(written, "x.bpmn")).lane
    assert [step.lane for step in back.steps.values() if isinstance(step, Call)] == [
        step.lane for step in lane.steps.values() if isinstance(step, Call)
    ]
