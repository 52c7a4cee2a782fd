"""Logs as Parquet: typed columns with their units, and everything that can be wrong with one."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime

import polars as pl
import pytest

from tests.properties.events.written import FORMATS
from tests.unit.events.reading import problems, taken
from workflows.errors import InvalidFileError
from workflows.events.event import CaseEvent, EventKind
from workflows.events.formats import parquet
from workflows.events.formats.foreign import Columns
from workflows.events.log import EventLog
from workflows.instants import parse_instant

MONDAY = parse_instant("2026-03-02T09:00:00.000+08:00")
NINE = datetime(2026, 3, 2, 1, tzinfo=UTC)
SAID = Columns(case="id", activity="task", at="end")


def content(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()


def written(*events: CaseEvent) -> bytes:
    log = EventLog()
    log.extend(events)
    return FORMATS["parquet"].write(log)


def test_columns_have_types_and_the_file_tells_their_units() -> None:
    found = written(CaseEvent("a", EventKind.STARTED, MONDAY, "file", 1, "Li"))
    frame = pl.read_parquet(io.BytesIO(found))
    assert frame.schema["at"] == pl.Datetime("ms", "UTC")
    assert frame.schema["occurrence"] == pl.Int32
    assert frame.row(0)[2] == NINE
    about = json.loads(pl.read_parquet_metadata(io.BytesIO(found))["greenlane"])
    assert list(about["columns"]) == sorted(frame.columns)
    assert about["columns"]["at"]["unit"] == "milliseconds since 1970-01-01T00:00Z"


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (pl.Series([NINE], dtype=pl.Datetime("us", "UTC")), SAID),
        (pl.Series([NINE]).dt.convert_time_zone("Europe/Amsterdam"), SAID),
        (pl.Series([datetime(2026, 3, 2, 1)]), Columns(case="id", activity="task", at="end", offset=UTC)),  # noqa: DTZ001
        (pl.Series(["2026-03-02T09:00:00+08:00"]), SAID),
    ],
)
def test_another_tools_instants_in_any_form(end: pl.Series, said: Columns) -> None:
    frame = pl.DataFrame({"id": [196_611], "task": ["file"], "end": end, "note": [None]})
    assert list(taken("parquet", content(frame), said).log) == [
        CaseEvent("196611", EventKind.COMPLETED, MONDAY, "file")
    ]


def test_what_is_wrong_with_rows_is_said_with_their_numbers() -> None:
    frame = pl.DataFrame(
        {"id": ["a", None, "a", "a"], "task": ["file", "file", None, "file"], "end": [NINE, NINE, NINE, None]}
    )
    found = problems("parquet", content(frame), SAID)
    assert [(problem.code, problem.place.path) for problem in found] == [
        ("missing_case", "row 2, id"),
        ("missing_step", "row 3, task"),
        ("instant", "row 4, end"),
    ]
    (problem,) = problems("parquet", content(frame.with_columns(end=pl.Series([date(2026, 3, 2)] * 4)).head(1)), SAID)
    assert problem.code == "no_zone"


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        (pl.lit(1.5).alias("occurrence"), "column_type", "occurrence"),
        (pl.lit(float("nan")).alias("case"), "column_type", "case"),
        (pl.col("at").dt.replace_time_zone(None), "column_type", "at"),
        (pl.col("at").dt.epoch("ms"), "column_type", "at"),
        (pl.lit("x").alias("extra"), "unknown_column", None),
        (pl.lit("accept_ed").alias("kind"), "unknown_kind", "row 1, kind"),
        (pl.lit(None, dtype=pl.Datetime("ms", "UTC")).alias("at"), "instant_out_of_range", "row 1, at"),
        (pl.lit(2_000_000).alias("occurrence"), "occurrence", "row 1, occurrence"),
    ],
)
def test_a_log_of_ours_with_other_columns_is_refused(change: pl.Expr, code: str, path: str | None) -> None:
    frame = pl.read_parquet(io.BytesIO(written(CaseEvent("a", EventKind.ACCEPTED, MONDAY)))).with_columns(change)
    (problem,) = problems("parquet", content(frame))
    assert (problem.code, problem.place.path) == (code, path)


def test_columns_that_are_needed_are_named() -> None:
    found = problems("parquet", content(pl.DataFrame({"case": ["a"]})))
    assert [(problem.code, problem.place.path) for problem in found] == [
        ("missing_column", "kind"),
        ("missing_column", "at"),
    ]


def test_a_column_of_lists_is_no_column_of_texts() -> None:
    frame = pl.DataFrame({"id": [["a"]], "task": ["file"], "end": [NINE]})
    (problem,) = problems("parquet", content(frame), SAID)
    assert (problem.code, problem.place.path) == ("column_type", "id")


def test_a_small_file_with_very_many_rows_is_refused_before_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pl.DataFrame({"id": ["a"], "task": ["file"], "end": [NINE]})
    monkeypatch.setattr(parquet, "MOST_ROWS", 1_000)
    (problem,) = problems("parquet", content(pl.concat([frame] * 1_001)), SAID)
    assert problem.code == "too_many_rows"


@pytest.mark.parametrize("damaged", [b"", b"PAR1", b"PAR1" + b"\x00" * 20 + b"PAR1", b"a,b\r\n"])
def test_what_is_no_parquet_is_refused(damaged: bytes) -> None:
    (problem,) = problems("parquet", damaged)
    assert problem.code == "parquet"


@pytest.mark.parametrize(
    ("count", "case", "code"),
    [(2_000_000, "1", "packed_too_tightly"), (20_000, "a" * 100_000, "parquet")],
    ids=["rows", "texts"],
)
def test_a_small_file_that_stands_for_too_much_is_refused(count: int, case: str, code: str) -> None:
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    columns: dict[str, str | datetime] = {"case:concept:name": case, "concept:name": "check", "time:timestamp": at}
    out = io.BytesIO()
    pl.select(pl.repeat(value, count).alias(name) for name, value in columns.items()).write_parquet(out)
    with pytest.raises(InvalidFileError) as refused:
        parquet.read_parquet(out.getvalue(), "x.parquet")
    assert [problem.code for problem in refused.value.problems] == [code]
