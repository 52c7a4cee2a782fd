"""Event logs as files: CSV, XES, OCEL 2.0 and Parquet, of this program and of others.

::

    CSV      comma_separated  ─┐                    ┌─ Intake ────────> the same log, event by event
    XES      xes_reading       ├─> our own events ──┘
    OCEL     object_reading    │
    Parquet  parquet          ─┴─> another tool's ──── ForeignIntake ─> a log of what it tells

Everything here works on text and bytes; files are opened by the services. Nothing is read off a log halfway: there is a
log, or an :class:`~workflows.errors.InvalidFileError` with what is wrong, line by line.
"""

from workflows.events.formats.comma_separated import read_csv, write_csv
from workflows.events.formats.intake import COLUMNS, MOST_PROBLEMS

__all__ = ["COLUMNS", "MOST_PROBLEMS", "read_csv", "write_csv"]
