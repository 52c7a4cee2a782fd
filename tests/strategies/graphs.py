"""Drawings as somebody may draw them in BPMN: blocks of gateways, and flows that cut across them.

What comes out may be unsound; whoever needs sound ones asks :func:`workflows.definition.soundness.check_soundness`.
Times are round and few, so that much happens at the same instant and the order within it is put to the test.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar

from hypothesis import strategies as st

from workflows.definition.lane import Lane

Raw = dict[str, Any]
_Option = TypeVar("_Option")

MADE_UP = {"source": "assumed", "basis": "made up for a test"}
TITLE = {"zh": "步骤", "en": "Step"}
LANE = "drawing"


@st.composite
def graphs(draw: st.DrawFn, most_shapes: int = 12, *, cut: bool = True) -> Lane:
    """A lane that is one graph.

    Parameters
    ----------
    most_shapes : bound on the steps that it holds, roughly
    cut : whether some flows may cut across the blocks
    """
    slips = draw(st.integers(0, 3)) if cut else 0
    sheet = _Sheet(draw, Counter(most_shapes), asks=slips == 0)
    first, last = sheet.part(4)
    sheet.close(first, last)
    for _ in range(slips):
        sheet.slip()
    return lane_of(sheet.graph("whole"))


def lane_of(body: Raw) -> Lane:
    """Two members, who keep hours that end in the middle of things, and arrivals that make them queue."""
    return Lane.model_validate(
        {
            "id": LANE,
            "title": TITLE,
            "office": "always",
            "calendars": {
                "always": {"base": "every_day", "hours": ["00:00-24:00"], "provenance": MADE_UP},
                "desk": {"base": "every_day", "hours": ["08:00-12:00", "13:00-17:00"], "provenance": MADE_UP},
            },
            "pools": {
                name: {"title": TITLE, "department": TITLE, "calendar": calendar, "staff": [_staff(count)]}
                for name, calendar, count in (("desk", "desk", 2), ("plenty", "always", 50))
            },
            "attributes": {"size": {"title": TITLE, "values": [_half("small"), _half("large")]}},
            "arrivals": {"gap": _fixed(30), "calendar": "always"},
            "body": body,
        }
    )


@dataclass
class Counter:
    """How many more steps there may be, and how many things there are so far."""

    left: int
    made: int = 0

    def next(self, kind: str) -> str:
        self.made += 1
        return f"{kind}{self.made}"


@dataclass
class _Sheet:
    draw: st.DrawFn
    count: Counter
    asks: bool
    nodes: list[Raw] = field(default_factory=list)
    flows: list[Raw] = field(default_factory=list)
    start: str = ""

    def one(self, *options: _Option) -> _Option:
        return self.draw(st.sampled_from(options))

    def graph(self, id_: str) -> Raw:
        """All of it, with its nodes in the order of some file."""
        nodes = [{**node, **self._draws(node)} for node in self.draw(st.permutations(self.nodes))]
        flows = self.flows
        body = {"kind": "graph", "id": id_, "title": TITLE, "start": self.start, "depth_first": True}
        return {**body, "nodes": nodes, "flows": flows}

    def _draws(self, node: Raw) -> Raw:
        decides = sum(flow["source"] == node["id"] for flow in self.flows) > 1 and node.get("split") != "parallel"
        return {"draws": f"{node['id']}_split"} if decides else {}

    def close(self, first: str, last: str) -> None:
        """Begin here, and perhaps do something more there."""
        self.start = first
        if self.one(True, False):
            self.flow(last, self.node())

    def part(self, depth: int) -> tuple[str, str]:
        """First and last node of a part."""
        kinds = ("turn", "exclusive", "exclusive", "parallel", "parallel", "inclusive", "circle", "race", "inside")
        kind = self.one("step", *kinds) if depth > 0 and self.count.left > 1 else "step"
        match kind:
            case "step":
                node = self.node(step=self.step()) if self.one(True, True, True, False) else self.node()
                return node, node
            case "turn":
                (first, middle), (next_, last) = self.part(depth - 1), self.part(depth - 1)
                self.flow(middle, next_)
                return first, last
            case "circle":
                return self.circle(depth - 1)
            case "race":
                return self.race(depth - 1)
            case "inside":
                inner = _Sheet(self.draw, self.count, self.asks)
                inner.close(*inner.part(depth - 1))
                node = self.node(step=inner.graph(self.count.next("box")))
                return node, node
            case _:
                return self.gateway(kind, depth - 1)

    def gateway(self, kind: str, depth: int) -> tuple[str, str]:
        split = self.node(split=kind, **({"step": self.step()} if self.one(True, False, False) else {}))
        ways = self.one(2, 2, 3)
        joins = self.one(kind, kind, kind, "inclusive")
        join = self.node(join=joins, **({"step": self.step()} if self.one(True, False, False) else {}))
        default = self.one(ways - 1, 0)
        empty = self.one(None, None, *range(ways))
        for at in range(ways):
            asks = {} if kind == "parallel" or at == default else self.reason()
            if at == empty:
                self.flow(split, join, **asks)
                continue
            first, last = self.part(depth)
            self.flow(split, first, **asks)
            if kind == "exclusive" and at == default and self.one(True, False, False):
                self.nodes.append({"id": self.count.next("n"), "step": self.end()})
                self.flow(last, self.nodes[-1]["id"])
            elif kind == "exclusive" and at == default and self.one(True, False, False, False):
                continue  # An end of its own, at which the token is done.
            else:
                self.flow(last, join)
        return split, join

    def circle(self, depth: int) -> tuple[str, str]:
        """At least once, or from the middle; the way out first, or the way back."""
        begin, decide, end = self.node(), self.node(), self.node()
        if self.one(True, True, False):
            first, last = self.part(depth)
            self.flow(begin, first)
            self.flow(last, decide)
        else:
            self.flow(begin, decide)
        back, redone = self.part(depth - 1)
        self.nodes.append({"id": self.count.next("n"), "step": self.step(timed=True)})
        self.flow(redone, self.nodes[-1]["id"])
        self.flow(self.nodes[-1]["id"], begin)
        out = {"source": decide, "target": end}
        round_ = {"source": decide, "target": back}
        chance = {"share": {"value": self.one(0.3, 0.6), "provenance": MADE_UP}}
        ways: list[Raw] = [{**out, **chance}, round_] if self.one(True, False) else [{**round_, **chance}, out]
        if self.one(True, False):  # a second way on or back, in the middle of the others
            other = self.node(step=self.step(timed=True))
            self.flow(other, self.one(begin, end))
            share = {"share": {"value": 0.2, "provenance": MADE_UP}}
            ways.insert(self.one(0, 1), {"source": decide, "target": other, **share})
        self.flows += ways
        return begin, end

    def race(self, depth: int) -> tuple[str, str]:
        """What comes first decides the way, as behind an event-based gateway."""
        id_ = self.count.next("race")
        branches = [{"id": f"way{at}", "step": self.step(timed=True)} for at in range(2)]
        node = self.node(step={"kind": "race", "id": id_, "title": TITLE, "branches": branches})
        join = self.node()
        for branch in branches:
            first, last = self.part(depth)
            self.flow(node, first, when={"outcome_of": id_, "in": [branch["id"]]})
            self.flow(last, join)
        return node, join

    def slip(self) -> None:
        """A flow from somewhere to somewhere, or a join of another kind."""
        ids = [node["id"] for node in self.nodes]
        source, target = self.one(*ids), self.one(*ids)
        [node] = [node for node in self.nodes if node["id"] == source]
        if self.one(True, True, False):
            if not any((flow["source"], flow["target"]) == (source, target) for flow in self.flows):
                asks = {} if node.get("split") == "parallel" else self.reason()
                self.flow(source, target, **asks)
        else:
            node["join"] = self.one("exclusive", "parallel", "inclusive")

    def reason(self) -> Raw:
        if self.asks and self.one(True, False, False):
            return {"when": {"attribute": "size", "in": [self.one("small", "large")]}}
        return {"share": {"value": self.one(0.2, 0.3), "provenance": MADE_UP}}

    def step(self, *, timed: bool = False) -> Raw:
        self.count.left -= 1
        kind = self.one("task", "task", "task", "wait", "applicant", *(() if timed else ("milestone",)))
        id_ = self.count.next("s")
        step = {"kind": kind, "id": id_, "title": TITLE}
        minutes = self.one(*(() if timed else (0,)), 10, 10, 20, 60)
        match kind:
            case "task":
                pool = self.one("desk", "desk", "plenty")
                return {**step, "pool": pool, "service_time": _fixed(minutes)}
            case "milestone":
                return {**step, "mark": self.one("accepted", "decided", "delivered")}
            case _:
                return {**step, "time": _fixed(minutes)}

    def end(self) -> Raw:
        return {"kind": "end", "id": self.count.next("e"), "title": TITLE, "result": "rejected"}

    def node(self, **fields: object) -> str:
        id_ = self.count.next("n")
        self.nodes.append({"id": id_, **fields})
        return id_

    def flow(self, source: str, target: str, **asks: object) -> None:
        self.flows.append({"source": source, "target": target, **asks})


def _staff(count: int) -> Raw:
    return {"count": count, "provenance": MADE_UP}


def _half(value: str) -> Raw:
    return {"value": value, "title": TITLE, "share": {"value": 0.5, "provenance": MADE_UP}}


def _fixed(minutes: float) -> Raw:
    return {"kind": "fixed", "value": minutes, "unit": "minutes", "provenance": MADE_UP}
