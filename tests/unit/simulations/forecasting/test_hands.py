"""Who of a pool is at what: simulated members stand for people of other names, as far as there are members."""

from __future__ import annotations

from simulations.forecasting.continuing import go_on
from simulations.forecasting.draws import SingleDraws
from simulations.forecasting.hands import hands_of
from tests.analytic.lanes import fixed, queue, task
from tests.unit.simulations.forecasting.histories import MONDAY, cases_of, known_at, plans_of
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import HOUR, Instant


def begun(case: str, member: str, at: Instant) -> list[CaseEvent]:
    return [
        CaseEvent(case, EventKind.SUBMITTED, MONDAY),
        CaseEvent(case, EventKind.ENABLED, MONDAY, "check"),
        *([CaseEvent(case, EventKind.STARTED, at, "check", member=member)] if member else []),
    ]


def test_people_keep_members_of_their_own() -> None:
    assert hands_of(["2", "zhang", "9"], members=2) == {"2": 1, "zhang": 0}
    assert hands_of([], members=2) == {}


def test_more_people_than_members_finish_what_they_hold_beside_the_others() -> None:
    """A window of one: two people are at work on it, and one of them holds two cases. Who waits waits for the one."""
    plans = plans_of(lane := queue(task("check", "window", fixed(2)), {"window": 1}, fixed(1000)))
    cases = cases_of(lane.id, [MONDAY] * 4)
    now = MONDAY + HOUR
    holders = ("zhang", "zhang", "li", "")
    events = {case.id: begun(case.id, who, MONDAY) for case, who in zip(cases, holders, strict=True)}
    found = go_on(plans, known_at(lane.id, cases, events, now), now, SingleDraws(0), SingleDraws(1)).log.by_case()
    assert [(found[case.id][-1].at - MONDAY) / HOUR for case in cases] == [2, 2, 2, 4]
    assert found["case-1"][-2].member == "zhang"
