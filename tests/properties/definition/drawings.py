"""Random graphs that are sound because they are drawn by expanding blocks, and slips of the pen in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from hypothesis import strategies as st

from workflows.definition.distributions import Exponential
from workflows.definition.provenance import Provenance, Source, Title
from workflows.definition.steps import (
    Flow,
    Gateway,
    Graph,
    Node,
    Task,
)
from workflows.definition.units import TimeUnit
from workflows.definition.values import (
    Proportion,
)

TITLE = Title(zh="步骤", en="Step")
MEASURED = Provenance(source=Source.MEASURED, basis="made up for a test")
HALF = Proportion(value=0.5, provenance=MEASURED)
TIME = Exponential(mean=1, unit=TimeUnit.HOURS, provenance=MEASURED)

Drawing: TypeAlias = Literal["task"] | tuple[str, "Drawing", "Drawing"]


def drawings(most: int = 8) -> st.SearchStrategy[Drawing]:
    """Blocks within blocks: sequences, the three kinds of gateway, loops."""
    kinds = st.sampled_from(["sequence", "exclusive", "parallel", "inclusive", "loop"])
    return st.recursive(
        st.just("task"),
        lambda inner: st.tuples(kinds, inner, inner),
        max_leaves=most,
    )


@dataclass
class _Pen:
    nodes: list[Node] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)

    def node(self, join: Gateway = Gateway.EXCLUSIVE, split: Gateway = Gateway.EXCLUSIVE, *, task: bool = False) -> str:
        id_ = f"n{len(self.nodes)}"
        step = Task(id=f"task_{id_}", title=TITLE, pool="desk", service_time=TIME) if task else None
        self.nodes.append(Node(id=id_, step=step, join=join, split=split))
        return id_

    def flow(self, source: str, target: str, *, share: bool = False) -> None:
        self.flows.append(Flow(source=source, target=target, share=HALF if share else None))

    def draw(self, drawing: Drawing) -> tuple[str, str]:
        """First and last node of a block."""
        if drawing == "task":
            task = self.node(task=True)
            return task, task
        kind, left, right = drawing
        if kind == "sequence":
            (first, middle), (next_, last) = self.draw(left), self.draw(right)
            self.flow(middle, next_)
            return first, last
        if kind == "loop":
            join, split = self.node(), self.node()
            (first, last), (redo, redone) = self.draw(left), self.draw(right)
            end = self.node()
            self.flow(join, first)
            self.flow(last, split)
            self.flow(split, redo, share=True)
            self.flow(redone, join)
            self.flow(split, end, share=True)
            return join, end
        gateway = Gateway(kind)
        split, join = self.node(split=gateway), self.node(join=gateway)
        for part in (left, right):
            first, last = self.draw(part)
            self.flow(split, first, share=gateway is not Gateway.PARALLEL)
            self.flow(last, join)
        return split, join


def drawn(drawing: Drawing) -> Graph:
    pen = _Pen()
    start, _ = pen.draw(drawing)
    return graph_of(start, pen.nodes, pen.flows)


def graph_of(start: str, nodes: list[Node], flows: list[Flow]) -> Graph:
    return Graph(id="graph", title=TITLE, start=start, nodes=tuple(nodes), flows=tuple(flows))


@st.composite
def slips(draw: st.DrawFn) -> Graph:
    """A drawing with one to three slips: a flow dropped, added or bent, a join or split of the wrong kind."""
    graph = drawn(draw(drawings(6)))
    nodes, flows = list(graph.nodes), list(graph.flows)
    for _ in range(draw(st.integers(1, 3))):
        slip = draw(st.sampled_from(["drop", "add", "join", "split"]))
        if slip == "drop" and flows:
            flows.pop(draw(st.integers(0, len(flows) - 1)))
        elif slip == "add":
            ends = tuple(draw(st.sampled_from([node.id for node in nodes])) for _ in range(2))
            if ends not in [(flow.source, flow.target) for flow in flows]:
                flows.append(Flow(source=ends[0], target=ends[1], share=HALF))
        elif slip in ("join", "split"):
            at = draw(st.integers(0, len(nodes) - 1))
            nodes[at] = nodes[at].model_copy(update={slip: draw(st.sampled_from(Gateway))})
    return graph_of(graph.start, nodes, flows)
