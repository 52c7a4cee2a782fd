"""From the state in which cases are now, on under simulation.

The state of an open case is reached, not reconstructed: its recorded events are run again on SimPy, by the interpreter
that ran them live, up to the present instant. From there the same coroutines go on under simulation. So whatever the
interpreter knows of a case is there: which strands run, which deadlines are armed and for when, how often a loop has
come round, what stopped the clock and since when.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from simulations.arrivals import ARRIVAL_KEY, ArrivalProcess
from simulations.engine import Draws, Simulation
from simulations.forecasting.draws import NEW, TurningDraws
from simulations.forecasting.live_work import LiveWork, Turn
from simulations.hearing import late_of
from simulations.rerun import KnownCase
from simulations.wakes import wake_at
from workflows.events.log import EventLog
from workflows.instants import DAY, Instant
from workflows.interpreter.case import DrawnCase, attributes_of
from workflows.interpreter.plan import Plan
from workflows.interpreter.script import Script
from workflows.interpreter.travel import Travel

TURN_KEY: Final = ARRIVAL_KEY - 1
"""After all that the record tells of the present instant, before anybody new."""


@dataclass(frozen=True, slots=True)
class Newcomers:
    """Who comes beside the cases that are under way.

    Attributes
    ----------
    arriving : lanes whose cases arrive, as their arrival processes say, from now on
    filed_now : lanes of which one case is filed now, to see how it fares
    at_least_until : cases arrive until then, and until every case that was open or filed now has ended
    at_most_until : but not after that
    """

    arriving: Collection[str] = ()
    filed_now: Collection[str] = ()
    at_least_until: Instant = 0
    at_most_until: Instant = 0


NOBODY: Final = Newcomers()


@dataclass(frozen=True, slots=True)
class Continuation:
    """What came of cases under way.

    Attributes
    ----------
    log : what was recorded of them up to now, and what then happened under simulation
    lanes : id of the lane of every case of the log
    filed_now : lane id to the id of the case that was filed now
    outlasted : lane and step of work that had taken longer than its lane says that it can
    """

    log: EventLog
    lanes: list[str]
    filed_now: dict[str, str]
    outlasted: tuple[tuple[str, str], ...]

    def cases_of(self, lane: str) -> list[str]:
        """Ids of the cases that travelled a lane."""
        return [case for case, its_lane in zip(self.log.cases, self.lanes, strict=True) if its_lane == lane]


def go_on(
    plans: Mapping[str, Plan],
    known: Sequence[KnownCase],
    now: Instant,
    past: Draws,
    future: Draws,
    newcomers: Newcomers = NOBODY,
) -> Continuation:
    """Run cases on from the state in which they are now. The same arguments give the same events.

    Parameters
    ----------
    plans : lane id to plan, of all lanes that cases travel, call or arrive in; pools and calendars are those of today
    known : the cases under way, with what is recorded of them up to `now`, in the order of submission
    past : numbers by which decisions that nobody takes were taken
    future : numbers of what is to come
    """
    scripts = {each.case.id: each.script for each in known}
    for each in known:
        scripts |= each.children
    draws = TurningDraws(past, future, _places(known))
    turn = Turn(scripts, draws)
    begun: list[Travel] = []
    simulation = Simulation(
        plans,
        draws,
        min((each.case.submitted_at for each in known), default=now),
        lambda run, plan, name: LiveWork(run, plan, name, turn),
        partial(_opened, scripts, turn, begun),
        late_of(scripts),
    )
    for order, each in enumerate(known):
        wake_at(simulation.clock, each.case.submitted_at, order, partial(_submit, simulation, each))
    filed_now: dict[str, str] = {}
    wake_at(simulation.clock, now, TURN_KEY, partial(_turn, simulation, turn, newcomers, begun, filed_now))
    return Continuation(simulation.run(), simulation.lanes, filed_now, tuple(turn.outlasted))


def _places(known: Sequence[KnownCase]) -> dict[int, int]:
    places: dict[int, int] = {}
    for each in known:
        places.setdefault(each.case.number, len(places))
    return places


def _submit(simulation: Simulation, known: KnownCase) -> None:
    simulation.open(known.lane, known.case)


def _opened(scripts: Mapping[str, Script], turn: Turn, begun: list[Travel], travel: Travel) -> None:
    """Have what was ordered of a case that has begun happen at its instant; remember those from before the turn."""
    if not turn.past:
        begun.append(travel)
        script = scripts.get(travel.case.id)
        if script is not None:
            script.disturb(travel)


def _turn(
    simulation: Simulation, turn: Turn, newcomers: Newcomers, awaited: list[Travel], filed_now: dict[str, str]
) -> None:
    now = simulation.clock.now
    turn.happen(now)
    for lane in newcomers.filed_now:
        case = _made_up(simulation, lane)
        filed_now[lane] = case.id
        awaited.append(simulation.open(lane, case))
    arrivals = [
        ArrivalProcess(simulation, simulation.plans[lane], until=newcomers.at_most_until, cases=None, mark=NEW)
        for lane in newcomers.arriving
    ]
    for each in arrivals:
        each.begin()
    if arrivals:
        _watch(simulation, arrivals, awaited, max(newcomers.at_least_until, now))


def _made_up(simulation: Simulation, lane: str) -> DrawnCase:
    """A case filed now, of which nothing is known but what the lane says of all."""
    declared, draws = simulation.plans[lane].lane, f"{lane}{NEW}now/"

    def drawn(attribute: str) -> float:
        return simulation.draws.uniform(draws, attribute, "attribute")(0, 0)

    attributes = attributes_of(declared, {}, drawn)
    return DrawnCase(f"{lane}{NEW}now", simulation.clock.now, 0, attributes, draws)


def _watch(simulation: Simulation, arrivals: Sequence[ArrivalProcess], awaited: list[Travel], at: Instant) -> None:
    """Let nobody new arrive once there is nobody left whom they could keep waiting."""
    wake_at(simulation.clock, at, TURN_KEY, partial(_look, simulation, arrivals, awaited))


def _look(simulation: Simulation, arrivals: Sequence[ArrivalProcess], awaited: list[Travel]) -> None:
    left = [travel for travel in awaited if travel.result is None]
    if left:
        _watch(simulation, arrivals, left, simulation.clock.now + DAY)
        return
    for each in arrivals:
        each.close()
