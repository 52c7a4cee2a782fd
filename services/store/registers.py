"""The registers of departments: what their systems have done, once, and what they number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from pydantic import JsonValue
from sqlalchemy import Connection, insert, select, update

from services.store.cases import find_case
from services.store.inserting import insert_new, next_value
from services.store.tables import counters, effects, publications, registrations, seals, taxpayers
from workflows.instants import Instant


@dataclass(frozen=True, slots=True)
class Effect:
    """What a department's system has done.

    Attributes
    ----------
    found : whether there was something for it to do, or to find
    content : what came of it, such as a code
    """

    found: bool
    content: dict[str, JsonValue]


class Words(TypedDict):
    """A title as the store keeps it."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Published:
    """What the public is told of a decision.

    Attributes
    ----------
    decision : the outcome of the step that decided
    due_at : from when on its publication is late
    """

    number: int
    lane: str
    lane_title: Words
    decision: str
    decision_title: Words | None
    decided_at: Instant
    due_at: Instant
    published_at: Instant


def claim_effect(connection: Connection, key: str, system: str, case: str, at: Instant) -> Effect | None:
    """Take a key for an effect that is about to be made in this transaction.

    Whoever makes the same effect at the same time waits here, and is then given what the first one did.

    Returns
    -------
    the effect, if it has been made; none if it is to be made now
    """
    row = {"key": key, "system": system, "case_id": case, "found": 0, "content": {}, "made_at": at}
    if insert_new(connection, effects, [row]):
        return None
    kept = connection.execute(select(effects.c.found, effects.c.content).where(effects.c.key == key)).one()
    return Effect(bool(kept.found), kept.content)


def keep_effect(connection: Connection, key: str, effect: Effect) -> None:
    """Write down what came of an effect whose key was taken."""
    made = {"found": int(effect.found), "content": effect.content}
    connection.execute(update(effects).where(effects.c.key == key).values(made))


def next_number(connection: Connection, name: str) -> int:
    """The next number of something that is numbered from 1 on; it is nobody else's once the transaction is kept."""
    return next_value(connection, counters, name)


def register(connection: Connection, code: str, case: str, at: Instant) -> None:
    """Enter a firm under its code."""
    connection.execute(insert(registrations).values(code=code, case_id=case, registered_at=at))


def code_registered_by(connection: Connection, case: str) -> str | None:
    """The code that was allotted in a case, or in the case that opened it; none if none was."""
    query = select(registrations.c.code).order_by(registrations.c.registered_at.desc(), registrations.c.code).limit(1)
    while (record := find_case(connection, case)) is not None:
        code = connection.scalar(query.where(registrations.c.case_id == case))
        if code is not None or record.parent is None:
            return code
        case = record.parent
    return None


def open_taxpayer(connection: Connection, code: str, case: str, at: Instant) -> None:
    """Open a taxpayer's record; one that is open stays as it is."""
    insert_new(connection, taxpayers, [{"code": code, "case_id": case, "opened_at": at}])


def file_seal(connection: Connection, number: str, code: str, case: str, at: Instant) -> None:
    """File the seals of a firm."""
    connection.execute(insert(seals).values(number=number, code=code, case_id=case, filed_at=at))


def publish(connection: Connection, case: str, told: Published) -> None:
    """Tell the public of a decision."""
    connection.execute(
        insert(publications).values(
            number=told.number,
            case_id=case,
            lane=told.lane,
            lane_title=told.lane_title,
            decision=told.decision,
            decision_title=told.decision_title,
            decided_at=told.decided_at,
            due_at=told.due_at,
            published_at=told.published_at,
        )
    )


def published(connection: Connection, lane: str | None, before: int | None, limit: int) -> list[Published]:
    """What the public has been told, the latest first.

    Parameters
    ----------
    lane : of whose cases; of all lanes if absent
    before : only publications of a lower number
    limit : how many at most
    """
    shown = [column for column in publications.c if column.name != "case_id"]
    query = select(*shown).order_by(publications.c.number.desc()).limit(limit)
    if lane is not None:
        query = query.where(publications.c.lane == lane)
    if before is not None:
        query = query.where(publications.c.number < before)
    return [Published(**row) for row in connection.execute(query).mappings()]
