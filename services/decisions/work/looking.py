"""What is shown of one work item: all that the inbox and the events of its case tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, Engine

from services.clock import present_instant
from services.decisions.inbox.service import shown_item, work_of
from services.decisions.work.schemas import ItemView, OpinionView
from services.errors import NothingThereError
from services.store.database import reading
from services.store.recording import kept_events
from services.store.work_items import Item, items_of
from workflows.events.causes import Opinion
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import Instant, parse_instant


def item_view(engine: Engine, case: str, step: str, occurrence: int) -> ItemView:
    """A work item of a case.

    Raises
    ------
    NothingThereError
        If the case has had none of that step and occurrence.
    """
    with reading(engine) as connection:
        items = items_of(connection, case)
        item = items.get((step, occurrence))
        if item is None:
            raise NothingThereError(_expected(items, case, step, occurrence))
        return shown_whole(connection, item, kept_events(connection, case), present_instant())


def shown_whole(connection: Connection, item: Item, happened: Iterable[CaseEvent], now: Instant) -> ItemView:
    """All that is shown of an item.

    Parameters
    ----------
    happened : events of its case, in order
    """
    work = work_of(connection, item)
    return ItemView(
        **dict(shown_item(connection, item, now)),
        documents=work.documents if work else (),
        notices=tuple(outcome.id for outcome in work.outcomes if outcome.from_documents) if work else (),
        closed_at=item.closed_at,
        outcome=item.outcome,
        opinions=opinions_of(happened, item.step, item.occurrence),
    )


def opinions_of(happened: Iterable[CaseEvent], step: str, occurrence: int) -> tuple[OpinionView, ...]:
    """What departments were asked about a step, and what they have said.

    Parameters
    ----------
    happened : events of one case, in order
    """
    found: dict[str, OpinionView] = {}
    for event in happened:
        if (event.step, event.occurrence) != (step, occurrence):
            continue
        if event.kind is EventKind.OPINION_ASKED:
            due_at = parse_instant(event.outcome)
            found[event.cause] = OpinionView(
                department=event.cause, asked_by=event.member, due_at=due_at, opinion=None, by=""
            )
        elif event.kind is EventKind.OPINION and event.cause in found:
            said = {"opinion": Opinion(event.outcome), "by": event.member}
            found[event.cause] = found[event.cause].model_copy(update=said)
    return tuple(found.values())


def _expected(items: Mapping[tuple[str, int], Item], case: str, step: str, occurrence: int) -> str:
    known = ", ".join(f"{id_} (occurrence {number})" for id_, number in items) or "none yet"
    return f"expected a work item of case {case!r}: {known}; was {step!r}, occurrence {occurrence}."
