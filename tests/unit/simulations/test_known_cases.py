"""Cases that have been: run again as they were, and under other rules."""

from __future__ import annotations

import pytest

from simulations.rerun import known_cases, rerun
from simulations.run import Run
from simulations.what_if import Past, past_of, what_if
from tests.unit.simulations.offices import account, at, fixed, lane, plans_of, run, served, task
from workflows.definition.distributions import span
from workflows.definition.lane import Lane
from workflows.events.event import EventKind
from workflows.interpreter.case import Case
from workflows.interpreter.draws import key_of, stream_name, uniform

MORNING = {"a": "09:00", "b": "09:10"}


def exponential(minutes: float) -> str:
    return f"{{kind: exponential, mean: {minutes}, unit: minutes, provenance: *p}}"


def office(service: float = 30, circulation: float = 60, extra: str = "") -> Lane:
    check = task("check", 0, more=f"circulation_time: {exponential(circulation)}").replace(
        fixed(0), exponential(service)
    )
    think = f"{{kind: applicant, id: think, title: *t, time: {exponential(90)}}}"
    survey = f"{{kind: third_party, id: survey, title: *t, party: *t, time: {exponential(90)}}}"
    return lane(f"{{kind: sequence, steps: [{check}, {think}, {survey}{extra}]}}")


def cases() -> list[Case]:
    return [
        Case(id=id_, submitted_at=at(clock), number=number, draws="office/")
        for number, (id_, clock) in enumerate(MORNING.items())
    ]


def under(other: Lane, seed: int = 99) -> Run:
    """What happened in the office, under another lane; drawn with another seed, so nothing agrees by itself."""
    plan = plans_of(office())["office"]
    past = past_of(plan, cases(), run(office(), MORNING).log.by_case())
    return what_if(plans_of(other), "office", cases(), past, seed)


def test_rerun_gives_the_events_back() -> None:
    happened = run(office(), MORNING).log
    known = known_cases("office", cases(), happened.by_case())
    assert rerun(plans_of(office()), known, seed=99).by_case() == happened.by_case()


def test_rerun_of_nothing_is_nothing() -> None:
    assert list(rerun(plans_of(office()), [], seed=1)) == []
    assert list(what_if(plans_of(office()), "office", [], Past(), seed=1).log) == []


def test_under_the_same_rules_the_same_happens() -> None:
    """To the millisecond: a span is read off as a multiple of its mean, and multiplied back."""
    assert list(under(office()).log) == list(run(office(), MORNING).log)


def test_what_a_member_needed_is_counted_in_their_own_hours() -> None:
    """One serves a from 7 to 9, which is before the pool's usual hours; two serves b over night."""
    staff = "[{count: 1, calendar: early, provenance: *p}, {count: 1, calendar: late, provenance: *p}]"
    shifts = lane(task("serve", 120), staff=staff)
    morning = {"a": "07:00", "b": "13:00"}
    submitted = [case.model_copy(update={"submitted_at": at(morning[case.id])}) for case in cases()]
    happened = run(shifts, morning).log
    past = past_of(plans_of(shifts)["office"], submitted, happened.by_case())
    assert past.times == {("office/", "serve", "service", 0, 0): 1.0, ("office/", "serve", "service", 1, 0): 1.0}
    assert list(what_if(plans_of(shifts), "office", submitted, past, 99).log) == list(happened)


def test_somebody_of_another_name_keeps_the_hours_of_the_pool() -> None:
    plain = lane(task("serve", 60))
    events = [event._replace(member="李" if event.member else "") for event in run(plain, {"a": "09:00"}).log]
    past = past_of(plans_of(plain)["office"], cases()[:1], {"a": events})
    assert list(past.times.values()) == [1.0]


def test_a_mean_that_is_halved_halves_what_was_needed() -> None:
    quick = under(office(service=15))
    [first, *_] = served(quick)
    assert first == "09:00 a check started 1"
    needed = {}
    for happened, name in ((run(office(), MORNING), "before"), (quick, "after")):
        released = next(event.at for event in happened.log if event.kind.name == "RELEASED" and event.case == "a")
        needed[name] = released - at("09:00")
    assert abs(needed["after"] - needed["before"] / 2) <= 1


def test_people_queue_again() -> None:
    slow = under(office(service=300))
    begun = {event.case: event.at for event in slow.log if event.kind.name == "STARTED" and event.step == "check"}
    free = next(event.at for event in slow.log if event.kind.name == "RELEASED" and event.case == "a")
    assert begun["b"] >= free


def judged(**percent: int) -> Lane:
    """A step that comes out in these ways."""
    *given, last = percent
    ways = [f"{{id: {id_}, title: *t, share: {{value: {percent[id_] / 100}, provenance: *p}}}}" for id_ in given]
    outcomes = ", ".join([*ways, f"{{id: {last}, title: *t}}"])
    return lane(f"{{kind: applicant, id: judge, title: *t, time: {fixed(30)}, outcomes: [{outcomes}]}}")


MANY = [Case(id=f"c{number}", submitted_at=at("09:00"), number=number, draws="office/") for number in range(800)]


def came_out(of: Run) -> list[str]:
    return [event.outcome for event in of.log if event.kind is EventKind.COMPLETED]


def judged_again(old: Lane, new: Lane, seed: int = 99) -> list[tuple[str, str]]:
    """How each of the cases came out, and how it comes out under the other lane."""
    plan = plans_of(old)["office"]
    happened = what_if(plans_of(old), "office", MANY, Past(), seed=1)
    past = past_of(plan, MANY, happened.log.by_case())
    again = what_if(plans_of(new), "office", MANY, past, seed)
    return list(zip(came_out(happened), came_out(again), strict=True))


@pytest.mark.parametrize("seed", [1, 99])
def test_a_step_comes_out_as_it_did(seed: int) -> None:
    """Drawn with the seed that the outcomes came from, or with another."""
    both = judged_again(judged(good=60, poor=30, bad=10), judged(good=60, poor=30, bad=10), seed)
    assert {before for before, _ in both} == {"good", "poor", "bad"}
    assert all(before == after for before, after in both)


def test_the_order_of_outcomes_does_not_matter() -> None:
    both = judged_again(judged(good=60, poor=30, bad=10), judged(bad=10, good=60, poor=30))
    assert all(before == after for before, after in both)


@pytest.mark.parametrize("seed", [1, 99])
def test_an_outcome_that_became_rarer_is_kept_only_as_often(seed: int) -> None:
    both = judged_again(judged(good=50, poor=10, bad=40), judged(good=80, poor=10, bad=10), seed)
    assert all(after == before for before, after in both if before != "bad")
    bad = [after for before, after in both if before == "bad"]
    assert set(bad) == {"bad", "good"}
    # A quarter of them stays; binomial, four standard deviations.
    assert abs(bad.count("bad") / len(bad) - 0.25) < 4 * (0.25 * 0.75 / len(bad)) ** 0.5


def test_an_outcome_that_is_gone_gives_way_to_what_came_in_its_place() -> None:
    both = judged_again(judged(good=60, bad=40), judged(good=60, mended=40))
    assert {after for before, after in both if before == "bad"} == {"mended"}
    assert {after for before, after in both if before == "good"} == {"good"}


def test_an_outcome_that_the_lane_never_expected_is_kept_where_it_is_expected_now() -> None:
    """Live, an officer may decide what the lane gives no chance."""
    unexpected = [
        event._replace(outcome="bad" if event.outcome else "")
        for event in run(judged(bad=0, good=100), {"a": "09:00"}).log
    ]
    past = past_of(plans_of(judged(bad=0, good=100))["office"], MANY[:1], {"c0": unexpected})
    assert came_out(what_if(plans_of(judged(bad=1, good=99)), "office", MANY[:1], past, seed=9)) == ["bad"]
    assert came_out(what_if(plans_of(judged(bad=0, good=100)), "office", MANY[:1], past, seed=9)) == ["good"]


def test_what_nobody_knows_is_drawn() -> None:
    new = office(extra=", " + task("new", 0).replace(fixed(0), exponential(20)))
    happened = under(new, seed=7).log
    plan = plans_of(new)["office"]
    events = {(event.case, event.kind.name): event.at for event in happened if event.step == "new"}
    key = key_of(7, 0, stream_name("office/", "new", "service"))
    drawn = span(new.tasks["new"].service_time, uniform(key, 0))
    assert plan.office.between(events["a", "STARTED"], events["a", "COMPLETED"]) == drawn


def test_a_step_that_states_no_time_has_no_past() -> None:
    instant = lane(task("serve", 0))
    plan, happened = plans_of(instant)["office"], run(instant, {"a": "09:00"})
    assert past_of(plan, cases()[:1], happened.log.by_case()) == Past()


def test_a_case_that_its_applicant_withdrew_is_withdrawn_again() -> None:
    known = known_cases("office", cases()[:1], run(office(), {"a": "09:00"}).log.by_case())
    given_up = [known[0].model_copy(update={"script": known[0].script.model_copy(update={"withdrawn_after": 60_000})})]
    log = rerun(plans_of(office()), given_up, seed=1)
    assert account(Run(log, ["office"]))[-2:] == ["09:01 a check cancelled", "09:01 a ended withdrawal withdrawn"]


@pytest.mark.parametrize("step", ["nothing", "check2"])
def test_a_script_of_another_lane_is_told_apart(step: str) -> None:
    known = known_cases("office", cases()[:1], run(lane(task(step, 5)), {"a": "09:00"}).log.by_case())
    with pytest.raises(LookupError, match="has no occurrence 0 of step 'check'"):
        rerun(plans_of(office()), known, seed=1)
