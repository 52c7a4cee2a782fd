"""What the store forgets of somebody, and of whom it does not: on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, insert, select

from services.persons.erasing import ERASED, erasable_cases, erase_from_store
from services.persons.expiring import expired_cases, forget_expired
from services.persons.telling import told_of
from services.store.access_keys import KeyRecord, add_key, all_keys
from services.store.cases import CaseRecord, Stage, add_case
from services.store.database import reading, writing
from services.store.keys import use_key
from services.store.mandates import MandateRecord, add_mandate
from services.store.officials import note_official
from services.store.tables import cases, events, keys, mandates
from workflows.errors import InvalidInputError, UnknownNameError
from workflows.events.event import EventKind

PERSON, OTHER = "person-1", "person-2"


def case(id_: str, applicant: str, lane: str = "property_registration", *, open_: bool = False) -> CaseRecord:
    stage, ended = (Stage.UNDER_WAY, None) if open_ else (Stage.ENDED, 50)
    return CaseRecord(id_, lane, None, {}, None, {}, None, 10, stage, None, ended, applicant=applicant)


def event(id_: str, sequence: int, kind: EventKind, member: str, cause: str) -> dict[str, object]:
    row = {"case_id": id_, "sequence": sequence, "kind": int(kind), "at": 20, "step": "", "occurrence": 0}
    return row | {"member": member, "cause": cause, "outcome": "", "told_at": 0}


@pytest.fixture
def hall(store: Engine) -> Engine:
    """Two applicants who act for each other, one of them with an API key for both."""
    with writing(store) as connection:
        for record in (case("a", PERSON), case("b", OTHER), case("c", PERSON, "credit_list")):
            assert add_case(connection, record)
        told = [
            event("a", 1, EventKind.FILED, PERSON, "contract"),
            event("a", 2, EventKind.EXTENSION_ASKED, "li", "the applicant is in hospital"),
            event("a", 3, EventKind.ASSIGNED, "wang", "reassigned"),
            event("b", 1, EventKind.FILED, PERSON, "contract"),
            event("b", 2, EventKind.EXTENSION_ASKED, "li", "an expert is awaited"),
            event("c", 1, EventKind.STARTED, "li", ""),
        ]
        connection.execute(insert(events), told)
        for number, (agent, applicant) in enumerate(((OTHER, PERSON), (PERSON, OTHER), ("agent", OTHER))):
            add_mandate(connection, MandateRecord(f"m{number}", agent, applicant, (), (), 1, 99, 1))
        add_key(connection, KeyRecord("k1", "d1", PERSON, ("applicant",), (), (), 1, 99))
        add_key(connection, KeyRecord("k2", "d2", OTHER, ("agent",), (), (PERSON, "third"), 1, 99))
        for subject in (PERSON, OTHER):
            use_key(connection, f"POST /cases {subject}", "k", "f", "a", 5)
    return store


def test_somebody_is_forgotten_and_nobody_else(hall: Engine) -> None:
    with writing(hall) as connection:
        assert erasable_cases(connection, PERSON, 60) == (["a"], 1)
        assert erase_from_store(connection, PERSON, ["a"]) == (2, 1, 1)
    with reading(hall) as connection:
        whose = {row.id: row.applicant for row in connection.execute(select(cases.c.id, cases.c.applicant))}
        assert whose == {"a": None, "b": OTHER, "c": PERSON}
        rows = connection.execute(select(events).order_by(events.c.case_id, events.c.sequence)).all()
        assert [(row.case_id, row.member, row.cause) for row in rows] == [
            ("a", ERASED, "contract"),
            ("a", "li", ""),
            ("a", "wang", "reassigned"),
            ("b", ERASED, "contract"),
            ("b", "li", "an expert is awaited"),
            ("c", "li", ""),
        ]
        assert connection.scalars(select(mandates.c.id)).all() == ["m2"]
        assert [(key.id, key.mandates) for key in all_keys(connection)] == [("k2", ("third",))]
        assert connection.scalars(select(keys.c.scope)).all() == [f"POST /cases {OTHER}"]


@pytest.mark.parametrize("ended_before", [49, 50])
def test_what_has_to_be_kept_still_is_not_erased(hall: Engine, ended_before: int) -> None:
    with reading(hall) as connection, pytest.raises(InvalidInputError, match="1 go on or ended later: a"):
        erasable_cases(connection, PERSON, ended_before)


def test_neither_are_those_whose_case_goes_on_nor_those_who_work_here(hall: Engine) -> None:
    with writing(hall) as connection:
        add_case(connection, case("d", OTHER, open_=True))
        note_official(connection, "li", ["officer"], ["*"], 5)
    with reading(hall) as connection:
        with pytest.raises(InvalidInputError, match="d"):
            erasable_cases(connection, OTHER, 10**12)
        with pytest.raises(InvalidInputError, match="work here"):
            erasable_cases(connection, "li", 10**12)


def test_cases_of_a_lane_whose_term_is_over_are_nobodys(hall: Engine) -> None:
    with writing(hall) as connection:
        add_case(connection, case("d", OTHER, open_=True))
        assert expired_cases(connection, "property_registration", 50) == []
        over = expired_cases(connection, "property_registration", 51)
        assert over == [("a", PERSON), ("b", OTHER)]
        forget_expired(connection, over)
        assert expired_cases(connection, "property_registration", 51) == []
        with pytest.raises(UnknownNameError):
            expired_cases(connection, "no_such_lane", 51)
    with reading(hall) as connection:
        whose = {row.id: row.applicant for row in connection.execute(select(cases.c.id, cases.c.applicant))}
        assert whose == {"a": None, "b": None, "c": PERSON, "d": OTHER}
        texts = connection.scalars(select(events.c.cause).where(events.c.kind == EventKind.EXTENSION_ASKED)).all()
        assert set(texts) == {""}
        # Mandates have a term of their own.
        assert len(connection.scalars(select(mandates.c.id)).all()) == 3


def test_they_are_told_of_their_own_and_of_no_official(hall: Engine) -> None:
    with reading(hall) as connection:
        told = told_of(connection, PERSON, 60)
    assert [each.id for each in told.cases] == ["a"]  # what an authority holds against them is the authority's to tell
    assert [(each.kind, each.member, each.cause) for each in told.cases[0].events] == [
        ("filed", PERSON, "contract"),
        ("extension_asked", "", "the applicant is in hospital"),
        ("assigned", "", ""),
    ]
    assert {each.id for each in told.mandates} == {"m0", "m1"}
    assert {each.id for each in told.access_keys} == {"k1", "k2"}
    assert "wang" not in told.model_dump_json()
    with reading(hall) as connection:
        assert told_of(connection, "nobody", 60).is_empty
