"""Axes: from a value to a place along the axis, in per cent, and the round numbers that are written beside it.

Charts are drawn as SVG in per cent of whatever width the page gives them, so text keeps its size on a narrow screen,
and no text is ever measured. A library that lays text out measures it with the fonts it finds, and the same result
would give other bytes on another machine: Vega drew one chart 373 pixels wide with Chinese fonts and 363 without.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

_NOTHING: Final = 1e-9
"""Values this close to zero, and to each other, are drawn as zero."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear axis.

    Attributes
    ----------
    low, high : values at its ends, low < high
    step : from one round number to the next
    """

    low: float
    high: float
    step: float

    @classmethod
    def over(cls, values: Iterable[float], ticks: int = 5) -> Self:
        """An axis from zero, or below, over some values, with a little air at its ends.

        Parameters
        ----------
        ticks : about how many round numbers

        Examples
        --------
        >>> Scale.over([0.3, 250.0])
        Scale(low=0.0, high=255.0, step=50.0)
        """
        known = [0.0, *values]
        low, high = min(known), max(known)
        span = high - low if high - low > _NOTHING else 1.0
        air = span / 50
        return cls(low - air if low < 0 else 0.0, high + air, _round_step(span / ticks))

    def percent(self, value: float) -> str:
        """The place of a value along the axis; beyond an end, the end.

        >>> Scale(low=0.0, high=300.0, step=50.0).percent(75)
        '25%'
        """
        return f"{place(self.share(value) * 100)}%"

    def share(self, value: float) -> float:
        """The place of a value along the axis as a share of its length."""
        return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)

    @property
    def ticks(self) -> tuple[float, ...]:
        """The round numbers."""
        first, last = math.ceil(self.low / self.step), math.floor(self.high / self.step)
        return tuple(round(self.step * index, 10) for index in range(first, last + 1))


def place(value: float) -> str:
    """A coordinate with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def tick_label(value: float) -> str:
    """A round number as it is written beside an axis."""
    return f"{value:.6f}".rstrip("0").rstrip(".").replace("-", "−")


def _round_step(least: float) -> float:
    """The smallest of 1, 2, 2.5, 5 and 10 times a power of ten that is not below."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= least * (1 - 1e-9))
