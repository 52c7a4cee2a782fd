"""Cases drawn out one by one say what columns say of all of them; and hours of the week add up to the whole."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.properties.measures.logs import AXES, DAYS, LANE, ORIGIN, SPAN, TICK, MadeUp, made_up_logs
from workflows.instants import DAY, HOUR, date_of
from workflows.measures import Holder, case_table, holding, measure_pools, observe, setting_of
from workflows.measures.gantt import RowKind, gantt_of
from workflows.measures.over_time import counted
from workflows.measures.week import WEEK_HOURS, area_by_hour, hours_of_week, time_by_hour

SETTING = setting_of(LANE, AXES, DAYS)
OFTEN = settings(max_examples=150, deadline=None, database=None, derandomize=True)


@OFTEN
@given(made_up_logs())
def test_who_held_a_case_is_what_holding_adds_up(made_up: MadeUp) -> None:
    whole = observe(made_up.log, SETTING, observed_until=made_up.observed_until)
    cases = case_table(whole)
    held = holding(whole, cases).time
    for place, case in enumerate(cases.cases):
        alone = observe(made_up.log, SETTING, [case], made_up.observed_until)
        if not cases.finished[place]:
            with pytest.raises(ValueError, match="expected a case with a cycle time"):
                gantt_of(alone)
            continue
        drawn = gantt_of(alone)
        ends = [drawn.submitted_at, *(spell.end for spell in drawn.held)]
        assert ends[-1] == drawn.closed_at or drawn.submitted_at == drawn.closed_at
        assert [spell.start for spell in drawn.held] == ends[:-1]
        times: Counter[Holder] = Counter()
        for spell in drawn.held:
            times[spell.holder] += spell.end - spell.start
        assert {who: times[who] for who in Holder} == {who: int(held[who][place]) for who in Holder}


@OFTEN
@given(made_up_logs())
def test_rows_are_the_steps_from_end_to_end(made_up: MadeUp) -> None:
    """And what members did is what they are paid for, unless somebody outside of the pool's staff did it."""
    whole = observe(made_up.log, SETTING, observed_until=made_up.observed_until)
    cases, work = case_table(whole), whole.work
    for place, case in enumerate(cases.cases):
        if not cases.finished[place]:
            continue
        drawn = {
            (row.step, row.occurrence): row
            for row in gantt_of(observe(made_up.log, SETTING, [case], made_up.observed_until)).rows
        }
        for piece in np.flatnonzero(work.case == place).tolist():
            row = drawn.pop((work.steps[work.step[piece]].id, int(work.occurrence[piece])), None)
            begun, until = int(work.enabled_at[piece]), int(work.until[piece])
            assert (row is None) == (begun == until)
            if row is not None:
                assert (row.spells[0].start, row.spells[-1].end) == (begun, until)
                assert all(one.end == two.start and one.holder != two.holder for one, two in pairwise(row.spells))
            if row is not None and row.kind is RowKind.TASK and work.released_at[piece] == -1:
                worked = sum(spell.end - spell.start for spell in row.spells if spell.holder is Holder.WORKING)
                assert worked == max(int(whole.service_time[piece]), 0)
        assert not drawn


instants = st.integers(0, SPAN).map(lambda tick: ORIGIN + tick * TICK)
spells = st.lists(st.tuples(instants, st.integers(1, 400)), max_size=8)


@OFTEN
@given(spells, instants, st.integers(1, SPAN))
def test_hours_of_the_week_add_up_to_the_whole(found: list[tuple[int, int]], start: int, ticks: int) -> None:
    starts = np.array([at for at, _ in found], dtype=np.int64)
    ends = starts + TICK * np.array([length for _, length in found], dtype=np.int64)
    function, end = counted(starts, ends), start + ticks * TICK
    areas = area_by_hour(function, start, end)
    # Tick by tick, each of which lies in one hour.
    expected = [0] * WEEK_HOURS
    for at in range(start, end, TICK):
        hour = date_of(at).weekday() * 24 + (at + 8 * HOUR) % DAY // HOUR
        expected[hour] += TICK * sum(
            one <= at < other for one, other in zip(starts.tolist(), ends.tolist(), strict=True)
        )
        assert hours_of_week(np.array([at])).tolist() == [hour]
    assert areas.tolist() == expected
    assert int(areas.sum()) / (end - start) == function.mean(start, end)
    assert int(time_by_hour(start, end).sum()) == end - start


@OFTEN
@given(made_up_logs(), instants, st.integers(1, SPAN))
def test_queues_by_the_hour_have_the_mean_of_the_pool(made_up: MadeUp, start: int, ticks: int) -> None:
    observation = observe(made_up.log, SETTING, observed_until=made_up.observed_until)
    end = start + ticks * TICK
    for pool in measure_pools([observation], start, end):
        assert int(area_by_hour(pool.queue, start, end).sum()) / (end - start) == pool.mean_queue_length
        assert int(pool.busy_by_hour.sum()) == pool.busy_time
