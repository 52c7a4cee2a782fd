"""Lanes that are sound because of how they are made, with everything that a lane can hold except calls.

Every end stands on a path that a case need not take, every contestant of a race takes time, every loop asks for the
outcome of a step of its body: so each block lets some case go on, and
:func:`workflows.definition.soundness.check_soundness` has nothing to say, which a test holds this module to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from hypothesis import strategies as st

from workflows.definition.lane import Lane

Raw = dict[str, Any]
_Option = TypeVar("_Option")

MADE_UP = {"source": "assumed", "basis": "made up for a test"}
TITLE = {"zh": "步骤", "en": "Step"}
LANE = "drawn"
MOST_REPEATS = 2
"""Of one loop. A step inside loops is done at most (1 + this) times for each of them."""


@dataclass(frozen=True)
class Drawn:
    """A lane, and how often each step that somebody does can come up.

    Parameters
    ----------
    comes_up : step id to a bound on its occurrences
    decides : of graphs: ids of steps whose outcome ``again`` sends the case round, which must not go on for ever
    """

    lane: Lane
    comes_up: dict[str, int]
    decides: frozenset[str]


@st.composite
def lanes(draw: st.DrawFn, most_steps: int = 12) -> Drawn:
    """A sound lane.

    Parameters
    ----------
    most_steps : bound on its leaves, roughly
    """
    pencil = _Pencil(draw, left=most_steps, deemed=draw(st.booleans()))
    lane = Lane.model_validate(
        {
            "id": LANE,
            "title": TITLE,
            "office": "office",
            "calendars": {"office": {"base": "state_council", "hours": ["09:00-17:00"], "provenance": MADE_UP}},
            "pools": {"desk": {"title": TITLE, "department": TITLE, "calendar": "office", "staff": [_STAFF]}},
            "attributes": {"size": {"title": TITLE, "values": [_half("small"), _half("large")]}},
            "body": pencil.sequence(3),
        }
    )
    return Drawn(lane, pencil.comes_up, frozenset(pencil.decides))


_STAFF = {"count": 1, "provenance": MADE_UP}


def _half(value: str) -> Raw:
    return {"value": value, "title": TITLE, "share": {"value": 0.5, "provenance": MADE_UP}}


_LEAVES = ("task", "task", "applicant", "third_party", "wait", "milestone")
_BLOCKS = (
    "parallel", "parallel", "choice", "inclusive", "loop", "race", "deadline", "deadline", "clock_stop", "ordered",
    "graph",
)  # fmt: skip


@dataclass
class _Pencil:
    """Draws steps, numbering them as it goes."""

    draw: st.DrawFn
    left: int
    repeats: int = 1
    comes_up: dict[str, int] = field(default_factory=dict)
    decides: set[str] = field(default_factory=set)
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    made: int = 0
    deemed: bool = False
    told: bool = False

    def one(self, *options: _Option) -> _Option:
        return self.draw(st.sampled_from(options))

    def step(self, depth: int, *, timed: bool = False) -> Raw:
        if depth <= 0 or self.left <= 1 or self.one(True, False, False):
            return self.leaf(timed=timed)
        kind = self.one(*_BLOCKS)
        made: Raw = getattr(self, kind)(depth - 1)
        return made

    def leaf(self, *, timed: bool = False) -> Raw:
        self.left -= 1
        kind = self.one(*_LEAVES[: -1 if timed else None])
        if kind == "wait":
            return self.new("wait", **self.wait(timed=timed))
        if kind == "milestone":
            # One thing may accept a drawn case: milestones, or a loop whose notice comes too late. A second one
            # would find it accepted, at an instant of which its events say nothing.
            marks = ("decided", "delivered") if self.deemed else ("accepted", "decided", "delivered")
            return self.new("milestone", mark=self.one(*marks))
        return self.work(kind, decides=self.one(False, True))

    def work(self, kind: str, *, decides: bool) -> Raw:
        extra: Raw = {"pool": "desk", "service_time": _span(2)} if kind == "task" else {"time": _span(2)}
        if kind == "third_party":
            extra["party"] = TITLE
        if kind == "task" and self.one(False, False, True):
            extra["circulation_time"] = _span(4)
        if decides:
            extra["outcomes"] = [{"id": "ok", "title": TITLE}, {"id": "again", "title": TITLE, "share": _share(0.5)}]
        step = self.new(kind, **extra)
        self.comes_up[step["id"]] = self.repeats
        if decides:
            self.asked.append((step["id"], ("ok", "again")))
        return step

    def sequence(self, depth: int) -> Raw:
        return {"kind": "sequence", "steps": [self.step(depth) for _ in range(self.one(1, 2, 3))]}

    def some(self, depth: int) -> Raw:
        return self.sequence(depth) if self.one(False, True) else self.step(depth)

    def parallel(self, depth: int) -> Raw:
        return self.new("parallel", branches=[self.some(depth) for _ in range(self.one(2, 3))])

    def race(self, depth: int) -> Raw:
        branches: list[Raw] = [
            {"id": f"way{index}", "step": {"kind": "sequence", "steps": [self.leaf(timed=True), *self._perhaps(depth)]}}
            for index in range(self.one(2, 3))
        ]
        step = self.new("race", branches=branches)
        self.asked.append((step["id"], tuple(branch["id"] for branch in branches)))
        return step

    def deadline(self, depth: int) -> Raw:
        body = self.clock_stop(depth - 1) if self.one(False, False, True) else self.some(depth)
        remedy: Raw = {}
        if self.one(True, True, False):
            remedy = {"on_expiry": self.end() if self.one(False, False, True) else self.some(depth - 1)}
        step = self.new(
            "deadline",
            body=body,
            within={"working_days": self.one(0, 0, 1, 1, 2, 3), "provenance": MADE_UP},
            interrupting=self.one(True, False),
            stops=self.one(True, True, False),
            **remedy,
        )
        self.asked.append((step["id"], ("kept", "expired")))
        return step

    def clock_stop(self, depth: int) -> Raw:
        return self.new("clock_stop", reason=self.one("correction", "hearing", "inspection"), body=self.some(depth))

    def loop(self, depth: int) -> Raw:
        at_most = self.one(1, MOST_REPEATS)
        self.repeats *= at_most + 1
        decides = self.work(self.one("task", "applicant"), decides=True)
        body = {"kind": "sequence", "steps": [*self._perhaps(depth), decides]}
        redo = {"redo": self.some(depth)} if self.one(False, True) else {}
        self.repeats //= at_most + 1
        again = {"outcome_of": decides["id"], "in": ["again"]}
        if self.deemed and not self.told:
            self.told = True
            days = self.one(0, 1, 1, 2)
            redo["notice"] = {"working_days": days, "counts_as": "ok", "provenance": MADE_UP}
        return self.new("loop", body=body, again=again, at_most=at_most, provenance=MADE_UP, **redo)

    def choice(self, depth: int) -> Raw:
        return self.new("choice", **self._paths([self._perhaps_end] * self.one(1, 2), depth))

    def inclusive(self, depth: int) -> Raw:
        return self.new("inclusive", **self._paths([self.some] * self.one(2, 3), depth))

    def ordered(self, depth: int) -> Raw:
        steps: list[Raw] = []
        for _ in range(self.one(2, 3, 4)):
            named = [item["step"]["id"] for item in steps if "id" in item["step"]]
            after = [name for name in named if self.one(True, False)]
            steps.append({"step": self.some(depth - 1), "after": after})
        return self.new("ordered", steps=steps)

    def graph(self, depth: int) -> Raw:
        self.made += 1
        sheet = _Sheet(self, f"s{self.made}")
        start, _ = sheet.part(min(depth, 2))
        return {
            "kind": "graph",
            "id": sheet.name,
            "title": TITLE,
            "start": start,
            "nodes": sheet.nodes,
            "flows": sheet.flows,
        }

    def end(self) -> Raw:
        return self.new("end", result=self.one("rejected", "approved", "revoked"))

    def condition(self) -> Raw:
        if self.one(True, True, False) and self.asked:
            step, outcomes = self.one(*self.asked)
            plain: Raw = {"outcome_of": step, "in": [self.one(*outcomes)]}
        else:
            plain = {"attribute": "size", "in": [self.one("small", "large")]}
        return {"not": plain} if self.one(False, False, True) else plain

    def asks(self) -> Raw:
        return {"when": self.condition()} if self.one(True, False) else {"share": _share(self.one(0.0, 0.3, 0.5))}

    def _paths(self, parts: list[Callable[[int], Raw]], depth: int) -> Raw:
        """Paths that ask only for what may have been done before, not for what stands on one of them."""
        before, inside = list(self.asked), []
        paths = []
        for part in parts:
            path = self.asks()
            path["step"] = part(depth)
            paths.append(path)
            inside += self.asked[len(before) :]
            self.asked = list(before)
        otherwise = {"otherwise": self.some(depth)} if self.one(False, True) else {}
        self.asked += inside
        return {"paths": paths, **otherwise}

    def _perhaps(self, depth: int) -> list[Raw]:
        return [self.step(depth)] if self.one(False, True) else []

    def _perhaps_end(self, depth: int) -> Raw:
        if self.one(False, True):
            return {"kind": "sequence", "steps": [*self._perhaps(depth), self.end()]}
        return self.some(depth)

    def wait(self, *, timed: bool) -> Raw:
        if self.one(False, True):
            return {"working_days": {"working_days": self.one(0, 1, 2), "provenance": MADE_UP}}
        return {"time": self.one(*_WAITS[1 if timed else 0 :])}

    def new(self, kind: str, **fields: object) -> Raw:
        self.made += 1
        return {"kind": kind, "id": f"s{self.made}", "title": TITLE, **fields}


@dataclass
class _Sheet:
    """A graph, drawn by expanding blocks into nodes and flows: sound, and yet full of gateways."""

    pencil: _Pencil
    name: str
    circles: int = 0
    nodes: list[Raw] = field(default_factory=list)
    flows: list[Raw] = field(default_factory=list)

    def part(self, depth: int) -> tuple[str, str]:
        """First and last node of a part."""
        pencil = self.pencil
        kinds = ("step", "in_turn", "exclusive", "parallel", "inclusive", "circle", "timer")
        # In a circle, what a timer begins could be begun again before it is done.
        kind = pencil.one(*kinds[: -1 if self.circles else None]) if depth > 0 else "step"
        if kind == "step" or pencil.left <= 1:
            node = self._node(step=pencil.step(0))
            return node, node
        if kind == "in_turn":
            (first, middle), (next_, last) = self.part(depth - 1), self.part(depth - 1)
            self._flow(middle, next_)
            return first, last
        if kind == "timer":
            return self._with_timer(depth - 1)
        return self._circle(depth - 1) if kind == "circle" else self._gateway(kind, depth - 1)

    def _with_timer(self, depth: int) -> tuple[str, str]:
        pencil = self.pencil
        host = self._node(step=pencil.step(1))
        timer = self._node(step=pencil.new("wait", **pencil.wait(timed=True)), beside=host)
        first, _ = self.part(depth)
        self._flow(timer, first)
        return host, host

    def _gateway(self, kind: str, depth: int) -> tuple[str, str]:
        split, join = self._node(split=kind), self._node(join=kind)
        asking = () if kind == "parallel" else range(self.pencil.one(1, 2))
        for index in range(self.pencil.one(2, 3) if kind == "parallel" else len(asking) + 1):
            first, last = self.part(depth)
            self._flow(split, first, **(self.pencil.asks() if index in asking else {}))
            self._flow(last, join)
        return split, join

    def _circle(self, depth: int) -> tuple[str, str]:
        pencil = self.pencil
        join, end = self._node(), self._node()
        pencil.repeats *= MOST_REPEATS + 1
        self.circles += 1
        first, last = self.part(depth)
        decides = pencil.work("task", decides=True)
        redo, redone = self.part(depth - 1)
        self.circles -= 1
        pencil.repeats //= MOST_REPEATS + 1
        pencil.decides.add(decides["id"])
        node = self._node(step=decides)
        self._flow(join, first)
        self._flow(last, node)
        self._flow(node, redo, when={"outcome_of": decides["id"], "in": ["again"]})
        self._flow(redone, join)
        self._flow(node, end)
        return join, end

    def _node(self, **fields: object) -> str:
        id_ = f"n{len(self.nodes)}"
        self.nodes.append({"id": id_, **fields})
        return id_

    def _flow(self, source: str, target: str, **asks: object) -> None:
        self.flows.append({"source": source, "target": target, **asks})


def _share(value: float) -> Raw:
    return {"value": value, "provenance": MADE_UP}


def _span(mean: float) -> Raw:
    return {"kind": "exponential", "mean": mean, "unit": "hours", "provenance": MADE_UP}


_WAITS: tuple[Raw, ...] = (
    {"kind": "fixed", "value": 0, "unit": "hours", "provenance": MADE_UP},
    {"kind": "fixed", "value": 8, "unit": "hours", "provenance": MADE_UP},
    {"kind": "fixed", "value": 2, "unit": "days", "provenance": MADE_UP},
    {"kind": "lognormal", "mean": 9, "standard_deviation": 4, "unit": "hours", "provenance": MADE_UP},
    {"kind": "weibull", "shape": 0.8, "scale": 9, "unit": "hours", "provenance": MADE_UP},
    {"kind": "exponential", "mean": 9, "unit": "hours", "provenance": MADE_UP},
    {"kind": "triangular", "low": 1, "mode": 2, "high": 9, "unit": "hours", "provenance": MADE_UP},
)
