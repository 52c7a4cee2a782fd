"""Orders that are drawn: only ones that can be gone, each as likely as any other, and in pairs that err less."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import pairwise, permutations
from statistics import variance

import pytest
from scipy.stats import chisquare

from simulations.attribution.games import Coalition, Order, coalitions_along, marginals
from simulations.attribution.orders import Needs, backwards, draw_pairs, needs_of
from workflows.errors import InvalidInputError
from workflows.interpreter.draws import key_of, uniform

FREE: Needs = (0, 0, 0, 0)
CHAIN_AND_TWO: Needs = (0, 0b0001, 0, 0)
FORK: Needs = (0, 0b00001, 0b00001, 0b00011, 0)
STAR: Needs = (0, 0b1, 0b1, 0b1, 0b1)
TWO_ROOTS: Needs = (0, 0, 0b01, 0b10, 0b11)
PAIRS = 3_000
RARE = 1e-3
"""A fair draw is thrown out in one case of a thousand; the numbers are the same in every run."""


def numbers(name: str) -> Callable[[int], float]:
    key = key_of(1, 0, name)
    return lambda index: uniform(key, index)


def meets(needs: Needs) -> Callable[[Coalition], bool]:
    return lambda coalition: all(
        not needed & ~coalition for player, needed in enumerate(needs) if coalition >> player & 1
    )


def either(coalition: Coalition) -> bool:
    """Player 3 joins once 0 or 1 has."""
    return not coalition & 0b1000 or bool(coalition & 0b0011)


@pytest.mark.parametrize(
    ("needs", "can_form"),
    [*((needs, meets(needs)) for needs in (FREE, CHAIN_AND_TWO, FORK, STAR, TWO_ROOTS)), (FREE, either)],
    ids=["free", "a chain and two", "a fork", "a star", "two roots", "one of two"],
)
@pytest.mark.parametrize("place", [0, 1], ids=["first", "backwards"])
def test_every_order_that_can_be_gone_is_as_likely(
    needs: Needs, can_form: Callable[[Coalition], bool], place: int
) -> None:
    drawn = Counter(pair[place] for pair in draw_pairs(needs, can_form, PAIRS, numbers("orders")))
    possible = [order for order in permutations(range(len(needs))) if all(map(can_form, coalitions_along(order)))]
    assert set(drawn) == set(possible)
    assert chisquare([drawn[order] for order in possible]).pvalue > RARE


def test_without_needs_the_second_order_is_the_first_one_read_backwards() -> None:
    assert all(other == one[::-1] for one, other in draw_pairs(FREE, meets(FREE), 20, numbers("free")))


def test_backwards_keeps_the_order_of_those_who_need_one_another() -> None:
    assert backwards((0, 2, 1, 3), CHAIN_AND_TWO) == (3, 0, 2, 1)
    assert backwards((4, 0, 2, 1, 3), FORK) == (0, 1, 3, 2, 4)


@pytest.mark.parametrize("needs", [FREE, CHAIN_AND_TWO, FORK, STAR, TWO_ROOTS])
def test_every_order_is_one_other_read_backwards(needs: Needs) -> None:
    can_form = meets(needs)
    orders = [order for order in permutations(range(len(needs))) if all(map(can_form, coalitions_along(order)))]
    turned = [backwards(order, needs) for order in orders]
    assert sorted(turned) == orders
    assert [backwards(order, needs) for order in turned] == orders


def test_an_order_that_cannot_be_gone_backwards_stands_twice() -> None:
    for one, other in draw_pairs(FREE, either, 50, numbers("either")):
        assert other == (one[::-1] if all(map(either, coalitions_along(one[::-1]))) else one)


def test_a_pair_errs_less_than_two_orders_of_their_own() -> None:
    """How much of a saving is left for a lever depends on how many came before it: 10, 9, ... 3 days."""
    worth = {coalition: -sum(range(10, 10 - coalition.bit_count(), -1)) for coalition in range(1 << 8)}

    def first(order: Order) -> float:
        return marginals(order, worth)[0]

    pairs = draw_pairs((0,) * 8, lambda _: True, 200, numbers("pairs"))
    paired = [(first(one) + first(other)) / 2 for one, other in pairs]
    strangers = [(first(one) + first(other)) / 2 for (one, _), (other, _) in pairwise(pairs)]
    assert variance(paired) == 0
    assert variance(strangers) > 1


def test_the_same_numbers_draw_the_same_orders() -> None:
    assert draw_pairs(FORK, meets(FORK), 5, numbers("a")) == draw_pairs(FORK, meets(FORK), 5, numbers("a"))
    assert draw_pairs(FORK, meets(FORK), 5, numbers("a")) != draw_pairs(FORK, meets(FORK), 5, numbers("b"))


def test_needs_go_through_others() -> None:
    assert needs_of(5, meets(FORK)) == FORK
    assert needs_of(3, meets((0, 0b001, 0b010))) == (0, 0b001, 0b011)
    assert needs_of(4, either) == FREE


def test_orders_that_hardly_ever_can_be_gone_are_given_up() -> None:
    with pytest.raises(InvalidInputError, match="found 0 in 1000 that were drawn"):
        draw_pairs(FREE, lambda coalition: coalition == 0, 1, numbers("none"))


def test_many_who_need_the_same_one_are_drawn_nevertheless() -> None:
    needs = (0, *(0b1 for _ in range(30)))
    [(one, other)] = draw_pairs(needs, meets(needs), 1, numbers("star"))
    assert (one[0], other) == (0, (0, *one[:0:-1]))


def test_needs_that_are_too_tangled_are_given_up() -> None:
    """Of thirty, each needs one of the first two, and the last one both."""
    needs = (0, 0, *(0b01 if player % 2 else 0b10 for player in range(2, 31)), 0b11)
    with pytest.raises(InvalidInputError, match="found 32"):
        draw_pairs(needs, meets(needs), 1, numbers("tangled"))
