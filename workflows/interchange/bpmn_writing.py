"""From a lane to a BPMN 2.0 file: drawn, with a swimlane for everybody, and whole for whoever reads it back."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.definition.lane import Lane
from workflows.definition.steps import Sequence
from workflows.definition.tree import walk
from workflows.errors import Problem
from workflows.interchange.bpsim_writing import scenario_of
from workflows.interchange.extension import drawing_hash, written
from workflows.interchange.layout import laid_out, well_set
from workflows.interchange.markup import PREFIXES, Page, extended, tag, text
from workflows.interchange.names import Names
from workflows.interchange.plain_layout import diagram
from workflows.interchange.step_drawing import APPLICANT, Pencil
from workflows.interchange.xml_nodes import Element, read_xml

_HASH_GOES_HERE = "of-the-drawing"
_APPLICANT = {"zh-CN": "申请人", "en": "Applicant"}


@dataclass(frozen=True, slots=True)
class Exported:
    """A BPMN file.

    Attributes
    ----------
    not_said : what BPSim has no words for; empty if no BPSim was asked for
    """

    text: str
    not_said: tuple[Problem, ...] = ()


def write_bpmn(lane: Lane, language: str = "en", *, bpsim: bool = False) -> Exported:
    """Write a lane.

    Parameters
    ----------
    language : ``zh-CN`` or ``en``; of the names in the drawing, since BPMN has one name for a thing
    bpsim : whether to state the numbers in BPSim 2.0 too, for other tools
    """
    names = Names()
    for step in walk(lane.body):
        if not isinstance(step, Sequence):
            names.of(step.id)
    page = Pencil(Page(), names, language).whole(lane.body)
    process, root = names.new(f"process_{lane.id}"), names.new("definitions")
    scenario, resources, not_said = scenario_of(lane, page, root, names, language) if bpsim else ("", "", ())
    kept = extended(tag("greenlane:lane", {"drawing": _HASH_GOES_HERE}, [text(written(lane))]))
    attributes = {"id": process, "name": lane.title.in_language(language), "isExecutable": "false"}
    drawn = tag("bpmn:process", attributes, [kept, _swimlanes(lane, page, names, language), page.markup()])
    definitions = {
        "id": root,
        **{f"xmlns:{prefix}": space for prefix, space in PREFIXES.items() if bpsim or prefix != "bpsim"},
        "targetNamespace": "urn:greenlane:export",
    }

    def whole(picture: str) -> str:
        return tag("bpmn:definitions", definitions, [resources, drawn, picture, scenario])

    found = _process_of(read_xml(whole(""), "export"))
    drawn = drawn.replace(_HASH_GOES_HERE, drawing_hash(found), 1)
    placed = laid_out(whole(_open(page, process, names)))
    if placed is None or not _all_placed(placed):
        placed = well_set(whole(diagram(page, process, names)))
    return Exported(placed, not_said)


def _all_placed(xml: str) -> bool:
    """Whether every flow node and flow stands in the diagram."""
    root = read_xml(xml, "export")
    drawn = {each.id for each in _process_of(root).walk() if each.one("incoming") or each.one("outgoing")}
    drawn |= {each.id for each in _process_of(root).walk() if each.name == "sequenceFlow"}
    return drawn <= {each.attributes.get("bpmnElement", "") for each in root.walk()}


def _process_of(root: Element) -> Element:
    process = root.one("process")
    assert process is not None
    return process


def _swimlanes(lane: Lane, page: Page, names: Names, language: str) -> str:
    """A swimlane for each pool, and for everybody else who does something."""
    doing: dict[str, list[str]] = {pool: [] for pool in lane.pools}
    for item in page.items.values():
        doer = item.pool or (_doer_inside(item.sheet) if item.sheet is not None else "")
        if doer:
            doing.setdefault(doer, []).append(item.id)
    if not doing:
        return ""
    titles = {id_: pool.title.in_language(language) for id_, pool in lane.pools.items()}
    titles.setdefault(APPLICANT, _APPLICANT.get(language, _APPLICANT["en"]))
    lanes = [
        tag(
            "bpmn:lane",
            {"id": names.new(f"swimlane_{doer}"), "name": titles.get(doer, doer)},
            [tag("bpmn:flowNodeRef", None, [text(id_)]) for id_ in ids],
        )
        for doer, ids in doing.items()
    ]
    return tag("bpmn:laneSet", {"id": names.new("swimlanes")}, lanes)


def _doer_inside(page: Page) -> str:
    """Whoever does the first thing in a sub-process."""
    for item in page.items.values():
        if item.pool:
            return item.pool
        if item.sheet is not None and (doer := _doer_inside(item.sheet)):
            return doer
    return ""


def _open(page: Page, process: str, names: Names) -> str:
    """A diagram that says nothing but that sub-processes are drawn open; the layout replaces it."""
    bounds = tag("dc:Bounds", {"x": "0", "y": "0", "width": "100", "height": "80"})
    shapes = [
        tag("bpmndi:BPMNShape", {"id": names.new(f"{id_}_shape"), "bpmnElement": id_, "isExpanded": "true"}, [bounds])
        for id_ in page.open_ones()
    ]
    plane = tag("bpmndi:BPMNPlane", {"id": names.new("plane"), "bpmnElement": process}, shapes)
    return tag("bpmndi:BPMNDiagram", {"id": names.new("diagram")}, [plane])
