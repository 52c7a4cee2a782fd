"""How the inbox is asked."""

from __future__ import annotations

from sqlalchemy import Connection, Engine

from services.clock import present_instant
from services.decisions.inbox.cursors import Place, cursor_of, place_of
from services.decisions.inbox.schemas import ME, UNASSIGNED, Inbox, InboxFilter, InboxItem, InboxQuery, LampName
from services.security.principal import Principal
from services.security.visibility import items_of_principal
from services.store.cases import kept_lane
from services.store.database import reading
from services.store.work_items import Item, Wanted, items_wanted, position_in_inbox
from workflows.definition.lane import DONE
from workflows.definition.steps import ApplicantStep, Task, ThirdPartyStep, Work
from workflows.instants import Instant


def inbox(engine: Engine, who: Principal, query: InboxQuery) -> Inbox:
    """A page of the open steps that are somebody's business, the most urgent and oldest first."""
    place = None if query.cursor is None else place_of(query.cursor)
    now = present_instant() if place is None else place.now
    with reading(engine) as connection:
        after = None if place is None else place.after
        whose = items_of_principal(connection, who)
        found = items_wanted(connection, wanted(query, who, now), after, query.limit + 1, whose)
        items = tuple(shown_item(connection, item, now) for item in found[: query.limit])
    more = len(found) > query.limit
    last = Place(position_in_inbox(found[query.limit - 1]), now) if more else None
    return Inbox(items=items, next=None if last is None else cursor_of(last))


def wanted(asked: InboxFilter, who: Principal, now: Instant) -> Wanted:
    """What somebody asks for, as the store is asked.

    Parameters
    ----------
    now : instant by which it is judged what is late
    """
    hands = {ME: who.subject, UNASSIGNED: ""}
    return Wanted(
        pool=asked.pool,
        department=asked.department,
        lane=asked.lane,
        case=asked.case,
        actor=asked.actor,
        stage=asked.stage,
        assignee=None if asked.assignee is None else hands.get(asked.assignee, asked.assignee),
        lamp=None if asked.lamp is None else asked.lamp.lamp,
        now=now,
    )


def shown_item(connection: Connection, item: Item, now: Instant) -> InboxItem:
    """An item as it is shown."""
    work = work_of(connection, item)
    return InboxItem(
        case=item.case_id,
        lane=item.lane,
        step=item.step,
        occurrence=item.occurrence,
        title=work.title if work else None,
        actor=item.actor,
        pool=item.pool,
        stage=item.stage,
        enabled_at=item.enabled_at,
        started_at=item.started_at,
        member=item.member,
        outcomes=(tuple(outcome.id for outcome in work.outcomes) if work else ()) or (DONE,),
        department=item.department,
        priority=item.priority,
        assignee=item.assignee,
        revision=item.revision,
        warning_at=item.warning_at,
        due_at=item.due_at,
        lamp=lamp_of(item, now),
    )


def work_of(connection: Connection, item: Item) -> Work | None:
    """The step of an item; none if the store has not got its lane."""
    step = kept_lane(connection, item.lane_hash).steps.get(item.step) if item.lane_hash else None
    return step if isinstance(step, Task | ApplicantStep | ThirdPartyStep) else None


def lamp_of(item: Item, now: Instant) -> LampName:
    """How an item stands to the limits that run for it; one that is closed, how it stood then."""
    now = now if item.closed_at is None else item.closed_at
    if item.due_at is not None and item.due_at <= now:
        return LampName.OVERDUE
    if item.warning_at is not None and item.warning_at <= now:
        return LampName.WARNING
    return LampName.NORMAL
