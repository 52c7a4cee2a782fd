"""Words of XES (IEEE 1849): how what happened here is called there.

Standard attributes tell other tools as much as they can understand; what they have no word for stands beside, under a
prefix of our own, and is what a log is read back from.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from workflows.events.event import EventKind

ACTIVITY: Final = "concept:name"
INSTANCE: Final = "concept:instance"
AT: Final = "time:timestamp"
MEMBER: Final = "org:resource"
POOL: Final = "org:group"
LIFECYCLE: Final = "lifecycle:transition"

PREFIX: Final = "greenlane"
URI: Final = "urn:greenlane:xes:1"
KIND: Final = f"{PREFIX}:kind"
SEQUENCE: Final = f"{PREFIX}:sequence"
STEP: Final = f"{PREFIX}:step"
OCCURRENCE: Final = f"{PREFIX}:occurrence"
CAUSE: Final = f"{PREFIX}:cause"
OUTCOME: Final = f"{PREFIX}:outcome"

EXTENSIONS: Final = (
    ("Concept", "concept", "http://www.xes-standard.org/concept.xesext"),
    ("Time", "time", "http://www.xes-standard.org/time.xesext"),
    ("Lifecycle", "lifecycle", "http://www.xes-standard.org/lifecycle.xesext"),
    ("Organizational", "org", "http://www.xes-standard.org/org.xesext"),
    ("Greenlane", PREFIX, URI),
)

TRANSITIONS: Final[Mapping[int, str]] = MappingProxyType(
    {
        EventKind.ENABLED: "schedule",
        EventKind.STARTED: "start",
        EventKind.RELEASED: "unknown",  # the standard's word for what it has no word for
        EventKind.SUSPENDED: "suspend",
        EventKind.RESUMED: "resume",
        EventKind.COMPLETED: "complete",
    }
)
"""Words for what happens to a step. What is cancelled was withdrawn if nobody had begun it, else aborted."""
WITHDRAWN: Final = "withdraw"
ABORTED: Final = "ate_abort"
MOMENT: Final = "complete"
"""Word for what takes no time: a moment of the case, such as its acceptance, is complete at once."""
