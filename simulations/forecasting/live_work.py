"""Who does the steps of a case under way: the record as far as it goes, then people who queue like all others."""

from __future__ import annotations

from collections.abc import Mapping

from simulations.engine import Simulation
from simulations.forecasting.draws import TurningDraws
from simulations.forecasting.hands import hands_of
from simulations.forecasting.remaining import outlasts, remaining
from simulations.forecasting.unfinished import Unfinished
from simulations.interrupting import InterruptingPool
from simulations.services import Channel, Service
from simulations.work import PoolWork
from workflows.definition.distributions import Distribution
from workflows.definition.lane import Pool
from workflows.definition.steps import Task, Work
from workflows.definition.variations import time_of, variation_of
from workflows.instants import Instant, Milliseconds
from workflows.interpreter.branches import Branch, Handle
from workflows.interpreter.plan import Plan
from workflows.interpreter.script import Performance, Script, ScriptedWork
from workflows.interpreter.travel import Travel

_NOTHING = Performance(started_after=None)


class Turn:
    """The instant at which the record ends and the simulation goes on, for all lanes of a run.

    Parameters
    ----------
    scripts : case id to how its steps went, as far as is known
    draws : of the run; they turn with it

    Attributes
    ----------
    past : whether the instant is over
    outlasted : lane and step of the work that has taken longer than its lane says that it can
    """

    __slots__ = ("_begun", "_draws", "_known", "_open", "_performances", "outlasted", "past")

    def __init__(self, scripts: Mapping[str, Script], draws: TurningDraws) -> None:
        self._performances = {case: script.table() for case, script in scripts.items()}
        self._known = {case: ScriptedWork(table) for case, table in self._performances.items()}
        self._draws = draws
        self._open: list[tuple[LiveWork, Unfinished]] = []
        self._begun: dict[str, list[tuple[LiveWork, Unfinished]]] = {}
        self.past = False
        self.outlasted: list[tuple[str, str]] = []

    def replay(self, work: LiveWork, travel: Travel, step: Work, occurrence: int, branch: Branch) -> Handle:
        """Do a step as it was recorded; what was not done by now is left for later."""
        case = travel.case.id
        known = self._performances.get(case, {}).get((step.id, occurrence))
        handle = None
        if known is not None:
            handle = self._known[case].perform(travel, step, occurrence, branch)
            if known.completed_after is not None:
                return handle
        left = Unfinished(travel, step, occurrence, branch, travel.engine.now(), known or _NOTHING, handle)
        self._open.append((work, left))
        return left

    def happen(self, now: Instant) -> None:
        """Let people go on with what they are at, and everybody else wait for their turn."""
        self.past = True
        self._draws.turn()
        left, self._open = self._open, []
        waiting = []
        for work, unfinished in left:
            if unfinished.withdrawn:
                continue
            if not isinstance(unfinished.step, Task):
                work.wait_for_others(unfinished, now)
            elif unfinished.released_at is not None:
                work.circulate(unfinished, now)
            elif unfinished.started_at is not None:
                self._begun.setdefault(unfinished.step.pool, []).append((work, unfinished))
            else:
                waiting.append((work, unfinished))
        self._hand_out(now)
        for work, unfinished in waiting:
            work.queue(unfinished, now)

    def _hand_out(self, now: Instant) -> None:
        """Give the work that was begun to those who began it.

        The first piece of work of a person keeps them busy. What they are at beside it is done beside it, and so is
        the work of people for whom the lane has no member left.
        """
        for pool, begun in self._begun.items():
            begun.sort(key=lambda each: (each[1].started_at, each[1].travel.rank, each[1].step.id))
            hands = hands_of([_whose(unfinished) for _, unfinished in begun], begun[0][0].pool(pool).members)
            busy: set[int] = set()
            for work, unfinished in begun:
                member = hands.get(_whose(unfinished))
                interrupted = unfinished.suspended and work.pool(pool).interrupts
                if member is None or (member in busy and not interrupted):
                    work.go_on_beside(unfinished, now)
                elif interrupted:
                    work.lay_aside(unfinished, member, now)
                else:
                    busy.add(member)
                    work.go_on(unfinished, member, now)
        self._begun = {}

    def note(self, lane: str, step: str) -> None:
        """Something has taken longer than its lane says that it can."""
        self.outlasted.append((lane, step))


def _whose(unfinished: Unfinished) -> str:
    """Who began a piece of work; somebody without a name is nobody else."""
    own = f"{unfinished.travel.case.id} {unfinished.step.id} {unfinished.occurrence}"
    return unfinished.known.member or own


class LiveWork:
    """Does the steps of one lane: by the record up to the turn, by pools, applicants and third parties after it.

    Parameters
    ----------
    simulation, plan, draws : see :class:`simulations.work.PoolWork`
    turn : of the run
    """

    __slots__ = ("_ahead", "_draws", "_plan", "_simulation", "_turn")

    def __init__(self, simulation: Simulation, plan: Plan, draws: str, turn: Turn) -> None:
        self._simulation = simulation
        self._plan = plan
        self._draws = draws
        self._turn = turn
        self._ahead = PoolWork(simulation, plan, draws)

    def perform(self, travel: Travel, step: Work, occurrence: int, branch: Branch) -> Handle:
        """See :meth:`workflows.interpreter.port.Engine.perform`."""
        if self._turn.past:
            return self._ahead.perform(travel, step, occurrence, branch)
        return self._turn.replay(self, travel, step, occurrence, branch)

    def pool(self, id_: str) -> Pool:
        """The people of a pool."""
        return self._plan.lane.pools[id_]

    def wait_for_others(self, left: Unfinished, now: Instant) -> None:
        """An applicant or a third party goes on; they have had it since it was enabled, whenever they began."""
        channel = self._ahead.channel_of(left.travel, left.step)
        rest = self._rest(left, "service", self._time(left), channel.hours.between(left.enabled_at, now))
        left.begin(channel, now)
        left.finish_at(channel.hours.add(now, rest), channel)

    def circulate(self, left: Unfinished, now: Instant) -> None:
        """The papers go on travelling; the member has been free since they left."""
        channel = self._ahead.channel_of(left.travel, left.step)
        assert isinstance(left.step, Task)
        assert left.released_at is not None
        rest = 0
        if left.step.circulation is not None:
            elapsed = channel.hours.between(left.released_at, now)
            rest = self._rest(left, "circulation", left.step.circulation, elapsed)
        left.finish_at(channel.hours.add(now, rest), channel)

    def go_on(self, left: Unfinished, member: int, now: Instant) -> None:
        """A member goes on with what they began."""
        channel, service = self._service(left)
        assert channel.pool is not None
        shift = channel.pool.hold(service, member)
        rest = self._rest(left, "service", self._time(left), left.worked(shift.axis, now))
        service.carry_on(shift, member, rest, now)

    def lay_aside(self, left: Unfinished, member: int, now: Instant) -> None:
        """A member who was interrupted goes on when nothing more urgent wants them."""
        channel, service = self._service(left)
        assert isinstance(channel.pool, InterruptingPool)
        shift = channel.pool.lay_aside(service, member, now)
        rest = self._rest(left, "service", self._time(left), left.worked(shift.axis, now))
        service.lie_idle(shift, member, rest)

    def go_on_beside(self, left: Unfinished, now: Instant) -> None:
        """Somebody goes on who is busy with something else too, or whom the lane does not know."""
        assert isinstance(left.step, Task)
        channel, pool = self._ahead.channel_of(left.travel, left.step), self.pool(left.step.pool)
        hours = self._plan.axes[pool.staff[0].calendar or pool.calendar]
        done_at = hours.add(now, self._rest(left, "service", self._time(left), left.worked(hours, now)))
        if left.step.circulation is not None:
            done_at = channel.hours.add(done_at, self._drawn(left, "circulation", left.step.circulation))
        left.finish_at(done_at, channel)

    def queue(self, left: Unfinished, now: Instant) -> None:
        """A task that nobody has begun waits on, in the place that it had."""
        channel, service = self._service(left)
        assert channel.pool is not None
        channel.pool.keep_waiting(service, left.enabled_at, now)

    def _service(self, left: Unfinished) -> tuple[Channel, Service]:
        channel = self._ahead.channel_of(left.travel, left.step)
        service = Service(left.travel, channel, left.occurrence, left.branch)
        left.handle = service
        return channel, service

    def _time(self, left: Unfinished) -> Distribution:
        return time_of(left.step, variation_of(left.step, left.travel.case.attributes))

    def _rest(self, left: Unfinished, purpose: str, time: Distribution, elapsed: Milliseconds) -> Milliseconds:
        """What is left of a span, given what has elapsed of it."""
        if outlasts(time, elapsed):
            self._turn.note(self._plan.lane.id, left.step.id)
        draw = self._simulation.draws.uniform(self._draws, left.step.id, purpose)
        return remaining(time, elapsed, draw(left.travel.number, left.occurrence))

    def _drawn(self, left: Unfinished, purpose: str, time: Distribution) -> Milliseconds:
        draw = self._simulation.draws.span(self._draws, left.step.id, purpose, time)
        return draw(left.travel.number, left.occurrence)
