"""Logs as Parquet: the columns of CSV with types; what each is and in which unit stands in the file's metadata.

Importing polars takes half a second, so whoever reads or writes no Parquet does not import this module.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Final

import polars as pl
from polars.exceptions import PanicException, PolarsError

from workflows.events.event import CaseEvent
from workflows.events.formats.foreign import Columns, ForeignIntake, Row, named_columns
from workflows.events.formats.intake import (
    COLUMNS,
    WORDS,
    CellError,
    Intake,
    Problems,
    Taken,
    case_of,
    instant_within,
    kind_of,
    occurrence_of,
)
from workflows.events.log import EventLog
from workflows.events.order import Breach
from workflows.instants import datetime_of

MOST_ROWS: Final = 10_000_000
"""A small file can stand for any number of rows that are alike."""
_FEW_ROWS: Final = 100_000
_MOST_ROWS_A_BYTE: Final = 4
"""Instants alone take a byte each, unless all rows are one row again and again."""
_MOST_CHARACTERS: Final = 1 << 30
"""Bytes of all texts of a column: a long one is kept once in the file, and once for each row when it is read."""

_KEY: Final = "greenlane"
_MEANINGS: Final = {
    "case": {"meaning": "id of the case"},
    "kind": {"meaning": "what happened", "values": list(WORDS.values())},
    "at": {"meaning": "when", "unit": "milliseconds since 1970-01-01T00:00Z"},
    "step": {"meaning": "id of the step that it happened to, or of the attribute"},
    "occurrence": {"meaning": "how many times the case had had the step before", "unit": "times"},
    "member": {"meaning": "who, as a name within the pool"},
    "cause": {"meaning": "why: a stop's reason, a child's id"},
    "outcome": {"meaning": "how it came out"},
}
_TEXTS: Final = ("case", "kind", "step", "member", "cause", "outcome")


def write_parquet(log: EventLog, out: BytesIO) -> None:
    """Write a log; the same log gives the same bytes, with the same version of polars."""
    texts, cases = [str(text) for text in log.words.texts], log.cases
    columns = {
        "case": pl.Series([cases[case] for case in log.case], dtype=pl.String),
        "kind": pl.Series([WORDS[kind] for kind in log.kind], dtype=pl.String),
        "at": pl.Series(log.at.tolist(), dtype=pl.Int64).cast(pl.Datetime("ms", "UTC")),
        "step": pl.Series([texts[code] for code in log.step], dtype=pl.String),
        "occurrence": pl.Series(log.occurrence.tolist(), dtype=pl.Int32),
        "member": pl.Series([texts[code] for code in log.member], dtype=pl.String),
        "cause": pl.Series([texts[code] for code in log.cause], dtype=pl.String),
        "outcome": pl.Series([texts[code] for code in log.outcome], dtype=pl.String),
    }
    about: dict[str, object] = {"format": 1, "columns": _MEANINGS}
    if list(dict.fromkeys(log.case)) != list(range(len(cases))):
        about["cases"] = cases  # some have no events, or are told in another order than they came
    pl.DataFrame(columns).write_parquet(
        out, compression="zstd", metadata={_KEY: json.dumps(about, ensure_ascii=False, sort_keys=True)}
    )


def read_parquet(content: bytes, file: str, columns: Columns | None = None) -> Taken:
    """Read a log.

    Parameters
    ----------
    file : how it is called in messages
    columns : what another tool calls its columns

    Raises
    ------
    InvalidFileError
        With everything that is wrong with it, but not more than the first twenty problems.
    """
    problems = Problems(file)
    said = columns or Columns()
    try:
        schema = pl.Schema(pl.read_parquet_schema(BytesIO(content)))
        rows = pl.scan_parquet(BytesIO(content)).select(pl.len()).collect().item()
        if rows > MOST_ROWS:
            remedy = "Take a part of the log."
            problems.add(Breach("too_many_rows", f"at most {MOST_ROWS} rows", str(rows), remedy))
            problems.refuse()
        if rows > _FEW_ROWS and rows > _MOST_ROWS_A_BYTE * len(content):
            expected, remedy = f"at most {_MOST_ROWS_A_BYTE} rows for each byte of the file", "Check what is in it."
            problems.add(Breach("packed_too_tightly", expected, f"{rows} rows in {len(content)} bytes", remedy))
            problems.refuse()
        if said.given or Columns.told_by(schema):
            return _read_foreign(content, list(schema), problems, said)
        return _read_own(content, schema, problems)
    except (PolarsError, PanicException) as error:
        found = str(error).partition("\n")[0][:200]
        problems.add(Breach("parquet", "a Parquet file", found, "Write the file again with the tool that made it."))
    raise problems.error()


def _read_own(content: bytes, schema: pl.Schema, problems: Problems) -> Taken:
    _check_schema(schema, problems)
    frame = pl.read_parquet(BytesIO(content), columns=[name for name in COLUMNS if name in schema])
    intake = Intake(problems)
    for case in _cases_told(content):
        intake.begin(case)
    for row, values in enumerate(zip(*(_values(frame, name) for name in COLUMNS), strict=True), 1):
        case, kind, at, step, occurrence, member, cause, outcome = values
        path = f"row {row}"
        try:
            event = CaseEvent(
                case_of(str(case), "case"),
                kind_of(str(kind), "kind"),
                instant_within(int(at or 0), str(at), "at"),
                str(step),
                occurrence_of(str(occurrence), "occurrence"),
                str(member),
                str(cause),
                str(outcome),
            )
        except CellError as error:
            problems.add(error.breach, path=f"{path}, {error.column}")
        else:
            intake.take(event, path=path)
    return Taken(intake.log())


def _check_schema(schema: pl.Schema, problems: Problems) -> None:
    for name in COLUMNS:
        kind = schema.get(name)
        if kind is None:
            if name in ("case", "kind", "at"):
                remedy = "Add it; or say which columns are `case`, `activity` and `at`."
                problems.add(Breach("missing_column", f"a column {name}", "none", remedy), path=name)
            continue
        if name == "at":
            fits, expected = isinstance(kind, pl.Datetime) and kind.time_zone is not None, "instants with a time zone"
        elif name == "occurrence":
            fits, expected = kind.is_integer(), "whole numbers"
        else:
            fits, expected = kind in (pl.String, pl.Categorical, pl.Enum), "texts"
        if not fits:
            problems.add(Breach("column_type", expected, f"{kind}", "Write the column in that type."), path=name)
    unknown = [name for name in schema if name not in COLUMNS]
    if unknown:
        expected = f"columns among {', '.join(COLUMNS)}"
        problems.add(Breach("unknown_column", expected, ", ".join(map(repr, unknown)), "Leave them out."))
    problems.refuse()


def _values(frame: pl.DataFrame, name: str) -> Sequence[str | int | None]:
    """A column as it is checked: instants as milliseconds or none, all else as texts."""
    if name not in frame.columns:
        return ["0" if name == "occurrence" else ""] * len(frame)
    column = frame.get_column(name)
    if name == "at":
        instants: list[int | None] = column.dt.epoch("ms").to_list()
        return instants
    return _as_texts(column)


def _as_texts(column: pl.Series) -> list[str]:
    texts = column.cast(pl.String).fill_null("")
    size = texts.str.len_bytes().sum()
    if size > _MOST_CHARACTERS:
        raise _TooLongError(f"{size} bytes of texts in column {column.name!r}, once they are written out")
    found: list[str] = texts.to_list()
    return found


class _TooLongError(PolarsError):
    """Texts that take more memory than there is."""


def _cases_told(content: bytes) -> list[str]:
    """The cases in their order, where the rows do not tell it."""
    try:
        about = json.loads(pl.read_parquet_metadata(BytesIO(content)).get(_KEY, "{}"))
    except (ValueError, RecursionError):
        return []
    told = about.get("cases", []) if isinstance(about, dict) else []
    return [case for case in told if isinstance(case, str) and case.strip()] if isinstance(told, list) else []


def _read_foreign(content: bytes, header: Sequence[str], problems: Problems, columns: Columns) -> Taken:
    named = named_columns(columns, header, problems)
    frame = pl.read_parquet(BytesIO(content), columns=sorted({name for name in named if name is not None}))
    instants = {name for name in (named.at, named.start) if name is not None}
    for name in frame.columns:
        kind = frame.schema[name]
        if kind.is_nested() or kind in (pl.Binary, pl.Object):
            problems.add(Breach("column_type", "texts, numbers or instants", f"{kind}", "Take another."), path=name)
    problems.refuse()
    intake = ForeignIntake(problems, columns, named)
    read = {name: _moments(frame, name) if name in instants else _texts(frame, name) for name in frame.columns}
    empty: list[str | datetime] = [""] * len(frame)
    parts = [empty if name is None else read[name] for name in named]
    for number, (case, activity, at, start, member, lifecycle) in enumerate(zip(*parts, strict=True), 1):
        row = Row(
            str(case),
            str(activity),
            at,
            None if named.start is None else start,
            str(member),
            None if named.lifecycle is None else str(lifecycle),
        )
        intake.take(row, path=f"row {number}")
    return intake.taken()


def _texts(frame: pl.DataFrame, name: str) -> list[str | datetime]:
    return [*_as_texts(frame.get_column(name))]


def _moments(frame: pl.DataFrame, name: str) -> list[str | datetime]:
    """Instants as moments if the column has such, else as the texts that it has."""
    column = frame.get_column(name)
    kind = column.dtype
    if not isinstance(kind, pl.Datetime):
        return _texts(frame, name)
    if kind.time_zone is None:
        return [each or "" for each in column.dt.to_string("iso").to_list()]
    # Not by way of Python's own zones, which a machine need not have.
    told: list[int | None] = column.dt.epoch("ms").to_list()
    try:
        return ["" if at is None else datetime_of(at) for at in told]
    except (OverflowError, ValueError):
        return _texts(frame, name)
