"""Games whose values are known in closed form, and values worked out by listing all orders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise, permutations

Worth = Callable[[frozenset[int]], Fraction]


def values_by_listing(
    players: int, worth: Worth, can_form: Callable[[frozenset[int]], bool] = lambda _: True
) -> list[Fraction]:
    """Mean of what each player adds over all orders in which every coalition on the way can form."""
    added = [Fraction(0)] * players
    gone = 0
    for order in permutations(range(players)):
        along = [frozenset(order[:count]) for count in range(players + 1)]
        if not all(can_form(coalition) for coalition in along):
            continue
        gone += 1
        for player, (without, joined) in zip(order, pairwise(along), strict=True):
            added[player] += worth(joined) - worth(without)
    return [each / gone for each in added]


def additive(of_each: Sequence[int]) -> Worth:
    """Everybody is worth the same whoever else is there; that is its value."""
    return lambda coalition: Fraction(sum(of_each[player] for player in coalition))


def gloves(left: int) -> Worth:
    """Players below `left` own a left glove, the others a right one; a pair is worth 1."""
    return lambda coalition: Fraction(
        min(sum(player < left for player in coalition), sum(player >= left for player in coalition))
    )


def airport(needs: Sequence[int]) -> Worth:
    """A runway is as long as the longest that an aircraft needs."""
    return lambda coalition: Fraction(max((needs[player] for player in coalition), default=0))


def airport_values(needs: Sequence[int]) -> list[Fraction]:
    """Whoever needs a piece of the runway shares it equally.

    References
    ----------
    Littlechild & Owen (1973), A simple expression for the Shapley value in a special case, Management Science 20.
    """
    pieces = list(pairwise(sorted({0, *needs})))
    cost = {high: Fraction(high - low, sum(need >= high for need in needs)) for low, high in pieces}
    return [sum((share for high, share in cost.items() if high <= need), Fraction(0)) for need in needs]
