"""What a lane says of itself has to fit together; each slip is told with its path."""

from __future__ import annotations

from itertools import count

import pytest

from tests.unit.definition.examples import (
    BY,
    HEAD,
    HOUR,
    TITLE,
    block,
    checked,
    end,
    flow,
    found_in,
    graph,
    lane,
    lane_text,
    problems,
    sequence,
    task,
    way,
)
from workflows.definition.references import problems_of

HALF = f"{{value: 0.5, {BY}}}"
MOST = f"{{value: 0.7, {BY}}}"
LOW = "{attribute: risk, in: [low]}"
PASSED = "{outcome_of: check, in: [passed]}"
WEEKLY = f"{{kind: weekly, weekday: monday, at: {{hour: 9, {BY}}}, {BY}}}"


def path_to(when: str) -> str:
    return block("choice", "pick", f"paths: [{{when: {when}, step: {task('x')}}}]")


def test_a_consistent_lane_has_no_problems() -> None:
    body = sequence(
        checked("check"), path_to(PASSED), block("inclusive", "more", f"paths: [{{share: {HALF}, step: {task('y')}}}]")
    )
    assert found_in(body) == []
    assert problems_of(lane(body)) == ()


@pytest.mark.parametrize(
    ("head", "problem"),
    [
        (HEAD.replace("office: office", "office: offce"), ("unknown_calendar", "office")),
        (HEAD.replace("calendar: office,", "calendar: evening,"), ("unknown_calendar", "pools.desk.calendar")),
        (HEAD.replace("count: 1,", "count: 1, calendar: night,"), ("unknown_calendar", "pools.desk.staff[0].calendar")),
        (
            HEAD + f"arrivals: {{gap: {HOUR}, calendar: never}}\n",
            ("unknown_calendar", "arrivals.calendar"),
        ),
        (
            HEAD + f"arrivals: {{gap: {{kind: fixed, value: 0, unit: hours, {BY}}}, calendar: office}}\n",
            ("zero_gap", "arrivals.gap"),
        ),
        (HEAD + "arrivals: {calendar: office}\n", ("arrivals_form", "arrivals")),
        (
            HEAD + f"arrivals: {{gap: {HOUR}, cadence: {WEEKLY}, calendar: office}}\n",
            ("arrivals_form", "arrivals"),
        ),
        (
            HEAD + f"arrivals: {{gap: {HOUR}, batch: {{cases: 2, {BY}}}, calendar: office}}\n",
            ("batch_without_cadence", "arrivals.batch"),
        ),
        (HEAD.replace("value: 0.25", "value: 0.2"), ("shares", "attributes.risk.values")),
        (HEAD.replace("value: high", "value: low"), ("repeated_value", "attributes.risk.values[1]")),
    ],
)
def test_the_parts_of_a_lane_are_checked(head: str, problem: tuple[str, str]) -> None:
    assert found_in(task("x"), head) == [problem]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (task("x").replace("pool: desk", "pool: dsk"), ("unknown_pool", "body.pool")),
        (task("x", ", documents: [form, frm]"), ("unknown_document", "body.documents[1]")),
        (task("x", ", after: [y]"), ("unknown_step", "body.after[0]")),
        (task("x", ", stage: late"), ("unknown_stage", "body.stage")),
        (sequence(task("x"), task("x")), ("repeated_id", "body.steps[1].id")),
        (path_to("{attribute: size, in: [small]}"), ("unknown_attribute", "body.paths[0].when.attribute")),
        (path_to("{attribute: risk, in: [low, middle]}"), ("unknown_value", "body.paths[0].when.in[1]")),
        (path_to("{outcome_of: check, in: [passed]}"), ("unknown_step", "body.paths[0].when.outcome_of")),
        (
            sequence(checked("check"), path_to("{not: {any_of: [{outcome_of: check, in: [passedd]}]}}")),
            ("unknown_outcome", "body.steps[1].paths[0].when.not.any_of[0].in[0]"),
        ),
        (sequence(task("check"), path_to(PASSED)), ("unknown_outcome", "body.steps[1].paths[0].when.in[0]")),
        (
            block("choice", "pick", f"paths: [{{step: {task('x')}}}]"),
            ("path_form", "body.paths[0]"),
        ),
        (
            block("choice", "pick", f"paths: [{way(task('x'), f'share: {HALF}, when: {LOW}')}]"),
            ("path_form", "body.paths[0]"),
        ),
        (
            block("choice", "pick", f"paths: [{way(task('x'), f'share: {HALF}')}, {way(task('y'), f'share: {MOST}')}]"),
            ("shares", "body.paths"),
        ),
        (f"{{kind: wait, id: x, {TITLE}}}", ("wait_form", "body")),
        (block("wait", "x", f"time: {HOUR}, working_days: {{working_days: 1, {BY}}}"), ("wait_form", "body")),
        (task("x", f", paced_by_limit: {HOUR}"), ("pace_without_limit", "body.paced_by_limit")),
        (
            task("x", f", paced_by_limit: {HOUR}, circulation_time: {HOUR}, limit: {{working_days: 1, {BY}}}"),
            ("two_circulations", "body.paced_by_limit"),
        ),
        (task("x", f", outcomes: [{{id: a, {TITLE}}}, {{id: b, {TITLE}}}]"), ("shares", "body.outcomes")),
        (task("x", f", outcomes: [{{id: a, {TITLE}, share: {HALF}}}]"), ("shares", "body.outcomes")),
        (
            task("x", f", outcomes: [{{id: a, {TITLE}, share: {HALF}}}, {{id: b, {TITLE}, share: {MOST}}}]"),
            ("shares", "body.outcomes"),
        ),
        (
            task("x", f", outcomes: [{{id: a, {TITLE}, from_documents: true}}, {{id: b, {TITLE}}}]"),
            ("no_documents", "body.outcomes[0].from_documents"),
        ),
        (
            task("x", f", outcomes: [{{id: a, {TITLE}, share: {HALF}}}, {{id: a, {TITLE}}}]"),
            ("repeated_outcome", "body.outcomes[1]"),
        ),
        (task("x").replace("mean: 1, unit: hours", "mean: 40000, unit: days"), ("span_too_long", "body.service_time")),
        (
            task("x").replace(HOUR, f"{{kind: weibull, shape: 0.001, scale: 1, unit: hours, {BY}}}"),
            ("span_too_long", "body.service_time"),
        ),
    ],
    ids=map(str, count()),
)  # fmt: skip
def test_the_steps_of_a_lane_are_checked(body: str, problem: tuple[str, str]) -> None:
    assert found_in(body) == [problem]


def test_an_outcome_from_documents_takes_their_defect_share() -> None:
    outcomes = f"outcomes: [{{id: incomplete, {TITLE}, from_documents: true}}, {{id: complete, {TITLE}}}]"
    checking = lane(task("check", f", documents: [form], {outcomes}"))
    step = checking.tasks["check"]
    assert dict(checking.outcome_shares(step)) == pytest.approx({"incomplete": 0.1, "complete": 0.9})


@pytest.mark.parametrize(
    "asked",
    [
        ("race", f"branches: [{{id: quick, step: {task('y')}}}, {{id: slow, step: {task('z')}}}]", "quick"),
        ("deadline", f"body: {task('y')}, within: {{working_days: 1, {BY}}}", "expired"),
    ],
)
def test_blocks_with_outcomes_can_be_asked_for_them(asked: tuple[str, str, str]) -> None:
    kind, rest, outcome = asked
    assert found_in(sequence(block(kind, "check", rest), path_to(f"{{outcome_of: check, in: [{outcome}]}}"))) == []


TOO_EARLY = sequence(path_to(PASSED), checked("check"))


def ordered(*items: str) -> str:
    return block("ordered", "law", f"steps: [{', '.join(items)}]")


def after(step: str, *names: str) -> str:
    return f"{{step: {step}, after: [{', '.join(names)}]}}"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (ordered(after(task("x")), after(task("y"), "x")), []),
        (ordered(after(task("x"), "y"), after(task("y"), "x")), [("circle_of_after", "body.steps")]),
        (ordered(after(task("x")), after(task("y"), "z")), [("unknown_step", "body.steps[1].after[0]")]),
        (sequence(task("x"), task("y", ", after: [x]")), []),
        (sequence(task("x", ", after: [y]"), task("y")), [("order_against_law", "body.steps[0].after[0]")]),
        (
            block("parallel", "both", f"branches: [{task('x')}, {task('y', ', after: [x]')}]"),
            [("order_against_law", "body.branches[1].after[0]")],
        ),
        (ordered(after(task("x")), after(task("m"), "x"), after(task("y", ", after: [x]"), "m")), []),
        (
            ordered(after(task("x")), after(task("y", ", after: [x]"))),
            [("order_against_law", "body.steps[1].step.after[0]")],
        ),
        (
            graph(f"{{id: a, step: {task('x')}}}, {{id: b, step: {task('y', ', after: [x]')}}}", flow("a", "b")),
            [],
        ),
        (
            graph(f"{{id: a, step: {task('y', ', after: [x]')}}}, {{id: b, step: {task('x')}}}", flow("a", "b")),
            [("order_against_law", "body.nodes[0].step.after[0]")],
        ),
        (TOO_EARLY, [("asked_too_early", "body.steps[0].paths[0].when")]),
        (
            block("choice", "pick", f"paths: [{{when: {PASSED}, step: {task('x')}}}], otherwise: {checked('check')}"),
            [("asked_too_early", "body.paths[0].when")],
        ),
        (
            block("loop", "l", f"body: {TOO_EARLY}, again: {PASSED}, at_most: 2, {BY}"),
            [],
        ),
    ],
    ids=map(str, count()),
)  # fmt: skip
def test_the_body_keeps_the_order_that_it_declares(body: str, found: list[tuple[str, str]]) -> None:
    assert found_in(body) == found


NODES = f"{{id: a, step: {checked('check')}}}, {{id: b, step: {task('x')}}}, {{id: c, step: {task('y')}}}"
FAILED = "{outcome_of: check, in: [failed]}"


@pytest.mark.parametrize(
    ("nodes", "flows", "start", "found"),
    [
        (NODES, f"{{source: a, target: b, when: {PASSED}}}, {{source: a, target: c}}", "a", []),
        (NODES, f"{{source: a, target: b, when: {PASSED}}}, {{source: a, target: c, when: {FAILED}}}", "a", []),
        (NODES, f"{{source: a, target: b, share: {HALF}}}, {{source: a, target: c, share: {HALF}}}", "a", []),
        (NODES, "{source: a, target: b}", "z", [("unknown_node", "body.start")]),
        (NODES, "{source: a, target: z}", "a", [("unknown_node", "body.flows[0].target")]),
        (NODES + ", {id: a}", "", "a", [("repeated_node", "body.nodes[3].id")]),
        (NODES, "{source: a, target: b}, {source: a, target: b}", "a", [("repeated_flow", "body.flows[1]")]),
        (NODES, "{source: a, target: b}, {source: a, target: c}", "a", [("several_defaults", "body.nodes[0]")]),
        (
            NODES,
            f"{{source: a, target: b, when: {PASSED}}}, {{source: a, target: c, when: {PASSED}}}",
            "a",
            [("no_default", "body.nodes[0]")],
        ),
        (
            NODES,
            f"{{source: a, target: b, share: {HALF}, when: {PASSED}}}, {{source: a, target: c}}",
            "a",
            [("flow_form", "body.flows[0]")],
        ),
        (NODES, f"{{source: a, target: b, share: {HALF}}}", "a", [("flow_form", "body.flows[0]")]),
        (
            NODES,
            f"{{source: a, target: b, share: {MOST}}}, {{source: a, target: c, share: {MOST}}}",
            "a",
            [("shares", "body.flows[0]")],
        ),
    ],
    ids=map(str, count()),
)  # fmt: skip
def test_a_graph_says_clearly_which_way_to_go(nodes: str, flows: str, start: str, found: list[tuple[str, str]]) -> None:
    assert [each for each in found_in(graph(nodes, flows, start)) if each[0] != "dead_node"] == found


def test_a_question_about_a_step_that_may_not_have_been_done_needs_a_default() -> None:
    """Of `check`, only one of two ways leads to the split; on the other, neither condition holds."""
    nodes = f"{{id: s}}, {NODES}, {{id: j}}, {{id: o, step: {task('o')}}}"
    ways = f"{flow('s', 'a', f', share: {HALF}')}, {flow('s', 'o')}, {flow('a', 'j')}, {flow('o', 'j')}"
    split = f"{{source: j, target: b, when: {PASSED}}}, {{source: j, target: c, when: {FAILED}}}"
    assert found_in(graph(nodes, f"{ways}, {split}", "s")) == [("no_default", "body.nodes[4]")]
    only_way = f"{{source: s, target: a}}, {{source: a, target: j}}, {split}"
    nodes = nodes.replace(f", {{id: o, step: {task('o')}}}", "")
    assert found_in(graph(nodes, only_way, "s")) == []


def test_problems_of_a_lane_without_a_file_have_paths_alone() -> None:
    good = lane(task("x"))
    (problem,) = problems_of(good.model_copy(update={"office": "evening"}))
    assert str(problem).startswith("office: expected a calendar, one of office; found 'evening'.")


def test_a_problem_names_the_line() -> None:
    (problem,) = problems(lane_text(f"\n  {task('x', ', after: [y]')}"))
    assert (problem.place.file, problem.place.line) == ("example.yaml", 18)


def test_a_case_may_end_anywhere() -> None:
    assert found_in(sequence(checked("check"), path_to(PASSED).replace(task("x"), end("early")), end("late"))) == []
