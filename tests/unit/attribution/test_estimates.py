"""Values with their two errors: from replications, and from the choice of orders."""

from __future__ import annotations

from itertools import permutations
from math import hypot
from statistics import fmean

import pytest

from simulations.attribution.estimates import Pair, Worth, over_all_orders, over_pairs
from simulations.attribution.games import Coalition, Family, coalitions_along, family_of
from simulations.attribution.orders import draw_pairs
from simulations.statistics.intervals import mean_interval
from workflows.interpreter.draws import key_of, uniform

TWO: Worth = {0b00: [100, 104], 0b01: [90, 92], 0b10: [70, 78], 0b11: [50, 60]}
"""Two players in two replications."""


def all_of(players: int) -> Family:
    return family_of(players, range(1 << players))


def random_worth(players: int, replications: int, name: str, noise: float) -> dict[Coalition, list[float]]:
    """A game whose coalitions are worth something at random, and anything in a replication on top of that."""
    key = key_of(7, 0, name)
    return {
        each: [
            10 * uniform(key, each) + noise * uniform(key, (number + 1 << players) + each)
            for number in range(replications)
        ]
        for each in range(1 << players)
    }


def pairs_of(players: int, count: int, name: str) -> tuple[Pair, ...]:
    key = key_of(7, 0, name)
    return draw_pairs((0,) * players, lambda _: True, count, lambda index: uniform(key, index))


def test_two_players_by_hand() -> None:
    """In the first replication player 0 adds -10 first and -20 last, in the second -12 and -18."""
    first, second = over_all_orders(all_of(2))(TWO, 0.9)
    assert first.change == mean_interval([-15, -15], 0.9)
    assert second.change == mean_interval([-35, -29], 0.9)
    assert (first.least, first.most) == (-19, -11)
    assert (first.orders_half_width, first.replications_half_width) == (0, 0)


def test_all_orders_as_pairs_come_to_the_same_mean() -> None:
    worth = random_worth(4, 3, "same", noise=1)
    family = all_of(4)
    pairs = [(order, order[::-1]) for order in permutations(range(4))]
    for exact, listed in zip(over_all_orders(family)(worth, 0.95), over_pairs(pairs)(worth, 0.95), strict=True):
        assert listed.change.mean == pytest.approx(exact.change.mean)
        assert listed.replications_half_width == pytest.approx(exact.replications_half_width)
        assert (listed.least, listed.most) == pytest.approx((exact.least, exact.most))


def test_the_two_errors_are_combined() -> None:
    pairs: list[Pair] = [((0, 1), (1, 0)), ((0, 1), (0, 1))]
    first, _ = over_pairs(pairs)(TWO, 0.95)
    # Player 0 adds, by pair: (-10 - 20) / 2 and -10 in one replication, (-12 - 18) / 2 and -12 in the other.
    assert first.change.mean == fmean([-15, -10, -15, -12])
    over_replications = mean_interval([-12.5, -13.5], 0.95).half_width
    over_orders = mean_interval([-15, -11], 0.95).half_width
    assert over_replications is not None
    assert over_orders is not None
    assert first.replications_half_width == pytest.approx(over_replications)
    assert first.orders_half_width == pytest.approx(over_orders)
    assert first.change.half_width == pytest.approx(hypot(over_replications, over_orders))
    assert first.change.values == 2


def test_one_replication_or_one_pair_tells_no_interval() -> None:
    alone = {each: values[:1] for each, values in TWO.items()}
    assert over_all_orders(all_of(2))(alone, 0.95)[0].change.half_width is None
    [first, _] = over_pairs([((0, 1), (1, 0))])(TWO, 0.95)
    assert (first.orders_half_width, first.change.half_width) == (None, None)
    assert first.replications_half_width is not None


@pytest.mark.parametrize("replications", [1, 5])
def test_drawn_orders_add_up_in_every_replication(replications: int) -> None:
    worth = random_worth(6, replications, "sum", noise=3)
    for number in range(replications):
        single = {each: [values[number]] for each, values in worth.items()}
        values = over_pairs(pairs_of(6, 3, "sum"))(single, 0.95)
        assert sum(each.change.mean for each in values) == pytest.approx(single[63][0] - single[0][0])


def test_drawn_orders_cover_the_value_over_all_orders() -> None:
    """Without noise only the choice of orders errs; at 90 %, 250 intervals of 300 are few (3.7 deviations)."""
    family, covered, games = all_of(6), 0, 50
    for number in range(games):
        worth = random_worth(6, 2, f"cover{number}", noise=0)
        exact = over_all_orders(family)(worth, 0.9)
        drawn = over_pairs(pairs_of(6, 10, f"cover{number}"))(worth, 0.9)
        for one, other in zip(exact, drawn, strict=True):
            assert other.orders_half_width is not None
            covered += abs(one.change.mean - other.change.mean) <= other.orders_half_width
    assert 250 <= covered < 300


def test_only_what_was_seen_counts_for_the_range() -> None:
    pairs = pairs_of(5, 2, "seen")
    seen = {each for pair in pairs for order in pair for each in coalitions_along(order)}
    worth = {each: [float(each), float(each)] for each in seen}
    for player, estimate in enumerate(over_pairs(pairs)(worth, 0.95)):
        assert (estimate.least, estimate.most) == (1 << player, 1 << player)
