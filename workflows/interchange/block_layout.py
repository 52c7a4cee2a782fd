"""Where the parts of each kind of block stand: what splits at the left, its branches below one another, the join."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from workflows.interchange.lettering import label_size, text_width
from workflows.interchange.placing import ACROSS, DOWN, Box, Placed, Point, Ways, backwards, in_a_row, together

_HALF: Final = 25
"""Half a gateway."""
_PAD: Final = 22
_HEAD: Final = 30
"""Room for the title of a sub-process above what is inside."""
_TITLE: Final = 13
_ABOVE: Final = 4


def forked(
    split: Placed, branches: Sequence[Placed], join: Placed | None, ways: Ways, names: Mapping[str, str]
) -> Placed:
    """Branches that part at a gateway and come together at another.

    Parameters
    ----------
    branches : from top to bottom; the first is on the axis, unless a flow passes all of them by
    names : id of a flow to what is written at it
    """
    middle = split.middle_of(split.first)
    passing = None if join is None else ways.get((split.first, join.first))
    widest = max(label_size(names.get(ways.get((split.first, each.first), ""), ""))[0] for each in branches)
    widest = max(widest, label_size(names.get(passing or "", ""))[0])
    beside = max(_HALF, split.width - middle)
    left = middle + max(_HALF + ACROSS, beside + (widest + 14 if widest else ACROSS // 2))
    low, placed = _HALF, [split]
    for number, branch in enumerate(branches):
        at = 0 if number == 0 and passing is None else low + DOWN + branch.up
        placed.append(branch.moved(left, at))
        low = max(low, at + branch.down)
    routes: dict[str, tuple[Point, ...]] = {}
    labels: dict[str, Box] = {}
    for branch in placed[1:]:
        way = ways.get((split.first, branch.first))
        if way is not None:
            routes[way] = _out(middle, branch.boxes[branch.first][0], branch.axis)
            labels |= _beside(way, names, middle + (0 if branch.axis else beside), branch.axis)
    right = left + max(branch.width for branch in branches)
    last = next((branch.last for branch in placed[1:] if branch.last is not None), None)
    if join is not None:
        join = join.moved(right + ACROSS, 0)
        placed.append(join)
        centre, right, last = join.middle_of(join.first), right + ACROSS + join.width, join.first
        if passing is not None:
            routes[passing] = ((middle + _HALF, 0), (centre - _HALF, 0))
            labels |= _beside(passing, names, middle + beside, 0)
        for branch in placed[1:-1]:
            if branch.last is not None and (way := ways.get((branch.last, join.first))) is not None:
                routes[way] = _in(branch.right_of(branch.last), centre, branch.axis)
    up = max(split.up, 0 if passing is not None else branches[0].up)
    return together(placed, split.first, last, (right, up, low), routes, labels)


def circled(
    begin: Placed, body: Placed, asks: Placed | None, redo: Sequence[Placed], ways: Ways, names: Mapping[str, str]
) -> Placed:
    """A body, a gateway that asks, and the way back to the beginning below it.

    Parameters
    ----------
    redo : what is done on the way back, one after the other
    """
    parts = [begin, body] if asks is None else [begin, body, asks]
    row = in_a_row(parts, ways)
    if asks is None:
        return row
    left, right, low = row.middle_of(begin.first), row.middle_of(asks.first), body.down
    if not redo:
        way = ways[asks.first, begin.first]
        height = max(low, _HALF) + _room_above(way, names)
        points = ((right, _HALF), (right, height), (left, height), (left, _HALF))
        labels = _before(way, names, right, height)
        return together([row], begin.first, asks.first, (row.width, row.up, height + 10), {way: points}, labels)
    if all(part.first == part.last for part in redo):
        return _round(row, (left, right), backwards(redo, ways), (begin, asks), ways, names)
    return _detour(row, (left, right), in_a_row(redo, ways), (begin, asks), ways, names)


def _round(
    row: Placed,
    middles: tuple[int, int],
    back: Placed,
    ends: tuple[Placed, Placed],
    ways: Ways,
    names: Mapping[str, str],
) -> Placed:
    """The way back from right to left."""
    (left, right), (begin, asks) = middles, ends
    out, home = ways[asks.first, back.first], ways[back.last or "", begin.first]
    gap = max(ACROSS, label_size(names.get(out, ""))[0] + 16)
    room = right - left - back.width - gap
    if room < ACROSS:  # the way back is longer than the body: the gateway that asks moves to the right
        more = ACROSS - room
        row = _stretched(row, set(asks.boxes), more)
        right += more
    axis = row.down + DOWN + back.up
    back = back.moved(right - gap - back.width, axis)
    routes: dict[str, tuple[Point, ...]] = {
        out: ((right, _HALF), (right, axis), (back.right_of(back.first), axis)),
        home: ((back.boxes[back.last or ""][0], axis), (left, axis), (left, _HALF)),
    }
    labels = _before(out, names, right, axis)
    measures = row.width, row.up, axis + back.down
    return together([row, back], begin.first, asks.first, measures, routes, labels)


def _stretched(row: Placed, ids: set[str], more: int) -> Placed:
    """A row whose last shapes move to the right, with the flows that lead to them drawn longer."""
    moved = {id_: (x + more, y, w, h) if id_ in ids else (x, y, w, h) for id_, (x, y, w, h) in row.boxes.items()}
    edge = min(row.boxes[id_][0] for id_ in ids)
    routes = {
        id_: (*points[:-1], (points[-1][0] + more, points[-1][1])) if points[-1] == (edge, 0) else points
        for id_, points in row.routes.items()
    }
    return Placed(row.first, row.last, row.width + more, row.up, row.down, moved, row.labels, routes)


def _detour(
    row: Placed,
    middles: tuple[int, int],
    back: Placed,
    ends: tuple[Placed, Placed],
    ways: Ways,
    names: Mapping[str, str],
) -> Placed:
    """The way back from left to right, with a line above it and one below."""
    (left, right), (begin, asks) = middles, ends
    above = row.down + _room_above(ways[asks.first, back.first], names)
    axis = above + DOWN // 2 + back.up
    back = back.moved(left + 2 * ACROSS, axis)
    out = ways[asks.first, back.first]
    start = back.boxes[back.first][0]
    turn = left + ACROSS
    points: list[Point] = [(right, _HALF), (right, above), (turn, above), (turn, axis), (start, axis)]
    routes: dict[str, tuple[Point, ...]] = {out: tuple(points)}
    low, width = axis + back.down, max(row.width, left + 2 * ACROSS + back.width)
    if back.last is not None:
        low += DOWN // 2
        end = back.right_of(back.last)
        beyond = left + 2 * ACROSS + back.width + ACROSS // 2
        width = max(width, beyond)
        home = ways[back.last, begin.first]
        routes[home] = ((end, axis), (beyond, axis), (beyond, low), (left, low), (left, _HALF))
        low += 10
    labels = _before(out, names, right, above)
    return together([row, back], begin.first, asks.first, (width, row.up, low), routes, labels)


def enclosed(id_: str, name: str, inside: Placed) -> Placed:
    """A sub-process around what it holds."""
    width = max(inside.width + 2 * _PAD, text_width(name, _TITLE) + 2 * _PAD)
    up, down = max(inside.up + _HEAD, 40), max(inside.down + _PAD, 40)
    boxes: dict[str, Box] = {id_: (0, -up, width, up + down)}
    moved = inside.moved((width - inside.width) // 2, 0)
    whole = Placed(id_, id_, width, up, down, boxes)
    return together([whole, moved], id_, id_, (width, up, down), {})


def timed(body: Placed, timer: Placed, expired: Placed | None, join: Placed | None, ways: Ways) -> Placed:
    """A sub-process with a timer on its lower edge, and what happens when that comes."""
    clock = timer.moved(ACROSS, body.down)
    boxes = [body, clock]
    centre, foot = clock.middle_of(timer.first), body.down + 18
    # The flow goes down from the timer, so its text stands beside that.
    labels = {id_: (centre + 8, foot + 2, wide, high) for id_, (_, _, wide, high) in clock.labels.items()}
    routes: dict[str, tuple[Point, ...]] = {}
    text = max((high for _, _, _, high in labels.values()), default=0)
    low, right = foot + max(DOWN // 2, text + _ABOVE - DOWN // 2), body.width
    axis = low + DOWN // 2
    start: Point = (centre, foot)
    if expired is not None:
        axis = low + DOWN // 2 + expired.up
        expired = expired.moved(centre + ACROSS, axis)
        boxes.append(expired)
        way = ways[timer.first, expired.first]
        routes[way] = (start, (centre, axis), (expired.boxes[expired.first][0], axis))
        low, right = axis + expired.down, max(right, centre + ACROSS + expired.width)
    if join is None:
        return together(boxes, body.first, body.first, (right, body.up, low), routes, labels)
    join = join.moved(right + ACROSS, 0)
    boxes.append(join)
    middle = join.middle_of(join.first)
    routes[ways[body.first, join.first]] = ((body.right_of(body.first), 0), (middle - _HALF, 0))
    if expired is None:
        routes[ways[timer.first, join.first]] = (start, (centre, axis), (middle, axis), (middle, _HALF))
        low = axis + 10
    elif expired.last is not None:
        routes[ways[expired.last, join.first]] = _in(expired.right_of(expired.last), middle, axis)
    return together(boxes, body.first, join.first, (right + ACROSS + join.width, body.up, low), routes, labels)


def _room_above(way: str, names: Mapping[str, str]) -> int:
    """Room that a flow needs below what it runs under, with what is written at it."""
    return max(DOWN, label_size(names.get(way, ""))[1] + 2 * _ABOVE)


def _out(middle: int, left: int, axis: int) -> tuple[Point, ...]:
    return ((middle + _HALF, 0), (left, 0)) if axis == 0 else ((middle, _HALF), (middle, axis), (left, axis))


def _in(right: int, middle: int, axis: int) -> tuple[Point, ...]:
    return ((right, 0), (middle - _HALF, 0)) if axis == 0 else ((right, axis), (middle, axis), (middle, _HALF))


def _beside(way: str, names: Mapping[str, str], left: int, axis: int) -> dict[str, Box]:
    """The text of a flow that leaves a gateway to the right."""
    width, height = label_size(names.get(way, ""))
    return {way: (left + 6, axis - _ABOVE - height, width, height)} if width else {}


def _before(way: str, names: Mapping[str, str], middle: int, axis: int) -> dict[str, Box]:
    """The text of a flow that comes down from a gateway and goes back to the left."""
    width, height = label_size(names.get(way, ""))
    return {way: (middle - 6 - width, axis - _ABOVE - height, width, height)} if width else {}
