"""What is told about lanes and scenarios."""

from __future__ import annotations

from typing import Final

from services.security.resources import is_brought
from workflows.definition.catalogue import LaneGroup, group_of, lane_ids, shipped_lane, with_called_lanes
from workflows.definition.hashing import lane_hash
from workflows.definition.lane import Attribute, Lane, LaneLimit, Target
from workflows.definition.provenance import Frozen, Title
from workflows.levers.scenario import Scenario, shipped_scenarios
from workflows.supervision.credit import CreditRegister, gate


class LaneSummary(Frozen):
    """A shipped lane.

    Parameters
    ----------
    group : what it is for
    brought : whether those start its cases whose they are; otherwise an authority does
    hash : of its content
    steps : how many it has
    pools : pool id to title
    asked : what whoever starts a case has to tell of it, for the cases that it can open too; not what the register of
        credit lists tells
    targets : published figures to compare with; never an input
    """

    id: str
    group: LaneGroup
    brought: bool
    title: Title
    hash: str
    steps: int
    pools: dict[str, Title]
    attributes: dict[str, Attribute]
    asked: dict[str, Attribute]
    limits: tuple[LaneLimit, ...]
    targets: tuple[Target, ...]


class ScenarioSummary(Frozen):
    """A shipped scenario.

    Parameters
    ----------
    base : id of the lane that it reforms
    scope, levers : kinds of levers, in order
    """

    id: str
    title: Title
    base: str
    scope: tuple[str, ...]
    levers: tuple[str, ...]
    notes: Title | None


class Catalogue(Frozen):
    """The lanes and scenarios that are shipped."""

    lanes: tuple[LaneSummary, ...]
    scenarios: tuple[ScenarioSummary, ...]


def catalogue() -> Catalogue:
    """Everything that is shipped."""
    return Catalogue(
        lanes=tuple(_summary_of_shipped(id_) for id_ in lane_ids()),
        scenarios=tuple(summary_of_scenario(scenario) for scenario in shipped_scenarios().values()),
    )


def summary_of_lane(lane: Lane) -> LaneSummary:
    """A lane in short."""
    return LaneSummary(
        id=lane.id,
        group=group_of(lane.id),
        brought=is_brought(lane.id),
        title=lane.title,
        hash=lane_hash(lane),
        steps=len(lane.steps),
        pools={id_: pool.title for id_, pool in lane.pools.items()},
        attributes=lane.attributes,
        asked=asked_of(lane),
        limits=lane.limits,
        targets=lane.targets,
    )


_summaries: Final[dict[str, tuple[Lane, LaneSummary]]] = {}
"""By lane ids, with what they were made from: the hash of a lane is not worked out anew whenever a page is opened."""


def _summary_of_shipped(id_: str) -> LaneSummary:
    lane = shipped_lane(id_)
    kept = _summaries.get(id_)
    if kept is None or kept[0] is not lane:
        kept = _summaries[id_] = lane, summary_of_lane(lane)
    return kept[1]


def asked_of(lane: Lane) -> dict[str, Attribute]:
    """What whoever starts a case of a lane has to tell of it.

    >>> sorted(asked_of(shipped_lane("commitment_approval")))
    ['correctable_later', 'on_negative_list', 'safety_related']
    """
    registered = gate(CreditRegister(), "", 0)
    return {
        id_: attribute
        for each in with_called_lanes(lane).values()
        for id_, attribute in each.attributes.items()
        if id_ not in registered
    }


def summary_of_scenario(scenario: Scenario) -> ScenarioSummary:
    """A scenario in short."""
    return ScenarioSummary(
        id=scenario.id,
        title=scenario.title,
        base=scenario.base,
        scope=tuple(lever.lever for lever in scenario.scope),
        levers=tuple(lever.lever for lever in scenario.levers),
        notes=scenario.notes,
    )
