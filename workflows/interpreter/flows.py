"""Steps whose order is a graph rather than a nest: the law's precedence, and the free flows of a drawing.

Both are the same machine: a set of running strands; whenever one is done, a rule names the strands that begin.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, TypeAlias

from workflows.definition.graphs import inclusive_fires
from workflows.definition.steps import Flow, Gateway, Graph, Node, Ordered, Step
from workflows.interpreter.branches import PENDING, Branch, Pause
from workflows.interpreter.travel import Travel

Run: TypeAlias = Callable[[Step, Travel], Awaitable[None]]


class _Strands:
    """Strands by name; done when none is left running.

    Parameters
    ----------
    first : names that begin
    follow : which names begin once a name is done; also told those that have begun or are about to. Whoever answers
        keeps no reference to the strands: there would be a cycle for a garbage collector to find
    nested : whether strands begin and are withdrawn in the order of nested blocks: what follows on one that is done
        before what else is to begin, and the first of `steps` first; otherwise first come, first served
    beside : name to those that begin whenever it does, and are withdrawn when it is done first
    """

    __slots__ = (
        "_beside", "_closed", "_follow", "_nested", "_parent", "_pumping", "_queue", "_running", "_steps", "_travel",
        "_with",
    )  # fmt: skip

    def __init__(
        self,
        travel: Travel,
        run: Run,
        steps: dict[str, Step | None],
        first: Iterable[str],
        follow: Callable[[str, Iterable[str]], list[str]],
        *,
        nested: bool = False,
        beside: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> None:
        self._travel = travel
        self._with = run
        self._steps = steps
        self._follow = follow
        self._nested = nested
        self._beside = beside
        self._queue = deque(first)
        self._running: dict[str, Branch] = {}
        self._parent: Branch | None = None
        self._pumping = False
        self._closed = False

    def arm(self, parent: Branch) -> Any:
        parent.handle = self
        self._pump()
        self._parent = parent
        return PENDING if self._running or self._closed else None

    def _pump(self) -> None:
        """Begin whatever is to begin; strands that need no time are done on the spot."""
        self._pumping = True
        while self._queue and not self._closed:
            name = self._queue.popleft()
            step = self._steps[name]
            if step is None:
                self._begin_after(name)
                continue
            branch = Branch(self._with(step, self._travel), partial(self._done, name), self._travel.over)
            self._running[name] = branch
            branch.resume()
            if name in self._beside and name in self._running:
                self._queue.extendleft(reversed(self._beside[name]))
        self._pumping = False

    def _done(self, name: str) -> None:
        del self._running[name]
        for other in self._beside.get(name, ()):
            if (branch := self._running.pop(other, None)) is not None:
                branch.cancel()
        self._begin_after(name)
        if self._pumping:
            return
        self._pump()
        if not self._running and self._parent is not None and not self._closed:
            self._parent.resume()

    def _begin_after(self, name: str) -> None:
        following = self._follow(name, (*self._running, *self._queue))
        if self._nested:
            self._queue.extendleft(reversed(following))
        else:
            self._queue.extend(following)

    def cancel(self) -> None:
        self._closed = True
        running, self._running = self._running, {}
        for name in filter(running.__contains__, self._steps) if self._nested else running:
            running[name].cancel()


class PrecedenceFlow:
    """Each step of an `ordered` block begins as soon as those that it comes after are done."""

    __slots__ = ("_missing", "_order", "_run", "_steps", "_travel")

    def __init__(self, block: Ordered, travel: Travel, run: Run) -> None:
        names = [_name(item.step, index) for index, item in enumerate(block.steps)]
        self._missing = {name: set(item.after) for name, item in zip(names, block.steps, strict=True)}
        self._order = names
        self._steps: dict[str, Step | None] = {name: item.step for name, item in zip(names, block.steps, strict=True)}
        self._travel = travel
        self._run = run

    def pause(self) -> Pause:
        """What to await."""
        first = [name for name in self._order if not self._missing[name]]
        return Pause(_Strands(self._travel, self._run, self._steps, first, self._follow).arm)

    def _follow(self, done: str, _running: Iterable[str]) -> list[str]:
        ready = []
        for name in self._order:
            if done in self._missing[name]:
                self._missing[name].discard(done)
                if not self._missing[name]:
                    ready.append(name)
        return ready


def _name(step: Step, index: int) -> str:
    return step.id if step.kind != "sequence" else f"#{index}"


class TokenFlow:
    """The token game of a graph. Loading has shown the graph to be sound: no node ever gets a second token."""

    __slots__ = ("_graph", "_run", "_tables", "_tokens", "_travel")

    def __init__(self, graph: Graph, travel: Travel, run: Run) -> None:
        self._travel = travel
        self._tables = travel.plan.graphs[graph.id]
        self._tokens: dict[tuple[str, str], int] = {}
        self._run = run
        self._graph = graph

    def pause(self) -> Awaitable[None]:
        """What to await."""
        if self._tables.one_token:
            return self._walk(self._graph.start)
        strands = _Strands(
            self._travel, self._run, self._tables.steps, [self._graph.start], self._follow,
            nested=self._graph.depth_first, beside=self._tables.beside,
        )  # fmt: skip
        return Pause(strands.arm)

    async def _walk(self, at: str) -> None:
        """A token that is alone needs no strand of its own at every node."""
        tables = self._tables
        while True:
            step, outflows = tables.steps[at], tables.outflows[at]
            if step is not None:
                await self._run(step, self._travel)
            if len(outflows) > 1:
                outflows = self._split(tables.nodes[at])
            if not outflows:
                return
            at = outflows[0].target

    def _follow(self, done: str, running: Iterable[str]) -> list[str]:
        ready = []
        for flow in self._split(self._tables.nodes[done]):
            target = self._tables.nodes[flow.target]
            if target.join is Gateway.EXCLUSIVE:  # Every token runs it, so none is kept.
                ready.append(flow.target)
                continue
            place = (flow.source, flow.target)
            self._tokens[place] = self._tokens.get(place, 0) + 1
            ready += self._join(target)
        return ready + self._inclusive_joins({*running, *ready}) if self._tables.reach else ready

    def _split(self, node: Node) -> list[Flow]:
        outflows = self._tables.outflows[node.id]
        if not outflows or node.split is Gateway.PARALLEL or len(outflows) == 1:
            return outflows
        travel = self._travel
        split = node.draws or f"{node.id}.split"  # a name that no step has: what is in the node draws under its own
        occurrence = travel.begin(split)
        default = [flow for flow in outflows if flow.when is None and flow.share is None]
        if node.split is Gateway.INCLUSIVE:
            return [
                flow for index, flow in enumerate(outflows) if self._taken(split, index, occurrence, flow)
            ] or default
        for flow in outflows:
            if flow.when is not None and travel.holds(flow.when):
                return [flow]
        u, reached = travel.engine.uniform(travel, split, occurrence, 0), 0.0
        for flow in outflows:
            if flow.share is not None:
                reached += flow.share.value
                if u < reached:
                    return [flow]
        return default[:1]

    def _taken(self, split: str, index: int, occurrence: int, flow: Flow) -> bool:
        if flow.when is not None:
            return self._travel.holds(flow.when)
        if flow.share is None:
            return False
        return self._travel.engine.uniform(self._travel, split, occurrence, index) < flow.share.value

    def _join(self, node: Node) -> list[str]:
        inflows = self._tables.inflows[node.id]
        if node.join is Gateway.INCLUSIVE:
            return []
        if node.join is Gateway.PARALLEL and not all(self._tokens.get((f.source, f.target)) for f in inflows):
            return []
        self._consume(node)
        return [node.id]

    def _inclusive_joins(self, busy: set[str]) -> list[str]:
        """Inclusive joins that have a token and that no other token can reach any more."""
        ready: list[str] = []
        waiting = {target for (_, target), count in self._tokens.items() if count}
        for id_, reach in self._tables.reach.items():
            others = (busy | waiting | set(ready)) - {id_}
            arrived = [flow.source for flow in self._tables.inflows[id_] if self._tokens.get((flow.source, id_))]
            if inclusive_fires(arrived, others, reach):
                self._consume(self._tables.nodes[id_])
                ready.append(id_)
        return ready

    def _consume(self, node: Node) -> None:
        for flow in self._tables.inflows[node.id]:
            place = (flow.source, flow.target)
            if self._tokens.get(place):
                self._tokens[place] -= 1
