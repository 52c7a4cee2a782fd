"""Which cases told something last, as far as the store knows: of all tellings, only a case's last may have been lost.

A later telling takes the place of whatever was told before it from its first event on, so it puts right what an
earlier task had told that did not come about.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from services.store.tables import events
from workflows.instants import Instant, Milliseconds


@dataclass(frozen=True, slots=True)
class LastTelling:
    """The telling of a case that no other has followed.

    Attributes
    ----------
    told_at : instant of the workflow's task, by its case's clock
    """

    case: str
    told_at: Instant


def last_tellings(connection: Connection, now: Instant, within: Milliseconds, most: int) -> list[LastTelling]:
    """The cases that told something shortly before everything fell silent, however long ago that was.

    Cases whose clock is ahead of the wall have each an instant of their own, so all of them are among these.

    Parameters
    ----------
    now : by the wall's clock
    within : how long before the last telling of a case whose clock is the wall's
    most : how many cases at most of either kind, those that told last

    Returns
    -------
    in the order of their instants
    """
    last = select(func.max(events.c.told_at)).where(events.c.told_at <= now)
    latest = connection.execute(last).scalar_one_or_none() or 0
    told = func.max(events.c.told_at)
    found: dict[str, Instant] = {}
    for which in (events.c.told_at.between(latest - within, now), events.c.told_at > now):
        query = select(events.c.case_id, told).where(which, events.c.told_at > 0).group_by(events.c.case_id)
        # A rehearsed case may have told before and after the present instant: what it told last counts.
        last_ones = connection.execute(query.order_by(told.desc(), events.c.case_id).limit(most))
        found.update((case, at) for case, at in last_ones)
    return sorted((LastTelling(case, at) for case, at in found.items()), key=lambda each: (each.told_at, each.case))


def told_last_at(connection: Connection, case: str) -> Instant:
    """The instant of the last telling of a case; 0 if it has told nothing, or nobody knows when."""
    query = select(func.max(events.c.told_at)).where(events.c.case_id == case)
    return connection.execute(query).scalar_one_or_none() or 0
