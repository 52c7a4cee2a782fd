"""The measures by arrays against the same measures worked out one case and one quarter of an hour at a time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.oracles import measures as oracle
from tests.properties.measures.logs import AXES, DAYS, LANE, ORIGIN, SPAN, TICK, MadeUp, made_up_logs
from workflows.definition.steps import Task
from workflows.events.log import EventLog
from workflows.instants import HOUR, datetime_of
from workflows.measures import Observation, case_table, holding, measure_pools, measure_tasks, observe, setting_of

RULES = oracle.Rules(LANE, AXES, DAYS)
SETTING = setting_of(LANE, AXES, DAYS)
thorough = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
windows = st.tuples(st.integers(0, SPAN), st.integers(1, SPAN // 2)).map(
    lambda drawn: (ORIGIN + drawn[0] * TICK, ORIGIN + (drawn[0] + drawn[1]) * TICK)
)


def observed(made_up: MadeUp) -> Observation:
    return observe(made_up.log, SETTING, observed_until=made_up.observed_until)


@given(made_up_logs())
@thorough
def test_the_table_of_cases_equals_one_case_at_a_time(made_up: MadeUp) -> None:
    table = case_table(observed(made_up))
    assert table.cases == tuple(made_up.log.cases)
    for number, (case, events) in enumerate(made_up.log.by_case().items()):
        expected = oracle.case_row(events, RULES, made_up.observed_until)
        assert table.cases[number] == case
        assert table.results[table.result[number]] == expected.pop("result")
        assert tuple(int(verdicts[number]) for _, verdicts in table.timeliness) == expected.pop("timeliness")
        assert {name: getattr(table, name)[number].item() for name in expected} == expected


@given(made_up_logs())
@thorough
def test_the_holders_of_a_case_equal_a_walk_through_its_time(made_up: MadeUp) -> None:
    observation = observed(made_up)
    time = holding(observation, case_table(observation)).time
    for number, events in enumerate(made_up.log.by_case().values()):
        assert {str(who): int(spans[number]) for who, spans in time.items()} == oracle.holding(events, RULES)


@given(made_up_logs())
@thorough
def test_the_holders_of_a_case_add_up_to_its_cycle_time(made_up: MadeUp) -> None:
    observation = observed(made_up)
    table = case_table(observation)
    time = holding(observation, table).time
    assert all((spans >= 0).all() for spans in time.values())
    assert np.array_equal(sum(time.values()), np.where(table.finished, table.cycle_time, 0))


@given(made_up_logs())
@thorough
def test_the_steps_equal_one_piece_of_work_at_a_time(made_up: MadeUp) -> None:
    work = [piece for events in made_up.log.by_case().values() for piece in oracle.pieces(events, LANE)]
    for step in measure_tasks(observed(made_up)):
        mine = [piece for piece in work if piece.step.id == step.step]
        done = [piece for piece in mine if piece.completed is not None]
        served = [piece for piece in done if piece.started is not None]
        assert (step.begun, step.done) == (len(mine), len(done))
        assert step.cancelled == sum(piece.cancelled is not None for piece in mine)
        assert step.under_way == sum(piece.ended is None for piece in mine)
        assert step.rework_share == (sum(piece.occurrence > 0 for piece in mine) / len(mine) if mine else None)
        waited = [(piece.started or 0) - (piece.enabled or 0) for piece in served]
        service = [oracle.service_time(piece, RULES, made_up.observed_until) for piece in served]
        stayed = [(piece.completed or 0) - (piece.enabled or 0) for piece in done]
        papers = [AXES["office"].between(p.released, p.completed or 0) for p in done if p.released is not None]
        for spread, spans in (
            (step.waiting_time, waited),
            (step.service_time, service),
            (step.sojourn_time, stayed),
            (step.circulation_time, papers),
        ):
            assert spread.count == len(spans)
            assert spread.mean == (sum(spans) / len(spans) / HOUR if spans else None)


@given(made_up_logs(), windows)
@thorough
def test_the_pools_equal_a_walk_through_the_window(made_up: MadeUp, window: tuple[int, int]) -> None:
    start, end = window
    work = [piece for events in made_up.log.by_case().values() for piece in oracle.pieces(events, LANE)]
    known = min(end, made_up.observed_until)
    for pool in measure_pools([observed(made_up)], start, end):
        entry = LANE.pools[pool.pool]
        mine = [piece for piece in work if isinstance(piece.step, Task) and piece.step.pool == pool.pool]
        busy, staffed = np.zeros((7, 24), np.int64), np.zeros((7, 24), np.int64)
        queued = 0
        for at in oracle.ticks(start, end):
            moment = datetime_of(at)
            place = moment.weekday(), moment.hour
            staffed[place] += TICK * sum(
                group.count for group in entry.staff if AXES[group.calendar or entry.calendar].is_open(at)
            )
            if at < known:
                busy[place] += TICK * sum(oracle.in_service(piece, at, RULES) for piece in mine)
                queued += TICK * sum(is_queued(piece, at) for piece in mine)
        assert np.array_equal(pool.busy_by_hour, busy)
        assert np.array_equal(pool.staffed_by_hour, staffed)
        assert pool.busy_time == busy.sum()
        assert pool.mean_queue_length == queued / (end - start)


def is_queued(piece: oracle.Piece, at: int) -> bool:
    begun, ended = piece.enabled or 0, piece.ended
    if at < begun or (ended is not None and at >= ended):
        return False
    resting = any(since <= at and (until is None or at < until) for since, until in piece.suspended)
    return piece.started is None or at < piece.started or resting


@given(made_up_logs())
@thorough
def test_a_queue_that_begins_and_ends_empty_obeys_little(made_up: MadeUp) -> None:
    start, end = ORIGIN - TICK, made_up.observed_until + TICK
    for pool in measure_pools([observed(made_up)], start, end):
        if all(piece.started is not None for piece in pieces_of(made_up.log, pool.pool)) and pool.arrivals_per_hour:
            # Three quotients of whole numbers, each correctly rounded.
            expected = pool.arrivals_per_hour * pool.mean_waiting_hours
            assert pool.mean_queue_length == pytest.approx(expected, rel=1e-14)


def pieces_of(log: EventLog, pool: str) -> list[oracle.Piece]:
    return [
        piece
        for events in log.by_case().values()
        for piece in oracle.pieces(events, LANE)
        if isinstance(piece.step, Task) and piece.step.pool == pool
    ]


@given(made_up_logs())
@thorough
def test_how_cases_are_interleaved_makes_no_difference(made_up: MadeUp) -> None:
    apart = EventLog()
    for case in made_up.log.cases:
        apart.add_case(case)
    for events in reversed(made_up.log.by_case().values()):
        apart.extend(events)
    one, other = observed(made_up), observe(apart, SETTING, observed_until=made_up.observed_until)
    table, again = case_table(one), case_table(other)
    assert np.array_equal(table.processing_time, again.processing_time)
    held, held_again = holding(one, table).time, holding(other, again).time
    assert all(np.array_equal(held[who], held_again[who]) for who in held)
    assert measure_tasks(one) == measure_tasks(other)
