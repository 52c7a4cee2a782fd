"""`greenlane simulate`, `compare` and `demo`: experiments, and what is written of them."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Literal, cast

from services.cli.output import tell, write_json, write_table
from services.cli.texts import say
from services.cli.thresholds import Threshold, parse_threshold
from services.experiments.demo import DemoProgress, run_demo
from services.experiments.report.writing import canonical_json, write_report
from services.experiments.service import Simulated, compare_lanes, processes, simulate_lane
from services.experiments.tables import print_headlines
from simulations.comparison import Comparison
from simulations.experiment import Design
from simulations.statistics.intervals import Interval
from workflows.instants import CHINA, instant_of
from workflows.measures import KPIS

_NOTHING: Final = "–"


@dataclass(frozen=True, slots=True)
class Experiment:
    """How an experiment is run.

    Attributes
    ----------
    cases : of each lane in each replication; if absent, a span of days is run
    workers : processes side by side; as many as the machine has cores if absent
    bounds : that the figures have to keep
    """

    cases: int | None
    replications: int
    seed: int
    workers: int | None
    bounds: Sequence[str]

    @property
    def design(self) -> Design:
        """What the simulation takes of it."""
        levers = min(self.replications, 20)
        return Design(seed=self.seed, replications=self.replications, lever_replications=levers, cases=self.cases)


def simulate(language: str, lane: str, experiment: Experiment, *, as_json: bool) -> bool:
    """Simulate a lane and write its figures.

    Returns
    -------
    whether they keep them
    """
    thresholds = [parse_threshold(bound) for bound in experiment.bounds]
    with processes(experiment.workers) as executor:
        simulated = simulate_lane(lane, experiment.design, executor, _progress(language))
    if as_json:
        write_json(simulated)
    else:
        _write_simulated(language, simulated)
    return _kept(language, thresholds, simulated.kpis)


def compare(language: str, lanes: Sequence[str], experiment: Experiment, *, as_json: bool) -> bool:
    """Compare lanes and write the differences; see :func:`simulate`. Bounds are for the lanes after."""
    thresholds = [parse_threshold(bound) for bound in experiment.bounds]
    with processes(experiment.workers) as executor:
        comparisons = compare_lanes(lanes, experiment.design, executor, _progress(language))
    if as_json:
        write_json({"comparisons": [comparison.model_dump(mode="json", by_alias=True) for comparison in comparisons]})
    else:
        for comparison in comparisons:
            _write_comparison(language, comparison)
    kept = [
        _kept(language, thresholds, {kpi.kpi: kpi.after for kpi in comparison.kpis if kpi.after is not None})
        for comparison in comparisons
    ]
    return all(kept)


def demonstrate(
    language: str, cases: int, replications: int, seed: int, workers: int | None, out: Path, *, as_json: bool
) -> bool:
    """Run the main job, print what became of each lane, and write the report.

    Parameters
    ----------
    cases : live ones, of each lane, before and after each
    out : folder of the report

    Returns
    -------
    whether every rerun of the live cases was the same as the cases
    """
    now = instant_of(datetime.now(CHINA))
    result = asyncio.run(run_demo(now, seed, cases, replications, DemoProgress(tell), workers))
    # What the page and the tables call a language is checked by the command line.
    spoken = cast(Literal["zh-CN", "en"], language)
    if as_json:
        sys.stdout.write(canonical_json(result))
    else:
        print_headlines(result, sys.stdout, spoken)
    for path in write_report(result, out, spoken):
        tell(say(language, "demo.written", path=path))
    proofs = result.proofs
    told = {
        "cases": sum(proof.cases for proof in proofs),
        "events": sum(proof.events for proof in proofs),
        "agreed": sum(proof.agreed for proof in proofs),
    }
    tell(say(language, "demo.agreed", **told))
    differing = sum(proof.agreed != proof.events for proof in result.proofs)
    if differing:
        tell(say(language, "demo.differs", count=differing))
    return not differing


def _progress(language: str) -> Callable[[int, int], None]:
    """A line that is written over, on a terminal; nothing elsewhere."""

    def told(done: int, of: int) -> None:
        sys.stderr.write("\r" + say(language, "experiment.progress", done=done, of=of) + ("\n" if done == of else ""))
        sys.stderr.flush()

    return told if sys.stderr.isatty() else lambda done, of: None


def _write_simulated(language: str, simulated: Simulated) -> None:
    columns = [
        say(language, "experiment.figure"),
        say(language, "experiment.mean"),
        say(language, "experiment.interval", confidence=f"{simulated.design.confidence:.0%}"),
        say(language, "experiment.unit"),
    ]
    rows = [
        (KPIS[kpi].title.in_language(language), _number(interval.mean), _ends(interval), _unit(language, kpi))
        for kpi, interval in simulated.kpis.items()
    ]
    write_table(simulated.title.in_language(language), columns, rows)


def _write_comparison(language: str, comparison: Comparison) -> None:
    names = ("figure", "before", "after", "difference")
    columns = [
        *(say(language, f"experiment.{name}") for name in names),
        say(language, "experiment.interval", confidence=f"{comparison.design.confidence:.0%}"),
        say(language, "experiment.unit"),
    ]
    rows = [
        (
            KPIS[kpi.kpi].title.in_language(language),
            *(_number(side.mean) if side else _NOTHING for side in (kpi.before, kpi.after, kpi.difference)),
            _ends(kpi.difference) if kpi.difference else _NOTHING,
            _unit(language, kpi.kpi),
        )
        for kpi in comparison.kpis
    ]
    write_table(comparison.title.in_language(language), columns, rows)


def _kept(language: str, thresholds: Sequence[Threshold], figures: Mapping[str, Interval]) -> bool:
    kept = True
    for threshold in thresholds:
        found = figures.get(threshold.kpi)
        if found is None:
            tell(say(language, "experiment.unknown", text=threshold.text))
            kept = False
        elif threshold.fails(found.mean):
            tell(say(language, "experiment.missed", text=threshold.text, found=_number(found.mean)))
            kept = False
    return kept


def _number(value: float) -> str:
    return f"{value:,.3f}".rstrip("0").rstrip(".")


def _ends(interval: Interval) -> str:
    if interval.low is None or interval.high is None:
        return _NOTHING
    return f"{_number(interval.low)} … {_number(interval.high)}"


def _unit(language: str, kpi: str) -> str:
    return say(language, f"unit.{KPIS[kpi].unit}")
