"""What is worth choosing where two figures pull apart: choices that no other one beats in both.

A space that is small enough is enumerated; a larger one is searched by a population of choices that are crossed and
changed, and of which those live on that are beaten by few and lie far from others.

References
----------
Deb, Pratap, Agarwal & Meyarivan (2002), A fast and elitist multiobjective genetic algorithm: NSGA-II. IEEE Transactions
on Evolutionary Computation 6(2), 182-197; as implemented by optuna (Akiba et al. 2019, KDD).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice, product
from math import prod
from typing import Final, TypeAlias

from simulations.statistics.studies import needed
from workflows.definition.provenance import Frozen

Choice: TypeAlias = tuple[int, ...]
Both: TypeAlias = tuple[float, float]
"""Two figures, less is better in both."""

Weigh: TypeAlias = Callable[[Sequence[Choice]], Sequence[Both | None]]
"""What each of some choices comes to, none for one that cannot be made; all of them may be simulated side by side."""

_AT_ONCE: Final = 256
"""Choices of an enumeration that are weighed together, so that not all of a large space is in memory."""


class Weighed(Frozen):
    """A choice and what it comes to."""

    choice: Choice
    figures: Both


class Front(Frozen):
    """What is worth choosing.

    Parameters
    ----------
    front : the cheapest first
    tried : how many choices were weighed
    of : how many there are; all of them were weighed if that is as many as were tried
    """

    front: tuple[Weighed, ...]
    tried: int
    of: int


def front_of(weighed: Mapping[Choice, Both | None]) -> tuple[Weighed, ...]:
    """The choices that no other one beats, ascending by the first figure.

    Examples
    --------
    >>> [each.choice for each in front_of({(1,): (1, 9), (2,): (2, 4), (3,): (3, 5), (4,): None})]
    [(1,), (2,)]
    """
    known = sorted((figures, choice) for choice, figures in weighed.items() if figures is not None)
    front: list[Weighed] = []
    for figures, choice in known:
        if not front or figures[1] < front[-1].figures[1]:
            front.append(Weighed(choice=choice, figures=figures))
    return tuple(front)


def enumerated(ranges: Sequence[tuple[int, int]], weigh: Weigh) -> Front:
    """Weigh every choice.

    Parameters
    ----------
    ranges : least and most of each decision
    """
    everything = product(*(range(low, high + 1) for low, high in ranges))
    weighed: dict[Choice, Both | None] = {}
    while choices := list(islice(everything, _AT_ONCE)):
        weighed.update(zip(choices, weigh(choices), strict=True))
    return Front(front=front_of(weighed), tried=len(weighed), of=len(weighed))


def searched(ranges: Sequence[tuple[int, int]], weigh: Weigh, trials: int, seed: int, population: int = 24) -> Front:
    """Weigh choices that NSGA-II proposes, one generation after the other; the same seed proposes the same.

    Parameters
    ----------
    trials : proposals; one that was made before is not weighed again
    population : of a generation

    Raises
    ------
    OperationFailedError
        If optuna is not installed.
    """
    optuna = needed("optuna", "optuna")
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    sampler = optuna.samplers.NSGAIISampler(seed=seed, population_size=population)
    study = optuna.create_study(directions=["minimize", "minimize"], sampler=sampler)
    weighed: dict[Choice, Both | None] = {}
    for first in range(0, trials, population):
        asked = [study.ask() for _ in range(min(population, trials - first))]
        proposed = [
            tuple(trial.suggest_int(str(at), low, high) for at, (low, high) in enumerate(ranges)) for trial in asked
        ]
        new = [choice for choice in dict.fromkeys(proposed) if choice not in weighed]
        weighed.update(zip(new, weigh(new), strict=True))
        for trial, choice in zip(asked, proposed, strict=True):
            figures = weighed[choice]
            if figures is None:
                study.tell(trial, state=optuna.trial.TrialState.FAIL)
            else:
                study.tell(trial, figures)
    return Front(front=front_of(weighed), tried=len(weighed), of=size(ranges))


def size(ranges: Sequence[tuple[int, int]]) -> int:
    """How many choices there are."""
    return prod(high - low + 1 for low, high in ranges)
