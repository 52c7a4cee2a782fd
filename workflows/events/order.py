"""What can follow what in a case. Whoever takes in events from outside asks here, whatever format they came in.

A log may begin in the middle of a case, so that something was missed before is no breach; but what is in the log has to
fit together. Measures rely on it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from workflows.events.event import DEEMED, CaseEvent, EventKind
from workflows.instants import Instant, format_instant, parse_instant

_OVER: Final = frozenset({EventKind.COMPLETED, EventKind.CANCELLED})
FOLLOWERS: Final = {
    EventKind.ENABLED: frozenset({EventKind.STARTED}) | _OVER,
    EventKind.STARTED: frozenset({EventKind.RELEASED, EventKind.SUSPENDED}) | _OVER,
    EventKind.RELEASED: frozenset({EventKind.SUSPENDED}) | _OVER,
    EventKind.SUSPENDED: frozenset({EventKind.RESUMED, EventKind.CANCELLED}),
    EventKind.RESUMED: frozenset({EventKind.SUSPENDED, EventKind.RELEASED}) | _OVER,
    EventKind.COMPLETED: frozenset[EventKind](),
    EventKind.CANCELLED: frozenset[EventKind](),
}
"""Kinds of events of one occurrence of a step that can come next."""

OF_CASES: Final = frozenset(
    {
        EventKind.CLOCK_STOPPED,
        EventKind.CLOCK_RESUMED,
        EventKind.EXTENSION_ASKED,
        EventKind.EXTENDED,
        EventKind.EXTENSION_REFUSED,
    }
)
"""Kinds of events after ENABLED that may be of the case as a whole: somebody ordered them."""


class Breach(NamedTuple):
    """What is wrong with an event where it stands."""

    code: str
    expected: str
    found: str
    remedy: str


class CaseOrder:
    """The events of one case so far.

    Examples
    --------
    >>> order = CaseOrder()
    >>> order.breach(CaseEvent("c", EventKind.COMPLETED, 0, "review"))
    >>> order.breach(CaseEvent("c", EventKind.STARTED, 1, "review")).code
    'event_out_of_order'
    """

    __slots__ = ("_latest", "_latest_at", "_over", "_stopped")

    def __init__(self) -> None:
        self._latest_at: Instant | None = None
        self._over = False
        self._latest: dict[tuple[str, int], EventKind] = {}
        self._stopped: set[tuple[str, int]] = set()

    def breach(self, event: CaseEvent) -> Breach | None:
        """Take note of the next event; tell what is wrong with it, if anything."""
        if event.kind >= EventKind.ENABLED and not event.step and event.kind not in OF_CASES:
            return Breach("missing_step", "the id of a step", "none", f"Say which step was {_word(event.kind)}.")
        return self._breach_of_time(event) or self._breach_of_work(event) or self._breach_of_clock(event)

    def _breach_of_time(self, event: CaseEvent) -> Breach | None:
        if self._over:
            return Breach(
                "event_after_end",
                "nothing after the end of the case",
                _word(event.kind),
                "Put the end last, or drop it.",
            )
        if self._latest_at is not None and event.at < self._latest_at:
            return Breach(
                "instant_goes_back",
                f"an instant not before that of the case's event before it, {format_instant(self._latest_at)}",
                format_instant(event.at),
                "Sort the events of each case by time; keep the order of those at the same instant.",
            )
        if event.kind is EventKind.ACCEPTED and event.cause == DEEMED and not _is_instant(event.outcome):
            return Breach(
                "no_instant",
                "as the outcome of a deemed acceptance, the instant at which the file came in",
                repr(event.outcome),
                "Write it as other instants of the log, such as 2026-03-02T09:00:00.000+08:00.",
            )
        if event.kind is EventKind.EXTENDED and not (event.outcome.isascii() and event.outcome.isdecimal()):
            return Breach(
                "no_working_days",
                "as the outcome of an extension, a number of working days",
                repr(event.outcome),
                "Write how many working days were granted.",
            )
        self._latest_at = event.at
        self._over = event.kind is EventKind.ENDED
        return None

    def _breach_of_work(self, event: CaseEvent) -> Breach | None:
        if not EventKind.ENABLED <= event.kind <= EventKind.CANCELLED:
            return None
        piece = event.step, event.occurrence
        latest = self._latest.get(piece)
        self._latest[piece] = event.kind
        if latest is None or event.kind in FOLLOWERS[latest]:
            return None
        allowed = " or ".join(_word(kind) for kind in sorted(FOLLOWERS[latest]))
        return Breach(
            "event_out_of_order",
            f"{allowed} after {_word(latest)}" if allowed else f"nothing after {_word(latest)}",
            f"{_word(event.kind)} of step {event.step!r}, occurrence {event.occurrence}",
            "Give each time that a case has a step an occurrence of its own, counted from 0.",
        )

    def _breach_of_clock(self, event: CaseEvent) -> Breach | None:
        if event.kind not in (EventKind.CLOCK_STOPPED, EventKind.CLOCK_RESUMED):
            return None
        stop = event.step, event.occurrence
        stands = stop in self._stopped
        self._stopped ^= {stop}
        if stands is (event.kind is EventKind.CLOCK_RESUMED):
            return None
        expected = "clock_resumed before the next clock_stopped" if stands else "clock_stopped before clock_resumed"
        return Breach(
            "clock_out_of_order",
            expected,
            f"{_word(event.kind)} of step {event.step!r}, occurrence {event.occurrence}",
            "Give both ends of a stop the same step and occurrence.",
        )


def _is_instant(text: str) -> bool:
    try:
        parse_instant(text)
    except ValueError:
        return False
    return True


def _word(kind: EventKind) -> str:
    return kind.name.lower()
