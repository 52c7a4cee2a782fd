"""Who does the steps of a simulated case: pools do tasks, applicants and third parties take their time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from simulations.engine import Simulation
from simulations.services import Channel, Draw, Service
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

_STARTED = int(EventKind.STARTED)
_COMPLETED = int(EventKind.COMPLETED)


class PoolWork:
    """Performs the steps of one lane.

    Parameters
    ----------
    simulation : whose environment, log, pools and draws are used
    plan : of the lane
    draws : name under which the draws of its cases are found
    """

    __slots__ = ("_channels", "_clock", "_draws", "_plan", "_record", "_simulation", "_varied")

    def __init__(self, simulation: Simulation, plan: Plan, draws: str) -> None:
        self._simulation = simulation
        self._clock = simulation.clock
        self._record = simulation.log.record
        self._plan = plan
        self._draws = draws
        self._channels: dict[str, Channel] = {}
        self._varied: dict[tuple[str, Variation], Channel] = {}

    def perform(self, travel: Travel, step: Work, occurrence: int, branch: Branch) -> Handle:
        """See :meth:`workflows.interpreter.port.Engine.perform`."""
        channel = self._channels.get(step.id)
        if channel is None:
            channel = self._channels[step.id] = self._channel(step, None)
        if channel.variations:
            channel = self._varying(travel, step, channel)
        clock, record = self._clock, self._record
        if channel.pool is not None:
            service = Service(clock, travel, channel, occurrence, record, branch)
            channel.pool.request(service, clock.now)
            return service
        record((travel.rank, _STARTED, clock.now, channel.step, occurrence, 0, 0, 0))
        done_at = channel.clock.add(clock.now, channel.service(travel.number, occurrence))
        key = (travel.rank << POSITIONS) + channel.position
        return wake_at(clock, done_at, key, partial(self._done, travel, channel, occurrence, branch))

    def _done(self, travel: Travel, channel: Channel, occurrence: int, branch: Branch) -> None:
        outcome, word = channel.outcome(travel.number, occurrence)
        self._record((travel.rank, _COMPLETED, self._clock.now, channel.step, occurrence, 0, 0, word))
        branch.resume(outcome)

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
        simulation, plan = self._simulation, self._plan
        code = simulation.log.words.code
        task = step if isinstance(step, Task) else None
        pool = plan.lane.pools[task.pool] if task else None
        circulation = task.circulation if task else None
        return Channel(
            step=code(step.id),
            position=plan.positions[step.id].entry,
            priority=task.priority if task else 0,
            service=self._span(step.id, "service", time_of(step, variation)),
            circulation=self._span(step.id, "circulation", circulation) if circulation else None,
            outcome=self._outcome(step),
            pool=simulation.pool(task.pool, pool, plan.axes) if task and pool else None,
            members=tuple(code(str(number + 1)) for number in range(pool.members if pool else 0)),
            variations=step.variations,
            clock=ALWAYS_OPEN if isinstance(step, ApplicantStep) else plan.office,
        )

    def _span(self, step: str, purpose: str, time: Distribution) -> Draw:
        return self._simulation.draws.span(self._draws, step, purpose, time)

    def _outcome(self, step: Work) -> Callable[[int, int], tuple[str, int]]:
        code = self._simulation.log.words.code
        shares = self._plan.outcomes.get(step.id)
        if shares is None:
            only = (DONE, code(DONE))
            return lambda number, occurrence: only
        uniform = self._simulation.draws.uniform(self._draws, step.id, "outcome")
        ways = tuple((reached, (id_, code(id_))) for id_, reached in shares)

        def outcome(number: int, occurrence: int) -> tuple[str, int]:
            u = uniform(number, occurrence)
            return next((way for reached, way in ways if u < reached), ways[-1][1])

        return outcome
