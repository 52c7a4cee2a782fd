"""How a case stands, read off its events: opinions, procedures, more time, owner; and how late an item is."""

from __future__ import annotations

import pytest

from services.decisions.cases.standing import extension_of, procedures_of
from services.decisions.inbox.schemas import LampName
from services.decisions.inbox.service import lamp_of
from services.decisions.work.looking import opinions_of
from services.store.work_items import Item, ItemStage
from workflows.definition.catalogue import shipped_lane
from workflows.events.event import CaseEvent, EventKind
from workflows.events.ownership import Ownership, ownership
from workflows.instants import DAY, format_instant
from workflows.temporal.messages import ActorKind

DUE = format_instant(9 * DAY)


def event(
    kind: EventKind,
    at: int = 0,
    *,
    step: str = "",
    occurrence: int = 0,
    member: str = "",
    cause: str = "",
    outcome: str = "",
) -> CaseEvent:
    return CaseEvent("c", kind, at, step=step, occurrence=occurrence, member=member, cause=cause, outcome=outcome)


def test_an_opinion_is_that_of_the_department_and_occurrence_that_were_asked() -> None:
    happened = [
        event(EventKind.OPINION_ASKED, step="review", cause="fire", member="li", outcome=DUE),
        event(EventKind.OPINION_ASKED, step="review", cause="water", member="li", outcome=DUE),
        event(EventKind.OPINION_ASKED, step="review", occurrence=1, cause="fire", member="li", outcome=DUE),
        event(EventKind.OPINION, step="review", cause="water", member="wu", outcome="object"),
    ]
    fire, water = opinions_of(happened, "review", 0)
    assert (fire.department, fire.due_at, fire.opinion, fire.by) == ("fire", 9 * DAY, None, "")
    assert (water.department, water.asked_by, water.opinion, water.by) == ("water", "li", "object", "wu")
    assert [view.opinion for view in opinions_of(happened, "review", 1)] == [None]
    assert opinions_of(happened, "issue", 0) == ()


def test_procedures_are_told_apart_by_their_numbers_and_from_the_stops_of_the_lane() -> None:
    happened = [
        event(EventKind.CLOCK_STOPPED, 1, step="correction", cause="correction"),
        event(EventKind.CLOCK_STOPPED, 2, cause="hearing", member="li"),
        event(EventKind.CLOCK_STOPPED, 3, occurrence=1, cause="test", member="wu"),
        event(EventKind.CLOCK_RESUMED, 4, step="correction", cause="correction"),
        event(EventKind.CLOCK_RESUMED, 5, cause="hearing", member="wu"),
        event(EventKind.CLOCK_STOPPED, 6, occurrence=2, cause="hearing", member="li"),
    ]
    found = [(each.procedure, each.begun_at, each.begun_by, each.ended_at) for each in procedures_of(happened)]
    assert found == [("hearing", 2, "li", 5), ("test", 3, "wu", None), ("hearing", 6, "li", None)]


def test_the_last_request_for_more_time_counts() -> None:
    asked = event(EventKind.EXTENSION_ASKED, 1, member="li", cause="much", outcome="10")
    refused = event(EventKind.EXTENSION_REFUSED, 2, member="chen", cause="hurry")
    again = event(EventKind.EXTENSION_ASKED, 3, member="wu", cause="more", outcome="15")
    granted = event(EventKind.EXTENDED, 4, member="chen", outcome="15")
    assert extension_of([]) is None
    stages = [extension_of([asked, refused, again, granted][:number]) for number in range(1, 5)]
    told = [(each.stage, each.days, each.asked_by, each.decided_by) for each in stages if each]
    assert told == [
        ("asked", 10, "li", ""),
        ("refused", 10, "li", "chen"),
        ("asked", 15, "wu", ""),
        ("granted", 15, "wu", "chen"),
    ]


def test_whoever_of_a_department_first_had_the_case_in_hand_owns_it_until_somebody_else_is_said_to() -> None:
    lane = shipped_lane("commitment_approval")
    happened = [
        event(EventKind.STARTED, step="file_licence", member="the firm"),
        event(EventKind.STARTED, step="check_licence"),
        event(EventKind.ASSIGNED, step="licence_review", member="li", outcome="chen", cause="reassigned"),
        event(EventKind.STARTED, step="licence_review", member="wu"),
        event(EventKind.OWNED, member="wu", cause="li", outcome="chen"),
        event(EventKind.STARTED, step="licence_decision", member="li"),
        event(EventKind.OWNED, member="zhao", cause="chen"),
    ]
    owners = [ownership(happened[:number], lane) for number in range(8)]
    nobody, li = Ownership(), Ownership("li")
    wu, zhao = Ownership("wu", "chen", declared=True), Ownership("zhao", declared=True)
    assert owners == [nobody, nobody, nobody, li, li, wu, wu, zhao]
    assert ownership(happened[:4], None) == nobody


@pytest.mark.parametrize(
    ("now", "lamp"),
    [(4, LampName.NORMAL), (5, LampName.WARNING), (8, LampName.WARNING), (9, LampName.OVERDUE)],
)
def test_an_item_is_late_from_the_instant_on_at_which_it_is_due(now: int, lamp: LampName) -> None:
    item = Item("c", "s", 0, "l", None, ActorKind.POOL, "p", ItemStage.WAITING, 0, warning_at=5, due_at=9)
    assert lamp_of(item, now) is lamp
    closed = Item(
        "c", "s", 0, "l", None, ActorKind.POOL, "p", ItemStage.COMPLETED, 0, warning_at=5, due_at=9, closed_at=now
    )
    assert lamp_of(closed, 10**15) is lamp


def test_an_item_for_which_no_limit_runs_is_never_late() -> None:
    item = Item("c", "s", 0, "l", None, ActorKind.POOL, "p", ItemStage.WAITING, 0)
    assert lamp_of(item, 10**15) is LampName.NORMAL
