"""Prosimos, in an environment of its own: no statistics are asked for and no file is written, which is its faster way.

It keeps what it did in memory, as Greenlane does, whether or not it also writes a file.
"""

# Installed where this runs, never where it is checked.
# mypy: disable-error-code="import-not-found"

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Protocol

import numpy as np
from prosimos.simulation_engine import SimBPMEnv, execute_full_process, parse_datetime
from prosimos.simulation_setup import SimDiffSetup

from benchmarks.measuring import ROOT, Run, Work

FOLDER = ROOT / "benchmarks" / "permit"
A_MONDAY = "2024-01-01T00:00:00+00:00"


class Trace(Protocol):
    """What it keeps of a case."""

    started_at: datetime
    completed_at: datetime
    event_list: list[object]


def permit(cases: int, seed: int) -> Run:
    """The BPMN model, read and ready."""
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002 - its own draws are taken from there
    setup = SimDiffSetup(str(FOLDER / "permit.bpmn"), str(FOLDER / "permit.json"), False, cases)
    setup.set_starting_datetime(parse_datetime(A_MONDAY, True))
    return partial(_simulated, setup)


def _simulated(setup: SimDiffSetup) -> Work:
    environment = SimBPMEnv(setup, None, None)
    execute_full_process(environment)
    traces: list[Trace] = environment.log_info.trace_list
    return Work(sum(len(trace.event_list) for trace in traces), traces, partial(_cycle_hours, traces))


def _cycle_hours(traces: Sequence[Trace]) -> float:
    """From arrival to the last completion."""
    return sum((trace.completed_at - trace.started_at).total_seconds() for trace in traces) / len(traces) / 3600
