"""Values of any game with any needs: the axioms hold, and counting orders comes to the same as listing them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from simulations.attribution.games import (
    Coalition,
    Family,
    family_of,
    members,
    needs_in,
    value,
    weights_of,
)
from simulations.attribution.orders import needs_of
from tests.oracles.games import values_by_listing

MOST = 5


@st.composite
def needs(draw: st.DrawFn, players: int) -> tuple[Coalition, ...]:
    """For each player, those before it whom it needs."""
    direct = [draw(st.integers(0, (1 << player) - 1)) if draw(st.booleans()) else 0 for player in range(players)]
    for player in range(players):
        for needed in members(direct[player]):
            direct[player] |= direct[needed]
    return tuple(direct)


@st.composite
def games(draw: st.DrawFn, least: int = 1) -> tuple[Family, dict[Coalition, int]]:
    """Some players, whom each needs, and what each coalition that can form is worth."""
    players = draw(st.integers(least, MOST))
    needed = draw(needs(players))
    forming = [each for each in range(1 << players) if all(not needed[player] & ~each for player in members(each))]
    return family_of(players, forming), {each: draw(st.integers(-1_000, 1_000)) for each in forming}


def exact(family: Family, worth: dict[Coalition, int]) -> list[Fraction]:
    return [sum((share * worth[each] for each, share in of.items()), Fraction(0)) for of in weights_of(family)]


@given(games())
def test_counting_orders_comes_to_the_same_as_listing_them(game: tuple[Family, dict[Coalition, int]]) -> None:
    family, worth = game

    def bits(coalition: frozenset[int]) -> Coalition:
        return sum(1 << player for player in coalition)

    listed = values_by_listing(
        family.players, lambda coalition: Fraction(worth[bits(coalition)]), lambda coalition: bits(coalition) in worth
    )
    assert exact(family, worth) == listed


@given(games())
def test_values_add_up_to_what_everybody_is_worth_beyond_nobody(game: tuple[Family, dict[Coalition, int]]) -> None:
    family, worth = game
    assert sum(exact(family, worth)) == worth[family.everybody] - worth[0]
    totals: dict[Coalition, Fraction] = {}
    for weights in weights_of(family):
        for coalition, weight in weights.items():
            totals[coalition] = totals.get(coalition, Fraction(0)) + weight
    left = {coalition: total for coalition, total in totals.items() if total}
    assert left == {family.everybody: 1, 0: -1}


@given(games())
def test_in_floating_point_they_add_up_too(game: tuple[Family, dict[Coalition, int]]) -> None:
    family, worth = game
    figures = {each: of / 7 for each, of in worth.items()}
    values = [value(weights, figures) for weights in weights_of(family)]
    assert sum(values) == pytest.approx(figures[family.everybody] - figures[0], abs=1e-9)


@given(games(), st.data())
def test_who_never_adds_anything_gets_nothing(game: tuple[Family, dict[Coalition, int]], data: st.DataObject) -> None:
    family, worth = game
    needed = {other for needs in needs_in(family) for other in members(needs)}
    idle = data.draw(st.sampled_from([player for player in range(family.players) if player not in needed]))
    without = {each: worth[each & ~(1 << idle)] for each in worth}
    assert exact(family, without)[idle] == 0


@given(games(least=2), st.data())
def test_who_cannot_be_told_apart_gets_the_same(game: tuple[Family, dict[Coalition, int]], data: st.DataObject) -> None:
    family, worth = game
    one, other = data.draw(st.lists(st.integers(0, family.players - 1), min_size=2, max_size=2, unique=True))

    def exchanged(coalition: Coalition) -> Coalition:
        rest = coalition & ~(1 << one | 1 << other)
        return rest | (coalition >> one & 1) << other | (coalition >> other & 1) << one

    assume(all(exchanged(each) in worth for each in worth))
    alike = {each: worth[min(each, exchanged(each))] for each in worth}
    values = exact(family, alike)
    assert values[one] == values[other]


@given(games(), games())
def test_the_value_of_a_sum_is_the_sum_of_the_values(
    game: tuple[Family, dict[Coalition, int]], other: tuple[Family, dict[Coalition, int]]
) -> None:
    family, worth = game
    second = {each: other[1].get(each, 17) for each in worth}
    both = {each: 3 * worth[each] - second[each] for each in worth}
    parts = zip(exact(family, worth), exact(family, second), strict=True)
    assert exact(family, both) == [3 * first - then for first, then in parts]


@given(games())
def test_needs_are_found_by_asking_what_can_form(game: tuple[Family, dict[Coalition, int]]) -> None:
    family, worth = game
    assert needs_of(family.players, worth.__contains__) == needs_in(family)
