"""How each kind of step is drawn in BPMN.

Blocks become gateways that open and close, a deadline a sub-process with a timer on its edge, a race a sub-process that
its first branch terminates. What BPMN cannot say of a block (how a limit counts, how often a loop may go round, why the
clock stands still) is marked on it, so that nobody who changes the drawing loses it without noticing.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as Several
from dataclasses import dataclass, field

from workflows.definition.steps import (
    ApplicantStep,
    Call,
    Choice,
    ClockStop,
    Deadline,
    End,
    Graph,
    Inclusive,
    Leaf,
    Loop,
    Milestone,
    Ordered,
    Parallel,
    Path,
    Race,
    Sequence,
    StatutoryWait,
    Step,
    Task,
    ThirdPartyStep,
)
from workflows.definition.tree import id_of
from workflows.interchange.durations import written_seconds
from workflows.interchange.extension import FlowData, written
from workflows.interchange.graph_drawing import draw_graph
from workflows.interchange.markup import Ends, Item, Line, Page, tag, text
from workflows.interchange.names import Names

APPLICANT = "applicant"
"""Swimlane of what the applicant does."""
PLAIN = FlowData()


@dataclass(slots=True)
class Pencil:
    """Draws steps on a page.

    Attributes
    ----------
    names : ids of the whole file
    processes : lane id to the process of the file that it is drawn as
    prefix : what the ids of this lane's steps begin with where the names are given away
    made : what was wished as the id of a node that is no step, to the id that it got
    """

    page: Page
    names: Names
    language: str
    processes: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""
    made: dict[str, str] = field(default_factory=dict)

    def inner(self) -> Pencil:
        """A pencil for the inside of a sub-process."""
        return Pencil(Page(), self.names, self.language, self.processes, self.prefix, self.made)

    def whole(self, step: Step) -> Page:
        """A page with a step between a start and an end."""
        start = self.add("startEvent", "start")
        if isinstance(step, Graph):
            first, last = draw_graph(self, step), None
        else:
            first, last = self.draw(step)
        self.connect(start, first)
        if last is not None:
            self.connect(last, self.add("endEvent", "end"))
        return self.page

    def draw(self, step: Step) -> Ends:
        """Draw a step."""
        match step:
            case Task() | ApplicantStep() | ThirdPartyStep() | StatutoryWait() | Milestone() | End() | Call():
                return self._leaf(step)
            case Sequence(steps=steps):
                return self._in_turn(steps)
            case Parallel(branches=branches):
                return self._fork(step, branches)
            case Ordered():
                return self._ordered(step)
            case Choice():
                return self._paths(step, "exclusiveGateway", step.paths, step.otherwise)
            case Inclusive():
                return self._paths(step, "inclusiveGateway", step.paths, step.otherwise)
            case Loop():
                return self._loop(step)
            case Race():
                return self._race(step)
            case Deadline():
                return self._deadline(step)
            case ClockStop(body=body):
                return self._around(step, body)
            case Graph():
                page = self.inner().whole(step)
                id_ = self.id_of(step.id)
                self.page.items[id_] = Item("subProcess", id_, self._name(step), sheet=page)
                return id_, id_

    def draw_activity(self, step: Step) -> Ends:
        """Draw a step as one activity, on whose edge something can stand."""
        if isinstance(step, Task | ApplicantStep | ThirdPartyStep | Call | Graph | Race | ClockStop):
            return self.draw(step)
        wish = f"{id_of(step) or 'steps'}_whole"
        id_ = self.made[wish] = self.names.new(wish)
        self.page.items[id_] = Item("subProcess", id_, sheet=self.inner().whole(step))
        return id_, id_

    def draw_on_edge(self, step: StatutoryWait, host: str) -> str:
        """Draw a timer on the edge of an activity, which goes on when it comes."""
        self._leaf(step)
        item = self.page.items[self.id_of(step.id)]
        item.tag, item.attributes = "boundaryEvent", {"attachedToRef": host, "cancelActivity": "false"}
        return item.id

    def _leaf(self, step: Leaf | Call) -> Ends:
        kept = tag("greenlane:step", None, [text(written(step))])
        id_ = self.id_of(step.id)
        item = Item("task", id_, self._name(step), kept=kept)
        match step:
            case Task(pool=pool):
                item.tag, item.pool = "userTask", pool
            case ApplicantStep():
                item.tag, item.pool = "manualTask", APPLICANT
            case ThirdPartyStep(party=party):
                item.tag, item.pool = "manualTask", party.in_language(self.language)
            case StatutoryWait():
                item.tag, item.inside = "intermediateCatchEvent", self._timer(step)
            case Milestone():
                item.tag = "intermediateThrowEvent"
            case End():
                definition = {"id": self.names.new(f"{id_}_ends")}
                item.tag, item.inside = "endEvent", tag("bpmn:terminateEventDefinition", definition)
            case Call(awaited=True, lane=lane):
                item.tag, item.attributes = "callActivity", {"calledElement": self.processes.get(lane, lane)}
            case Call():
                item.tag = "sendTask"
        self.page.items[id_] = item
        return id_, None if isinstance(step, End) else id_

    def _timer(self, step: StatutoryWait) -> str:
        if step.working_days is not None:
            span = f"P{step.working_days.working_days}D"
        else:
            assert step.time is not None
            span = written_seconds(step.time.mean * step.time.unit.milliseconds / 1000)
        return self._timer_of(step.id, span)

    def _timer_of(self, id_: str, span: str) -> str:
        duration = tag("bpmn:timeDuration", {"xsi:type": "bpmn:tFormalExpression"}, [text(span)])
        return tag("bpmn:timerEventDefinition", {"id": self.names.new(f"{id_}_timer")}, [duration])

    def _in_turn(self, steps: Several[Step]) -> Ends:
        first, last = self.draw(steps[0])
        for step in steps[1:]:
            following, end = self.draw(step)
            if last is not None:
                self.connect(last, following)
            last = end
        return first, last

    def _fork(self, step: Parallel, branches: Several[Step]) -> Ends:
        split = self._gateway(step, "parallelGateway")
        parts = [self.draw(branch) for branch in branches]
        for first, _ in parts:
            self.connect(split, first)
        return split, self.joined("parallelGateway", step.id, [last for _, last in parts])

    def _paths(self, step: Choice | Inclusive, kind: str, paths: Several[Path], otherwise: Step | None) -> Ends:
        split, ends = self._gateway(step, kind), []
        for path in paths:
            first, last = self.draw(path.step)
            self.connect(split, first, FlowData(when=path.when, share=path.share))
            ends.append(last)
        if otherwise is not None:
            first, last = self.draw(otherwise)
            self.connect(split, first)
            return split, self.joined(kind, step.id, [*ends, last])
        join = self.add(kind, f"{step.id}_join")
        self.connect(split, join)
        for end in ends:
            if end is not None:
                self.connect(end, join)
        return split, join

    def _loop(self, step: Loop) -> Ends:
        begin = self._gateway(step, "exclusiveGateway")
        self.page.items[begin].kept = _block(step)
        first, last = self.draw(step.body)
        self.connect(begin, first)
        if last is None:
            return begin, None
        asks = self.add("exclusiveGateway", f"{step.id}_again")
        self.connect(last, asks)
        again = FlowData(when=step.again)
        if step.redo is None:
            self.connect(asks, begin, again)
        else:
            redo, redone = self.draw(step.redo)
            self.connect(asks, redo, again)
            if redone is not None:
                self.connect(redone, begin)
        return begin, asks

    def _race(self, step: Race) -> Ends:
        inner = self.inner()
        start, split = inner.add("startEvent", "start"), inner.add("parallelGateway", f"{step.id}_race")
        inner.connect(start, split)
        for branch in step.branches:
            first, last = inner.draw(branch.step)
            inner.connect(split, first)
            if last is not None:
                won = inner.add("endEvent", f"{step.id}_{branch.id}")
                definition = {"id": self.names.new(f"{won}_wins")}
                inner.page.items[won].inside = tag("bpmn:terminateEventDefinition", definition)
                inner.connect(last, won)
        id_ = self.id_of(step.id)
        self.page.items[id_] = Item("subProcess", id_, self._name(step), kept=_block(step), sheet=inner.page)
        return id_, id_

    def _around(self, step: ClockStop | Deadline, body: Step) -> Ends:
        id_ = self.id_of(step.id)
        page = self.inner().whole(body)
        self.page.items[id_] = Item("subProcess", id_, self._name(step), kept=_block(step), sheet=page)
        return id_, id_

    def _deadline(self, step: Deadline) -> Ends:
        id_, _ = self._around(step, step.body)
        timer = self.add("boundaryEvent", f"{step.id}_expires")
        beside = {} if step.interrupting else {"cancelActivity": "false"}
        item = self.page.items[timer]
        item.attributes = {"attachedToRef": id_, **beside}
        item.inside = self._timer_of(step.id, f"P{step.within.working_days}D")
        last: str | None = timer
        if step.on_expiry is not None:
            first, last = self.draw(step.on_expiry)
            self.connect(timer, first)
        kind = "exclusiveGateway" if step.interrupting else "inclusiveGateway"
        return id_, self.joined(kind, step.id, [id_, last])

    def _ordered(self, step: Ordered) -> Ends:
        split = self._gateway(step, "parallelGateway")
        names = [f"#{at}" if isinstance(item.step, Sequence) else item.step.id for at, item in enumerate(step.steps)]
        parts = [self.draw(item.step) for item in step.steps]
        earlier = {name: item.after for name, item in zip(names, step.steps, strict=True)}
        starts: dict[str, str] = {}
        ends: dict[str, str | None] = {}
        for name, (first, last) in zip(names, parts, strict=True):
            after, followers = earlier[name], [other for other in names if name in earlier[other]]
            starts[name] = self.add("parallelGateway", f"{first}_after") if len(after) > 1 else first
            if len(after) > 1:
                self.connect(starts[name], first)
            ends[name] = self.add("parallelGateway", f"{last}_before") if last and len(followers) > 1 else last
            if last is not None and ends[name] != last:
                self.connect(last, ends[name])
        for name in names:
            for before in earlier[name]:
                self.connect(ends[before], starts[name])
            if not earlier[name]:
                self.connect(split, starts[name])
        final = [ends[name] for name in names if not any(name in earlier[other] for other in names)]
        return split, self.joined("parallelGateway", step.id, final)

    def joined(self, kind: str, id_: str, ends: Several[str | None]) -> str | None:
        """A gateway at which branches come together; none if no case gets that far, none is needed for one branch."""
        coming = [end for end in ends if end is not None]
        if len(coming) < 2:
            return coming[0] if coming else None
        join = self.add(kind, f"{id_}_join")
        for end in coming:
            self.connect(end, join)
        return join

    def add(self, kind: str, wish: str) -> str:
        """A flow node that is no step."""
        id_ = self.made[wish] = self.names.new(wish)
        self.page.items[id_] = Item(kind, id_)
        return id_

    def connect(self, source: str | None, target: str | None, data: FlowData = PLAIN) -> None:
        """A flow, unless no case gets to where it begins."""
        if source is not None and target is not None:
            self.page.lines.append(Line(self.names.new(f"flow_{source}_{target}"), source, target, data))

    def id_of(self, step: str) -> str:
        """The id that a step has in the file: its own, which was kept free for it."""
        return self.names.of(self.prefix + step)

    def _gateway(self, step: Parallel | Ordered | Choice | Inclusive | Loop, kind: str) -> str:
        id_ = self.id_of(step.id)
        self.page.items[id_] = Item(kind, id_, self._name(step))
        return id_

    def _name(
        self, step: Leaf | Call | Parallel | Ordered | Choice | Inclusive | Loop | Race | Deadline | ClockStop | Graph
    ) -> str:
        return step.title.in_language(self.language)


def _block(step: Loop | Race | Deadline | ClockStop) -> str:
    """A mark on what BPMN does not say all of."""
    return tag("greenlane:block", {"kind": step.kind})
