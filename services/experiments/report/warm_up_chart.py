"""The warm-up as a picture: how the statistic falls and rises with what is left out, and where it is least."""

from __future__ import annotations

from html import escape
from typing import Final

from services.experiments.report.language import Both, Language
from services.experiments.report.scale import Scale, place, tick_label
from simulations.transient import WarmUp

_WIDTH: Final = 640
_HEIGHT: Final = 320
_LEFT: Final = 60
_RIGHT: Final = 60
_TOP: Final = 40
_BOTTOM: Final = 50
_TITLE: Final = Both("预热期（MSER-5）", "Warm-up (MSER-5)")
_ACROSS: Final = Both("提交日（自开始起的天数）", "day of submission, from the start")
_STATISTIC: Final = Both("边际标准误", "marginal standard error")
_CUT: Final = Both("不计 {days} 天", "leave out {days} days")
_TIMES: Final = Both("全程时长（天，5 件平均）", "cycle time in days, means of 5 cases")


def warm_up_svg(warm_up: WarmUp, language: Language) -> str:
    """The picture as an SVG file; the same bytes for the same result.

    Parameters
    ----------
    warm_up : its cuts are the points of two curves, each on a scale of its own
    """
    days = Scale.over([cut.day for cut in warm_up.cuts])
    title = f"{warm_up.title.in_language(language)}: {_TITLE.in_language(language)}"
    bottom = _HEIGHT - _BOTTOM
    at_cut = place(_x(days, warm_up.days))
    cut_said = _CUT.in_language(language).format(days=warm_up.days)
    times, statistic = [cut.cycle_time for cut in warm_up.cuts], [cut.statistic for cut in warm_up.cuts]
    across = escape(_ACROSS.in_language(language))
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
            f'font-size="12" role="img" aria-label="{escape(title)}">'
        ),
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="20" font-size="14">{escape(title)}</text>',
        *(
            f'<text x="{place(_x(days, tick))}" y="{bottom + 18}" text-anchor="middle">{tick_label(tick)}</text>'
            for tick in days.ticks
        ),
        f'<line x1="{_LEFT}" y1="{bottom}" x2="{_WIDTH - _RIGHT}" y2="{bottom}" stroke="#666"/>',
        f'<text x="{_WIDTH - _RIGHT}" y="{bottom + 36}" text-anchor="end">{across}</text>',
        _curve(warm_up, times, days, "#bbb"),
        _curve(warm_up, statistic, days, "#0a6"),
        *_ticks(statistic, _LEFT - 6, "end", "#0a6"),
        *_ticks(times, _WIDTH - _RIGHT + 6, "start", "#777"),
        f'<line x1="{at_cut}" y1="{_TOP}" x2="{at_cut}" y2="{bottom}" stroke="#c30" stroke-dasharray="4 3"/>',
        f'<text x="{place(_x(days, warm_up.days) + 4)}" y="{bottom - 6}" fill="#c30">{escape(cut_said)}</text>',
        f'<text x="{_LEFT}" y="36" fill="#0a6">{escape(_STATISTIC.in_language(language))}</text>',
        (
            f'<text x="{_WIDTH - _RIGHT}" y="36" fill="#777" text-anchor="end">'
            f"{escape(_TIMES.in_language(language))}</text>"
        ),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _curve(warm_up: WarmUp, values: list[float], days: Scale, colour: str) -> str:
    scale = Scale.over(values)
    points = " ".join(
        f"{place(_x(days, cut.day))},{place(_y(scale, value))}" for cut, value in zip(warm_up.cuts, values, strict=True)
    )
    return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.5"/>'


def _ticks(values: list[float], x: float, anchor: str, colour: str) -> list[str]:
    """The scale of a curve, beside the picture and in its colour."""
    scale = Scale.over(values)
    return [
        f'<text x="{place(x)}" y="{place(_y(scale, tick) + 4)}" fill="{colour}" text-anchor="{anchor}">'
        f"{tick_label(tick)}</text>"
        for tick in scale.ticks
    ]


def _y(scale: Scale, value: float) -> float:
    return _HEIGHT - _BOTTOM - scale.share(value) * (_HEIGHT - _TOP - _BOTTOM)


def _x(days: Scale, day: float) -> float:
    return _LEFT + days.share(day) * (_WIDTH - _LEFT - _RIGHT)
