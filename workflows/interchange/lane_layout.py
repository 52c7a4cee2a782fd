"""Where everything of a lane stands on its map.

A lane is a tree of blocks, so its map is laid out as one: every block knows how much room its parts take and puts them
into their places, and what is outside of it does not matter. So an edit moves what follows it, and nothing is shuffled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from workflows.definition.steps import (
    Choice,
    ClockStop,
    Deadline,
    Graph,
    Inclusive,
    Loop,
    Ordered,
    Parallel,
    Race,
    Step,
)
from workflows.definition.steps import (
    Sequence as InTurn,
)
from workflows.definition.tree import id_of
from workflows.interchange.block_layout import circled, enclosed, forked, timed
from workflows.interchange.lettering import label_size
from workflows.interchange.markup import ACTIVITIES, Item, Page
from workflows.interchange.net_layout import Link, in_a_net
from workflows.interchange.placing import Box, Placed, Ways, in_a_row, in_lines
from workflows.interchange.step_drawing import Pencil

TASK: Final = (128, 96)
_GATEWAY: Final = 50
_EVENT: Final = 36


@dataclass(frozen=True, slots=True)
class Layout:
    """Lays out what a pencil has drawn.

    Attributes
    ----------
    pencil : that drew the lane, and knows what it called everything
    items : all shapes, by id
    ways : all flows
    names : id of a flow to what is written at it
    """

    pencil: Pencil
    items: Mapping[str, Item]
    ways: Ways
    names: Mapping[str, str]

    def process(self, page: Page, body: Step) -> Placed:
        """A whole lane, in lines."""
        steps = [self.step(each) for each in body.steps] if isinstance(body, InTurn) else [self._body(body)]
        return in_lines(self._between_ends(page, steps), self.ways)

    def _inside(self, page: Page, body: Step) -> Placed:
        """The inside of a sub-process."""
        return in_a_row(self._between_ends(page, [self._body(body)]), self.ways)

    def _body(self, body: Step) -> Placed:
        return self.net(body) if isinstance(body, Graph) else self.step(body)

    def _between_ends(self, page: Page, steps: list[Placed]) -> list[Placed]:
        """Steps with the start before and the end behind them, where there are any."""
        start = next(iter(page.items))
        parts = [self.shape(start), *steps] if self.items[start].tag == "startEvent" else steps
        if parts[-1].last is not None:
            behind = (target for source, target in self.ways if source == parts[-1].last)
            ends = [end for end in behind if end in page.items and self.items[end].tag == "endEvent"]
            parts = [*parts, *map(self.shape, ends)]
        return parts

    def step(self, step: Step) -> Placed:
        """A step with all that is inside it."""
        match step:
            case InTurn(steps=steps):
                return in_a_row([self.step(each) for each in steps], self.ways)
            case Parallel(branches=branches):
                return self._fork(step.id, [self.step(branch) for branch in branches])
            case Choice(paths=paths, otherwise=otherwise) | Inclusive(paths=paths, otherwise=otherwise):
                usual = [] if otherwise is None else [self.step(otherwise)]
                return self._fork(step.id, [*usual, *(self.step(path.step) for path in paths)])
            case Loop():
                return self._loop(step)
            case Race():
                return self._race(step)
            case Deadline():
                return self._deadline(step)
            case ClockStop(body=body):
                return self._enclosed(step.id, body)
            case Ordered():
                return self._ordered(step)
            case Graph():
                return self._enclosed(step.id, step)
            case leaf:
                own = self.shape(self.pencil.id_of(leaf.id))
                return (
                    own
                    if leaf.kind != "end"
                    else Placed(own.first, None, own.width, own.up, own.down, own.boxes, own.labels)
                )

    def shape(self, id_: str) -> Placed:
        """A shape by itself, with its text where that stands beside it."""
        item = self.items[id_]
        if item.tag in ACTIVITIES:
            width, height = TASK
            return Placed(id_, id_, width, height // 2, height // 2, {id_: (0, -height // 2, width, height)})
        size = _GATEWAY if item.tag.endswith("Gateway") else _EVENT
        wide, high = label_size(item.name)
        width, left = max(size, wide), (max(size, wide) - size) // 2
        boxes = {id_: (left, -size // 2, size, size)}
        if not wide:
            return Placed(id_, id_, width, size // 2, size // 2, boxes)
        above = item.tag.endswith("Gateway")
        label: Box = ((width - wide) // 2, -size // 2 - 4 - high if above else size // 2 + 4, wide, high)
        up, down = size // 2 + (4 + high if above else 0), size // 2 + (0 if above else 4 + high)
        return Placed(id_, id_, width, up, down, boxes, {id_: label})

    def _fork(self, id_: str, branches: Sequence[Placed]) -> Placed:
        split = self.pencil.id_of(id_)
        made = self.pencil.made.get(f"{id_}_join")
        onward = [branch for branch in branches if branch.last is not None]
        ended = [branch for branch in branches if branch.last is None]
        join = None if made is None else self.shape(made)
        return forked(self.shape(split), [*onward, *ended], join, self.ways, self.names)

    def _loop(self, loop: Loop) -> Placed:
        begin, made = self.pencil.id_of(loop.id), self.pencil.made.get(f"{loop.id}_again")
        redo: list[Placed] = []
        if loop.redo is not None:
            redo = [self.step(each) for each in (loop.redo.steps if isinstance(loop.redo, InTurn) else (loop.redo,))]
        asks = None if made is None else self.shape(made)
        return circled(self.shape(begin), self.step(loop.body), asks, redo, self.ways, self.names)

    def _enclosed(self, id_: str, body: Step) -> Placed:
        item = self.items[self.pencil.id_of(id_)]
        assert item.sheet is not None  # a sub-process holds something
        return enclosed(item.id, item.name, self._inside(item.sheet, body))

    def _race(self, race: Race) -> Placed:
        item, made = self.items[self.pencil.id_of(race.id)], self.pencil.made
        assert item.sheet is not None
        branches = []
        for branch in race.branches:
            parts = [self.step(branch.step)]
            won = made.get(f"{race.id}_{branch.id}")
            if won is not None and parts[0].last is not None:
                parts.append(self.shape(won))
            whole = in_a_row(parts, self.ways)
            branches.append(
                Placed(whole.first, None, whole.width, whole.up, whole.down, whole.boxes, whole.labels, whole.routes)
            )
        fork = forked(self.shape(made[f"{race.id}_race"]), branches, None, self.ways, self.names)
        start = next(iter(item.sheet.items))
        return enclosed(item.id, item.name, in_a_row([self.shape(start), fork], self.ways))

    def _deadline(self, deadline: Deadline) -> Placed:
        made = self.pencil.made
        join = made.get(f"{deadline.id}_join")
        return timed(
            self._enclosed(deadline.id, deadline.body),
            self.shape(made[f"{deadline.id}_expires"]),
            None if deadline.on_expiry is None else self.step(deadline.on_expiry),
            None if join is None else self.shape(join),
            self.ways,
        )

    def _ordered(self, block: Ordered) -> Placed:
        split, made = self.pencil.id_of(block.id), self.pencil.made
        parts = [self.shape(split)]
        for item in block.steps:
            part = self.step(item.step)
            around = [made.get(f"{part.first}_after"), part, made.get(f"{part.last}_before")]
            whole = [self.shape(each) if isinstance(each, str) else each for each in around if each is not None]
            parts.append(in_a_row(whole, self.ways))
        join = made.get(f"{block.id}_join")
        if join is not None:
            parts.append(self.shape(join))
            last: str | None = join
        else:
            last = self._last_of(parts)
        return in_a_net(parts, self._links(parts), last)

    def _last_of(self, parts: Sequence[Placed]) -> str | None:
        """The one part of an ordered block that nothing inside comes after."""
        sources = {link.source for link in self._links(parts)}
        return next((part.first for part in parts if part.first not in sources and part.last is not None), None)

    def _links(self, parts: Sequence[Placed]) -> list[Link]:
        """The flows between parts."""
        ending = {part.last: part.first for part in parts if part.last is not None}
        edges = {id_: part.first for part in parts for id_ in part.boxes if self.items[id_].tag == "boundaryEvent"}
        known = {part.first for part in parts}
        links = []
        for (source, target), id_ in self.ways.items():
            if target in known and (source in ending or source in edges):
                leaves = source if source in edges else None
                links.append(Link(id_, edges[source] if leaves else ending[source], target, leaves))
        return links

    def net(self, graph: Graph) -> Placed:
        """A free graph: its nodes with the gateways before and after them."""
        made = self.pencil.made
        parts: dict[str, Placed] = {}
        for node in graph.nodes:
            wish = f"{graph.id}_{node.id}"
            if node.step is None:
                around = [made.get(wish), made.get(f"{wish}_split")]
                parts[node.id] = in_a_row([self.shape(each) for each in around if each is not None], self.ways)
            elif node.beside is None:
                hosted = made.get(f"{id_of(node.step) or 'steps'}_whole")
                own = self.step(node.step) if hosted is None else self._whole(hosted, node.step)
                gateways = [made.get(f"{wish}_join"), own, made.get(f"{wish}_split")]
                whole = [self.shape(each) if isinstance(each, str) else each for each in gateways if each is not None]
                parts[node.id] = in_a_row(whole, self.ways)
        for node in graph.nodes:
            if node.step is not None and node.beside is not None:
                self._put_on_edge(node.step, parts, node.beside)
        further = [
            self.shape(made[name])
            for node in graph.nodes
            if node.beside is not None and (name := f"{id_of(node.step) if node.step else ''}_split") in made
        ]
        first = parts.pop(graph.start)
        whole = [first, *parts.values(), *further]
        return in_a_net(whole, self._links(whole), None)

    def _whole(self, id_: str, step: Step) -> Placed:
        item = self.items[id_]
        assert item.sheet is not None
        return enclosed(id_, item.name, self._inside(item.sheet, step))

    def _put_on_edge(self, step: Step, parts: dict[str, Placed], host: str) -> None:
        """A timer on the lower edge of the shape that it stands beside."""
        part, id_ = parts[host], self.pencil.id_of(id_of(step) or "")
        shape = next(each for each in part.boxes if self.items[each].tag in ACTIVITIES)
        x, y, _, height = part.boxes[shape]
        on_it = sum(self.items[each].tag == "boundaryEvent" for each in part.boxes)
        part.boxes[id_] = (x + 12 + on_it * (_EVENT + 6), y + height - _EVENT // 2, _EVENT, _EVENT)
