"""Cases that are given rather than drawn: the tasks of a board, the firms of a draw, a backlog on the first day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from simulations.arrivals import ARRIVAL_KEY
from simulations.engine import Simulation
from simulations.run import Run
from simulations.streams import NamedDraws
from simulations.wakes import wake_at
from simulations.work import PoolWork
from workflows.interpreter.case import Case
from workflows.interpreter.plan import Plan


def simulate_cases(plans: Mapping[str, Plan], cases: Sequence[tuple[str, Case]], seed: int, number: int = 0) -> Run:
    """Let given cases queue and travel, until the last one has ended. Lanes get no other cases.

    Parameters
    ----------
    plans : lane id to plan, for the lanes of the cases and those that they call
    cases : at least one, each with the id of its lane; those submitted at one instant stand in this order
    seed, number : of the run and of its replication
    """
    if not cases:
        raise ValueError("expected cases to simulate; found none")
    ordered = sorted(cases, key=lambda each: each[1].submitted_at)
    simulation = Simulation(plans, NamedDraws(seed, number), ordered[0][1].submitted_at, PoolWork)
    for place, (lane, case) in enumerate(ordered):
        key = ARRIVAL_KEY + place
        wake_at(simulation.clock, case.submitted_at, key, partial(_open, simulation, lane, case))
    return Run(simulation.run(), simulation.lanes)


def _open(simulation: Simulation, lane: str, case: Case) -> None:
    simulation.open(lane, case)
