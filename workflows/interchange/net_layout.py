"""Parts with free flows between them, in columns by how far a case has got, and in rows as straight as can be.

Flows that pass a column have a place in it of their own, so that none runs over a shape. Upright pieces run between
columns, each source's on a track of its own; flows that lead back run below everything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, TypeAlias

from workflows.interchange.placing import DOWN, Placed, Point, together

Key: TypeAlias = tuple[str, int]
"""The first shape of a part, and 0; or the id of a flow, and the column that it passes."""

_TRACK: Final = 12
_MARGIN: Final = 22
_THIN: Final = 8
_DROP: Final = 14
"""How far below its shape a flow runs that leaves it at the bottom."""


@dataclass(frozen=True, slots=True)
class Link:
    """A flow between two parts.

    Attributes
    ----------
    id : of the flow
    source, target : first shapes of the parts
    leaves : id of the shape from whose bottom it comes; none if it comes out of the part at its end
    """

    id: str
    source: str
    target: str
    leaves: str | None = None


@dataclass(slots=True)
class _Grid:
    columns: dict[str, int]
    back: set[str]
    rows: dict[Key, int] = field(default_factory=dict)
    chains: dict[str, list[Key]] = field(default_factory=dict)


def in_a_net(parts: Sequence[Placed], links: Sequence[Link], last: str | None) -> Placed:
    """Parts in columns and rows.

    Parameters
    ----------
    parts : the one at which a case begins first
    last : first shape of the part by which a case goes on; it is put on the axis
    """
    known = {part.first: part for part in parts}
    grid = _gridded(parts, links, last)
    lefts, channels = _across(known, links, grid)
    heights, bottom = _down(known, grid)
    placed = {
        first: part.moved(lefts[grid.columns[first]], heights[grid.rows[first, 0]]) for first, part in known.items()
    }
    routes = _routes(placed, links, grid, channels, heights, bottom)
    width = max(part.width + lefts[grid.columns[first]] for first, part in known.items())
    width = max([width, *(x for points in routes.values() for x, _ in points)])
    low = max([bottom, *(y + _THIN for points in routes.values() for _, y in points)])
    up = max(part.up for first, part in known.items() if grid.rows[first, 0] == 0)
    end = None if last is None else known[last].last
    return together(placed.values(), parts[0].first, end, (width, up, low), routes)


def _gridded(parts: Sequence[Placed], links: Sequence[Link], last: str | None) -> _Grid:
    onward: dict[str, list[Link]] = {part.first: [] for part in parts}
    for link in links:
        onward[link.source].append(link)
    back = _leading_back(parts, onward)
    columns = dict.fromkeys(onward, 0)
    for first in _in_order(parts, onward, back):
        for link in onward[first]:
            if link.id not in back:
                columns[link.target] = max(columns[link.target], columns[first] + 1)
    grid = _Grid(columns, back)
    before: dict[Key, list[Key]] = {}
    content: dict[int, list[Key]] = {}
    for part in parts:
        content.setdefault(columns[part.first], []).append((part.first, 0))
    for link in links:
        if link.id in back:
            continue
        chain: list[Key] = [(link.source, 0)]
        for column in range(columns[link.source] + 1, columns[link.target]):
            chain.append((link.id, column))
            content[column].append((link.id, column))
        chain.append((link.target, 0))
        grid.chains[link.id] = chain
        for earlier, later in pairwise(chain):
            before.setdefault(later, []).append(earlier)
    for column in sorted(content):
        _fill(content[column], before, grid, last)
    return grid


def _fill(keys: list[Key], before: Mapping[Key, list[Key]], grid: _Grid, last: str | None) -> None:
    """Give everything in a column its row: that of what leads to it, or the next one that is free."""

    def wished(key: Key) -> tuple[float, int]:
        rows = [grid.rows[earlier] for earlier in before.get(key, ())]
        if key[0] == last or not rows:
            return (-1.0 if key[0] == last else 0.0), 0
        return sum(rows) / len(rows), min(rows)

    row = -1
    for key in sorted(keys, key=lambda key: wished(key)[0]):
        row = max(row + 1, wished(key)[1])
        grid.rows[key] = row


def _leading_back(parts: Sequence[Placed], onward: Mapping[str, list[Link]]) -> set[str]:
    """Flows to a part that is still on the way from the start to where the flow begins."""
    back: set[str] = set()
    done: set[str] = set()
    for part in parts:
        if part.first in done:
            continue
        on_the_way: dict[str, int] = {part.first: 0}
        while on_the_way:
            here, number = next(reversed(on_the_way.items()))
            if number == len(onward[here]):
                done.add(here)
                del on_the_way[here]
                continue
            on_the_way[here] = number + 1
            link = onward[here][number]
            if link.target in on_the_way:
                back.add(link.id)
            elif link.target not in done:
                on_the_way[link.target] = 0
    return back


def _in_order(parts: Sequence[Placed], onward: Mapping[str, list[Link]], back: set[str]) -> list[str]:
    """Parts so that each comes behind those that lead to it."""
    coming = dict.fromkeys(onward, 0)
    forth = [link for links in onward.values() for link in links if link.id not in back]
    for link in forth:
        coming[link.target] += 1
    ready = [part.first for part in parts if coming[part.first] == 0]
    for first in ready:
        for link in onward[first]:
            if link.id not in back:
                coming[link.target] -= 1
                if coming[link.target] == 0:
                    ready.append(link.target)
    return ready


def _tracks(links: Sequence[Link], grid: _Grid) -> dict[int, dict[str, int]]:
    """Column to the tracks of the channel behind it: by source of what turns there, by flow for those that return."""
    found: dict[int, dict[str, int]] = {column: {} for column in range(-1, max(grid.columns.values()) + 1)}
    for link in links:
        if link.id in grid.back:
            for column in (grid.columns[link.source], grid.columns[link.target] - 1):
                found[column].setdefault(link.id, len(found[column]))
            continue
        chain = grid.chains[link.id]
        for at, (earlier, later) in enumerate(pairwise(chain)):
            if grid.rows[earlier] != grid.rows[later] or link.leaves is not None:
                channel = found[grid.columns[link.source] + at]
                channel.setdefault(_track_name(link, earlier), len(channel))
    return found


def _track_name(link: Link, earlier: Key) -> str:
    return link.leaves or earlier[0]


def _across(
    known: Mapping[str, Placed], links: Sequence[Link], grid: _Grid
) -> tuple[dict[int, int], dict[int, dict[str, int]]]:
    """Where columns begin, and where in the channels behind them each track is."""
    tracks = _tracks(links, grid)
    widths: dict[int, int] = {}
    for first, column in grid.columns.items():
        widths[column] = max(widths.get(column, 0), known[first].width)
    at = 2 * _MARGIN + _TRACK * len(tracks[-1]) if tracks[-1] else 0
    lefts: dict[int, int] = {}
    places = {-1: {name: _MARGIN + _TRACK * number for name, number in tracks[-1].items()}}
    for column in sorted(widths):
        lefts[column] = at
        right = at + widths[column]
        places[column] = {name: right + _MARGIN + _TRACK * number for name, number in tracks[column].items()}
        at = right + 2 * _MARGIN + _TRACK * max(0, len(tracks[column]) - 1)
    return lefts, places


def _down(known: Mapping[str, Placed], grid: _Grid) -> tuple[dict[int, int], int]:
    """The axis of every row, and where everything ends."""
    ups: dict[int, int] = {}
    downs: dict[int, int] = {}
    for (name, column), row in grid.rows.items():
        part = known.get(name) if column == 0 else None
        ups[row] = max(ups.get(row, _THIN), _THIN if part is None else part.up)
        downs[row] = max(downs.get(row, _THIN), _THIN if part is None else part.down + _DROP)
    heights: dict[int, int] = {}
    at = -ups.get(0, 0)
    for row in sorted(ups):
        heights[row] = at + ups[row]
        at = heights[row] + downs[row] + DOWN
    return heights, at - DOWN


def _routes(
    placed: Mapping[str, Placed],
    links: Sequence[Link],
    grid: _Grid,
    channels: Mapping[int, Mapping[str, int]],
    heights: Mapping[int, int],
    bottom: int,
) -> dict[str, tuple[Point, ...]]:
    routes: dict[str, tuple[Point, ...]] = {}
    low = bottom
    for link in links:
        part, target = placed[link.source], placed[link.target]
        points = _leaving(link, part, heights[grid.rows[link.source, 0]])
        into = target.boxes[link.target][0], heights[grid.rows[link.target, 0]]
        if link.id in grid.back:
            low += _TRACK
            right = channels[grid.columns[link.source]][link.id]
            left = channels[grid.columns[link.target] - 1][link.id]
            points += [(right, points[-1][1]), (right, low), (left, low), (left, into[1])]
        else:
            chain = grid.chains[link.id]
            for at, (earlier, later) in enumerate(pairwise(chain)):
                height = heights[grid.rows[later]]
                if points[-1][1] != height:
                    x = channels[grid.columns[link.source] + at][_track_name(link, earlier)]
                    points += [(x, points[-1][1]), (x, height)]
        routes[link.id] = (*points, into)
    return routes


def _leaving(link: Link, part: Placed, axis: int) -> list[Point]:
    if link.leaves is not None:
        x, y = part.middle_of(link.leaves), part.boxes[link.leaves][1] + part.boxes[link.leaves][3]
        return [(x, y), (x, y + _DROP)]
    return [(part.right_of(part.last or link.source), axis)]
