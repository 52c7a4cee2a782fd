"""Blocks close up around a gap without changing what the rest of them means."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from workflows.definition.conditions import holds
from workflows.definition.lane import Lane
from workflows.definition.steps import Choice, Graph, Ordered, Sequence, Step
from workflows.errors import LeverRefusedError, UnknownNameError
from workflows.levers.rewriting import find, flattened, remove_steps, replace_step, rewrite, sequence_of

_STEP: TypeAdapter[Step] = TypeAdapter(Step)
TITLE = {"zh": "步", "en": "Step"}
BASIS = {"source": "assumed", "basis": "for a test"}


def leaf(name: str) -> dict[str, Any]:
    return {"kind": "milestone", "id": name, "title": TITLE, "mark": "accepted"}


def block(kind: str, name: str, **fields: object) -> Step:
    return _STEP.validate_python({"kind": kind, "id": name, "title": TITLE, **fields})


def sequence(*names: str) -> dict[str, Any]:
    return {"kind": "sequence", "steps": [leaf(name) for name in names]}


def ids(step: Step) -> list[str]:
    assert isinstance(step, Sequence)
    return [part.id for part in step.steps if not isinstance(part, Sequence)]


def test_what_is_not_touched_is_the_same_object(permit: Lane) -> None:
    assert rewrite(permit.body, lambda step: step) is permit.body
    after = remove_steps(permit.body, ["survey"])
    assert find(after, "with_applicant") is find(permit.body, "with_applicant")


def test_an_unknown_step_is_named_with_a_close_one(permit: Lane) -> None:
    with pytest.raises(UnknownNameError, match=r"no step is called 'fire_reviw'.*'fire_review'"):
        find(permit.body, "fire_reviw")


def test_nothing_left_is_refused() -> None:
    with pytest.raises(LeverRefusedError, match="some step is left"):
        remove_steps(_STEP.validate_python(leaf("only")), ["only"])


def test_sequences_lie_flat() -> None:
    nested = _STEP.validate_python({"kind": "sequence", "steps": [leaf("a"), sequence("b", "c")]})
    assert ids(flattened(nested)) == ["a", "b", "c"]
    assert sequence_of([None, None]) is None
    assert sequence_of([None, find(nested, "a")]) is find(nested, "a")


def test_a_parallel_block_of_one_is_that_one() -> None:
    both = block("parallel", "both", branches=[leaf("a"), sequence("b", "c")])
    assert ids(remove_steps(both, ["a"])) == ["b", "c"]


def test_an_ordered_block_hands_predecessors_on() -> None:
    items = [
        {"step": leaf("a")},
        {"step": leaf("b"), "after": ["a"]},
        {"step": leaf("c"), "after": ["b"]},
        {"step": leaf("d"), "after": ["b", "c"]},
    ]
    after = remove_steps(block("ordered", "all", steps=items), ["b"])
    assert isinstance(after, Ordered)
    assert {item.step.id: item.after for item in after.steps if not isinstance(item.step, Sequence)} == {
        "a": (),
        "c": ("a",),
        "d": ("a", "c"),
    }


def test_a_sequence_put_into_an_ordered_block_becomes_a_chain() -> None:
    items = [{"step": leaf("a")}, {"step": leaf("b"), "after": ["a"]}, {"step": leaf("c")}]
    after = replace_step(block("ordered", "all", steps=items), "a", _STEP.validate_python(sequence("x", "y")))
    assert isinstance(after, Ordered)
    assert [(getattr(item.step, "id", ""), item.after) for item in after.steps] == [
        ("x", ()),
        ("y", ("x",)),
        ("b", ("y",)),
        ("c", ()),
    ]


def risk(*values: str) -> dict[str, Any]:
    return {"attribute": "risk", "in": list(values)}


def taken(choice: Step, value: str) -> Step | None:
    assert isinstance(choice, Choice)
    for path in choice.paths:
        if path.when is not None and holds(path.when, {"risk": value}, {}):
            return path.step
    return choice.otherwise


def test_the_cases_of_a_path_that_is_gone_take_no_other_path() -> None:
    paths = [{"step": leaf("a"), "when": risk("low")}, {"step": leaf("b"), "when": risk("low", "middle")}]
    before = block("choice", "which", paths=paths, otherwise=leaf("c"))
    after = remove_steps(before, ["a"])
    assert taken(after, "low") is None
    assert taken(after, "middle") is find(before, "b")
    assert taken(after, "high") is find(before, "c")


def test_a_path_by_chance_beside_an_otherwise_is_refused() -> None:
    paths = [{"step": leaf("a"), "share": {"value": 0.2, "provenance": BASIS}}]
    with pytest.raises(LeverRefusedError, match="Name the whole choice 'which' instead"):
        remove_steps(block("choice", "which", paths=paths, otherwise=leaf("c")), ["a"])
    shares = [{"step": leaf(name), "share": {"value": 0.2, "provenance": BASIS}} for name in "ab"]
    left = remove_steps(block("choice", "which", paths=shares), ["a"])
    assert isinstance(left, Choice)
    assert [path.step for path in left.paths] == [find(left, "b")]


@pytest.mark.parametrize(
    "around",
    [
        pytest.param({"kind": "clock_stop", "reason": "hearing", "body": leaf("a")}, id="clock_stop"),
        pytest.param(
            {"kind": "deadline", "within": {"working_days": 1, "provenance": BASIS}, "body": leaf("a")}, id="deadline"
        ),
        pytest.param(
            {
                "kind": "loop",
                "again": risk("low"),
                "at_most": 1,
                "provenance": BASIS,
                "body": leaf("a"),
                "redo": leaf("r"),
            },
            id="loop",
        ),
    ],
)
def test_a_block_vanishes_with_its_body(around: dict[str, Any]) -> None:
    both = _STEP.validate_python({"kind": "sequence", "steps": [{"id": "around", "title": TITLE, **around}, leaf("z")]})
    assert remove_steps(both, ["a"]) is find(both, "z")


def test_a_node_that_lost_its_step_is_a_gateway() -> None:
    nodes = [{"id": "n", "step": leaf("a")}, {"id": "m", "step": leaf("b")}]
    before = block("graph", "drawn", start="n", nodes=nodes, flows=[{"source": "n", "target": "m"}])
    after = remove_steps(before, ["a"])
    assert isinstance(before, Graph)
    assert isinstance(after, Graph)
    assert [node.step for node in after.nodes] == [None, find(before, "b")]
    assert after.flows == before.flows


def test_a_race_of_one_is_that_one() -> None:
    branches = [{"id": "one", "step": leaf("a")}, {"id": "two", "step": leaf("b")}]
    before = block("race", "first", branches=branches)
    assert remove_steps(before, ["a"]) is find(before, "b")
