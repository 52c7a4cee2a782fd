"""The best of several systems: by hand, and how often it is found where it is known."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest

from simulations.statistics.selection import Sample, Selection, kim_nelson


def recorded(*rows: Sequence[float]) -> Sample:
    return lambda number, systems: [rows[system][number] for system in systems]


def test_a_difference_that_never_varies_is_settled_in_the_first_stage() -> None:
    found = kim_nelson(recorded([1, 2, 3, 4], [3, 4, 5, 6], [0, 1, 2, 3]), 3, Selection(indifference=1, first=4))
    assert (found.best, found.settled, found.replications, found.means) == (1, True, (4, 4, 4), (2.5, 4.5, 1.5))


def test_who_is_far_behind_is_dropped_first() -> None:
    numbers = np.random.default_rng(1)
    noise = numbers.normal(size=(3, 5_000))
    rows = [(noise[system] + shift).tolist() for system, shift in enumerate((0.0, -8.0, 1.0))]
    found = kim_nelson(recorded(*rows), 3, Selection(indifference=0.5, first=10, most=5_000))
    assert (found.best, found.settled) == (2, True)
    assert found.replications[1] < found.replications[0] <= found.replications[2]


def test_a_bound_is_told() -> None:
    numbers = np.random.default_rng(1)
    rows = numbers.normal(size=(2, 50)).tolist()
    found = kim_nelson(recorded(*rows), 2, Selection(indifference=0.01, first=10, most=20))
    assert (found.settled, found.replications) == (False, (20, 20))


def test_one_system_is_nothing_to_select_from() -> None:
    with pytest.raises(ValueError, match="at least two"):
        kim_nelson(recorded([1.0]), 1, Selection(indifference=1))


@pytest.mark.slow
@pytest.mark.parametrize("shared", [0.0, 0.7], ids=["independent", "common random numbers"])
def test_the_best_is_found_as_often_as_promised(shared: float) -> None:
    """Slippage: all others lie exactly the indifference zone behind, which is the hardest case for the guarantee."""
    trials, systems, confidence = 1_500, 5, 0.9
    wanted = Selection(indifference=0.6, confidence=confidence, first=10, most=100_000)
    correct, taken = 0, 0
    for trial in range(trials):
        numbers, rows = np.random.default_rng(trial), list[list[float]]()

        def sample(number: int, alive: Sequence[int]) -> list[float]:
            while len(rows) <= number:  # noqa: B023 - used within this turn of the loop
                common = numbers.normal()  # noqa: B023
                own = numbers.normal(size=systems)  # noqa: B023
                values = shared**0.5 * common + (1 - shared) ** 0.5 * own
                values[0] += wanted.indifference
                rows.append(values.tolist())  # noqa: B023
            return [rows[number][system] for system in alive]  # noqa: B023

        found = kim_nelson(sample, systems, wanted)
        assert found.settled
        correct += found.best == 0
        taken += sum(found.replications)
    # Four standard deviations below the promise: false alarm once in 30,000.
    assert correct / trials > confidence - 4 * math.sqrt(confidence * (1 - confidence) / trials)
    # Fewer than the single-stage bound would take with everybody running to the end.
    assert taken / trials < systems * 2 * 20 / wanted.indifference**2
