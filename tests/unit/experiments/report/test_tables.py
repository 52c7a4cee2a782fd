"""Tables say what the result says."""

from __future__ import annotations

import csv
import io

from rich.cells import cell_len

from services.experiments.result import DemoResult
from services.experiments.tables import TABLES, csv_of, print_headlines
from workflows.measures.kpis import KPIS


def read(name: str, result: DemoResult) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_of(TABLES[name](result)))))


def test_every_kpi_is_a_row_with_all_its_digits(result: DemoResult) -> None:
    rows = {row["kpi"]: row for row in read("kpis", result)}
    assert set(rows) == set(KPIS)
    for kpi in result.comparisons[0].kpis:
        row = rows[kpi.kpi]
        assert (float(row["before"]) if row["before"] else None) == (kpi.before.mean if kpi.before else None)
        difference = kpi.difference.half_width if kpi.difference else None
        assert (float(row["difference_half_width"]) if row["difference_half_width"] else None) == difference


def test_levers_add_up_to_the_way_from_the_first_lane_to_the_last(result: DemoResult) -> None:
    comparison = result.comparisons[0]
    rows = [row for row in read("levers", result) if row["kpi"] == "cycle_time.mean"]
    assert [row["lever"] for row in rows] == [saving.lever for saving in comparison.levers]
    assert [float(row["change"]) for row in rows] == [
        saving.changes["cycle_time.mean"].mean for saving in comparison.levers
    ]


def test_steps_and_pools_of_both_sides_are_there(result: DemoResult) -> None:
    comparison = result.comparisons[0]
    steps = [(row["side"], row["step"]) for row in read("steps", result)]
    assert steps == [
        *(("before", step.step) for step in comparison.before.steps),
        *(("after", step.step) for step in comparison.after.steps),
    ]
    pools = read("pools", result)
    assert len(pools) == len(comparison.before.pools) + len(comparison.after.pools)


def test_every_place_of_an_assumption_is_a_row(result: DemoResult) -> None:
    rows = read("assumptions", result)
    assert len(rows) == sum(len(assumption.places) for assumption in result.grounds[0].assumptions)
    assert {row["source"] for row in rows} <= {"assumed", "knowledge"}


def test_a_table_without_rows_is_empty(result: DemoResult) -> None:
    assert csv_of(TABLES["kpis"](result.model_copy(update={"comparisons": ()}))) == ""


def test_headlines_off_a_terminal_are_aligned_plain_text(result: DemoResult) -> None:
    stream = io.StringIO()
    print_headlines(result, stream, "zh-CN")
    header, row, *rest = stream.getvalue().splitlines()
    assert "\x1b" not in stream.getvalue()
    assert (
        cell_len(header[: header.index("办理时长中位数")]) == cell_len(row[: row.index(" → ")].rpartition("  ")[0]) + 2
    )
    assert any("第 1 至 3 项措施" in line for line in rest)


def test_headlines_on_a_terminal_are_a_table(result: DemoResult) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    print_headlines(result, stream, "en")
    assert "┃" in stream.getvalue()
    assert "every item limit would have to fall to" in stream.getvalue()
