"""What is printed: rows with a figure on each side, how far rounds lie apart, and what is aimed at."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

JsonRow = dict[str, object]


@dataclass(frozen=True)
class Spread:
    """A figure over some rounds.

    Attributes
    ----------
    low, high : the least and the most of any round
    """

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """That of one value a round."""
        return cls(statistics.median(values), min(values), max(values))


@dataclass(frozen=True)
class Aim:
    """What a figure should be.

    Attributes
    ----------
    figure : which one of the row's
    low, high : between which its median should be; open if absent
    """

    figure: Literal["ours", "ratio"]
    low: float | None = None
    high: float | None = None

    def reached_by(self, found: Spread) -> bool:
        """Whether the median is there."""
        return (self.low is None or found.median >= self.low) and (self.high is None or found.median <= self.high)

    def __str__(self) -> str:
        if self.low is not None and self.high is not None:
            return f"{self.low:.3g} to {self.high:.3g}"
        return f"≥ {self.low:g}" if self.low is not None else f"≤ {self.high:g}"


@dataclass(frozen=True)
class Row:
    """One figure of one benchmark.

    Attributes
    ----------
    measure : what is measured, with its unit
    peer : with whom we are compared, or what with; none if the figure stands for itself
    ratio : ours over the peer's, round by round
    """

    benchmark: str
    measure: str
    ours: Spread
    peer: str | None = None
    peers: Spread | None = None
    ratio: Spread | None = None
    aim: Aim | None = None

    @property
    def reached(self) -> bool | None:
        """Whether the aim is reached; nothing without one."""
        if self.aim is None:
            return None
        found = self.ours if self.aim.figure == "ours" else self.ratio
        return found is not None and self.aim.reached_by(found)

    def as_dict(self) -> JsonRow:
        """For JSON."""
        return {**asdict(self), "reached": self.reached}


def row_of_two(
    names: tuple[str, str, str], ours: Sequence[float], peers: Sequence[float], aim: Aim | None = None
) -> Row:
    """A row of two sides that took turns.

    Parameters
    ----------
    names : of the benchmark, the measure, and the peer
    """
    benchmark, measure, peer = names
    ratios = [our / their for our, their in zip(ours, peers, strict=True) if their]
    ratio = Spread.of(ratios) if ratios else None
    return Row(benchmark, measure, Spread.of(ours), peer, Spread.of(peers), ratio, aim)


def table(rows: Iterable[Row]) -> str:
    """Rows as a table in Markdown; medians, and the least and the most of any round."""
    head = ("benchmark", "measure", "Greenlane", "peer", "peer's", "ratio", "aim")
    lines = [head, ("---",) * len(head), *(_cells(row) for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _cells(row: Row) -> tuple[str, ...]:
    aim = ""
    if row.aim is not None:
        aim = f"{'ratio ' if row.aim.figure == 'ratio' else ''}{row.aim}: {'yes' if row.reached else 'no'}"
    found = [_said(spread) for spread in (row.ours, row.peers, row.ratio)]
    return row.benchmark, row.measure, found[0], row.peer or "", found[1], found[2], aim


def _said(spread: Spread | None) -> str:
    if spread is None:
        return ""
    median, low, high = (f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}" for value in _of(spread))
    return median if low == high else f"{median} ({low} to {high})"


def _of(spread: Spread) -> tuple[float, float, float]:
    return spread.median, spread.low, spread.high
