"""How OCEL 2.0 stands in a relational database, and writing a log so.

================================ ================================================================
table                            columns
================================ ================================================================
``event``, ``object``            ``ocel_id``, ``ocel_type``
``event_map_type``, ``object_…`` ``ocel_type``, ``ocel_type_map``: what tables call the type
``event_<type>``                 ``ocel_id``, ``ocel_time``, one for each attribute
``object_<type>``                the same and ``ocel_changed_field``: a row for each change
``event_object``                 ``ocel_event_id``, ``ocel_object_id``, ``ocel_qualifier``
``object_object``                ``ocel_source_id``, ``ocel_target_id``, ``ocel_qualifier``
================================ ================================================================

References
----------
Berti et al. (2024), OCEL (Object-Centric Event Log) 2.0 Specification, section 6 (relational schema).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from workflows.events.formats.object_database import Cell, Tables, made
from workflows.events.formats.object_writing import Json, sections_of
from workflows.events.log import EventLog

TIMELESS: Final = "1970-01-01T00:00:00.000+00:00"
"""When an object has the values that it has from the beginning, by the specification."""

States: TypeAlias = Callable[[Json, Mapping[str, str]], Iterator[tuple[Cell, ...]]]
"""The rows of an entry in the table of its type; told the columns by the attributes' names."""

_TYPES: Final = {"string": "TEXT", "integer": "INTEGER"}
_STRANGE: Final = re.compile(r"[^A-Za-z0-9]+")
_SCHEMA: Final = (
    # Every type has a table and an index, each of whole pages; there are hundreds of types, and most are small.
    "PRAGMA page_size = 1024",
    "CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT)",
    "CREATE TABLE object_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT)",
    "CREATE TABLE event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT REFERENCES event_map_type (ocel_type))",
    "CREATE TABLE object (ocel_id TEXT PRIMARY KEY, ocel_type TEXT REFERENCES object_map_type (ocel_type))",
    """CREATE TABLE event_object (
        ocel_event_id TEXT REFERENCES event (ocel_id), ocel_object_id TEXT REFERENCES object (ocel_id),
        ocel_qualifier TEXT, PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier)
    )""",
    """CREATE TABLE object_object (
        ocel_source_id TEXT REFERENCES object (ocel_id), ocel_target_id TEXT REFERENCES object (ocel_id),
        ocel_qualifier TEXT, PRIMARY KEY (ocel_source_id, ocel_target_id, ocel_qualifier)
    )""",
)


def write_ocel_tables(log: EventLog, pools: Mapping[str, str] | None = None) -> bytes:
    """A log as the bytes of a SQLite file; the same log gives the same bytes with the same SQLite.

    Parameters
    ----------
    pools : step id to the id of the pool that does it, where that is known, as in the JSON form
    """
    sections = {name: list(entries) for name, entries in sections_of(log, pools or {})}
    with made() as tables:
        for statement in _SCHEMA:
            tables.do(statement)
        _write(tables, "event", sections["eventTypes"], sections["events"], _states_of_event)
        _write(tables, "object", sections["objectTypes"], sections["objects"], _states_of_object)
        for table, section in (("event_object", "events"), ("object_object", "objects")):
            tables.do(
                f"INSERT INTO {table} VALUES (?, ?, ?)",  # noqa: S608 # a name of ours
                (
                    (entry["id"], each["objectId"], each["qualifier"])
                    for entry in sections[section]
                    for each in entry["relationships"]
                ),
            )
        return tables.content()


def _write(tables: Tables, kind: str, types: list[Json], entries: list[Json], states: States) -> None:
    """The tables of all events or of all objects."""
    maps = _apart([type_["name"] for type_ in types], _table_name, taken=["object"])  # there is an event_object
    tables.do(f"INSERT INTO {kind}_map_type VALUES (?, ?)", zip(maps, maps.values(), strict=True))  # noqa: S608
    tables.do(f"INSERT INTO {kind} VALUES (?, ?)", ((entry["id"], entry["type"]) for entry in entries))  # noqa: S608
    by_type: dict[str, list[Json]] = {name: [] for name in maps}
    for entry in entries:
        by_type[entry["type"]].append(entry)
    key, changed = (" PRIMARY KEY", ()) if kind == "event" else ("", ("ocel_changed_field TEXT",))
    for type_ in types:
        attributes = {each["name"]: _TYPES[each["type"]] for each in type_["attributes"]}
        columns = _apart(list(attributes), _column_name, taken=["ocel_id", "ocel_time", "ocel_changed_field"])
        declared = (
            f"ocel_id TEXT{key} REFERENCES {kind} (ocel_id)", "ocel_time TIMESTAMP",
            *(f"{quoted(columns[name])} {affinity}" for name, affinity in attributes.items()), *changed,
        )  # fmt: skip
        table = quoted(f"{kind}_{maps[type_['name']]}")
        tables.do(f"CREATE TABLE {table} ({', '.join(declared)})")
        tables.do(
            f"INSERT INTO {table} VALUES ({', '.join('?' * len(declared))})",  # noqa: S608 # quoted names
            (state for entry in by_type[type_["name"]] for state in states(entry, columns)),
        )


def _states_of_event(event: Json, columns: Mapping[str, str]) -> Iterator[tuple[Cell, ...]]:
    values = {each["name"]: each["value"] for each in event["attributes"]}
    yield event["id"], event["time"], *(values.get(name) for name in columns)


def _states_of_object(object_: Json, columns: Mapping[str, str]) -> Iterator[tuple[Cell, ...]]:
    """What it is from the beginning, which is nothing but there, and every value that it then got."""
    yield object_["id"], TIMELESS, *(None for _ in columns), None
    for each in object_["attributes"]:
        values = (each["value"] if name == each["name"] else None for name in columns)
        yield object_["id"], each["time"], *values, columns[each["name"]]


def _apart(wishes: Sequence[str], plain: Callable[[str], str], taken: Sequence[str]) -> dict[str, str]:
    """Names for tables or columns, no two alike to SQLite, for which large and small letters are the same."""
    given, used = {}, {name.casefold() for name in taken}
    for wish in wishes:
        stem, number = plain(wish), 1
        name = stem
        while name.casefold() in used:
            number += 1
            name = f"{stem}{number}"
        used.add(name.casefold())
        given[wish] = name
    return given


def _table_name(type_: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in _STRANGE.split(type_)) or "Type"


def _column_name(attribute: str) -> str:
    return attribute.replace("\x00", "") or "attribute"


def quoted(name: str) -> str:
    """A name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'
