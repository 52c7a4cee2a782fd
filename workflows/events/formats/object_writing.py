"""Writing a log as OCEL 2.0, in its JSON form."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, TextIO

from workflows.events.event import CaseEvent, EventKind
from workflows.events.formats import object_names as names
from workflows.events.formats.intake import WORDS
from workflows.events.log import EventLog
from workflows.instants import format_instant

Json = dict[str, Any]

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


def write_ocel(log: EventLog, out: TextIO, pools: Mapping[str, str] | None = None) -> None:
    """Write a log, one event or object a line; the same log gives the same text.

    Parameters
    ----------
    out : for text in UTF-8, opened with ``newline=""``
    pools : step id to the id of the pool that does it, where that is known; without it members are no objects, since
        their names are names within a pool
    """
    out.write("{")
    for place, (name, entries) in enumerate(sections_of(log, pools or {})):
        out.write(f'{"," if place else ""}\n"{name}": [')
        out.writelines(f"{',' if number else ''}\n{_ENCODER.encode(entry)}" for number, entry in enumerate(entries))
        out.write("\n]")
    out.write("\n}\n")


def sections_of(log: EventLog, pools: Mapping[str, str]) -> tuple[tuple[str, Iterator[Json]], ...]:
    """The sections of a log as OCEL's JSON form has them, each with its entries; other forms are written from these."""
    types = sorted({_type_of(event) for event in log})
    attributes = [{"name": name, "type": kind} for name, kind in names.ATTRIBUTES]
    declared = sorted({event.step for event in log if event.kind is EventKind.DECLARED})
    of_case = [{"name": name, "type": "string"} for name in declared]
    return (
        ("eventTypes", ({"name": name, "attributes": attributes} for name in types)),
        (
            "objectTypes",
            ({"name": name, "attributes": of_case if name == names.CASE else []} for name in names.TYPES),
        ),
        ("events", _events(log, pools)),
        ("objects", _objects(log, pools)),
    )


def _type_of(event: CaseEvent) -> str:
    return f"{WORDS[event.kind]} {event.step}".rstrip()


def _events(log: EventLog, pools: Mapping[str, str]) -> Iterator[Json]:
    for position, event in enumerate(log):
        values = (WORDS[event.kind], event.step, event.occurrence, event.member, event.cause, event.outcome)
        pool = pools.get(event.step)
        parts = [(names.case_object(event.case), names.OF_CASE)]
        if pool is not None:
            parts.append((_pool_object(pool), names.DONE_BY))
            if event.member:
                parts.append((_member_object(pool, event.member), names.BY))
        yield {
            "id": names.event_id(position),
            "type": _type_of(event),
            "time": format_instant(event.at),
            "attributes": [
                {"name": name, "value": value}
                for (name, _), value in zip(names.ATTRIBUTES, values, strict=True)
                if value
            ],
            "relationships": [{"objectId": id_, "qualifier": part} for id_, part in parts],
        }


def _objects(log: EventLog, pools: Mapping[str, str]) -> Iterator[Json]:
    declared: dict[str, list[Json]] = {}
    opened: dict[str, list[Json]] = {}
    members: dict[tuple[str, str], None] = {}
    cases = set(log.cases)
    for event in log:
        if event.kind is EventKind.DECLARED:
            value = {"name": event.step, "time": format_instant(event.at), "value": event.outcome}
            declared.setdefault(event.case, []).append(value)
        elif event.kind is EventKind.OPENED and event.cause in cases:
            child = {"objectId": names.case_object(event.cause), "qualifier": names.OPENED}
            opened.setdefault(event.case, []).append(child)
        if event.step in pools:
            members.setdefault((pools[event.step], event.member))
    for case in log.cases:
        yield _object(names.case_object(case), names.CASE, declared.get(case, []), opened.get(case, []))
    for pool in sorted({pool for pool, _ in members}):
        yield _object(_pool_object(pool), names.POOL, [], [])
    for pool, member in sorted(members):
        if member:
            of = [{"objectId": _pool_object(pool), "qualifier": names.OF_POOL}]
            yield _object(_member_object(pool, member), names.MEMBER, [], of)


def _object(id_: str, kind: str, attributes: list[Json], relationships: list[Json]) -> Json:
    return {"id": id_, "type": kind, "attributes": attributes, "relationships": relationships}


def _pool_object(pool: str) -> str:
    return f"{names.POOL}:{pool}"


def _member_object(pool: str, member: str) -> str:
    return f"{names.MEMBER}:{pool}/{member}"
