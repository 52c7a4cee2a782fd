"""Where shapes stand when the automatic layout gets lost."""

from __future__ import annotations

from itertools import combinations

import pytest

from workflows.definition.catalogue import lane_ids, shipped_lane
from workflows.definition.tree import walk
from workflows.interchange.layout import faults, laid_out, well_set
from workflows.interchange.markup import PREFIXES, Page, tag
from workflows.interchange.names import Names
from workflows.interchange.plain_layout import diagram
from workflows.interchange.step_drawing import Pencil
from workflows.interchange.xml_nodes import Element, read_xml


def drawn(id_: str) -> Element:
    lane, names = shipped_lane(id_), Names()
    for step in walk(lane.body):
        if step.kind != "sequence":
            names.of(step.id)
    page = Pencil(Page(), names, "en").whole(lane.body)
    inside = [tag("bpmn:process", {"id": "process_"}, [page.markup()]), diagram(page, "process_", names)]
    spaces = {f"xmlns:{prefix}": space for prefix, space in PREFIXES.items()}
    xml = well_set(tag("bpmn:definitions", {"id": "all", "targetNamespace": "t", **spaces}, inside))
    assert faults(xml) == ()
    return read_xml(xml, "x.bpmn")


@pytest.mark.parametrize("id_", lane_ids())
def test_shapes_of_one_sheet_do_not_overlap(id_: str) -> None:
    root = drawn(id_)
    box = {
        shape.attributes["bpmnElement"]: tuple(float(bounds.attributes[side]) for side in ("x", "y", "width", "height"))
        for shape in root.walk()
        if shape.name == "BPMNShape"
        for bounds in shape.children
    }
    sheets = [each for each in root.walk() if each.name in ("process", "subProcess")]
    for sheet in sheets:
        nodes = [child.id for child in sheet.children if child.id in box and child.name != "boundaryEvent"]
        assert nodes
        for one, other in combinations(nodes, 2):
            assert apart(box[one], box[other]), (one, other)


def apart(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return any(a[at] + a[at + 2] <= b[at] for a, b in ((one, other), (other, one)) for at in (0, 1))


def test_a_drawing_that_cannot_be_laid_out_is_none() -> None:
    task = tag("bpmn:task", {"id": "t"}, [tag("bpmn:outgoing", None, ["f"])])
    flow = tag("bpmn:sequenceFlow", {"id": "f", "sourceRef": "t", "targetRef": "nowhere"})
    spaces = {f"xmlns:{prefix}": space for prefix, space in PREFIXES.items()}
    assert (
        laid_out(tag("bpmn:definitions", {"id": "d", **spaces}, [tag("bpmn:process", {"id": "p"}, [task, flow])]))
        is None
    )
