"""What tools mean, case by case, counted by hand: who gets what when, which way is taken, and what is declared of it.

Each known fault of the tools has a test here, or in ``test_prosimos`` and ``test_constructs``, that Greenlane does not
have it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from math import exp
from pathlib import Path

import pytest

from services.cli.main import run
from tests.interchange.making import (
    MODELS,
    OFFICE,
    ROUND_THE_CLOCK,
    Raw,
    between,
    codes,
    ended_after,
    flow,
    lane_of,
    model,
    numbers,
    process,
    prosimos,
    spread,
    travelled,
)
from tests.properties.simulations.runs import events
from workflows.definition.lane import Lane
from workflows.errors import InvalidFileError
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import HOUR, MINUTE
from workflows.interchange.bpmn_reading import Source, read_bpmn
from workflows.interchange.findings import Choice

TASK = '<task id="{id}"/>'
NIGHT = [{"from": "MONDAY", "to": "SUNDAY", "beginTime": "18:00:00", "endTime": "06:00:00"}]


def second_member(raw: Raw, task: int, time: Raw, calendar: list[Raw]) -> Raw:
    """Somebody else who does a task of the file, with hours of their own."""
    raw["resource_calendars"].append({"id": "others", "name": "others", "time_periods": calendar})
    member = {"id": "w", "name": "W", "amount": 1, "cost_per_hour": 0, "calendar": "others", "assignedTasks": []}
    raw["resource_profiles"][0]["resource_list"].append(member)
    raw["task_resource_distribution"][task]["resources"].append({"resource_id": "w", **time})
    return raw


def began(happened: list[CaseEvent], step: str) -> list[float]:
    """Minutes from the first submission to each start of a step, case by case."""
    first = min(event.at for event in happened)
    found = [event for event in happened if event.kind is EventKind.STARTED and event.step == step]
    return [(event.at - first) / MINUTE for event in sorted(found, key=lambda event: event.case)]


def test_whoever_is_off_duty_is_not_chosen_while_somebody_is_idle() -> None:
    """One works at night, one by day; a case every twelve hours at noon and midnight always finds one awake."""
    raw = prosimos({"Work": 60}, members=1, calendar=NIGHT, gap=spread("fix", 12 * 3600))
    day = [{"from": "MONDAY", "to": "SUNDAY", "beginTime": "06:00:00", "endTime": "18:00:00"}]
    lane = lane_of(model("queue"), second_member(raw, 0, spread("fix", 3600, 0, 0), day))
    happened = events(lane, 6)
    at = {(event.case, event.kind): event.at for event in happened}
    waits = [
        at[case, EventKind.STARTED] - at[case, EventKind.ENABLED] for case, kind in at if kind is EventKind.STARTED
    ]
    assert waits == [0] * 6


def test_a_member_who_rests_off_duty_keeps_the_task_and_takes_no_other_one() -> None:
    """Ten hours of work in eight hours of office: the second case waits until the next morning's two hours are over."""
    raw = prosimos({"Work": 600}, members=1, calendar=OFFICE, gap=spread("fix", 3600), arrival_time_calendar=OFFICE)
    happened = events(lane_of(model("queue"), raw), 2)
    done = [event.at for event in happened if event.kind is EventKind.COMPLETED]
    starts = [event.at for event in happened if event.kind is EventKind.STARTED]
    assert starts[1] == done[0]
    assert (done[0] - starts[0]) / HOUR == 26


def test_work_of_all_tasks_of_a_member_goes_in_the_order_in_which_it_could_be_begun() -> None:
    """Cases come every 50 minutes; each is 30 at one task, then 40 at the other, of the same single member.

    0: first A (to 30), first B enabled at 30 (30 to 70). Second A enabled at 50 (70 to 100), its B at 100. Third A
    enabled at 100 too, after the second B was: B 100 to 140, third A 140 to 170.
    """
    drawn = process(between(TASK, TASK))
    raw = prosimos({"n1": 30, "n2": 40}, members=1, gap=spread("fix", 3000))
    happened = events(lane_of(drawn, raw), 3)
    assert began(happened, "n1") == [0, 70, 140]
    assert began(happened, "n2") == [30, 100, 170]


def test_nothing_that_somebody_has_begun_is_interrupted_by_what_is_more_urgent() -> None:
    classes: Raw = {
        "case_attributes": [
            {"name": "Class", "type": "discrete", "values": [{"key": "u", "value": 0.5}, {"key": "p", "value": 0.5}]}
        ],
        "prioritisation_rules": [
            {"priority_level": 1, "rules": [[{"attribute": "Class", "comparison": "=", "value": "u"}]]}
        ],
    }
    raw = prosimos({"Work": 90}, members=1, gap=spread("fix", 3600), **classes)
    happened = events(lane_of(model("queue"), raw), 30)
    assert not [event for event in happened if event.kind is EventKind.SUSPENDED]
    for case in {event.case for event in happened}:
        at = {event.kind: event.at for event in happened if event.case == case}
        assert at[EventKind.COMPLETED] - at[EventKind.STARTED] == 90 * MINUTE


def test_the_tasks_that_a_profile_lists_say_nothing_about_who_does_what() -> None:
    raw = prosimos({"Check": 10, "Mend": 30}, gateways={"Fine": {"yes": 1, "no": 0}})
    raw["resource_profiles"][0]["resource_list"][0]["assignedTasks"] = ["Nothing"]
    assert travelled(lane_of(model("exclusive_and_back"), raw)) == [("check", 10)]


def test_an_amount_above_one_stands_for_that_many_members() -> None:
    raw = prosimos({"Work": 60}, members=3, gap=spread("fix", 60))
    assert began(events(lane_of(model("queue"), raw), 4), "work") == [0, 1, 2, 60]


def test_arrivals_out_of_a_histogram_are_the_middles_of_its_bins() -> None:
    histogram = {
        "distribution_name": "histogram_sampling",
        "histogram_data": {"cdf": [0.25, 0.75, 1.0], "bin_midpoints": [600, 1200, 2400]},
    }
    lane = lane_of(model("queue"), prosimos({"Work": 1}, gap=histogram))
    at = [event.at for event in events(lane, 60) if event.kind is EventKind.SUBMITTED]
    gaps = [(after - before) / MINUTE for before, after in pairwise(at)]
    assert set(gaps) == {10, 20, 40}
    assert 15 < gaps.count(20) < 45


def test_the_winner_of_a_race_is_drawn_once_and_is_how_long_it_took() -> None:
    raw = prosimos({"Ask": 10, "Read": 5, "Remind": 7}, gap=spread("fix", 60), members=999)
    raw["event_distribution"] = [{"event_id": "Reply", **spread("expon", 86_400, 0, 1e9)}]
    happened = events(lane_of(model("event_based"), raw), 200)
    asked = {event.case: event.at for event in happened if event.kind is EventKind.COMPLETED and event.step == "ask"}
    waited: dict[str, list[float]] = {"read": [], "remind": []}
    for event in happened:
        if event.kind is EventKind.ENABLED and event.step in waited:
            waited[event.step].append((event.at - asked[event.case]) / HOUR)
    assert set(waited["remind"]) == {24.0}
    assert max(waited["read"]) <= 24.0
    # A day of mean against a day of timer: the reply wins with 1 - 1/e, and is then short, as the winner of two is.
    assert abs(len(waited["read"]) / 200 - 0.632) < 0.12
    assert abs(sum(waited["read"]) / len(waited["read"]) - 10.03) < 2.5


def timer(span: str) -> str:
    return (
        '<intermediateCatchEvent id="{id}"><timerEventDefinition><timeDuration>' + span
        + "</timeDuration></timerEventDefinition></intermediateCatchEvent>"
    )  # fmt: skip


def test_every_timer_counts_in_the_cycle_time() -> None:
    lane = lane_of(process(between(TASK, timer("PT3H"), TASK, timer("PT5H"))), prosimos({"n1": 10, "n3": 20}))
    assert ended_after(lane) == 10 + 180 + 20 + 300


def attribute(*values: str) -> list[Raw]:
    chances = [{"key": value, "value": 1 / len(values)} for value in values]
    return [{"name": "Kind", "type": "discrete", "values": chances}]


def rules(**meant: str) -> list[Raw]:
    """A rule for each flow: the attribute has a value, or with ! has not."""
    return [
        {
            "id": id_,
            "rules": [
                [{"attribute": "Kind", "comparison": "!=" if value[0] == "!" else "=", "value": value.lstrip("!")}]
            ],
        }
        for id_, value in meant.items()
    ]


def ways(lane: Lane, *steps: str, cases: int = 300) -> list[tuple[str, set[str]]]:
    """Of each case, its attribute and which of the steps it came to."""
    happened = events(lane, cases)
    kinds = {event.case: event.outcome for event in happened if event.kind is EventKind.DECLARED}
    came = {
        case: {event.step for event in happened if event.case == case and event.kind is EventKind.ENABLED} & {*steps}
        for case in kinds
    }
    return [(kinds[case], came[case]) for case in kinds]


def conditioned(raw: Raw, **conditions: str) -> Raw:
    for path in raw["gateway_branching_probabilities"][0]["probabilities"]:
        if path["path_id"] in conditions:
            path["condition_id"] = conditions[path["path_id"]]
    return raw


def exclusive(*names: str, default: str = "") -> Source:
    gateway = f'<startEvent id="s"/><exclusiveGateway id="g"{default}/>'
    tasks = "".join(f'<task id="{name}"/>' + flow(f"to_{name}", "g", name) for name in names)
    return process(gateway + flow("f", "s", "g") + tasks)


def test_of_several_conditions_that_hold_one_is_taken_by_its_rescaled_chance() -> None:
    """`a` fits both, with 0.6 and 0.2: three in four. `b` fits the second alone; `c` neither, and all have a chance."""
    raw = prosimos(
        {"one": 1, "two": 1, "three": 1},
        gateways={"g": {"to_one": 0.6, "to_two": 0.2, "to_three": 0.2}},
        gap=spread("fix", 60),
        case_attributes=attribute("a", "b", "c"),
        branch_rules=rules(first="a", second="!c"),
    )
    taken = ways(
        lane_of(exclusive("one", "two", "three"), conditioned(raw, to_one="first", to_two="second")),
        "one",
        "two",
        "three",
    )
    assert all(len(steps) == 1 for _, steps in taken)
    of_a = [steps for kind, steps in taken if kind == "a"]
    assert {step for steps in of_a for step in steps} == {"one", "two"}
    assert abs(of_a.count({"one"}) / len(of_a) - 0.75) < 0.15
    assert {step for kind, steps in taken if kind == "b" for step in steps} == {"two"}
    of_c = [steps for kind, steps in taken if kind == "c"]
    assert abs(of_c.count({"one"}) / len(of_c) - 0.6) < 0.17
    assert {step for steps in of_c for step in steps} == {"one", "two", "three"}


def test_without_a_condition_that_holds_the_default_flow_goes_before_chances() -> None:
    raw = prosimos(
        {"one": 1, "two": 1}, gateways={"g": {"to_one": 0.9, "to_two": 0.1}}, gap=spread("fix", 60),
        case_attributes=attribute("a", "b"), branch_rules=rules(first="a"),
    )  # fmt: skip
    drawn = exclusive("one", "two", default=' default="to_two"')
    taken = ways(lane_of(drawn, conditioned(raw, to_one="first")), "one", "two", cases=60)
    assert {(kind, *steps) for kind, steps in taken} == {("a", "one"), ("b", "two")}


def test_a_flow_that_no_case_can_take_is_refused() -> None:
    """Between a condition and a default, a chance is never asked for."""
    raw = prosimos(
        {"one": 1, "two": 1, "three": 1}, gateways={"g": {"to_one": 0.9, "to_two": 0.1, "to_three": 0}},
        case_attributes=attribute("a", "b"), branch_rules=rules(first="a"),
    )  # fmt: skip
    with pytest.raises(InvalidFileError) as refused:
        lane_of(exclusive("one", "two", "three", default=' default="to_three"'), conditioned(raw, to_one="first"))
    assert ("dead_node", 4, "two") in codes(refused.value)


def test_more_conditions_that_hold_together_than_can_be_told_apart_are_refused() -> None:
    tasks = "".join(f'<task id="t{n}"/>' + flow(f"to_t{n}", "g", f"t{n}") for n in range(5))
    drawn = process('<startEvent id="s"/>\n<exclusiveGateway id="g"/>' + flow("f", "s", "g") + tasks)
    raw = prosimos(
        {f"t{n}": 1 for n in range(5)}, gateways={"g": {f"to_t{n}": 0.2 for n in range(5)}},
        case_attributes=attribute(*"abcde"), branch_rules=rules(**{f"r{n}": f"!{'abcde'[n]}" for n in range(5)}),
    )  # fmt: skip
    with pytest.raises(InvalidFileError) as refused:
        lane_of(drawn, conditioned(raw, **{f"to_t{n}": f"r{n}" for n in range(5)}))
    assert {(code, path) for code, _, path in codes(refused.value)} == {
        ("conditions_overlap", "gateway_branching_probabilities[0]")
    }


def test_inclusive_flows_without_a_condition_beside_a_conditioned_one_have_their_own_chance() -> None:
    raw = prosimos(
        {"A": 1, "B": 1, "C": 1}, gateways={"Open": {"a": 1, "b": 1, "c": 0}},
        case_attributes=attribute("x", "y"), branch_rules=rules(first="x"),
    )  # fmt: skip
    drawn = model("inclusive")
    taken = ways(lane_of(drawn, conditioned(raw, a="first")), "a", "b", "c", cases=60)
    assert {(kind, *sorted(steps)) for kind, steps in taken} == {("x", "a", "b"), ("y", "b")}
    declared = read_bpmn(drawn, numbers(conditioned(raw, a="first"))).declared
    assert (Choice.UNASKED_FLOWS, 5) in {(each.choice, each.place.line) for each in declared}


def test_the_cycle_time_is_from_arrival_to_the_last_completion_on_the_wall_clock() -> None:
    """Ten hours of work that rest over a night take 26 hours, not ten."""
    raw = prosimos({"Work": 600}, calendar=OFFICE, gap=spread("fix", 9 * 3600), arrival_time_calendar=ROUND_THE_CLOCK)
    happened = events(lane_of(model("queue"), raw), 1)
    at = {event.kind: event.at for event in happened}
    assert (at[EventKind.ENDED] - at[EventKind.SUBMITTED]) / HOUR == 26


def choices(drawn: Source, raw: Raw | None = None) -> set[Choice]:
    return {each.choice for each in read_bpmn(drawn, None if raw is None else numbers(raw)).declared}


def test_what_is_meant_where_tools_differ_is_declared() -> None:
    timed = between(TASK) + (
        '<boundaryEvent id="b" attachedToRef="n1"><timerEventDefinition><timeDuration>PT1H</timeDuration>'
        '</timerEventDefinition></boundaryEvent><endEvent id="late"/>' + flow("x", "b", "late")
    )
    urgent = [{"priority_level": 1, "rules": [[{"attribute": "Kind", "comparison": "=", "value": "a"}]]}]
    times, kinds = {"n1": spread("expon", 600, 0, 900)}, attribute("a", "b")
    raw = prosimos(times, case_attributes=kinds, prioritisation_rules=urgent)
    assert choices(process(timed), raw) == {
        Choice.ARRIVALS_FROM_ARRIVAL, Choice.CUT_OFF, Choice.URGENT_AMONG_WAITING, Choice.TIMERS_COUNT,
        Choice.CYCLE_TIME,
    }  # fmt: skip
    waiting = prosimos({"Ask": 1, "Read": 1, "Remind": 1}, events={"Reply": 9})
    assert choices(model("event_based"), waiting) == {
        Choice.ARRIVALS_FROM_ARRIVAL, Choice.RACE_DRAWN_ONCE, Choice.CYCLE_TIME,
    }  # fmt: skip
    trimmed = model("bimp").text.replace("<qbp:statsOptions/>", '<qbp:statsOptions trimStartProcessInstances="0.05"/>')
    assert choices(Source(trimmed, "bimp.bpmn")) == {
        Choice.ARRIVALS_IN_WORKING_TIME, Choice.NO_TRIMMING, Choice.CYCLE_TIME,
    }  # fmt: skip
    assert choices(model("queue")) == set()


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "from the last one, moved or not"), ("zh-CN", "自上一次到达（顺延后）起算")],
)
def test_import_tells_what_is_meant(
    language: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "numbers.json"
    raw = prosimos({"Work": spread("expon", 600, 0, 900)}, gap=spread("fix", 600))
    given.write_text(json.dumps(raw, indent=1), "utf-8")
    queue = str(MODELS / "queue.bpmn")
    assert run(["import", queue, "--parameters", str(given), "--to", str(tmp_path / "x.yaml"), "--lang", language]) == 0
    told = capsys.readouterr().err
    assert said in told
    assert "numbers.json:" in told
    assert "600" in told
    assert f"{600 - 900 * exp(-1.5) / (1 - exp(-1.5)):.6g}" in told


def unknown(raw: Raw) -> None:
    raw["task_resource_distribution"][0]["resources"][0]["batch"] = 3


def unknown_of_profile(raw: Raw) -> None:
    raw["resource_profiles"][0]["resource_list"][0]["shifts"] = []


def twice(raw: Raw) -> None:
    raw["task_resource_distribution"].append(raw["task_resource_distribution"][0])


def path_twice(raw: Raw) -> None:
    paths = raw["gateway_branching_probabilities"][0]["probabilities"]
    paths.append(dict(paths[0]))


def calendar_twice(raw: Raw) -> None:
    raw["resource_calendars"].append(raw["resource_calendars"][0])


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        (unknown, "unknown_field", "task_resource_distribution[0].resources[0].batch"),
        (unknown_of_profile, "unknown_field", "resource_profiles[0].resource_list[0].shifts"),
        (twice, "repeated", "task_resource_distribution[2].task_id"),
        (path_twice, "repeated", "gateway_branching_probabilities[0].probabilities[2].path_id"),
        (calendar_twice, "repeated", "resource_calendars[1].id"),
    ],
)
def test_what_stands_in_an_entry_that_nobody_knows_is_refused(
    change: Callable[[Raw], None], code: str, path: str
) -> None:
    raw = prosimos({"Check": 10, "Mend": 30}, gateways={"Fine": {"yes": 0.5, "no": 0.5}})
    change(raw)
    with pytest.raises(InvalidFileError) as refused:
        read_bpmn(model("exclusive_and_back"), numbers(raw))
    assert (code, path) in {(problem.code, problem.place.path) for problem in refused.value.problems}
