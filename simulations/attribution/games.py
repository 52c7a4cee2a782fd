"""What each player of a game contributes, averaged over the orders in which players can join.

A coalition is written as bits: player ``i`` takes part if bit ``i`` is set. A game gives every coalition that can form
its worth. Players join one by one; an order counts only if every coalition on its way can form. The value of a player
is what it adds when it joins, averaged over all orders that count, each as likely as any other:

- if every coalition can form, that is Shapley's value (1953);
- if players need others to have joined before them, it is the value of Faigle and Kern (1992);
- of any other family, it is the value that goes with uniform weights on its longest chains (Lange & Grabisch 2009).

Orders are not listed: how many lead to a coalition and on from it is counted, coalition by coalition.

References
----------
Shapley (1953), A value for n-person games, Contributions to the Theory of Games II, 307-317.
Faigle & Kern (1992), The Shapley value for cooperative games under precedence constraints, International Journal of
Game Theory 21, 249-266.
Lange & Grabisch (2009), Values on regular games under Kirchhoff's laws, Mathematical Social Sciences 58, 322-340.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

Coalition: TypeAlias = int
Order: TypeAlias = tuple[int, ...]
"""Players, the first to join first."""

Weights: TypeAlias = Mapping[Coalition, Fraction]
"""How much a coalition's worth counts for a player; what is not in it counts nothing."""


@dataclass(frozen=True, slots=True)
class Family:
    """The coalitions that lie on some order of all players, from nobody to everybody.

    Attributes
    ----------
    players : how many
    orders_to : coalition to the number of orders in which its players can join, ascending by size, then by number
    orders_from : coalition to the number of orders in which the others can join after them
    """

    players: int
    orders_to: Mapping[Coalition, int]
    orders_from: Mapping[Coalition, int]

    @property
    def everybody(self) -> Coalition:
        """The coalition of all players."""
        return (1 << self.players) - 1

    @property
    def orders(self) -> int:
        """How many orders count."""
        return self.orders_from[0]

    @property
    def coalitions(self) -> tuple[Coalition, ...]:
        """Ascending by size, then by number."""
        return tuple(self.orders_to)


def members(coalition: Coalition) -> Iterator[int]:
    """The players who take part, ascending."""
    while coalition:
        lowest = coalition & -coalition
        yield lowest.bit_length() - 1
        coalition ^= lowest


def formable(players: int, can_form: Callable[[Coalition], bool], at_most: int) -> frozenset[Coalition] | None:
    """The coalitions that players can come to when they join one by one, starting with nobody.

    Parameters
    ----------
    at_most : how many are looked for

    Returns
    -------
    none if there are more
    """
    found, latest = {0}, [0]
    while latest:
        larger = {each | 1 << player for each in latest for player in range(players) if not each >> player & 1}
        latest = [each for each in sorted(larger) if can_form(each)]
        found.update(latest)
        if len(found) > at_most:
            return None
    return frozenset(found)


def family_of(players: int, can_form: Collection[Coalition]) -> Family:
    """Keep the coalitions that lie on an order, and count these.

    Raises
    ------
    ValueError
        If there is no order: everybody together cannot form, or cannot be come to one by one.
    """
    everybody = (1 << players) - 1
    ascending = sorted(can_form, key=lambda coalition: (coalition.bit_count(), coalition))
    to: dict[Coalition, int] = {0: 1}
    for coalition in ascending:
        if coalition:
            to[coalition] = sum(to.get(coalition ^ 1 << last, 0) for last in members(coalition))
    onward: dict[Coalition, int] = {everybody: 1}
    for coalition in reversed(ascending):
        if coalition != everybody:
            onward[coalition] = sum(
                onward.get(coalition | 1 << then, 0) for then in range(players) if not coalition >> then & 1
            )
    if everybody not in can_form or not to[everybody]:
        raise ValueError(f"expected an order in which all {players} players can join one by one; found none")
    kept = [coalition for coalition in ascending if to[coalition] and onward[coalition]]
    return Family(players, {each: to[each] for each in kept}, {each: onward[each] for each in kept})


def needs_in(family: Family) -> tuple[Coalition, ...]:
    """For each player, those who take part wherever it does."""
    needs = [family.everybody ^ 1 << player for player in range(family.players)]
    for coalition in family.coalitions:
        for player in members(coalition):
            needs[player] &= coalition
    return tuple(needs)


def weights_of(family: Family) -> tuple[Weights, ...]:
    """How much the worth of each coalition counts in the value of each player.

    Over all players, everybody's worth counts 1, nobody's -1 and any other's 0, so values always add up to what
    everybody together is worth beyond nobody.
    """
    weights: list[dict[Coalition, Fraction]] = [{} for _ in range(family.players)]
    for coalition, to in family.orders_to.items():
        for player in range(family.players):
            joined = coalition | 1 << player
            if joined != coalition and joined in family.orders_from:
                share = Fraction(to * family.orders_from[joined], family.orders)
                own = weights[player]
                own[joined] = own.get(joined, Fraction(0)) + share
                own[coalition] = own.get(coalition, Fraction(0)) - share
    return tuple(weights)


def value(weights: Weights, worth: Mapping[Coalition, float]) -> float:
    """The value of the player of these weights."""
    return math.fsum(float(weight) * worth[coalition] for coalition, weight in weights.items())


def coalitions_along(order: Order) -> tuple[Coalition, ...]:
    """What forms as players join in an order, from nobody to everybody."""
    along = [0]
    for player in order:
        along.append(along[-1] | 1 << player)
    return tuple(along)


def marginals(order: Order, worth: Mapping[Coalition, float]) -> tuple[float, ...]:
    """What each player adds when it joins in this order, by player."""
    added = [0.0] * len(order)
    for player, (without, joined) in zip(order, pairwise(coalitions_along(order)), strict=True):
        added[player] = worth[joined] - worth[without]
    return tuple(added)


def joinings(coalitions: Sequence[Coalition], player: int) -> Iterator[tuple[Coalition, Coalition]]:
    """Where among some coalitions a player joins: the coalition without it, and with it."""
    known = frozenset(coalitions)
    for without in coalitions:
        joined = without | 1 << player
        if joined != without and joined in known:
            yield without, joined
