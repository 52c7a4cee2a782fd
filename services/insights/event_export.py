"""Events of all cases, page by page, for whoever keeps a copy: as NDJSON or as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from sqlalchemy import Engine

from services.api.cursors import cursor_of, is_instant, place_of
from services.errors import NothingThereError
from services.security.acts import Act
from services.security.policy import Action, Resource
from services.security.resources import resource_of_lane
from services.store.database import reading
from services.store.exporting import EventPosition, check_lane, events_after
from workflows.definition.catalogue import lane_ids, shipped_lane
from workflows.definition.provenance import Frozen
from workflows.errors import UnknownNameError
from workflows.events.event import CaseEvent
from workflows.events.formats.intake import COLUMNS, WORDS
from workflows.instants import format_instant


class ExportFormat(StrEnum):
    """How events are written."""

    NDJSON = "ndjson"
    CSV = "csv"

    @property
    def media_type(self) -> str:
        """What it is called on the network."""
        return "application/x-ndjson" if self is ExportFormat.NDJSON else "text/csv; charset=utf-8; header=present"


class ExportPage(Frozen):
    """A page of events.

    Parameters
    ----------
    next : cursor of the page after it; none at the end
    """

    content: str
    next: str | None


def exported(act: Act, lane: str | None, *, sealed: bool) -> Act:
    """An export as what it is to the policy: of a lane's departments, or of all, and of sealed cases or not."""
    resource = resource_of_lane(shipped_lane(lane)) if lane in lane_ids() else Resource()
    action = Action.EXPORT_SEALED if sealed else act.action
    return replace(act, action=action, resource=resource).to(**({} if lane is None else {"lane": lane}))


def export_page(
    engine: Engine, lane: str | None, cursor: str | None, limit: int, written_as: ExportFormat, *, sealed: bool = False
) -> ExportPage:
    """Events in the order of their cases' submission, those of a case in their own order.

    Parameters
    ----------
    lane : whose cases; those of all lanes if absent
    sealed : whether sealed cases are among them

    Raises
    ------
    NothingThereError
        If no lane is called so.
    InvalidInputError
        If the cursor is none of ours.
    """
    position = None if cursor is None else place_of(cursor, _position)
    with reading(engine) as connection:
        if lane is not None:
            try:
                check_lane(connection, lane, lane_ids())
            except UnknownNameError as error:
                raise NothingThereError(str(error)) from error
        found = events_after(connection, lane, position, limit + 1, sealed=sealed)
    shown = found[:limit]
    write = _as_ndjson if written_as is ExportFormat.NDJSON else _as_csv
    more = cursor_of(shown[-1][0]) if len(found) > limit else None
    return ExportPage(content=write(event for _, event in shown), next=more)


def _values(event: CaseEvent) -> tuple[str | int, ...]:
    return (event.case, WORDS[event.kind], format_instant(event.at), *event[3:])


def _as_ndjson(found: Iterable[CaseEvent]) -> str:
    lines = (dict(zip(COLUMNS, _values(event), strict=True)) for event in found)
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def _as_csv(found: Iterable[CaseEvent]) -> str:
    """Every page has a header, so that each is a log by itself."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_values(event) for event in found)
    return out.getvalue()


def _position(values: list[object]) -> EventPosition | None:
    match values:
        case [int(submitted_at), str(case), int(sequence)] if is_instant(submitted_at) and 0 <= sequence < 2**31 - 1:
            return EventPosition(submitted_at, case, sequence)
        case _:
            return None
