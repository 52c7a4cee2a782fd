"""What every experiment on the command line has: how it is run, how far it is, and what its figures have to keep."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from services.cli.output import tell
from services.cli.quantities import number
from services.cli.texts import say
from services.cli.thresholds import Threshold
from services.experiments.simulating import designed
from simulations.experiment import Design, Model
from simulations.statistics.intervals import Interval
from workflows.levers.horizon import Horizon

if TYPE_CHECKING:  # loaded only by who asks for a precision
    from simulations.precise import Reached
    from simulations.remembering import RememberingExecutor

_PRECISE: Final = "processing_time.mean"
"""What a precision is of, if nothing is named."""


@dataclass(frozen=True, slots=True)
class Experiment:
    """How an experiment is run.

    Attributes
    ----------
    cases : of each lane in each replication; if absent, a span of days is run
    replications : if absent, as many as the scenario asks for, or 20
    workers : processes side by side; as many as the machine has cores if absent
    bounds : that the figures have to keep
    precision : until which it is replicated: half-width as a share of the mean; `replications` is then the most
    kpis : figures that the precision is of; processing time if there are none
    """

    cases: int | None
    replications: int | None
    seed: int
    workers: int | None
    bounds: Sequence[str]
    precision: float | None = None
    kpis: Sequence[str] = ()

    def replicated(
        self,
        models: Sequence[Model],
        design: Design,
        executor: RememberingExecutor,
        progress: Callable[[int, int], None],
    ) -> tuple[Design, Reached | None]:
        """A design with as many replications as the precision takes, and how that was found; the same without one."""
        if self.precision is None:
            return design, None
        from simulations.precise import Precise, precise_design
        from simulations.statistics.precision import FEWEST, Precision

        most = {} if self.replications is None else {"most": max(self.replications, FEWEST)}
        wanted = Precision(relative=self.precision, confidence=design.confidence, **most)
        precise = Precise(precision=wanted, kpis=tuple(self.kpis) or (_PRECISE,))
        return precise_design(models, precise, design, executor, progress)

    def design_of(self, horizon: Horizon | None) -> Design:
        """What the simulation takes of it; whatever is left out, a scenario may ask for."""
        design = designed(Design(seed=self.seed, cases=self.cases), horizon)
        if self.replications is None:
            return design
        return with_replications(design, self.replications)


def with_replications(design: Design, count: int) -> Design:
    """A design with so many replications."""
    levers = min(count, design.lever_replications)
    return design.model_copy(update={"replications": count, "lever_replications": levers})


def progress_line(language: str) -> Callable[[int, int], None]:
    """A line that is written over, on a terminal; nothing elsewhere."""

    def told(done: int, of: int) -> None:
        sys.stderr.write("\r" + say(language, "experiment.progress", done=done, of=of) + ("\n" if done == of else ""))
        sys.stderr.flush()

    return told if sys.stderr.isatty() else lambda done, of: None


def with_precision(content: dict[str, object], reached: Reached | None) -> dict[str, object]:
    """What is written, with how its precision was come by if one was asked for."""
    return content if reached is None else content | {"precision": reached.model_dump(mode="json")}


def precise_enough(language: str, reached: Reached | None) -> bool:
    """Whether the precision asked for was reached; how, is told."""
    if reached is None:
        return True
    wanted = f"{reached.precision.relative:.1%}: {', '.join(reached.kpis)}"
    if reached.at is None:
        tell(say(language, "precision.missed", precision=wanted, replications=reached.replications))
        return False
    places = {"at": reached.at, "replications": reached.replications}
    tell(say(language, "precision.reached", precision=wanted, **places))
    return True


def kept(language: str, thresholds: Sequence[Threshold], lanes: Sequence[Mapping[str, Interval]]) -> bool:
    """Whether lanes that were simulated together keep bounds: every one that has the figure, and one has to."""
    all_kept = True
    for threshold in thresholds:
        found = [figures[threshold.kpi].mean for figures in lanes if threshold.kpi in figures]
        if not found:
            tell(say(language, "experiment.unknown", text=threshold.text))
            all_kept = False
        for mean in found:
            if threshold.fails(mean):
                tell(say(language, "experiment.missed", text=threshold.text, found=number(mean)))
                all_kept = False
    return all_kept
