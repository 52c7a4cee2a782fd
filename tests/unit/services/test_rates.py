"""A sender may send so many requests in the long run, and so many at once after a pause."""

from __future__ import annotations

import pytest

from services.api.rates import Rates

SECOND = 1_000_000_000


class _Clock:
    now = 1_000 * SECOND

    def __call__(self) -> int:
        return self.now


def test_after_a_burst_one_request_may_be_sent_in_every_span_of_the_rate() -> None:
    clock = _Clock()
    rates = Rates(per_second=10, burst=5, clock=clock)
    assert [rates.wait_of("a") for _ in range(5)] == [0] * 5
    assert rates.wait_of("a") == pytest.approx(0.1)
    clock.now += SECOND // 10
    assert rates.wait_of("a") == 0
    assert rates.wait_of("a") == pytest.approx(0.1), "a refused request is not counted"


def test_in_the_long_run_the_rate_is_kept_however_requests_come() -> None:
    clock = _Clock()
    rates = Rates(per_second=10, burst=5, clock=clock)
    allowed = 0
    for _ in range(10_000):  # a hundred seconds, a hundred requests in each
        allowed += rates.wait_of("a") == 0
        clock.now += SECOND // 100
    assert allowed == pytest.approx(100 * 10 + 5, abs=1)


def test_senders_do_not_take_from_each_other() -> None:
    rates = Rates(per_second=1, burst=1, clock=_Clock())
    assert rates.wait_of("a") == 0
    assert rates.wait_of("a") == pytest.approx(1)
    assert rates.wait_of("b") == 0


def test_those_who_have_sent_nothing_for_long_are_forgotten() -> None:
    clock = _Clock()
    rates = Rates(per_second=1, burst=1, clock=clock)
    for number in range(10_000):
        rates.wait_of(str(number))
    clock.now += 2 * SECOND
    rates.wait_of("one more")
    assert len(rates._used_up_at) == 1
