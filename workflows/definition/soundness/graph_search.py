"""The search through everything that can happen in a graph, and what it says when something does that should not."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from workflows.definition.graphs import reachable, successors
from workflows.definition.places import Places
from workflows.definition.soundness.livelock import livelock_problems
from workflows.definition.soundness.token_game import CASE_ENDED, Firing, Marking, TokenGame
from workflows.definition.steps import Graph
from workflows.definition.yaml_nodes import Path
from workflows.errors import Problem

MAXIMUM_MARKINGS: Final = 50_000
"""Beyond it a graph is refused: nobody could follow a drawing with so many situations."""

MAXIMUM_WORK: Final = 1_500_000
"""About a second of search, in tokens looked at: situations of many take longer, and more memory, than those of few."""

_WORK_OF_A_FIRING: Final = 15


@dataclass(slots=True)
class Search:
    """What the search found.

    Parameters
    ----------
    reached_by : marking to the one before it and what fired between; ``None`` before the first firing
    fired : nodes that fired at least once
    crowded : the node that got a second token, the marking before (none before the first firing) and the firing that
        did it, if one did
    exhausted : whether everything was seen; not so if the bound was hit or a second token stopped it
    """

    reached_by: dict[Marking, tuple[Marking | None, Firing]] = field(default_factory=dict)
    after: dict[Marking, list[Marking]] = field(default_factory=dict)
    fired: set[str] = field(default_factory=set)
    crowded: tuple[str, Marking | None, Firing] | None = None
    exhausted: bool = True

    def way_to(self, marking: Marking | None) -> tuple[Firing, ...]:
        """What fired on a shortest way from the beginning."""
        way: list[Firing] = []
        at = marking
        while at is not None:
            at, firing = self.reached_by[at]
            way.append(firing)
        return tuple(reversed(way))


def search(graph: Graph, bound: int = MAXIMUM_MARKINGS) -> Search:
    """Try everything, breadth first, so that what is found is found by a shortest way.

    Parameters
    ----------
    bound : markings to look at before giving up; it is also given up after :data:`MAXIMUM_WORK`
    """
    game, found = TokenGame(graph), Search()
    waiting: deque[Marking] = deque()
    found.fired.update(game.fired_with(graph.start))
    work = 0
    for firing, marking in game.begin():
        work += _WORK_OF_A_FIRING + len(firing.taken)
        if work > MAXIMUM_WORK:
            found.exhausted = False
            return found
        if marking is None:
            found.crowded = game.crowded_flow(firing.node, None, firing.taken), None, firing
            found.exhausted = False
            return found
        if marking not in found.reached_by:
            found.reached_by[marking] = None, firing
            waiting.append(marking)
    while waiting:
        marking = waiting.popleft()
        following = found.after.setdefault(marking, [])
        for firing, after in _moves(game, marking):
            work += _WORK_OF_A_FIRING + len(marking) + len(firing.taken)
            found.fired.update(game.fired_with(firing.node))
            if after is None:
                found.crowded = game.crowded_flow(firing.node, marking, firing.taken), marking, firing
                found.exhausted = False
                return found
            following.append(after)
            if after not in found.reached_by:
                found.reached_by[after] = marking, firing
                waiting.append(after)
            if len(found.reached_by) > bound or work > MAXIMUM_WORK:
                found.exhausted = False
                return found
    return found


def _moves(game: TokenGame, marking: Marking) -> Iterator[tuple[Firing, Marking | None]]:
    enabled = game.enabled(marking)
    alone = next((id_ for id_ in enabled if game.waits_alone(id_)), None)
    for id_ in enabled if alone is None else [alone]:
        yield from game.fire(id_, marking)


def graph_soundness_problems(graph: Graph, path: Path, places: Places) -> Iterator[Problem]:
    """Second tokens, deadlocks, circles without a way out, and nodes that never do anything."""
    following = successors(graph)
    apart = [node.id for node in graph.nodes if node.id not in reachable([graph.start], following)]
    found = search(graph)
    here = places.of(*path)
    if found.crowded is not None:
        node, before, firing = found.crowded
        way = (*found.way_to(before), firing)
        yield Problem(
            "second_token",
            places.of(*path, "nodes", _position(graph, node)),
            "every node to be reached by one token at a time",
            f"{node} reached by a second one before the first is done: {told(graph, way)}",
            "Join the branches with join: parallel (or inclusive) before they come together.",
        )
        return
    if not found.exhausted:
        yield Problem(
            "graph_too_large_to_check",
            here,
            f"a graph with at most {MAXIMUM_MARKINGS} situations, so that all of them can be checked",
            "more than that; whether it is sound is not known",
            "Put what belongs together into blocks, or into lanes of its own that this one calls.",
        )
        return
    yield from _stuck(graph, path, places, found)
    for id_ in (node.id for node in graph.nodes if node.id not in found.fired):
        why = "no flows lead to it" if id_ in apart else "it never gets all the tokens that it waits for"
        place = places.of(*path, "nodes", _position(graph, id_))
        remedy = "Lead a flow to it, change its join, or remove it."
        yield Problem("dead_node", place, "a node that some case reaches", f"{id_}: {why}", remedy)
    yield from livelock_problems(graph, path, places)


def _stuck(graph: Graph, path: Path, places: Places, found: Search) -> Iterator[Problem]:
    """The first situation from which no case can end."""
    before: dict[Marking, list[Marking]] = {marking: [] for marking in found.reached_by}
    for marking, following in found.after.items():
        for after in following:
            before[after].append(marking)
    ending = _all_before(before)
    lost = next((marking for marking in found.reached_by if marking not in ending), None)
    if lost is None:
        return
    deadlocks = (marking for marking in found.reached_by if marking not in ending and not found.after[marking])
    deadlock = next(deadlocks, None)
    way = told(graph, found.way_to(lost if deadlock is None else deadlock))
    place = places.of(*path)
    if deadlock is None:
        remedy = "Give the circle a way out."
        yield Problem("no_way_out", place, "every case to be able to end", f"a circle without a way out: {way}", remedy)
        return
    waiting = sorted({graph.flows[flow].target for flow in deadlock})
    place = places.of(*path, "nodes", _position(graph, waiting[0]))
    found_text = f"a deadlock, in which {' and '.join(waiting)} waits for a token that cannot come: {way}"
    remedy = "Let the join be fed by a split of the same kind, or make it exclusive or inclusive."
    yield Problem("deadlock", place, "every case to be able to end", found_text, remedy)


def _all_before(before: dict[Marking, list[Marking]]) -> set[Marking]:
    ending: set[Marking] = set()
    waiting = [CASE_ENDED] if CASE_ENDED in before else []
    while waiting:
        marking = waiting.pop()
        if marking not in ending:
            ending.add(marking)
            waiting += before[marking]
    return ending


def told(graph: Graph, way: tuple[Firing, ...]) -> str:
    """A way through a graph, step by step: ``start → a and b; then a → join``."""
    return "; then ".join(
        f"{firing.node} → {' and '.join(graph.flows[flow].target for flow in firing.taken)}"
        if firing.taken
        else firing.node
        for firing in way
    )


def _position(graph: Graph, id_: str) -> int:
    return next(index for index, node in enumerate(graph.nodes) if node.id == id_)
