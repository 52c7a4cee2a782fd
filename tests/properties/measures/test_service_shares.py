"""The shares that documents ask for, against the same shares worked out one case at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.oracles import measures as oracle
from tests.properties.measures.logs import AXES, DAYS, LANE, SPAN, MadeUp, made_up_logs
from workflows.definition.steps import Task
from workflows.errors import UnknownNameError
from workflows.events.event import CaseEvent, EventKind
from workflows.events.log import EventLog
from workflows.measures import observe, setting_of
from workflows.measures.observation import Observation
from workflows.measures.service_shares import (
    SHARES,
    at_most_one_visit,
    came_out,
    decided_at_once,
    done_by_pools,
    no_visit,
    opened_in_time,
    with_attribute,
)
from workflows.measures.summary import Figure

RULES = oracle.Rules(LANE, AXES, DAYS)
SETTING = setting_of(LANE, AXES, DAYS)
CHANNELS = ("online", "window", "")


@st.composite
def told_logs(draw: st.DrawFn) -> MadeUp:
    """Made-up logs whose cases say what they are, unless they do not, and whose checks come out in two ways."""
    made_up = draw(made_up_logs())
    log = EventLog()
    for event in made_up.log:
        if event.step == "check" and event.kind is EventKind.COMPLETED:
            log.append(event._replace(outcome=draw(st.sampled_from(["good", "bad"]))))
            continue
        log.append(event)
        if event.kind is EventKind.SUBMITTED:
            channel = draw(st.sampled_from(CHANNELS))
            if channel:
                log.append(CaseEvent(event.case, EventKind.DECLARED, event.at, "channel", outcome=channel))
    return MadeUp(log, made_up.observed_until)


thorough = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def observed(made_up: MadeUp) -> Observation:
    return observe(made_up.log, SETTING, observed_until=made_up.observed_until)


def counted(verdicts: Iterable[bool]) -> Figure:
    known = list(verdicts)
    return Figure(value=sum(known) / len(known) if known else None, cases=len(known))


def rows(made_up: MadeUp) -> list[dict[str, object]]:
    return [oracle.case_row(events, RULES, made_up.observed_until) for events in made_up.log.by_case().values()]


@given(told_logs())
@thorough
def test_visits_and_decisions_equal_one_case_at_a_time(made_up: MadeUp) -> None:
    observation, table = observed(made_up), rows(made_up)
    finished = [row for row in table if row["cycle_time"] != -1]
    assert at_most_one_visit(observation) == counted(row["visits"] in (0, 1) for row in finished)
    assert no_visit(observation) == counted(row["visits"] == 0 for row in finished)
    decided = [row for row in table if row["processing_days"] != -1]
    assert decided_at_once(observation) == counted(row["processing_days"] == 0 for row in decided)


@given(told_logs(), st.integers(0, 8))
@thorough
def test_opening_in_time_equals_one_case_at_a_time(made_up: MadeUp, working_days: int) -> None:
    verdicts = []
    for events in made_up.log.by_case().values():
        submitted = oracle.first(events, EventKind.SUBMITTED)
        accepted = oracle.first(events, EventKind.ACCEPTED)
        ended = oracle.first(events, EventKind.ENDED)
        last = accepted if accepted is not None else ended if ended is not None else made_up.observed_until
        if submitted is None:
            continue
        taken = oracle.legal_days(submitted, last, oracle.stops(events), DAYS)
        if accepted is not None or taken > working_days:
            verdicts.append(accepted is not None and taken <= working_days)
    assert opened_in_time(observed(made_up), working_days) == counted(verdicts)


@given(told_logs())
@thorough
def test_kinds_of_cases_and_outcomes_equal_one_case_at_a_time(made_up: MadeUp) -> None:
    observation, cases = observed(made_up), made_up.log.by_case().values()
    declared = [[event.outcome for event in events if event.kind is EventKind.DECLARED] for events in cases]
    online = counted(values == ["online"] for values in declared if values)
    assert with_attribute(observation, "channel", ["online"]) == online
    assert with_attribute(observation, "channel", CHANNELS).value in (None, 1.0)
    checks = [[event.outcome for event in events if _completed(event, "check")] for events in cases]
    assert came_out(observation, "check", ["good"]) == counted(values[-1] == "good" for values in checks if values)


@given(told_logs())
@thorough
def test_tasks_by_pool_equal_one_piece_of_work_at_a_time(made_up: MadeUp) -> None:
    pieces = [piece for events in made_up.log.by_case().values() for piece in oracle.pieces(events, LANE)]
    pools = [piece.step.pool for piece in pieces if isinstance(piece.step, Task) and piece.completed is not None]
    observation = observed(made_up)
    assert done_by_pools(observation, ["window"]) == counted(pool == "window" for pool in pools)
    assert done_by_pools(observation, ["window", "review"]).value in (None, 1.0)


def test_an_unknown_step_or_pool_is_refused() -> None:
    nothing = observed(MadeUp(EventLog(), SPAN))
    with pytest.raises(UnknownNameError, match="Did you mean 'check'"):
        came_out(nothing, "checks", ["good"])
    with pytest.raises(UnknownNameError, match="Did you mean 'window'"):
        done_by_pools(nothing, ["windows"])
    assert at_most_one_visit(nothing) == Figure(value=None, cases=0)


def test_every_share_has_a_name_in_both_languages() -> None:
    functions: Sequence[object] = (
        at_most_one_visit, no_visit, decided_at_once, opened_in_time, with_attribute, came_out, done_by_pools,
    )  # fmt: skip
    assert [getattr(each, "__name__", "") for each in functions] == list(SHARES)


def _completed(event: CaseEvent, step: str) -> bool:
    return event.kind is EventKind.COMPLETED and event.step == step
