"""Event logs as CSV: one line an event, in the order in which they were emitted.

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
from datetime import date
from difflib import get_close_matches
from typing import Final, TextIO

from workflows.errors import InvalidFileError, Place, Problem
from workflows.events.event import CaseEvent, EventKind
from workflows.events.log import EventLog
from workflows.events.order import Breach, CaseOrder
from workflows.instants import Instant, format_instant, parse_instant, start_of

COLUMNS: Final = CaseEvent._fields
MOST_PROBLEMS: Final = 20
"""A file with more is of another kind, and more would not help to see it."""

_NEEDED: Final = ("case", "kind", "at")
_KINDS: Final = {kind.name.lower(): kind for kind in EventKind}
_FIRST_INSTANT: Final = start_of(date(1970, 1, 2))
_LAST_INSTANT: Final = start_of(date(9999, 1, 1))
_MOST_OCCURRENCES: Final = 1_000_000


class _CellError(Exception):
    """A cell that cannot be read."""

    def __init__(self, column: str, breach: Breach) -> None:
        super().__init__(breach)
        self.column, self.breach = column, breach


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
    names = {int(kind): name for name, kind in _KINDS.items()}
    writer.writerows(
        (cases[case], names[kind], format_instant(at), texts[step], number, texts[member], texts[cause], texts[outcome])
        for case, kind, at, step, number, member, cause, outcome in rows
    )


def read_csv(lines: Iterable[str], file: str) -> EventLog:
    """Read a log; the inverse of :func:`write_csv`.

    Parameters
    ----------
    lines : e.g. a file opened with ``encoding="utf-8-sig", newline=""``
    file : how it is called in messages

    Raises
    ------
    InvalidFileError
        With everything that is wrong with it, but not more than the first twenty problems.
    """
    problems: list[Problem] = []
    log = EventLog()
    reader = csv.reader(lines, strict=True)
    try:
        for found in _events(reader, file):
            if isinstance(found, Problem):
                problems.append(found)
                if len(problems) == MOST_PROBLEMS:
                    break
            else:
                log.append(found)
    except csv.Error as error:
        place = Place(file, max(reader.line_num, 1))
        problems.append(Problem("csv", place, "CSV", str(error), "Mend the quotes, or write the file as CSV again."))
    except UnicodeDecodeError as error:
        place = Place(file, reader.line_num + 1)
        byte = f"the byte 0x{error.object[error.start]:02x} at that line or soon after"
        problems.append(
            Problem("encoding", place, "text in UTF-8", byte, "Save the file as UTF-8 (not GBK or UTF-16).")
        )
    if problems:
        raise InvalidFileError(problems)
    return log


def _events(reader: Iterator[list[str]], file: str) -> Iterator[CaseEvent | Problem]:
    """The events that can be read, and what is wrong with the others."""
    header = [name.strip().removeprefix("\ufeff") for name in next(reader, [])]
    wrong = list(_problems_of_header(header, file))
    yield from wrong
    if wrong:
        return
    orders: dict[str, CaseOrder] = {}
    for cells in reader:
        if not cells:
            continue
        line: int = reader.line_num  # type: ignore[attr-defined]
        if len(cells) != len(header):
            yield Problem(
                "cells", Place(file, line), f"{len(header)} cells, as in the header", str(len(cells)),
                "Put a text with commas between quotes.",
            )  # fmt: skip
            continue
        try:
            event = _event(dict(zip(header, cells, strict=True)))
        except _CellError as error:
            yield Problem(error.breach.code, Place(file, line, error.column), *error.breach[1:])
            continue
        order = orders.get(event.case)
        if order is None:
            order = orders[event.case] = CaseOrder()
        breach = order.breach(event)
        yield event if breach is None else Problem(breach.code, Place(file, line), *breach[1:])


def _problems_of_header(header: Sequence[str], file: str) -> Iterator[Problem]:
    place = Place(file, 1)
    if not any(header):
        yield Problem("empty_file", place, f"a header with {', '.join(_NEEDED)}", "nothing", "Give the columns' names.")
        return
    for name in sorted({name for name in header if name not in COLUMNS}):
        close = get_close_matches(name, COLUMNS, n=1)
        remedy = f"Did you mean {close[0]!r}?" if close else "Leave the column out."
        yield Problem("unknown_column", place, f"columns among {', '.join(COLUMNS)}", repr(name), remedy)
    for name in COLUMNS:
        if header.count(name) > 1:
            yield Problem("column_twice", place, f"{name} once", f"{header.count(name)} times", "Leave the others out.")
        elif name in _NEEDED and name not in header:
            yield Problem("missing_column", place, f"a column {name}", "none", f"Add {name} to every line.")


def _event(row: dict[str, str]) -> CaseEvent:
    if not row["case"].strip():
        raise _CellError("case", Breach("missing_case", "the id of a case", "none", "Say whose event it is."))
    return CaseEvent(
        row["case"], _kind(row["kind"]), _instant(row["at"]), row.get("step", ""),
        _occurrence(row.get("occurrence", "")), row.get("member", ""), row.get("cause", ""), row.get("outcome", ""),
    )  # fmt: skip


def _kind(text: str) -> EventKind:
    kind = _KINDS.get(text)
    if kind is None:
        close = get_close_matches(text.strip().lower(), _KINDS, n=1)
        remedy = f"Did you mean {close[0]!r}?" if close else "Leave the line out."
        raise _CellError("kind", Breach("unknown_kind", f"one of {', '.join(_KINDS)}", repr(text), remedy))
    return kind


def _instant(text: str) -> Instant:
    expected = "an instant from 1970-01-02 to 9998, such as 2026-03-02T09:00:00+08:00"
    try:
        at = parse_instant(text)
    except ValueError:
        remedy = "Write it in ISO 8601, with the time zone."
        raise _CellError("at", Breach("instant", expected, repr(text), remedy)) from None
    if not _FIRST_INSTANT <= at < _LAST_INSTANT:
        raise _CellError("at", Breach("instant_out_of_range", expected, repr(text), "Check the year."))
    return at


def _occurrence(text: str) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdecimal() and len(text) <= 7 and int(text) <= _MOST_OCCURRENCES):
        expected = f"a whole number from 0 to {_MOST_OCCURRENCES}"
        remedy = "Count how many times the case had had the step before; 0 the first time."
        raise _CellError("occurrence", Breach("occurrence", expected, repr(text), remedy))
    return int(text)
