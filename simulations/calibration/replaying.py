"""Whether a trace can be travelled on a process tree: what is left of the tree after each activity (derivatives).

After an activity, what may still come is again a set of trees (Brzozowski, J. ACM 11(4), 1964, carried over from
regular expressions; parallel parts are interleaved).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, TypeAlias

from simulations.calibration.directly_follows import Trace, Traces
from simulations.calibration.process_tree import Block, Leaf, Operator, Tree

_MOST: Final = 2_000
"""Ways in which a trace may have come so far that are followed; a trace with more counts as one that cannot be told."""

Expression: TypeAlias = tuple[str, tuple["Expression", ...]] | tuple[str, str]
"""A tree without its counts: an operator and parts, or ``leaf`` and an activity."""

_DONE: Final[Expression] = (Operator.SEQUENCE.value, ())


def fitness(tree: Tree, traces: Traces) -> float:
    """Share of the cases whose trace the tree can give, from 0 to 1."""
    fitting = sum(count for trace, count in traces.items() if replays(tree, trace))
    return fitting / max(1, sum(traces.values()))


def replays(tree: Tree, trace: Trace) -> bool:
    """Whether a tree can give a trace."""
    left = frozenset({_plain(tree)})
    for activity in trace:
        left = frozenset(rest for each in left for rest in _after(each, activity))
        if not left or len(left) > _MOST:
            return False
    return any(map(_may_end, left))


def _plain(tree: Tree) -> Expression:
    match tree:
        case Leaf(activity=activity):
            return _DONE if activity is None else ("leaf", activity)
        case Block(operator=operator, parts=parts):
            return (operator.value, tuple(_plain(part) for part in parts))


@lru_cache(maxsize=100_000)
def _may_end(tree: Expression) -> bool:
    kind, parts = tree
    if isinstance(parts, str):
        return False
    if kind == Operator.CHOICE:
        return any(map(_may_end, parts))
    return _may_end(parts[0]) if kind == Operator.LOOP else all(map(_may_end, parts))


@lru_cache(maxsize=100_000)
def _after(tree: Expression, activity: str) -> frozenset[Expression]:
    return frozenset(_rests(tree, activity))


def _rests(tree: Expression, activity: str) -> Iterator[Expression]:
    kind, parts = tree
    if isinstance(parts, str):
        if parts == activity:
            yield _DONE
    elif kind == Operator.SEQUENCE:
        yield from _in_sequence(parts, activity)
    elif kind == Operator.CHOICE:
        yield from (rest for part in parts for rest in _after(part, activity))
    elif kind == Operator.PARALLEL:
        yield from _in_parallel(parts, activity)
    else:
        yield from _in_loop(tree, parts, activity)


def _in_sequence(parts: tuple[Expression, ...], activity: str) -> Iterator[Expression]:
    for index, part in enumerate(parts):
        for rest in _after(part, activity):
            yield _row(rest, *parts[index + 1 :])
        if not _may_end(part):
            return


def _in_parallel(parts: tuple[Expression, ...], activity: str) -> Iterator[Expression]:
    for index, part in enumerate(parts):
        for rest in _after(part, activity):
            others = [each for each in (*parts[:index], rest, *parts[index + 1 :]) if each != _DONE]
            yield (Operator.PARALLEL.value, tuple(sorted(others, key=repr))) if len(others) > 1 else _row(*others)


def _in_loop(tree: Expression, parts: tuple[Expression, ...], activity: str) -> Iterator[Expression]:
    body, *redo = parts
    again: Expression = (Operator.CHOICE.value, tuple(redo))
    once_more = _row(again, tree)
    for rest in _after(body, activity):
        yield _row(rest, (Operator.CHOICE.value, (_DONE, once_more)))
    if _may_end(body) and not _may_end(again):  # else it would begin again with nothing done, for ever
        yield from _after(once_more, activity)


def _row(*parts: Expression) -> Expression:
    flat: list[Expression] = []
    for part in parts:
        kind, inner = part
        if kind == Operator.SEQUENCE and not isinstance(inner, str):
            flat += inner
        else:
            flat.append(part)
    return flat[0] if len(flat) == 1 else (Operator.SEQUENCE.value, tuple(flat))
