"""Values of games that are known in closed form."""

from __future__ import annotations

from fractions import Fraction
from math import factorial

import pytest

from simulations.attribution.games import (
    Family,
    coalitions_along,
    family_of,
    formable,
    joinings,
    marginals,
    members,
    needs_in,
    value,
    weights_of,
)
from tests.oracles.games import Worth, additive, airport, airport_values, gloves


def all_of(players: int) -> Family:
    return family_of(players, range(1 << players))


def exact_values(family: Family, worth: Worth) -> list[Fraction]:
    return [
        sum((weight * worth(frozenset(members(each))) for each, weight in weights.items()), Fraction(0))
        for weights in weights_of(family)
    ]


def test_in_an_additive_game_everybody_gets_its_own() -> None:
    assert exact_values(all_of(5), additive([3, -1, 4, 0, 5])) == [3, -1, 4, 0, 5]


def test_two_left_gloves_and_one_right_glove() -> None:
    assert exact_values(all_of(3), gloves(left=2)) == [Fraction(1, 6), Fraction(1, 6), Fraction(2, 3)]


def test_aircraft_share_the_pieces_of_the_runway_that_they_need() -> None:
    needs = [1, 4, 4, 9, 20, 20, 20]
    assert exact_values(all_of(7), airport(needs)) == airport_values(needs)


def test_without_conditions_all_orders_count() -> None:
    assert all_of(6).orders == factorial(6)
    assert needs_in(all_of(4)) == (0, 0, 0, 0)


def test_who_needs_another_never_joins_first() -> None:
    """Only 0, then 1: whatever both are worth beyond the first alone is added by the second."""
    family = family_of(2, {0b00, 0b01, 0b11})
    assert (family.orders, needs_in(family)) == (1, (0, 0b01))
    assert exact_values(family, gloves(left=1)) == [0, 1]


def test_one_of_two_suffices() -> None:
    """Player 2 joins once 0 or 1 has: no single player is needed, and four of six orders count."""
    family = family_of(3, [each for each in range(8) if not each & 0b100 or each & 0b011])
    assert (family.orders, needs_in(family)) == (4, (0, 0, 0))


def test_coalitions_that_lead_nowhere_do_not_count() -> None:
    """Player 2 could begin, but then nobody could join."""
    family = family_of(3, {0b000, 0b001, 0b011, 0b100, 0b111})
    assert family.coalitions == (0b000, 0b001, 0b011, 0b111)
    assert family.orders == 1


@pytest.mark.parametrize("can_form", [{0b00}, {0b00, 0b11}, {0b00, 0b01}])
def test_without_an_order_there_is_no_value(can_form: set[int]) -> None:
    with pytest.raises(ValueError, match="order in which all 2 players"):
        family_of(2, can_form)


def test_only_coalitions_that_can_be_come_to_are_looked_for() -> None:
    asked: list[int] = []

    def can_form(coalition: int) -> bool:
        asked.append(coalition)
        return coalition & 0b1 == 0b1

    assert formable(3, can_form, at_most=8) == frozenset({0b000, 0b001, 0b011, 0b101, 0b111})
    assert len(asked) == len(set(asked)) < 8
    assert formable(3, lambda _: True, at_most=7) is None


def test_what_is_added_along_an_order() -> None:
    worth = {0b000: 1.0, 0b100: 4.0, 0b101: 4.5, 0b111: 10.0}
    assert coalitions_along((2, 0, 1)) == (0b000, 0b100, 0b101, 0b111)
    assert marginals((2, 0, 1), worth) == (0.5, 5.5, 3.0)
    assert list(joinings((0b000, 0b100, 0b101, 0b111), 0)) == [(0b100, 0b101)]


def test_a_value_is_the_weighted_sum_of_worths() -> None:
    first, second = weights_of(all_of(2))
    worth = {0b00: 100.0, 0b01: 90.0, 0b10: 70.0, 0b11: 50.0}
    assert value(first, worth) == -15.0
    assert value(second, worth) == -35.0
