"""Who does the steps of a simulated case: pools do tasks, applicants and third parties take their time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from simulations.engine import Simulation
from simulations.services import Channel, Draw, Outcome, Service
from simulations.wakes import POSITIONS, wake_at
from workflows.definition.distributions import Distribution
from workflows.definition.lane import DONE
from workflows.definition.steps import ApplicantStep, Task, Work
from workflows.definition.values import Variation
from workflows.definition.variations import time_of, variation_of
from workflows.events.event import EventKind
from workflows.interpreter.branches import Branch, Handle
from workflows.interpreter.plan import Plan
from workflows.interpreter.travel import Travel
from workflows.working_time.axis import ALWAYS_OPEN


class PoolWork:
    """Performs the steps of one lane.

    Parameters
    ----------
    simulation : whose environment, log, pools and draws are used
    plan : of the lane
    draws : name under which the draws of its cases are found
    """

    __slots__ = ("_channels", "_clock", "_draws", "_plan", "_simulation", "_varied")

    def __init__(self, simulation: Simulation, plan: Plan, draws: str) -> None:
        self._simulation = simulation
        self._clock = simulation.clock
        self._plan = plan
        self._draws = draws
        self._channels: dict[str, Channel] = {}
        self._varied: dict[tuple[str, Variation], Channel] = {}

    def perform(self, travel: Travel, step: Work, occurrence: int, branch: Branch) -> Handle:
        """See :meth:`workflows.interpreter.port.Engine.perform`."""
        channel = self.channel_of(travel, step)
        now = self._clock.now
        if channel.pool is not None:
            service = Service(travel, channel, occurrence, branch)
            channel.pool.request(service, now)
            return service
        channel.record((travel.rank, now, channel.started[0], occurrence))
        done_at = channel.hours.add(now, channel.service(travel.number, occurrence))
        key = (travel.rank << POSITIONS) + channel.position
        return wake_at(self._clock, done_at, key, partial(self._done, travel, channel, occurrence, branch))

    def channel_of(self, travel: Travel, step: Work) -> Channel:
        """What an occurrence of a step of a case has in common with others."""
        channel = self._channels.get(step.id)
        if channel is None:
            channel = self._channels[step.id] = self._channel(step, None)
        return self._varying(travel, step, channel) if channel.variations else channel

    def _done(self, travel: Travel, channel: Channel, occurrence: int, branch: Branch) -> None:
        branch.resume(channel.completed(travel, occurrence, 0, self._clock.now))

    def _varying(self, travel: Travel, step: Work, usual: Channel) -> Channel:
        """The channel for a case for which the step may not be what it is for most."""
        variation = variation_of(step, travel.case.attributes)
        if variation is None or variation.time is None:
            return usual
        channel = self._varied.get((step.id, variation))
        if channel is None:
            channel = self._varied[step.id, variation] = self._channel(step, variation)
        return channel

    def _channel(self, step: Work, variation: Variation | None) -> Channel:
        simulation, plan, notes = self._simulation, self._plan, self._simulation.log.notes
        task = step if isinstance(step, Task) else None
        pool = plan.lane.pools[task.pool] if task else None
        circulation = task.circulation if task else None
        members = tuple(str(number + 1) for number in range(pool.members)) if pool else ("",)
        only, outcome = self._outcome(step, members)
        return Channel(
            step=step.id,
            position=plan.positions[step.id].entry,
            priority=task.priority if task else 0,
            service=self._span(step.id, "service", time_of(step, variation)),
            circulation=self._span(step.id, "circulation", circulation) if circulation else None,
            only=only,
            outcome=outcome,
            pool=simulation.pool(task.pool, pool, plan.axes) if task and pool else None,
            members=members,
            started=tuple(notes[EventKind.STARTED, step.id, member, "", ""] for member in members),
            hours=ALWAYS_OPEN if isinstance(step, ApplicantStep) else plan.office,
            variations=step.variations,
            clock=self._clock,
            log=simulation.log,
            put=self._clock.put,
            record=simulation.log.record,
        )

    def _span(self, step: str, purpose: str, time: Distribution) -> Draw:
        return self._simulation.draws.span(self._draws, step, purpose, time)

    def _outcome(self, step: Work, members: Sequence[str]) -> tuple[Outcome | None, Callable[[int, int], Outcome]]:
        """How a step always comes out, if that is so, and what draws how it comes out."""
        notes, shares = self._simulation.log.notes, self._plan.outcomes.get(step.id)

        def noted(outcome: str) -> Outcome:
            return outcome, tuple(notes[EventKind.COMPLETED, step.id, member, "", outcome] for member in members)

        if shares is None:
            only = noted(DONE)
            return only, lambda number, occurrence: only
        uniform = self._simulation.draws.uniform(self._draws, step.id, "outcome")
        ways = tuple((reached, noted(id_)) for id_, reached in shares)

        def outcome(number: int, occurrence: int) -> Outcome:
            u = uniform(number, occurrence)
            return next((way for reached, way in ways if u < reached), ways[-1][1])

        return None, outcome
