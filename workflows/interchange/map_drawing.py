"""A lane as a map for the screen: drawn in BPMN, tidy, with a colour for everybody who does something.

What an export has to say to other tools is left out, so that a map is quickly drawn again after every edit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflows.definition.lane import Lane
from workflows.definition.located import located
from workflows.definition.steps import ClockStop, Deadline, Graph, Sequence, StatutoryWait, Step, Task, ThirdPartyStep
from workflows.definition.tree import walk
from workflows.definition.yaml_nodes import Path
from workflows.interchange.colours import colours_of
from workflows.interchange.lane_layout import Layout
from workflows.interchange.lettering import named_with
from workflows.interchange.map_markup import map_xml, size_of
from workflows.interchange.map_words import days_of, words_of
from workflows.interchange.markup import Item, Page, items_on, lines_on
from workflows.interchange.names import Names
from workflows.interchange.step_drawing import Pencil


@dataclass(frozen=True, slots=True)
class DrawnStep:
    """A step on a map.

    Attributes
    ----------
    element : id of its shape
    path : from the top of the lane
    """

    element: str
    step: Step
    path: Path


@dataclass(frozen=True, slots=True)
class MapDrawing:
    """A lane on its map.

    Attributes
    ----------
    width, height : of the diagram
    steps : every step that has a shape, in the order of the lane
    colours : id of a pool, or of whoever else does something, to its colour
    """

    xml: str
    width: int
    height: int
    steps: tuple[DrawnStep, ...]
    colours: Mapping[str, str]


def draw_map(lane: Lane, language: str) -> MapDrawing:
    """Draw a lane; it need not be sound, but no two of its steps may have one id.

    Parameters
    ----------
    language : ``zh-CN`` or ``en``
    """
    names = Names()
    for step in walk(lane.body):
        if not isinstance(step, Sequence):
            names.of(step.id)
    process = names.new(f"process_{lane.id}")
    pencil = Pencil(Page(), names, language)
    page = pencil.whole(lane.body)
    _open(page, lane.body, pencil)
    items = {item.id: item for item in items_on(page)}
    _write_names(lane, items, pencil, language)
    lines = list(lines_on(page))
    words = {line.id: words_of(line.data, lane, language) for line in lines}
    ways = {(line.source, line.target): line.id for line in lines}
    placed = Layout(pencil, items, ways, words).process(page, lane.body)
    colours = colours_of(lane)
    shown = colours | {
        step.party.in_language(language): colours[step.party.en]
        for step in lane.steps.values()
        if isinstance(step, ThirdPartyStep)
    }
    xml = map_xml(process, lane.title.in_language(language), page, placed, words, shown)
    width, height = size_of(placed)
    return MapDrawing(xml, width, height, tuple(_steps(lane, items, names)), colours)


def _open(page: Page, body: Step, pencil: Pencil) -> None:
    """Take the start and the end out of frames around steps: there is only one way through them."""
    for step in walk(body):
        if isinstance(step, Deadline | ClockStop) and not isinstance(step.body, Graph):
            sheet = _sheet_of(page, pencil.id_of(step.id))
            first, *_, last = sheet.items.values()
            gone = {first.id, *([last.id] if last.tag == "endEvent" and not last.inside else [])}
            for id_ in gone:
                del sheet.items[id_]
            sheet.lines = [line for line in sheet.lines if line.source not in gone and line.target not in gone]


def _sheet_of(page: Page, id_: str) -> Page:
    """What a sub-process holds."""
    return next(item.sheet for item in items_on(page) if item.id == id_ and item.sheet is not None)


def _write_names(lane: Lane, items: Mapping[str, Item], pencil: Pencil, language: str) -> None:
    """Write down who does something, and how long a timer runs: an export has both in other places."""
    for step in lane.steps.values():
        if isinstance(step, Task) and step.pool in lane.pools:
            item = items[pencil.id_of(step.id)]
            item.name = named_with(item.name, lane.pools[step.pool].title.in_language(language))
        elif isinstance(step, Deadline):
            items[pencil.made[f"{step.id}_expires"]].name = days_of(step, language)
        elif isinstance(step, StatutoryWait) and (days := days_of(step, language)):
            item = items[pencil.id_of(step.id)]
            item.name = f"{item.name} {days}"


def _steps(lane: Lane, items: Mapping[str, Item], names: Names) -> Iterator[DrawnStep]:
    for each in located(lane.body):
        if not isinstance(each.step, Sequence) and (element := names.of(each.step.id)) in items:
            yield DrawnStep(element, each.step, each.path)
