"""Cases that have already been, run again.

The identity rerun is what makes a what-if believable: the events of finished cases, run again on SimPy with their own
durations and outcomes and nothing changed, must give the same events back. Only then is a rerun under other rules worth
looking at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from simulations.engine import Simulation
from simulations.hearing import late_of
from simulations.streams import NamedDraws
from simulations.wakes import wake_at
from workflows.definition.provenance import Frozen
from workflows.definition.steps import Work
from workflows.events.event import CaseEvent
from workflows.events.log import EventLog
from workflows.interpreter.branches import Branch, Handle
from workflows.interpreter.case import Case
from workflows.interpreter.plan import Plan
from workflows.interpreter.script import Script, ScriptedWork, scripts_of
from workflows.interpreter.travel import Travel


class KnownCase(Frozen):
    """A case whose course is known.

    Parameters
    ----------
    lane : id of the lane that it travels
    case : as it was submitted
    script : how its steps went
    children : case id to script, for the cases that it opened
    """

    lane: str
    case: Case
    script: Script
    children: dict[str, Script] = {}


class RecordedWork:
    """Performs the steps of every case by the case's own script."""

    __slots__ = ("_scripts",)

    def __init__(self, scripts: Mapping[str, Script]) -> None:
        self._scripts = {case: ScriptedWork(script.table()) for case, script in scripts.items()}

    def perform(self, travel: Travel, step: Work, occurrence: int, branch: Branch) -> Handle:
        """See :meth:`workflows.interpreter.port.Engine.perform`."""
        return self._scripts[travel.case.id].perform(travel, step, occurrence, branch)


def rerun(plans: Mapping[str, Plan], cases: Sequence[KnownCase], seed: int) -> EventLog:
    """Run cases again with their own durations and outcomes.

    Parameters
    ----------
    plans : lane id to plan, of the lanes that the cases travelled and those that these call
    seed : of the draws of the cases, for the decisions that nobody took

    Returns
    -------
    their events; for finished cases, event for event those that they were read from
    """
    scripts = {known.case.id: known.script for known in cases}
    for known in cases:
        scripts |= known.children
    work = RecordedWork(scripts)
    first = min((known.case.submitted_at for known in cases), default=0)
    opened = partial(_disturb, {case: script for case, script in scripts.items() if script.disturbs})
    simulation = Simulation(plans, NamedDraws(seed, 0), first, lambda *_: work, opened, late_of(scripts))
    for order, known in enumerate(cases):
        wake_at(simulation.clock, known.case.submitted_at, order, partial(_submit, simulation, known))
    return simulation.run()


def _submit(simulation: Simulation, known: KnownCase) -> None:
    simulation.open(known.lane, known.case)


def _disturb(scripts: Mapping[str, Script], travel: Travel) -> None:
    """Have people's orders to a case, one that another opened included, happen when its script says so."""
    script = scripts.get(travel.case.id)
    if script is not None:
        script.disturb(travel)


def known_cases(lane: str, cases: Iterable[Case], events: Mapping[str, Sequence[CaseEvent]]) -> tuple[KnownCase, ...]:
    """Read the scripts of finished cases off their events.

    Parameters
    ----------
    lane : id of the lane that all of `cases` travelled
    events : case id to its events, children included
    """
    scripts = scripts_of(events)
    return tuple(
        KnownCase(
            lane=lane,
            case=case,
            script=scripts[case.id],
            children={id_: script for id_, script in scripts.items() if id_.startswith(f"{case.id}/")},
        )
        for case in cases
    )
