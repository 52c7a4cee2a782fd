"""What became of a drawing in blocks does the same to every case as the drawing, event by event."""

from __future__ import annotations

from collections import Counter

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.properties.simulations.runs import events
from tests.strategies.graphs import graphs
from workflows.definition.lane import Lane
from workflows.definition.references import problems_of
from workflows.definition.soundness import check_soundness
from workflows.definition.steps import Graph, Step
from workflows.definition.tree import ids_of, walk
from workflows.interchange.names import Names
from workflows.interchange.structuring import Naming, structured

OFTEN = settings(max_examples=300, deadline=None, database=None, derandomize=True)


def in_blocks(lane: Lane) -> Lane:
    """The lane with its drawing structured."""
    assert isinstance(lane.body, Graph)
    nodes = [node for step in lane.steps.values() if isinstance(step, Graph) for node in step.nodes]
    names = Names(*lane.steps, *(node.id for node in nodes), *(node.draws or node.id for node in nodes))
    titles = {node.id: lane.body.title for node in nodes}
    return lane.model_copy(update={"body": structured(lane.body, Naming(titles, names.new))})


def in_the_order_of(lane: Lane, body: Step) -> Lane:
    """The drawing with its nodes in the order in which the blocks have them: it decides ties."""
    rank = {id_: number for number, id_ in enumerate(ids_of(body))}

    def place(step: Step | None) -> float:
        return float("inf") if step is None else min(rank.get(id_, float("inf")) for id_ in ids_of(step))

    def ordered(step: Step) -> Step:
        if not isinstance(step, Graph):
            return step
        within = [n.model_copy(update={"step": None if n.step is None else ordered(n.step)}) for n in step.nodes]
        return step.model_copy(update={"nodes": tuple(sorted(within, key=lambda node: place(node.step)))})

    return lane.model_copy(update={"body": ordered(lane.body)})


def test_blocks_do_the_same_as_the_drawing_to_every_case() -> None:
    met: Counter[str] = Counter()

    @OFTEN
    @given(graphs(), st.integers(0, 99))
    def every_case_goes_the_same_way(lane: Lane, seed: int) -> None:
        assume(not problems_of(lane) and not check_soundness(lane))
        after = in_blocks(lane)
        assert not problems_of(after)
        assert not check_soundness(after)
        drawn = in_the_order_of(lane, after.body)
        assert events(after, 12, seed=seed) == events(drawn, 12, seed=seed)
        met.update({step.kind for step in walk(after.body)})
        met["rigid"] += isinstance(after.body, Graph) and after.body.id == "whole"

    every_case_goes_the_same_way()
    assert min(met[kind] for kind in ("sequence", "parallel", "choice", "inclusive", "graph", "race", "rigid")) >= 10
