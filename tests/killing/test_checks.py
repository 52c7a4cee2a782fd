"""The checks can fail: each finds what it is there to find in a history that was otherwise without fault."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest

from services.audit.chain import EMPTY, Break, Entry, Head, Outcome, Row, chained
from services.security.policy import Action
from tests.killing.asked import Asked, Attempt, Deed, Verdict
from tests.killing.checks import CHECKS, wrong
from tests.killing.found import Found, FoundCase, FoundEffect, FoundExperiment, Recovery
from workflows.events.event import CaseEvent, EventKind

OFFICER, FOUNDER, CASE = "officer-1-a", "founder-1", "case-1"


def sent(*statuses: int | None) -> tuple[Attempt, ...]:
    return tuple(Attempt(float(number), number + 0.5, status) for number, status in enumerate(statuses))


STARTED = Asked(Deed.START, FOUNDER, "k1", sent(None, 201), CASE)
DECIDED = Asked(Deed.COMPLETE, OFFICER, "k2", sent(503, 200), CASE, "decide", 0, "granted")
RIVAL = Asked(Deed.COMPLETE, "officer-1-b", "k3", sent(409), CASE, "decide", 0, "refused")
LOST = Asked(Deed.WITHDRAW, FOUNDER, "k4", sent(None, None), CASE)
STUDIED = Asked(Deed.EXPERIMENT, "designer-1", "k5", sent(None, 202), "e1")
ASKED = (STARTED, DECIDED, RIVAL, LOST, STUDIED)
EXPERIMENT = FoundExperiment("e1", "designer-1", "done", 3, 3, "{}", "{}")

EVENTS = (
    CaseEvent(CASE, EventKind.SUBMITTED, 1),
    CaseEvent(CASE, EventKind.ENABLED, 1, "decide"),
    CaseEvent(CASE, EventKind.STARTED, 2, "decide", 0, OFFICER),
    CaseEvent(CASE, EventKind.COMPLETED, 2, "decide", 0, OFFICER, "", "granted"),
    CaseEvent(CASE, EventKind.ENABLED, 2, "register"),
    CaseEvent(CASE, EventKind.STARTED, 3, "register", 0, "registry"),
    CaseEvent(CASE, EventKind.COMPLETED, 3, "register", 0, "registry", "", "done"),
    CaseEvent(CASE, EventKind.ENDED, 3, "", 0, "", "", "approved"),
)
DONE = EVENTS[3]


def trail(*entries: tuple[str, Action, str, Outcome]) -> tuple[Row, ...]:
    rows, head = list[Row](), EMPTY
    for subject, action, step, outcome in entries:
        about = ("experiment", "e1") if action is Action.ASK_EXPERIMENT else ("case", CASE)
        named = (about, ("step", step)) if step else (about,)
        rows.append(chained(head, Entry(1, subject, (), "token", action, named, outcome)))
        head = Head(rows[-1].sequence, rows[-1].hash)
    return tuple(rows)


WHOLE = Found(
    cases={CASE: FoundCase(CASE, FOUNDER, None, "ended", "approved", "COMPLETED", EVENTS)},
    effects=(FoundEffect(f"{CASE}/register/0", "registry", CASE, found=True),),
    registers={"registrations": (CASE,), "taxpayers": (), "seals": (), "publications": ()},
    numbered={"registrations": 1},
    trail=trail(
        (FOUNDER, Action.START_CASE, "", Outcome.DONE),
        (OFFICER, Action.DO_WORK, "decide", Outcome.INTENDED),
        (OFFICER, Action.DO_WORK, "decide", Outcome.DONE),
        ("designer-1", Action.ASK_EXPERIMENT, "", Outcome.DONE),
    ),
    kept={"events": ("a", "b")},
    rebuilt={"events": ("a", "b")},
    recoveries=(Recovery(("api",), 3.0, 1.0),),
    experiments=(EXPERIMENT,),
    between=(1, 20),
    instants={"cases.ended_at": (3,), "events.at": (1, 3)},
)


def with_events(*events: CaseEvent) -> Found:
    return replace(WHOLE, cases={CASE: replace(WHOLE.cases[CASE], events=events)})


def without(event: CaseEvent) -> Found:
    return with_events(*(each for each in EVENTS if each is not event))


def doubled(event: CaseEvent) -> Found:
    return with_events(*(each for one in EVENTS for each in ([one, one] if one is event else [one])))


def test_a_history_without_fault_passes_every_check() -> None:
    assert wrong(ASKED, WHOLE) == {}


WRONG: Final = [
    ("acknowledged_once", without(DONE)),
    ("acknowledged_once", doubled(DONE)),
    ("acknowledged_once", without(EVENTS[0])),
    ("one_end", without(EVENTS[-1])),
    ("one_end", doubled(EVENTS[-1])),
    ("one_end", with_events(*EVENTS, DONE)),
    ("one_end", replace(WHOLE, cases={CASE: replace(WHOLE.cases[CASE], closed=None)})),
    ("one_end", replace(WHOLE, cases={CASE: replace(WHOLE.cases[CASE], result="rejected")})),
    ("steps_begin_and_end_once", doubled(EVENTS[2])),
    ("steps_begin_and_end_once", with_events(*EVENTS[:4], DONE._replace(kind=EventKind.CANCELLED), *EVENTS[4:])),
    ("unknown_once_at_most", with_events(*EVENTS, *2 * [EVENTS[-1]._replace(cause="withdrawal")])),
    ("refused_never", with_events(*EVENTS[:3], DONE._replace(member=RIVAL.subject, outcome=RIVAL.outcome))),
    ("nothing_unasked", with_events(*EVENTS[:3], DONE._replace(member="nobody-who-asked"))),
    ("one_case_a_start", replace(WHOLE, cases={**WHOLE.cases, "case-2": replace(WHOLE.cases[CASE], id="case-2")})),
    ("effects_once", replace(WHOLE, effects=2 * WHOLE.effects)),
    ("effects_once", replace(WHOLE, effects=())),
    ("effects_once", replace(WHOLE, registers={**WHOLE.registers, "registrations": (CASE, CASE)})),
    ("effects_once", replace(WHOLE, registers={**WHOLE.registers, "taxpayers": (CASE,)})),
    ("effects_once", replace(WHOLE, numbered={"registrations": 2})),
    ("same_as_rebuilt", replace(WHOLE, kept={"events": ("a", "b", "b")})),
    ("same_as_rebuilt", replace(WHOLE, kept={"events": ("a",)})),
    ("histories_replay", replace(WHOLE, untold=(f"{CASE}: its history does not replay",))),
    ("trail_is_whole", replace(WHOLE, chain=Break(2, "changed"))),
    ("trail_knows_who", replace(WHOLE, trail=(*WHOLE.trail[:2], WHOLE.trail[3]))),
    ("trail_knows_who", replace(WHOLE, trail=(WHOLE.trail[0], WHOLE.trail[3]))),
    ("answers_again", replace(WHOLE, recoveries=(Recovery(("api",), 3.0, 15.5),))),
    ("answers_again", replace(WHOLE, recoveries=(Recovery(("api",), 3.0, None),))),
    ("experiments_end_as_undisturbed", replace(WHOLE, experiments=(replace(EXPERIMENT, stage="open"),))),
    ("experiments_end_as_undisturbed", replace(WHOLE, experiments=(replace(EXPERIMENT, kept=2),))),
    ("experiments_end_as_undisturbed", replace(WHOLE, experiments=(replace(EXPERIMENT, result="{1}"),))),
    ("acknowledged_once", replace(WHOLE, experiments=())),
    ("instants_are_right", replace(WHOLE, instants={"cases.ended_at": (2, 21)})),
    ("instants_are_right", replace(WHOLE, instants={"events.at": (0,)})),
]
"""What each check is there to find: its name, and a history with that fault alone."""


@pytest.mark.parametrize(("name", "found"), WRONG)
def test_what_is_wrong_is_found(name: str, found: Found) -> None:
    assert name in wrong(ASKED, found)


def test_an_answer_that_only_a_defect_gives_is_found() -> None:
    assert "answers_are_expected" in wrong((*ASKED, replace(LOST, attempts=sent(500, None))), WHOLE)


def test_every_check_is_proved_able_to_fail() -> None:
    assert {name for name, _ in WRONG} | {"answers_are_expected"} == {check.__name__ for check in CHECKS}


@pytest.mark.parametrize(
    ("statuses", "verdict"),
    [
        ((200,), Verdict.ACKNOWLEDGED),
        ((None, 503, 201), Verdict.ACKNOWLEDGED),
        ((None, 409), Verdict.REFUSED),
        ((429,), Verdict.UNKNOWN),
        ((503, None), Verdict.UNKNOWN),
        ((), Verdict.UNKNOWN),
    ],
)
def test_the_last_attempt_tells(statuses: tuple[int | None, ...], verdict: Verdict) -> None:
    assert replace(LOST, attempts=sent(*statuses)).verdict is verdict
