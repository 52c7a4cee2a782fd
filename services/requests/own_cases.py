"""The cases of those who ask: an applicant's own, and those of an agent's clients."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import NonNegativeInt
from sqlalchemy import Engine

from services.api.context import Around
from services.api.cursors import cursor_of, is_instant, place_of
from services.api.moments import MomentOut
from services.clock import present_instant
from services.security.access import by_role
from services.security.acts import Act
from services.security.policy import Action
from services.security.principal import Principal
from services.security.visibility import cases_of_principal
from services.store.cases import CasePosition, CaseRecord, Stage, latest_cases
from services.store.database import reading
from workflows.definition.provenance import Frozen
from workflows.instants import Instant
from workflows.measures.item_states import ItemState, Lamp

router = APIRouter(tags=["requests"])


class StateNow(Frozen):
    """A state of the national data standard.

    Parameters
    ----------
    code : 1 to 15
    name : of the code
    """

    code: NonNegativeInt
    name: str


class OwnCase(Frozen):
    """A case in short.

    Parameters
    ----------
    parent : id of the case that opened it, such as that of an agent's service, or of a decision on a commitment
    applicant : whose case it is
    result : how it ended; none while it goes on
    state : that it is in; none before the store has heard of its submission
    sla : 1 normal, 2 warning, 3 overdue: how it stands to the limits of its lane, or stood when it ended
    """

    id: str
    lane: str
    scenario: str | None
    parent: str | None
    applicant: str | None
    submitted_at: MomentOut
    stage: Stage
    result: str | None
    ended_at: MomentOut | None
    state: StateNow | None
    sla: NonNegativeInt


class OwnCases(Frozen):
    """A page of cases, the latest first.

    Parameters
    ----------
    next : the cursor of the next page; none at the end
    """

    cases: tuple[OwnCase, ...]
    next: str | None


@router.get("/cases")
def list_cases(
    act: Annotated[Act, by_role(Action.SEE_OWN_CASES)],
    around: Around,
    cursor: Annotated[str | None, Query(max_length=1_000, description="The `next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> OwnCases:
    """List your own cases and those of your clients, the latest first."""
    return page(around.engine, act.who, cursor, limit)


def page(engine: Engine, who: Principal, cursor: str | None, limit: int) -> OwnCases:
    """A page of somebody's cases.

    Raises
    ------
    InvalidInputError
        If the cursor is none of ours.
    """
    with reading(engine) as connection:
        before = None if cursor is None else place_of(cursor, _position)
        found = latest_cases(connection, cases_of_principal(who), before, limit + 1)
    shown, now = found[:limit], present_instant()
    more = len(found) > limit
    return OwnCases(
        cases=tuple(_shown(record, now) for record in shown),
        next=cursor_of(CasePosition(shown[-1].submitted_at, shown[-1].id)) if more else None,
    )


def _shown(record: CaseRecord, now: Instant) -> OwnCase:
    told = {name: getattr(record, name) for name in OwnCase.model_fields.keys() - {"state", "sla"}}
    state = None if record.state is None else ItemState(record.state)
    shown = None if state is None else StateNow(code=state, name=state.name.lower())
    return OwnCase(**told, state=shown, sla=_lamp(record, now if record.ended_at is None else record.ended_at))


def _lamp(record: CaseRecord, at: Instant) -> Lamp:
    if record.due_at is not None and record.due_at <= at:
        return Lamp.OVERDUE
    return Lamp.WARNING if record.warning_at is not None and record.warning_at <= at else Lamp.NORMAL


def _position(values: list[object]) -> CasePosition | None:
    match values:
        case [int(submitted_at), str(case)] if is_instant(submitted_at):
            return CasePosition(submitted_at, case)
        case _:
            return None
