"""Where a run becomes like itself: by hand, and on series whose transient is known."""

from __future__ import annotations

import random

import pytest

from simulations.statistics.warm_up import truncation


def test_by_hand() -> None:
    """Batches of 10, 0, 2, 0, 2, 0: without the first, squares around 0.8 are 4.8, over 5² = 0.192."""
    series = [value for batch in (10, 0, 2, 0, 2, 0) for value in [batch] * 5]
    found = truncation(series)
    # With all: mean 7/3, squares 100 + 4 + 4 - 6 * 49/9 = 226/3, over 36.
    assert found.statistic[:2] == pytest.approx((226 / 3 / 36, 4.8 / 25))
    # Without two: 2, 0, 2, 0: squares 4 around 1, over 16; without three: 0, 2, 0: squares 8/3 over 9.
    assert found.statistic[2:] == pytest.approx((4 / 16, 8 / 27))
    assert (found.values, found.of, found.settled) == (5, 30, True)


def test_what_does_not_fill_a_batch_is_left_out() -> None:
    assert truncation([1.0] * 23).statistic == (0.0, 0.0, 0.0)


def test_too_few_values_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 20"):
        truncation([1.0] * 19)


def autoregressive(start: float, fading: float, count: int, runs: int) -> list[float]:
    """Mean over runs of X(t) = fading * X(t - 1) + noise from X(0) = start: its mean is start * fading^t."""
    totals = [0.0] * count
    for run in range(runs):
        numbers, value = random.Random(run), start  # noqa: S311 - a test
        for at in range(count):
            totals[at] += value
            value = fading * value + numbers.gauss(0, 1)
    return [total / runs for total in totals]


@pytest.mark.parametrize("fading", [0.8, 0.9, 0.95])
def test_the_transient_of_an_autoregressive_series_is_left_out(fading: float) -> None:
    """The cut comes when what is left of the start is lost in the noise, and not much later."""
    start, runs = 40.0, 20
    found = truncation(autoregressive(start, fading, 2_000, runs))
    noise = (1 / (1 - fading**2) / runs) ** 0.5
    assert found.settled
    assert start * fading**found.values < 2 * noise
    assert start * fading ** (found.values / 6) > noise


def test_a_series_that_is_itself_from_the_start_is_kept() -> None:
    numbers = random.Random(1)  # noqa: S311 - a test
    assert truncation([numbers.gauss(5, 1) for _ in range(2_000)]).values <= 200


def test_a_series_that_never_settles_says_so() -> None:
    assert not truncation([float(at) for at in range(200)]).settled
