"""Effects of cases on the world outside. Every one may happen twice, so every one has a key."""

from __future__ import annotations

from typing import Protocol

from temporalio import activity

from workflows.instants import Instant
from workflows.temporal.messages import RecordedEvent
from workflows.temporal.names import RECORD_EVENTS


class EventStore(Protocol):
    """Where events are kept for good."""

    def record(self, case: str, lane: str, first: int, events: list[RecordedEvent], told_at: Instant) -> None:
        """Keep the events of a case from number `first` on; those already kept stay as they are.

        Parameters
        ----------
        told_at : instant of the workflow's task, by Temporal's clock. A task that was lost before Temporal had it is
            done again later; what is then told takes the place of what was told before
        """


class Recorder:
    """The activities of a lane worker.

    Parameters
    ----------
    store : where events go
    """

    def __init__(self, store: EventStore) -> None:
        self._store = store

    @activity.defn(name=RECORD_EVENTS)
    def record_events(self, case: str, lane: str, first: int, events: list[RecordedEvent], told_at: Instant) -> None:
        """Record what has happened to a case; the key is the case and the number of the event."""
        self._store.record(case, lane, first, events, told_at)
