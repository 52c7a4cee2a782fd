"""The credit register of live cases: every case that can put somebody on a list is a course of its own.

Two sorts of cases do. A case of the lane of listings takes its subject the whole way. A commitment that was broken and
revoked counts from the revocation on: whoever broke it gives no further one until it is repaired (国办发〔2020〕42号).
What the case of the listing that follows on it brings, such as the repair, belongs to the same course.

Cases are begun by people, who may well propose the same firm twice. The register knows one place for each subject and
list. So of courses at the same time one counts, before all others one by which the subject is listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from workflows.errors import InvalidInputError
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import Instant
from workflows.supervision.credit import (
    CreditEvent,
    CreditList,
    CreditRegister,
    Entry,
    Happening,
    Place,
    after,
    register_of,
)
from workflows.supervision.credit_cases import Breach, listing_of

_AFTER_LISTING: Final = frozenset(
    {
        Happening.INITIATED,
        Happening.ANSWERED,
        Happening.FED_BACK,
        Happening.REPAIR_ASKED,
        Happening.REPAIR_GRANTED,
        Happening.REPAIR_REFUSED,
        Happening.EXPIRED,
        Happening.TAKEN_OFF,
    }
)


@dataclass(frozen=True, slots=True)
class Course:
    """What one case means for its subject.

    Attributes
    ----------
    case : that began it
    over : whether the case has ended, so that nothing further comes of it
    events : at least one, in their order
    """

    subject: str
    on: CreditList
    case: str
    over: bool
    events: tuple[CreditEvent, ...]

    @property
    def entry(self) -> Entry:
        """Where it has brought the subject, if there were no other."""
        return register_of(self.events).entry(self.subject, self.on)


def listing_course(subject: str, on: CreditList, case: str, events: Sequence[CaseEvent]) -> Course | None:
    """The course of a case of the lane of listings; none before anybody was identified."""
    happened = listing_of(subject, on, events)
    over = any(event.kind is EventKind.ENDED for event in events)
    return Course(subject, on, case, over, happened) if happened else None


def breach_course(breach: Breach, revoked_at: Instant | None, listing: Sequence[CaseEvent]) -> Course:
    """The course of a commitment that was broken.

    Parameters
    ----------
    revoked_at : when its decision was; none while whoever broke it may still put things right
    listing : what happened in the case of the listing that follows on it
    """

    def told(happening: Happening, at: Instant, reason: str) -> CreditEvent:
        return CreditEvent(subject=breach.subject, list=CreditList.BLACK, happening=happening, at=at, reason=reason)

    events = [told(Happening.PROPOSED, breach.at, f"case {breach.case}: commitment broken")]
    if revoked_at is not None:
        events.append(told(Happening.LISTED, revoked_at, f"case {breach.case}: commitment broken, decision revoked"))
        for event in listing_of(breach.subject, CreditList.BLACK, listing):
            if event.happening in _AFTER_LISTING:
                events.append(event)
            elif event.happening is Happening.UPHELD:
                events.append(told(Happening.TAKEN_OFF, event.at, f"{event.reason}: objection upheld"))
    return Course(breach.subject, CreditList.BLACK, breach.case, revoked_at is not None, tuple(events))


def credit_register(courses: Iterable[Course], at: Instant) -> CreditRegister:
    """The register that some courses make.

    Parameters
    ----------
    at : now, or later than anything that happened
    """
    counted: list[Course] = []
    for course in sorted(courses, key=lambda each: (not each.entry.holds(at), each.events[0].at, each.case)):
        never_listed = course.over and course.entry.place in (Place.NOTIFIED, Place.CONTESTED)
        if not never_listed and not any(_at_the_same_time(course, other) for other in counted):
            counted.append(course)
    register = CreditRegister()
    for event in sorted(chain.from_iterable(course.events for course in counted), key=lambda event: event.at):
        try:
            register = after(register, event)
        except InvalidInputError:
            # Nobody is on both lists: once its subject is on the black one, a case of the red one has no effect.
            continue
    return register


def _at_the_same_time(course: Course, other: Course) -> bool:
    if (course.subject, course.on) != (other.subject, other.on):
        return False
    first, second = sorted((course, other), key=lambda each: each.events[0].at)
    return first.entry.place is not Place.CLEAR or second.events[0].at < first.events[-1].at
