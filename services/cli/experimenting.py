"""`greenlane compare` and `sweep`: experiments with more than one lane, and what is written of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor

from services.cli.experiment import Experiment, kept, precise_enough, progress_line, with_precision
from services.cli.figures import write_comparison, write_several, write_sweep
from services.cli.output import write_json
from services.cli.thresholds import Threshold, parse_threshold
from services.experiments.answering import compared, models_compared
from services.experiments.questions import what_they_save
from services.experiments.service import horizon_of, sweep_named
from services.experiments.side_by_side import processes
from simulations.comparison import KpiComparison
from simulations.remembering import RememberingExecutor
from simulations.several import among_several
from simulations.statistics.intervals import Interval


def compare(language: str, lanes: Sequence[str], experiment: Experiment, workers: Executor, *, as_json: bool) -> bool:
    """Compare lanes and write the differences; see :func:`simulate`. Bounds are for the lanes after.

    Parameters
    ----------
    workers : where replications run
    """
    thresholds = [parse_threshold(bound) for bound in experiment.bounds]
    questions = what_they_save(lanes)
    design = experiment.design_of(horizon_of(lanes[0]) if len(lanes) == 1 else None)
    executor, progress = RememberingExecutor(workers), progress_line(language)
    design, reached = experiment.replicated(models_compared(questions), design, executor, progress)
    comparisons = [compared(question, design, executor, progress) for question in questions]
    several = among_several(comparisons) if len(comparisons) > 1 else ()
    if as_json:
        content: dict[str, object] = {
            "comparisons": [comparison.model_dump(mode="json", by_alias=True) for comparison in comparisons]
        }
        if several:
            content["several"] = [each.model_dump(mode="json", by_alias=True) for each in several]
        write_json(with_precision(content, reached))
    else:
        for comparison in comparisons:
            write_comparison(language, comparison)
        write_several(language, several)
    groups = [[_after(of.kpis), *(_after(lane.kpis) for lane in of.beside)] for of in comparisons]
    return all([_all_kept(language, thresholds, groups), precise_enough(language, reached)])


def sweep(language: str, scenario: str, experiment: Experiment, *, as_json: bool) -> bool:
    """Sweep a scenario and write what comes of every value; see :func:`simulate`. Bounds are for every value."""
    thresholds = [parse_threshold(bound) for bound in experiment.bounds]
    design = experiment.design_of(horizon_of(scenario))
    with processes(experiment.workers) as executor:
        swept = sweep_named(scenario, design, executor, progress_line(language))
    if as_json:
        write_json(swept)
    else:
        write_sweep(language, swept)
    return _all_kept(language, thresholds, [[_after(lane.kpis) for lane in value.lanes] for value in swept.values])


def _after(kpis: Sequence[KpiComparison]) -> dict[str, Interval]:
    return {kpi.kpi: kpi.after for kpi in kpis if kpi.after is not None}


def _all_kept(
    language: str, thresholds: Sequence[Threshold], groups: Sequence[Sequence[Mapping[str, Interval]]]
) -> bool:
    """Whether bounds are kept in every group; all that are missed are told."""
    return not [group for group in groups if not kept(language, thresholds, group)]
