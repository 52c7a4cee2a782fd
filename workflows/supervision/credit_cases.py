"""What cases tell the credit register: broken commitments, and the course of a listing (FS-007, FS-008, SY-048)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import Final

from workflows.definition.lane import Lane
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import Instant
from workflows.interpreter.case import Case, attributes_of
from workflows.interpreter.draws import key_of, stream_name, uniform
from workflows.supervision.credit import CreditEvent, CreditList, Happening

FOLLOW_UP: Final = "commitment_follow_up"
"""Id of the lane whose cases tell whether commitments were kept."""

_BROKEN: Final = ("ex_post_check", "broken")
"""Step of that lane and the outcome that means that one was not."""

LISTING: Final = "credit_list"
"""Id of the lane by which somebody comes onto a list and off it."""

_DONE: Final[Mapping[tuple[str, str], Happening]] = MappingProxyType(
    {
        ("identify", "done"): Happening.PROPOSED,
        ("respond", "objects"): Happening.OBJECTED,
        ("hear_objection", "upheld"): Happening.UPHELD,
        ("hear_objection", "dismissed"): Happening.DISMISSED,
        ("decide_listing", "done"): Happening.LISTED,
        ("initiate", "done"): Happening.INITIATED,
        ("respond_jointly", "done"): Happening.ANSWERED,
        ("feed_back", "done"): Happening.FED_BACK,
        ("put_right", "done"): Happening.REPAIR_ASKED,
        ("review_repair", "done"): Happening.REPAIR_GRANTED,
        ("listing_term", ""): Happening.EXPIRED,
    }
)
"""Step of the lane of listings and how it came out, to what that is for the register."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A commitment that was not kept.

    Attributes
    ----------
    case : that found it
    at : when a check first found that things were not as promised; what is put right later is for the repair
    """

    subject: str
    case: str
    at: Instant


def breaches_of(
    events: Mapping[str, Sequence[CaseEvent]], lanes: Mapping[str, str], subject_of: Callable[[str], str]
) -> tuple[Breach, ...]:
    """The commitments that were broken, in the order in which that was found.

    Parameters
    ----------
    events : case id to what has happened to it
    lanes : case id to the id of its lane
    subject_of : applicant of a case, by its id; a child has the applicant of the case that opened it
    """
    found = []
    for case, happened in events.items():
        if lanes[case] == FOLLOW_UP:
            broken = (event.at for event in happened if (event.step, event.outcome) == _BROKEN)
            found += [Breach(subject_of(case), case, at) for at in islice(broken, 1)]
    return tuple(sorted(found, key=lambda breach: (breach.at, breach.case)))


def listing_case(breach: Breach, lane: Lane, number: int = 0, seed: int = 0) -> Case:
    """The case by which whoever broke a commitment comes onto the black list.

    Parameters
    ----------
    lane : of listings
    number, seed : of the draws that nobody decides
    """
    draws = f"{lane.id}/"

    def drawn(attribute: str) -> float:
        return uniform(key_of(seed, 0, stream_name(draws, attribute, "attribute")), number)

    attributes = attributes_of(lane, {"list": CreditList.BLACK.value, "subject": "firm"}, drawn)
    return Case(id=listing_id(breach), submitted_at=breach.at, number=number, attributes=attributes, draws=draws)


def listing_id(breach: Breach) -> str:
    """What the case is called by which whoever broke a commitment is told and heard: no child of the case before it."""
    return f"{LISTING}-{breach.case.replace('/', '.')}"


def listing_of(subject: str, on: CreditList, events: Iterable[CaseEvent]) -> tuple[CreditEvent, ...]:
    """What a case of the lane of listings means for the register.

    Parameters
    ----------
    subject : whom the case is about
    on : the list that it is about
    events : of the case, in their order
    """
    return tuple(_listing(subject, on, events))


def _listing(subject: str, on: CreditList, events: Iterable[CaseEvent]) -> Iterator[CreditEvent]:
    off = False
    for event in events:
        if event.kind is not EventKind.COMPLETED:
            continue
        happening = _DONE.get((event.step, event.outcome))
        if event.step == "take_off" and not off:
            happening = Happening.TAKEN_OFF
        if happening is not None:
            off = off or happening in (Happening.REPAIR_GRANTED, Happening.EXPIRED)
            yield CreditEvent(subject=subject, list=on, happening=happening, at=event.at, reason=f"case {event.case}")
