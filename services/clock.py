"""The clock of this machine: the one place where services ask what time it is."""

from __future__ import annotations

from datetime import datetime

from workflows.instants import CHINA, Instant, instant_of


def present_instant() -> Instant:
    """Now, by the clock of this machine."""
    return instant_of(present_time())


def present_time() -> datetime:
    """Now, as others than the core want it: with its zone, and to the microsecond."""
    return datetime.now(CHINA)
