"""Whoever answers in a rehearsal: the same question has the same answer, and it is the simulation's draw."""

from __future__ import annotations

import pytest

from simulations.crew import PICK_UP, Answer, Crew
from tests.unit.simulations.offices import at, fixed, lane, plans_of, task
from workflows.definition.lane import DONE, Lane
from workflows.errors import UnknownNameError
from workflows.instants import MINUTE
from workflows.interpreter.case import Case
from workflows.interpreter.draws import key_of, stream_name, uniform

STAFF = "[{count: 2, calendar: early, provenance: *p}, {count: 3, provenance: *p}]"


def office() -> Lane:
    decides = (
        "outcomes: [{id: good, title: *t}, {id: bad, title: *t, share: {value: 0.3, provenance: *p}}, "
        "{id: odd, title: *t, share: {value: 0.2, provenance: *p}}]"
    )
    steps = (
        task("plain", 60),
        task("signed", 30, pool="archive", more=f"circulation_time: {fixed(90)}"),
        task("check", 10, more=decides),
        f"{{kind: applicant, id: think, title: *t, time: {fixed(45)}}}",
        f"{{kind: applicant, id: nod, title: *t, time: {fixed(0)}}}",
        f"{{kind: third_party, id: survey, title: *t, party: *t, time: {fixed(60)}}}",
        "{kind: milestone, id: in, title: *t, mark: accepted}",
    )
    return lane(f"{{kind: sequence, steps: [{', '.join(steps)}]}}", staff=STAFF)


def answer(step: str, clock: str, number: int = 0, occurrence: int = 0) -> Answer:
    case = Case(id="a", submitted_at=at("08:00"), number=number, draws="office/")
    return Crew(plans_of(office()), seed=1).answer("office", case, step, occurrence, at(clock))


def test_an_officer_notices_then_works_in_their_own_hours() -> None:
    """The pool's first staff entry is there from 7 to 11; members of it take turns by the case's number."""
    assert answer("plain", "10:30") == Answer("1", at("10:35"), None, at("07:35", "2024-03-06"), DONE)
    assert [answer("plain", "10:30", number).member for number in range(4)] == ["1", "2", "1", "2"]
    assert PICK_UP == 5 * MINUTE


def test_papers_circulate_in_office_hours() -> None:
    """Picked up at 11:35 and served until 13:05, lunch in between; then an hour and a half."""
    assert answer("signed", "11:30") == Answer("1", at("11:35"), at("13:05"), at("14:35"), DONE)


def test_applicants_and_third_parties_begin_at_once() -> None:
    assert answer("think", "18:00") == Answer("", None, None, at("18:45"), DONE)
    assert answer("survey", "16:30") == Answer("", None, None, at("09:30", "2024-03-06") + 1, DONE)


def test_nobody_answers_before_they_were_asked() -> None:
    assert answer("nod", "10:00").completes_at == at("10:00") + 1


def test_outcomes_are_the_draws_of_the_simulation() -> None:
    found = []
    for number in range(40):
        u = uniform(key_of(1, 0, stream_name("office/", "check", "outcome", 2)), number)
        expected = "good" if u < 0.5 else "bad" if u < 0.8 else "odd"
        assert answer("check", "09:00", number, 2).outcome == expected
        found.append(expected)
    assert set(found) == {"good", "bad", "odd"}


@pytest.mark.parametrize("step", ["nothing", "in"])
def test_a_step_that_nobody_does_is_refused(step: str) -> None:
    with pytest.raises(UnknownNameError, match="step that somebody does"):
        answer(step, "09:00")
