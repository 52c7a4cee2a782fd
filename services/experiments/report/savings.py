"""The levers of a comparison as rows of a waterfall; uses of one name in a row are added up."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from services.experiments.report.charts import Column, waterfall
from services.experiments.report.language import Both, both
from services.experiments.report.numbers import signed, with_half
from services.experiments.report.sentences import change_verdict
from services.experiments.report.texts import text
from simulations.comparison import Comparison, LeverSaving
from simulations.statistics.intervals import Interval

SHOWN: Final = ("processing_time.mean", "cycle_time.mean")
"""Means, because only they add up over levers."""


@dataclass(frozen=True, slots=True)
class Saving:
    """One row: the lane before, a lever, or the lane after.

    Attributes
    ----------
    number : of the lever, or of the first to the last that are added up; empty for a lane
    values : one a column
    verdicts : one a column; ``better``, ``worse``, ``equal``, ``unclear`` or nothing
    on_paper : working days
    """

    number: str
    title: Both
    values: tuple[str, ...]
    verdicts: tuple[str, ...]
    on_paper: int


@dataclass(frozen=True, slots=True)
class Savings:
    """The table and its two waterfalls; a column without a mean before and after is left out of the drawing.

    Attributes
    ----------
    replications : how many the table rests on, if fewer than the rest of the comparison
    """

    rows: tuple[Saving, ...]
    columns: tuple[Column | None, ...]
    grouped: bool
    replications: int | None


def savings_of(comparison: Comparison) -> Savings:
    """Attribute the difference to the levers."""
    groups = [tuple(group) for _, group in groupby(comparison.levers, key=lambda saving: (saving.lever, saving.called))]
    changes = {shown: [added([lever.changes.get(shown) for lever in group]) for group in groups] for shown in SHOWN}
    starts = {shown: comparison.levers_start.get(shown) for shown in SHOWN}
    ends = {shown: _end(comparison, shown, changes[shown]) for shown in SHOWN}
    rows = [_lane("before", starts, comparison.before.longest_limit)]
    first = 1
    for index, group in enumerate(groups):
        rows.append(_row(group, first, [changes[shown][index] for shown in SHOWN]))
        first += len(group)
    rows.append(_lane("after", ends, comparison.after.longest_limit))
    columns = []
    for shown in SHOWN:
        before, after = starts[shown], ends[shown]
        columns.append(waterfall(before, changes[shown], after) if before and after else None)
    design = comparison.design
    return Savings(
        tuple(rows),
        tuple(columns),
        grouped=len(groups) < len(comparison.levers),
        replications=design.lever_replications if design.lever_replications < design.replications else None,
    )


def added(changes: Sequence[Interval | None]) -> Interval | None:
    """Changes in a row added up; the half-width is an upper bound, since deviations of a sum are at most their sum.

    Returns
    -------
    none if one of the changes is not known
    """
    known = [change for change in changes if change is not None]
    if len(known) < len(changes) or not known:
        return None
    if len(known) == 1:
        return known[0]
    halves = [change.half_width for change in known if change.half_width is not None]
    return Interval(
        mean=math.fsum(change.mean for change in known),
        half_width=math.fsum(halves) if len(halves) == len(known) else None,
        confidence=known[0].confidence,
        values=known[0].values,
    )


def _row(group: tuple[LeverSaving, ...], first: int, changes: list[Interval | None]) -> Saving:
    count = len(group)
    title = both(group[0].called)
    return Saving(
        number=str(first) if count == 1 else f"{first}–{first + count - 1}",
        title=title if count == 1 else text("levers.times", title=title, count=count),
        values=tuple(signed(change) for change in changes),
        verdicts=tuple(change_verdict(change, "lower") for change in changes),
        on_paper=group[-1].longest_limit,
    )


def _end(comparison: Comparison, kpi: str, changes: Sequence[Interval | None]) -> Interval | None:
    """The mean after: where the waterfall ends, which is that of all replications if the levers were seen in all."""
    if comparison.design.lever_replications >= comparison.design.replications:
        return next(each.after for each in comparison.kpis if each.kpi == kpi)
    start = comparison.levers_start.get(kpi)
    known = [change.mean for change in changes if change is not None]
    if start is None or len(known) < len(changes):
        return None
    return Interval(
        mean=math.fsum([start.mean, *known]), half_width=None, confidence=start.confidence, values=start.values
    )


def _lane(side: str, means: Mapping[str, Interval | None], on_paper: int) -> Saving:
    return Saving(
        number="",
        title=text(side),
        values=tuple(with_half(means[shown]) for shown in SHOWN),
        verdicts=("",) * len(SHOWN),
        on_paper=on_paper,
    )
