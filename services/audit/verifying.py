"""The trail as a whole: held against itself and against heads that were written down, and handed out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from services.audit.chain import EMPTY, Break, Fault, Head, Row, canonical, first_break, row_of
from services.audit.keeping import IllegibleRowError, first_since, head, head_at, kept_rows
from services.store.database import open_database, reading
from workflows.errors import InvalidInputError
from workflows.instants import Instant

_LONGEST_LINE: Final = 1_048_576
"""Characters of a row in a file."""


def verify_store(database: str, since: Instant | None, anchors: Iterable[Head]) -> Break | Head:
    """Where the trail in a database is broken first, or its head if it is whole.

    Parameters
    ----------
    since : only rows that were written at this instant or later; what is before them is believed

    Raises
    ------
    InvalidInputError
        If a head was written down before that.
    """
    with _reading(database) as connection:
        first = 1 if since is None else first_since(connection, since)
        before = head_at(connection, first - 1)
        if before is None:
            return Break(first - 1, f"expected row {first - 1}; it is missing", Fault.MISSING)
        return _first_break(kept_rows(connection, first), before, anchors)


def verify_file(path: Path, anchors: Iterable[Head]) -> Break | Head:
    """The same of a trail that was exported; what is before its first row is believed.

    Raises
    ------
    InvalidInputError
        If it cannot be read as one, or a head was written down before its first row.
    """
    rows = _rows_of(path)
    first = next(rows, None)
    if first is None:
        return _first_break((), EMPTY, anchors)
    before = Head(first.sequence - 1, first.previous)

    def all_rows() -> Iterator[Row]:
        yield first
        yield from rows

    if first.sequence == 1:
        before = EMPTY
    return _first_break(all_rows(), before, anchors)


def exported(database: str, since: Instant | None) -> Iterator[str]:
    """The rows of the trail, each as one line of JSON.

    Parameters
    ----------
    since : only rows that were written at this instant or later
    """
    with _reading(database) as connection:
        for row in kept_rows(connection, 1 if since is None else first_since(connection, since)):
            yield canonical(row.content())


def head_of(database: str) -> Head:
    """The last row of the trail."""
    with _reading(database) as connection:
        return head(connection)


def _first_break(rows: Iterable[Row], after: Head, anchors: Iterable[Head]) -> Break | Head:
    anchors = tuple(anchors)
    if early := [anchor.sequence for anchor in anchors if anchor.sequence < after.sequence]:
        # To pass it over and say that all is well would be no answer to what was asked.
        raise InvalidInputError(
            f"expected heads of row {after.sequence} or later, since what is verified begins after it; one is of row "
            f"{min(early)}. Verify from the beginning: leave --since out, or export the trail without it."
        )
    try:
        return first_break(rows, after, anchors)
    except IllegibleRowError as error:
        return Break(error.sequence, str(error))


def _rows_of(path: Path) -> Iterator[Row]:
    try:
        with path.open("r", encoding="utf-8") as file:
            number = 0
            while line := file.readline(_LONGEST_LINE):
                number += 1
                try:
                    content = json.loads(line)
                    yield row_of(content if isinstance(content, dict) else {})
                except (ValueError, RecursionError) as error:
                    raise InvalidInputError(
                        f"{path}, line {number}: expected a row as `greenlane audit export` writes it; {error}. "
                        "Export it again."
                    ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInputError(f"expected a file that can be read; {path}: {error}. Name another one.") from error


@contextmanager
def _reading(database: str) -> Iterator[Connection]:
    engine = open_database(database)
    try:
        with reading(engine) as connection:
            yield connection
    finally:
        engine.dispose()
