"""Each construct of BPMN does to a case what the standard says; the times are counted by hand, in minutes."""

from __future__ import annotations

import pytest

from tests.interchange.making import (
    between,
    ended_after,
    flow,
    imported,
    lane_of,
    model,
    numbers,
    process,
    prosimos,
    travelled,
)
from workflows.definition.steps import ApplicantStep, Race, StatutoryWait, Task
from workflows.events.event import EventKind
from workflows.interchange.bpmn_reading import read_bpmn

KINDS = ("Plain", "User", "Service", "Manual", "Rule", "Send", "Receive", "Script")


def test_every_kind_of_task_keeps_a_member_busy() -> None:
    lane = lane_of(model("kinds_of_tasks"), prosimos(dict.fromkeys(KINDS, 10)))
    assert travelled(lane) == [(kind.lower(), 10.0 * number) for number, kind in enumerate(KINDS, 1)]
    assert {type(lane.steps[kind.lower()]) for kind in KINDS} == {Task}


def test_a_task_with_several_ways_in_is_done_for_each_and_with_several_ways_out_begins_all() -> None:
    minutes = {"First": 10, "Left": 20, "Right": 50, "Up": 5, "Down": 7, "Last": 1}
    lane = lane_of(model("split_and_merge_at_tasks"), prosimos(minutes, gateways={"Which": {"up": 0, "down": 1}}))
    assert travelled(lane) == [("first", 10), ("left", 30), ("right", 60), ("down", 67), ("last", 68)]


def test_a_flow_backwards_is_a_loop() -> None:
    drawn = model("exclusive_and_back")
    lane = lane_of(drawn, prosimos({"Check": 10, "Mend": 30}, gateways={"Fine": {"yes": 0.5, "no": 0.5}}))
    rounds = [travelled(lane, case=case) for case in range(1, 9)]
    assert {len(each) for each in rounds} >= {1, 3}
    for each in rounds:
        assert [step for step, _ in each] == ["check", *["mend", "check"] * (len(each) // 2)]
        assert each[-1][1] == 10 + 40 * (len(each) // 2)


@pytest.mark.parametrize(
    ("chances", "done", "minutes"),
    [
        ({"a": 1, "b": 1, "c": 0}, {"a", "b"}, 20),
        ({"a": 1, "b": 1, "c": 1}, {"a", "b", "c"}, 30),
        ({"a": 0, "b": 0, "c": 1}, {"c"}, 30),
    ],
)
def test_an_inclusive_join_waits_for_those_that_were_begun(
    chances: dict[str, float], done: set[str], minutes: float
) -> None:
    lane = lane_of(model("inclusive"), prosimos({"A": 10, "B": 20, "C": 30}, gateways={"Open": chances}))
    assert {step for step, _ in travelled(lane)} == done
    assert ended_after(lane) == minutes


@pytest.mark.parametrize(
    ("reply", "then", "minutes"), [(60, "read", 10 + 60 + 5), (24 * 60 + 1, "remind", 10 + 24 * 60 + 7)]
)
def test_behind_an_event_based_gateway_the_first_event_decides_and_is_how_long_it_took(
    reply: float, then: str, minutes: float
) -> None:
    raw = prosimos({"Ask": 10, "Read": 5, "Remind": 7}, events={"Reply": reply})
    lane = lane_of(model("event_based"), raw)
    assert ended_after(lane) == minutes
    assert [step for step, _ in travelled(lane) if step in ("read", "remind")] == [then]
    assert isinstance(lane.steps["reply"], ApplicantStep)
    assert isinstance(lane.steps["late"], StatutoryWait)


def test_a_distribution_of_an_event_goes_before_the_timer_of_the_drawing() -> None:
    raw = prosimos({"Ask": 10, "Read": 5, "Remind": 7}, events={"Reply": 60, "Late": 30})
    assert ended_after(lane_of(model("event_based"), raw)) == 10 + 30 + 7


@pytest.mark.parametrize(
    ("study", "done", "minutes"),
    [(90, ["study", "decide", "issue"], 90 + 20 + 5), (110, ["study", "too_long", "apologise"], 120 + 3)],
)
def test_a_timer_on_the_edge_withdraws_what_it_stands_on(study: float, done: list[str], minutes: float) -> None:
    raw = prosimos({"Study": study, "Decide": 20, "Issue": 5, "Apologise": 3})
    lane = lane_of(model("boundary_timers"), raw)
    assert [step.replace("toolong", "too_long") for step, _ in travelled(lane)] == done
    assert ended_after(lane) == minutes
    withdrawn = [("decide", 120.0)] if "apologise" in done else [("toolong", 110.0)]
    assert travelled(lane, EventKind.CANCELLED) == withdrawn


def test_of_several_timers_on_one_edge_the_earliest_counts() -> None:
    drawn = process(
        between('<task id="{id}"/>')
        + "".join(
            f'<boundaryEvent id="t{hours}" attachedToRef="n1"><timerEventDefinition><timeDuration>PT{hours}H'
            f'</timeDuration></timerEventDefinition></boundaryEvent><sequenceFlow id="x{hours}" sourceRef="t{hours}" '
            f'targetRef="then{hours}"/><task id="then{hours}"/>'
            for hours in (3, 2)
        )
    )
    lane = lane_of(drawn, prosimos({"n1": 999, "then3": 1, "then2": 2}))
    assert travelled(lane) == [("t2", 120), ("then2", 122)]
    assert isinstance(lane.steps["n1_or_timer"], Race)


def beside(hours: int, *, interrupts: bool = False) -> str:
    """A timer on the first task, and what it leads to."""
    return (
        f'<boundaryEvent id="t{hours}" attachedToRef="n1" cancelActivity="{str(interrupts).lower()}">'
        f"<timerEventDefinition><timeDuration>PT{hours}H</timeDuration></timerEventDefinition></boundaryEvent>"
        f'<task id="then{hours}"/><sequenceFlow id="x{hours}" sourceRef="t{hours}" targetRef="then{hours}"/>'
    )


@pytest.mark.parametrize(
    ("work", "done"),
    [
        (119, [("n1", 119), ("n2", 149)]),
        (120, [("n1", 120), ("n2", 150)]),
        (150, [("t2", 120), ("n1", 150), ("n2", 180), ("then2", 620)]),
        (200, [("t2", 120), ("t3", 180), ("then3", 181), ("n1", 200), ("n2", 230), ("then2", 620)]),
        (999, [("t2", 120), ("t3", 180), ("then3", 181), ("t4", 240), ("then4", 242), ("then2", 620)]),
    ],
    ids=["before-it", "at-its-instant", "after-one", "after-both", "interrupted-by-a-third"],
)
def test_a_timer_that_does_not_interrupt_lets_what_it_begins_outlive_the_work(
    work: float, done: list[tuple[str, float]]
) -> None:
    """Reminders after two hours (which take 500 minutes) and three; after four the work is withdrawn."""
    drawn = between('<task id="{id}"/>', '<task id="{id}"/>') + beside(2) + beside(3) + beside(4, interrupts=True)
    lane = lane_of(process(drawn), prosimos({"n1": work, "n2": 30, "then2": 500, "then3": 1, "then4": 2}))
    assert travelled(lane) == done
    assert ended_after(lane) == done[-1][1]
    pending = [f"t{hours}" for hours in (2, 3) if work <= hours * 60]
    assert {step for step, _ in travelled(lane, EventKind.CANCELLED)} >= set(pending)


def test_a_timer_beside_a_sub_process_goes_on_when_that_is_done() -> None:
    inner = '<subProcess id="{id}"><task id="a"/><task id="b"/>' + flow("i", "a", "b") + "</subProcess>"
    lane = lane_of(process(between(inner) + beside(2)), prosimos({"a": 90, "b": 60, "then2": 600}))
    assert travelled(lane) == [("a", 90), ("t2", 120), ("b", 150), ("then2", 720)]


def test_a_terminate_event_behind_a_timer_beside_ends_the_case_and_withdraws_the_work() -> None:
    timer = beside(2).replace('<task id="then2"/>', '<endEvent id="then2"><terminateEventDefinition/></endEvent>')
    lane = lane_of(process(between('<task id="{id}"/>') + timer), prosimos({"n1": 500}))
    assert ended_after(lane) == 120
    assert travelled(lane, EventKind.CANCELLED) == [("n1", 120)]


def test_a_terminate_event_ends_everything_and_a_plain_end_nothing_else() -> None:
    assert ended_after(lane_of(model("several_ends"), prosimos({"Short": 10, "Long": 60}))) == 10
    assert ended_after(lane_of(model("several_ends"), prosimos({"Short": 60, "Long": 10}))) == 60


@pytest.mark.parametrize("gateway", ["exclusiveGateway", "inclusiveGateway", "parallelGateway"])
def test_a_gateway_that_leads_nowhere_is_an_end(gateway: str) -> None:
    drawn = f'<startEvent id="s"/><task id="a"/><{gateway} id="g"/>' + flow("x", "s", "a") + flow("y", "a", "g")
    assert travelled(lane_of(process(drawn), prosimos({"a": 10}))) == [("a", 10)]


def test_a_timer_in_between_waits_on_the_wall_clock() -> None:
    timer = '<intermediateCatchEvent id="{id}"><timerEventDefinition><timeDuration>P2DT1H30M</timeDuration>'
    drawn = process(between('<task id="{id}"/>', timer + "</timerEventDefinition></intermediateCatchEvent>"))
    assert ended_after(lane_of(drawn, prosimos({"n1": 10}))) == 10 + 2 * 24 * 60 + 90


def test_a_sub_process_is_done_when_nothing_in_it_is_left_to_do() -> None:
    drawn = process(
        between(
            '<subProcess id="{id}"><startEvent id="s"/><parallelGateway id="g"/><task id="a"/><task id="b"/>'
            '<sequenceFlow id="i1" sourceRef="s" targetRef="g"/><sequenceFlow id="i2" sourceRef="g" targetRef="a"/>'
            '<sequenceFlow id="i3" sourceRef="g" targetRef="b"/></subProcess>',
            '<task id="{id}"/>',
        )
    )
    assert travelled(lane_of(drawn, prosimos({"a": 10, "b": 30, "n2": 5}))) == [("a", 10), ("b", 30), ("n2", 35)]


def test_swimlanes_are_pools_where_no_file_says_who_does_what() -> None:
    found = imported(model("swimlanes"))
    pools = {step.id: step.pool for step in found.lane.tasks.values()}
    assert pools == {"accept": "window", "judge": "experts"}
    assert [pool.title.zh for pool in found.lane.pools.values()] == ["窗口", "专家"]
    assert found.lane.title.zh == "市政务服务中心"


def test_numbers_that_no_file_states_are_told_with_their_place_and_are_assumptions() -> None:
    found = imported(model("exclusive_and_back"))
    said = {(problem.place.line, problem.place.path) for problem in found.missing}
    assert said == {(5, "Check"), (7, "Mend"), (6, "Fine"), (3, "Loop")}
    assert all(problem.code == "number_missing" for problem in found.missing)
    assert all(task.service_time.provenance.is_assumption for task in found.lane.tasks.values())


def test_every_number_names_the_file_and_the_element_that_it_comes_from() -> None:
    raw = prosimos({"Check": 10, "Mend": 30}, gateways={"Fine": {"yes": 0.5, "no": 0.5}})
    lane = read_bpmn(model("exclusive_and_back"), numbers(raw)).lane
    assert "numbers.json: task_resource_distribution of Check" in lane.tasks["check"].service_time.provenance.basis
    assert lane.arrivals is not None
    assert lane.arrivals.gap is not None
    assert lane.arrivals.gap.provenance.basis.startswith("numbers.json: arrival_time_distribution, line ")
