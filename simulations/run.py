"""One replication of an experiment: lanes on SimPy, from the first arrival to the last end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simulations.arrivals import ArrivalProcess
from simulations.engine import Simulation
from simulations.streams import NamedDraws
from simulations.work import PoolWork
from workflows.definition.provenance import Frozen
from workflows.events.log import EventLog
from workflows.instants import Instant
from workflows.interpreter.plan import Plan


class Replication(Frozen):
    """One run of an experiment.

    Parameters
    ----------
    seed : of the experiment
    number : of the replication, >= 0
    start_at : instant at which the run begins, with nobody in it
    until : last instant at which a case is submitted; or none
    cases : how many cases each lane gets; or none
    """

    seed: int
    number: int = 0
    start_at: Instant
    until: Instant | None = None
    cases: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a run.

    Attributes
    ----------
    lanes : id of the lane of every case of the log
    """

    log: EventLog
    lanes: list[str]

    def cases_of(self, lane: str) -> list[str]:
        """Ids of the cases that travelled a lane."""
        return [case for case, its_lane in zip(self.log.cases, self.lanes, strict=True) if its_lane == lane]


def simulate(plans: Mapping[str, Plan], replication: Replication) -> Run:
    """Let cases arrive, queue and travel, until the last one has ended.

    Parameters
    ----------
    plans : lane id to plan; lanes with arrivals get cases, lanes without are there to be called
    """
    simulation = Simulation(plans, NamedDraws(replication.seed, replication.number), replication.start_at, PoolWork)
    for plan in plans.values():
        if plan.lane.arrivals is not None:
            ArrivalProcess(simulation, plan, until=replication.until, cases=replication.cases).begin()
    return Run(simulation.run(), simulation.lanes)
