"""Lanes with other numbers of people, and what they cost."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from pydantic import PositiveInt

from simulations.attribution.changes import with_lever
from simulations.experiment import Model
from workflows.definition.lane import Pool
from workflows.definition.provenance import Frozen, Provenance, Source
from workflows.errors import InvalidInputError, UnknownNameError
from workflows.levers.staffing import ChangeStaff

_TRIED: Final = Provenance(source=Source.ASSUMED, basis="Tried, to see what it would do")


class PoolRange(Frozen):
    """Between how many members a pool is varied.

    Parameters
    ----------
    pool : its id
    """

    pool: str
    low: PositiveInt
    high: PositiveInt


def pool_named(model: Model, name: str) -> Pool:
    """The people of a pool of a model.

    Raises
    ------
    UnknownNameError
        If no lane of it has such a pool.
    """
    pools = {id_: pool for lane in reversed((*model.measured, *model.called)) for id_, pool in lane.pools.items()}
    if name not in pools:
        raise UnknownNameError("pool", name, list(pools))
    return pools[name]


def with_members(model: Model, members: Mapping[str, int]) -> Model:
    """A model with so many people in some pools, in whatever lane these are.

    Where people of a pool keep different hours, those of its first entry become more or fewer.

    Raises
    ------
    InvalidInputError
        If so few would leave nobody in the first entry.
    """
    for pool, count in members.items():
        first = pool_named(model, pool).staff[0]
        change = count - pool_named(model, pool).members
        if not change:
            continue
        if first.count + change < 1:
            others = pool_named(model, pool).members - first.count
            raise InvalidInputError(
                f"expected more than {others} members of pool {pool!r}, since {others} keep other hours than those "
                f"whose number is varied; found {count}. Begin the range at {others + 1}."
            )
        lanes = (*model.measured, *model.called)
        at = next(at for at, lane in enumerate(lanes) if pool in lane.pools)
        lever = ChangeStaff(pool=pool, count=first.count + change, calendar=first.calendar, provenance=_TRIED)
        model = with_lever(model, lever, at)
    return model


def hourly_cost(model: Model, pools: tuple[str, ...]) -> Mapping[str, float]:
    """What one more member of each pool costs: yuan an hour if all of them state it, else 1 each."""
    stated = {name: pool_named(model, name).cost_per_hour for name in pools}
    known = {name: money.yuan for name, money in stated.items() if money is not None and money.yuan > 0}
    return known if len(known) == len(pools) else dict.fromkeys(pools, 1.0)


def in_yuan(model: Model, pools: tuple[str, ...]) -> bool:
    """Whether costs are in yuan an hour, or in heads."""
    prices = [pool_named(model, name).cost_per_hour for name in pools]
    return all(price is not None and price.yuan > 0 for price in prices)


def cost_of(members: Mapping[str, int], prices: Mapping[str, float]) -> float:
    """What people cost for each hour that they are on duty."""
    return math.fsum(prices[pool] * count for pool, count in members.items())
