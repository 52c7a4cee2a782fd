"""Ciw, in an environment of its own."""

# Installed where this runs, never where it is checked.
# mypy: disable-error-code="import-not-found"

from __future__ import annotations

from functools import partial

import ciw

from benchmarks.measuring import Run, Work
from benchmarks.numbers import STATION_LOAD, STATION_MEMBERS


def one_station(cases: int, seed: int) -> Run:
    """M/M/4; it keeps a record of each customer."""
    ciw.seed(seed)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(STATION_MEMBERS * STATION_LOAD)],
        service_distributions=[ciw.dists.Exponential(1.0)],
        number_of_servers=[STATION_MEMBERS],
    )
    return partial(_simulated, ciw.Simulation(network), cases)


def _simulated(simulation: ciw.Simulation, cases: int) -> Work:
    simulation.simulate_until_max_customers(cases)
    return Work(len(simulation.nodes[-1].all_individuals), simulation)
