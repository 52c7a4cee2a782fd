"""Maps: everything has its place, nothing lies on anything else, and no line runs through a shape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TypeAlias

import pytest
from hypothesis import given, settings

from tests.strategies.graphs import graphs
from tests.strategies.lanes import Drawn, lanes
from workflows.definition.catalogue import lane_ids, shipped_lane
from workflows.definition.lane import Lane
from workflows.definition.steps import Sequence
from workflows.definition.tree import walk
from workflows.interchange.bpmn_writing import write_bpmn
from workflows.interchange.layout import faults
from workflows.interchange.map_drawing import draw_map
from workflows.interchange.xml_nodes import Element, read_xml
from workflows.levers.scenario import after, shipped_scenarios

Box: TypeAlias = tuple[int, int, int, int]
"""Left, top, right and bottom."""
Points: TypeAlias = list[tuple[int, int]]

SHIPPED = [*lane_ids(), *shipped_scenarios()]


@dataclass(frozen=True)
class Map:
    """A map as a viewer reads it.

    Attributes
    ----------
    inside : id of a process or sub-process to the ids of the nodes in it
    hosts : id of an event on an edge to that of the shape
    ends : id of a flow to its source and target
    """

    boxes: dict[str, Box]
    labels: dict[str, Box]
    lines: dict[str, Points]
    inside: dict[str, list[str]]
    hosts: dict[str, str]
    ends: dict[str, tuple[str, str]]

    def around(self, id_: str) -> set[str]:
        """The sub-processes that a node lies in, and itself."""
        outer = {child: sheet for sheet, children in self.inside.items() for child in children}
        found = {id_}
        while id_ in outer:
            id_ = outer[id_]
            found.add(id_)
        return found


def drawn(lane: Lane) -> Map:
    return read(draw_map(lane, "en").xml)


def read(xml: str) -> Map:
    root = read_xml(xml, "map.bpmn")
    sheets = [each for each in root.walk() if each.name in {"process", "subProcess"}]
    nodes = {
        sheet.id: [child for child in sheet.children if "id" in child.attributes and child.name != "laneSet"]
        for sheet in sheets
    }
    flows = [child for children in nodes.values() for child in children if child.name == "sequenceFlow"]
    shapes = [each for each in root.walk() if each.name == "BPMNShape"]
    edges = [each for each in root.walk() if each.name == "BPMNEdge"]
    return Map(
        boxes={of(shape): box(shape) for shape in shapes},
        labels={of(each): box(label) for each in (*shapes, *edges) for label in named(each, "BPMNLabel")},
        lines={of(edge): [(number(p, "x"), number(p, "y")) for p in named(edge, "waypoint")] for edge in edges},
        inside={
            sheet: [child.id for child in children if child.name != "sequenceFlow"] for sheet, children in nodes.items()
        },
        hosts={
            child.id: child.attributes["attachedToRef"]
            for children in nodes.values()
            for child in children
            if child.name == "boundaryEvent"
        },
        ends={flow.id: (flow.attributes["sourceRef"], flow.attributes["targetRef"]) for flow in flows},
    )


def named(element: Element, name: str) -> list[Element]:
    return [child for child in element.children if child.name == name]


def of(shape: Element) -> str:
    return shape.attributes["bpmnElement"]


def number(element: Element, name: str) -> int:
    return int(element.attributes[name])


def box(shape: Element) -> Box:
    [bounds] = named(shape, "Bounds")
    x, y = number(bounds, "x"), number(bounds, "y")
    return x, y, x + number(bounds, "width"), y + number(bounds, "height")


def apart(one: Box, other: Box) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def within(inner: Box, outer: Box) -> bool:
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def touches(point: tuple[int, int], shape: Box) -> bool:
    return shape[0] <= point[0] <= shape[2] and shape[1] <= point[1] <= shape[3]


def pieces(points: Points) -> Iterator[Box]:
    """The straight pieces of a line, without their ends."""
    for (x, y), (u, v) in pairwise(points):
        yield min(x, u), min(y, v), max(x, u), max(y, v)


def check(found: Map) -> None:
    assert set(found.lines) == set(found.ends)
    assert set(found.boxes) == {id_ for ids in found.inside.values() for id_ in ids}
    for sheet, ids in found.inside.items():
        plain = [id_ for id_ in ids if id_ not in found.hosts]
        for one, other in combinations(plain, 2):
            assert apart(found.boxes[one], found.boxes[other]), (one, other)
        if sheet in found.boxes:
            assert all(within(found.boxes[id_], found.boxes[sheet]) for id_ in plain), sheet
    for flow, points in found.lines.items():
        source, target = found.ends[flow]
        assert touches(points[0], found.boxes[source]), flow
        assert touches(points[-1], found.boxes[target]), flow
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(points)), flow
        passed = found.around(source) | found.around(target)
        own = {source, target, found.hosts.get(source, "")}
        for id_, shape in found.boxes.items():
            if id_ in passed or id_ in own or id_ in found.hosts:
                continue
            smaller = shape[0] + 1, shape[1] + 1, shape[2] - 1, shape[3] - 1
            assert all(apart(piece, smaller) for piece in pieces(points)), (flow, id_)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_lane_has_a_tidy_map(name: str) -> None:
    lane = after(shipped_scenarios()[name]) if name in shipped_scenarios() else shipped_lane(name)
    found = drawn(lane)
    check(found)
    assert {step.id for step in walk(lane.body) if not isinstance(step, Sequence)} <= set(found.boxes)
    leaves = [id_ for id_ in found.boxes if id_ not in found.inside]
    for id_, label in found.labels.items():
        for other in leaves:
            assert other == id_ or apart(label, found.boxes[other]), (id_, other)
    for (one, first), (other, second) in combinations(found.labels.items(), 2):
        assert apart(first, second), (one, other)


@settings(max_examples=60, deadline=None)
@given(lanes())
def test_any_lane_has_a_tidy_map(drawn_lane: Drawn) -> None:
    check(drawn(drawn_lane.lane))


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_any_graph_has_a_tidy_map(lane: Lane) -> None:
    check(drawn(lane))


@pytest.mark.parametrize("name", ["construction_permit", "complaint_handling", "commitment_follow_up"])
def test_an_export_is_laid_out_as_a_map_is(name: str) -> None:
    check(read(write_bpmn(shipped_lane(name)).text))


def test_a_map_is_bpmn() -> None:
    assert faults(draw_map(shipped_lane("complaint_handling"), "zh-CN").xml) == ()


def test_an_edit_at_the_end_moves_nothing_before_it() -> None:
    lane = shipped_lane("commitment_approval")
    assert isinstance(lane.body, Sequence)
    shorter = lane.model_copy(update={"body": Sequence(steps=lane.body.steps[:-3])})
    whole, part = drawn(lane).boxes, drawn(shorter).boxes
    assert {id_: whole[id_] for id_ in part if id_ in whole} == {id_: part[id_] for id_ in part if id_ in whole}
