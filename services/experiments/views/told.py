"""What a question told about one lane, in one form for every kind of answer, so that views need not know the kinds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from services.experiments.views.of_lanes import KpiShown
from services.experiments.views.shapes import Footer, Side, Words
from simulations.comparison import LeverSaving, TargetGap
from simulations.experiment import Model
from simulations.figures import Side as SideFigures
from simulations.statistics.intervals import Interval
from workflows.definition.lane import Lane, LaneLimit


@dataclass(frozen=True, slots=True)
class Sided:
    """A lane on one side.

    Attributes
    ----------
    model : hash of the model that it is of
    """

    side: Side
    title: Words
    figures: SideFigures
    lane: Lane
    model: str


@dataclass(frozen=True, slots=True)
class Told:
    """What was found out about one lane.

    Attributes
    ----------
    about : the lane, or the reform
    compared : whether there is a before
    sides : one or two; none where only key figures are known
    levers, levers_start : as those of a comparison; empty without levers
    lever_replications : that the levers rest on
    """

    about: Words
    lane: str
    compared: bool
    kpis: tuple[KpiShown, ...]
    sides: tuple[Sided, ...]
    limits: tuple[LaneLimit, ...]
    targets: tuple[TargetGap, ...]
    levers: tuple[LeverSaving, ...]
    levers_start: Mapping[str, Interval]
    longest_limits: tuple[int, int] | None
    lever_replications: int
    footer: Footer

    def kpi(self, id_: str) -> KpiShown:
        """A key figure."""
        return next(each for each in self.kpis if each.kpi == id_)

    @property
    def last(self) -> Sided:
        """The lane after, or the one that is alone."""
        return self.sides[-1]


def lanes_of(model: Model) -> Iterator[Lane]:
    """All lanes of a model, the one in question first."""
    yield from model.measured
    yield from model.called
