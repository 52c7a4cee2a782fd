"""What happened in one replication of an experiment, event by event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from services.experiments.questions import how_it_does
from services.experiments.subjects import Subject
from simulations.experiment import Design, plans_for
from simulations.run import simulate
from workflows.definition.lane import Lane
from workflows.events.log import EventLog
from workflows.interpreter.plan import Plan


class SimulatedLog(NamedTuple):
    """A simulated log.

    Attributes
    ----------
    lanes : that its cases travelled
    travelled : id of the lane of every case of the log
    plans : lane id to the lane as it ran
    """

    log: EventLog
    lanes: tuple[Lane, ...]
    travelled: tuple[str, ...]
    plans: Mapping[str, Plan]


def simulated_log(subject: Subject, design: Design) -> SimulatedLog:
    """The first replication of an experiment with a lane: the same cases that its figures are over, and all others.

    Raises
    ------
    InvalidInputError
        If it is a package, which has several lanes.
    """
    model = how_it_does(subject).models[0]
    plans = plans_for(model, design)
    run = simulate(plans, design.replication(0))
    return SimulatedLog(run.log, (*model.measured, *model.called), tuple(run.lanes), plans)
