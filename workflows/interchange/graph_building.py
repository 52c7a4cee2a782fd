"""From a sheet of a drawing to a graph of a lane: what each shape does to a token, in the lane's own words.

A timer on the edge of an activity is a race between the two. An event-based gateway is a race between what it waits
for. Both are exact, since a race withdraws the losers at the instant at which it is won, and the case goes on by the
outcome. A timer that does not interrupt is a node beside the activity's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from workflows.definition.conditions import AllOf, AttributeIs, Condition, Not, OutcomeIs
from workflows.definition.provenance import Title
from workflows.definition.steps import End, Flow, Gateway, Graph, Node, Race, RaceBranch, Result, Step
from workflows.definition.values import Proportion
from workflows.errors import Place
from workflows.interchange.drawing import Arrow, Kind, Shape, Sheet
from workflows.interchange.extension import kept_flow, kept_step
from workflows.interchange.findings import Findings, made_up, titled
from workflows.interchange.names import Names
from workflows.interchange.parameters import Parameters

_ROUNDING: Final = 1e-6
"""How far the chances of a gateway may miss 1: what a tool loses when it writes them down."""
_MOST_OVERLAPPING: Final = 4
"""Each subset of conditions that can hold together is a way of its own."""
_GATEWAYS: Final = {
    Kind.EXCLUSIVE: (Gateway.EXCLUSIVE, Gateway.EXCLUSIVE),
    Kind.PARALLEL: (Gateway.PARALLEL, Gateway.PARALLEL),
    Kind.INCLUSIVE: (Gateway.INCLUSIVE, Gateway.INCLUSIVE),
    Kind.EVENT_BASED: (Gateway.EXCLUSIVE, Gateway.EXCLUSIVE),
}


@dataclass(slots=True)
class GraphBuilder:
    """Builds the graph of one sheet.

    Attributes
    ----------
    step_of : builds what stands in a shape
    places : takes where each node was drawn, by its identifier
    titles : takes what it is called there
    inner : whether it is that of a sub-process
    """

    sheet: Sheet
    parameters: Parameters
    names: Names
    findings: Findings
    places: dict[str, Place]
    titles: dict[str, Title]
    step_of: Callable[[Shape], Step | None]
    inner: bool
    nodes: list[Node] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    awaited: set[str] = field(default_factory=set)

    def graph(self, id_: str, name: str) -> Graph:
        """The whole sheet."""
        for shape in self.sheet.shapes:
            if shape.kind is Kind.EVENT_BASED:
                self.awaited |= {arrow.target for arrow in self.sheet.out_of(shape.id)}
        for shape in self.sheet.shapes:
            self._draw(shape)
        start = self.names.of(self.sheet.start)
        nodes = tuple(self._deciding(node) for node in self.nodes)
        return Graph(
            id=id_, title=titled(name, id_), start=start, depth_first=True, nodes=nodes, flows=tuple(self.flows)
        )

    def _deciding(self, node: Node) -> Node:
        """A node that draws under the name that a block in its place has."""
        if node.split is Gateway.PARALLEL or sum(flow.source == node.id for flow in self.flows) < 2:
            return node
        return node.model_copy(update={"draws": node.id if node.step is None else self.names.new(f"{node.id}_split")})

    def _draw(self, shape: Shape) -> None:
        here, arrows = self.names.of(shape.id), self.sheet.out_of(shape.id)
        match shape.kind:
            case Kind.EVENT_BASED:
                self._race_of_events(shape, here, arrows)
            case Kind.EXCLUSIVE | Kind.PARALLEL | Kind.INCLUSIVE:
                join, split = _GATEWAYS[shape.kind]
                self._node(shape, here, None, split, join)
                self._leave(shape, here, split, arrows)
            case Kind.PASS | Kind.TERMINATE:
                self._node(shape, here, self._ending(shape), Gateway.PARALLEL)
                self._leave(shape, here, Gateway.PARALLEL, arrows)
            case Kind.CATCH if shape.id in self.awaited:
                self._node(shape, here, None, Gateway.PARALLEL)
                self._leave(shape, here, Gateway.PARALLEL, arrows)
            case Kind.TASK | Kind.SUB_PROCESS | Kind.CATCH:
                self._activity(shape, here, arrows)
                self._put_beside(shape, here)

    def _ending(self, shape: Shape) -> Step | None:
        kept = kept_step(shape.element, self.names.of(shape.id))
        if kept is not None or shape.kind is not Kind.TERMINATE:
            return kept
        if not self.inner:
            return End(id=self.names.new(f"{shape.id}_end"), title=titled(shape.name, shape.id), result=Result.APPROVED)
        if self._has_branches():
            self.findings.refuse(
                "terminate_inside", shape.element.place, "an end of a sub-process without branches at the same time",
                f"the terminate event {shape.id}, which would withdraw them",
                "Use a plain end event, or let the branches end themselves.",
            )  # fmt: skip
        return None

    def _activity(self, shape: Shape, here: str, arrows: list[Arrow]) -> None:
        split = Gateway.INCLUSIVE if any(arrow.asks for arrow in arrows) else Gateway.PARALLEL
        step = None if shape.id in self.awaited else self.step_of(shape)
        if not shape.timers or step is None:
            self._node(shape, here, step, split)
            self._leave(shape, here, split, arrows)
            return
        race = self.names.new(f"{here}_or_timer")
        onward = self.names.new(f"{here}_done")
        contestants = [RaceBranch(id=here, step=step)]
        self._node(shape, onward, None, split)
        for timer in shape.timers:
            waits = self.step_of(timer)
            assert waits is not None
            expired = self.names.of(timer.id)
            contestants.append(RaceBranch(id=expired, step=waits))
            self._node(timer, expired, None, Gateway.PARALLEL)
            self._leave(timer, expired, Gateway.PARALLEL, self.sheet.out_of(timer.id))
            self._flow(here, expired, when=_came_out(race, expired))
        self._flow(here, onward)
        step = Race(id=race, title=titled(shape.name, shape.id), branches=tuple(contestants))
        self._node(shape, here, step, Gateway.EXCLUSIVE)
        self._leave(shape, onward, split, arrows)

    def _put_beside(self, shape: Shape, host: str) -> None:
        """Timers that let the activity go on; behind it among the nodes, so that it is in time at that very instant."""
        for timer in shape.beside:
            here = self.names.of(timer.id)
            self._node(timer, here, self.step_of(timer), Gateway.PARALLEL, beside=host)
            self._leave(timer, here, Gateway.PARALLEL, self.sheet.out_of(timer.id))

    def _race_of_events(self, shape: Shape, here: str, arrows: list[Arrow]) -> None:
        by_id = {each.id: each for each in self.sheet.shapes}
        race, contestants = self.names.new(f"{here}_race"), []
        for arrow in arrows:
            event = by_id.get(arrow.target)
            fits = event is not None and (event.kind is Kind.CATCH or event.element.name == "receiveTask")
            if event is None or not fits or event.timers or event.beside or len(self.sheet.into(event.id)) != 1:
                self.findings.refuse(
                    "not_awaited", arrow.element.place, "an event that only this gateway waits for",
                    f"{arrow.target} behind {shape.id}", "Draw a catching event or a receive task of its own.",
                )  # fmt: skip
                continue
            waits = self.step_of(event)
            if waits is not None:
                then = self.names.of(event.id)
                contestants.append(RaceBranch(id=then, step=waits))
                self._flow(here, then, when=_came_out(race, then))
        if len(contestants) < 2:
            found = f"{len(contestants)} behind {shape.id}"
            remedy = "Draw the events, or remove the gateway."
            self.findings.refuse("not_awaited", shape.element.place, "two events or more", found, remedy)
            return
        step = Race(id=race, title=titled(shape.name, shape.id), branches=tuple(contestants))
        self._node(shape, here, step, Gateway.EXCLUSIVE)

    def _leave(self, shape: Shape, here: str, split: Gateway, arrows: list[Arrow]) -> None:
        if len(arrows) < 2 or split is Gateway.PARALLEL:
            for arrow in arrows:
                self._flow(here, self.names.of(arrow.target))
        elif split is Gateway.EXCLUSIVE:
            self._one(shape, here, arrows)
        else:
            self._some(shape, here, arrows)

    def _one(self, shape: Shape, here: str, arrows: list[Arrow]) -> None:
        """Exactly one arrow: by its condition; if none holds the default one, or else by chance."""
        asking = [(arrow, self.parameters.conditions[arrow.id]) for arrow in arrows if self._asked(arrow)]
        if not asking:
            self._by_chance(shape, here, arrows)
            return
        in_order = all(kept_flow(arrow.element) is not None for arrow, _ in asking)  # as a lane asks them
        if in_order or _apart([condition for _, condition in asking]):
            for arrow, condition in asking:
                self._flow(here, self.names.of(arrow.target), when=condition)
        elif len(asking) > _MOST_OVERLAPPING:
            self.findings.refuse(
                "conditions_overlap", self.parameters.mentioned.get(shape.id, shape.element.place),
                f"at most {_MOST_OVERLAPPING} conditions that can hold together, or values of one attribute",
                f"{len(asking)} out of {shape.id}", "Write them so that they exclude each other.",
            )  # fmt: skip
        else:
            self._one_of_those_that_hold(shape, here, asking)
        default = next((arrow for arrow in arrows if arrow.id == shape.default), None)
        if default is not None:
            self._flow(here, self.names.of(default.target))
        else:
            self._by_chance(shape, self._else(shape, here, Gateway.EXCLUSIVE), arrows)

    def _one_of_those_that_hold(self, shape: Shape, here: str, asking: list[tuple[Arrow, Condition]]) -> None:
        """Where several conditions hold together, one of their arrows by chance, in proportion to their chances."""
        for size in range(1, len(asking) + 1):
            for chosen in combinations([arrow for arrow, _ in asking], size):
                parts = [
                    condition if arrow in chosen else Not.model_validate({"not": condition})
                    for arrow, condition in asking
                ]
                when = AllOf(all_of=tuple(parts))
                if size == 1:
                    self._flow(here, self.names.of(chosen[0].target), when=when)
                    continue
                among = self.names.new(f"{here}_among")
                self._node(shape, among, None, Gateway.EXCLUSIVE)
                self._flow(here, among, when=when)
                chances = {arrow.id: self._chance(shape, arrow) for arrow in chosen}
                self._in_proportion(shape, among, list(chosen), chances)

    def _some(self, shape: Shape, here: str, arrows: list[Arrow]) -> None:
        """One arrow or more: each by its condition, or its own chance; if there is none the default one."""
        asking = {arrow.id for arrow in arrows if self._asked(arrow)}
        default = next((arrow for arrow in arrows if arrow.id == shape.default), None)
        if default is not None and (default.id in self.parameters.shares and not asking):
            default = None  # it has a chance of its own, as any other
        rest = []
        for arrow in arrows:
            if arrow.id in asking:
                self._flow(here, self.names.of(arrow.target), when=self.parameters.conditions[arrow.id])
            elif arrow is not default:
                rest.append(arrow)
        chances = {arrow.id: self._chance(shape, arrow) for arrow in rest}
        for arrow in rest:
            self._flow(here, self.names.of(arrow.target), share=chances[arrow.id])
        if default is not None:
            self._flow(here, self.names.of(default.target))
        elif asking:
            self._some_by_chance(shape, self._else(shape, here, Gateway.INCLUSIVE), arrows)
        else:
            self._one_after_all(shape, here, arrows, chances)

    def _some_by_chance(self, shape: Shape, here: str, arrows: list[Arrow]) -> None:
        chances = {arrow.id: self._chance(shape, arrow) for arrow in arrows}
        for arrow in arrows:
            self._flow(here, self.names.of(arrow.target), share=chances[arrow.id])
        self._one_after_all(shape, here, arrows, chances)

    def _one_after_all(self, shape: Shape, here: str, arrows: list[Arrow], chances: dict[str, Proportion]) -> None:
        """At least one is taken: if chance took none, one of them in proportion to their chances."""
        if any(chance.value > 0 for chance in chances.values()):
            self._in_proportion(shape, self._else(shape, here, Gateway.EXCLUSIVE), arrows, chances)
        else:
            self._refuse_shares(shape, "chances above zero", "only zeros")

    def _in_proportion(self, shape: Shape, here: str, arrows: list[Arrow], chances: dict[str, Proportion]) -> None:
        total = math.fsum(chance.value for chance in chances.values())
        if total <= 0:
            self._refuse_shares(shape, "chances above zero", "only zeros")
            return
        shares = {id_: chance.model_copy(update={"value": chance.value / total}) for id_, chance in chances.items()}
        self._shared(here, arrows, shares)

    def _by_chance(self, shape: Shape, here: str, arrows: list[Arrow]) -> None:
        """Exactly one arrow, by chance; one without a chance takes what the others leave."""
        known = {arrow.id: self.parameters.shares[arrow.id] for arrow in arrows if arrow.id in self.parameters.shares}
        resting = [arrow for arrow in arrows if arrow.id not in known]
        if len(resting) == len(arrows):
            self.findings.miss(shape.element.place, f"how often each way out of {shape.id} is taken", "equally often")
            even = Proportion(value=1 / len(arrows), provenance=made_up(f"No share of {shape.id} is stated"))
            self._shared(here, arrows, {arrow.id: even for arrow in arrows})
            return
        total = math.fsum(share.value for share in known.values())
        if len(resting) > 1 or total > 1 + _ROUNDING or (not resting and total < 1 - _ROUNDING):
            expected = "a chance for every way out, but for one at most, which add up to 1"
            found = f"{len(resting)} without, and {total:g} in all" if resting else f"{total:g} in all"
            self._refuse_shares(shape, expected, found)
            return
        self._shared(here, [*(arrow for arrow in arrows if arrow.id in known), *resting], known)

    def _shared(self, here: str, arrows: Sequence[Arrow], shares: dict[str, Proportion]) -> None:
        """The last arrow takes what the others leave, so that rounding can leave no token without a way."""
        left = 1.0
        for arrow in arrows[:-1]:
            share = shares[arrow.id].model_copy(update={"value": min(shares[arrow.id].value, max(left, 0.0))})
            left -= share.value
            self._flow(here, self.names.of(arrow.target), share=share)
        self._flow(here, self.names.of(arrows[-1].target))

    def _chance(self, shape: Shape, arrow: Arrow) -> Proportion:
        known = self.parameters.shares.get(arrow.id)
        if known is None:
            self.findings.miss(shape.element.place, f"how often {arrow.id} out of {shape.id} is taken", "one in two")
            return Proportion(value=0.5, provenance=made_up(f"No share of {arrow.id} is stated"))
        return known

    def _asked(self, arrow: Arrow) -> bool:
        return arrow.id in self.parameters.conditions

    def _else(self, shape: Shape, here: str, split: Gateway) -> str:
        """A gateway behind a gateway, for when the first one has no answer."""
        onward = self.names.new(f"{here}_else")
        self._node(shape, onward, None, split)
        self._flow(here, onward)
        return onward

    def _refuse_shares(self, shape: Shape, expected: str, found: str) -> None:
        place = self.parameters.mentioned.get(shape.id, shape.element.place)
        self.findings.refuse("shares", place, expected, f"{found}, out of {shape.id}", "Correct the chances.")

    def _node(
        self,
        shape: Shape,
        id_: str,
        step: Step | None,
        split: Gateway,
        join: Gateway = Gateway.EXCLUSIVE,
        beside: str | None = None,
    ) -> None:
        self.places[id_] = shape.element.place
        self.titles[id_] = titled(shape.name, shape.id)
        several = len(self.sheet.out_of(shape.id)) > 1
        split = split if several else Gateway.EXCLUSIVE
        self.nodes.append(Node(id=id_, step=step, join=join, split=split, beside=beside))

    def _flow(
        self, source: str, target: str, *, when: Condition | None = None, share: Proportion | None = None
    ) -> None:
        if any((flow.source, flow.target) == (source, target) for flow in self.flows):
            # A lane has one flow between two nodes; a second one goes by way of a node that does nothing.
            way = self.names.new(f"{source}_way")
            self.places[way], self.titles[way] = self.places[source], self.titles[source]
            self.nodes.append(Node(id=way))
            self.flows.append(Flow(source=way, target=target))
            target = way
        self.flows.append(Flow(source=source, target=target, when=when, share=share))

    def _has_branches(self) -> bool:
        return any(
            len(self.sheet.out_of(shape.id)) > 1 and shape.kind not in (Kind.EXCLUSIVE, Kind.EVENT_BASED)
            for shape in self.sheet.shapes
        )


def _came_out(race: str, branch: str) -> Condition:
    return OutcomeIs.model_validate({"outcome_of": race, "in": [branch]})


def _apart(conditions: Sequence[Condition]) -> bool:
    """Whether at most one of them can hold."""
    if len(conditions) < 2:
        return True
    asked = [condition for condition in conditions if isinstance(condition, AttributeIs)]
    values = [value for condition in asked for value in condition.in_]
    return (
        len(asked) == len(conditions)
        and len({condition.attribute for condition in asked}) == 1
        and len(values) == len(set(values))
    )
