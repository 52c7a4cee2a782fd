"""Blocks and several stations against their closed forms."""

from __future__ import annotations

import pytest

from tests.analytic.experiments import (
    Length,
    cycle_hours,
    figure,
    holds,
    interval,
    length_for,
    length_of_cases,
    load_at,
    share_completed,
    wait_at,
    watch_all,
)
from tests.analytic.lanes import applicant, block, exponential, queue, sequence, share, task, title
from tests.oracles.queueing import (
    mean_of_chosen,
    mean_of_longest,
    mean_of_shortest,
    sojourn_in_fork_join,
    visits_with_returns,
    wait_in_mm1,
    wait_in_mmc,
)
from workflows.measures import case_table

FAST, SLOW = 0.15, 0.06
LOADS = [(0.5, FAST), pytest.param(0.75, SLOW, marks=[pytest.mark.slow, pytest.mark.timeout(900)])]

RATE = 1.0
"""Cases per hour where nobody queues."""


@pytest.mark.parametrize(("load", "half_width"), LOADS)
def test_tandem(load: float, half_width: float) -> None:
    """What leaves M/M/1 is Poisson again (Burke), so the second station is M/M/2 by itself (Jackson)."""
    body = sequence(task("first", "window", exponential(1)), task("second", "office", exponential(2)))
    length = length_for(half_width, arrival_rate=load, load=load)
    watched = watch_all(queue(body, {"window": 1, "office": 2}, exponential(1 / load)), length)

    first, second = wait_in_mm1(load, 1), wait_in_mmc(load, 0.5, 2)
    assert holds(interval(watched, wait_at("window")), first, half_width)
    assert holds(interval(watched, cycle_hours), first + 1 + second + 2, half_width)
    assert holds(interval(watched, load_at("office")), load, half_width)


@pytest.mark.parametrize(("load", "half_width"), LOADS)
def test_rework(load: float, half_width: float) -> None:
    """Cases come back with chance 0.3: geometric visits, and an M/M/1 at the rate of all visits (Jackson)."""
    again, at_most = 0.3, 60
    arrival_rate = load / visits_with_returns(again, at_most)
    bad = [{"id": "ok", "title": title("ok")}, {"id": "bad", "title": title("bad"), "share": share(again)}]
    check = task("check", "desk", exponential(1), outcomes=bad)
    body = block(
        "loop",
        "until_good",
        body=check,
        again={"outcome_of": "check", "in": ["bad"]},
        at_most=at_most,
        provenance=share(again)["provenance"],
    )
    # Planned for cases, not visits: those of one case resemble each other.
    length = length_for(half_width, arrival_rate=arrival_rate, load=load)
    watched = watch_all(queue(body, {"desk": 1}, exponential(1 / arrival_rate)), length)

    assert holds(interval(watched, cycle_hours), load / (1 - load) / arrival_rate, half_width)
    assert holds(interval(watched, load_at("desk")), load, half_width)
    visits = visits_with_returns(again, at_most)
    assert holds(interval(watched, lambda each: figure(each, "steps")), visits, half_width)


@pytest.mark.parametrize(("load", "half_width"), LOADS)
def test_fork_and_join(load: float, half_width: float) -> None:
    body = block(
        "parallel", "both", branches=[task("left", "west", exponential(1)), task("right", "east", exponential(1))]
    )
    length = length_for(half_width, arrival_rate=load, load=load)
    watched = watch_all(queue(body, {"west": 1, "east": 1}, exponential(1 / load)), length)
    assert holds(interval(watched, cycle_hours), sojourn_in_fork_join(load, 1), half_width)


ALONE = 20_000
"""Cases that never meet: enough for a relative half-width of 4 % of an exponential's mean."""


def alone(longest: float) -> Length:
    return length_of_cases(ALONE, arrival_rate=RATE, longest_hours=longest)


def test_nobody_queues() -> None:
    """M/M/infinity: as many under way as arrive in the time of one."""
    length = alone(3)
    watched = watch_all(queue(applicant("think", exponential(3)), {}, exponential(1 / RATE)), length)
    assert holds(interval(watched, cycle_hours), 3, length.half_width)
    # Counts of cases under way that overlap resemble each other: two relaxation times of 3 hours to one fresh count.
    under_way = interval(watched, lambda each: figure(each, "work_in_progress"))
    assert holds(under_way, 3 * RATE, length.half_width * (2 * 3 * RATE / 3) ** 0.5)


def test_parallel_branches_take_as_long_as_the_longest() -> None:
    means = [1.0, 2.0, 4.0]
    branches = [applicant(f"branch{index}", exponential(mean)) for index, mean in enumerate(means)]
    length = alone(max(means))
    watched = watch_all(queue(block("parallel", "all", branches=branches), {}, exponential(1 / RATE)), length)
    assert holds(interval(watched, cycle_hours), mean_of_longest(means), length.half_width)


def test_a_race_takes_as_long_as_the_shortest() -> None:
    means = [1.0, 2.0, 4.0]
    branches = [
        {"id": f"way{index}", "step": applicant(f"branch{index}", exponential(mean))}
        for index, mean in enumerate(means)
    ]
    length = alone(max(means))
    watched = watch_all(queue(block("race", "first", branches=branches), {}, exponential(1 / RATE)), length)

    shortest = mean_of_shortest(means)
    assert holds(interval(watched, cycle_hours), shortest, length.half_width)
    for index, mean in enumerate(means):
        # A share p is known to sqrt((1 - p) / p) times as much as the mean of an exponential.
        chance = shortest / mean
        width = length.half_width * ((1 - chance) / chance) ** 0.5
        assert holds(interval(watched, share_completed(f"branch{index}")), chance, width)


def test_an_inclusive_split_takes_as_long_as_the_longest_chosen() -> None:
    means, chances, otherwise = [1.0, 3.0], [0.3, 0.6], 5.0
    paths = [
        {"share": share(chance), "step": applicant(f"branch{index}", exponential(mean))}
        for index, (mean, chance) in enumerate(zip(means, chances, strict=True))
    ]
    body = block("inclusive", "some", paths=paths, otherwise=applicant("none", exponential(otherwise)))
    length = alone(otherwise)
    watched = watch_all(queue(body, {}, exponential(1 / RATE)), length)
    # A mixture of exponentials up to 5 hours scatters more than one; E[X²] <= 2 * 5 * E[X] bounds by how much.
    expected = mean_of_chosen(means, chances, otherwise)
    width = length.half_width * (2 * otherwise / expected - 1) ** 0.5
    assert holds(interval(watched, cycle_hours), expected, width)


def test_a_loop_goes_round_geometrically_often() -> None:
    """Nobody queues, so the time is that of all rounds; and a share p of the cases goes round again at all."""
    again, at_most, mean = 0.4, 60, 2.0
    bad = [{"id": "ok", "title": title("ok")}, {"id": "bad", "title": title("bad"), "share": share(again)}]
    body = block(
        "loop",
        "until_good",
        body=applicant("try", exponential(mean), outcomes=bad),
        again={"outcome_of": "try", "in": ["bad"]},
        at_most=at_most,
        provenance=share(again)["provenance"],
    )
    # Sums of geometrically many exponentials are exponential themselves, with the mean of all rounds.
    rounds = visits_with_returns(again, at_most)
    length = alone(mean * rounds)
    watched = watch_all(queue(body, {}, exponential(1 / RATE)), length)
    assert holds(interval(watched, cycle_hours), mean * rounds, length.half_width)
    # Rounds vary by sqrt(p) of their mean, less than an exponential does.
    assert holds(interval(watched, lambda each: figure(each, "steps")), rounds, length.half_width * again**0.5)
    once_more = interval(watched, lambda each: float((case_table(each.observation).redone > 0).mean()))
    assert holds(once_more, again, length.half_width * ((1 - again) / again) ** 0.5)
