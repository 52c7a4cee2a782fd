"""Who does the work and where: a county, pooled windows, a bureau, a chief at the window, agents by catalogue."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from tests.oracles.levers import BASIS, lever, minutes, pool_of, visits
from workflows.definition.cadence import Weekday
from workflows.definition.catalogue import shipped_lane
from workflows.definition.lane import Lane
from workflows.definition.provenance import Source
from workflows.definition.steps import ApplicantStep
from workflows.errors import InvalidInputError, LeverRefusedError, UnknownNameError
from workflows.levers.county import DevolveToCounty, Transition
from workflows.levers.overrides import Overrides
from workflows.levers.rewriting import revised
from workflows.levers.together import apply_together

HALF = {"value": 0.5, "provenance": BASIS}
FRIDAYS = {"begins_on": "2023-03-01", "weekdays": ["friday"], "provenance": BASIS}
LATE = {"base": "weekdays", "hours": ["12:00-20:00"], "provenance": BASIS}


def transition(**changes: object) -> Transition:
    return Transition.model_validate({**FRIDAYS, **changes})


def test_a_transition_is_three_months_and_can_be_extended() -> None:
    assert transition().ends_on == date(2023, 6, 1)
    assert transition(extended_by=8).ends_on == date(2024, 2, 1)
    assert transition(begins_on="2023-11-30").ends_on == date(2024, 2, 29)
    assert transition().days[0] == date(2023, 3, 3)
    assert len(transition().days) == 13
    assert {day.weekday() for day in transition(weekdays=[Weekday.MONDAY, Weekday.FRIDAY]).days} == {0, 4}
    with pytest.raises(ValidationError, match="at most 24 months; found 27"):
        transition(extended_by=24)


def test_an_item_moves_to_the_county_whose_people_are_in_training_at_first(permit: Lane) -> None:
    after = lever(
        "devolve_to_county", steps=["fire_review"], pool="county", county=pool_of(2), transition=FRIDAYS
    ).apply(permit)
    county = after.pools["county"]
    assert after.tasks["fire_review"].pool == "county"
    assert county.calendar == "office_in_training"
    assert after.calendars["office_in_training"].leave == transition().days
    assert after.calendars["office"] is permit.calendars["office"]
    assert after.tasks["survey"] is permit.tasks["survey"]
    without = lever("devolve_to_county", steps=["fire_review"], pool="county", county=pool_of(2)).apply(permit)
    assert without.pools["county"].calendar == "office"


def test_a_second_item_meets_people_who_are_in_the_same_classes(permit: Lane) -> None:
    first = lever("devolve_to_county", steps=["survey"], pool="county", county=pool_of(2), transition=FRIDAYS).apply(
        permit
    )
    second = lever("devolve_to_county", steps=["fire_review"], pool="county", transition=FRIDAYS).apply(first)
    assert second.pools == first.pools
    assert second.calendars == first.calendars
    with pytest.raises(LeverRefusedError, match="one transition of those who keep 'office_in_training'"):
        lever("devolve_to_county", steps=["fire_review"], pool="county", transition=FRIDAYS | {"extended_by": 1}).apply(
            first
        )


def test_people_of_a_county_who_keep_other_hours_are_in_training_too(permit: Lane) -> None:
    staff = [{"count": 1, "provenance": BASIS}, {"count": 1, "provenance": BASIS, "calendar": "late"}]
    late = revised(permit, calendars=permit.calendars | {"late": LATE})
    county = pool_of(1) | {"staff": staff}
    after = lever("devolve_to_county", steps=["survey"], pool="county", county=county, transition=FRIDAYS).apply(late)
    assert [group.calendar for group in after.pools["county"].staff] == [None, "late_in_training"]


def test_a_day_with_hours_of_its_own_stays_open_in_the_transition(permit: Lane) -> None:
    extra = [{"day": "2023-03-03", "hours": ["09:00-10:00"]}]
    office = permit.calendars["office"].model_dump() | {"extra": extra}
    after = lever("devolve_to_county", steps=["survey"], pool="county", county=pool_of(1), transition=FRIDAYS).apply(
        revised(permit, calendars={"office": office})
    )
    assert after.calendars["office_in_training"].leave == transition().days[1:]


def test_what_is_nearer_takes_less_time_and_says_why(permit: Lane) -> None:
    after = lever(
        "devolve_to_county", steps=["scheme"], pool="county", county=pool_of(1), nearer=["file_scheme"], way=HALF
    ).apply(permit)
    step = after.steps["file_scheme"]
    assert isinstance(step, ApplicantStep)
    assert step.time.mean == 1
    assert step.time.provenance.basis == "0.5 times two days; for a test"
    with pytest.raises(ValidationError, match="nearer and way, or neither; found nearer alone"):
        lever("devolve_to_county", steps=["scheme"], pool="county", nearer=["file_scheme"])


def test_only_tasks_of_others_are_devolved(permit: Lane) -> None:
    with pytest.raises(LeverRefusedError, match="a task of another pool as 'survey'; found one of 'fire'"):
        lever("devolve_to_county", steps=["survey"], pool="fire").apply(permit)
    with pytest.raises(LeverRefusedError, match="a task as 'file_site'; found applicant"):
        lever("devolve_to_county", steps=["file_site"], pool="county", county=pool_of(1)).apply(permit)
    with pytest.raises(UnknownNameError, match="no pool is called 'county'"):
        lever("devolve_to_county", steps=["survey"], pool="county").apply(permit)
    with pytest.raises(LeverRefusedError, match="'fire' twice"):
        lever("devolve_to_county", steps=["scheme"], pool="fire", county=pool_of(1)).apply(permit)
    with pytest.raises(LeverRefusedError, match="a step of the applicant as 'site'"):
        lever("devolve_to_county", steps=["scheme"], pool="county", county=pool_of(1), nearer=["site"], way=HALF).apply(
            permit
        )


def test_windows_of_several_sites_become_one_queue(permit: Lane) -> None:
    after = lever("city_wide_acceptance", windows=["planning", "fire"]).apply(permit)
    assert {task.pool for task in after.tasks.values()} == {"city_windows"}
    [staff] = after.pools["city_windows"].staff
    assert (staff.count, staff.calendar, staff.provenance.basis) == (4, None, "3: three; 1: one")
    assert after.pools["city_windows"].department == permit.pools["planning"].department
    assert list(after.pools) == ["city_windows"]


def test_people_of_pooled_windows_keep_their_hours(permit: Lane) -> None:
    late = lever("change_hours", pool="fire", calendar="late", hours=LATE).apply(permit)
    after = lever("city_wide_acceptance", windows=["planning", "fire"], into="fire").apply(late)
    assert [(group.count, group.calendar) for group in after.pools["fire"].staff] == [(3, None), (1, "late")]


def test_pools_that_cannot_be_pooled_are_refused(permit: Lane) -> None:
    with pytest.raises(LeverRefusedError, match="every pool once; found 'fire' twice"):
        lever("city_wide_acceptance", windows=["fire", "fire"]).apply(permit)
    with pytest.raises(UnknownNameError, match="Did you mean 'fire'"):
        lever("city_wide_acceptance", windows=["fires", "planning"]).apply(permit)
    three = revised(permit, pools=permit.pools | {"third": permit.pools["fire"]})
    with pytest.raises(LeverRefusedError, match="a new id for the pool that takes their place; found 'third' twice"):
        lever("city_wide_acceptance", windows=["planning", "fire"], into="third").apply(three)
    costly = {"yuan": 60, "provenance": BASIS}
    paid = revised(permit, pools=permit.pools | {"fire": revised(permit.pools["fire"], cost_per_hour=costly)})
    with pytest.raises(LeverRefusedError, match="found none, 60 yuan an hour"):
        lever("city_wide_acceptance", windows=["planning", "fire"]).apply(paid)
    after = lever("city_wide_acceptance", windows=["planning", "fire"], cost_per_hour=costly).apply(paid)
    assert after.pools["city_windows"].cost_per_hour is not None


def test_cross_training_is_for_people_who_keep_the_same_hours(permit: Lane) -> None:
    after = lever("cross_train", pools=["planning", "fire"]).apply(permit)
    assert after.pools["cross_trained_staff"].members == 4
    late = lever("change_hours", pool="fire", calendar="late", hours=LATE).apply(permit)
    with pytest.raises(LeverRefusedError, match="planning keeps office; fire keeps late"):
        lever("cross_train", pools=["planning", "fire"]).apply(late)
    stated = lever("cross_train", pools=["planning", "fire"], calendar="office").apply(late)
    assert [(group.count, group.calendar) for group in stated.pools["cross_trained_staff"].staff] == [(4, None)]
    with pytest.raises(UnknownNameError, match="no calendar is called 'noon'"):
        lever("cross_train", pools=["planning", "fire"], calendar="noon").apply(permit)


def test_a_bureau_takes_powers_and_people_and_carries_no_papers(permit: Lane) -> None:
    after = lever("approval_bureau", pools=["planning", "fire"], legs=["file_scheme"]).apply(permit)
    assert {task.pool for task in after.tasks.values()} == {"approval_bureau"}
    assert after.pools["approval_bureau"].department.zh == "行政审批局"
    assert "file_scheme" not in after.steps
    assert visits(permit) - visits(after) == 1
    assert after.levers == ("approval_bureau",)


def test_a_bureau_of_departments_with_other_hours_or_papers_is_refused(permit: Lane) -> None:
    late = lever("change_hours", pool="fire", calendar="late", hours=LATE).apply(permit)
    with pytest.raises(LeverRefusedError, match="State the hours that all keep then"):
        lever("approval_bureau", pools=["planning", "fire"]).apply(late)
    with pytest.raises(LeverRefusedError, match="a step of the applicant as 'site'"):
        lever("approval_bureau", pools=["planning", "fire"], legs=["site"]).apply(permit)


def test_a_chief_signs_at_the_window() -> None:
    lane = shipped_lane("property_registration")
    assert lane.tasks["first_review"].circulation is not None
    after = lever("chief_representative", tasks=["first_review"], window="registry_window").apply(lane)
    review = after.tasks["first_review"]
    assert (review.pool, review.circulation, review.limit) == (
        "registry_window",
        None,
        lane.tasks["first_review"].limit,
    )
    with pytest.raises(LeverRefusedError, match="a task whose papers circulate as 'second_review'"):
        lever("chief_representative", tasks=["second_review"], window="registry_window").apply(lane)
    with pytest.raises(LeverRefusedError, match="a task as 'decided'; found milestone"):
        lever("chief_representative", tasks=["decided"], window="registry_window").apply(lane)
    with pytest.raises(UnknownNameError, match="no pool is called 'window'"):
        lever("chief_representative", tasks=["first_review"], window="window").apply(lane)


def items(count: int, rate: float) -> dict[str, object]:
    retained = {"items": count, "provenance": {"source": "seed", "basis": "FS-013"}}
    return {"pool": "fire", "retained": retained, "agents_per_item": {"value": rate, "provenance": BASIS}}


@pytest.mark.parametrize(("count", "rate", "agents"), [(1476, 0.01, 15), (590, 0.01, 6), (600, 0.01, 6), (3, 0.1, 1)])
def test_agents_are_posted_in_proportion_to_the_items_kept(permit: Lane, count: int, rate: float, agents: int) -> None:
    posted = lever("agent_staffing", **items(count, rate))
    if agents == 1:
        with pytest.raises(LeverRefusedError, match="another number of agents than 1 in 'fire'; found as many"):
            posted.apply(permit)
        return
    after = posted.apply(permit)
    [staff] = after.pools["fire"].staff
    assert (staff.count, staff.provenance.source) == (agents, Source.ASSUMED)
    assert staff.provenance.basis.startswith(f"{count} items (FS-013) times 0.01")


def test_agents_whom_the_lane_does_not_have_or_who_keep_other_hours_are_refused(permit: Lane) -> None:
    with pytest.raises(UnknownNameError, match="no pool is called 'agents'"):
        lever("agent_staffing", **items(590, 0.01) | {"pool": "agents"}).apply(permit)
    with pytest.raises(LeverRefusedError, match="one group in 'fire' that keeps calendar 'late'; found 0"):
        lever("agent_staffing", **items(590, 0.01), calendar="late").apply(permit)


def owner(**changes: object) -> dict[str, object]:
    return {"pool": "planning", "owner_time": minutes(10), "gaps": ["file_scheme"], "factor": HALF} | changes


def test_an_owner_urges_and_spends_time_on_it(permit: Lane) -> None:
    paced = lever("pace_by_deadline", steps=["scheme"], pace=minutes(30)).apply(permit)
    after = lever("first_contact_owner", **owner(gaps=["file_scheme", "scheme"])).apply(paced)
    assert next(iter(after.steps)) == "first_contact"
    step, pace = after.steps["file_scheme"], after.tasks["scheme"].paced_by_limit
    assert isinstance(step, ApplicantStep)
    assert pace is not None
    assert (step.time.mean, pace.mean) == (1, 15)
    circulating = permit.tasks["permit"].model_dump() | {"circulation_time": minutes(60)}
    lane = Lane.model_validate(permit.model_dump(by_alias=True) | {"body": circulating | {"after": ()}})
    after = lever("first_contact_owner", **owner(gaps=["permit"])).apply(lane)
    assert after.tasks["permit"].circulation_time is not None
    assert after.tasks["permit"].circulation_time.mean == 30


def test_an_owner_is_there_once_and_urges_what_can_be_urged(permit: Lane) -> None:
    once = lever("first_contact_owner", **owner()).apply(permit)
    with pytest.raises(LeverRefusedError, match="cases without an owner; found step 'first_contact'"):
        lever("first_contact_owner", **owner(gaps=["file_site"])).apply(once)
    with pytest.raises(LeverRefusedError, match="found a task that is done in one go"):
        lever("first_contact_owner", **owner(gaps=["scheme"])).apply(permit)
    with pytest.raises(LeverRefusedError, match="a step that somebody does as 'accepted'; found milestone"):
        lever("first_contact_owner", **owner(gaps=["accepted"])).apply(permit)
    with pytest.raises(UnknownNameError, match="no pool is called 'hall'"):
        lever("first_contact_owner", **owner(pool="hall")).apply(permit)


@pytest.mark.parametrize("source", ["seed", "statute", "policy"])
def test_no_document_is_cited_for_how_people_react(source: str) -> None:
    ordered = {"value": 0.5, "provenance": {"source": source, "basis": "FS-033"}}
    with pytest.raises(ValidationError, match=f"expected a factor whose source is one of .*; found {source}"):
        lever("first_contact_owner", **owner(factor=ordered))


def test_a_devolved_item_is_the_same_item(permit: Lane) -> None:
    chosen = lever("devolve_to_county", steps=["scheme"], pool="fire")
    assert isinstance(chosen, DevolveToCounty)
    before, after = permit.tasks["scheme"], chosen.apply(permit).tasks["scheme"]
    assert after.model_copy(update={"pool": before.pool, "clauses": before.clauses}) == before


def test_windows_that_lanes_share_are_pooled_in_all_of_them(permit: Lane) -> None:
    pooling = lever("city_wide_acceptance", windows=["planning", "fire"])
    second = revised(permit, id="second", pools={"fire": permit.pools["fire"]}, body=permit.tasks["survey"])
    third = revised(
        permit, id="third", pools={"own": permit.pools["fire"]}, body=revised(permit.tasks["survey"], pool="own")
    )
    lanes = apply_together(pooling, (permit, second, third), 0, Overrides())
    assert [list(lane.pools) for lane in lanes] == [["city_windows"], ["city_windows"], ["own"]]
    assert lanes[1].tasks["survey"].pool == "city_windows"
    assert lanes[1].pools == lanes[0].pools
    assert lanes[1].levers == ()
    assert lanes[2] is third


def test_a_shared_pool_whose_people_went_nobody_knows_where_is_refused(permit: Lane) -> None:
    idle = revised(
        permit,
        body=revised(permit.tasks["issue"], pool="other", after=()),
        pools=permit.pools | {"other": permit.pools["fire"]},
    )
    second = revised(permit, id="second", body=permit.tasks["survey"])
    pooling = lever("city_wide_acceptance", windows=["planning", "fire"])
    with pytest.raises(InvalidInputError, match="the people of pool 'fire' of lane 'permit' to have gone to one"):
        apply_together(pooling, (idle, second), 0, Overrides())


def test_people_of_a_lane_that_is_only_called_do_not_work_twice() -> None:
    """The evaluation opens issues, which the same group verifies: once it is pooled here, it is nowhere else."""
    evaluation, issues = shipped_lane("clean_up_evaluation"), shipped_lane("issue_rectification")
    pooling = lever("cross_train", pools=["verification_group", "call_back_group"], into="both_groups")
    with pytest.raises(InvalidInputError, match="expected lane 'issue_rectification', which 'clean_up_evaluation'"):
        apply_together(pooling, (evaluation,), 0, Overrides())
    lanes = apply_together(pooling, (evaluation, issues), 0, Overrides())
    assert lanes[1].tasks["verify"].pool == "both_groups"
    assert [lane.pools["both_groups"].members for lane in lanes] == [2, 2]
    assert "verification_group" not in lanes[0].pools | lanes[1].pools
