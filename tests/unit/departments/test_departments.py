"""What departments' systems do in the store: once by its key, whoever else is at it, and all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import Engine, Table, func, select

from services.requests.starting import intend, route_of
from services.store.database import reading, writing
from services.store.recording import record_events
from services.store.registers import published
from services.store.tables import effects, publications, registrations, seals, taxpayers
from services.workers.departments.credit_codes import is_credit_code
from services.workers.departments.department import Jurisdiction, LeftToPeopleError
from services.workers.departments.doing import do_once
from workflows.definition.actors import Automatic, System
from workflows.events.event import EventKind
from workflows.instants import DAY, start_of
from workflows.temporal.errand_messages import Errand
from workflows.temporal.messages import RecordedEvent

HERE = Jurisdiction(authority="91", region="210400")
AT = start_of(date(2026, 3, 2))
"""A Monday."""


def begun(
    store: Engine, case: str, lane: str = "business_setup", applicant: str | None = None, **attributes: str
) -> None:
    """A case that the store knows."""
    intend(store, route_of(lane), attributes, case, AT, None, applicant)


def happened(store: Engine, case: str, lane: str, *said: tuple[EventKind, str, str]) -> None:
    """Events of a case: kind, step, outcome."""
    events = [
        RecordedEvent(kind=kind, at=AT + number, step=step, outcome=outcome)
        for number, (kind, step, outcome) in enumerate(said)
    ]
    record_events(store, case, lane, 0, events)


def errand(case: str, system: System, occurrence: int = 0, automatic: dict[str, object] | None = None) -> Errand:
    return Errand(
        case=case,
        lane="business_setup",
        step=f"ask_{system}",
        occurrence=occurrence,
        automatic=Automatic.model_validate({"system": system, **(automatic or {})}),
        enabled_at=AT,
    )


def rows(store: Engine, table: Table) -> int:
    with reading(store) as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def content(store: Engine, asked: Errand) -> object:
    with reading(store) as connection:
        return connection.scalar(select(effects.c.content).where(effects.c.key == asked.key))


def test_a_code_is_allotted_once_by_its_key(store: Engine) -> None:
    begun(store, "a")
    asked = errand("a", System.REGISTRY, automatic={"outcome": "granted"})
    answers = [do_once(store, asked, AT + later, HERE) for later in (0, 1_000)]
    assert [(each.outcome, each.member) for each in answers] == [("granted", "registry")] * 2
    assert rows(store, registrations) == 1
    do_once(store, errand("a", System.REGISTRY, occurrence=1), AT, HERE)
    assert rows(store, registrations) == 2


def test_whoever_does_it_at_the_same_time_is_given_what_the_first_one_did(store: Engine) -> None:
    begun(store, "a")
    begun(store, "b")
    asked = [errand(case, System.REGISTRY) for case in ("a", "b") for _ in range(6)]
    with ThreadPoolExecutor(6) as threads:
        assert len(list(threads.map(lambda each: do_once(store, each, AT, HERE), asked))) == 12
    with reading(store) as connection:
        codes = connection.scalars(select(registrations.c.code)).all()
    assert len(codes) == 2
    assert all(is_credit_code(code) for code in codes)


@pytest.mark.parametrize("system", [System.TAX, System.SEAL])
def test_without_a_code_tax_and_seals_are_left_to_people_and_nothing_is_kept(store: Engine, system: System) -> None:
    begun(store, "a")
    with pytest.raises(LeftToPeopleError, match="expected a firm that the registry's system has entered in case 'a'"):
        do_once(store, errand("a", system), AT, HERE)
    assert rows(store, effects) == 0
    with pytest.raises(LeftToPeopleError):
        do_once(store, errand("nowhere", system), AT, HERE)


def test_a_record_and_a_seal_stand_under_the_code_of_the_case_or_of_the_one_that_opened_it(store: Engine) -> None:
    begun(store, "a")
    happened(store, "a/tax", "business_setup", (EventKind.SUBMITTED, "", ""))
    do_once(store, errand("a", System.REGISTRY), AT, HERE)
    for _ in range(2):
        do_once(store, errand("a/tax", System.TAX), AT, HERE)
        do_once(store, errand("a", System.SEAL), AT, HERE)
    with reading(store) as connection:
        [code] = connection.scalars(select(registrations.c.code)).all()
        assert connection.scalars(select(taxpayers.c.code)).all() == [code]
        assert [tuple(row) for row in connection.execute(select(seals.c.number, seals.c.code))] == [
            ("2104000000001", code)
        ]


SHOWN: Sequence[tuple[EventKind, str, str]] = (
    (EventKind.SUBMITTED, "", ""),
    (EventKind.COMPLETED, "check_business_licence", "complete"),
)
PAPERS = {"documents": ("premises_proof",)}


def look_up(store: Engine, case: str, **automatic: object) -> str:
    asked = errand(case, System.SHARING, automatic=automatic)
    return do_once(store, asked.model_copy(update=PAPERS), AT, HERE).outcome


def test_what_an_applicant_has_shown_before_is_found_and_where(store: Engine) -> None:
    for case, applicant in (("earlier", "firm-1"), ("a", "firm-1"), ("b", "firm-2"), ("c", None)):
        begun(store, case, applicant=applicant)
    happened(store, "earlier", "business_setup", *SHOWN)
    assert look_up(store, "a", otherwise="not_found", outcome="found") == "found"
    assert content(store, errand("a", System.SHARING)) == {"held": {"premises_proof": "earlier"}}
    for case in ("b", "c"):
        assert look_up(store, case, otherwise="not_found", outcome="found") == "not_found"


def test_what_was_sent_back_or_is_sealed_was_not_shown(store: Engine) -> None:
    begun(store, "earlier", applicant="firm-1")
    begun(store, "a", applicant="firm-1")
    happened(
        store,
        "earlier",
        "business_setup",
        (EventKind.SUBMITTED, "", ""),
        (EventKind.COMPLETED, "check_business_licence", "incomplete"),
    )
    with pytest.raises(LeftToPeopleError, match="sharing has found nothing for step 'ask_sharing' of case 'a'"):
        look_up(store, "a")
    assert look_up(store, "a", otherwise="not_found") == "not_found"
    with pytest.raises(LeftToPeopleError, match="the lane names none"):
        do_once(store, errand("a", System.SHARING, occurrence=1), AT, HERE)


GRANTED: Sequence[tuple[EventKind, str, str]] = (
    *SHOWN,
    (EventKind.COMPLETED, "business_licence", "granted"),
    (EventKind.COMPLETED, "invoices", "done"),
    (EventKind.DECIDED, "", ""),
)


def test_a_decision_is_published_once_without_a_word_about_whose_it_is(store: Engine) -> None:
    begun(store, "a", applicant="firm-1")
    happened(store, "a", "business_setup", *GRANTED)
    for later in (0, DAY):
        do_once(store, errand("a", System.PUBLICATION), AT + later, HERE)
    with reading(store) as connection:
        [told] = published(connection, None, None, 10)
    assert (told.lane, told.decision, told.decided_at, told.published_at) == ("business_setup", "granted", AT + 4, AT)
    # Seven working days after a Monday end with the Wednesday of the week after.
    assert told.due_at == start_of(date(2026, 3, 12))
    assert "firm-1" not in repr(told)


def test_what_is_sealed_or_not_decided_is_left_to_people(store: Engine) -> None:
    begun(store, "a")
    happened(store, "a", "business_setup", *SHOWN)
    with pytest.raises(LeftToPeopleError, match="expected a decision in case 'a'; none has been taken"):
        do_once(store, errand("a", System.PUBLICATION), AT, HERE)
    begun(store, "b", "complaint_handling", channel="private_firm_body", sealed="yes")
    happened(store, "b", "complaint_handling", (EventKind.SUBMITTED, "", ""), (EventKind.DECIDED, "", ""))
    with pytest.raises(LeftToPeopleError, match="expected a case that may be published"):
        do_once(store, errand("b", System.PUBLICATION), AT, HERE)
    assert rows(store, publications) == rows(store, effects) == 0


def test_publications_are_turned_page_by_page_and_lane_by_lane(store: Engine) -> None:
    for number in range(5):
        begun(store, f"a-{number}")
        happened(store, f"a-{number}", "business_setup", *GRANTED)
        do_once(store, errand(f"a-{number}", System.PUBLICATION), AT, HERE)
    with reading(store) as connection:
        first = [each.number for each in published(connection, "business_setup", None, 2)]
        then = [each.number for each in published(connection, None, first[-1], 10)]
        assert (first, then) == ([5, 4], [3, 2, 1])
        assert published(connection, "agent_service", None, 10) == []


def test_a_region_without_a_free_seal_number_says_so(store: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.workers.departments.firms._SEALS", 2)
    begun(store, "a")
    do_once(store, errand("a", System.REGISTRY), AT, HERE)
    do_once(store, errand("a", System.SEAL), AT, HERE)
    with pytest.raises(LeftToPeopleError, match="expected a free seal number of region 210400; all 1 are taken"):
        do_once(store, errand("a", System.SEAL, occurrence=1), AT, HERE)
    with writing(store) as connection:
        assert connection.scalar(select(func.count()).select_from(seals)) == 1
