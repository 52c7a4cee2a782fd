"""Parts of a map in their places, and the ways in which parts are put together.

Every part has an axis at height 0, on which the flow comes in at the left and goes out at the right. Put in a row,
parts share one axis, so the main way of a lane is a straight line; whatever branches off lies below it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, TypeAlias

Box: TypeAlias = tuple[int, int, int, int]
"""Left, top, width and height."""
Point: TypeAlias = tuple[int, int]
Ways: TypeAlias = Mapping[tuple[str, str], str]
"""Source and target of a flow to its id."""

ACROSS: Final = 40
DOWN: Final = 28
"""Between one part and the next."""
_NARROW: Final = 1_800
"""Width that is not broken into lines."""
_STEP: Final = 600
_RATIO: Final = 2.0
_TURN: Final = 12
_HEADROOM: Final = 60
"""Above every line, whether or not a text stands there: a gateway more or less is not to move what stands beside it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A part of a map.

    Attributes
    ----------
    first, last : ids of the shapes by which the flow comes in and goes out; none if no case gets out of it
    width : from 0 on
    up, down : how far it reaches above and below its axis
    axis : height of its axis, where it has been moved to
    boxes, labels : id of a shape or flow to where it, or its text, stands
    routes : id of a flow to its corners
    """

    first: str
    last: str | None
    width: int
    up: int
    down: int
    boxes: dict[str, Box]
    labels: dict[str, Box] = field(default_factory=dict)
    routes: dict[str, tuple[Point, ...]] = field(default_factory=dict)
    axis: int = 0

    def moved(self, right: int, down: int) -> Placed:
        """The same part elsewhere; how far it reaches is still counted from its own axis."""
        return Placed(
            self.first,
            self.last,
            self.width,
            self.up,
            self.down,
            {id_: _shifted(box, right, down) for id_, box in self.boxes.items()},
            {id_: _shifted(box, right, down) for id_, box in self.labels.items()},
            {id_: tuple((x + right, y + down) for x, y in points) for id_, points in self.routes.items()},
            self.axis + down,
        )

    def right_of(self, id_: str) -> int:
        """Where a shape ends."""
        x, _, width, _ = self.boxes[id_]
        return x + width

    def middle_of(self, id_: str) -> int:
        """Half way between a shape's left and right."""
        x, _, width, _ = self.boxes[id_]
        return x + width // 2


def together(
    parts: Iterable[Placed],
    first: str,
    last: str | None,
    measures: tuple[int, int, int],
    routes: Mapping[str, tuple[Point, ...]],
    labels: Mapping[str, Box] | None = None,
) -> Placed:
    """Parts that have been moved to their places, as one.

    Parameters
    ----------
    measures : width, up and down
    routes, labels : of the flows between the parts
    """
    width, up, down = measures
    whole = Placed(first, last, width, up, down, {})
    for part in parts:
        whole.boxes.update(part.boxes)
        whole.labels.update(part.labels)
        whole.routes.update(part.routes)
    whole.routes.update(routes)
    whole.labels.update(labels or {})
    return whole


def in_a_row(parts: Sequence[Placed], ways: Ways) -> Placed:
    """Parts one after the other on one axis."""
    at, placed = 0, []
    for part in parts:
        placed.append(part.moved(at, 0))
        at += part.width + ACROSS
    routes: dict[str, tuple[Point, ...]] = {}
    for before, after in pairwise(placed):
        if before.last is not None and (way := ways.get((before.last, after.first))) is not None:
            routes[way] = ((before.right_of(before.last), 0), (after.boxes[after.first][0], 0))
    measures = at - ACROSS, max(part.up for part in parts), max(part.down for part in parts)
    return together(placed, parts[0].first, parts[-1].last, measures, routes)


def in_lines(parts: Sequence[Placed], ways: Ways) -> Placed:
    """Parts one after the other, in lines like those of a text: a lane of a hundred steps would be read by nobody.

    Lines are about twice as wide as all of them are high, and their width goes by steps, so that a single edit seldom
    moves everything.
    """
    row = in_a_row(parts, ways)
    if row.width <= _NARROW:
        return row
    wished = math.sqrt(row.width * (row.up + row.down + DOWN) * _RATIO)
    wide = max(_NARROW, math.ceil(wished / _STEP) * _STEP)
    lines: list[list[Placed]] = [[]]
    at = 0
    for part in parts:
        if lines[-1] and at + part.width > wide:
            lines.append([])
            at = 0
        lines[-1].append(part)
        at += part.width + ACROSS
    rows, low = [], 0
    for number, line in enumerate(lines):
        made = in_a_row(line, ways)
        axis = low + 2 * DOWN + max(made.up, _HEADROOM) if number else 0
        rows.append(made.moved(ACROSS, axis))
        low = axis + made.down
    routes: dict[str, tuple[Point, ...]] = {}
    width = max(each.width for each in rows) + 2 * ACROSS
    for before, after in pairwise(rows):
        if before.last is not None and (way := ways.get((before.last, after.first))) is not None:
            right = ACROSS + before.width + ACROSS // 2
            between, start = after.axis - max(after.up, _HEADROOM) - DOWN, (before.right_of(before.last), before.axis)
            into = after.boxes[after.first][0], after.axis
            routes[way] = (start, (right, start[1]), (right, between), (_TURN, between), (_TURN, into[1]), into)
    return together(rows, rows[0].first, rows[-1].last, (width, max(rows[0].up, _HEADROOM), low), routes)


def backwards(parts: Sequence[Placed], ways: Ways) -> Placed:
    """Parts of one shape each, the first at the right: the way back of a loop. The flow comes in at the right."""
    at = 0
    placed: list[Placed] = []
    for part in reversed(parts):
        placed.insert(0, part.moved(at, 0))
        at += part.width + ACROSS
    routes: dict[str, tuple[Point, ...]] = {}
    for before, after in pairwise(placed):
        if before.last is not None and (way := ways.get((before.last, after.first))) is not None:
            routes[way] = ((before.boxes[before.last][0], 0), (after.right_of(after.first), 0))
    measures = at - ACROSS, max(part.up for part in parts), max(part.down for part in parts)
    return together(placed, parts[0].first, parts[-1].last, measures, routes)


def _shifted(box: Box, right: int, down: int) -> Box:
    x, y, width, height = box
    return x + right, y + down, width, height
