"""A lever's value from what coalitions came to: its mean, and how far that can be trusted.

A value is a sum of figures with fixed weights, so every replication has a value of its own, and Student's interval over
replications holds as it does for any figure. Where orders are drawn, values also depend on which ones were: every order
is seen in every replication, so the spread of means by pair of orders tells the one error and the spread of means by
replication the other. Both hold some of what the two have in common, so adding them up errs on the safe side.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from pydantic import NonNegativeFloat

from simulations.attribution.games import (
    Coalition,
    Family,
    Order,
    coalitions_along,
    joinings,
    marginals,
    value,
    weights_of,
)
from simulations.statistics.intervals import Interval, mean_interval
from workflows.definition.provenance import Frozen

Worth: TypeAlias = Mapping[Coalition, Sequence[float]]
"""Coalition to what it came to, in each replication."""

Pair: TypeAlias = tuple[Order, Order]


class Estimate(Frozen):
    """What a lever changes, averaged over the orders in which levers can be introduced.

    Parameters
    ----------
    change : after - before, with the interval that allows for both errors
    replications_half_width : of the interval that allows for the spread of replications alone
    orders_half_width : of the interval that allows for the choice of orders alone; 0 if all orders are taken
    least, most : the smallest and the largest mean change over the coalitions that the lever was seen to join
    """

    change: Interval
    replications_half_width: NonNegativeFloat | None
    orders_half_width: NonNegativeFloat | None
    least: float
    most: float


Estimator: TypeAlias = Callable[[Worth, float], tuple[Estimate, ...]]
"""From what coalitions came to and a confidence, the estimate of each player."""


def over_all_orders(family: Family) -> Estimator:
    """Values over all orders; over the players, they add up to the whole difference in every replication."""
    weights = weights_of(family)

    def estimated(worth: Worth, confidence: float) -> tuple[Estimate, ...]:
        by_replication = _by_replication(worth)
        return tuple(
            _estimate(
                [value(own, single) for single in by_replication],
                0.0,
                _seen(worth, joinings(family.coalitions, player)),
                confidence,
            )
            for player, own in enumerate(weights)
        )

    return estimated


def over_pairs(pairs: Sequence[Pair]) -> Estimator:
    """Values over orders that were drawn; over the players, they add up to the whole difference as well."""
    players = len(pairs[0][0])
    coalitions = sorted({each for pair in pairs for order in pair for each in coalitions_along(order)})

    def added(single: Mapping[Coalition, float]) -> list[tuple[float, ...]]:
        """What each player adds in one replication, by pair."""
        both = ([marginals(order, single) for order in pair] for pair in pairs)
        return [tuple((one + other) / 2 for one, other in zip(*each, strict=True)) for each in both]

    def estimated(worth: Worth, confidence: float) -> tuple[Estimate, ...]:
        by_replication = [added(single) for single in _by_replication(worth)]
        estimates = []
        for player in range(players):
            means = [_mean([of_pair[player] for of_pair in of_pairs]) for of_pairs in by_replication]
            by_pair = [_mean([of_pair[player] for of_pair in seen]) for seen in zip(*by_replication, strict=True)]
            error = mean_interval(by_pair, confidence).half_width
            estimates.append(_estimate(means, error, _seen(worth, joinings(coalitions, player)), confidence))
        return tuple(estimates)

    return estimated


def _estimate(values: list[float], orders_half_width: float | None, seen: list[float], confidence: float) -> Estimate:
    over_replications = mean_interval(values, confidence)
    half = over_replications.half_width
    both = None if half is None or orders_half_width is None else math.hypot(half, orders_half_width)
    return Estimate(
        change=over_replications.model_copy(update={"half_width": both}),
        replications_half_width=half,
        orders_half_width=orders_half_width,
        least=min(seen),
        most=max(seen),
    )


def _by_replication(worth: Worth) -> list[dict[Coalition, float]]:
    replications = len(next(iter(worth.values())))
    return [{coalition: values[number] for coalition, values in worth.items()} for number in range(replications)]


def _seen(worth: Worth, pairs: Iterable[tuple[Coalition, Coalition]]) -> list[float]:
    """Mean change at each joining."""
    return [_mean([b - a for a, b in zip(worth[without], worth[joined], strict=True)]) for without, joined in pairs]


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)
