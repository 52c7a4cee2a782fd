"""Two sides in turns, A B A B …, so that a machine that slows down slows both."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.measuring import Measurement, Side, measure_alone
from benchmarks.results import Aim, Row, Spread, row_of_two
from simulations.statistics.intervals import mean_interval

TASKS = "completed tasks per CPU second"
MEMORY = "peak MB added by a run"
CYCLE_TIME = "mean cycle time, hours"

WIDEST = 0.25
"""Half an interval with which almost any two programs would be found to agree."""


@dataclass(frozen=True)
class Pairing:
    """What is compared.

    Attributes
    ----------
    sides : ours, the peer's
    tasks, memory : what is aimed at
    """

    name: str
    peer: str
    sides: tuple[Side, Side]
    cases: int
    rounds: int
    tasks: Aim | None = None
    memory: Aim | None = None


def compare(pairing: Pairing) -> Iterator[Row]:
    """Measure two sides in turns, each time in a fresh process, with a seed for each round.

    Yields
    ------
    speed, memory, and what a case takes in the mean where the sides tell it
    """
    seeds = range(1, pairing.rounds + 1)
    ours, peers = pairing.sides
    turns = [(measure_alone(ours, pairing.cases, seed), measure_alone(peers, pairing.cases, seed)) for seed in seeds]
    name = f"{pairing.name}, {pairing.cases:,} cases"
    yield _row((name, TASKS, pairing.peer), turns, lambda each: each.tasks_per_second, pairing.tasks)
    yield _row((name, MEMORY, pairing.peer), turns, lambda each: each.megabytes, pairing.memory)
    hours = _hours([our for our, _ in turns]), _hours([their for _, their in turns])
    if hours[0] and hours[1]:
        yield _same_times(name, pairing.peer, *hours)


def _row(
    names: tuple[str, str, str],
    turns: Sequence[tuple[Measurement, Measurement]],
    of: Callable[[Measurement], float],
    aim: Aim | None,
) -> Row:
    return row_of_two(names, [of(our) for our, _ in turns], [of(their) for _, their in turns], aim)


def _hours(measured: Sequence[Measurement]) -> list[float]:
    return [each.cycle_hours for each in measured if each.cycle_hours is not None]


def _same_times(name: str, peer: str, ours: Sequence[float], peers: Sequence[float]) -> Row:
    """Whether both simulated the same thing: the ratio of means should be 1, as far as so few rounds can tell.

    The sides draw numbers of their own, so rounds are no pairs. What is aimed at is as wide as a 99 % interval on the
    ratio, from the variances of both sides' rounds. If that is too wide to tell anything, nothing is said.
    """
    row = row_of_two((name, CYCLE_TIME, peer), ours, peers)
    of_ours, of_peers = mean_interval(ours, 0.99), mean_interval(peers, 0.99)
    if of_ours.half_width is None or of_peers.half_width is None:
        return row
    ratio = of_ours.mean / of_peers.mean
    relative = (of_ours.half_width / of_ours.mean, of_peers.half_width / of_peers.mean)
    width = ratio * (relative[0] ** 2 + relative[1] ** 2) ** 0.5
    found = Spread(ratio, ratio - width, ratio + width)
    aim = Aim("ratio", 1 - width, 1 + width) if width <= WIDEST else None
    return Row(row.benchmark, row.measure, row.ours, peer, row.peers, found, aim)
