"""The BPMN of a map: shapes, flows and where they stand, and nothing that only another tool would read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from workflows.interchange.markup import PREFIXES, Item, Page, items_on, tag
from workflows.interchange.names import Names
from workflows.interchange.placing import Box, Placed, Point

_COLOURS: Final = "http://bpmn.io/schema/bpmn/biocolor/1.0"
_BORDER: Final = "#2f3a45"
_EDGE: Final = 24
"""Free room around a map."""


def map_xml(
    process: str, title: str, page: Page, placed: Placed, names: Mapping[str, str], colours: Mapping[str, str]
) -> str:
    """A map as a file.

    Parameters
    ----------
    placed : as it was laid out, with its axis at 0
    names : id of a flow to what is written at it
    colours : of whoever does something
    """
    whole = placed.moved(_EDGE, placed.up + _EDGE)
    body = tag("bpmn:process", {"id": process, "name": title, "isExecutable": "false"}, [_content(page, names)])
    plane = tag("bpmndi:BPMNPlane", {"id": "map_plane", "bpmnElement": process}, _drawn(page, whole, colours))
    spaces = {f"xmlns:{prefix}": PREFIXES[prefix] for prefix in ("bpmn", "bpmndi", "di", "dc", "xsi")}
    root = {"id": "map", **spaces, "xmlns:bioc": _COLOURS, "targetNamespace": "urn:greenlane:map"}
    return tag("bpmn:definitions", root, [body, tag("bpmndi:BPMNDiagram", {"id": "map_diagram"}, [plane])])


def diagram_of(process: str, page: Page, placed: Placed, names: Names) -> str:
    """The diagram of a drawing that has its content from elsewhere."""
    whole = placed.moved(_EDGE, placed.up + _EDGE)
    plane = tag("bpmndi:BPMNPlane", {"id": names.new("plane"), "bpmnElement": process}, _drawn(page, whole, {}))
    return tag("bpmndi:BPMNDiagram", {"id": names.new("diagram")}, [plane])


def size_of(placed: Placed) -> tuple[int, int]:
    """Width and height of a map."""
    return placed.width + 2 * _EDGE, placed.up + placed.down + 2 * _EDGE


def _content(page: Page, names: Mapping[str, str]) -> str:
    return "".join((*(_item(item, names) for item in page.items.values()), *_flows(page, names)))


def _item(item: Item, names: Mapping[str, str]) -> str:
    attributes = {"id": item.id, **({"name": item.name} if item.name else {}), **item.attributes}
    inside = "" if item.sheet is None else _content(item.sheet, names)
    return tag(f"bpmn:{item.tag}", attributes, [inside, item.inside])


def _flows(page: Page, names: Mapping[str, str]) -> Iterator[str]:
    for line in page.lines:
        named = {"name": names[line.id]} if names.get(line.id) else {}
        yield tag("bpmn:sequenceFlow", {"id": line.id, **named, "sourceRef": line.source, "targetRef": line.target})


def _drawn(page: Page, placed: Placed, colours: Mapping[str, str]) -> list[str]:
    shapes = [_shape(item, placed, colours) for item in items_on(page)]
    return [*shapes, *(_edge(id_, points, placed.labels.get(id_)) for id_, points in placed.routes.items())]


def _shape(item: Item, placed: Placed, colours: Mapping[str, str]) -> str:
    attributes = {"id": f"{item.id}_shape", "bpmnElement": item.id}
    if item.sheet is not None:
        attributes["isExpanded"] = "true"
    if item.pool in colours:
        attributes |= {"bioc:fill": colours[item.pool], "bioc:stroke": _BORDER}
    return tag("bpmndi:BPMNShape", attributes, [_bounds(placed.boxes[item.id]), _label(placed.labels.get(item.id))])


def _edge(id_: str, points: tuple[Point, ...], label: Box | None) -> str:
    corners = [tag("di:waypoint", {"x": str(x), "y": str(y)}) for x, y in points]
    return tag("bpmndi:BPMNEdge", {"id": f"{id_}_edge", "bpmnElement": id_}, [*corners, _label(label)])


def _label(box: Box | None) -> str:
    return "" if box is None else tag("bpmndi:BPMNLabel", None, [_bounds(box)])


def _bounds(box: Box) -> str:
    return tag("dc:Bounds", dict(zip(("x", "y", "width", "height"), map(str, box), strict=True)))
