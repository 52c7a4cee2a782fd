"""Work on paper: each block against the number that its definition gives by hand."""

from __future__ import annotations

import math

import pytest

from workflows.definition.lane import Lane
from workflows.definition.loading import parse_lane
from workflows.definition.workload import offered_load, times_done
from workflows.working_time.state_council import WorkingDays

HEAD = """
id: counted
title: {zh: 计数, en: Counted}
office: office
calendars:
  office: {base: weekdays, hours: ["09:00-17:00"], provenance: {source: assumed, basis: test}}
  half: {base: weekdays, hours: ["09:00-13:00"], provenance: {source: assumed, basis: test}}
pools:
  desk:
    title: {zh: 岗, en: Desk}
    department: {zh: 局, en: Bureau}
    calendar: office
    staff:
      - {count: 1, provenance: {source: assumed, basis: test}}
      - {count: 2, calendar: half, provenance: {source: assumed, basis: test}}
attributes:
  risk:
    title: {zh: 风险, en: Risk}
    values:
      - {value: low, title: {zh: 低, en: Low}, share: {value: 0.75, provenance: {source: assumed, basis: test}}}
      - {value: high, title: {zh: 高, en: High}, share: {value: 0.25, provenance: {source: assumed, basis: test}}}
arrivals:
  calendar: office
  gap: {kind: exponential, mean: 2, unit: hours, provenance: {source: assumed, basis: test}}
"""


def _task(name: str, bad: float | None = None) -> str:
    good = "{id: good, title: {zh: 是, en: Good}}"
    outcomes = (
        "" if bad is None else f", outcomes: [{{id: bad, title: {{zh: 否, en: Bad}}, share: {_share(bad)}}}, {good}]"
    )
    time = "{kind: fixed, value: 1, unit: hours, provenance: {source: assumed, basis: test}}"
    return f"{{kind: task, id: {name}, title: {{zh: 办, en: Do}}, pool: desk, service_time: {time}{outcomes}}}"


def _share(value: float) -> str:
    return f"{{value: {value}, provenance: {{source: assumed, basis: test}}}}"


def _lane(*steps: str) -> Lane:
    body = "".join(f"\n    - {step}" for step in steps)
    return parse_lane(f"{HEAD}body:\n  kind: sequence\n  steps:{body}\n", "counted.yaml")


def _loop(body: str, redo: str, at_most: int) -> str:
    return (
        f"{{kind: loop, id: again, title: {{zh: 再, en: Again}}, body: {body}, redo: {redo}, at_most: {at_most}, "
        "again: {outcome_of: check, in: [bad]}, provenance: {source: assumed, basis: test}}"
    )


def _choice(paths: str, otherwise: str) -> str:
    return f"{{kind: choice, id: which, title: {{zh: 选, en: Which}}, paths: [{paths}], otherwise: {otherwise}}}"


def test_a_loop_is_done_again_as_often_as_it_comes_out_badly_but_no_oftener_than_allowed() -> None:
    times = times_done(_lane(_loop(_task("check", 0.5), _task("mend"), 3)))
    assert times["mend"] == pytest.approx(0.5 + 0.25 + 0.125)
    assert times["check"] == pytest.approx(1 + 0.5 + 0.25 + 0.125)


def test_a_choice_shares_its_cases_out() -> None:
    low = f"{{when: {{attribute: risk, in: [low]}}, step: {_task('quick')}}}"
    times = times_done(_lane(_choice(low, _task("slow"))))
    assert (times["quick"], times["slow"]) == pytest.approx((0.75, 0.25))


def test_no_condition_holds_on_a_step_that_was_not_done() -> None:
    high = f"{{share: {_share(0.2)}, step: {_task('look', 0.5)}}}"
    bad = f"{{when: {{outcome_of: look, in: [bad]}}, step: {_task('mend')}}}"
    second = _choice(bad, _task("go_on")).replace("which", "then")
    times = times_done(_lane(_choice(high, _task("skip")), second))
    assert (times["look"], times["skip"]) == pytest.approx((0.2, 0.8))
    assert (times["mend"], times["go_on"]) == pytest.approx((0.1, 0.9))


def test_tokens_that_go_back_in_a_graph_are_counted_each_time() -> None:
    graph = (
        "{kind: graph, id: flow, title: {zh: 图, en: Flow}, start: a, nodes: ["
        f"{{id: a, step: {_task('work', 0.5)}}}, {{id: b, step: {_task('finish')}}}], flows: ["
        "{source: a, target: a, when: {outcome_of: work, in: [bad]}}, {source: a, target: b}]}"
    )
    times = times_done(_lane(graph))
    assert (times["work"], times["finish"]) == pytest.approx((2, 1))


def test_load_is_service_time_over_the_working_time_of_all_members() -> None:
    # A case every 2 hours of an 8-hour day needs 1 hour: 4 hours a day of the 8 + 2 * 4 that three people work.
    load = offered_load(_lane(_task("check")), 2019, WorkingDays())
    assert load == {"desk": pytest.approx(4 / 16)}
    assert offered_load(_lane(_task("check")).model_copy(update={"arrivals": None}), 2019, WorkingDays()) == {
        "desk": 0.0
    }


def clocked(clock: str, gap: str) -> Lane:
    """An hour of work for each case; the office is open from 9 to 17 on the 261 weekdays of 2019."""
    text = HEAD.replace(
        "  calendar: office\n  gap: {kind: exponential, mean: 2,", f"  calendar: office\n  gap: {{{gap},"
    )
    return parse_lane(f"{text}  clock: {clock}\nbody: {_task('check')}\n", "clocked.yaml")


HOURS_OF_MEMBERS = 261 * 16


@pytest.mark.parametrize(
    ("clock", "cases"),
    [("working_time", 261 * 8 / 6), ("wall_clock", 365 * 24 / 6), ("wall_clock_from_arrival", 261 * 2)],
)
def test_each_arrival_clock_brings_the_cases_that_it_says(clock: str, cases: float) -> None:
    # Six hours from arrival to arrival: one at nine, one at three, and the next is moved to the next day.
    load = offered_load(clocked(clock, "kind: fixed, value: 6"), 2019, WorkingDays())
    assert load["desk"] == pytest.approx(cases / HOURS_OF_MEMBERS, abs=1.5 / HOURS_OF_MEMBERS)


@pytest.mark.parametrize("mean", [2.0, 0.02])
def test_without_memory_every_pause_brings_one_case_at_the_opening_unless_none_comes_in_it(mean: float) -> None:
    # Exact for exponential gaps: open hours bring their share, and a pause one case if its first falls into it.
    pauses = 209 * [16.0] + 52 * [64.0]
    expected = 261 * 8 / mean - sum(math.expm1(-pause / mean) for pause in pauses)
    load = offered_load(clocked("wall_clock_from_arrival", f"kind: exponential, mean: {mean}"), 2019, WorkingDays())
    assert load["desk"] == pytest.approx(expected / HOURS_OF_MEMBERS, rel=0.02)


def test_a_cadence_brings_as_many_cases_as_it_has_rounds() -> None:
    # 24 rounds a year of 3 cases of an hour each, over the 261 weekdays of 2019 with 16 hours of three people.
    rounds = "cadence: {kind: monthly, days: [10, 20], at: {hour: 9, provenance: *by}, provenance: *by}"
    batch = "batch: {cases: 3, provenance: &by {source: assumed, basis: test}}"
    gap = "gap: {kind: exponential, mean: 2, unit: hours, provenance: {source: assumed, basis: test}}"
    text = HEAD.replace(gap, f"{batch}\n  {rounds}") + f"body: {_task('check')}\n"
    load = offered_load(parse_lane(text, "rounds.yaml"), 2019, WorkingDays())
    assert load == {"desk": pytest.approx(24 * 3 / (261 * 16))}
