"""The register of the red and the black list, as a state machine over what happens to those on it (SY-046 to SY-048).

Each subject has on each list a place, which moves like this; the record of how it got there is kept for good::

                       objects            upheld
    clear ──proposed──> notified ──────> contested ──────> clear
                          │  <─────────────┘ dismissed
                          │ listed
                          v        asks for repair          granted
                        listed ───────────────────> under repair ──────> clear
                          │  <─────────────────────────┘ refused
                          └── runs out, or is taken off ──> clear

While a subject is listed or under repair, departments are called upon, answer and feed back. Nobody is on both lists:
whoever is put on the black one leaves the red one at that instant, and nobody on the black one is put on the red one
(knowledge of 发改财金规〔2017〕1798号; no document here says so).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import Field, TypeAdapter, ValidationError

from workflows.definition.provenance import Frozen
from workflows.errors import InvalidInputError
from workflows.instants import Instant, format_instant

SubjectId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._\-]{0,99}$")]
"""Who is listed, such as a unified social credit code."""


_SUBJECT: Final[TypeAdapter[str]] = TypeAdapter(SubjectId)


def is_subject(text: str) -> bool:
    """Whether somebody can be called so."""
    try:
        _SUBJECT.validate_python(text)
    except ValidationError:
        return False
    return True


class CreditList(StrEnum):
    """Which list."""

    RED = "red"
    BLACK = "black"


class Place(StrEnum):
    """Where a subject is on a list."""

    CLEAR = "clear"
    NOTIFIED = "notified"
    CONTESTED = "contested"
    LISTED = "listed"
    UNDER_REPAIR = "under_repair"


class Happening(StrEnum):
    """What can happen to a subject on a list."""

    PROPOSED = "proposed"
    OBJECTED = "objected"
    UPHELD = "upheld"
    DISMISSED = "dismissed"
    LISTED = "listed"
    INITIATED = "initiated"
    ANSWERED = "answered"
    FED_BACK = "fed_back"
    REPAIR_ASKED = "repair_asked"
    REPAIR_GRANTED = "repair_granted"
    REPAIR_REFUSED = "repair_refused"
    EXPIRED = "expired"
    TAKEN_OFF = "taken_off"


class CreditEvent(Frozen):
    """One thing that happened to a subject on a list.

    Parameters
    ----------
    reason : such as the breach, the answer or the case that it came from
    until : of a listing: the instant at which it runs out; never if absent
    """

    subject: SubjectId
    list: CreditList
    happening: Happening
    at: Instant
    reason: Annotated[str, Field(max_length=300)] = ""
    until: Instant | None = None


_MOVES: Final[Mapping[Happening, Mapping[Place, Place]]] = MappingProxyType(
    {
        Happening.PROPOSED: {Place.CLEAR: Place.NOTIFIED},
        Happening.OBJECTED: {Place.NOTIFIED: Place.CONTESTED},
        Happening.UPHELD: {Place.CONTESTED: Place.CLEAR},
        Happening.DISMISSED: {Place.CONTESTED: Place.NOTIFIED},
        Happening.LISTED: {Place.NOTIFIED: Place.LISTED},
        Happening.INITIATED: {Place.LISTED: Place.LISTED, Place.UNDER_REPAIR: Place.UNDER_REPAIR},
        Happening.ANSWERED: {Place.LISTED: Place.LISTED, Place.UNDER_REPAIR: Place.UNDER_REPAIR},
        Happening.FED_BACK: {Place.LISTED: Place.LISTED, Place.UNDER_REPAIR: Place.UNDER_REPAIR},
        Happening.REPAIR_ASKED: {Place.LISTED: Place.UNDER_REPAIR},
        Happening.REPAIR_GRANTED: {Place.UNDER_REPAIR: Place.CLEAR},
        Happening.REPAIR_REFUSED: {Place.UNDER_REPAIR: Place.LISTED},
        Happening.EXPIRED: {Place.LISTED: Place.CLEAR, Place.UNDER_REPAIR: Place.CLEAR},
        Happening.TAKEN_OFF: {Place.LISTED: Place.CLEAR, Place.UNDER_REPAIR: Place.CLEAR},
    }
)
"""From where each happening leads to where; from anywhere else it is refused."""

ON_THE_LIST: Final = frozenset({Place.LISTED, Place.UNDER_REPAIR})


@dataclass(frozen=True, slots=True)
class Entry:
    """A subject on a list.

    Attributes
    ----------
    until : instant at which a listing runs out; never, or not listed, if absent
    record : everything that happened, in its order; nothing is ever taken from it
    """

    place: Place = Place.CLEAR
    until: Instant | None = None
    record: tuple[CreditEvent, ...] = ()

    def holds(self, at: Instant) -> bool:
        """Whether the subject counts as listed at an instant that is not before the last thing that happened."""
        return self.place in ON_THE_LIST and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class CreditRegister:
    """Both lists.

    Attributes
    ----------
    entries : by subject and list; those who are not there are clear, and always were
    """

    entries: Mapping[tuple[str, CreditList], Entry] = field(default_factory=dict)

    def entry(self, subject: str, on: CreditList) -> Entry:
        """A subject's place on a list, with its record."""
        return self.entries.get((subject, on), _NEVER_HEARD_OF)


_NEVER_HEARD_OF: Final = Entry()


def register_of(events: Iterable[CreditEvent]) -> CreditRegister:
    """The register after some events, in their order.

    Raises
    ------
    InvalidInputError
        At the first event that cannot follow on those before it.
    """
    register = CreditRegister()
    for event in events:
        register = after(register, event)
    return register


def after(register: CreditRegister, event: CreditEvent) -> CreditRegister:
    """The register after one more event.

    Raises
    ------
    InvalidInputError
        If the event cannot happen to a subject in that place, or is older than what has happened to it.
    """
    entry = register.entry(event.subject, event.list)
    moved = _moved(entry, event)
    changed = {(event.subject, event.list): moved}
    if event.happening is Happening.LISTED:
        other = CreditList.RED if event.list is CreditList.BLACK else CreditList.BLACK
        opposite = register.entry(event.subject, other)
        if opposite.holds(event.at) and event.list is CreditList.RED:
            raise _refused(event, "the subject is on the black list; take it off that one first")
        if opposite.place in ON_THE_LIST:
            left = Happening.TAKEN_OFF if opposite.holds(event.at) else Happening.EXPIRED
            exit_ = CreditEvent(subject=event.subject, list=other, happening=left, at=event.at, reason=_OTHER_LIST)
            changed[event.subject, other] = _moved(opposite, exit_)
    return CreditRegister({**register.entries, **changed})


_OTHER_LIST: Final = "put on the other list"


def gate(register: CreditRegister, applicant: str, at: Instant) -> dict[str, str]:
    """What the lanes ask of an applicant's credit: attribute id to value.

    Parameters
    ----------
    at : of submission, not before the last event of the register

    Examples
    --------
    >>> gate(CreditRegister(), "firm", 0)
    {'red_listed': 'no', 'blacklisted': 'no'}
    """
    on = {each: register.entry(applicant, each).holds(at) for each in CreditList}
    return {
        "red_listed": "yes" if on[CreditList.RED] else "no",
        "blacklisted": "yes" if on[CreditList.BLACK] else "no",
    }


def _moved(entry: Entry, event: CreditEvent) -> Entry:
    if entry.record and event.at < entry.record[-1].at:
        raise _refused(event, f"the last thing that happened there was at {format_instant(entry.record[-1].at)}")
    to = _MOVES[event.happening].get(entry.place)
    if to is None:
        places = " or ".join(_MOVES[event.happening])
        raise _refused(event, f"it takes a subject that is {places}, and this one is {entry.place}")
    until = event.until if event.happening is Happening.LISTED else entry.until
    return Entry(to, until if to in ON_THE_LIST else None, (*entry.record, event))


def _refused(event: CreditEvent, why: str) -> InvalidInputError:
    what = f"{event.happening} of {event.subject!r} on the {event.list} list at {format_instant(event.at)}"
    return InvalidInputError(f"{what} cannot be recorded: {why}.")
