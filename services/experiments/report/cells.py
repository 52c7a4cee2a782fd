"""Cells of a view's table as they are printed, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from services.experiments.report.language import Both, same
from services.experiments.report.numbers import NOTHING, number
from services.experiments.report.scale import Scale
from services.experiments.views.shapes import Cell, Estimate, TableColumn, Unit, UnitName, ViewTable, Words
from services.experiments.views.wording import UNIT, both, written

MOST_ROWS: Final = 60
"""Of one table on paper; the CSV has all."""

_CODES: Final[Mapping[str, Both]] = {
    "before": Both("改革前", "before"),
    "after": Both("改革后", "after"),
    "alone": Both("本流程", "this lane"),
    "difference": Both("差值", "difference"),
    "better": Both("改善", "better"),
    "worse": Both("变差", "worse"),
    "equal": Both("没有变化", "no change"),
    "unclear": Both("没有明显差异", "no clear difference"),
    "in_order": Both("按顺序", "in order"),
    "over_orders": Both("各顺序平均", "over orders"),
    "reached": Both("达到", "reached"),
    "missed": Both("未达到", "missed"),
    "open": Both("无法判定", "cannot be told"),
    "unknown": Both("无从判断", "unknown"),
    "met": Both("达到", "met"),
    "undecided": Both("未定", "undecided"),
    "chosen": Both("选定", "chosen"),
    "fewer": Both("少一人", "one fewer"),
    "tried": Both("看过", "looked at"),
    "target": Both("公布数字", "published figure"),
    "limits": Both("更短的时限", "shorter limits"),
    "member": Both("多一人", "one more member"),
    "lever": Both("另一措施", "another lever"),
    "helps": Both("有用", "helps"),
    "does_not_help": Both("看不出有用", "no clear help"),
    "best": Both("最好", "best"),
    "matters": Both("有影响", "matters"),
    "no_clear_effect": Both("没有明显影响", "no clear effect"),
    "within": Both("在通常范围内", "within the usual range"),
    "above": Both("高于通常范围", "above the usual range"),
    "below": Both("低于通常范围", "below the usual range"),
}
"""What stands in columns of kind `text`, where it is no plain text."""


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell.

    Attributes
    ----------
    left : whether it is text
    mark, low, high : places of a figure and the ends of its interval along the axis of its column; empty if not drawn
    """

    text: Both
    left: bool
    mark: str = ""
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table.

    Attributes
    ----------
    left_out : rows that are in the CSV alone
    """

    header: tuple[Both, ...]
    rows: tuple[tuple[PrintedCell, ...], ...]
    left_out: int


def printed(table: ViewTable, *, drawn: str | None = None, most: int = MOST_ROWS) -> PrintedTable:
    """A table as it is printed; codes of rows are left to the CSV.

    Parameters
    ----------
    drawn : id of a column of estimates that is drawn too, each figure with its interval along one axis
    most : rows
    """
    columns = [column for column in table.columns if column.kind != "code"]
    rows = table.rows[:most]
    scale = _scale([row[drawn] for row in rows]) if drawn else None
    return PrintedTable(
        header=tuple(_headed(column) for column in columns),
        rows=tuple(
            tuple(_printed(column, row, scale if column.id == drawn else None) for column in columns) for row in rows
        ),
        left_out=len(table.rows) - len(rows),
    )


def figure(estimate: Estimate, unit: Unit) -> str:
    """A figure with its interval, as short as it can be said."""
    value = written(estimate.value, unit)
    if estimate.low == estimate.high:
        return value  # none is known, or all replications came to the same
    ends = ("…" if end is None else written(end, unit, estimate.value) for end in (estimate.low, estimate.high))
    return f"{value} [{', '.join(ends)}]"


def _headed(column: TableColumn) -> Both:
    title = both(column.title)
    if column.unit is None:
        return title
    unit = both(column.unit.title)
    return Both(f"{title.zh}（{unit.zh}）", f"{title.en} ({unit.en})")


def _printed(column: TableColumn, row: Mapping[str, Cell], scale: Scale | None) -> PrintedCell:
    cell, unit = row[column.id], _unit(column, row)
    match cell:
        case None:
            return PrintedCell(same(NOTHING), left=column.kind in {"text", "words", "unit"})
        case Estimate():
            text = same(figure(cell, unit) if unit else number(cell.value))
            return PrintedCell(text, False, *_places(cell, scale))
        case Words():
            return PrintedCell(both(cell), left=True)
        case str():
            if column.kind == "unit":
                return PrintedCell(both(UNIT[UnitName(cell)].title), left=True)
            return PrintedCell(_CODES.get(cell, same(cell)), left=True)
        case _:
            return PrintedCell(same(written(cell, unit) if unit else number(cell)), left=False)


def _unit(column: TableColumn, row: Mapping[str, Cell]) -> Unit | None:
    """That of the column, or of the row."""
    name = row.get("unit")
    return column.unit or (UNIT[UnitName(name)] if isinstance(name, str) else None)


def _scale(cells: list[Cell]) -> Scale:
    figures = [cell for cell in cells if isinstance(cell, Estimate)]
    ends = [end for cell in figures for end in (cell.value, cell.low, cell.high) if end is not None]
    return Scale.over(ends)


def _places(cell: Estimate, scale: Scale | None) -> tuple[str, str, str]:
    if scale is None:
        return "", "", ""
    low, high = (cell.value if end is None else end for end in (cell.low, cell.high))
    return scale.percent(cell.value), scale.percent(low), scale.percent(high)
