"""Reading OCEL 2.0 out of a SQLite file, of this program and of others; see :mod:`.object_tables` for what is where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from workflows.events.formats.foreign import Columns
from workflows.events.formats.intake import Problems, Taken
from workflows.events.formats.object_database import Cell, Tables, opened
from workflows.events.formats.object_parts import Attribute, Event, Object, Ocel, Relationship, Typed
from workflows.events.formats.object_tables import quoted
from workflows.events.formats.object_taking import taken_of
from workflows.events.order import Breach

_NEEDED: Final = {
    "event_map_type": ("ocel_type", "ocel_type_map"),
    "object_map_type": ("ocel_type", "ocel_type_map"),
    "event": ("ocel_id", "ocel_type"),
    "object": ("ocel_id", "ocel_type"),
    "event_object": ("ocel_event_id", "ocel_object_id", "ocel_qualifier"),
}
_OF_TYPE: Final = ("ocel_id", "ocel_time")
_REMEDY: Final = "Write the log again as OCEL 2.0 with SQLite has it."


def read_ocel_tables(content: bytes, file: str, columns: Columns | None = None) -> Taken:
    """Read a log.

    Parameters
    ----------
    content : of a SQLite file
    file : how it is called in messages
    columns : of another tool's log: its type of object that is the case, and names of attributes of events

    Raises
    ------
    InvalidFileError
        With everything that is wrong with it, but not more than the first twenty problems.
    """
    problems = Problems(file)
    with opened(content, problems) as tables:
        ocel = _Reader(tables, problems).parts()
    return taken_of(ocel, problems, columns or Columns(), lambda number: f"event {ocel.events[number].id}")


@dataclass(frozen=True, slots=True)
class _Table:
    """A table, and whether its rows have the order in which they were written."""

    name: str
    ordered: bool


class _Reader:
    def __init__(self, tables: Tables, problems: Problems) -> None:
        self._tables, self._problems = tables, problems
        self._known = {
            str(name).lower(): _Table(str(name), not without_order)
            for schema, name, kind, _, without_order, *_ in tables.rows("PRAGMA table_list")
            if schema == "main" and kind == "table"
        }

    def parts(self) -> Ocel:
        for table, columns in _NEEDED.items():
            self._check(table, columns)
        self._problems.refuse()
        event_types, object_types = (self._types(kind) for kind in ("event", "object"))
        told = {id_: each for name, table in event_types.items() for id_, each in self._details(name, table)}
        self._problems.refuse()
        parts: dict[str, list[Relationship]] = defaultdict(list)
        # Whom an event that is not there had to do with is nothing to keep in memory.
        for event, object_, qualifier in self._rows("event_object", "ocel_event_id IN (SELECT ocel_id FROM event)"):
            parts[event].append(Relationship(objectId=object_, qualifier=qualifier))
        events = []
        for id_, type_ in self._rows("event"):
            details = told.get(id_)
            if details is None:
                self._add("a row in the table of its type", "none", f"event {id_}")
            else:
                time, attributes = details
                events.append(
                    Event(id=id_, type=type_, time=time, attributes=attributes, relationships=tuple(parts[id_]))
                )
        self._problems.refuse()
        return Ocel(
            eventTypes=tuple(self._typed(name, table) for name, table in event_types.items()),
            objectTypes=tuple(Typed(name=name) for name in object_types),
            events=tuple(events),
            objects=tuple(Object(id=id_, type=type_) for id_, type_ in self._rows("object")),
        )

    def _types(self, kind: str) -> dict[str, str]:
        """Type to the table of what has it."""
        types = {name: f"{kind}_{map_}" for name, map_ in self._rows(f"{kind}_map_type")}
        if kind == "event":
            for table in types.values():
                self._check(table, _OF_TYPE)
            self._problems.refuse()
        return types

    def _typed(self, name: str, table: str) -> Typed:
        return Typed(name=name, attributes=tuple(Attribute(name=each) for each in self._attributes(table)))

    def _details(self, type_: str, table: str) -> list[tuple[str, tuple[str, tuple[Attribute, ...]]]]:
        """When the events of a type happened, and what they are like."""
        names = self._attributes(table)
        wanted = ", ".join(map(quoted, (*_OF_TYPE, *names)))
        found = []
        source = quoted(self._known[table.lower()].name)
        for id_, time, *cells in self._tables.rows(f"SELECT {wanted} FROM {source}"):  # noqa: S608 # quoted names
            where = f"event {id_!r} of type {type_!r}"
            attributes = []
            for name, cell in zip(names, cells, strict=True):
                if isinstance(cell, bytes):
                    self._add("a text or a number", "bytes", f"{where}, {name}")
                elif cell is not None:
                    attributes.append(Attribute(name=name, value=cell))
            found.append((self._text(id_, where), (self._text(time, f"{where}, ocel_time"), tuple(attributes))))
        return found

    def _attributes(self, table: str) -> list[str]:
        return [name for name in self._columns(table) if name.lower() not in _OF_TYPE]

    def _columns(self, table: str) -> list[str]:
        name = quoted(self._known[table.lower()].name)
        return [str(column) for _, column, *_ in self._tables.rows(f"PRAGMA table_info({name})")]

    def _check(self, table: str, needed: tuple[str, ...]) -> None:
        if table.lower() not in self._known:
            self._add("the table", "none", f"table {table}")
            return
        columns = [name.lower() for name in self._columns(table)]
        for column in needed:
            if column not in columns:
                self._add("the column", "none", f"table {table}, {column}")

    def _rows(self, table: str, which: str = "true") -> Iterator[tuple[str, ...]]:
        """The rows of one of the tables that every log has, as texts, in the order in which they were written.

        Parameters
        ----------
        which : condition of SQL; all if absent
        """
        known, columns = self._known[table], _NEEDED[table]
        order = " ORDER BY rowid" if known.ordered else ""
        query = f"SELECT {', '.join(columns)} FROM {quoted(known.name)} WHERE {which}{order}"  # noqa: S608 # quoted names
        for row in self._tables.rows(query):
            yield tuple(self._text(cell, f"table {table}, {name}") for name, cell in zip(columns, row, strict=True))

    def _text(self, cell: Cell, where: str) -> str:
        if isinstance(cell, bytes) or (cell is None and not where.endswith("ocel_qualifier")):
            self._add("a text", "nothing" if cell is None else "bytes", where)
        return "" if cell is None else str(cell)

    def _add(self, expected: str, found: str, where: str) -> None:
        self._problems.add(Breach("ocel", expected, found, _REMEDY), path=where)
