"""The numbers of the models, written once for Greenlane and for every peer, whatever is installed beside it."""

from __future__ import annotations

from typing import Final

SPREAD: Final = 0.6
"""Standard deviation of every service time, as a share of its mean."""

MINUTES: Final = {
    "intake": 10.0, "check": 20.0, "mend": 10.0, "survey": 20.0, "plan_review": 20.0, "register": 10.0,
    "safety_review": 20.0, "fire_review": 20.0, "inspect": 30.0, "sign": 10.0,
}  # fmt: skip
"""Ten tasks and their mean service times."""

POOL_OF: Final = {
    "intake": "window", "check": "window", "register": "window", "mend": "review", "survey": "review",
    "safety_review": "review", "plan_review": "planning", "fire_review": "planning", "inspect": "site", "sign": "site",
}  # fmt: skip
MEMBERS: Final = 4
GAP_MINUTES: Final = 14.0
DEFECTIVE: Final = 0.2
MOST_REPEATS: Final = 5
URGENT: Final = {"mend": -1}
"""Priorities that are not 0: what is corrected goes first."""

STATION_MEMBERS: Final = 4
STATION_LOAD: Final = 0.8
"""M/M/4: a task takes an hour in the mean."""
