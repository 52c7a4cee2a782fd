"""Answers about lanes in the one form that views are made from: how a lane does, before and after, by lever."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from services.experiments.attribution import Attributed
from services.experiments.report.language import both
from services.experiments.simulating import Simulated
from services.experiments.views.asking import Asking
from services.experiments.views.key_figures import shown_alone, shown_compared
from services.experiments.views.shapes import Side, Words
from services.experiments.views.told import Sided, Told
from services.experiments.views.wording import said
from simulations.attribution.attribution import LaneAttribution
from simulations.comparison import Comparison, LaneComparison
from simulations.figures import Side as SideFigures
from workflows.measures.kpis import KPIS


def told_alone(asking: Asking, found: Simulated) -> Told:
    """How a lane does."""
    model, title = asking.models[0], said(both(found.title))
    return Told(
        about=title,
        lane=found.lane,
        compared=False,
        kpis=shown_alone(found),
        sides=(Sided("alone", title, found.side, model.lane, asking.hashes[0]),),
        limits=model.lane.limits,
        targets=(),
        levers=(),
        levers_start={},
        longest_limits=None,
        lever_replications=0,
        footer=asking.footer(found.design, "means"),
    )


def told_compared(asking: Asking, found: Comparison) -> Iterator[Told]:
    """The lane in question before and after, then each lane beside it."""
    own = LaneComparison(
        lane=found.lane,
        title=found.lane_title,
        before=found.before,
        after=found.after,
        kpis=found.kpis,
        levers=found.levers,
        levers_start=found.levers_start,
        limits=found.limits,
        targets=found.targets,
    )
    first = _of_lane(asking, found, own, 0)
    yield replace(first, about=said(both(found.title)))
    for number, lane in enumerate(found.beside, start=1):
        yield _of_lane(asking, found, lane, number)


def told_attributed(asking: Asking, found: Attributed) -> Iterator[tuple[Told, LaneAttribution]]:
    """The lane in question before and after, then each lane beside it; only key figures are known of them."""
    attribution, after = found.attribution, asking.models[-1]
    for number, of in enumerate(attribution.lanes):
        lane = after.measured[number]
        kpis = {kpi: (of.before.get(kpi), of.after.get(kpi), of.difference.get(kpi)) for kpi in KPIS}
        told = Told(
            about=said(both(of.title if number else attribution.title)),
            lane=of.lane,
            compared=True,
            kpis=shown_compared(kpis),
            sides=(),
            limits=lane.limits,
            targets=(),
            levers=(),
            levers_start={},
            longest_limits=(of.on_paper_before, of.on_paper_after),
            lever_replications=attribution.design.replications,
            footer=asking.footer(attribution.design, "attributed"),
        )
        yield told, of


def _of_lane(asking: Asking, found: Comparison, of: LaneComparison, number: int) -> Told:
    return Told(
        about=said(both(of.title)),
        lane=of.lane,
        compared=True,
        kpis=shown_compared({kpi.kpi: (kpi.before, kpi.after, kpi.difference) for kpi in of.kpis}),
        sides=(
            _sided(asking, 0, number, "before", of.before),
            _sided(asking, -1, number, "after", of.after),
        ),
        limits=of.limits,
        targets=of.targets,
        levers=of.levers,
        levers_start=of.levers_start,
        longest_limits=(of.before.longest_limit, of.after.longest_limit),
        lever_replications=min(found.design.lever_replications, found.design.replications),
        footer=asking.footer(found.design, "paired"),
    )


def _sided(asking: Asking, model: int, number: int, side: Side, figures: SideFigures) -> Sided:
    lane = asking.models[model].measured[number]
    words = Words(zh="改革前", en="before") if side == "before" else Words(zh="改革后", en="after")
    return Sided(side, words, figures, lane, asking.hashes[model])
