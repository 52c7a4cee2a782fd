"""Every format of logs as two functions: a log to bytes, and bytes to what was read."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple, TextIO

from workflows.events.formats.comma_separated import read_any_csv, write_csv
from workflows.events.formats.foreign import Columns
from workflows.events.formats.intake import Taken
from workflows.events.formats.object_reading import read_ocel
from workflows.events.formats.object_tables import write_ocel_tables
from workflows.events.formats.object_tables_reading import read_ocel_tables
from workflows.events.formats.object_writing import write_ocel
from workflows.events.formats.parquet import read_parquet, write_parquet
from workflows.events.formats.xes_reading import read_xes
from workflows.events.formats.xes_writing import write_xes
from workflows.events.log import EventLog

FILE: Final = "log"


class Format(NamedTuple):
    """How a format is written and read."""

    write: Callable[[EventLog], bytes]
    read: Callable[[bytes, Columns], Taken]

    def back(self, content: bytes) -> EventLog:
        """A log of this program."""
        taken = self.read(content, Columns())
        assert not taken.foreign
        return taken.log


def _text(write: Callable[[EventLog, TextIO], None]) -> Callable[[EventLog], bytes]:
    def written(log: EventLog) -> bytes:
        out = io.StringIO(newline="")
        write(log, out)
        return out.getvalue().encode()

    return written


def _parquet(log: EventLog) -> bytes:
    out = io.BytesIO()
    write_parquet(log, out)
    return out.getvalue()


FORMATS: Final[Mapping[str, Format]] = {
    "csv": Format(
        _text(write_csv),
        lambda content, columns: read_any_csv(
            io.TextIOWrapper(io.BytesIO(content), "utf-8-sig", newline=""), FILE, columns
        ),
    ),
    "xes": Format(_text(write_xes), lambda content, columns: read_xes(io.BytesIO(content), FILE, columns)),
    "ocel": Format(
        _text(write_ocel), lambda content, columns: read_ocel(content.decode("utf-8", "replace"), FILE, columns)
    ),
    "ocel-sqlite": Format(write_ocel_tables, lambda content, columns: read_ocel_tables(content, FILE, columns)),
    "parquet": Format(_parquet, lambda content, columns: read_parquet(content, FILE, columns)),
}
