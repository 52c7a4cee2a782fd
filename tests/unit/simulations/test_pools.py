"""Who does which task when: the rules of simulations.pools, one by one."""

from __future__ import annotations

from tests.unit.simulations.offices import account, fixed, lane, run, served, task
from workflows.events.event import EventKind

TWO = "[{count: 2, provenance: *p}]"
STAGGERED = "[{count: 1, calendar: early, provenance: *p}, {count: 1, calendar: late, provenance: *p}]"
STARTED = EventKind.STARTED


def test_first_come_first_served() -> None:
    office = lane(task("serve", 30))
    assert served(run(office, {"a": "09:00", "b": "09:10", "c": "09:05"})) == [
        "09:00 a serve started 1",
        "09:30 a serve completed 1 done",
        "09:30 c serve started 1",
        "10:00 c serve completed 1 done",
        "10:00 b serve started 1",
        "10:30 b serve completed 1 done",
    ]


def test_cases_of_one_instant_go_by_their_order() -> None:
    assert account(run(lane(task("serve", 30)), {"z": "09:00", "a": "09:00", "m": "09:00"}), STARTED) == [
        "09:00 z serve started 1",
        "09:30 a serve started 1",
        "10:00 m serve started 1",
    ]


def test_steps_of_one_case_at_one_instant_go_by_their_place_in_the_lane() -> None:
    branches = ", ".join(task(id_, 10) for id_ in ("zulu", "alpha", "mike"))
    office = lane(f"{{kind: parallel, id: all, title: *t, branches: [{branches}]}}")
    assert account(run(office, {"a": "09:00"}), STARTED) == [
        "09:00 a zulu started 1",
        "09:10 a alpha started 1",
        "09:20 a mike started 1",
    ]


def test_the_urgent_go_first_and_interrupt_nobody() -> None:
    branches = ", ".join(
        (task("long", 60), task("usual", 10, more="priority: 1"), task("urgent", 10, more="priority: -1"))
    )
    office = lane(f"{{kind: parallel, id: all, title: *t, branches: [{branches}]}}")
    assert account(run(office, {"a": "09:00", "b": "09:05"}), STARTED) == [
        "09:00 a long started 1",
        "10:00 a urgent started 1",
        "10:10 b urgent started 1",
        "10:20 b long started 1",
        "11:20 a usual started 1",
        "11:30 b usual started 1",
    ]


def test_the_first_by_name_who_is_free_is_asked() -> None:
    office = lane(task("serve", 30), staff=TWO)
    assert account(run(office, {"a": "09:00", "b": "09:10", "c": "09:35", "d": "09:41"}), STARTED) == [
        "09:00 a serve started 1",
        "09:10 b serve started 2",
        "09:35 c serve started 1",
        "09:41 d serve started 2",
    ]


def test_a_task_rests_over_lunch_and_over_night_with_whoever_began_it() -> None:
    office = lane(task("serve", 90), staff=TWO)
    assert served(run(office, {"a": "11:00", "b": "16:00"})) == [
        "11:00 a serve started 1",
        "13:30 a serve completed 1 done",
        "16:00 b serve started 1",
        "03-06 09:30 b serve completed 1 done",
    ]


def test_work_that_fills_the_morning_is_done_at_noon_and_the_next_begins_after_lunch() -> None:
    assert served(run(lane(task("serve", 60)), {"a": "11:00", "b": "11:30"})) == [
        "11:00 a serve started 1",
        "12:00 a serve completed 1 done",
        "13:00 b serve started 1",
        "14:00 b serve completed 1 done",
    ]


def test_nobody_is_asked_before_somebody_is_on_duty() -> None:
    office = lane(task("serve", 30), staff=TWO)
    assert account(run(office, {"a": "07:00", "b": "08:59", "c": "17:00", "d": "12:00"}), STARTED) == [
        "09:00 a serve started 1",
        "09:00 b serve started 2",
        "13:00 d serve started 1",
        "03-06 09:00 c serve started 1",
    ]


def test_whoever_is_on_duty_is_asked_before_whoever_comes_first_by_name() -> None:
    """One is there from 7 to 11, two from 10 to 14."""
    office = lane(task("serve", 20), staff=STAGGERED)
    cases = {"a": "06:00", "b": "10:30", "c": "11:00", "d": "11:05", "e": "14:00"}
    assert account(run(office, cases), STARTED) == [
        "07:00 a serve started 1",
        "10:30 b serve started 1",
        "11:00 c serve started 2",
        "11:20 d serve started 2",
        "03-06 07:00 e serve started 1",
    ]


def test_a_task_begun_before_closing_waits_for_its_member_not_for_the_pool() -> None:
    office = lane(task("serve", 45), staff=STAGGERED)
    assert served(run(office, {"a": "10:30"})) == ["10:30 a serve started 1", "03-06 07:15 a serve completed 1 done"]


def test_the_pool_wakes_at_the_next_opening_of_whoever_is_idle() -> None:
    """One keeps a's task over night, so only two is idle, and b waits for 10 o'clock."""
    office = lane(task("serve", 60), staff=STAGGERED)
    assert served(run(office, {"a": "10:45", "c": "13:30", "b": "13:45"})) == [
        "10:45 a serve started 1",
        "13:30 c serve started 2",
        "03-06 07:45 a serve completed 1 done",
        "03-06 07:45 b serve started 1",
        "03-06 08:45 b serve completed 1 done",
        "03-06 10:30 c serve completed 2 done",
    ]


def test_an_opening_that_was_awaited_is_given_up_for_an_earlier_one() -> None:
    """At 14:30 only two is idle, back at 10; at 7:30 one has done with a, and takes b at once."""
    office = lane(task("serve", 60), staff=STAGGERED)
    assert account(run(office, {"a": "10:30", "b": "14:30"}), STARTED) == [
        "10:30 a serve started 1",
        "03-06 07:30 b serve started 1",
    ]


def test_at_an_opening_waiting_tasks_are_given_out_before_anything_else_happens() -> None:
    """Case b arrives at the very instant of the opening that a has waited for."""
    assert account(run(lane(task("serve", 10)), {"b": "09:00", "a": "08:00"}), STARTED) == [
        "09:00 a serve started 1",
        "09:10 b serve started 1",
    ]


def race(patience: int) -> str:
    """A task, given up after so many minutes."""
    wait = f"{{kind: wait, id: patience, title: *t, time: {fixed(patience)}}}"
    contestants = f"[{{id: served, step: {task('serve', 60)}}}, {{id: gone, step: {wait}}}]"
    return f"{{kind: race, id: first, title: *t, branches: {contestants}}}"


def test_who_gives_up_waiting_leaves_the_queue() -> None:
    began_or_left = run(lane(race(90)), {"a": "09:00", "b": "09:05", "c": "09:10", "d": "10:20"})
    assert account(began_or_left, STARTED, EventKind.CANCELLED) == [
        "09:00 a serve started 1",
        "10:00 b serve started 1",
        "10:00 a patience cancelled",
        "10:35 b serve cancelled",
        "10:35 c serve started 1",
        "10:40 c serve cancelled",
        "10:40 d serve started 1",
        "11:40 d patience cancelled",
    ]


def test_who_left_from_the_middle_of_the_queue_is_passed_over() -> None:
    branches = ", ".join((task("long", 120), race(30).replace("serve", "quick")))
    office = lane(f"{{kind: parallel, id: all, title: *t, branches: [{branches}]}}")
    assert account(run(office, {"a": "09:00", "b": "09:10"}), STARTED) == [
        "09:00 a long started 1",
        "11:00 b long started 1",
    ]


def test_a_queue_of_nobody_but_those_who_left_is_no_queue() -> None:
    office = lane(race(30), staff=STAGGERED)
    assert account(run(office, {"a": "05:00", "b": "07:00"}), STARTED, EventKind.CANCELLED) == [
        "05:30 a serve cancelled",
        "07:00 b serve started 1",
        "07:30 b serve cancelled",
    ]


def test_a_member_set_free_at_night_is_awaited_instead_of_one_who_comes_later() -> None:
    """One keeps a's task over night until a gives up at 3:30; b waited for two at 10, and is served by one at 7."""
    office = lane(race(1200).replace(task("serve", 60), task("serve", 240)), staff=STAGGERED)
    assert account(run(office, {"a": "07:30", "b": "14:30"}), STARTED, EventKind.CANCELLED) == [
        "07:30 a serve started 1",
        "03-06 03:30 a serve cancelled",
        "03-06 07:00 b serve started 1",
        "03-06 10:30 b serve cancelled",
    ]


def test_papers_circulate_without_the_member() -> None:
    office = lane(task("serve", 30, more=f"circulation_time: {fixed(60)}"))
    kinds = (EventKind.STARTED, EventKind.RELEASED, EventKind.COMPLETED)
    assert account(run(office, {"a": "11:00", "b": "11:05"}), *kinds) == [
        "11:00 a serve started 1",
        "11:30 a serve released 1",
        "11:30 b serve started 1",
        "12:00 b serve released 1",
        "13:30 a serve completed 1 done",
        "14:00 b serve completed 1 done",
    ]


def test_papers_of_a_withdrawn_task_stop_and_its_member_is_not_freed_twice() -> None:
    body = race(90).replace(task("serve", 60), task("serve", 60, more=f"circulation_time: {fixed(600)}"))
    office = lane(body)
    assert account(run(office, {"a": "09:00", "b": "09:30", "c": "09:40"}), STARTED, EventKind.RELEASED) == [
        "09:00 a serve started 1",
        "10:00 a serve released 1",
        "10:00 b serve started 1",
        "11:00 b serve released 1",
        "11:00 c serve started 1",
    ]


def test_applicants_take_their_time_by_day_and_night_third_parties_in_office_hours() -> None:
    applicant = f"{{kind: applicant, id: think, title: *t, time: {fixed(60)}}}"
    party = f"{{kind: third_party, id: survey, title: *t, party: *t, time: {fixed(60)}}}"
    office = lane(f"{{kind: parallel, id: both, title: *t, branches: [{applicant}, {party}]}}")
    assert served(run(office, {"a": "16:30"})) == [
        "16:30 a think started",
        "16:30 a survey started",
        "17:30 a think completed done",
        "03-06 09:30 a survey completed done",
    ]


def test_a_case_that_ends_begins_nothing_that_it_gives_up() -> None:
    """Two of its tasks want one desk: when the first is withdrawn from it, the second is not begun for a moment."""
    wait = f"{{kind: wait, id: verdict, title: *t, time: {fixed(30)}}}"
    ending = f"{{kind: sequence, steps: [{wait}, {{kind: end, id: refused, title: *t, result: rejected}}]}}"
    branches = f"[{task('long', 60)}, {task('other', 60)}, {ending}]"
    office = lane(f"{{kind: parallel, id: all, title: *t, branches: {branches}}}")
    assert account(run(office, {"a": "09:00", "b": "09:10"}), STARTED, EventKind.CANCELLED) == [
        "09:00 a long started 1",
        "09:30 a long cancelled",
        "09:30 a other cancelled",
        "09:30 b long started 1",
        "09:40 b long cancelled",
        "09:40 b other cancelled",
    ]
