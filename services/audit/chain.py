"""Rows that are bound to each other: what a row is, what its hash covers, and where a chain of them is broken.

Whoever changes a row, takes one out, puts one in or exchanges two breaks the chain at that place. Whoever can write the
whole table can also cut off its end, or make all of it anew; that is found by a head that was written down elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum
from hashlib import sha256
from typing import Final, NamedTuple

from workflows.instants import Instant

GENESIS: Final = "0" * 64
"""What the first row has for the hash of the row before it."""


class Outcome(StrEnum):
    """What came of a request."""

    INTENDED = "intended"
    """Somebody who may do it is about to; a later row that regards this one tells how it went."""
    DONE = "done"
    REFUSED = "refused"
    """It did not fit the case as it was."""
    UNANSWERED = "unanswered"
    """Temporal did not answer in time; it may have taken effect nevertheless, which the case's events tell."""
    FORBIDDEN = "forbidden"
    """Whoever sent it may not do it, or has no business knowing whether there is such a thing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to be kept.

    Attributes
    ----------
    at : by the clock of the process that answers the request
    subject, roles, credential : who, as what, and by what they were known
    resources : kind to id of what it was done to
    digest : SHA-256 of the request's body, in hexadecimal; empty if it had none
    regarding : number of the row whose intention this is the outcome of
    """

    at: Instant
    subject: str
    roles: tuple[str, ...]
    credential: str
    action: str
    resources: tuple[tuple[str, str], ...]
    outcome: Outcome
    digest: str = ""
    regarding: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """An entry in its place.

    Attributes
    ----------
    sequence : from 1, without gaps
    previous : hash of the row before it
    hash : of everything else in the row, as 64 hexadecimal digits
    """

    sequence: int
    entry: Entry
    previous: str
    hash: str

    def content(self) -> dict[str, object]:
        """The row as data; all of it but the hash is what the hash is of."""
        return {**_content(self.sequence, self.entry, self.previous), "hash": self.hash}


class Head(NamedTuple):
    """The last row of a chain, to be written down where nobody can change both."""

    sequence: int
    hash: str


class Fault(StrEnum):
    """What was done to a chain, as far as that can be told."""

    CHANGED = "changed"
    """A row is not what its hash is of, or not written as rows are."""
    MISSING = "missing"
    """A row is not in its place: taken out, put in or exchanged."""
    UNCHAINED = "unchained"
    """A row follows another one than the one before it."""
    CUT_OFF = "cut_off"
    """The chain ends before a head that was written down."""
    MADE_ANEW = "made_anew"
    """A row has another hash than the one that was written down."""


class Break(NamedTuple):
    """Where a chain is broken first.

    Attributes
    ----------
    sequence : of the row that does not fit, or that is missing
    found : what is wrong with it
    """

    sequence: int
    found: str
    fault: Fault = Fault.CHANGED


EMPTY: Final = Head(0, GENESIS)

_ANOTHER: Final = "expected the hash that was written down for it; the chain was made anew"


def chained(head: Head, entry: Entry) -> Row:
    """An entry as the row that follows a head."""
    sequence = head.sequence + 1
    return Row(sequence, entry, head.hash, _hash(_content(sequence, entry, head.hash)))


def first_break(rows: Iterable[Row], after: Head = EMPTY, anchors: Iterable[Head] = ()) -> Break | Head:
    """Where a chain is broken, or its head if it is whole.

    Parameters
    ----------
    rows : in the order of their sequence
    after : head of what came before them
    anchors : heads that were written down when the chain had come as far as they say
    """
    expected = {anchor.sequence: anchor.hash for anchor in anchors if anchor.sequence >= after.sequence}
    head = after
    for row in rows:
        if row.sequence != head.sequence + 1:
            return Break(
                head.sequence + 1, f"expected row {head.sequence + 1}; found row {row.sequence}", Fault.MISSING
            )
        if row.previous != head.hash:
            said = f"expected it to follow {head.hash}; it says that it follows {row.previous}"
            return Break(row.sequence, said, Fault.UNCHAINED)
        actual = _hash(_content(row.sequence, row.entry, row.previous))
        if row.hash != actual:
            return Break(row.sequence, f"expected hash {actual}, which its content has; it says {row.hash}")
        head = Head(row.sequence, row.hash)
        if expected.pop(row.sequence, row.hash) != row.hash:
            return Break(row.sequence, _ANOTHER, Fault.MADE_ANEW)
    if after.sequence in expected and expected.pop(after.sequence) != after.hash:
        return Break(after.sequence, _ANOTHER, Fault.MADE_ANEW)
    if expected:
        missing = max(expected)
        said = f"expected {missing} rows at least, as was written down; found {head.sequence}"
        return Break(head.sequence + 1, said, Fault.CUT_OFF)
    return head


def row_of(content: dict[str, object]) -> Row:
    """A row from its content as :meth:`Row.content` gives it.

    Raises
    ------
    ValueError
        If it is no such content.
    """
    match content:
        case {
            "sequence": int(sequence),
            "previous": str(previous),
            "hash": str(hash_),
            "at": int(at),
            "subject": str(subject),
            "roles": [*roles],
            "credential": str(credential),
            "action": str(action),
            "resources": dict(resources),
            "outcome": str(outcome),
            "digest": str(digest),
            "regarding": (int() | None) as regarding,
        } if len(content) == len(fields(Entry)) + 3:
            named = tuple((str(kind), str(id_)) for kind, id_ in resources.items())
            entry = Entry(
                at, subject, tuple(map(str, roles)), credential, action, named, Outcome(outcome), digest, regarding
            )
            return Row(sequence, entry, previous, hash_)
    raise ValueError(f"expected a row of the trail; found {sorted(content)}")


def canonical(content: object) -> str:
    """Data as JSON, the same characters for the same data: sorted keys, no spaces, characters as themselves."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _content(sequence: int, entry: Entry, previous: str) -> dict[str, object]:
    said = {name: getattr(entry, name) for name in _SAID}
    said |= {"roles": list(entry.roles), "resources": dict(entry.resources)}
    return {"sequence": sequence, **said, "previous": previous}


_SAID: Final = tuple(field.name for field in fields(Entry))


def _hash(content: dict[str, object]) -> str:
    return sha256(canonical(content).encode("utf-8", "surrogatepass")).hexdigest()
