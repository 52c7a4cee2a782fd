"""What each kind of experiment has to be told beside its subjects and its design."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from simulations.precise import Precise
from simulations.statistics.precision import FEWEST, Precision
from workflows.definition.provenance import Frozen

Text: TypeAlias = Annotated[str, Field(min_length=1, max_length=200)]
KPI: TypeAlias = Annotated[str, Field(min_length=1, max_length=100)]
Replications = Annotated[int, Field(ge=1, le=10_000)]


class AskedPrecision(Frozen):
    """Replications until figures are known well enough, instead of a number of them.

    Parameters
    ----------
    relative : half-width of the interval as a share of the mean
    kpis : ids of the figures
    most : replications after which it is given up
    """

    relative: Annotated[float, Field(gt=0, lt=1)]
    kpis: Annotated[tuple[KPI, ...], Field(min_length=1, max_length=50)] = ("processing_time.mean",)
    most: Annotated[int, Field(ge=FEWEST, le=10_000)] = 500

    def precise(self, confidence: float) -> Precise:
        """What it means at a confidence."""
        precision = Precision(relative=self.relative, confidence=confidence, most=self.most)
        return Precise(precision=precision, kpis=tuple(dict.fromkeys(self.kpis)))


class AskedSelection(Frozen):
    """How the best is selected.

    Parameters
    ----------
    indifference : difference of means that would not matter, in the unit of the figure
    kpi : id of the figure
    first : replications of every subject before any is dropped
    most : replications of any subject after which it is given up
    """

    indifference: Annotated[float, Field(gt=0)]
    kpi: KPI = "processing_time.mean"
    first: Annotated[int, Field(ge=2, le=10_000)] = 10
    most: Annotated[int, Field(ge=2, le=10_000)] = 500


class AskedStaffing(Frozen):
    """For how many people is asked.

    Parameters
    ----------
    pools : ``window=1..6`` each, or ``window``
    goal : such as ``within(processing_days,1)>=0.95`` or ``processing_time.p90<=5``
    most : staffings that may be judged
    """

    pools: Annotated[tuple[Text, ...], Field(min_length=1, max_length=20)]
    goal: Text
    most: Annotated[int, Field(ge=1, le=1_000)] = 60


class AskedSensitivity(Frozen):
    """Which numbers are varied.

    Parameters
    ----------
    inputs : ``check.service_time=10..30`` each, or the name alone
    kpi : id of the figure that they may move
    size : trajectories of Morris, 10 if absent; base of Sobol's points, a power of two, 64 if absent
    """

    inputs: Annotated[tuple[Text, ...], Field(min_length=1, max_length=100)]
    kpi: KPI = "processing_time.mean"
    method: Literal["morris", "sobol"] = "morris"
    size: Annotated[int, Field(ge=2, le=8_192)] | None = None


class AskedTradeOff(Frozen):
    """Between what is to be chosen.

    Parameters
    ----------
    pools : ``window=1..6`` each, or ``window``
    kpi : id of the figure that is to be short or little
    trials : choices that are looked at
    levers : whether a scenario's levers are chosen too; otherwise all of them are introduced
    """

    pools: Annotated[tuple[Text, ...], Field(min_length=1, max_length=20)]
    kpi: KPI = "processing_time.p90"
    trials: Annotated[int, Field(ge=1, le=10_000)] = 100
    levers: bool = False


class AskedTrace(Frozen):
    """Which cases are drawn out.

    Parameters
    ----------
    shares : of the cases of the first replication that take at most as long, in hundredths
    cases : numbers of others, from 1
    """

    shares: Annotated[tuple[Annotated[float, Field(ge=0.01, le=0.99)], ...], Field(max_length=10)] = (0.5, 0.9)
    cases: Annotated[tuple[Annotated[int, Field(ge=1, le=100_000_000)], ...], Field(max_length=10)] = ()


class AskedAttribution(Frozen):
    """How savings are attributed.

    Parameters
    ----------
    orders : of introduction that are drawn, if there are too many to take all
    """

    orders: Annotated[int, Field(ge=2, le=10_000)] = 32
