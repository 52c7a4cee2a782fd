"""Process trees: activities in blocks of sequence, choice, parallel and loop, with how often each was travelled.

A tree is sound by construction, and each of its blocks is one of a lane's (van der Aalst, Buijs & van Dongen, SIMPDA
2011).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Operator(StrEnum):
    """How the parts of a block belong together."""

    SEQUENCE = "sequence"
    CHOICE = "choice"
    PARALLEL = "parallel"
    LOOP = "loop"
    """The first part once, and then one of the others and the first again, any number of times."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """An activity, or nothing.

    Attributes
    ----------
    activity : none where nothing is done
    count : how often it was travelled
    """

    activity: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Block:
    """Parts that belong together.

    Attributes
    ----------
    count : how often the block was entered
    most : of a loop: how many times in a row it was done again at most
    """

    operator: Operator
    parts: tuple[Tree, ...]
    count: int
    most: int = 0


Tree: TypeAlias = Leaf | Block


def joined(operator: Operator, parts: tuple[Tree, ...], count: int) -> Tree:
    """A block without needless nesting: a sequence in a sequence is one, and so are choices and parallel parts."""
    flat: list[Tree] = []
    for part in parts:
        if isinstance(part, Block) and part.operator is operator:
            flat += part.parts
        elif operator is Operator.CHOICE or part != Leaf(None, part.count):
            flat.append(part)
    if not flat:
        return Leaf(None, count)
    return flat[0] if len(flat) == 1 else Block(operator, tuple(flat), count)


def activities_of(tree: Tree) -> tuple[str, ...]:
    """The activities of a tree, in its order."""
    if isinstance(tree, Leaf):
        return () if tree.activity is None else (tree.activity,)
    return tuple(activity for part in tree.parts for activity in activities_of(part))
