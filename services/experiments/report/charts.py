"""Charts as data: where every mark stands, in per cent, for the templates to draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from services.experiments.report.language import Both
from services.experiments.report.numbers import number
from services.experiments.report.scale import Scale, place, tick_label
from services.experiments.report.texts import text
from simulations.experiment import GRID
from simulations.statistics.intervals import Interval

_MOST_EMPTY: Final = 1.4
"""A line may widen the axis of a distribution by so much; further out it is said in words."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A round number beside an axis."""

    at: str
    label: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across a distribution: a limit or a target.

    Attributes
    ----------
    leftwards : whether the words stand to the left of the line
    """

    at: str
    label: Both
    leftwards: bool


@dataclass(frozen=True, slots=True)
class Distribution:
    """Two cumulative distributions.

    Attributes
    ----------
    before, after : SVG paths in a square of 100 by 100; empty if there are no values
    beyond : what lies outside the axis, in words
    """

    title: Both
    axis: Both
    alt: Both
    before: str
    after: str
    ticks: tuple[Tick, ...]
    rules: tuple[Rule, ...]
    beyond: Both | None


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar along an axis, with the interval of its length.

    Attributes
    ----------
    kind : ``before``, ``after``, ``saving``, ``increase`` or a holder
    """

    start: str
    width: str
    kind: str
    low: str | None = None
    high: str | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A waterfall: one bar a row, from the mean before over each change to the mean after."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]


def distribution(
    title: Both, axis: Both, before: Sequence[float], after: Sequence[float], lines: Sequence[tuple[float, Both]] = ()
) -> Distribution:
    """Draw quantiles before and after.

    Parameters
    ----------
    before, after : quantiles at the shares of the experiment's grid
    lines : values with words to mark; those of one value share a line
    """
    furthest = max((*before, *after), default=0.0)
    together: dict[float, Both] = {}
    for value, label in sorted(lines, key=lambda line: line[0]):
        known = together.get(value)
        together[value] = Both(f"{known.zh}；{label.zh}", f"{known.en}; {label.en}") if known else label
    inside = {value: label for value, label in together.items() if value <= furthest * _MOST_EMPTY}
    outside = [label for value, label in together.items() if value not in inside]
    scale = Scale.over([furthest, *inside])
    middle = GRID.index(0.5)
    return Distribution(
        title=title,
        axis=axis,
        alt=text(
            "curves.alt",
            before=number(before[middle]) if before else "–",
            after=number(after[middle]) if after else "–",
        ),
        before=_path(before, scale),
        after=_path(after, scale),
        ticks=_ticks(scale),
        rules=tuple(
            Rule(scale.percent(value), label, leftwards=scale.share(value) > 0.5) for value, label in inside.items()
        ),
        beyond=text(
            "curves.beyond",
            lines=Both("；".join(label.zh for label in outside), "; ".join(label.en for label in outside)),
        )
        if outside
        else None,
    )


def waterfall(before: Interval, changes: Sequence[Interval | None], after: Interval) -> Column:
    """Draw the way from the mean before to the mean after.

    Parameters
    ----------
    changes : in order; none draws nothing
    """
    levels = [before.mean]
    for change in changes:
        levels.append(levels[-1] + (change.mean if change else 0.0))
    ends = [interval.mean + (interval.half_width or 0.0) for interval in (before, after)]
    scale = Scale.over([*levels, *ends], ticks=4)
    bars = [_total(before, "before", scale)]
    for level, change in zip(levels, changes, strict=False):
        low, high = sorted((level, level + (change.mean if change else 0.0)))
        half = change.half_width if change else None
        end = level + change.mean if change else level
        bars.append(
            Bar(
                start=scale.percent(low),
                width=_width(low, high, scale),
                kind="saving" if change and change.mean < 0 else "increase",
                low=scale.percent(end - half) if half else None,
                high=scale.percent(end + half) if half else None,
            )
        )
    return Column((*bars, _total(after, "after", scale)), _ticks(scale))


def stacked(parts: Sequence[tuple[str, float]], scale: Scale) -> tuple[Bar, ...]:
    """Draw parts one after the other from zero.

    Parameters
    ----------
    parts : what each is and how long; a part that is wide enough is labelled
    """
    bars, start = [], 0.0
    for kind, length in parts:
        wide = scale.share(length) > 0.06
        width = _width(start, start + length, scale)
        bars.append(Bar(scale.percent(start), width, kind, label=number(length) if wide else ""))
        start += length
    return tuple(bar for bar in bars if bar.width != "0%")


def _path(quantiles: Sequence[float], scale: Scale) -> str:
    if not quantiles:
        return ""
    points = [
        f"{place(scale.share(value) * 100)},{place(100 - 100 * share)}"
        for value, share in zip(quantiles, GRID, strict=True)
    ]
    start = place(scale.share(quantiles[0]) * 100)
    return f"M{start},100L" + "L".join(points)


def _ticks(scale: Scale) -> tuple[Tick, ...]:
    return tuple(Tick(scale.percent(value), tick_label(value)) for value in scale.ticks)


def _total(interval: Interval, kind: str, scale: Scale) -> Bar:
    half = interval.half_width
    return Bar(
        start=scale.percent(0.0),
        width=_width(0.0, interval.mean, scale),
        kind=kind,
        low=scale.percent(interval.mean - half) if half else None,
        high=scale.percent(interval.mean + half) if half else None,
    )


def _width(low: float, high: float, scale: Scale) -> str:
    return f"{place((scale.share(high) - scale.share(low)) * 100)}%"
