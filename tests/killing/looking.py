"""What is there after a trial, read from the store, from Temporal, and from a store made anew out of its histories."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import Final

from sqlalchemy import Connection, Engine, Table, select
from temporalio.client import WorkflowExecution, WorkflowExecutionStatus

from services.audit.keeping import kept_rows
from services.audit.verifying import verify_store
from services.rebuilding.histories import TYPES
from services.rebuilding.rebuilding import rebuild
from services.settings import Settings
from services.store.database import open_database, reading
from services.store.recording import kept_events
from services.store.tables import (
    cases,
    counters,
    effects,
    events,
    lanes,
    publications,
    registrations,
    seals,
    taxpayers,
    work_items,
)
from services.temporal_client import Temporal, connect
from tests.killing.found import Found, FoundCase, FoundEffect, Recovery
from tests.killing.instants import kept_instants
from tests.killing.repeating import found_experiments
from workflows.instants import Instant

_REGISTERS: Final = (registrations, taxpayers, seals, publications)
_REBUILT: Final[dict[Table, frozenset[str]]] = {
    lanes: frozenset(),
    cases: frozenset({"applicant"}),  # known to the store alone
    events: frozenset({"told_at"}),  # a replay takes tasks in which nothing happened together with the next
    work_items: frozenset(),
}
"""Tables that histories give back, and their columns that they do not."""

_CLOSES_WITHIN: Final = 30.0
"""Seconds from a case's end until its workflow is closed, at the longest: a guard against hanging for ever."""
_LOOK: Final = 0.2
"""Seconds between one look and the next."""


async def look(
    settings: Settings, folder: Path, recoveries: Sequence[Recovery], between: tuple[Instant, Instant]
) -> Found:
    """Read everything.

    Parameters
    ----------
    folder : for the store that is made anew
    between : instants at which the trial began and ended
    """
    temporal = await connect(settings.model_copy(update={"answer_within": _CLOSES_WITHIN}))
    closed = await _closed(temporal)
    again = open_database(f"sqlite:///{folder / 'rebuilt.db'}")
    store = open_database(settings.database)
    try:
        told = await rebuild(again, temporal, lambda done, of: None)
        with reading(store) as connection:
            return Found(
                cases=_cases(connection, closed),
                effects=tuple(
                    FoundEffect(row.key, row.system, row.case_id, bool(row.found))
                    for row in connection.execute(select(effects))
                ),
                registers={table.name: tuple(connection.scalars(select(table.c.case_id))) for table in _REGISTERS},
                numbered={row.name: row.value for row in connection.execute(select(counters))},
                trail=tuple(kept_rows(connection)),
                chain=verify_store(settings.database, None, ()),
                kept=_rows(store),
                rebuilt=_rows(again),
                untold=tuple(f"{each.case}: {each.reason}" for each in told.untold),
                recoveries=tuple(recoveries),
                experiments=found_experiments(connection, folder),
                between=between,
                instants=kept_instants(connection),
            )
    finally:
        store.dispose()
        again.dispose()


async def _closed(temporal: Temporal) -> dict[str, str | None]:
    """Case to how its workflow ended, of every case that Temporal has."""
    types = ", ".join(f"'{each}'" for each in TYPES)
    query = f"TaskQueue = '{temporal.task_queue}' AND WorkflowType IN ({types})"
    # The list lags behind what it is a list of, so each is asked for itself.
    return {each.id: await _end(temporal, each) async for each in temporal.client.list_workflows(query)}


async def _end(temporal: Temporal, found: WorkflowExecution) -> str | None:
    """How a workflow ended. It tells its end before it closes, since it has those to tell who waited for it."""
    handle, deadline = temporal.client.get_workflow_handle(found.id, run_id=found.run_id), monotonic() + _CLOSES_WITHIN
    while (status := (await handle.describe()).status) in {None, WorkflowExecutionStatus.RUNNING}:
        if monotonic() > deadline:
            return None
        await asyncio.sleep(_LOOK)
    return status.name


def _cases(connection: Connection, closed: dict[str, str | None]) -> dict[str, FoundCase]:
    rows = {row.id: row for row in connection.execute(select(cases))}
    return {
        id_: FoundCase(
            id=id_,
            applicant=row.applicant,
            parent=row.parent,
            stage=row.stage,
            result=row.result,
            closed=closed.get(id_),
            events=tuple(kept_events(connection, id_)),
        )
        for id_, row in rows.items()
    }


def _rows(engine: Engine) -> dict[str, tuple[str, ...]]:
    with reading(engine) as connection:
        return {
            table.name: tuple(
                repr(tuple(row)) for row in connection.execute(select(*(c for c in table.c if c.name not in left_out)))
            )
            for table, left_out in _REBUILT.items()
        }
