"""What can be wrong with the ways through a lane, kind by kind."""

from __future__ import annotations

from itertools import count

import pytest

from tests.unit.definition.examples import (
    BY,
    block,
    checked,
    end,
    flow,
    found_in,
    graph,
    lane,
    lane_text,
    milestone,
    problems,
    sequence,
    task,
)
from workflows.definition.lane import Lane
from workflows.definition.soundness import call_problems, check_soundness, graph_search

HALF = f"{{value: 0.5, {BY}}}"
FAILED = "{outcome_of: check, in: [failed]}"


def loop(body: str, again: str = FAILED, redo: str = "") -> str:
    return block("loop", "again", f"body: {body}, again: {again}, at_most: 3, {BY}{redo}")


def choice(*paths: str, otherwise: str = "") -> str:
    each = ", ".join(f"{{step: {path}, share: {HALF}}}" for path in paths)
    return block("choice", "pick", f"paths: [{each}]{otherwise and f', otherwise: {otherwise}'}")


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (sequence(task("x"), end("e")), []),
        (sequence(end("e"), task("x"), task("y")), [("unreachable_step", "body.steps[1]")]),
        (sequence(choice(end("e"), end("f")), task("x")), [("unreachable_step", "body.steps[1]")]),
        (sequence(choice(end("e"), otherwise=end("f")), task("x")), [("unreachable_step", "body.steps[1]")]),
        (sequence(choice(end("e")), task("x")), []),
        (sequence(choice(end("e"), task("y")), task("x")), []),
        (
            sequence(block("parallel", "both", f"branches: [{task('x')}, {sequence(task('y'), end('e'))}]"), task("z")),
            [("unreachable_step", "body.steps[1]")],
        ),
        (block("parallel", "both", f"branches: [{task('x')}, {sequence(task('y'), end('e'))}]"), []),
        (
            block("parallel", "both", f"branches: [{task('x')}, {sequence(milestone('m'), end('e'))}]"),
            [("branch_ends_at_once", "body.branches[1]")],
        ),
        (
            block("race", "first", f"branches: [{{id: a, step: {task('x')}}}, {{id: b, step: {milestone('m')}}}]"),
            [("race_decided", "body.branches[1].step")],
        ),
        (loop(checked("check")), []),
        (loop(checked("check"), redo=f", redo: {end('e')}"), []),
        (loop(sequence(checked("check"), end("e"))), [("loop_never_repeats", "body.again")]),
        (loop(task("x"), "{attribute: risk, in: [low]}"), [("loop_cannot_change", "body.again")]),
        (
            sequence(checked("check"), loop(milestone("m"))),
            [("loop_without_time", "body.steps[1]"), ("loop_cannot_change", "body.steps[1].again")],
        ),
        (
            sequence(
                block("deadline", "guard", f"body: {sequence(task('x'), end('e'))}, within: {{working_days: 1, {BY}}}"),
                task("y"),
            ),
            [],
        ),
        (
            sequence(
                block(
                    "deadline",
                    "guard",
                    f"body: {sequence(task('x'), end('e'))}, within: {{working_days: 1, {BY}}}, interrupting: false",
                ),
                task("y"),
            ),
            [("unreachable_step", "body.steps[1]")],
        ),
        (
            sequence(block("clock_stop", "pause", f"reason: hearing, body: {end('e')}"), task("y")),
            [("unreachable_step", "body.steps[1]")],
        ),
        (
            sequence(graph(f"{{id: a, step: {task('x')}}}, {{id: b, step: {end('e')}}}", flow("a", "b")), task("y")),
            [("unreachable_step", "body.steps[1]")],
        ),
    ],
    ids=map(str, count()),
)  # fmt: skip
def test_blocks(body: str, found: list[tuple[str, str]]) -> None:
    assert found_in(body) == found


def node(id_: str, join: str = "exclusive", split: str = "exclusive") -> str:
    return f"{{id: {id_}, step: {task(f'task_{id_}')}, join: {join}, split: {split}}}"


def flows(*pairs: str) -> str:
    """Flows as ``ab``; ``ab?`` has a share of a half."""
    return ", ".join(
        f"{{source: {pair[0]}, target: {pair[1]}{f', share: {HALF}' if pair.endswith('?') else ''}}}" for pair in pairs
    )


def said(nodes: list[str], *pairs: str) -> tuple[str, str, str | None]:
    (problem,) = problems(lane_text(graph(", ".join(nodes), flows(*pairs))))
    return problem.code, problem.found, problem.place.path


def test_an_exclusive_split_into_a_parallel_join_is_a_deadlock() -> None:
    nodes = [node("a"), node("b"), node("c"), node("d", join="parallel")]
    found = problems(lane_text(graph(", ".join(nodes), flows("ab?", "ac", "bd", "cd"))))
    assert [(each.code, each.place.path) for each in found] == [
        ("deadlock", "body.nodes[3]"),
        ("dead_node", "body.nodes[3]"),
    ]
    assert found[0].found == "a deadlock, in which d waits for a token that cannot come: a → b; then b → d"
    assert found[0].remedy == "Let the join be fed by a split of the same kind, or make it exclusive or inclusive."


def test_a_parallel_split_into_an_exclusive_join_gives_a_second_token() -> None:
    nodes = [node("a", split="parallel"), node("b"), node("c"), node("d")]
    assert said(nodes, "ab", "ac", "bd", "cd") == (
        "second_token",
        "d reached by a second one before the first is done: a → b and c; then b → d; then c → d",
        "body.nodes[3]",
    )


def test_a_circle_that_only_leads_into_itself_has_no_way_out() -> None:
    code, found, place = said([node("a"), node("b"), node("c"), node("d")], "ab?", "ad", "bc", "cb")
    assert (code, found, place) == ("no_way_out", "a circle without a way out: a → b", "body")


def test_a_node_to_which_nothing_leads_is_dead() -> None:
    assert said([node("a"), node("b")]) == ("dead_node", "b: no flows lead to it", "body.nodes[1]")


@pytest.mark.parametrize(
    ("nodes", "pairs"),
    [
        ([node("a", split="parallel"), node("b"), node("c"), node("d", join="parallel")], ["ab", "ac", "bd", "cd"]),
        ([node("a", split="inclusive"), node("b"), node("c"), node("d", join="inclusive")], ["ab?", "ac", "bd", "cd"]),
        ([node("a"), node("b"), node("c")], ["ab", "ba?", "bc"]),
        ([node("a", split="parallel"), node("b"), node("c")], ["ab", "ac"]),
    ],
)
def test_graphs_that_are_sound(nodes: list[str], pairs: list[str]) -> None:
    assert found_in(graph(", ".join(nodes), flows(*pairs))) == []


def test_a_circle_that_takes_no_time_is_refused() -> None:
    code, found, _ = said(["{id: a}", "{id: b}", node("c")], "ab", "ba?", "bc")
    assert (code, found) == ("circle_without_time", "the circle through a, b, which takes none")


def test_a_circle_in_which_nothing_decides_anew_is_refused() -> None:
    back = "{source: b, target: a, when: {attribute: risk, in: [high]}}"
    drawing = graph(f"{node('a')}, {node('b')}, {node('c')}", f"{flows('ab', 'bc')}, {back}")
    assert found_in(drawing) == [("circle_cannot_change", "body")]


def test_a_graph_too_large_to_check_is_refused_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve branches that each go through a circle of their own: 3 to the power of 12 situations and more."""
    letters = "bcdefghijklm"
    nodes = [node("a", split="parallel"), *(node(letter) for letter in letters), node("z", join="parallel")]
    back = ", ".join(f"{{source: {letter}{letter}, target: {letter}, share: {HALF}}}" for letter in letters)
    nodes += [f"{{id: {letter}{letter}, step: {task(f'second_{letter}')}}}" for letter in letters]
    onward = ", ".join(
        f"{{source: a, target: {letter}}}, {{source: {letter}, target: {letter}{letter}}},"
        f" {{source: {letter}{letter}, target: z}}"
        for letter in letters
    )
    monkeypatch.setattr(graph_search, "MAXIMUM_WORK", 100_000)
    (problem,) = problems(lane_text(graph(", ".join(nodes), f"{onward}, {back}")))
    assert problem.code == "graph_too_large_to_check"
    assert "whether it is sound is not known" in problem.found


def test_many_branches_without_circles_are_no_large_graph() -> None:
    """What waits only for its own token need not be tried in every order: 25 branches would be 2**25 situations."""
    ids = [f"n{index}" for index in range(25)]
    nodes = [node("a", split="parallel"), *(node(id_) for id_ in ids), node("z", join="parallel")]
    each = ", ".join(f"{{source: a, target: {id_}}}, {{source: {id_}, target: z}}" for id_ in ids)
    assert found_in(graph(", ".join(nodes), each)) == []


def calling(id_: str, *called: str) -> Lane:
    calls = [block("call", f"call_{other}", f"lane: {other}") for other in called]
    return lane(sequence(task("x"), *calls)).model_copy(update={"id": id_})


def test_lanes_that_call_each_other_in_a_circle_are_refused() -> None:
    lanes = {each.id: each for each in (calling("a", "b"), calling("b", "c"), calling("c", "a"), calling("d", "a"))}
    (problem,) = call_problems(lanes["a"], lanes)
    assert (problem.code, problem.place.path) == ("circle_of_calls", "body.steps[1].lane")
    assert list(call_problems(lanes["d"], lanes)) == []


def test_a_lane_that_does_not_exist_cannot_be_called() -> None:
    (problem,) = call_problems(calling("a", "nowhere"), {})
    assert (problem.code, problem.found) == ("unknown_lane", "'nowhere'")


def test_a_sound_lane_has_no_problems() -> None:
    assert check_soundness(lane(sequence(task("x"), end("e")))) == ()


@pytest.mark.parametrize("start", ["a", "b"])
def test_a_node_with_too_many_ways_to_try_is_refused_and_not_tried(start: str) -> None:
    """Two to the power of thirty ways out of one inclusive split: at the beginning, and behind another node."""
    ways = [f"n{index}" for index in range(30)]
    nodes = [node("a", split="inclusive"), node("z", join="inclusive"), *map(node, ways)]
    drawn = [f"{{source: a, target: {way}, share: {HALF}}}, {{source: {way}, target: z}}" for way in ways]
    drawn.append("{source: a, target: z}")
    if start == "b":
        nodes.append(node("b"))
        drawn.append("{source: b, target: a}")
    (problem,) = problems(lane_text(graph(", ".join(nodes), ", ".join(drawn), start=start)))
    assert problem.code == "graph_too_large_to_check"
