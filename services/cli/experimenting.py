"""`greenlane simulate`, `compare` and `sweep`: experiments, and what is written of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.cli.experiment import Experiment, progress_line
from services.cli.figures import write_comparison, write_sweep
from services.cli.output import tell, write_json, write_table
from services.cli.quantities import ends, number, unit_of
from services.cli.texts import say
from services.cli.thresholds import Threshold, parse_threshold
from services.experiments.service import compare_lanes, horizon_of, simulate_lane, sweep_named
from services.experiments.side_by_side import processes
from services.experiments.simulating import Simulated
from simulations.comparison import KpiComparison
from simulations.statistics.intervals import Interval
from workflows.measures import KPIS


def simulate(language: str, lane: str, experiment: Experiment, *, as_json: bool) -> bool:
    """Simulate a lane and write its figures.

    Returns
    -------
    whether they keep them
    """
    thresholds = [parse_threshold(bound) for bound in experiment.bounds]
    with processes(experiment.workers) as executor:
        simulated = simulate_lane(lane, experiment.design_of(horizon_of(lane)), executor, progress_line(language))
    if as_json:
        write_json(simulated)
    else:
        _write_simulated(language, simulated)
    return _kept(language, thresholds, [simulated.kpis])


def compare(language: str, lanes: Sequence[str], experiment: Experiment, *, as_json: bool) -> bool:
    """Compare lanes and write the differences; see :func:`simulate`. Bounds are for the lanes after."""
    thresholds = [parse_threshold(bound) for bound in experiment.bounds]
    design = experiment.design_of(horizon_of(lanes[0]) if len(lanes) == 1 else None)
    with processes(experiment.workers) as executor:
        comparisons = compare_lanes(lanes, design, executor, progress_line(language))
    if as_json:
        write_json({"comparisons": [comparison.model_dump(mode="json", by_alias=True) for comparison in comparisons]})
    else:
        for comparison in comparisons:
            write_comparison(language, comparison)
    groups = [[_after(of.kpis), *(_after(lane.kpis) for lane in of.beside)] for of in comparisons]
    return _all_kept(language, thresholds, groups)


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


def _write_simulated(language: str, simulated: Simulated) -> None:
    columns = [
        say(language, "experiment.figure"),
        say(language, "experiment.mean"),
        say(language, "experiment.interval", confidence=f"{simulated.design.confidence:.0%}"),
        say(language, "experiment.unit"),
    ]
    rows = [
        (KPIS[kpi].title.in_language(language), number(interval.mean), ends(interval), unit_of(language, kpi))
        for kpi, interval in simulated.kpis.items()
    ]
    write_table(simulated.title.in_language(language), columns, rows)


def _after(kpis: Sequence[KpiComparison]) -> dict[str, Interval]:
    return {kpi.kpi: kpi.after for kpi in kpis if kpi.after is not None}


def _all_kept(
    language: str, thresholds: Sequence[Threshold], groups: Sequence[Sequence[Mapping[str, Interval]]]
) -> bool:
    """Whether bounds are kept in every group; all that are missed are told."""
    return not [group for group in groups if not _kept(language, thresholds, group)]


def _kept(language: str, thresholds: Sequence[Threshold], lanes: Sequence[Mapping[str, Interval]]) -> bool:
    """Whether lanes that were simulated together keep bounds: every one that has the figure, and one has to."""
    kept = True
    for threshold in thresholds:
        found = [figures[threshold.kpi].mean for figures in lanes if threshold.kpi in figures]
        if not found:
            tell(say(language, "experiment.unknown", text=threshold.text))
            kept = False
        for mean in found:
            if threshold.fails(mean):
                tell(say(language, "experiment.missed", text=threshold.text, found=number(mean)))
                kept = False
    return kept
