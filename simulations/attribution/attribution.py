"""What each lever of a reform saves: given those before it, and whatever the order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from pydantic import NonNegativeInt, PositiveInt

from simulations.attribution.coalitions import Figures, Player, Reform, State, simulated_figures
from simulations.attribution.estimates import Estimate, Estimator, Worth, over_all_orders, over_pairs
from simulations.attribution.games import (
    Coalition,
    coalitions_along,
    family_of,
    formable,
    members,
    needs_in,
)
from simulations.attribution.orders import draw_pairs, needs_of
from simulations.experiment import Design
from simulations.statistics.intervals import Interval, mean_interval, paired_interval
from workflows.definition.lane import Lane
from workflows.definition.longest_limit import longest_limit
from workflows.definition.provenance import Frozen, Title
from workflows.interpreter.draws import key_of, uniform


class OnPaper(Frozen):
    """What a lever changes in the working days that limits come to. Nothing is simulated for it.

    Parameters
    ----------
    in_order : given the levers before it
    over_orders : averaged over orders
    orders_half_width : of the interval that allows for the choice of orders; 0 if all orders are taken
    least, most : over the coalitions that the lever was seen to join
    """

    in_order: int
    over_orders: float
    orders_half_width: float | None
    least: float
    most: float


class LeverAttribution(Frozen):
    """What one lever changes.

    Parameters
    ----------
    lever : its id, or that of the principle under which several are introduced
    called : what the scenario calls it
    needs : places, from 0, of the levers that have to be there before it
    in_order : KPI id to what it changes given those before it in the scenario's order
    over_orders : KPI id to what it changes averaged over all orders that can be gone
    """

    lever: str
    called: Title
    needs: tuple[NonNegativeInt, ...]
    in_order: dict[str, Interval]
    over_orders: dict[str, Estimate]
    on_paper: OnPaper


class LaneAttribution(Frozen):
    """What a reform changes in one lane, divided among its levers.

    Parameters
    ----------
    lane : its id
    before, after, difference : KPI id to its mean, paired by replication; both ways of dividing add up to `difference`
    on_paper_before, on_paper_after : working days that the limits come to
    levers : in the scenario's order
    """

    lane: str
    title: Title
    before: dict[str, Interval]
    after: dict[str, Interval]
    difference: dict[str, Interval]
    on_paper_before: NonNegativeInt
    on_paper_after: NonNegativeInt
    levers: tuple[LeverAttribution, ...]


class Attribution(Frozen):
    """A reform's whole difference, divided among its levers.

    Parameters
    ----------
    orders_taken : all that can be gone, or some that were drawn
    orders : how many these are; orders that were drawn twice count twice
    coalitions : how many the levers form in these orders and in their own
    coalitions_run : how many of them differ for whoever travels the lanes, and were run
    lanes : the lane in question, then those beside it, from the same runs
    """

    scenario: str
    title: Title
    design: Design
    orders_taken: Literal["all", "drawn"]
    orders: PositiveInt
    coalitions: PositiveInt
    coalitions_run: PositiveInt
    lanes: tuple[LaneAttribution, ...]


@dataclass(frozen=True, slots=True)
class _Game:
    """Which coalitions have to be known, and how values come out of them."""

    orders_taken: Literal["all", "drawn"]
    orders: int
    coalitions: tuple[Coalition, ...]
    needs: tuple[Coalition, ...]
    estimator: Estimator


def attribute(
    reform: Reform[State],
    design: Design,
    orders: int,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Attribution:
    """Divide what a reform changes among its levers.

    Parameters
    ----------
    orders : how many are drawn if there are too many; all are taken if these need no more coalitions than so many
        drawn ones could
    executor : where replications run
    progress : told how many replications of how many are done

    Raises
    ------
    InvalidInputError
        If a lever of the reform does not fit.
    """
    reform.model(reform.everybody)
    game = _game(reform, orders, design.seed)
    declared = coalitions_along(tuple(range(len(reform.players))))
    models = {each: reform.model(each) for each in sorted({*declared, *game.coalitions})}
    figures, run = simulated_figures(models, design, executor, progress)
    return Attribution(
        scenario=reform.scenario,
        title=reform.title,
        design=design,
        orders_taken=game.orders_taken,
        orders=game.orders,
        coalitions=len(models),
        coalitions_run=run,
        lanes=tuple(
            _of_lane(reform.players, game, {each: model.measured[number] for each, model in models.items()}, of, design)
            for number, of in enumerate(figures)
        ),
    )


def _of_lane(
    players: Sequence[Player],
    game: _Game,
    lanes: Mapping[Coalition, Lane],
    figures: Mapping[Coalition, Figures],
    design: Design,
) -> LaneAttribution:
    everybody = (1 << len(players)) - 1
    kpis = [kpi for kpi in figures[0] if all(kpi in of for of in figures.values())]
    estimates = {kpi: game.estimator(_worth(figures, kpi), design.confidence) for kpi in kpis}
    limits = {each: longest_limit(lane) for each, lane in lanes.items()}
    # Limits are the same in all replications, and two tell it.
    paper = game.estimator({each: (float(days),) * 2 for each, days in limits.items()}, design.confidence)

    def changes(without: Coalition, joined: Coalition) -> dict[str, Interval]:
        pairs = {kpi: (figures[without][kpi], figures[joined][kpi]) for kpi in kpis}
        return {kpi: paired_interval(*pair, design.confidence) for kpi, pair in pairs.items()}

    declared = pairwise(coalitions_along(tuple(range(len(players)))))
    return LaneAttribution(
        lane=lanes[0].id,
        title=lanes[0].title,
        before={kpi: mean_interval(figures[0][kpi], design.confidence) for kpi in kpis},
        after={kpi: mean_interval(figures[everybody][kpi], design.confidence) for kpi in kpis},
        difference=changes(0, everybody),
        on_paper_before=limits[0],
        on_paper_after=limits[everybody],
        levers=tuple(
            LeverAttribution(
                lever=player.id,
                called=player.called,
                needs=tuple(members(game.needs[place])),
                in_order=changes(without, joined),
                over_orders={kpi: estimates[kpi][place] for kpi in kpis},
                on_paper=_on_paper(limits[joined] - limits[without], paper[place]),
            )
            for place, (player, (without, joined)) in enumerate(zip(players, declared, strict=True))
        ),
    )


def _game(reform: Reform[State], orders: int, seed: int) -> _Game:
    count = len(reform.players)
    pairs_wanted = max(1, orders // 2)
    affordable = 2 * pairs_wanted * (count - 1) + 2
    found = formable(count, reform.can_form, affordable)
    if found is not None:
        family = family_of(count, found)
        return _Game("all", family.orders, family.coalitions, needs_in(family), over_all_orders(family))
    needs = needs_of(count, reform.can_form)
    key = key_of(seed, 0, "attribution/orders")
    pairs = draw_pairs(needs, reform.can_form, pairs_wanted, lambda index: uniform(key, index))
    along = {each for pair in pairs for order in pair for each in coalitions_along(order)}
    return _Game("drawn", 2 * len(pairs), tuple(sorted(along)), needs, over_pairs(pairs))


def _worth(figures: Mapping[Coalition, Figures], kpi: str) -> Worth:
    return {coalition: of[kpi] for coalition, of in figures.items()}


def _on_paper(in_order: int, estimate: Estimate) -> OnPaper:
    return OnPaper(
        in_order=in_order,
        over_orders=estimate.change.mean,
        orders_half_width=estimate.orders_half_width,
        least=estimate.least,
        most=estimate.most,
    )
