"""Upper bounds of histograms, all in seconds."""

from __future__ import annotations

from typing import Final

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400

OF_CASES: Final = (
    *(5 * _MINUTE, 15 * _MINUTE, 30 * _MINUTE, _HOUR, 2 * _HOUR, 4 * _HOUR, 8 * _HOUR),
    *(_DAY, 2 * _DAY, 3 * _DAY, 5 * _DAY, 7 * _DAY, 14 * _DAY, 30 * _DAY, 60 * _DAY, 90 * _DAY, 180 * _DAY, 365 * _DAY),
)
"""Calendar time: the limits of the law run from an hour to most of a year."""

_WORKING_DAY: Final = 8 * _HOUR
OF_OFFICE_TIME: Final = (
    *(5 * _MINUTE, 15 * _MINUTE, 30 * _MINUTE, _HOUR, 2 * _HOUR, 4 * _HOUR),
    *(days * _WORKING_DAY for days in (1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 250)),
)
"""Office time: eight hours are a working day, and the limits that lanes have are bounds."""

OF_ANSWERS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""An answer that waits for Temporal is given up after ten seconds by default."""

OF_LAG: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1_800.0, 3_600.0)
"""From a write that nobody is in the way of to an hour without the store."""

OF_REPLICATIONS: Final = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 1_800.0)
"""A replication of some cases takes a tenth of a second, of several lanes over years minutes."""
