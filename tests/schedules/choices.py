"""What happens in a schedule: a sequence of choices, drawn once, and then repeated, shortened or made plainer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random


class Choices:
    """Where choices come from: those that are given first, then a seed; or, without one, always the plainest.

    Parameters
    ----------
    given : choices to repeat
    seed : of those after them

    Attributes
    ----------
    made : all choices so far
    """

    __slots__ = ("_given", "_random", "made")

    def __init__(self, given: Sequence[int] = (), seed: int | None = None) -> None:
        self._given = given
        self._random = None if seed is None else Random(seed)  # noqa: S311 - a test, not a secret
        self.made: list[int] = []

    def below(self, bound: int) -> int:
        """One of the numbers from 0 up to `bound`, that one excluded; 0 is the plainest."""
        place = len(self.made)
        if place < len(self._given):
            chosen = min(self._given[place], bound - 1)
        else:
            chosen = 0 if self._random is None else int(self._random.random() * bound)
        self.made.append(chosen)
        return chosen

    def seldom(self, once_in: int) -> bool:
        """Whether something happens that does once in so many times; the plainest is that it does not."""
        return self.below(once_in) == once_in - 1


def shortest(choices: Sequence[int], fails: Callable[[Sequence[int]], bool]) -> list[int]:
    """Choices that fail as well, none of which can be left out or made plainer without that they pass.

    Parameters
    ----------
    choices : that fail
    fails : whether a schedule of some choices, and the plainest after them, fails
    """
    best = list(choices)
    while (better := _better(best, fails)) is not None:
        best = better
    return best


def _better(best: list[int], fails: Callable[[Sequence[int]], bool]) -> list[int] | None:
    """A shorter or plainer list, the first that fails: large cuts are tried first."""
    length = len(best)
    while length >= 1:
        for start in range(len(best) - length, -1, -length):
            without = best[:start] + best[start + length :]
            if fails(without):
                return without
        length //= 2
    for place, chosen in enumerate(best):
        for plainer in (0, chosen // 2, chosen - 1):
            if 0 <= plainer < chosen:
                tried = [*best[:place], plainer, *best[place + 1 :]]
                if fails(tried):
                    return tried
    return None
