"""The read model as a function of events: the inbox, and how each case stands.

Whatever order events came in, and however often, the same events make the same.

An event changes items of its own case only, and what it makes of them depends on the events before it alone. So events
that follow all others are put on top of what is there; where one comes late, the items of its case are made again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from sqlalchemy import Connection, func, select, update

from services.store.cases import CaseRecord, find_case, kept_lane
from services.store.event_rows import Numbered, numbered_events
from services.store.inserting import put
from services.store.tables import cases, events, read_models
from services.store.work_items import Item, ItemStage, drop_items, items_of, keep_items
from workflows.definition.lane import Lane
from workflows.definition.steps import ApplicantStep, Task, ThirdPartyStep
from workflows.definition.variations import priority_of
from workflows.events.event import CaseEvent, EventKind
from workflows.measures.dueness import Dueness, dueness, dueness_of_case
from workflows.measures.item_states import StateCourse
from workflows.measures.limit_clock import CLOCK_KINDS, Clock
from workflows.temporal.messages import ActorKind

INBOX_VERSION: Final = 3
"""Of what becomes of events in here. Who changes that adds 1; then the next process to open a database makes its inbox
again."""

_INBOX: Final = "inbox"

_CLOSED: Final = MappingProxyType({EventKind.COMPLETED: ItemStage.COMPLETED, EventKind.CANCELLED: ItemStage.CANCELLED})


@dataclass(slots=True)
class _Travelling:
    """A case on its way from event to event.

    Attributes
    ----------
    lane : that the case travels, if the store has it
    attributes : what the case is from the start, as far as events have told
    state : code of the national data standard, as far as it has come
    """

    record: CaseRecord
    lane: Lane | None
    attributes: dict[str, str]
    clock: Clock
    items: dict[tuple[str, int], Item]
    states: StateCourse
    state: int | None


def project(
    connection: Connection, record: CaseRecord, lane: Lane | None, fresh: Sequence[Numbered]
) -> list[tuple[CaseEvent, Item | None]]:
    """Bring the items of a case to where its events are.

    Parameters
    ----------
    lane : that the case travels, if the store has it
    fresh : events that were written down in this transaction, ascending

    Returns
    -------
    the fresh events, each with the item that it is about, as it was after it
    """
    if not fresh:
        return []
    since = events.c.sequence >= fresh[0][0]
    kept = connection.execute(select(func.count()).where(events.c.case_id == record.id, since)).scalar_one()
    if kept == len(fresh):
        return _travel(connection, record, lane, items_of(connection, record.id), fresh)
    drop_items(connection, record.id)
    numbers = {number for number, _ in fresh}
    whole = numbered_events(connection, record.id)
    seen = _travel(connection, record, lane, {}, whole)
    return [each for (number, _), each in zip(whole, seen, strict=True) if number in numbers]


def project_again(connection: Connection, case: str) -> None:
    """Make the items of a case from its events, whatever they are now."""
    record = find_case(connection, case)
    if record is None:
        return
    drop_items(connection, case)
    lane = kept_lane(connection, record.lane_hash) if record.lane_hash else None
    _travel(connection, record, lane, {}, numbered_events(connection, case))


def renew_inbox(connection: Connection) -> bool:
    """Make the inbox again if what is in the database was made by another version than this one.

    Returns
    -------
    whether it was made again
    """
    query = select(read_models.c.version).where(read_models.c.name == _INBOX)
    if connection.execute(query).scalar_one_or_none() == INBOX_VERSION:
        return False
    for case in connection.scalars(select(cases.c.id)).all():
        project_again(connection, case)
    put(connection, read_models, [{"name": _INBOX, "version": INBOX_VERSION}])
    return True


def _travel(
    connection: Connection,
    record: CaseRecord,
    lane: Lane | None,
    items: dict[tuple[str, int], Item],
    following: Sequence[Numbered],
) -> list[tuple[CaseEvent, Item | None]]:
    travelling = _Travelling(record, lane, dict(record.attributes), Clock(), dict(items), StateCourse(lane), None)
    if following:
        earlier = events.c.sequence < following[0][0]
        lasting = events.c.kind.in_([*CLOCK_KINDS, EventKind.DECLARED])
        for _, event in numbered_events(connection, record.id, earlier, lasting):
            _take_note(travelling, event)
        # What happened before, and is not read again, has brought the case to where it is.
        travelling.state = record.state if following[0][0] > 0 else None
    seen = [(event, _take(travelling, event)) for _, event in following]
    keep_items(connection, [item for name, item in travelling.items.items() if items.get(name) != item])
    _keep_standing(connection, travelling)
    return seen


def _keep_standing(connection: Connection, travelling: _Travelling) -> None:
    """Write how the case stands, where it stands otherwise than before."""
    lane, record = travelling.lane, travelling.record
    late = Dueness(None, None) if lane is None else dueness_of_case(lane, travelling.clock)
    if (travelling.state, *late) != (record.state, record.warning_at, record.due_at):
        this = update(cases).where(cases.c.id == record.id)
        connection.execute(this.values(state=travelling.state, **late._asdict()))


def _take_note(travelling: _Travelling, event: CaseEvent) -> bool:
    """Remember what later events depend on; tell whether it moves what is due."""
    if event.kind is EventKind.DECLARED:
        travelling.attributes[event.step] = event.outcome
    state = travelling.states.take(event)
    travelling.state = travelling.state if state is None else state
    return travelling.clock.take(event)


def _take(travelling: _Travelling, event: CaseEvent) -> Item | None:
    """Do to the items of a case what an event does; give the one that it is about."""
    items, name = travelling.items, (event.step, event.occurrence)
    if event.kind is EventKind.ENABLED:
        item = _enabled(travelling, event)
    else:
        item = items.get(name)
        item = None if item is None else _after(item, event)
    if item is not None:
        items[name] = item
    if _take_note(travelling, event) and travelling.lane is not None:
        for each, open_item in items.items():
            if open_item.closed_at is None:
                late = dueness(travelling.lane, open_item.step, open_item.enabled_at, travelling.clock)
                items[each] = replace(open_item, warning_at=late.warning_at, due_at=late.due_at)
    return items.get(name) if item is not None else None


def _enabled(travelling: _Travelling, event: CaseEvent) -> Item | None:
    lane, record = travelling.lane, travelling.record
    step = lane.steps.get(event.step) if lane is not None else None
    if lane is None or not isinstance(step, Task | ApplicantStep | ThirdPartyStep):
        return None
    pool, department, priority = "", "", 0
    if isinstance(step, Task):
        pool, department = step.pool, lane.pools[step.pool].department.en
        priority = step.priority + priority_of(lane.priorities, travelling.attributes)
    late = dueness(lane, event.step, event.at, travelling.clock)
    return Item(
        case_id=event.case,
        step=event.step,
        occurrence=event.occurrence,
        lane=record.lane,
        lane_hash=record.lane_hash,
        actor=_actor(step),
        pool=pool,
        stage=ItemStage.WAITING,
        enabled_at=event.at,
        department=department,
        priority=priority,
        warning_at=late.warning_at,
        due_at=late.due_at,
    )


def _actor(step: Task | ApplicantStep | ThirdPartyStep) -> ActorKind:
    match step:
        case Task():
            return ActorKind.POOL
        case ApplicantStep():
            return ActorKind.APPLICANT
        case ThirdPartyStep():
            return ActorKind.THIRD_PARTY


def _after(item: Item, event: CaseEvent) -> Item:
    """An item after an event that is about it."""
    if item.closed_at is not None:
        return item
    item = replace(item, revision=item.revision + 1)
    match event.kind:
        case EventKind.STARTED:
            return replace(item, stage=ItemStage.STARTED, started_at=event.at, member=event.member)
        case EventKind.ASSIGNED:
            return replace(item, assignee=event.member)
        case EventKind.RELEASED:
            return replace(item, stage=ItemStage.CIRCULATING)
        case EventKind.COMPLETED | EventKind.CANCELLED:
            member = event.member or item.member
            return replace(item, stage=_CLOSED[event.kind], closed_at=event.at, member=member, outcome=event.outcome)
        case _:
            return item
