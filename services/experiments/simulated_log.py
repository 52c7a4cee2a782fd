"""What happened in one replication of an experiment, event by event."""

from __future__ import annotations

from typing import NamedTuple

from services.experiments.questions import how_it_does
from services.experiments.subjects import Subject
from simulations.experiment import Design, plans_for
from simulations.run import simulate
from workflows.definition.lane import Lane
from workflows.events.log import EventLog


class SimulatedLog(NamedTuple):
    """A simulated log.

    Attributes
    ----------
    lanes : that its cases travelled
    """

    log: EventLog
    lanes: tuple[Lane, ...]


def simulated_log(subject: Subject, design: Design) -> SimulatedLog:
    """The first replication of an experiment with a lane: the same cases that its figures are over, and all others.

    Raises
    ------
    InvalidInputError
        If it is a package, which has several lanes.
    """
    model = how_it_does(subject).models[0]
    run = simulate(plans_for(model, design), design.replication(0))
    return SimulatedLog(run.log, (*model.measured, *model.called))
