"""Which events bring a case to which marks, both ways."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from workflows.definition.steps import Mark
from workflows.events.event import EventKind

MARK_OF: Final[Mapping[EventKind, Mark]] = MappingProxyType(
    {
        EventKind.SUBMITTED: Mark.SUBMITTED,
        EventKind.ACCEPTED: Mark.ACCEPTED,
        EventKind.DECIDED: Mark.DECIDED,
        EventKind.DELIVERED: Mark.DELIVERED,
    }
)
"""The mark that an event of a kind reaches; other kinds reach none."""

EVENT_OF: Final[Mapping[Mark, EventKind]] = MappingProxyType({mark: kind for kind, mark in MARK_OF.items()})
"""The kind of event that reaches a mark."""
