"""Points of the processes' own code at which a trial strikes: each lies between two things that have to agree later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Moment(StrEnum):
    """When a point is passed: before a function begins, or once it has given its result and nobody knows of it yet."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Mark:
    """A point.

    Attributes
    ----------
    part : name of the process that passes it
    module, function : of that process' code; the function as the module calls it, so that to replace it there is enough
    """

    part: str
    module: str
    function: str
    moment: Moment


_MESSAGES: Final = "services.messages"
_STARTING: Final = "services.requests.service"
_RECORDING: Final = "services.store.recording"
_METERED: Final = "services.workers.metrics"
_DOING: Final = "services.workers.departments.doing"
_BATCHES: Final = "services.experiments.temporal.activities"

MARKS: Final[Mapping[str, Mark]] = MappingProxyType(
    {
        "case written down, not begun": Mark("api", _STARTING, "begin_in", Moment.BEFORE),
        "case begun, not answered": Mark("api", _STARTING, "begin_in", Moment.AFTER),
        "intention in the trail, not committed": Mark("api", _MESSAGES, "append", Moment.AFTER),
        "intention committed, message not sent": Mark("api", _MESSAGES, "sent", Moment.BEFORE),
        "message taken effect, not in the trail": Mark("api", _MESSAGES, "sent", Moment.AFTER),
        "outcome in the trail, not answered": Mark("api", _MESSAGES, "_came_of_it", Moment.AFTER),
        "events told, not written": Mark("worker-1", _METERED, "record_events", Moment.BEFORE),
        "events written, inbox not, not committed": Mark("worker-1", _RECORDING, "keep_events", Moment.AFTER),
        "events committed, task not completed": Mark("worker-1", _METERED, "record_events", Moment.AFTER),
        "effect claimed, not made": Mark("department-worker", _DOING, "claim_effect", Moment.AFTER),
        "effect made, not committed": Mark("department-worker", _DOING, "keep_effect", Moment.AFTER),
        "effect committed, step not completed": Mark("department-worker", _DOING, "do_once", Moment.AFTER),
        "batch run, not kept": Mark("simulation-worker", _BATCHES, "keep_replicated", Moment.BEFORE),
        "batch kept, not told": Mark("simulation-worker", _BATCHES, "keep_replicated", Moment.AFTER),
        "experiment answered, not told": Mark("simulation-worker", _BATCHES, "conclude", Moment.AFTER),
    }
)
"""What has happened and what has not, to the point where it is so."""


def marks_of(part: str) -> list[str]:
    """The points that a process passes."""
    return [name for name, mark in MARKS.items() if mark.part == part]
