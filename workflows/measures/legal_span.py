"""From when the law counts a case, and how much time its decision has: by what was deemed, and by what was ordered."""

from __future__ import annotations

import numpy as np

from workflows.events.event import DEEMED, EventKind, accepted_since
from workflows.measures.columns import NONE, Columns
from workflows.measures.hours import Numbers


def accepted_at(columns: Columns) -> Numbers:
    """For each case, the instant from which the law counts; NONE if it is not accepted.

    That is the instant of its acceptance, unless nobody has declared it: then it is that at which the file came in.
    """
    rows = np.flatnonzero(columns.kind == EventKind.ACCEPTED)[::-1]
    at = columns.at[rows].copy()
    for place in np.flatnonzero(columns.cause[rows]).tolist():
        row = rows[place]
        if columns.texts[columns.cause[row]] == DEEMED:
            at[place] = accepted_since(int(columns.at[row]), DEEMED, columns.texts[columns.outcome[row]])
    since = np.full(len(columns.cases), NONE, dtype=np.int64)
    # Written backwards: of several acceptances of one case, the first one stays.
    since[columns.case[rows]] = at
    return since


def extended_days(columns: Columns) -> Numbers:
    """For each case, the working days by which the time for its decision was extended."""
    rows = np.flatnonzero(columns.kind == EventKind.EXTENDED)
    days = np.zeros(len(columns.cases), dtype=np.int64)
    granted = np.array([int(columns.texts[code]) for code in columns.outcome[rows].tolist()], dtype=np.int64)
    np.add.at(days, columns.case[rows], granted)
    return days
