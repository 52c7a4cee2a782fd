"""Conditions decide on what is known; steps are walked in the order that decides ties."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from tests.unit.definition.examples import BY, block, checked, end, flow, graph, lane, sequence, task, way
from workflows.definition.conditions import AllOf, AnyOf, AttributeIs, Condition, Not, OutcomeIs, holds, leaves
from workflows.definition.located import located
from workflows.definition.outcomes import outcome_ids
from workflows.definition.steps import Sequence
from workflows.definition.tree import children, walk

READ: TypeAdapter[Condition] = TypeAdapter(Condition)
LOW = AttributeIs.model_validate({"attribute": "risk", "in": ["low"]})
FAILED = OutcomeIs.model_validate({"outcome_of": "check", "in": ["failed", "withdrawn"]})


@pytest.mark.parametrize(
    ("condition", "attributes", "outcomes", "holding"),
    [
        (LOW, {"risk": "low"}, {}, True),
        (LOW, {"risk": "high"}, {}, False),
        (LOW, {}, {}, False),
        (FAILED, {}, {"check": "withdrawn"}, True),
        (FAILED, {}, {"check": "passed"}, False),
        (FAILED, {}, {}, False),
        (AllOf(all_of=(LOW, FAILED)), {"risk": "low"}, {"check": "failed"}, True),
        (AllOf(all_of=(LOW, FAILED)), {"risk": "low"}, {}, False),
        (AnyOf(any_of=(LOW, FAILED)), {"risk": "low"}, {}, True),
        (AnyOf(any_of=(LOW, FAILED)), {}, {}, False),
    ],
)
def test_a_condition_is_decided_on_attributes_and_latest_outcomes(
    condition: Condition, attributes: dict[str, str], outcomes: dict[str, str], *, holding: bool
) -> None:
    assert holds(condition, attributes, outcomes) is holding
    assert holds(Not.model_validate({"not": condition}), attributes, outcomes) is not holding


def test_the_leaves_of_a_condition_are_what_it_asks_for() -> None:
    nested = AnyOf(any_of=(Not.model_validate({"not": FAILED}), AllOf(all_of=(LOW, LOW))))
    assert leaves(nested) == (FAILED, LOW, LOW)


conditions = st.recursive(
    st.sampled_from([LOW, FAILED]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: AllOf(all_of=tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: AnyOf(any_of=tuple(parts))),
        inner.map(lambda part: Not.model_validate({"not": part})),
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(conditions)
def test_a_condition_is_the_same_after_writing_and_reading(condition: Condition) -> None:
    assert READ.validate_json(READ.dump_json(condition, by_alias=True)) == condition


@settings(deadline=None)
@given(
    st.lists(conditions, min_size=1, max_size=4),
    st.sampled_from(["low", "high"]),
    st.sampled_from(["failed", "passed"]),
)
def test_de_morgan(parts: list[Condition], risk: str, outcome: str) -> None:
    known = {"risk": risk}, {"check": outcome}
    negated = tuple(Not.model_validate({"not": part}) for part in parts)
    neither = Not.model_validate({"not": AnyOf(any_of=tuple(parts))})
    assert holds(neither, *known) == holds(AllOf(all_of=negated), *known)


@pytest.mark.parametrize(
    "raw", [{}, {"risk": "low"}, {"attribute": "risk"}, {"attribute": "risk", "in": []}, {"all_of": []}]
)
def test_what_is_no_condition_is_refused(raw: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        READ.validate_python(raw)


FAILED_CHECK, FAILED_L1 = ("{outcome_of: check, in: [failed]}", "{outcome_of: l1, in: [failed]}")
EVERY_KIND = sequence(
    checked("check"),
    block("parallel", "p", f"branches: [{task('p1')}, {sequence(task('p2'), task('p3'))}]"),
    block("ordered", "o", f"steps: [{way(task('o1'), 'after: []')}, {way(task('o2'), 'after: [o1]')}]"),
    block("choice", "c", f"paths: [{way(task('c1'), f'when: {FAILED_CHECK}')}], otherwise: {task('c2')}"),
    block("inclusive", "i", f"paths: [{way(task('i1'), f'share: {{value: 0.5, {BY}}}')}]"),
    block("race", "r", f"branches: [{way(task('r1'), 'id: a')}, {way(task('r2'), 'id: b')}]"),
    block("deadline", "d", f"body: {task('d1')}, within: {{working_days: 5, {BY}}}, on_expiry: {task('d2')}"),
    block("clock_stop", "s", f"reason: hearing, body: {task('s1')}"),
    block("loop", "l", f"body: {checked('l1')}, again: {FAILED_L1}, redo: {task('l2')}, at_most: 2, {BY}"),
    graph(
        f"{{id: a, step: {task('g1')}}}, {{id: b}}, {{id: c, step: {task('g2')}}}",
        f"{flow('a', 'b')}, {flow('b', 'c')}",
    ),
    block("call", "k", "lane: other"),
    end("e"),
)
ORDER = [
    *("check", "p", "p1", "p2", "p3", "o", "o1", "o2", "c", "c1", "c2", "i", "i1", "r", "r1", "r2"),
    *("d", "d1", "d2", "s", "s1", "l", "l1", "l2", "drawing", "g1", "g2", "k", "e"),
]


def test_steps_are_walked_blocks_first_and_in_the_order_of_the_lane() -> None:
    example = lane(EVERY_KIND)
    assert [step.id for step in walk(example.body) if not isinstance(step, Sequence)] == ORDER
    assert list(example.steps) == ORDER


def test_located_steps_are_those_of_the_walk_with_paths_that_lead_to_them() -> None:
    example = lane(EVERY_KIND)
    places = list(located(example.body))
    assert [each.step for each in places] == list(walk(example.body))
    for each in places:
        found: Any = example
        for part in each.path:
            found = found[part] if isinstance(part, int) else getattr(found, part)
        assert found is each.step


def test_a_leaf_has_no_children() -> None:
    assert children(lane(task("x")).body) == ()


@pytest.mark.parametrize(
    ("id_", "outcomes"),
    [
        ("check", ("passed", "failed")),
        ("p1", ("done",)),
        ("r", ("a", "b")),
        ("d", ("kept", "expired")),
        ("k", ("approved", "approved_with_missing_documents", "rejected", "withdrawn", "retracted", "revoked")),
        ("p", ()),
        ("e", ()),
    ],
)
def test_the_outcomes_that_conditions_may_name(id_: str, outcomes: tuple[str, ...]) -> None:
    assert outcome_ids(lane(EVERY_KIND).steps[id_]) == outcomes
