"""How the free graph of a lane is drawn: node by node, with a gateway before or after a step where one is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workflows.definition.steps import Gateway, Graph, Node, Sequence, StatutoryWait
from workflows.interchange.extension import FlowData
from workflows.interchange.markup import ACTIVITIES, Ends

if TYPE_CHECKING:
    from workflows.interchange.step_drawing import Pencil

_KINDS: Final = {
    Gateway.EXCLUSIVE: "exclusiveGateway",
    Gateway.PARALLEL: "parallelGateway",
    Gateway.INCLUSIVE: "inclusiveGateway",
}


def draw_graph(pencil: Pencil, graph: Graph) -> str:
    """Draw all nodes and flows on the pencil's page; the id of the node at which a token begins."""
    ends: dict[str, Ends] = {}
    for node in sorted(graph.nodes, key=lambda node: node.beside is not None):
        if node.beside is None:
            ends[node.id] = _draw_node(pencil, graph, node)
        else:
            ends[node.id] = _draw_timer(pencil, graph, node, _activity_of(ends[node.beside], pencil))
    for flow in graph.flows:
        pencil.connect(ends[flow.source][1], ends[flow.target][0], FlowData(when=flow.when, share=flow.share))
    return ends[graph.start][0]


def _draw_node(pencil: Pencil, graph: Graph, node: Node) -> Ends:
    incoming = sum(flow.target == node.id for flow in graph.flows) + (node.id == graph.start)
    outgoing = sum(flow.source == node.id for flow in graph.flows)
    wish = f"{graph.id}_{node.id}"
    if node.step is None:
        joins, splits = incoming > 1, outgoing > 1
        if not outgoing and not (joins and node.join is not Gateway.EXCLUSIVE):
            end = pencil.add("endEvent", wish)
            return end, end
        if not joins or not splits or node.join is node.split:
            gateway = pencil.add(_KINDS[node.split if splits else node.join], wish)
            return gateway, gateway
        join, split = pencil.add(_KINDS[node.join], wish), pencil.add(_KINDS[node.split], f"{wish}_split")
        pencil.connect(join, split)
        return join, split
    hosts = any(other.beside == node.id for other in graph.nodes)
    first, last = pencil.draw_activity(node.step) if hosts else pencil.draw(node.step)
    is_block = isinstance(node.step, Sequence) or first != last
    if incoming > 1 and (node.join is not Gateway.EXCLUSIVE or is_block):
        join = pencil.add(_KINDS[node.join], f"{wish}_join")
        pencil.connect(join, first)
        first = join
    if outgoing > 1 and last is not None:
        split = pencil.add(_KINDS[node.split], f"{wish}_split")
        pencil.connect(last, split)
        last = split
    return first, last


def _activity_of(ends: Ends, pencil: Pencil) -> str:
    """The activity between the gateways of a node."""
    first, _ = ends
    behind = [line.target for line in pencil.page.lines if line.source == first]
    return first if pencil.page.items[first].tag in ACTIVITIES else behind[0]


def _draw_timer(pencil: Pencil, graph: Graph, node: Node, host: str) -> Ends:
    assert isinstance(node.step, StatutoryWait)  # checked when a lane is loaded
    timer = pencil.draw_on_edge(node.step, host)
    outgoing = sum(flow.source == node.id for flow in graph.flows)
    if outgoing == 1:
        return timer, timer
    following = pencil.add(_KINDS[node.split] if outgoing else "endEvent", f"{node.step.id}_split")
    pencil.connect(timer, following)
    return timer, following
