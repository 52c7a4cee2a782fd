"""The lanes that are no city's headline, and the rounds of the loops that come round."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.acceptance.travelling import at, days_between, declared, done, result, travelled, ways
from workflows.definition.cadence import Cadence, Monthly, OnDayOff, Quarterly, Weekly, Yearly, rounds
from workflows.definition.catalogue import LaneGroup, lane_groups, shipped_lane
from workflows.definition.limits import serial_sum
from workflows.definition.provenance import Source
from workflows.events.event import EventKind
from workflows.instants import date_of, start_of
from workflows.working_time.state_council import WorkingDays

YEAR = (start_of(date(2024, 1, 1)), start_of(date(2025, 1, 1)) - 1)
ROUNDS: dict[str, tuple[type[Weekly | Monthly | Quarterly | Yearly], int]] = {
    "annual_inspection_plan": (Yearly, 1),
    "campaign_phase": (Yearly, 1),
    "clean_up_evaluation": (Quarterly, 4),
    "counter_performance": (Quarterly, 4),
    "half_monthly_report": (Monthly, 24),
    "monthly_bulletin": (Monthly, 12),
    "monthly_meeting": (Monthly, 12),
    "three_tier_appraisal": (Yearly, 1),
    "weekly_dispatch": (Weekly, 52),
}
"""Loops that come round: the kind of their cadence, and how many rounds the documents have in a year."""
BECOMING_FEWER = {"clean_up_report", "policy_dispatch"}
"""Loops whose rounds become fewer as the work goes on."""


def cadence_of(id_: str) -> Cadence:
    arrivals = shipped_lane(id_).arrivals
    assert arrivals is not None
    assert arrivals.cadence is not None
    return arrivals.cadence


def test_the_loops_that_come_round_are_these() -> None:
    arrivals = {id_: shipped_lane(id_).arrivals for id_ in lane_groups()[LaneGroup.SUPERVISION]}
    assert {id_ for id_, each in arrivals.items() if each is not None and each.cadence is not None} == {
        *ROUNDS,
        *BECOMING_FEWER,
    }


@pytest.mark.parametrize("id_", sorted(ROUNDS))
def test_a_loop_comes_round_as_often_as_its_document_says(id_: str) -> None:
    kind, in_a_year = ROUNDS[id_]
    cadence, days = cadence_of(id_), WorkingDays()
    assert isinstance(cadence, kind)
    found = list(rounds(cadence, *YEAR, days))
    assert len(found) == in_a_year
    assert all(days.is_working_day(date_of(instant)) for instant in found)


def days_of(id_: str, year: int) -> list[date]:
    """The days of a loop's rounds in a year."""
    first, last = start_of(date(year, 1, 1)), start_of(date(year + 1, 1, 1)) - 1
    return [date_of(instant) for instant in rounds(cadence_of(id_), first, last, WorkingDays())]


def worked(day: date, ahead: int) -> date:
    """The day itself if it is worked, else the nearest one that is, later or earlier."""
    while not WorkingDays().is_working_day(day):
        day += timedelta(ahead)
    return day


def fridays_until(last: date) -> list[date]:
    days = [date(last.year, 1, 1) + timedelta(ahead) for ahead in range((last - date(last.year, 1, 1)).days + 1)]
    return [day for day in days if day.weekday() == 4]


def test_dispatch_is_weekly_and_then_half_monthly() -> None:
    """Weekly while policies are sorted out; by the 15th and 30th from the rectification on, that is from 16 March."""
    weekly = [worked(day, 1) for day in fridays_until(date(2018, 3, 15))]
    later = [date(2018, 3, 30), *(date(2018, month, day) for month in range(4, 13) for day in (15, 30))]
    assert days_of("policy_dispatch", 2018) == [*weekly, *(worked(day, -1) for day in later)]
    assert (len(weekly), len(later)) == (10, 19)
    assert len(days_of("policy_dispatch", 2024)) == 24


def test_reports_are_weekly_until_a_first_result_and_then_monthly() -> None:
    """Weekly until the end of August, by which a first result is wanted; then on the last working day of a month."""
    weekly = [worked(day, 1) for day in fridays_until(date(2023, 8, 31))]
    monthly = [worked(date(2023, month + 1, 1) - timedelta(1), -1) for month in range(9, 12)]
    monthly.append(worked(date(2023, 12, 31), -1))
    assert days_of("clean_up_report", 2023) == [*weekly, *monthly]
    assert (len(weekly), len(monthly)) == (34, 4)
    assert len(days_of("clean_up_report", 2024)) == 12
    begun = [date_of(events[0].at) for events in travelled("clean_up_report", 38).own.values()]
    assert begun == [*weekly, *monthly]


def test_reports_come_on_the_15th_and_30th_or_before_and_in_february_on_its_last_day() -> None:
    cadence = cadence_of("half_monthly_report")
    assert isinstance(cadence, Monthly)
    assert (cadence.days, cadence.on_day_off) == ((15, 30), OnDayOff.PREVIOUS_WORKING_DAY)
    assert cadence.provenance.source is Source.SEED
    cases = travelled("half_monthly_report", 48)
    for events in cases.own.values():
        begun, days = date_of(events[0].at), WorkingDays()
        meant = [begun + timedelta(ahead) for ahead in range(10)]
        [due] = [day for day in meant if day.day in {15, 30} or ((day + timedelta(1)).day == 1 and day.month == 2)][:1]
        assert not any(days.is_working_day(begun + timedelta(ahead + 1)) for ahead in range((due - begun).days))


def test_six_campaigns_begin_at_once() -> None:
    cases = travelled("campaign_phase", 12)
    begun = [events[0].at for events in cases.own.values()]
    assert [begun.count(instant) for instant in sorted(set(begun))] == [6, 6]


def test_limits_of_lanes_with_several_items_are_the_sums_of_theirs() -> None:
    utility, investment = shipped_lane("utility_connection"), shipped_lane("investment_project")
    assert serial_sum(utility, without=["excavation_permit"]) == utility.limits[0].working_days == 54
    assert serial_sum(investment, without=["check_project"]) == investment.limits[0].working_days == 81


def test_what_doing_business_published_of_electricity_is_a_target_and_no_input() -> None:
    lane = shipped_lane("utility_connection")
    assert [round(target.working_days * 365 / 250) for target in lane.targets] == [143, 34, 32]
    limits = [task.limit.provenance.source for task in lane.tasks.values() if task.limit]
    assert set(limits) <= {Source.KNOWLEDGE, Source.STATUTE}


def test_a_connection_is_built_by_whoever_the_customer_may_choose() -> None:
    for events in travelled("utility_connection", 300).own.values():
        named = declared(events, "contractor") == "designated"
        steps = done(events)
        assert ("works_by_named_contractor" in steps, "works_by_chosen_contractor" in steps) == (named, not named)
        assert steps.index("test_works") < steps.index("connect")


def test_zero_kilometres_are_zero_trips_and_mostly_a_certificate_on_the_spot() -> None:
    cases = travelled("zero_kilometre_service", 400)
    assert not cases.table.visits.any()
    granted = [events for events in cases.own.values() if ("decide_on_the_spot", "granted") in ways(events)]
    others = [events for events in cases.own.values() if ("decide_on_the_spot", "take_along") in ways(events)]
    assert len(granted) > len(others) > 0
    for events in granted:
        assert "print_certificate" in done(events)
    for events in others:
        assert {"review_in_office", "bring_back"} <= set(done(events))


def test_a_firm_leaves_by_the_short_way_after_its_notice_if_nobody_objects() -> None:
    cases = travelled("simplified_deregistration", 400)
    for events in cases.own.values():
        excluded = declared(events, "state_of_firm") == "excluded"
        assert (result(events) == "withdrawn") == excluded == ("public_notice" not in done(events))
        if not excluded:
            noticed, accepted = at(events, EventKind.ENABLED, "public_notice"), at(events, EventKind.ACCEPTED)
            assert noticed is not None
            assert accepted is not None
            assert days_between(noticed, accepted) > 45
            objected = ("decide_deregistration", "objected") in ways(events)
            assert (result(events) == "rejected") == objected
    assert {result(events) for events in cases.own.values()} == {"approved", "rejected", "withdrawn"}


def test_before_any_commitment_every_investment_is_looked_at_from_four_sides() -> None:
    cases = travelled("investment_project", 300)
    assert {declared(events, "on_negative_list") for events in cases.own.values()} == {"yes", "no"}
    for events in cases.own.values():
        assert {"review_equipment", "review_energy", "review_emissions", "approve_project"} <= set(done(events))


def test_the_last_three_phases_of_a_project_are_a_case_of_the_construction_lane() -> None:
    cases = travelled("project_phases", 60)
    for case, events in cases.own.items():
        signed = ("negotiate", "signed") in ways(events)
        child = cases.account(case).get(f"{case}/approve_build_accept")
        assert (child is not None) == signed == (result(events) != "withdrawn")
        if child is not None:
            assert at(events, EventKind.DECIDED) == child[-1].at
            assert (result(events) == "approved") == (result(child) == "approved")


def test_registration_tells_the_applicant_and_the_departments_of_what_is_still_needed() -> None:
    for events in travelled("double_notification", 300).own.values():
        steps = {"tell_applicant", "tell_departments", "claim", "contact_firm"}
        needed = declared(events, "later_approvals") == "needed"
        assert steps & set(done(events)) == (steps if needed else set())
