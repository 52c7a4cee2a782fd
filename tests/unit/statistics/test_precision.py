"""Replications until a mean is known well enough, against a hand count and another implementation."""

from __future__ import annotations

import math
import random
from itertools import pairwise

import pytest
from pydantic import ValidationError

from simulations.statistics.intervals import mean_interval
from simulations.statistics.precision import Precision, deviations, reached_at


def normal(seed: int, spread: float, count: int) -> list[float]:
    numbers = random.Random(seed)  # noqa: S311 - a test
    return [numbers.gauss(10, spread) for _ in range(count)]


def test_deviations_are_those_of_the_intervals() -> None:
    values = normal(1, 3, 40)
    found = deviations(values, 0.9)
    assert found[:2] == (None, None)
    for count in range(3, 41):
        interval = mean_interval(values[:count], 0.9)
        assert interval.half_width is not None
        assert found[count - 1] == pytest.approx(interval.half_width / interval.mean)


def test_a_difference_is_held_against_a_level() -> None:
    values, levels = [-0.1, 0.0, 0.1, 0.05], [10.0, 10.0, 10.0, 10.0]
    half = mean_interval(values).half_width
    assert half is not None
    assert deviations(values, 0.95, levels)[-1] == pytest.approx(half / 10)


def test_nothing_at_all_is_known_at_once_and_something_around_nothing_never() -> None:
    assert deviations([0.0, 0.0, 0.0], 0.95)[-1] == 0.0
    assert deviations([-1.0, 0.0, 1.0], 0.95)[-1] == math.inf


def test_it_has_to_stay_narrow() -> None:
    wanted = Precision(relative=0.1, look_ahead=2)
    assert reached_at([None, None, 0.09, 0.2, 0.09, 0.08], wanted) is None
    assert reached_at([None, None, 0.09, 0.2, 0.09, 0.08, 0.1], wanted) == 5
    assert reached_at([None, None, 0.1], wanted.model_copy(update={"look_ahead": 0})) == 3


def test_above_a_hundred_replications_it_looks_further_ahead() -> None:
    wanted = Precision(relative=0.1)
    assert [wanted.looked_ahead(count) for count in (3, 100, 120, 250)] == [5, 5, 6, 12]
    narrow = [None] * 2 + [0.2] * 117 + [0.05] * 6
    assert reached_at(narrow, wanted) is None
    assert reached_at([*narrow, 0.05], wanted) == 120


def test_too_few_replications_are_refused() -> None:
    with pytest.raises(ValidationError, match="at least 3"):
        Precision(relative=0.1, most=2)


@pytest.mark.slow
def test_the_replications_algorithm_of_sim_tools_says_the_same() -> None:
    """Hoad's algorithm as others wrote it. Below a hundred replications, where theirs moves its look ahead too."""
    from sim_tools.output_analysis import ReplicationsAlgorithm  # noqa: PLC0415 - five seconds

    answers = set()
    for seed in range(40):
        values = normal(seed, spread=1 + seed % 4, count=200)

        class Recorded:
            def single_run(self, replication_number: int) -> dict[str, float]:
                return {"kpi": values[replication_number]}  # noqa: B023 - used within this turn of the loop

        algorithm = ReplicationsAlgorithm(half_width_precision=0.1, look_ahead=5, replication_budget=190)
        theirs, _ = algorithm.select(Recorded(), ["kpi"])
        ours = reached_at(deviations(values, 0.95), Precision(relative=0.1))
        assert ours == theirs["kpi"]
        answers.add(ours)
    assert len(answers) > 5


def test_the_precision_that_was_reached_holds_over_the_look_ahead() -> None:
    wanted = Precision(relative=0.05)
    found = deviations(normal(3, 2, 300), 0.95)
    reached = reached_at(found, wanted)
    assert reached is not None
    narrow = [each is not None and each <= 0.05 for each in found]
    assert all(narrow[reached - 1 : reached + wanted.look_ahead])
    # No earlier stretch was as long.
    ends = [at for at, (one, other) in enumerate(pairwise([False, *narrow[: reached - 1]])) if other and not one]
    assert all(not all(narrow[at : at + wanted.look_ahead + 1]) for at in ends)
