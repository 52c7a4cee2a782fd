"""Orders in which players can join, drawn at random, for games with too many coalitions to work out all of them.

Each order that can be gone is as likely as any other. Orders come in pairs: the second is the first one read backwards,
in which players who need one another keep their own order. A player who joins early in one joins late in the other, so
what the two orders of a pair say about it tends to err on opposite sides, and their mean errs less.

References
----------
Castro, Gomez & Tejada (2009), Polynomial calculation of the Shapley value based on sampling, Computers & Operations
Research 36, 1726-1730.
Mitchell, Cooper, Frank & Holmes (2022), Sampling permutations for Shapley value estimation, Journal of Machine Learning
Research 23(43).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias

from simulations.attribution.games import Coalition, Order, coalitions_along, members
from workflows.errors import InvalidInputError

Needs: TypeAlias = tuple[Coalition, ...]
"""For each player, those without whom it cannot join."""

_MOST_TRIES: Final = 1_000
_MOST_STATES: Final = 100_000


def needs_of(players: int, can_form: Callable[[Coalition], bool]) -> Needs:
    """Find out whom each player needs: who cannot join even when all others have who can do without that one."""
    needs = [0] * players
    for missing in range(players):
        joined, latest = 0, -1
        while joined != latest:
            latest = joined
            for player in range(players):
                if player != missing and not joined >> player & 1 and can_form(joined | 1 << player):
                    joined |= 1 << player
        for player in range(players):
            if player != missing and not joined >> player & 1:
                needs[player] |= 1 << missing
    return tuple(needs)


def draw_pairs(
    needs: Needs, can_form: Callable[[Coalition], bool], pairs: int, uniform: Callable[[int], float]
) -> tuple[tuple[Order, Order], ...]:
    """Draw pairs of orders.

    Parameters
    ----------
    can_form : whether a coalition can form, which may ask for more than the needs of each
    uniform : the k-th random number in (0, 1)

    Returns
    -------
    pairs, each of which is as likely to hold one order that can be gone as another; where the first read backwards
    cannot be gone, it stands twice

    Raises
    ------
    InvalidInputError
        If hardly any order that meets the needs can be gone, or needs are too tangled to draw from.
    """
    draw = _order_of_any(needs, (1 << len(needs)) - 1)
    numbers = _numbers(uniform)
    drawn: list[tuple[Order, Order]] = []
    tries = 0
    while len(drawn) < pairs:
        if tries == _MOST_TRIES * pairs:
            raise InvalidInputError(
                f"expected orders in which {len(needs)} levers can be introduced one by one; found {len(drawn)} in "
                f"{tries} that were drawn. Take levers that need one another together."
            )
        tries += 1
        order = tuple(draw(numbers))
        if _can_be_gone(order, can_form):
            back = backwards(order, needs)
            drawn.append((order, back if _can_be_gone(back, can_form) else order))
    return tuple(drawn)


def backwards(order: Order, needs: Needs) -> Order:
    """An order read backwards, as far as needs leave room: who is needed by all others of its kind stays first."""
    groups = _groups(needs, sum(1 << player for player in order))
    if len(groups) == 1:
        [group] = groups
        return (order[0], *backwards(order[1:], needs)) if len(_ready(needs, group)) == 1 else order
    group_of = {player: group for group in groups for player in members(group)}
    own = {group: iter(backwards(tuple(each for each in order if group_of[each] == group), needs)) for group in groups}
    return tuple(next(own[group_of[player]]) for player in reversed(order))


def _can_be_gone(order: Order, can_form: Callable[[Coalition], bool]) -> bool:
    return all(can_form(coalition) for coalition in coalitions_along(order))


def _numbers(uniform: Callable[[int], float]) -> Iterator[float]:
    index = 0
    while True:
        yield uniform(index)
        index += 1


def _groups(needs: Needs, players: Coalition) -> list[Coalition]:
    """Players who need one another, through others too; who neither needs nor is needed is alone."""
    groups: list[Coalition] = []
    for player in members(players):
        group = needs[player] & players | 1 << player
        for other in [each for each in groups if each & group]:
            groups.remove(other)
            group |= other
        groups.append(group)
    return sorted(groups)


def _ready(needs: Needs, left: Coalition) -> list[int]:
    """Players who need none of those who are left."""
    return [player for player in members(left) if not needs[player] & left]


def _order_of_any(needs: Needs, players: Coalition) -> Callable[[Iterator[float]], list[int]]:
    """What draws an order of players that meets their needs, all of them equally likely."""
    parts = [_order_of_group(needs, group) for group in _groups(needs, players)]
    return lambda numbers: _shuffled([part(numbers) for part in parts], numbers)


def _order_of_group(needs: Needs, group: Coalition) -> Callable[[Iterator[float]], list[int]]:
    """As :func:`_order_of_any`, for players who need one another."""
    first = _ready(needs, group)
    if len(first) == 1:
        rest = _order_of_any(needs, group ^ 1 << first[0])
        return lambda numbers: [*first, *rest(numbers)]
    counts = {0: 1}

    def orders_of(left: Coalition) -> int:
        if left not in counts:
            if len(counts) == _MOST_STATES:
                raise InvalidInputError(
                    f"expected fewer levers that need one another; found {group.bit_count()}. "
                    "Take levers that are introduced together as one."
                )
            counts[left] = sum(orders_of(left ^ 1 << player) for player in _ready(needs, left))
        return counts[left]

    def draw(numbers: Iterator[float]) -> list[int]:
        order: list[int] = []
        left = group
        while left:
            choices = _ready(needs, left)
            player = choices[_place(next(numbers), [orders_of(left ^ 1 << each) for each in choices])]
            order.append(player)
            left ^= 1 << player
        return order

    return draw


def _shuffled(parts: Sequence[Sequence[int]], numbers: Iterator[float]) -> list[int]:
    """Orders of groups made one, all ways of doing so equally likely."""
    left = [len(part) for part in parts]
    order: list[int] = []
    while any(left):
        chosen = _place(next(numbers), left)
        order.append(parts[chosen][len(parts[chosen]) - left[chosen]])
        left[chosen] -= 1
    return order


def _place(number: float, weights: Sequence[int]) -> int:
    """Which of some things a number in (0, 1) means, with chances as these weights."""
    reached = number * sum(weights)
    for place, weight in enumerate(weights):
        reached -= weight
        if reached < 0:
            return place
    return max(place for place, weight in enumerate(weights) if weight)
