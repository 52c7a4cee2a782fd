"""One schedule: a world in which whatever can go wrong between a case and those who tell it things does, by choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tests.schedules.choices import Choices
from tests.schedules.restarting import Asked, Asking, Item, Kept, Life, Message, Saying
from workflows.definition.lane import DONE, Lane
from workflows.definition.steps import Task
from workflows.events.causes import Procedure
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import DAY, HOUR, MINUTE, Instant, Milliseconds
from workflows.interpreter.case import Case
from workflows.interpreter.orders import Order
from workflows.interpreter.plan import Plan

DELAYS: Final[tuple[Milliseconds, ...]] = (0, 0, 0, 1, MINUTE, HOUR, 8 * HOUR, DAY, 3 * DAY, 20 * DAY)
"""Spans that pass; mostly none, so that as much as possible happens at one instant."""
MOST_TURNS: Final = 5_000
"""A guard against a case that never ends."""
_SURE: Final = 1_000_000


@dataclass(slots=True)
class World:
    """What is around the cases of a schedule, and remembers what they have asked of it.

    Attributes
    ----------
    cases : id to case: the one that is looked at, and those that it has opened
    stored : case id to the events that were handed out, by their place: at least once each
    effects : case id to what has been done for it, and how often
    past : what cases have been told
    news : between a case and one that it opened, on their way
    trace : all that has happened, in words
    """

    plans: Mapping[str, Plan]
    lanes: Mapping[str, Lane]
    choices: Choices
    seed: int
    now: Instant
    cases: dict[str, Kept] = field(default_factory=dict)
    stored: dict[str, list[CaseEvent]] = field(default_factory=dict)
    effects: dict[str, dict[Asked, int]] = field(default_factory=dict)
    past: list[tuple[str, Message]] = field(default_factory=list)
    news: list[tuple[str, Message]] = field(default_factory=list)
    trace: list[str] = field(default_factory=list)
    procedures: int = 0

    def begin(self, lane: str, case: Case) -> None:
        """Open a case, unless that has been done: being asked a second time opens no second one."""
        if case.id not in self.cases:
            self.cases[case.id] = Kept(self.plans[lane], self.lanes, case, self.seed)
            self.stored[case.id] = []
            self.effects[case.id] = {}
            self.trace.append(f"{self.now} {case.id} begins")
        self._follow(case.id)

    def turn(self) -> None:
        """Have one more thing happen."""
        going = [id_ for id_, kept in self.cases.items() if _can_go_on(kept)]
        if self.news and (not going or not self.choices.seldom(4)):
            self._tell(*self.news.pop(self.choices.below(len(self.news))))
            return
        assert going, "nothing is left that could happen, and not every case has ended"
        id_ = going[self.choices.below(len(going))]
        kept = self.cases[id_]
        if self.choices.seldom(24):
            self.trace.append(f"{self.now} {id_} crashes")
            kept.crash()
        if self.choices.seldom(24) and self.past:
            self._tell(*self.past[self.choices.below(len(self.past))])  # once more, late, or to a case that is over
        if self.choices.seldom(400):
            self._tell(id_, Message(Saying.WITHDRAWN))
        elif self.choices.seldom(60):
            self._order(id_)
        elif kept.life.open:
            self._work(id_, kept)
        else:
            self._let_pass(id_, kept)

    def _work(self, id_: str, kept: Kept) -> None:
        items = list(kept.life.open)
        item = items[self.choices.below(len(items))]
        waiting = kept.life.open[item]
        self.now += DELAYS[self.choices.below(len(DELAYS))]
        done = Message(Saying.DONE, item, self._outcome(kept, item))
        if waiting.begun:
            circulates = isinstance(waiting.step, Task) and waiting.step.circulation is not None
            if circulates and not waiting.released:
                self._tell(id_, Message(Saying.RELEASED, item))
            else:
                self._tell(id_, done)
            return
        if self.choices.seldom(12):
            self._tell(id_, done)  # too early: nobody has begun it
        self._tell(id_, Message(Saying.BEGUN, item))

    def _outcome(self, kept: Kept, item: Item) -> str:
        outcomes = kept.plan.outcomes.get(item[0])
        if outcomes is None:
            return DONE
        # By their shares, so that what sends a case round again comes to its end.
        u = self.choices.below(_SURE) / _SURE
        return next((outcome for outcome, reached in outcomes if u < reached), outcomes[-1][0])

    def _let_pass(self, id_: str, kept: Kept) -> None:
        """Nobody has anything to do for it: its timer comes, on time or late."""
        next_at = kept.life.agenda.next_at()
        assert next_at is not None, f"{id_} waits for nothing"
        self.now = max(self.now, next_at) + DELAYS[self.choices.below(len(DELAYS))]
        self.trace.append(f"{self.now} {id_} is woken")
        kept.tell(self.now, None)
        self._follow(id_)

    def _order(self, id_: str) -> None:
        """Somebody begins a special procedure, or ends it."""
        standing = self.cases[id_].life.under_way.clock.procedures
        if standing:
            number, cause = next(iter(standing.items()))
            kind = EventKind.CLOCK_RESUMED
        else:
            number, cause, kind = self.procedures, Procedure.HEARING.value, EventKind.CLOCK_STOPPED
            self.procedures += 1
        order = Order(kind=kind, occurrence=number, member="Wang", cause=cause)
        self._tell(id_, Message(Saying.ORDERED, order=order))

    def _tell(self, id_: str, message: Message) -> None:
        kept = self.cases[id_]
        taken = kept.tell(self.now, message)
        self.trace.append(f"{self.now} {id_} is told: {message}{'' if taken else ' (refused)'}")
        if taken and message.saying is not Saying.ORDERED:
            self.past.append((id_, message))
        self._follow(id_)

    def _follow(self, id_: str) -> None:
        """Do what a case has asked for, hand out its events, and tell its parent of its end: some of it twice."""
        kept = self.cases[id_]
        life, done = kept.life, self.effects[id_]
        for asked in life.asked[len(done) :]:
            done[asked] = done.get(asked, 0) + 1
            self._do(kept, asked)
            if self.choices.seldom(24):  # done, but the news of it was lost
                self._do(kept, asked)
        first = len(self.stored[id_])
        if self.choices.seldom(12):
            first = self.choices.below(first + 1)  # once more, from further back
        self._store(id_, first, life.events[first:])
        if life.under_way.result is not None:
            self._tell_parent(id_, life)

    def _do(self, kept: Kept, asked: Asked) -> None:
        asking, name, _ = asked
        if asking is Asking.CHILD:
            lane, case = kept.life.children[name]
            self.begin(lane, case)
        elif asking is Asking.FORGET_CHILD and name in self.cases:
            gone = next(e.at for e in reversed(kept.life.events) if e.kind is EventKind.CANCELLED and e.cause == name)
            self.news.append((name, Message(Saying.WITHDRAWN, at=gone)))

    def _store(self, id_: str, first: int, events: list[CaseEvent]) -> None:
        stored = self.stored[id_]
        for place, event in enumerate(events, start=first):
            if place < len(stored):
                assert stored[place] == event, f"event {place} of {id_} was {stored[place]} and is now {event}"
            else:
                stored.append(event)

    def _tell_parent(self, id_: str, life: Life) -> None:
        parent, end = id_.rpartition("/")[0], life.events[-1]
        if parent in self.cases and id_ in self.cases[parent].life.awaited:
            news = (parent, Message(Saying.ENDED, said=end.outcome, child=id_, at=end.at))
            if news not in self.news:
                self.news.append(news)


def _can_go_on(kept: Kept) -> bool:
    """Whether it waits for somebody or for an instant; otherwise it has ended, or waits for a child."""
    life = kept.life
    return life.under_way.result is None and (bool(life.open) or life.agenda.next_at() is not None)


def play(world: World, lane: str, case: Case) -> World:
    """Have a case, and all that it opens, go on to the end.

    Raises
    ------
    AssertionError
        If a crash or a repetition changes anything, or it does not end.
    """
    world.begin(lane, case)
    for _ in range(MOST_TURNS):
        if not world.news and all(kept.life.under_way.result is not None for kept in world.cases.values()):
            return world
        world.turn()
    raise AssertionError(f"{case.id} has not ended after {MOST_TURNS} turns")
