"""One case followed by hand: what a reader can check with a calendar and a pencil."""

from __future__ import annotations

import pytest

from tests.properties.measures.logs import AXES, DAYS, LANE
from workflows.errors import CalendarYearError, UnknownNameError
from workflows.events.event import CaseEvent, EventKind
from workflows.events.log import EventLog
from workflows.instants import DAY, HOUR, MINUTE, Instant, parse_instant
from workflows.measures import (
    NONE,
    Holder,
    Observation,
    Timeliness,
    case_table,
    holding,
    measure_pools,
    measure_tasks,
    observe,
    setting_of,
    summarise,
)

SETTING = setting_of(LANE, AXES, DAYS)


def at(text: str) -> Instant:
    return parse_instant(f"2026-{text}:00+08:00")


def observed(*events: tuple[str, EventKind, str] | CaseEvent, until: Instant | None = None) -> Observation:
    log = EventLog()
    for event in events:
        log.append(event if isinstance(event, CaseEvent) else CaseEvent("c", event[1], at(event[0]), event[2]))
    return observe(log, SETTING, observed_until=until)


PERMIT = (
    # Tuesday before the National Day week; the office keeps 9:00-12:00 and 13:30-17:30.
    ("09-29T09:00", EventKind.SUBMITTED, ""),
    ("09-29T09:00", EventKind.ENABLED, "intake"),
    ("09-29T11:00", EventKind.STARTED, "intake"),
    ("09-29T14:30", EventKind.COMPLETED, "intake"),
    ("09-29T14:30", EventKind.ACCEPTED, "accepted"),
    ("09-29T14:30", EventKind.ENABLED, "survey"),
    ("09-29T14:30", EventKind.STARTED, "survey"),
    ("09-30T14:30", EventKind.COMPLETED, "survey"),
    ("09-30T14:30", EventKind.DECIDED, "decided"),
    ("09-30T14:30", EventKind.ENABLED, "notice"),
    ("10-08T09:30", EventKind.COMPLETED, "notice"),
    ("10-08T10:30", EventKind.DELIVERED, "delivered"),
    CaseEvent("c", EventKind.ENDED, at("10-08T12:00"), outcome="approved"),
)


def test_a_permit_over_the_national_day_week() -> None:
    observation = observed(*PERMIT)
    cases = case_table(observation)
    assert cases.cycle_time.tolist() == [9 * DAY + 90 * MINUTE]
    # 14:30-17:30 on Tuesday and 9:00-12:00, 13:30-14:30 on Wednesday.
    assert cases.processing_time.tolist() == [7 * HOUR]
    assert cases.processing_days.tolist() == [1]
    assert (cases.visits.tolist(), cases.documents.tolist(), cases.steps.tolist()) == ([1], [2], [2])
    # An hour before lunch and one after it, at 64 yuan an hour; 10 for the intake and 500 for the survey.
    assert (cases.agency_cost.tolist(), cases.fees.tolist()) == ([128.0], [510.0])
    assert [verdicts.item() for _, verdicts in cases.timeliness] == [Timeliness.ON_TIME] * 3
    time = {who: spans.item() / HOUR for who, spans in holding(observation, cases).time.items()}
    assert time == {
        Holder.WORKING: 2.0,
        Holder.QUEUEING: 2.0,
        Holder.OFF_DUTY: 1.5,
        Holder.THIRD_PARTY: 24.0,
        Holder.APPLICANT: 0.0,
        Holder.STATUTORY: 187.0,
        Holder.ELSEWHERE: 1.0,
    }


def test_a_stop_for_a_correction_leaves_the_clock_standing() -> None:
    cases = case_table(
        observed(
            ("03-02T10:00", EventKind.SUBMITTED, ""),
            ("03-02T10:00", EventKind.ACCEPTED, "accepted"),
            CaseEvent("c", EventKind.CLOCK_STOPPED, at("03-03T10:00"), "mending", cause="correction"),
            CaseEvent("c", EventKind.CLOCK_STOPPED, at("03-04T10:00"), "hearing", cause="hearing"),
            CaseEvent("c", EventKind.CLOCK_RESUMED, at("03-05T10:00"), "mending", cause="correction"),
            CaseEvent("c", EventKind.CLOCK_RESUMED, at("03-06T10:00"), "hearing", cause="hearing"),
            ("03-09T10:00", EventKind.DECIDED, "decided"),
        )
    )
    assert cases.processing_days.tolist() == [2]
    assert cases.processing_time.tolist() == [2 * 7 * HOUR]
    assert cases.corrections.tolist() == [1]


def test_a_stop_that_begins_with_the_decision_takes_nothing_away() -> None:
    # A Saturday: for who decides on it, Monday is the day that is running.
    cases = case_table(
        observed(
            ("03-02T10:00", EventKind.ACCEPTED, "accepted"),
            ("03-07T10:00", EventKind.DECIDED, "decided"),
            CaseEvent("c", EventKind.CLOCK_STOPPED, at("03-07T10:00"), "hearing", cause="hearing"),
        )
    )
    assert cases.processing_days.tolist() == [5]


def test_the_first_time_that_a_mark_is_reached_counts() -> None:
    cases = case_table(
        observed(
            ("03-02T10:00", EventKind.SUBMITTED, ""),
            ("03-03T10:00", EventKind.ACCEPTED, "accepted"),
            ("03-04T10:00", EventKind.ACCEPTED, "accepted"),
        )
    )
    assert cases.accepted_at.tolist() == [at("03-03T10:00")]


def test_a_case_that_is_not_finished_is_counted_but_not_averaged() -> None:
    events = (*PERMIT, CaseEvent("d", EventKind.SUBMITTED, at("10-09T09:00")))
    until = at("10-30T09:00")
    observation = observed(*events, CaseEvent("d", EventKind.ACCEPTED, at("10-09T09:00")), until=until)
    summary = summarise(observation, at("09-01T00:00"), until)
    assert (summary.submitted, summary.finished, summary.unfinished) == (2, 1, 1)
    # Accepted three weeks ago with a limit of three working days: late, whatever comes.
    assert summary.overdue == 1
    assert summary.value("on_time") == 0.5
    assert summary.figures["cycle_time.mean"].cases == 1
    assert summary.value("cycle_time.median") == (9 * DAY + 90 * MINUTE) / DAY
    assert summary.results == {"approved": 1}
    assert case_table(observation).processing_days.tolist() == [1, NONE]


@pytest.mark.parametrize("result", ["withdrawn", "revoked"])
def test_a_case_that_was_late_stays_late_though_it_is_never_decided(result: str) -> None:
    """Limits of three and of one working day from acceptance to decision, and of six from submission to delivery."""
    events = (("03-02T10:00", EventKind.SUBMITTED, ""), ("03-02T10:00", EventKind.ACCEPTED, "accepted"))

    def verdicts(*ended: CaseEvent) -> list[Timeliness]:
        cases = case_table(observed(*events, *ended, until=at("03-12T10:00")))
        return [Timeliness(of_limit.item()) for _, of_limit in cases.timeliness]

    def ended(day: str) -> CaseEvent:
        return CaseEvent("c", EventKind.ENDED, at(f"{day}T10:00"), outcome=result)

    assert verdicts() == [Timeliness.LATE] * 3
    assert verdicts(ended("03-12")) == [Timeliness.LATE] * 3
    summary = summarise(observed(*events, ended("03-12")), at("03-01T00:00"), at("03-31T00:00"))
    assert summary.value("on_time.statutory") == 0
    assert verdicts(ended("03-05")) == [Timeliness.OPEN, Timeliness.LATE, Timeliness.OPEN]
    assert verdicts(ended("03-03")) == [Timeliness.OPEN] * 3


def test_a_case_that_ends_before_a_limit_applies_keeps_and_breaks_nothing() -> None:
    ended = CaseEvent("c", EventKind.ENDED, at("03-30T10:00"), outcome="withdrawn")
    cases = case_table(observed(("03-02T10:00", EventKind.SUBMITTED, ""), ended))
    of_acceptance, of_promise, of_submission = (verdicts.item() for _, verdicts in cases.timeliness)
    assert (of_acceptance, of_promise, of_submission) == (Timeliness.OPEN, Timeliness.OPEN, Timeliness.LATE)


def test_cases_from_outside_the_window_are_left_out() -> None:
    summary = summarise(observed(*PERMIT), at("10-01T00:00"), at("10-08T10:30"))
    assert summary.submitted == 0
    assert summary.value("cycle_time.mean") is None
    # The case from before the window is under way in all of it.
    assert summary.value("work_in_progress") == 1.0


def test_a_visit_that_was_made_counts_though_the_case_was_withdrawn_and_one_never_made_does_not() -> None:
    cases = case_table(
        observed(
            ("03-02T09:00", EventKind.SUBMITTED, ""),
            ("03-02T09:00", EventKind.ENABLED, "intake"),
            ("03-02T09:00", EventKind.STARTED, "intake"),
            ("03-02T09:00", EventKind.ENABLED, "correct"),
            ("03-02T09:00", EventKind.STARTED, "correct"),
            ("03-02T10:00", EventKind.CANCELLED, "intake"),
            ("03-02T10:00", EventKind.CANCELLED, "correct"),
            CaseEvent("c", EventKind.ENDED, at("03-02T10:00"), outcome="withdrawn"),
        )
    )
    assert (cases.visits.tolist(), cases.documents.tolist(), cases.fees.tolist()) == ([1], [2], [10.0])
    assert cases.steps.tolist() == [0]
    assert cases.agency_cost.tolist() == [64.0]


def test_a_fee_that_the_agency_pays_is_its_cost_and_not_the_applicant_s() -> None:
    cases = case_table(
        observed(
            ("03-02T09:00", EventKind.SUBMITTED, ""),
            ("03-02T09:00", EventKind.ENABLED, "opinion"),
            ("03-02T09:00", EventKind.STARTED, "opinion"),
            ("03-02T10:00", EventKind.COMPLETED, "opinion"),
        )
    )
    assert (cases.agency_cost.tolist(), cases.fees.tolist()) == ([7.0], [0.0])


def test_work_that_rests_while_papers_circulate_takes_nothing_from_service() -> None:
    events = (
        ("03-02T16:00", EventKind.SUBMITTED, ""),
        ("03-02T16:00", EventKind.ENABLED, "check"),
        CaseEvent("c", EventKind.STARTED, at("03-02T16:00"), "check", member="1"),
        ("03-02T17:00", EventKind.RELEASED, "check"),
        ("03-02T17:00", EventKind.SUSPENDED, "check"),
        ("03-03T10:00", EventKind.RESUMED, "check"),
        ("03-03T10:00", EventKind.COMPLETED, "check"),
    )
    (check,) = [step for step in measure_tasks(observed(*events)) if step.step == "check"]
    assert (check.service_time.mean, check.circulation_time.mean, check.sojourn_time.mean) == (1.0, 1.5, 18.0)


def test_a_pool_is_as_busy_as_its_members_hours_allow() -> None:
    observation = observed(
        ("03-02T09:00", EventKind.SUBMITTED, ""),
        ("03-02T09:00", EventKind.ENABLED, "intake"),
        CaseEvent("c", EventKind.STARTED, at("03-02T09:00"), "intake", member="2"),
        ("03-02T17:30", EventKind.COMPLETED, "intake"),
    )
    window, review = measure_pools([observation], at("03-02T00:00"), at("03-03T00:00"))
    # Two members of seven hours, and one of four and a half in the evening.
    assert window.staffed_time == (2 * 7 + 4.5) * HOUR
    assert window.utilisation == 7 / 18.5
    assert window.utilisation_by_hour[0, 13] == 0.5
    assert review.utilisation == 0.0
    assert review.mean_waiting_hours != review.mean_waiting_hours  # nobody came: not a number


def test_steps_that_the_lane_does_not_have_are_named() -> None:
    with pytest.raises(UnknownNameError, match=r"no step is called 'intaek'. Did you mean 'intake'\?"):
        observed(("03-02T09:00", EventKind.ENABLED, "intaek"))


def test_cases_that_the_log_does_not_have_are_named() -> None:
    log = EventLog()
    log.append(CaseEvent("case-1", EventKind.SUBMITTED, at("03-02T09:00")))
    with pytest.raises(UnknownNameError, match=r"no case is called 'case-2'"):
        observe(log, SETTING, cases=["case-2"])


def test_a_measure_of_no_such_name_is_refused() -> None:
    summary = summarise(observed(*PERMIT), at("09-01T00:00"), at("10-30T00:00"))
    with pytest.raises(UnknownNameError, match=r"Did you mean 'cycle_time.mean'"):
        summary.value("cycle_time.meen")


@pytest.mark.parametrize(
    "measure", [summarise, lambda observation, start, end: measure_pools([observation], start, end)]
)
def test_a_window_has_to_end_after_its_start(measure: object) -> None:
    assert callable(measure)
    with pytest.raises(ValueError, match="expected a window that ends after its start"):
        measure(observed(*PERMIT), at("10-01T00:00"), at("10-01T00:00"))


def test_what_happens_outside_the_compiled_calendars_is_refused() -> None:
    events = (
        CaseEvent("c", EventKind.ACCEPTED, at("12-31T09:00")),
        CaseEvent("c", EventKind.DECIDED, at("12-31T09:00") + 2 * DAY),
    )
    with pytest.raises(CalendarYearError, match="Compile the calendar for more years"):
        case_table(observed(*events))


def test_an_empty_log_has_no_figures_but_is_no_error() -> None:
    summary = summarise(observe(EventLog(), SETTING), at("09-01T00:00"), at("10-30T00:00"))
    assert {figure.value for figure in summary.figures.values()} == {None, 0.0}
    assert summary.submitted == 0
