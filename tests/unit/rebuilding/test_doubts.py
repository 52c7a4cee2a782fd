"""What a case told is settled a minute after it was told, or, if its clock is ahead of the wall, after it was seen."""

from __future__ import annotations

import pytest

from services.rebuilding.doubts import SETTLED, Doubt, seconds_until
from workflows.instants import DAY, SECOND, Instant

NOW: Instant = 1_000 * DAY


@pytest.mark.parametrize(
    ("told_at", "seen_at", "seconds"),
    [
        (NOW - SETTLED, NOW, 0),
        (NOW - DAY, NOW, 0),
        (NOW - 10 * SECOND, NOW, 50),
        (NOW, NOW, 60),
        (NOW + 900 * DAY, NOW, 60),
        (NOW + 900 * DAY, NOW - 45 * SECOND, 15),
        (NOW + 900 * DAY, NOW - SETTLED, 0),
    ],
)
def test_a_clock_that_is_ahead_is_not_waited_for(told_at: Instant, seen_at: Instant, seconds: float) -> None:
    assert seconds_until(Doubt("c", told_at, seen_at), NOW) == seconds
