"""What is worth choosing: the search finds the front that enumeration finds."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from simulations.statistics.pareto import Both, Choice, enumerated, front_of, searched

RANGES = ((1, 5), (1, 5), (0, 1))


def weigh(choice: Choice) -> Both | None:
    """Two counters and a lever that cannot be had with five at the first."""
    first, second, lever = choice
    if lever and first == 5:
        return None
    return first * 3.0 + second * 2 + lever * 4, 40 / first + 30 / second**2 - 6 * lever


def weigh_all(choices: Sequence[Choice]) -> list[Both | None]:
    return [weigh(choice) for choice in choices]


def test_who_is_beaten_is_left_out() -> None:
    found = front_of({(0,): (1, 5), (1,): (2, 5), (2,): (2, 3), (3,): (1, 6), (4,): None, (5,): (9, 0)})
    assert [each.choice for each in found] == [(0,), (2,), (5,)]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_search_finds_the_front(seed: int) -> None:
    everything = enumerated(RANGES, weigh_all)
    found = searched(RANGES, weigh_all, 600, seed)
    assert everything.of == found.of == everything.tried == 50
    assert found.front == everything.front
    assert found.tried <= 50


def test_the_same_seed_searches_the_same() -> None:
    def asked(seed: int) -> list[Choice]:
        choices: list[Choice] = []

        def told(new: Sequence[Choice]) -> list[Both | None]:
            choices.extend(new)
            return weigh_all(new)

        searched(RANGES, told, 60, seed)
        return choices

    assert asked(7) == asked(7)
    assert asked(7) != asked(8)
