"""How a case stands officially, as a function of its events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import Engine

from services.clock import present_instant
from services.decisions.cases.schemas import (
    ExtensionStage,
    ExtensionView,
    OwnerView,
    ProcedureView,
    Standing,
    StateView,
)
from services.decisions.inbox.schemas import name_of
from services.decisions.work.looking import shown_whole
from services.errors import CaseNotFoundError
from services.store.cases import find_case, kept_lane
from services.store.database import reading
from services.store.recording import kept_events
from services.store.work_items import items_of
from workflows.events.causes import Procedure
from workflows.events.event import CaseEvent, EventKind
from workflows.events.ownership import ownership
from workflows.measures.item_states import item_states, lamp
from workflows.working_time.state_council import WorkingDays

_DAYS: Final = WorkingDays(beyond="weekdays")
"""What a case counts on too where no calendar is published."""


def standing(engine: Engine, case: str) -> Standing:
    """How a case of the store stands now.

    Raises
    ------
    CaseNotFoundError
        If there is none.
    """
    now = present_instant()
    with reading(engine) as connection:
        record = find_case(connection, case)
        if record is None:
            raise CaseNotFoundError(case)
        lane = kept_lane(connection, record.lane_hash) if record.lane_hash else None
        happened = kept_events(connection, case)
        open_items = [item for item in items_of(connection, case).values() if item.closed_at is None]
        items = tuple(shown_whole(connection, item, happened, now) for item in open_items)
    found = item_states(happened, lane) if lane else ()
    states = tuple(StateView(code=state, state=state.name.lower(), since=at) for at, state in found)
    owner = ownership(happened, lane)
    return Standing(
        id=record.id,
        lane=record.lane,
        result=record.result,
        state=states[-1] if states else None,
        states=states,
        lamp=name_of(lamp(happened, lane, _DAYS, now)) if lane else None,
        owner=OwnerView(owner=owner.owner, supervisor=owner.supervisor, declared=owner.declared),
        procedures=procedures_of(happened),
        extension=extension_of(happened),
        items=items,
    )


def procedures_of(happened: Iterable[CaseEvent]) -> tuple[ProcedureView, ...]:
    """The special procedures of a case, in the order in which they began.

    Parameters
    ----------
    happened : events of one case, in order
    """
    found: dict[int, ProcedureView] = {}
    for event in happened:
        if event.step:
            continue  # a stop of the lane's
        if event.kind is EventKind.CLOCK_STOPPED:
            found[event.occurrence] = ProcedureView(
                procedure=Procedure(event.cause), begun_at=event.at, begun_by=event.member, ended_at=None
            )
        elif event.kind is EventKind.CLOCK_RESUMED and event.occurrence in found:
            found[event.occurrence] = found[event.occurrence].model_copy(update={"ended_at": event.at})
    return tuple(found.values())


def extension_of(happened: Sequence[CaseEvent]) -> ExtensionView | None:
    """The last request for more time; none if there was none.

    Parameters
    ----------
    happened : events of one case, in order
    """
    found: ExtensionView | None = None
    for event in happened:
        if event.kind is EventKind.EXTENSION_ASKED:
            found = ExtensionView(
                stage=ExtensionStage.ASKED,
                days=int(event.outcome),
                asked_by=event.member,
                asked_at=event.at,
                reason=event.cause,
                decided_by="",
                decided_because="",
            )
        elif found is not None and event.kind in _DECIDED:
            decided = {"stage": _DECIDED[event.kind], "decided_by": event.member, "decided_because": event.cause}
            found = found.model_copy(update=decided)
    return found


_DECIDED: Final = {
    EventKind.EXTENDED: ExtensionStage.GRANTED,
    EventKind.EXTENSION_REFUSED: ExtensionStage.REFUSED,
}
