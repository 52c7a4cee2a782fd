"""A lane made ready to run: positions of its steps, and calendars compiled to axes."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate

from workflows.definition.graphs import Reach, inclusive_reach
from workflows.definition.lane import Lane
from workflows.definition.steps import ApplicantStep, Flow, Gateway, Graph, Node, Sequence, Step, Task, ThirdPartyStep
from workflows.definition.tree import children
from workflows.working_time.axis import WorkingTimeAxis
from workflows.working_time.calendars import compile_axis
from workflows.working_time.state_council import WorkingDays


@dataclass(frozen=True, slots=True)
class Position:
    """Where a step stands in its lane; the keys that decide ties.

    Attributes
    ----------
    entry : its place in a walk of the lane, blocks before their parts
    exit : a place after everything inside it
    """

    entry: int
    exit: int


@dataclass(frozen=True, slots=True)
class GraphTables:
    """A graph with what is looked up whenever one of its nodes is done.

    Attributes
    ----------
    steps : node id to what is done there
    nodes : node id to node
    outflows, inflows : node id to flows
    reach : inclusive join to the nodes that can still send it a token, see :func:`inclusive_reach`
    beside : node id to the nodes that begin beside it, in their order; only of nodes that have some
    one_token : whether there is never more than one token
    """

    steps: dict[str, Step | None]
    nodes: dict[str, Node]
    outflows: dict[str, list[Flow]]
    inflows: dict[str, list[Flow]]
    reach: dict[str, Reach]
    beside: dict[str, list[str]]
    one_token: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """A lane with what a run needs computed once.

    Attributes
    ----------
    positions : step id to position
    office : the law's office hours
    axes : calendar id to its axis
    days : the law's working days
    outcomes : step id to outcome ids with cumulative shares, for the steps that can come out in several ways
    graphs : graph id to its tables
    """

    lane: Lane
    days: WorkingDays
    axes: dict[str, WorkingTimeAxis]
    positions: dict[str, Position]
    outcomes: dict[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)
    graphs: dict[str, GraphTables] = field(default_factory=dict)

    @property
    def office(self) -> WorkingTimeAxis:
        """The axis of the law's office hours."""
        return self.axes[self.lane.office]

    @property
    def last(self) -> int:
        """A key after every position of the lane."""
        return max((position.exit for position in self.positions.values()), default=0) + 1


def plan_of(lane: Lane, years: range, days: WorkingDays) -> Plan:
    """Compile a lane.

    Parameters
    ----------
    years : calendar years that a run may touch
    days : the law's working days, with the policy for years that have no published calendar

    Raises
    ------
    CalendarYearError
        If a year of `years` has no calendar and the policy refuses it.
    """
    return Plan(
        lane=lane,
        days=days,
        axes={id_: compile_axis(calendar, years, days) for id_, calendar in lane.calendars.items()},
        positions=_positions(lane.body),
        outcomes={
            step.id: _cumulative(lane.outcome_shares(step))
            for step in lane.steps.values()
            if isinstance(step, Task | ApplicantStep | ThirdPartyStep) and step.outcomes
        },
        graphs={step.id: _tables(step) for step in lane.steps.values() if isinstance(step, Graph)},
    )


def _tables(graph: Graph) -> GraphTables:
    ids = [node.id for node in graph.nodes]
    outflows = {id_: [flow for flow in graph.flows if flow.source == id_] for id_ in ids}
    inflows = {id_: [flow for flow in graph.flows if flow.target == id_] for id_ in ids}
    return GraphTables(
        steps={node.id: node.step for node in graph.nodes},
        nodes={node.id: node for node in graph.nodes},
        outflows=outflows,
        inflows=inflows,
        reach=inclusive_reach(graph),
        beside={
            host: [node.id for node in graph.nodes if node.beside == host]
            for host in dict.fromkeys(node.beside for node in graph.nodes if node.beside is not None)
        },
        one_token=all(node.beside is None for node in graph.nodes)
        and all(node.split is Gateway.EXCLUSIVE or len(outflows[node.id]) < 2 for node in graph.nodes)
        and all(node.join is not Gateway.PARALLEL or len(inflows[node.id]) < 2 for node in graph.nodes),
    )


def _cumulative(shares: tuple[tuple[str, float], ...]) -> tuple[tuple[str, float], ...]:
    ids = [id_ for id_, _ in shares]
    return tuple(zip(ids, accumulate(share for _, share in shares), strict=True))


def _positions(body: Step) -> dict[str, Position]:
    positions: dict[str, Position] = {}

    def number(step: Step, entry: int) -> int:
        place = entry + 1
        for child in children(step):
            place = number(child, place)
        if not isinstance(step, Sequence):
            positions[step.id] = Position(entry, place)
        return place + 1

    number(body, 1)
    return positions
