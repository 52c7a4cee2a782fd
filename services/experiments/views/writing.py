"""A view as CSV: for spreadsheets and scripts, in both languages at once, with what it rests on in every line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from services.experiments.views.document import View
from services.experiments.views.shapes import Cell, Estimate, TableColumn, Words

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_of_view(view: View) -> str:
    """The table of a view (RFC 4180), numbers with all their digits.

    A figure takes three columns, itself and both ends of its interval; words take two, one a language. The last columns
    say what the view rests on, the same in every line: a line that was copied still tells where it comes from.
    """
    rests_on = {
        "experiment": view.footer.experiment,
        "seed": view.footer.seed,
        "replications": view.footer.replications,
        "confidence": view.footer.confidence,
        "interval_zh": view.footer.interval.zh,
        "interval_en": view.footer.interval.en,
        "observed_zh": view.footer.observed.zh,
        "observed_en": view.footer.observed.en,
        "versions": view.footer.versions,
    }
    names = [name for column in view.table.columns for name in _names(column)]
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([*names, *rests_on])
    for row in view.table.rows:
        cells = [value for column in view.table.columns for value in _values(column, row[column.id])]
        writer.writerow([*cells, *rests_on.values()])
    return written.getvalue()


def _names(column: TableColumn) -> tuple[str, ...]:
    unit = f"_{column.unit.name}" if column.unit is not None else ""
    match column.kind:
        case "words":
            return f"{column.id}_zh", f"{column.id}_en"
        case "estimate":
            return f"{column.id}{unit}", f"{column.id}_low{unit}", f"{column.id}_high{unit}"
        case _:
            return (f"{column.id}{unit}",)


def _values(column: TableColumn, cell: Cell) -> Iterator[str | float]:
    match cell:
        case Words():
            yield from (_plain(cell.zh), _plain(cell.en))
        case Estimate():
            yield from ("" if each is None else each for each in (cell.value, cell.low, cell.high))
        case None:
            yield from ("" for _ in _names(column))
        case str():
            yield _plain(cell)
        case _:
            yield cell


def _plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula, whoever has called a step what."""
    return f"'{text}" if text.startswith(_FORMULA) else text
