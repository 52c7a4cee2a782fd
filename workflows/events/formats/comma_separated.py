"""Logs as CSV: one line an event, in the order in which they were emitted.

========== ==================================================================== ========
column     meaning                                                              needed
========== ==================================================================== ========
case       id of the case                                                       yes
kind       what happened: ``submitted``, ``enabled``, ``started``, ...          yes
at         when, ISO 8601 with time zone: ``2026-03-02T09:00:00.000+08:00``     yes
step       id of the step that it happened to
occurrence how many times the case had had the step before; none given, 0
member     who, as a name within the pool
cause      why: a stop's reason, a child's id
outcome    how it came out
========== ==================================================================== ========

Columns may stand in any order, the events of different cases may be mixed; those of one case stand in order.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TextIO

from workflows.errors import closest
from workflows.events.event import CaseEvent
from workflows.events.formats.foreign import Columns, ForeignIntake, Named, Row, named_columns
from workflows.events.formats.intake import (
    COLUMNS,
    WORDS,
    CellError,
    Intake,
    Problems,
    Taken,
    case_of,
    instant_of_text,
    kind_of,
    occurrence_of,
)
from workflows.events.log import EventLog
from workflows.events.order import Breach
from workflows.instants import format_instant

_MOST_BLANK: Final = 10_000
_NEEDED: Final = ("case", "kind", "at")


def write_csv(log: EventLog, out: TextIO) -> None:
    """Write a log.

    Parameters
    ----------
    out : opened with ``newline=""``, so that the line ends stay as they are
    """
    # Lines end as RFC 4180 has it; with any other end, a carriage return inside a text would not be quoted.
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    cases, texts = log.cases, log.words.texts
    rows = zip(log.case, log.kind, log.at, log.step, log.occurrence, log.member, log.cause, log.outcome, strict=True)
    writer.writerows(
        (cases[case], WORDS[kind], format_instant(at), texts[step], number, texts[member], texts[cause], texts[outcome])
        for case, kind, at, step, number, member, cause, outcome in rows
    )


def read_csv(lines: Iterable[str], file: str) -> EventLog:
    """Read a log of this program; the inverse of :func:`write_csv`.

    Parameters
    ----------
    lines : e.g. a file opened with ``encoding="utf-8-sig", newline=""``
    file : how it is called in messages

    Raises
    ------
    InvalidFileError
        With everything that is wrong with it, but not more than the first twenty problems.
    """
    return read_any_csv(lines, file, Columns(), usual=False).log


def read_any_csv(lines: Iterable[str], file: str, columns: Columns, *, usual: bool = True) -> Taken:
    """Read a log of this program or of another tool; see :func:`read_csv`.

    Parameters
    ----------
    columns : what another tool calls its columns
    usual : whether a file with the columns of a flattened XES log is taken for another tool's, unasked
    """
    problems = Problems(file)
    reader = csv.reader(lines, strict=True)
    try:
        header = [name.strip().removeprefix("\ufeff") for name in next(reader, [])]
        foreign = columns.given or (usual and Columns.told_by(header))
        if foreign:
            return _read_foreign(reader, header, problems, columns)
        return _read_own(reader, header, problems)
    except csv.Error as error:
        breach = Breach("csv", "CSV", str(error), "Mend the quotes, or write the file as CSV again.")
        problems.add(breach, max(reader.line_num, 1))
    except UnicodeDecodeError as error:
        byte = f"the byte 0x{error.object[error.start]:02x} at that line or soon after"
        breach = Breach("encoding", "text in UTF-8", byte, "Save the file as UTF-8 (not GBK or UTF-16).")
        problems.add(breach, reader.line_num + 1)
    raise problems.error()


def _read_own(reader: Iterator[list[str]], header: Sequence[str], problems: Problems) -> Taken:
    _check_header(header, problems)
    intake = Intake(problems)
    for line, cells in _lines(reader, header, problems):
        try:
            event = _event(dict(zip(header, cells, strict=True)))
        except CellError as error:
            problems.add(error.breach, line, error.column)
        else:
            intake.take(event, line)
    return Taken(intake.log())


def _read_foreign(reader: Iterator[list[str]], header: Sequence[str], problems: Problems, columns: Columns) -> Taken:
    named = named_columns(columns, header, problems)
    places = Named(*(None if name is None else header.index(name) for name in named))
    intake = ForeignIntake(problems, columns, named)

    def cell(cells: Sequence[str], place: int | None) -> str:
        return "" if place is None else cells[place]

    for line, cells in _lines(reader, header, problems):
        row = Row(
            cell(cells, places.case),
            cell(cells, places.activity),
            cell(cells, places.at),
            None if places.start is None else cells[places.start],
            cell(cells, places.member),
            None if places.lifecycle is None else cells[places.lifecycle],
        )
        intake.take(row, line)
    return intake.taken()


def _lines(reader: Iterator[list[str]], header: Sequence[str], problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """The lines that have the header's cells, with their numbers."""
    blank = 0
    for cells in reader:
        if not cells:
            blank += 1
            if blank > _MOST_BLANK:
                expected, remedy = f"at most {_MOST_BLANK} lines with nothing in them", "Take them out of the file."
                problems.add(Breach("blank_lines", expected, "more", remedy))
                problems.refuse()
            continue
        line: int = reader.line_num  # type: ignore[attr-defined]
        if len(cells) == len(header):
            yield line, cells
            continue
        expected, remedy = f"{len(header)} cells, as in the header", "Put a text with commas between quotes."
        problems.add(Breach("cells", expected, str(len(cells)), remedy), line)


def _check_header(header: Sequence[str], problems: Problems) -> None:
    if not any(header):
        expected = f"a header with {', '.join(_NEEDED)}"
        problems.add(Breach("empty_file", expected, "nothing", "Give the columns' names."), 1)
    else:
        for breach in _breaches_of_header(header):
            problems.add(breach, 1)
    problems.refuse()


def _breaches_of_header(header: Sequence[str]) -> Iterator[Breach]:
    for name in sorted({name for name in header if name not in COLUMNS}):
        close = closest(name, COLUMNS)
        remedy = f"Did you mean {close!r}?" if close else "Leave the column out."
        yield Breach("unknown_column", f"columns among {', '.join(COLUMNS)}", repr(name), remedy)
    for name in COLUMNS:
        if header.count(name) > 1:
            yield Breach("column_twice", f"{name} once", f"{header.count(name)} times", "Leave the others out.")
        elif name in _NEEDED and name not in header:
            remedy = f"Add {name} to every line."
            if name == "kind":
                remedy += " Of another tool's log, say which of its columns are `case`, `activity` and `at`."
            yield Breach("missing_column", f"a column {name}", "none", remedy)


def _event(row: dict[str, str]) -> CaseEvent:
    return CaseEvent(
        case_of(row["case"], "case"),
        kind_of(row["kind"], "kind"),
        instant_of_text(row["at"], "at"),
        row.get("step", ""),
        occurrence_of(row.get("occurrence", ""), "occurrence"),
        row.get("member", ""),
        row.get("cause", ""),
        row.get("outcome", ""),
    )
