"""Write the queueing pack: ``python -m tests.analytic.queueing_pack``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final, TypeAlias

from pydantic import JsonValue

from tests.oracles.queueing import wait_in_dm1, wait_in_mg1, wait_in_mm1, wait_in_mmc, waits_by_priority

QUEUES: Final = Path(__file__).parents[1] / "queueing_pack" / "queues.json"
HALF_WIDTH: Final = 0.15
"""Of the mean: a simulator that forgets a factor of two, a server or a class is found out."""
_URGENT: Final = 0.4

Queue: TypeAlias = dict[str, JsonValue]


def queues() -> list[Queue]:
    """What the pack holds."""
    kleinrock, cobham = "Kleinrock (1975), Queueing Systems I", "Cobham (1954), Operations Research 2(1)"
    one: Queue = {"kind": "exponential", "mean": 1.0}
    classes: Queue = {"classes": [_URGENT, 1 - _URGENT]}
    urgent, usual = waits_by_priority([0.7 * _URGENT, 0.7 * (1 - _URGENT)], 1, 1)
    return [
        _queue("mm1_half_busy", _poisson(0.5), one, 1, wait_in_mm1(0.5, 1), kleinrock),
        _queue("mm1_busy", _poisson(0.8), one, 1, wait_in_mm1(0.8, 1), kleinrock),
        _queue("mm1_sojourn", _poisson(0.5), one, 1, wait_in_mm1(0.5, 1) + 1, kleinrock) | {"measured": "sojourn"},
        _queue("mm1_load", _poisson(0.7), one, 1, 0.7, kleinrock) | {"measured": "load"},
        _queue("mm2", _poisson(1.4), one, 2, wait_in_mmc(1.4, 1, 2), kleinrock),
        _queue("mm4", _poisson(3.4), one, 4, wait_in_mmc(3.4, 1, 4), kleinrock),
        _queue("md1", _poisson(0.7), {"kind": "fixed", "mean": 1.0}, 1, wait_in_mg1(0.7, 1, 0), kleinrock),
        _queue(
            "mg1",
            _poisson(0.7),
            {"kind": "lognormal", "mean": 1.0, "deviation": 0.8},
            1,
            wait_in_mg1(0.7, 1, 0.64),
            kleinrock,
        ),
        _queue("dm1", {"kind": "fixed", "mean": 1 / 0.7}, one, 1, wait_in_dm1(0.7, 1), kleinrock),
        _queue("priority_urgent", _poisson(0.7), one, 1, urgent, cobham) | classes | {"class": 0},
        _queue("priority_usual", _poisson(0.7), one, 1, usual, cobham) | classes | {"class": 1},
    ]


def _poisson(rate: float) -> Queue:
    return {"kind": "exponential", "mean": 1 / rate}


def _queue(name: str, gap: Queue, service: Queue, servers: int, expected: float, source: str) -> Queue:
    return {
        "name": name,
        "gap": gap,
        "service": service,
        "servers": servers,
        "measured": "wait",
        "expected": expected,
        "relative_half_width": HALF_WIDTH,
        "source": source,
    }


def written() -> str:
    """The file."""
    return json.dumps(queues(), indent=2) + "\n"


if __name__ == "__main__":
    QUEUES.write_text(written(), encoding="utf-8")
