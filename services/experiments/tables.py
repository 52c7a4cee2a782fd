"""A result as tables: CSV for spreadsheets and scripts, and one table for the command line."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from itertools import zip_longest
from types import MappingProxyType
from typing import Final, TextIO, TypeAlias

from services.experiments.report.language import Language
from services.experiments.report.numbers import mean_of, signed
from services.experiments.report.sentences import main_target, target_sentence
from services.experiments.report.texts import text
from services.experiments.result import DemoResult
from simulations.comparison import Comparison
from simulations.figures import Side
from simulations.statistics.intervals import Interval
from workflows.measures.kpis import KPIS

Cell: TypeAlias = str | float | int | None
Row: TypeAlias = dict[str, Cell]

_HEADLINES: Final = ("processing_time.median", "processing_time.p90", "cycle_time.median", "on_time.promised", "visits")
_GAP: Final = "  "


def kpi_rows(result: DemoResult) -> Iterator[Row]:
    """Every KPI of every comparison."""
    for comparison in result.comparisons:
        for kpi in comparison.kpis:
            known = KPIS[kpi.kpi]
            yield {
                "scenario": comparison.scenario,
                "kpi": kpi.kpi,
                "title_zh": known.title.zh,
                "title_en": known.title.en,
                "unit": known.unit.value,
                **_interval("before", kpi.before),
                **_interval("after", kpi.after),
                **_interval("difference", kpi.difference),
            }


def lever_rows(result: DemoResult) -> Iterator[Row]:
    """What each lever changes in each KPI, given those before it."""
    for comparison in result.comparisons:
        for order, saving in enumerate(comparison.levers, start=1):
            for kpi in KPIS:
                yield {
                    "scenario": comparison.scenario,
                    "order": order,
                    "lever": saving.lever,
                    "called_zh": saving.called.zh,
                    "called_en": saving.called.en,
                    "longest_limit_working_days": saving.longest_limit,
                    "kpi": kpi,
                    "unit": KPIS[kpi].unit.value,
                    **_interval("change", saving.changes.get(kpi)),
                }


def step_rows(result: DemoResult) -> Iterator[Row]:
    """Every step of both sides."""
    for comparison, side, figures in _sides(result):
        for step in figures.steps:
            yield {
                "scenario": comparison.scenario,
                "side": side,
                "step": step.step,
                "title_zh": step.title.zh,
                "title_en": step.title.en,
                "pool": step.pool,
                "per_case": step.per_case,
                "waiting_hours": step.waiting_hours,
                "service_hours": step.service_hours,
                "sojourn_hours": step.sojourn_hours,
            }


def pool_rows(result: DemoResult) -> Iterator[Row]:
    """Every pool of both sides."""
    for comparison, side, figures in _sides(result):
        for pool in figures.pools:
            yield {
                "scenario": comparison.scenario,
                "side": side,
                "pool": pool.pool,
                "title_zh": pool.title.zh,
                "title_en": pool.title.en,
                **_interval("utilisation", pool.utilisation),
                **_interval("waiting_hours", pool.waiting_hours),
            }


def assumption_rows(result: DemoResult) -> Iterator[Row]:
    """Every place of every assumption."""
    for grounds in result.grounds:
        for assumption in grounds.assumptions:
            for place in assumption.places:
                yield {
                    "scenario": grounds.scenario,
                    "place": place,
                    "quantity_zh": assumption.quantity.zh,
                    "quantity_en": assumption.quantity.en,
                    "source": assumption.provenance.source.value,
                    "basis": assumption.provenance.basis,
                }


TABLES: Final[Mapping[str, Callable[[DemoResult], Iterator[Row]]]] = MappingProxyType(
    {
        "kpis": kpi_rows,
        "levers": lever_rows,
        "steps": step_rows,
        "pools": pool_rows,
        "assumptions": assumption_rows,
    }
)
"""Table name to its rows."""


def csv_of(rows: Iterator[Row]) -> str:
    """Rows as CSV (RFC 4180), numbers with all their digits, nothing where nothing is known; empty without rows."""
    first = next(rows, None)
    if first is None:
        return ""
    text_ = io.StringIO(newline="")
    writer = csv.DictWriter(text_, fieldnames=list(first))
    writer.writeheader()
    writer.writerow(first)
    writer.writerows(rows)
    return text_.getvalue()


def print_headlines(result: DemoResult, stream: TextIO, language: Language = "zh-CN") -> None:
    """Print what became of each lane: a table on a terminal, aligned plain text elsewhere.

    Parameters
    ----------
    stream : where to
    """
    # Imported here, since most commands print no table.
    from rich.cells import cell_len  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    header, rows = _headlines(result, language)
    if stream.isatty():
        table = Table(*header)
        for row in rows:
            table.add_row(*row)
        Console(file=stream).print(table)
    else:
        widths = [max(map(cell_len, column)) for column in zip(header, *rows, strict=True)]
        for row in (header, *rows):
            padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
            stream.write(_GAP.join(padded).rstrip() + "\n")
    for comparison in result.comparisons:
        gap = main_target(comparison)
        if gap:
            sentence = target_sentence(gap, len(comparison.levers)).in_language(language)
            stream.write(f"\n{comparison.title.in_language(language)}\n{_GAP}{sentence}\n")


def _headlines(result: DemoResult, language: Language) -> tuple[list[str], list[list[str]]]:
    """Header and rows: each KPI as before, after and difference in one cell."""
    header = [text("summary.lane").in_language(language)]
    header += [text(f"kpi.{kpi}").in_language(language) for kpi in _HEADLINES]
    rows = []
    for comparison in result.comparisons:
        kpis = {kpi.kpi: kpi for kpi in comparison.kpis}
        row = [comparison.title.in_language(language)]
        for id_ in _HEADLINES:
            kpi, unit = kpis[id_], KPIS[id_].unit
            change = f" ({signed(kpi.difference, unit)})" if kpi.difference else ""
            row.append(f"{mean_of(kpi.before, unit)} → {mean_of(kpi.after, unit)}{change}")
        rows.append(row)
    return header, rows


def _sides(result: DemoResult) -> Iterator[tuple[Comparison, str, Side]]:
    for comparison in result.comparisons:
        yield comparison, "before", comparison.before
        yield comparison, "after", comparison.after


def _interval(name: str, interval: Interval | None) -> Row:
    fields = (interval.mean, interval.half_width) if interval else ()
    return dict(zip_longest((name, f"{name}_half_width"), fields))
