"""The trail in the store: rows are added at its end, and read in their order.

However many processes write at once, there is one chain: whoever adds a row waits until it is the only one to do so. An
entry is therefore the last thing that a transaction writes; a transaction that first had the trail and then waited for
something else could wait for another that waits for the trail.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection, RowMapping, insert, select, text

from services.audit.chain import EMPTY, Entry, Head, Outcome, Row, canonical, chained
from services.store.tables import audit
from workflows.instants import Instant

_ADDING: Final = 7_233_002
"""Number of the advisory lock that a transaction on PostgreSQL holds from its row to its end."""

_AT_A_TIME: Final = 1_000

# Put together once, since every request asks for them, and putting together takes as long as doing.
_ADDITION: Final = insert(audit)
_LAST: Final = select(audit.c.sequence, audit.c.hash).order_by(audit.c.sequence.desc()).limit(1)


class IllegibleRowError(ValueError):
    """A row is not written as rows are.

    Parameters
    ----------
    sequence : its number
    """

    def __init__(self, sequence: int, found: str) -> None:
        super().__init__(found)
        self.sequence = sequence


def append(connection: Connection, entry: Entry) -> int:
    """Add an entry to the trail, in a transaction that writes; nothing else is to be written in it afterwards.

    Returns
    -------
    number of its row
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ADDING})
    row = chained(head(connection), entry)
    connection.execute(_ADDITION, _columns(row))
    return row.sequence


def head(connection: Connection) -> Head:
    """The last row of the trail."""
    found = connection.execute(_LAST).one_or_none()
    return EMPTY if found is None else Head(found.sequence, found.hash)


def head_at(connection: Connection, sequence: int) -> Head | None:
    """The row of a number as the head that it once was; none if there is no such row."""
    found = connection.scalar(select(audit.c.hash).where(audit.c.sequence == sequence))
    return EMPTY if sequence == 0 else None if found is None else Head(sequence, str(found))


def first_since(connection: Connection, at: Instant) -> int:
    """The number of the first row that was written at an instant or later; one past the end if none was."""
    found = connection.scalar(select(audit.c.sequence).where(audit.c.at >= at).order_by(audit.c.sequence).limit(1))
    return head(connection).sequence + 1 if found is None else int(found)


def kept_rows(connection: Connection, first: int = 1) -> Iterator[Row]:
    """Rows from a number on, in their order.

    Raises
    ------
    IllegibleRowError
        If one is not written as rows are.
    """
    # In pages, since whoever finds a break stops in the middle, and leaves nothing open then.
    query = select(audit).order_by(audit.c.sequence).limit(_AT_A_TIME)
    found = connection.execute(query.where(audit.c.sequence >= first)).mappings().all()
    while found:
        for row in found:
            yield _row(row)
        found = connection.execute(query.where(audit.c.sequence > found[-1]["sequence"])).mappings().all()


def _columns(row: Row) -> dict[str, object]:
    content = row.content()
    return {**content, "roles": canonical(content["roles"]), "resources": canonical(content["resources"])}


def _row(found: RowMapping) -> Row:
    sequence = int(found["sequence"])
    try:
        roles, resources = json.loads(found["roles"]), json.loads(found["resources"])
        # The same data in other characters would have the same hash, and is a change nevertheless.
        if (canonical(roles), canonical(resources)) != (found["roles"], found["resources"]):
            raise ValueError("its roles or resources are not written as they were")
        entry = Entry(
            at=found["at"],
            subject=found["subject"],
            roles=tuple(roles),
            credential=found["credential"],
            action=found["action"],
            resources=tuple(resources.items()),
            outcome=Outcome(found["outcome"]),
            digest=found["digest"],
            regarding=found["regarding"],
        )
        return Row(sequence, entry, found["previous"], found["hash"])
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise IllegibleRowError(sequence, f"expected a row as it was written: {error}") from error
