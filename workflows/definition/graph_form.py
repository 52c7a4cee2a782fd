"""Whether the nodes and flows of a graph say clearly which way a token goes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from workflows.definition.conditions import AttributeIs, OutcomeIs
from workflows.definition.graphs import after_done, first_nodes, reachable
from workflows.definition.lane import Lane
from workflows.definition.located import Located
from workflows.definition.outcomes import outcome_ids
from workflows.definition.places import Places
from workflows.definition.quantities import TOLERANCE
from workflows.definition.steps import Flow, Gateway, Graph, Node, Parallel, Sequence, StatutoryWait, Step
from workflows.definition.yaml_nodes import Path
from workflows.errors import Problem


def graph_problems(lane: Lane, places: Places, steps: tuple[Located, ...]) -> Iterator[Problem]:
    """Nodes and flows that do not fit together, in every graph of a lane."""
    for each in steps:
        if isinstance(each.step, Graph):
            yield from _Form(lane, places, each.step, each.path).problems()


@dataclass(frozen=True, slots=True)
class _Form:
    lane: Lane
    places: Places
    graph: Graph
    path: Path

    def problems(self) -> Iterator[Problem]:
        names = tuple(self._name_problems())
        yield from names
        if names:
            return
        yield from self._draw_problems()
        out: dict[str, list[tuple[int, Flow]]] = {node.id: [] for node in self.graph.nodes}
        for index, flow in enumerate(self.graph.flows):
            out[flow.source].append((index, flow))
        for node in self.graph.nodes:
            yield from self._split_problems(node, out[node.id])
            if node.beside is not None:
                yield from self._beside_problems(node)

    def _name_problems(self) -> Iterator[Problem]:
        ids = [node.id for node in self.graph.nodes]
        for index, id_ in enumerate(ids):
            if id_ in ids[:index]:
                place = self.places.of(*self.path, "nodes", index, "id")
                yield Problem("repeated_node", place, "each node id once", f"{id_!r} again", "Rename one of them.")
        known = f"a node, one of {', '.join(ids)}"
        if self.graph.start not in ids:
            place = self.places.of(*self.path, "start")
            yield Problem("unknown_node", place, known, repr(self.graph.start), "Name a node.")
        for index, node in enumerate(self.graph.nodes):
            if node.beside is not None and node.beside not in ids:
                place = self.places.of(*self.path, "nodes", index, "beside")
                yield Problem("unknown_node", place, known, repr(node.beside), "Name a node.")
        seen: set[tuple[str, str]] = set()
        for index, flow in enumerate(self.graph.flows):
            for end, id_ in (("source", flow.source), ("target", flow.target)):
                if id_ not in ids:
                    place = self.places.of(*self.path, "flows", index, end)
                    yield Problem("unknown_node", place, known, repr(id_), "Name a node, or add it.")
            if (flow.source, flow.target) in seen:
                found = f"a second one from {flow.source} to {flow.target}"
                remedy = "Join them into one flow, with any_of for their conditions."
                place = self.places.of(*self.path, "flows", index)
                yield Problem("repeated_flow", place, "one flow between two nodes", found, remedy)
            seen.add((flow.source, flow.target))

    def _draw_problems(self) -> Iterator[Problem]:
        """Names of draws that something else draws under too: its k-th draw would not be its own."""
        given = [node.draws for node in self.graph.nodes]
        for index, draws in enumerate(given):
            if draws is not None and (draws in self.lane.steps or draws in given[:index]):
                place = self.places.of(*self.path, "nodes", index, "draws")
                expected, remedy = "a name that nothing else draws under", "Use a name of its own."
                yield Problem("repeated_draws", place, expected, repr(draws), remedy)

    def _beside_problems(self, node: Node) -> Iterator[Problem]:
        """A timer beside a node has to wait for something, and nothing else may begin it."""
        other = next(each for each in self.graph.nodes if each.id == node.beside)
        led_to = node.id == self.graph.start or any(flow.target == node.id for flow in self.graph.flows)
        wrong = {
            "a node with a step of kind wait": not isinstance(node.step, StatutoryWait),
            "a node that nothing but the one beside it begins": led_to,
            "a node beside one that has a step": other.step is None,
            "a node beside one that tokens reach": other.beside is not None,
        }
        for expected in (expected for expected, is_wrong in wrong.items() if is_wrong):
            place = self.places.of(*self.path, "nodes", self.graph.nodes.index(node))
            remedy = "Give it a wait, lead no flow to it, and put it beside a node with a step that tokens reach."
            yield Problem("beside_form", place, expected, f"{node.id} beside {other.id}", remedy)

    def _split_problems(self, node: Node, numbered: list[tuple[int, Flow]]) -> Iterator[Problem]:
        out = [flow for _, flow in numbered]
        for index, flow in numbered:
            place = self.places.of(*self.path, "flows", index)
            if flow.when is not None and flow.share is not None:
                yield Problem("flow_form", place, "at most one of when and share", "both", "Keep one of them.")
            asks = flow.when is not None or flow.share is not None
            if asks and (len(out) == 1 or node.split is Gateway.PARALLEL):
                found = f"a condition or share on a flow that is always taken, out of {node.id}"
                remedy = "Remove it, or add the other flows and make the split exclusive or inclusive."
                yield Problem("flow_form", place, "conditions and shares only where there is a choice", found, remedy)
        if len(out) > 1 and node.split is not Gateway.PARALLEL:
            yield from self._default_problems(node, out)

    def _default_problems(self, node: Node, out: list[Flow]) -> Iterator[Problem]:
        defaults = [flow for flow in out if flow.when is None and flow.share is None]
        place = self.places.of(*self.path, "nodes", self.graph.nodes.index(node))
        if len(defaults) > 1:
            found = f"{len(defaults)} out of {node.id}, to {', '.join(flow.target for flow in defaults)}"
            remedy = "Give all but one a condition or share, or make the split parallel."
            yield Problem("several_defaults", place, "at most one flow without condition and share", found, remedy)
        elif not defaults and not self._always_some(node, out):
            remedy = "Leave one flow without condition and share: it is taken when no other is."
            found = f"{node.id}, where it can happen that no flow is taken"
            yield Problem("no_default", place, "a way out in every case", found, remedy)

    def _always_some(self, node: Node, out: list[Flow]) -> bool:
        """Whether the shares add up to 1, or the conditions ask for every value of one and the same thing."""
        shares = [flow.share.value for flow in out if flow.share is not None]
        if node.split is Gateway.EXCLUSIVE and shares and math.fsum(shares) >= 1 - TOLERANCE:
            return True
        asked: dict[tuple[str, str], set[str]] = {}
        for flow in out:
            match flow.when:
                case AttributeIs(attribute=name, in_=values):
                    asked.setdefault(("attribute", name), set()).update(values)
                case OutcomeIs(outcome_of=name, in_=values):
                    asked.setdefault(("outcome", name), set()).update(values)
                case _:
                    pass
        return any(self._all_asked(kind, name, values, node) for (kind, name), values in asked.items())

    def _all_asked(self, kind: str, name: str, values: set[str], node: Node) -> bool:
        if kind == "attribute":
            attribute = self.lane.attributes.get(name)
            return attribute is not None and values >= {value.value for value in attribute.values}
        step = self.lane.steps.get(name)
        return step is not None and values >= set(outcome_ids(step)) and self._surely_done(name, node)

    def _surely_done(self, step_id: str, node: Node) -> bool:
        """Whether no token gets out of the node without having passed the node of that step."""
        doing = next((n.id for n in self.graph.nodes if _does(n.step, step_id)), None)
        if doing is None or doing == node.id:
            return doing is not None
        return node.id not in reachable(first_nodes(self.graph), after_done(self.graph), without=doing)


def _does(step: Step | None, id_: str) -> bool:
    """Whether whoever gets through the step has surely done the one with this id."""
    match step:
        case None:
            return False
        case Sequence(steps=parts):
            return any(_does(part, id_) for part in parts)
        case Parallel(branches=parts):
            return step.id == id_ or any(_does(part, id_) for part in parts)
        case _:
            return step.id == id_
