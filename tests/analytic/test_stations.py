"""One station against its closed form."""

from __future__ import annotations

import math

import pytest

from tests.analytic.experiments import (
    Length,
    cycle_hours,
    figure,
    holds,
    interval,
    length_for,
    load_at,
    queue_at,
    share_that_waits,
    sojourn_of,
    wait_at,
    wait_of,
    watch_all,
)
from tests.analytic.lanes import Raw, block, exponential, fixed, lognormal, queue, sequence, share, task
from tests.oracles.queueing import (
    chance_to_wait_in_mmc,
    sojourns_with_interruptions,
    wait_in_dm1,
    wait_in_mg1,
    wait_in_mm1,
    wait_in_mmc,
    waits_by_priority,
)
from workflows.definition.lane import Lane

FAST = 0.15
"""Relative half-width of the runs that every test run affords; the slow ones want a smaller one at a higher load."""
SLOW = 0.06


def station(service: Raw, gap: Raw, members: int = 1) -> Lane:
    return queue(task("serve", "desk", service), {"desk": members}, gap)


@pytest.mark.parametrize(
    ("load", "half_width"), [(0.5, FAST), pytest.param(0.8, SLOW, marks=[pytest.mark.slow, pytest.mark.timeout(900)])]
)
def test_mm1(load: float, half_width: float) -> None:
    length = length_for(half_width, arrival_rate=load, load=load)
    watched = watch_all(station(exponential(1), exponential(1 / load)), length)

    wait = wait_in_mm1(load, 1)
    assert holds(interval(watched, wait_at("desk")), wait, half_width)
    assert holds(interval(watched, queue_at("desk")), load * wait, half_width)
    assert holds(interval(watched, load_at("desk")), load, half_width)
    assert holds(interval(watched, cycle_hours), wait + 1, half_width)
    assert holds(interval(watched, lambda each: figure(each, "work_in_progress")), load / (1 - load), half_width)
    # Time in an M/M/1 is exponential, which its mean alone does not tell.
    tail = math.log(10) / (1 - load)
    assert holds(interval(watched, lambda each: figure(each, "cycle_time.p90") * 24), tail, half_width)


@pytest.mark.parametrize(
    ("load", "members", "half_width"),
    [
        (0.5, 2, FAST),
        pytest.param(0.85, 4, SLOW, marks=[pytest.mark.slow, pytest.mark.timeout(900)]),
    ],
)
def test_mmc(load: float, members: int, half_width: float) -> None:
    # A fast server with as much work as all of them together forgets no later, and waits in a row resemble each other
    # as much; but most cases find somebody free, so the same relative precision of the mean takes 1 / Erlang C more.
    rate = load * members
    waits = chance_to_wait_in_mmc(rate, 1, members)
    single = length_for(half_width, arrival_rate=rate, load=load, service_rate=members)
    length = Length(single.warm_up, single.window * load / waits, half_width)
    watched = watch_all(station(exponential(1), exponential(1 / rate), members), length)

    assert holds(interval(watched, wait_at("desk")), wait_in_mmc(rate, 1, members), half_width)
    assert holds(interval(watched, load_at("desk")), load, half_width)

    assert holds(interval(watched, share_that_waits("serve")), waits, half_width)


@pytest.mark.parametrize(
    ("service", "variation"), [(fixed(1), 0.0), (lognormal(1, 0.8), 0.64)], ids=["M/D/1", "M/lognormal/1"]
)
@pytest.mark.parametrize(
    ("load", "half_width"), [(0.5, FAST), pytest.param(0.8, SLOW, marks=[pytest.mark.slow, pytest.mark.timeout(900)])]
)
def test_mg1(service: Raw, variation: float, load: float, half_width: float) -> None:
    length = length_for(half_width, arrival_rate=load, load=load, service_variation=variation)
    watched = watch_all(station(service, exponential(1 / load)), length)
    assert holds(interval(watched, wait_at("desk")), wait_in_mg1(load, 1, variation), half_width)
    assert holds(interval(watched, load_at("desk")), load, half_width)


def test_dm1() -> None:
    # Half as much varies as in M/M/1, but fewer cases wait at all: planned as if the gaps varied too.
    load = 0.6
    length = length_for(FAST, arrival_rate=load, load=load)
    watched = watch_all(station(exponential(1), fixed(1 / load)), length)
    assert holds(interval(watched, wait_at("desk")), wait_in_dm1(load, 1), FAST)


@pytest.mark.parametrize(
    ("load", "half_width"), [(0.5, FAST), pytest.param(0.8, SLOW, marks=[pytest.mark.slow, pytest.mark.timeout(900)])]
)
def test_priorities(load: float, half_width: float) -> None:
    """Non-preemptive: the urgent wait for whoever is being served, the others for all the urgent too."""
    urgent = 0.4
    body = block(
        "choice",
        "kind",
        paths=[{"share": share(urgent), "step": task("urgent", "desk", exponential(1), priority=-1)}],
        otherwise=task("usual", "desk", exponential(1), priority=0),
    )
    length = length_for(half_width, arrival_rate=load * (1 - urgent), load=load)
    watched = watch_all(queue(sequence(body), {"desk": 1}, exponential(1 / load)), length)

    expected = waits_by_priority([load * urgent, load * (1 - urgent)], 1, 1)
    for step, wait in zip(("urgent", "usual"), expected, strict=True):
        assert holds(interval(watched, wait_of(step)), wait, half_width)
    # Who goes first changes who waits, not how much work there is (Kleinrock's conservation law).
    assert holds(interval(watched, wait_at("desk")), wait_in_mm1(load, 1), half_width)


@pytest.mark.parametrize(
    ("load", "half_width"), [(0.5, FAST), pytest.param(0.8, SLOW, marks=[pytest.mark.slow, pytest.mark.timeout(900)])]
)
def test_priorities_that_interrupt(load: float, half_width: float) -> None:
    """Preemptive, resume: to the urgent the others are not there at all."""
    urgent = 0.4
    body = block(
        "choice",
        "kind",
        paths=[{"share": share(urgent), "step": task("urgent", "desk", exponential(1), priority=-1)}],
        otherwise=task("usual", "desk", exponential(1), priority=0),
    )
    plain = queue(sequence(body), {"desk": 1}, exponential(1 / load))
    desk = plain.pools["desk"].model_copy(update={"interrupts": True})
    length = length_for(half_width, arrival_rate=load * (1 - urgent), load=load)
    watched = watch_all(plain.model_copy(update={"pools": {"desk": desk}}), length)

    expected = sojourns_with_interruptions([load * urgent, load * (1 - urgent)], 1, 1)
    for step, sojourn in zip(("urgent", "usual"), expected, strict=True):
        assert holds(interval(watched, sojourn_of(step)), sojourn, half_width)
    # Memoryless work is left as long as it was, so how long a case stays on average does not care who goes first.
    assert holds(interval(watched, cycle_hours), wait_in_mm1(load, 1) + 1, half_width)
    assert holds(interval(watched, load_at("desk")), load, half_width)
