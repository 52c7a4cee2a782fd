"""What of a drawing becomes which block; that blocks do the same to every case is a property of its own."""

from __future__ import annotations

from tests.interchange.making import between, flow, lane_of, model, process, prosimos, travelled
from workflows.definition.steps import Choice, Gateway, Graph, Parallel, Race, Step
from workflows.definition.tree import children
from workflows.interchange.regions import DONE, smallest_regions
from workflows.interchange.structuring import levels


def shape(step: Step) -> object:
    """Kinds and ids of a step and of what is in it; of a graph also which node leads where."""
    if isinstance(step, Graph):
        nodes = {node.id: None if node.step is None else shape(node.step) for node in step.nodes}
        return "graph", step.id, nodes, [(each.source, each.target) for each in step.flows]
    inside = [shape(part) for part in children(step)]
    return [step.kind, *inside] if step.kind == "sequence" else (step.kind, step.id, *inside)


def task(id_: str) -> tuple[str, str]:
    return "task", id_


def drawn(*flows: str, gateways: dict[str, str] | None = None, more: str = "") -> Step:
    """The body of a lane from flows, `a-b`; upper-case shapes are gateways, lower-case ones tasks, `end...` ends."""
    kinds = {"X": "exclusiveGateway", "P": "parallelGateway", "O": "inclusiveGateway"}
    ends = [tuple(each.split("-")) for each in flows]
    names = list(dict.fromkeys(name for each in ends for name in each))
    tasks = [name for name in names if name.islower() and not name.startswith(("start", "end"))]
    shapes = [
        f'<{kinds[name[0]]} id="{name}" name="{(gateways or {}).get(name, name)}"/>'
        if name[0] in kinds
        else f'<{"startEvent" if name == "start" else "endEvent" if name.startswith("end") else "task"} id="{name}"/>'
        for name in names
    ]
    arrows = "".join(flow(f"f_{source}_{target}", source, target) for source, target in ends)
    chances = {
        name: {f"f_{source}_{target}": 0 for source, target in ends if source == name}
        for name in names
        if name[0] in "XO" and sum(source == name for source, _ in ends) > 1
    }
    shared = {name: dict.fromkeys(ways, 1 / len(ways)) for name, ways in chances.items()}
    return lane_of(process("".join(shapes) + arrows + more), prosimos(dict.fromkeys(tasks, 10), gateways=shared)).body


def test_a_row_is_a_sequence_and_gateways_that_open_and_close_are_blocks_with_their_names() -> None:
    body = drawn(
        "start-a", "a-P1", "P1-b", "P1-X1", "X1-c", "X1-d", "c-X2", "d-X2", "X2-P2", "b-P2", "P2-e", "e-end",
        gateways={"P1": "Both", "X1": "Which?"},
    )  # fmt: skip
    choice = ("choice", "x1", task("c"), task("d"))
    assert shape(body) == ["sequence", task("a"), ("parallel", "p1", task("b"), choice), task("e")]
    block = children(body)[1]
    assert isinstance(block, Parallel)
    assert (block.title.zh, block.branches[1].kind) == ("Both", "choice")


def test_an_empty_way_beside_others_is_nothing_to_wait_for_and_one_otherwise_taken_is_no_path() -> None:
    assert shape(drawn("start-P1", "P1-a", "P1-b", "P1-P2", "a-P2", "b-P2", "P2-end")) == (
        "parallel", "p1", task("a"), task("b"),
    )  # fmt: skip
    assert shape(drawn("start-X1", "X1-a", "X1-X2", "a-X2", "X2-b", "b-end")) == [
        "sequence", ("choice", "x1", task("a")), task("b"),
    ]  # fmt: skip


def test_several_gateways_that_one_joins_and_several_ends_are_blocks() -> None:
    inner = ("choice", "x1", task("a"), ("choice", "x2", task("b"), task("c")))
    joined = ("start-X1", "X1-a", "X1-X2", "X2-b", "X2-c", "a-X3", "b-X3", "c-X3", "X3-end")
    assert shape(drawn(*joined)) == inner
    assert shape(drawn("start-X1", "X1-a", "X1-X2", "X2-b", "X2-c", "a-end1", "b-end2", "c-end3")) == inner
    assert shape(drawn("start-P1", "P1-a", "P1-b", "a-end1", "b-end2")) == ("parallel", "p1", task("a"), task("b"))


def test_where_one_way_ends_early_all_the_rest_is_the_other_path() -> None:
    body = drawn("start-X1", "X1-a", "X1-b", "a-end1", "b-c", "c-end2")
    assert shape(body) == ("choice", "x1", task("a"), ["sequence", task("b"), task("c")])


def test_a_way_back_stays_a_graph_around_blocks_since_it_has_no_bound() -> None:
    body = drawn("start-X1", "X1-P1", "P1-a", "P1-b", "a-P2", "b-P2", "P2-X2", "X2-c", "c-X1", "X2-d", "d-end")
    around = {"x1": ("parallel", "p1", task("a"), task("b")), "c": task("c"), "x2_out": None}
    part = "graph", "x1", around, [("x1", "c"), ("x1", "x2_out"), ("c", "x1")]
    assert shape(body) == ["sequence", part, task("d")]


def test_what_is_not_structured_stays_a_graph_of_its_own_between_and_around_blocks() -> None:
    body = drawn(
        "start-s", "s-P1", "P1-a", "P1-b", "a-P2", "P2-c", "P2-P3", "b-P3", "c-P4", "P3-X1", "X1-d", "X1-e", "d-X2",
        "e-X2", "X2-P4", "P4-z", "z-end",
    )  # fmt: skip
    begin, part, end = children(body)
    assert (shape(begin), shape(end)) == (task("s"), task("z"))
    assert isinstance(part, Graph)
    assert [node.split for node in part.nodes].count(Gateway.PARALLEL) == 2
    assert ("choice", "x1", task("d"), task("e")) in [shape(node.step) for node in part.nodes if node.step is not None]


def test_a_race_of_events_is_followed_by_a_choice_of_what_won() -> None:
    body = lane_of(model("event_based"), prosimos({"Ask": 10, "Read": 5, "Remind": 7}, events={"Reply": 60})).body
    _, race, choice = children(body)
    assert isinstance(race, Race)
    assert isinstance(choice, Choice)


def test_a_sub_process_keeps_its_name_around_what_has_become_of_it() -> None:
    inside = '<startEvent id="s"/><task id="a"/><task id="b"/>' + flow("i1", "s", "a") + flow("i2", "a", "b")
    lane = lane_of(
        process(between('<subProcess id="{id}" name="Inner">' + inside + "</subProcess>", '<task id="{id}"/>'))
    )
    box = lane.steps["n1"]
    assert isinstance(box, Graph)
    assert box.title.en == "Inner"
    assert shape(box) == ("graph", "n1", {"n1": ["sequence", task("a"), task("b")]}, [])


def test_the_order_at_one_instant_is_that_of_the_flows_and_not_of_the_file() -> None:
    one = process(
        '<task id="b"/><task id="a"/><parallelGateway id="P"/><startEvent id="s"/><endEvent id="e"/>'
        + flow("f1", "s", "P") + flow("f2", "P", "a") + flow("f3", "P", "b") + flow("f4", "a", "e")
        + flow("f5", "b", "e2") + '<endEvent id="e2"/>'
    )  # fmt: skip
    assert [step for step, _ in travelled(lane_of(one, prosimos({"a": 10, "b": 10})))] == ["a", "b"]


def test_blocks_too_deep_for_a_file_stay_a_drawing() -> None:
    def corridor(length: int) -> Step:
        doors = range(1, length + 1)
        ways = [(f"X{at}-out{at}", f"X{at}-on{at}", f"on{at}-{f'X{at + 1}' if at < length else 'end'}") for at in doors]
        return drawn("start-X1", *(way for each in ways for way in each))

    assert (corridor(5).kind, levels(corridor(5))) == ("choice", 10)
    assert (corridor(40).kind, levels(corridor(40))) == ("graph", 2)


def test_a_part_has_one_flow_in_and_one_out() -> None:
    onward = {"a": ["b"], "b": ["c", "d"], "c": ["b"], "d": ["e", "f"], "e": ["d"], "f": []}
    found = [(each.first, each.nodes, each.last, each.onward) for each in smallest_regions("a", onward)]
    assert found == [("b", ("b", "c"), "b", "d"), ("d", ("d", "e"), "d", "f")]
    assert smallest_regions("a", {"a": ["b", "c"], "b": ["c"], "c": []}) == ()
    assert smallest_regions("a", {"a": ["b"], "b": ["c", "d"], "c": ["b"], "d": []})[0].nodes == ("b", "c")
    assert DONE not in onward
