"""From a lane to a BPMN 2.0 file: drawn, with a swimlane for everybody, and whole for whoever reads it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from workflows.definition.lane import Lane
from workflows.definition.steps import Call, Sequence
from workflows.definition.tree import walk
from workflows.errors import Problem
from workflows.interchange.bpsim_writing import scenario_of
from workflows.interchange.extension import drawing_hash, written
from workflows.interchange.lane_layout import Layout
from workflows.interchange.map_markup import diagram_of
from workflows.interchange.markup import PREFIXES, Page, extended, items_on, lines_on, set_out, share_of, tag, text
from workflows.interchange.names import Names
from workflows.interchange.step_drawing import APPLICANT, Pencil
from workflows.interchange.xml_nodes import read_xml

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


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A lane on its page.

    Attributes
    ----------
    process : id of its process
    """

    lane: Lane
    page: Page
    process: str


def write_bpmn(
    lane: Lane,
    language: str = "en",
    *,
    bpsim: bool = False,
    called: Mapping[str, Lane] = MappingProxyType({}),
) -> Exported:
    """Write a lane.

    Parameters
    ----------
    language : ``zh-CN`` or ``en``; of the names in the drawing, since BPMN has one name for a thing
    bpsim : whether to state the numbers in BPSim 2.0 too, for other tools
    called : lanes that are at hand, by id; those whose end the lane, or one that it calls, waits for become processes
        of the file
    """
    names = Names()
    lanes = _with_called(lane, called)
    for each in lanes:
        for step in walk(each.body):
            if not isinstance(step, Sequence):
                names.of(_prefix(each, lane) + step.id)
    processes = {each.id: names.new(f"process_{each.id}") for each in lanes}
    pencils = [Pencil(Page(), names, language, processes, _prefix(each, lane)) for each in lanes]
    drawn = [
        _Drawn(each, pencil.whole(each.body), processes[each.id]) for each, pencil in zip(lanes, pencils, strict=True)
    ]
    page, root = drawn[0].page, names.new("definitions")
    scenario, resources, not_said = scenario_of(lane, page, root, names, language) if bpsim else ("", "", ())
    definitions = {
        "id": root,
        **{f"xmlns:{prefix}": space for prefix, space in PREFIXES.items() if bpsim or prefix != "bpsim"},
        "targetNamespace": "urn:greenlane:export",
    }

    def whole(picture: str) -> str:
        return tag("bpmn:definitions", definitions, [resources, *written_processes, picture, scenario])

    written_processes = [_process(each, names, language) for each in drawn]
    found = read_xml(whole(""), "export").all("process")
    written_processes = [
        process.replace(_HASH_GOES_HERE, drawing_hash(element), 1)
        for process, element in zip(written_processes, found, strict=True)
    ]
    pictures = [_diagram(each, pencil, names) for each, pencil in zip(drawn, pencils, strict=True)]
    placed = set_out(whole("".join(pictures)))
    return Exported(placed, not_said)


def _with_called(lane: Lane, called: Mapping[str, Lane]) -> list[Lane]:
    """A lane, and those at hand whose end it waits for, each once."""
    lanes = {lane.id: lane}
    waiting = [lane]
    while waiting:
        for step in walk(waiting.pop(0).body):
            if isinstance(step, Call) and step.awaited and step.lane in called and step.lane not in lanes:
                lanes[step.lane] = called[step.lane]
                waiting.append(called[step.lane])
    return list(lanes.values())


def _prefix(lane: Lane, first: Lane) -> str:
    """What keeps the ids of a called lane apart from those of the others."""
    return "" if lane is first else f"{lane.id}/"


def _process(drawn: _Drawn, names: Names, language: str) -> str:
    kept = extended(tag("greenlane:lane", {"drawing": _HASH_GOES_HERE}, [text(written(drawn.lane))]))
    attributes = {"id": drawn.process, "name": drawn.lane.title.in_language(language), "isExecutable": "false"}
    inside = [kept, _swimlanes(drawn.lane, drawn.page, names, language), drawn.page.markup()]
    return tag("bpmn:process", attributes, inside)


def _diagram(drawn: _Drawn, pencil: Pencil, names: Names) -> str:
    """Where everything of a lane stands: as on its map."""
    items = {item.id: item for item in items_on(drawn.page)}
    ways = {(line.source, line.target): line.id for line in lines_on(drawn.page)}
    words = {line.id: share_of(line.data) for line in lines_on(drawn.page)}
    placed = Layout(pencil, items, ways, words).process(drawn.page, drawn.lane.body)
    return diagram_of(drawn.process, drawn.page, placed, names)


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
