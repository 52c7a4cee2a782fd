"""The search against an oracle that plays the token game without any short cut."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.oracles.token_game import (
    TooManySituationsError,
    Verdict,
    ends_somehow,
    fired,
    is_crowded,
    is_deadlock,
    leads_to,
    replay,
    verdict,
)
from tests.properties.definition.drawings import Drawing, drawings, drawn, slips
from workflows.definition.graphs import inclusive_reach
from workflows.definition.places import Places
from workflows.definition.soundness.graph_search import graph_soundness_problems
from workflows.definition.steps import Gateway, Graph
from workflows.errors import Problem

ABOUT_TOKENS = ("second_token", "deadlock", "no_way_out", "dead_node")


def problems_in(graph: Graph) -> list[Problem]:
    return [each for each in graph_soundness_problems(graph, (), Places()) if each.code in ABOUT_TOKENS]


def oracle(graph: Graph) -> Verdict:
    try:
        return verdict(graph)
    except TooManySituationsError:
        assume(False)
        raise


def way_in(problem: Problem) -> list[tuple[str, tuple[str, ...]]]:
    """The way that the message tells, read as a person would."""
    told = problem.found.split(": ", 1)[1]
    steps = (re.fullmatch(r"(\w+)(?: → (.+))?", step) for step in told.split("; then "))
    return [(step[1], tuple(step[2].split(" and ")) if step[2] else ()) for step in steps if step]


@settings(deadline=None)
@given(drawings(12))
def test_what_is_drawn_by_expanding_blocks_is_sound(drawing: Drawing) -> None:
    assert not list(graph_soundness_problems(drawn(drawing), (), Places()))


@settings(max_examples=150, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow], deadline=None)
@given(slips())
def test_a_slip_is_found_exactly_if_the_oracle_finds_it(graph: Graph) -> None:
    assert bool(problems_in(graph)) == (not oracle(graph).sound)


@settings(max_examples=150, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow], deadline=None)
@given(slips())
def test_a_counterexample_really_happens(graph: Graph) -> None:
    problems = problems_in(graph)
    assume(problems)
    for problem in problems:
        if problem.code == "second_token":
            way = way_in(problem)
            before = replay(graph, way[:-1]) if len(way) > 1 else None
            node, targets = way[-1]
            taken = tuple((node, target) for target in targets)
            assert before is not None, "one firing cannot put a second token anywhere"
            assert any(is_crowded(graph, after) for after in fired(graph, node, taken, before))
        elif problem.code == "deadlock":
            assert is_deadlock(graph, replay(graph, way_in(problem)))
        elif problem.code == "no_way_out":
            assert not ends_somehow(graph, replay(graph, way_in(problem)))
        else:
            assert problem.found.split(":")[0] in oracle(graph).dead


@given(slips())
def test_upstream_of_an_inclusive_join_is_what_leads_to_it(graph: Graph) -> None:
    joins = [node.id for node in graph.nodes if node.join is Gateway.INCLUSIVE]
    reach = inclusive_reach(graph)
    assert list(reach) == joins
    for join in joins:
        leading = {node.id for node in graph.nodes if node.id != join and leads_to(graph, node.id, join)}
        assert reach[join].keys() == leading


@pytest.mark.parametrize("kind", ["exclusive", "parallel", "inclusive"])
@given(left=drawings(3), right=drawings(3), other=st.sampled_from(Gateway))
def test_a_join_of_the_other_kind_is_sound_only_if_it_waits_for_what_comes(
    kind: str, left: Drawing, right: Drawing, other: Gateway
) -> None:
    graph = drawn((kind, left, right))
    nodes = tuple(node.model_copy(update={"join": other}) if node.id == "n1" else node for node in graph.nodes)
    sound = {
        "exclusive": (Gateway.EXCLUSIVE, Gateway.INCLUSIVE),
        "parallel": (Gateway.PARALLEL, Gateway.INCLUSIVE),
        "inclusive": (Gateway.INCLUSIVE,),
    }[kind]
    assert (not problems_in(graph.model_copy(update={"nodes": nodes}))) == (other in sound)
