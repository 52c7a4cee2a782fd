"""Drawings as nested blocks, as far as they are structured; only what is not stays a graph.

Three rules, until none has anything to do: nodes in a row become one; a split and its join, with a node on each way
between, become the block that means the same; and where neither helps, a part with one flow in and one flow out becomes
a graph of its own. What is left at the end is one node. The rules leave the order of everything that happens at one
instant as it is in a graph whose tokens go depth first.

References
----------
Vanhatalo, Völzer & Koehler (2009), The refined process structure tree. Data & Knowledge Engineering 68(9).
Polyvyanyy, Vanhatalo & Völzer (2010), Simplified computation and generalization of the refined process structure tree.
WS-FM.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from workflows.definition.graphs import reachable, successors
from workflows.definition.provenance import Title
from workflows.definition.soundness.ways import node_passes
from workflows.definition.steps import Flow, Gateway, Graph, Node, Race, Step
from workflows.definition.tree import children, ids_of
from workflows.interchange.blocks import Way, block_of, in_turn
from workflows.interchange.regions import DONE, Region, in_order, smallest_regions

DEEPEST: Final = 30
"""Levels of blocks that a lane may have, each up to three in its file, of which a reader of YAML takes a hundred."""


@dataclass(frozen=True, slots=True)
class Naming:
    """How new blocks are called.

    Attributes
    ----------
    titles : node id to what stands there in the drawing
    new : gives an identifier that nothing has yet, near to a wish
    """

    titles: Mapping[str, Title]
    new: Callable[[str], str]


def structured(step: Step, naming: Naming) -> Step:
    """A step that does the same to every case, with blocks in the place of drawn gateways.

    Parameters
    ----------
    step : what was drawn, sound; graphs of it whose tokens do not go depth first stay as they are
    """
    match step:
        case Graph(depth_first=True):
            return _body(step, naming)
        case Race(branches=branches):
            within = [branch.model_copy(update={"step": _boxed(branch.step, naming)}) for branch in branches]
            return step.model_copy(update={"branches": tuple(within)})
        case _:
            return step


def levels(step: Step) -> int:
    """How deeply blocks are nested, the innermost step included."""
    return 1 + max(map(levels, children(step)), default=0)


def _boxed(step: Step, naming: Naming) -> Step:
    """What stands in one shape; a sub-process keeps its name and its box around whatever has become of it."""
    within = structured(step, naming)
    if not isinstance(step, Graph) or (isinstance(within, Graph) and within.id == step.id):
        return within
    box = (Node(id=step.id, step=within),)
    return Graph(id=step.id, title=step.title, start=step.id, depth_first=True, nodes=box)


def _body(graph: Graph, naming: Naming) -> Step:
    if any(node.beside is not None for node in graph.nodes) or not _joins_know_their_own(graph):
        return graph  # what a timer beside a node begins outlives the node, as nothing in a block does
    net = _Net(graph, naming)
    net.reduce()
    return net.whole(graph)


def _joins_know_their_own(graph: Graph) -> bool:
    """Whether no inclusive join could tell, from a token elsewhere, that it stands in a box.

    A token that can get to the start of a box can get to all ways into a join inside, unless one of these can be
    reached only through the join itself.
    """
    onward = successors(graph)
    return all(
        flow.source in reachable([graph.start], onward, without=node.id)
        for node in graph.nodes
        if node.join is Gateway.INCLUSIVE
        for flow in graph.flows
        if flow.target == node.id
    )


class _Net:
    """A graph that is becoming smaller."""

    def __init__(self, graph: Graph, naming: Naming) -> None:
        self._naming = naming
        self._start = graph.start
        self._nodes = {
            node.id: node if node.step is None else node.model_copy(update={"step": _boxed(node.step, naming)})
            for node in graph.nodes
        }
        self._out = {node.id: [flow for flow in graph.flows if flow.source == node.id] for node in graph.nodes}
        self._sources: dict[str, set[str]] = {
            node.id: {flow.source for flow in graph.flows if flow.target == node.id} for node in graph.nodes
        }
        self._taken = {node.draws for node in graph.nodes if node.draws is not None}
        self._taken |= {id_ for node in graph.nodes if node.step is not None for id_ in ids_of(node.step)}
        self._splits_at = {node.id: node.id for node in graph.nodes}

    def reduce(self) -> None:
        """Apply the rules until none has anything to do."""
        while self._reduce_once() or self._box():
            pass

    def whole(self, graph: Graph) -> Step:
        """What has become of the graph."""
        step = self._nodes[self._start].step
        if len(self._nodes) == 1 and not self._out[self._start] and step is not None:
            return step
        nodes = [self._nodes[id_] for id_ in self._tighten(in_order(self._start, self._onward()))]
        flows = [flow for node in nodes for flow in self._out[node.id]]
        return _graph(graph.id, graph.title, self._start, nodes, flows)

    def _onward(self) -> dict[str, list[str]]:
        return {id_: [flow.target for flow in flows] for id_, flows in self._out.items()}

    def _reduce_once(self) -> bool:
        changed = False
        for id_ in list(self._nodes):
            while id_ in self._nodes and (self._append(id_) or self._join(id_)):
                changed = True
        return changed

    def _append(self, id_: str) -> bool:
        """Take in the next node in a row; what joins or splits stays by itself, since a part may begin there."""
        next_ = self._only_next(id_)
        if next_ is None or len(self._sources[id_]) > 1 or len(self._out[next_]) > 1:
            return False
        self._take_in(id_, next_)
        return True

    def _tighten(self, ids: Iterable[str]) -> list[str]:
        """Let each of these nodes take in those of them that follow in a row; those that are left."""
        left = dict.fromkeys(ids)
        for id_ in tuple(left):
            while id_ in left and (next_ := self._only_next(id_)) in left and next_ is not None:
                self._take_in(id_, next_)
                del left[next_]
        return list(left)

    def _only_next(self, id_: str) -> str | None:
        """Where a token goes from here whatever happens, if it comes there from here alone."""
        if len(self._out[id_]) != 1:
            return None
        next_ = self._out[id_][0].target
        alone = next_ != self._start and self._sources[next_] == {id_}
        return next_ if alone and all(flow.target != id_ for flow in self._out[next_]) else None

    def _take_in(self, id_: str, next_: str) -> None:
        node, following = self._nodes[id_], self._nodes[next_]
        update = {"step": in_turn(node.step, following.step), "split": following.split, "draws": following.draws}
        self._splits_at[id_] = self._splits_at[next_]
        self._replace(node.model_copy(update=update), self._out[next_], (next_,))

    def _join(self, id_: str) -> bool:
        """Put a block in the place of all the ways from here to where they meet."""
        split, flows = self._nodes[id_], self._out[id_]
        if len(flows) < 2 or (split.split is not Gateway.PARALLEL and split.draws is None):
            return False
        between = {flow.target for flow in flows if self._is_between(flow.target)}
        ends = {id_ for id_ in between if self._ends_the_case(id_)}
        aims = {self._aim(flow.target, between) for flow in flows if flow.target not in ends} or {DONE}
        if len(aims) > 1 or (ends and aims != {DONE} and not self._may_end(split)):
            return False
        [aim] = aims
        if aim == id_ or not self._fits(split.split, aim):
            return False
        ways = [Way(flow, self._nodes[flow.target].step if flow.target in between else None) for flow in flows]
        gateway = self._splits_at[id_]
        name = split.draws or self._free_name(gateway, "fork")
        block = block_of(split.split, ways, name, self._naming.titles[gateway])
        if block is None:
            return False
        self._taken.add(name)
        step = in_turn(split.step, *block)
        onward = [] if aim == DONE else [Flow(source=id_, target=aim)]
        plain = {"step": step, "split": Gateway.EXCLUSIVE, "draws": None}
        self._replace(split.model_copy(update=plain), onward, tuple(between))
        return True

    def _is_between(self, id_: str) -> bool:
        return len(self._sources[id_]) == 1 and id_ != self._start and len(self._out[id_]) < 2

    def _aim(self, id_: str, between: set[str]) -> str:
        """Where a way leads that begins with this node."""
        if id_ not in between:
            return id_
        return self._out[id_][0].target if self._out[id_] else DONE

    def _ends_the_case(self, id_: str) -> bool:
        return not self._out[id_] and not node_passes(self._nodes[id_].step)

    def _may_end(self, split: Node) -> bool:
        """Whether a way on which the case ends may be a path of a block behind which other cases go on.

        It is drawn as leading nowhere, so an inclusive join elsewhere would not wait for whoever is on it.
        """
        inclusive = any(node.join is Gateway.INCLUSIVE for node in self._nodes.values())
        return split.split is Gateway.EXCLUSIVE and not inclusive

    def _fits(self, split: Gateway, aim: str) -> bool:
        """Whether a join lets through one token for all that the split gave; at the end of a drawing any do."""
        return aim == DONE or self._nodes[aim].join in (split, Gateway.INCLUSIVE)

    def _free_name(self, id_: str, kind: str) -> str:
        return id_ if id_ not in self._taken else self._naming.new(f"{id_}_{kind}")

    def _replace(self, node: Node, flows: list[Flow], gone: tuple[str, ...]) -> None:
        """Put a node in the place of itself and of others."""
        for id_ in (node.id, *gone):
            for flow in self._out.pop(id_):
                self._sources.get(flow.target, set()).discard(id_)
        for id_ in gone:
            del self._nodes[id_], self._sources[id_]
        self._nodes[node.id] = node
        self._out[node.id] = [flow.model_copy(update={"source": node.id}) for flow in flows]
        for flow in flows:
            self._sources[flow.target].add(node.id)

    def _box(self) -> bool:
        """Make a graph of its own of every smallest part that can be one."""
        regions = smallest_regions(self._start, self._onward())
        for region in regions:
            self._box_one(region)
        return bool(regions)

    def _box_one(self, region: Region) -> None:
        ids = self._tighten(region.nodes)
        first, nodes = self._nodes[region.first], [self._nodes[id_] for id_ in ids]
        flows = [flow for id_ in ids for flow in self._out[id_]]
        leaving = next((flow for flow in flows if flow.target == region.onward), None)
        if leaving is not None and len(self._out[leaving.source]) > 1:  # What decides to leave has to lead somewhere.
            outside = Node(id=self._naming.new(f"{self._splits_at[leaving.source]}_out"))
            nodes.append(outside)
            flows[flows.index(leaving)] = leaving.model_copy(update={"target": outside.id})
        elif leaving is not None:
            flows.remove(leaving)
        id_ = self._free_name(first.id, "part")
        self._taken.add(id_)
        graph = _graph(id_, self._naming.titles[first.id], first.id, nodes, flows)
        onward = [] if leaving is None else [Flow(source=first.id, target=region.onward)]
        self._splits_at[first.id] = first.id
        self._replace(Node(id=first.id, step=graph), onward, tuple(id_ for id_ in ids if id_ != first.id))


def _graph(id_: str, title: Title, start: str, nodes: list[Node], flows: list[Flow]) -> Graph:
    return Graph(id=id_, title=title, start=start, depth_first=True, nodes=tuple(nodes), flows=tuple(flows))
