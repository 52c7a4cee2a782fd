"""How many people a goal takes: simulations of the staffings that the search asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from pydantic import PositiveInt

from simulations.experiment import Design, Model, Observed
from simulations.goals import Goal
from simulations.members import PoolRange, cost_of, hourly_cost, in_yuan, with_members
from simulations.remembering import RememberingExecutor
from simulations.statistics.intervals import (
    Interval,
    Span,
    mean_interval,
    share_interval,
    share_over_replications,
)
from simulations.statistics.staffing import Fewest, Judged, Members, Verdict, fewest
from workflows.definition.provenance import Frozen, Title
from workflows.errors import InvalidInputError

_LOOKS: Final = 3
"""A staffing is looked at after the design's replications, and twice more after twice as many, if it is close."""


class StaffingFound(Frozen):
    """How many people a goal takes.

    Parameters
    ----------
    pools : in the order of the members
    prices : of one member of each: yuan an hour, or 1 each if some pool states no cost
    in_yuan : which of the two
    cost : of those chosen
    proven : whether the goal is surely met, and with one fewer anywhere surely missed
    kept : share of the replications in which those chosen keep the goal: it is met on the mean, not in every year
    """

    lane: str
    title: Title
    goal: Goal
    design: Design
    pools: tuple[PoolRange, ...]
    prices: tuple[float, ...]
    in_yuan: bool
    found: Fewest
    cost: float | None
    proven: bool
    kept: Span | None


def find_staffing(
    model: Model,
    pools: Sequence[PoolRange],
    goal: Goal,
    design: Design,
    executor: RememberingExecutor,
    most: PositiveInt = 60,
    progress: Callable[[Judged], None] = lambda judged: None,
) -> StaffingFound:
    """Find the cheapest staffing that meets a goal, and show that one fewer does not.

    Parameters
    ----------
    design : its replications are those of the first look at a staffing; all of them share their random numbers
    most : staffings that may be judged
    progress : told each verdict

    Raises
    ------
    InvalidInputError
        If no case tells the goal's figure, or a range leaves nobody.
    """
    names = tuple(each.pool for each in pools)
    prices = hourly_cost(model, names)

    def named(members: Members) -> dict[str, int]:
        return dict(zip(names, members, strict=True))

    def judge(members: Members, chance: float) -> Judged:
        judged = _judged(with_members(model, named(members)), members, goal, design, chance, executor)
        progress(judged)
        return judged

    def kept(chosen: Judged) -> Span:
        changed, count = with_members(model, named(chosen.members)), chosen.found.values
        figures = [goal.figure(executor.observe(changed, design, number).result()) for number in range(count)]
        return share_interval(sum(goal.holds(_known(figure, goal)) for figure in figures), count, design.confidence)

    ranges = [(each.low, each.high) for each in pools]
    found = fewest(ranges, lambda members: cost_of(named(members), prices), judge, design.confidence, most)
    return StaffingFound(
        lane=model.lane.id,
        title=model.lane.title,
        goal=goal,
        design=design,
        pools=tuple(pools),
        prices=tuple(prices[name] for name in names),
        in_yuan=in_yuan(model, names),
        found=found,
        cost=None if found.chosen is None else cost_of(named(found.chosen.members), prices),
        proven=found.proven,
        kept=None if found.chosen is None else kept(found.chosen),
    )


def _judged(
    model: Model, members: Members, goal: Goal, design: Design, chance: float, executor: RememberingExecutor
) -> Judged:
    observed: list[Observed] = []
    for look in range(_LOOKS):
        ahead = range(len(observed), max(2, design.replications) * 2**look)
        futures = [executor.observe(model, design, number) for number in ahead]
        observed += [future.result() for future in futures]
        # Each look may be the one that errs.
        found = _interval(goal, observed, 1 - chance / _LOOKS)
        verdict = goal.verdict(found)
        if verdict is not Verdict.UNDECIDED:
            break
    return Judged(members=members, found=found, verdict=verdict)


def _interval(goal: Goal, observed: Sequence[Observed], confidence: float) -> Interval:
    values = [_known(goal.figure(each), goal) for each in observed]
    counts = [goal.counts(each) for each in observed]
    known = [each for each in counts if each is not None]
    if len(known) < len(counts):
        return mean_interval(values, confidence)
    return share_over_replications([count for count, _ in known], [of for _, of in known], confidence)


def _known(value: float | None, goal: Goal) -> float:
    if value is None:
        raise InvalidInputError(
            f"expected a goal that every replication tells; {goal.text!r} has no value in some. Run more cases."
        )
    return value
