"""Comparisons and sweeps as tables for people: one lane after the other, what each lever saves, what a target lacks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

import typer

from services.cli.output import write_table
from services.cli.quantities import NOTHING, ends, ends_of, number, unit_of
from services.cli.texts import say
from services.experiments.report.numbers import signed
from services.experiments.report.sentences import main_target, target_sentence
from simulations.comparison import Comparison, KpiComparison, LaneComparison
from simulations.several import Several
from simulations.sweeping import Sweep
from workflows.measures import KPIS

_SAVED: Final = ("processing_time.mean", "cycle_time.mean", "visits", "agency_cost")
"""What levers are credited with: means, because only they add up over levers."""
_SWEPT: Final = ("processing_time.median", "processing_time.p90", "cycle_time.median", "on_time.promised", "visits")


def write_comparison(language: str, comparison: Comparison) -> None:
    """Every lane of a comparison, the one in question first."""
    title = comparison.title.in_language(language)
    if not comparison.beside:
        _write_lane(language, title, comparison)
        return
    _write_lane(language, f"{title}: {comparison.lane_title.in_language(language)}", comparison)
    for lane in comparison.beside:
        typer.echo()
        _write_lane(language, f"{title}: {lane.title.in_language(language)}", lane)


def write_sweep(language: str, sweep: Sweep) -> None:
    """Every value of a sweep in a row, each figure with its interval; the first row is the lane before."""
    for number_, lane in enumerate(sweep.values[0].lanes):
        if number_:
            typer.echo()
        columns = [
            sweep.parameter,
            *(f"{KPIS[kpi].title.in_language(language)} ({unit_of(language, kpi)})" for kpi in _SWEPT),
            say(language, "experiment.on_paper"),
        ]
        rows = [[say(language, "experiment.before"), *_cells(lane.kpis, "before"), NOTHING]]
        for value in sweep.values:
            of = value.lanes[number_]
            rows.append([json.dumps(value.value, ensure_ascii=False), *_cells(of.kpis, "after"), str(of.longest_limit)])
        title = f"{sweep.title.in_language(language)}: {sweep.called.in_language(language)}"
        write_table(f"{title}: {lane.title.in_language(language)}", columns, rows)


def write_several(language: str, several: Sequence[Several]) -> None:
    """Several lanes against the one before, all at once: figures that a reform is judged by."""
    for family in several:
        if family.kpi not in _SWEPT:
            continue
        confidence = f"{family.scenarios[0].difference.confidence:.0%}"
        columns = [
            say(language, "experiment.after"),
            say(language, "several.difference"),
            say(language, "several.interval", confidence=confidence),
            say(language, "several.p"),
            say(language, "several.adjusted"),
        ]
        rows = [
            (
                each.title.in_language(language),
                number(each.difference.mean),
                ends(each.difference),
                f"{each.p:.2g}",
                f"{each.p_adjusted:.2g}",
            )
            for each in family.scenarios
        ]
        figure, unit = KPIS[family.kpi].title.in_language(language), unit_of(language, family.kpi)
        typer.echo()
        write_table(say(language, "several.title", figure=figure, unit=unit), columns, rows)


def _write_lane(language: str, title: str, lane: Comparison | LaneComparison) -> None:
    names = ("figure", "before", "after", "difference")
    columns = [
        *(say(language, f"experiment.{name}") for name in names),
        say(language, "experiment.interval", confidence=_confidence(lane)),
        say(language, "experiment.unit"),
        say(language, "experiment.saved_by_pairing"),
    ]
    rows = [
        (
            KPIS[kpi.kpi].title.in_language(language),
            *(number(side.mean) if side else NOTHING for side in (kpi.before, kpi.after, kpi.difference)),
            ends(kpi.difference) if kpi.difference else NOTHING,
            unit_of(language, kpi.kpi),
            NOTHING if kpi.variance_reduction is None else f"{kpi.variance_reduction:.0%}",
        )
        for kpi in lane.kpis
    ]
    write_table(title, columns, rows)
    if lane.levers:
        typer.echo()
        _write_savings(language, lane)
    gap = main_target(lane)
    if gap is not None:
        typer.echo()
        sentence = target_sentence(gap, len(lane.levers))
        typer.echo(sentence.zh if language.startswith("zh") else sentence.en)


def _write_savings(language: str, lane: Comparison | LaneComparison) -> None:
    columns = [
        "",
        say(language, "experiment.lever"),
        *(f"{KPIS[kpi].title.in_language(language)} ({unit_of(language, kpi)})" for kpi in _SAVED),
        say(language, "experiment.on_paper"),
    ]
    rows = [
        (
            str(place),
            saving.called.in_language(language),
            *(signed(saving.changes.get(kpi), KPIS[kpi].unit) for kpi in _SAVED),
            str(saving.longest_limit),
        )
        for place, saving in enumerate(lane.levers, start=1)
    ]
    write_table(say(language, "experiment.levers"), columns, rows)


def _confidence(lane: Comparison | LaneComparison) -> str:
    known = [kpi.difference.confidence for kpi in lane.kpis if kpi.difference is not None]
    return f"{known[0]:.0%}" if known else ""


def _cells(kpis: Sequence[KpiComparison], side: str) -> list[str]:
    by_id = {kpi.kpi: kpi for kpi in kpis}
    found = {kpi: by_id[kpi].before if side == "before" else by_id[kpi].after for kpi in _SWEPT}
    return [
        NOTHING if interval is None else f"{number(interval.mean)} [{ends_of(kpi, interval)}]"
        for kpi, interval in found.items()
    ]
