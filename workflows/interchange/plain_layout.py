"""A layout of our own, for drawings that the automatic one gets lost in: columns in the order of the flows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

from workflows.interchange.markup import Item, Page, tag
from workflows.interchange.names import Names

Box: TypeAlias = tuple[int, int, int, int]
"""Left, top, width and height."""

_GAP: Final = 50
_SMALL: Final = (36, 36)
_SIZES: Final = {"Gateway": (50, 50), "Event": _SMALL}
_TASK: Final = (100, 80)


def diagram(page: Page, process: str, names: Names) -> str:
    """A diagram in which every shape and flow of a process has its place."""
    placed: dict[str, Box] = {}
    _place(page, _GAP, _GAP, _Sizes(), placed)
    shapes = [_shape(item_id, box, page, names) for item_id, box in placed.items()]
    edges = [_edge(line_id, placed[source], placed[target], names) for line_id, source, target in _lines(page)]
    plane = tag("bpmndi:BPMNPlane", {"id": names.new("plane"), "bpmnElement": process}, [*shapes, *edges])
    return tag("bpmndi:BPMNDiagram", {"id": names.new("diagram")}, [plane])


@dataclass(frozen=True, slots=True)
class _Grid:
    columns: dict[str, int]
    rows: dict[str, int]


class _Sizes:
    """Widths and heights of pages, each measured once: pages within pages are many times asked for."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[int, int]] = {}

    def of(self, page: Page) -> tuple[int, int]:
        """Of one page."""
        if id(page) not in self._known:
            self._known[id(page)] = _place(page, 0, 0, self, {})
        return self._known[id(page)]


def _place(page: Page, left: int, top: int, measured: _Sizes, placed: dict[str, Box]) -> tuple[int, int]:
    """Place everything on a page from a corner on; its width and height."""
    edge = {id_: item.attributes["attachedToRef"] for id_, item in page.items.items() if item.tag == "boundaryEvent"}
    grid = _grid(page, edge)
    sizes = {id_: _size(item, measured) for id_, item in page.items.items()}
    widths: dict[int, int] = {}
    heights: dict[int, int] = {}
    for id_, column in grid.columns.items():
        widths[column] = max(widths.get(column, 0), sizes[id_][0])
        heights[grid.rows[id_]] = max(heights.get(grid.rows[id_], 0), sizes[id_][1])
    lefts, tops = _starts(widths, left), _starts(heights, top)
    for id_, column in grid.columns.items():
        width, height = sizes[id_]
        x = lefts[column] + (widths[column] - width) // 2
        y = tops[grid.rows[id_]] + (heights[grid.rows[id_]] - height) // 2
        placed[id_] = x, y, width, height
        inner = page.items[id_].sheet
        if inner is not None:
            _place(inner, x + _GAP, y + _GAP, measured, placed)
    for id_, host in edge.items():
        x, y, width, height = placed[host]
        placed[id_] = x + width // 2 - _SMALL[0] // 2, y + height - _SMALL[1] // 2, *_SMALL
    return sum(widths.values()) + _GAP * len(widths), sum(heights.values()) + _GAP * len(heights)


def _grid(page: Page, edge: dict[str, str]) -> _Grid:
    """Columns by the number of flows that it takes to get there, rows by who comes first."""
    onward: dict[str, list[str]] = {id_: [] for id_ in page.items}
    for line in page.lines:
        onward[edge.get(line.source, line.source)].append(line.target)
    columns: dict[str, int] = {}
    waiting = [next(iter(page.items))] + [id_ for id_, item in page.items.items() if item.tag == "startEvent"]
    waiting += [id_ for id_ in page.items if id_ not in edge]
    for first in waiting:
        if first in columns or first in edge:
            continue
        columns[first] = 0
        reached = [first]
        for id_ in reached:
            for target in onward[id_]:
                if target not in columns:
                    columns[target] = columns[id_] + 1
                    reached.append(target)
    rows: dict[str, int] = {}
    filled: dict[int, int] = {}
    for id_, column in columns.items():
        rows[id_] = filled.get(column, 0)
        filled[column] = rows[id_] + 1
    return _Grid(columns, rows)


def _starts(lengths: dict[int, int], first: int) -> dict[int, int]:
    starts, at = {}, first
    for place in sorted(lengths):
        starts[place] = at
        at += lengths[place] + _GAP
    return starts


def _size(item: Item, measured: _Sizes) -> tuple[int, int]:
    if item.sheet is not None:
        width, height = measured.of(item.sheet)
        return width + _GAP, height + _GAP
    return next((size for ending, size in _SIZES.items() if item.tag.endswith(ending)), _TASK)


def _lines(page: Page) -> list[tuple[str, str, str]]:
    inner = [line for item in page.items.values() if item.sheet is not None for line in _lines(item.sheet)]
    return [*((line.id, line.source, line.target) for line in page.lines), *inner]


def _shape(id_: str, box: Box, page: Page, names: Names) -> str:
    opened = {"isExpanded": "true"} if id_ in page.open_ones() else {}
    bounds = tag("dc:Bounds", dict(zip(("x", "y", "width", "height"), map(str, box), strict=True)))
    return tag("bpmndi:BPMNShape", {"id": names.new(f"{id_}_shape"), "bpmnElement": id_, **opened}, [bounds])


def _edge(id_: str, source: Box, target: Box, names: Names) -> str:
    ends = (source[0] + source[2], source[1] + source[3] // 2), (target[0], target[1] + target[3] // 2)
    points = [tag("di:waypoint", {"x": str(x), "y": str(y)}) for x, y in ends]
    return tag("bpmndi:BPMNEdge", {"id": names.new(f"{id_}_edge"), "bpmnElement": id_}, points)
