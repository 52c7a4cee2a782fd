"""Queues: closed forms, and plain recursions that give the very waits.

Rates are per hour, times are hours, `load` is the offered load of one server (rho, 0 < load < 1). The recursions share
nothing with the simulation but the numbers drawn; they know no events, no heap and no clock.

References
----------
Kleinrock (1975), Queueing Systems I: M/M/1, M/M/c, M/G/1, GI/M/1.
Cobham (1954), Priority assignment in waiting line problems. Operations Research 2(1).
Jackson (1957), Networks of waiting lines. Operations Research 5(4).
Nelson & Tantawi (1988), Approximate analysis of fork/join synchronization. IEEE Trans. Computers 37(6).
Lindley (1952); Kiefer & Wolfowitz (1955): the recursions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate, combinations, pairwise

Milliseconds = int


def wait_in_mm1(arrival_rate: float, service_rate: float) -> float:
    """Mean wait of M/M/1, service not included."""
    return wait_in_mg1(arrival_rate, 1 / service_rate, 1.0)


def wait_in_mg1(arrival_rate: float, mean_service: float, squared_variation: float) -> float:
    """Mean wait of M/G/1 (Pollaczek, Khinchine); `squared_variation` is variance / mean² of the service time."""
    load = arrival_rate * mean_service
    return load * mean_service * (1 + squared_variation) / (2 * (1 - load))


def chance_to_wait_in_mmc(arrival_rate: float, service_rate: float, servers: int) -> float:
    """Chance that all servers are busy (Erlang C), by Erlang's recursion for B."""
    offered, blocked = arrival_rate / service_rate, 1.0
    for busy in range(1, servers + 1):
        blocked = offered * blocked / (busy + offered * blocked)
    return servers * blocked / (servers - offered * (1 - blocked))


def wait_in_mmc(arrival_rate: float, service_rate: float, servers: int) -> float:
    """Mean wait of M/M/c."""
    waits = chance_to_wait_in_mmc(arrival_rate, service_rate, servers)
    return waits / (servers * service_rate - arrival_rate)


def wait_in_dm1(arrival_rate: float, service_rate: float) -> float:
    """Mean wait where cases come like clockwork: the root of s = exp(-(1 - s) / load) below 1, by bisection."""
    low, high = 0.0, 1 - 1e-9
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if math.exp(-(1 - middle) * service_rate / arrival_rate) > middle else (low, middle)
    return low / (service_rate * (1 - low))


def waits_by_priority(arrival_rates: Sequence[float], mean_service: float, squared_variation: float) -> list[float]:
    """Mean wait of each class, the most urgent first, where nobody is interrupted and all need the same (Cobham)."""
    residual = sum(arrival_rates) * mean_service**2 * (1 + squared_variation) / 2
    loads = [0.0, *accumulate(rate * mean_service for rate in arrival_rates)]
    return [residual / ((1 - before) * (1 - upto)) for before, upto in pairwise(loads)]


def sojourns_with_interruptions(
    arrival_rates: Sequence[float], mean_service: float, squared_variation: float
) -> list[float]:
    """Mean time from coming to going of each class, the most urgent first, where the urgent interrupt (resume).

    A class sees nothing of those behind it: it waits for what it and those before it left undone, and its own service
    is drawn out by whoever interrupts it.
    """
    second_moment = mean_service**2 * (1 + squared_variation)
    loads = [0.0, *accumulate(rate * mean_service for rate in arrival_rates)]
    residuals = accumulate(rate * second_moment / 2 for rate in arrival_rates)
    return [
        mean_service / (1 - before) + residual / ((1 - before) * (1 - upto))
        for (before, upto), residual in zip(pairwise(loads), residuals, strict=True)
    ]


def sojourn_in_fork_join(arrival_rate: float, service_rate: float) -> float:
    """Mean time until both of two M/M/1 that every case joins at once are done with it (Nelson and Tantawi, exact)."""
    load = arrival_rate / service_rate
    return (12 - load) / 8 / (service_rate - arrival_rate)


def visits_with_returns(again: float, at_most: int) -> float:
    """Mean times that a step is done which is done again with chance `again`, up to `at_most` times."""
    return sum(again**times for times in range(at_most + 1))


def mean_of_shortest(means: Sequence[float]) -> float:
    """Mean of the minimum of independent exponentials."""
    return 1 / sum(1 / mean for mean in means)


def mean_of_longest(means: Sequence[float]) -> float:
    """Mean of the maximum of independent exponentials, by inclusion and exclusion over their minima."""
    subsets = (chosen for size in range(1, len(means) + 1) for chosen in combinations(means, size))
    return math.fsum((-1) ** (len(chosen) + 1) * mean_of_shortest(chosen) for chosen in subsets)


def mean_of_chosen(means: Sequence[float], chances: Sequence[float], otherwise: float) -> float:
    """Mean of the maximum over those chosen, each by its own chance; the mean `otherwise` if none is."""
    total, indices = otherwise * math.prod(1 - chance for chance in chances), range(len(means))
    for size in range(1, len(means) + 1):
        for chosen in combinations(indices, size):
            share = math.prod(chances[index] if index in chosen else 1 - chances[index] for index in indices)
            total += share * mean_of_longest([means[index] for index in chosen])
    return total


def starts_in_order(
    enabled: Sequence[Milliseconds], services: Sequence[Milliseconds], servers: int
) -> list[Milliseconds]:
    """When each case is begun by `servers` alike, first come first served (Lindley; Kiefer and Wolfowitz)."""
    free, starts = [-math.inf] * servers, []
    for at, service in zip(enabled, services, strict=True):
        first = free.index(min(free))
        starts.append(int(max(at, free[first])))
        free[first] = starts[-1] + service
    return starts


def relative_variance(load: float, arrival_variation: float, service_variation: float) -> float:
    """How many independent waits one wait of a long row is worth less than: variance × n / mean², for a mean over n.

    Exact for M/M/1 (Blomqvist 1967; Daley 1968), scaled for others as in heavy traffic (Whitt 1989, Planning queueing
    simulations, Management Science 35(11)). It plans runs; it judges nothing.

    Parameters
    ----------
    arrival_variation, service_variation : variance / mean² of gaps and of service times
    """
    exact = (2 + 5 * load - 4 * load**2 + load**3) / (load * (1 - load) ** 2)
    return exact * (arrival_variation + service_variation) / 2


def relaxation_hours(service_rate: float, load: float) -> float:
    """Time in which the memory of an empty start fades by a factor e, M/M/1 (Kleinrock; Cohen 1982)."""
    return float(1 / (service_rate * (1 - math.sqrt(load)) ** 2))
