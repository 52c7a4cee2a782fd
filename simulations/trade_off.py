"""What a shorter time costs: staffings and levers that nothing else beats in both."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TypeAlias

from pydantic import NonNegativeInt, PositiveInt

from simulations.experiment import Design, Model, Observed
from simulations.members import PoolRange
from simulations.remembering import RememberingExecutor
from simulations.statistics.intervals import Interval, mean_interval
from simulations.statistics.pareto import Both, Choice, enumerated, searched, size
from workflows.definition.lane import Pool
from workflows.definition.provenance import Frozen, Title
from workflows.errors import InvalidInputError, UnknownNameError
from workflows.measures import KPIS

Build: TypeAlias = Callable[[dict[str, int], tuple[int, ...]], Model | None]
"""Members by pool, and places of the levers that are introduced, to the lanes; none if these cannot be."""


class Lever(Frozen):
    """A lever that may be introduced or not."""

    lever: str
    called: Title


class TradeOff(Frozen):
    """One choice that nothing else beats.

    Parameters
    ----------
    members : by pool
    levers : places of those that are introduced, in the order of the scenario
    cost : of everybody in all pools of the lanes, for each hour that they are on duty
    reached : the figure
    """

    members: dict[str, PositiveInt]
    levers: tuple[NonNegativeInt, ...]
    cost: float
    reached: Interval


class TradeOffs(Frozen):
    """What is worth choosing, the cheapest first.

    Parameters
    ----------
    levers : those that could be introduced
    in_yuan : whether costs are in yuan an hour, or in heads because some pool states no cost
    tried : choices that were simulated
    of : choices that there are; if all were tried, the front is the whole truth but for chance
    """

    lane: str
    title: Title
    kpi: str
    design: Design
    pools: tuple[PoolRange, ...]
    levers: tuple[Lever, ...]
    in_yuan: bool
    front: tuple[TradeOff, ...]
    tried: PositiveInt
    of: PositiveInt


class Space(Frozen):
    """What may be chosen, and how hard it is looked at.

    Parameters
    ----------
    kpi : what is to be short or little; a figure of which more is better is taken negatively
    trials : choices that are looked at; all of them, if there are no more
    """

    pools: tuple[PoolRange, ...]
    levers: tuple[Lever, ...]
    kpi: str
    trials: PositiveInt


def find_trade_offs(
    space: Space,
    build: Build,
    design: Design,
    executor: RememberingExecutor,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> TradeOffs:
    """Find the choices that nothing else beats in cost and in a figure.

    Parameters
    ----------
    build : a choice to the lanes
    progress : told how many choices of at most how many were looked at

    Raises
    ------
    InvalidInputError
        If no choice can be made.
    """
    if space.kpi not in KPIS:
        raise UnknownNameError("figure", space.kpi, list(KPIS))
    start = build({each.pool: each.low for each in space.pools}, ())
    if start is None:
        raise InvalidInputError("expected a lane that can be with the fewest members; found none. Begin ranges higher.")
    yuan = all(_price(pool) for pool in _pools(start))
    ranges = [*((each.low, each.high) for each in space.pools), *((0, 1) for _ in space.levers)]
    trials = min(space.trials, size(ranges))
    reached: dict[Choice, tuple[float, Interval]] = {}
    done = 0
    sign = 1.0 if KPIS[space.kpi].better == "lower" else -1.0

    def weigh(choices: Sequence[Choice]) -> list[Both | None]:
        nonlocal done
        models = [build(*_meant(space, choice)) for choice in choices]
        running = [None if model is None else _begun(model, design, executor) for model in models]
        weighed: list[Both | None] = []
        for choice, model, futures in zip(choices, models, running, strict=True):
            values = [future.result().summary.value(space.kpi) for future in futures or ()]
            known = [value for value in values if value is not None]
            if model is None or len(known) < len(values):
                weighed.append(None)
            else:
                reached[choice] = _cost(model, in_yuan=yuan), mean_interval(known, design.confidence)
                weighed.append((reached[choice][0], sign * reached[choice][1].mean))
            done += 1
            progress(done, trials)
        return weighed

    everything = size(ranges) <= space.trials
    front = enumerated(ranges, weigh) if everything else searched(ranges, weigh, space.trials, design.seed)
    return TradeOffs(
        lane=start.lane.id,
        title=start.lane.title,
        kpi=space.kpi,
        design=design,
        pools=space.pools,
        levers=space.levers,
        in_yuan=yuan,
        front=tuple(
            TradeOff(members=members, levers=levers, cost=reached[each.choice][0], reached=reached[each.choice][1])
            for each in front.front
            for members, levers in [_meant(space, each.choice)]
        ),
        tried=front.tried,
        of=front.of,
    )


def _begun(model: Model, design: Design, executor: RememberingExecutor) -> list[Future[Observed]]:
    return [executor.observe(model, design, number) for number in range(design.replications)]


def _meant(space: Space, choice: Choice) -> tuple[dict[str, int], tuple[int, ...]]:
    count = len(space.pools)
    members = {each.pool: number for each, number in zip(space.pools, choice[:count], strict=True)}
    return members, tuple(place for place, used in enumerate(choice[count:]) if used)


def _pools(model: Model) -> Sequence[Pool]:
    """Everybody once: pools of one name are the same people in all lanes."""
    lanes = reversed((*model.measured, *model.called))
    return list({id_: pool for lane in lanes for id_, pool in lane.pools.items()}.values())


def _price(pool: Pool) -> float:
    return pool.cost_per_hour.yuan if pool.cost_per_hour else 0.0


def _cost(model: Model, *, in_yuan: bool) -> float:
    return math.fsum(pool.members * (_price(pool) if in_yuan else 1.0) for pool in _pools(model))
