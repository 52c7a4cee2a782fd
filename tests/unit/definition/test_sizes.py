"""Amounts that no office has are refused, each at its place; a case that goes round for ever is stopped."""

from __future__ import annotations

import pytest

from simulations.experiment import Design, Model, plans_for
from simulations.run import simulate
from tests.unit.definition.examples import BY, HEAD, block, checked, flow, found_in, graph, lane, task
from workflows.definition.lane import Lane
from workflows.errors import InvalidInputError
from workflows.interpreter.travel import MOST_OCCURRENCES

ARRIVALS = f"arrivals: {{calendar: office, gap: {{kind: exponential, mean: 8, unit: hours, {BY}}}}}\n"
SHARE = f", share: {{value: SHARE, {BY}}}"
DAYS = f"{{working_days: 1000000000000, {BY}}}"
COST = f"cost_per_hour: {{yuan: 1e308, {BY}}}"
AGAIN = f"again: {{outcome_of: a, in: [failed]}}, {BY}, at_most:"


@pytest.mark.parametrize(
    ("body", "head", "path"),
    [
        (task("a"), HEAD.replace("count: 1", "count: 1000000000"), "pools.desk.staff"),
        (
            task("a"),
            HEAD.replace("staff:", f"cost_per_hour: {{yuan: 1e308, {BY}}}, staff:"),
            "pools.desk.cost_per_hour",
        ),
        (task("a", f", limit: {DAYS}"), HEAD, "body.limit.working_days"),
        (task("a", ", priority: -1000000000000"), HEAD, "body.priority"),
        (task("a", ", visits: 1000000"), HEAD, "body.visits"),
        (task("a", f", fee: {{yuan: 1e30, {BY}}}"), HEAD, "body.fee"),
        (block("wait", "w", f"working_days: {DAYS}"), HEAD, "body.working_days.working_days"),
        (block("deadline", "d", f"body: {task('a')}, within: {DAYS}"), HEAD, "body.within.working_days"),
        (block("loop", "l", f"body: {checked('a')}, {AGAIN} 1000000000000"), HEAD, "body.at_most"),
    ],
)
def test_amounts_beyond_all_bounds_are_refused_at_their_place(body: str, head: str, path: str) -> None:
    assert found_in(body, head) == [("too_many", path)]


def circle(share: str) -> str:
    """Two steps of which the second leads back to the first with this chance."""
    nodes = ", ".join(f"{{id: {id_}, step: {task(f'do_{id_}')}}}" for id_ in "abc")
    flows = (flow("a", "b"), flow("b", "a", SHARE.replace("SHARE", share)), flow("b", "c"))
    return graph(nodes, ", ".join(flows))


@pytest.mark.parametrize(
    ("share", "codes"), [("1", ["circle_hardly_left"]), ("0.99999", ["circle_hardly_left"]), ("0.9", [])]
)
def test_a_circle_that_is_hardly_ever_left_is_refused(share: str, codes: list[str]) -> None:
    assert [code for code, _ in found_in(circle(share))] == codes


def run(found: Lane, cases: int | None = None) -> None:
    chosen = Design(replications=1, cases=cases)
    simulate(plans_for(Model(lane=found), chosen), chosen.replication(0))


def test_a_case_that_goes_round_for_ever_is_stopped() -> None:
    """Loops in each other multiply: each of these ends on paper, all of them together never do."""
    body = checked("a").replace("0.5", "1")
    for number in range(6):
        body = block("loop", f"l{number}", f"body: {body}, {AGAIN} 1000")
    with pytest.raises(InvalidInputError, match=f"at step 'a' for more than {MOST_OCCURRENCES} times"):
        run(lane(body, HEAD + ARRIVALS), cases=1)


def test_more_cases_than_a_run_can_hold_are_refused_before_the_first() -> None:
    crowd = lane(task("a"), HEAD + ARRIVALS.replace("mean: 8", "mean: 1e-300"))
    with pytest.raises(InvalidInputError, match="expected a run of at most 20000000 cases"):
        run(crowd)
    run(crowd, cases=2)
