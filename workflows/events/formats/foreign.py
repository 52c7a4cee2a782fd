"""Logs of other tools: a row says that an activity of a case was completed, perhaps when it began, and by whom.

What such a log does not tell is not made up: without starts there are only ``completed`` events. Which time of an
activity an event belongs to is told by its instance where there is one; else it is the oldest that it can follow.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timezone
from heapq import heappop, heappush
from types import MappingProxyType
from typing import Final, Generic, NamedTuple, TypeVar

from workflows.errors import InvalidInputError, closest
from workflows.events.event import CaseEvent, EventKind
from workflows.events.formats.intake import CellError, Problems, Taken, case_of, instant_within
from workflows.events.log import EventLog
from workflows.events.order import FOLLOWERS, Breach
from workflows.instants import Instant, instant_of

Found = TypeVar("Found")

TRANSITIONS: Final[Mapping[str, EventKind]] = MappingProxyType(
    {
        "schedule": EventKind.ENABLED,
        "start": EventKind.STARTED,
        "suspend": EventKind.SUSPENDED,
        "resume": EventKind.RESUMED,
        "complete": EventKind.COMPLETED,
        "withdraw": EventKind.CANCELLED,
        "ate_abort": EventKind.CANCELLED,
        "pi_abort": EventKind.CANCELLED,
        "autoskip": EventKind.CANCELLED,
        "manualskip": EventKind.CANCELLED,
    }
)
"""Words of the life cycle of XES (IEEE 1849) that stand for a kind of event here; `assign` and others have none."""


_USUAL: Final[Mapping[str, str]] = MappingProxyType(
    {
        "case": "case:concept:name",
        "activity": "concept:name",
        "at": "time:timestamp",
        "start": "start_timestamp",
        "member": "org:resource",
        "lifecycle": "lifecycle:transition",
    }
)
"""What columns are called where a log was flattened from XES, as most tools do it."""
_NEEDED: Final = ("case", "activity", "at")


class Named(NamedTuple, Generic[Found]):
    """Something for each part of a row that a log may have."""

    case: Found
    activity: Found
    at: Found
    start: Found
    member: Found
    lifecycle: Found


@dataclass(frozen=True, slots=True)
class Columns:
    """Where another tool's log has what is needed: names of columns, of attributes, or (OCEL's case) of a type.

    Attributes
    ----------
    at : when something happened, or when the activity ended if there is `start`
    start : when the activity began, in the same row as its end
    lifecycle : word for what happened to the activity; see :data:`TRANSITIONS`
    offset : time zone of instants that have none
    """

    case: str | None = None
    activity: str | None = None
    at: str | None = None
    start: str | None = None
    member: str | None = None
    lifecycle: str | None = None
    offset: timezone | None = None

    def __post_init__(self) -> None:
        if self.start is not None and self.lifecycle is not None:
            raise InvalidInputError(
                f"expected a start ({self.start!r}) or a life cycle ({self.lifecycle!r}); found both. "
                "A row with a start is the whole of an activity: leave the life cycle out."
            )

    @property
    def given(self) -> bool:
        """Whether anything is said, so that the log is not taken for one of this program."""
        return any(getattr(self, field.name) is not None for field in fields(self))

    @staticmethod
    def told_by(header: Collection[str]) -> bool:
        """Whether a header is that of a flattened XES log, which needs no telling."""
        return all(_USUAL[part] in header for part in _NEEDED)


def named_columns(columns: Columns, header: Sequence[str], problems: Problems) -> Named[str | None]:
    """What the columns of a table are called: as was said, else by their usual names.

    Raises
    ------
    InvalidFileError
        If one is not there that was named or is needed.
    """
    found: dict[str, str | None] = {}
    for part, usual in _USUAL.items():
        said: str | None = getattr(columns, part)
        found[part] = said or (usual if usual in header else None)
        if said is not None and said not in header:
            close = closest(said, header)
            remedy = f"Did you mean {close!r}?" if close else f"It has {', '.join(map(repr, header)) or 'none'}."
            problems.add(Breach("missing_column", f"a column {said!r}", "none", remedy), 1)
        elif found[part] is None and part in _NEEDED:
            remedy = f"Say which of these is `{part}`: {', '.join(map(repr, header)) or 'the file has none'}."
            problems.add(Breach("missing_column", f"a column with the {part}", "none", remedy), 1)
    problems.refuse()
    if columns.lifecycle is not None:
        found["start"] = None
    elif found["start"] is not None:
        found["lifecycle"] = None
    return Named(**found)


class Row(NamedTuple):
    """An event of another tool, as texts.

    Attributes
    ----------
    at, start : as texts, or as datetimes where the format has such; `start` only if the row has both ends
    lifecycle : word for what happened; if absent, it was completed
    instance : tells the times apart that a case has an activity
    """

    case: str
    activity: str
    at: str | datetime
    start: str | datetime | None = None
    member: str = ""
    lifecycle: str | None = None
    instance: str = ""


class _Event(NamedTuple):
    at: Instant
    position: int
    case: str
    kind: EventKind
    activity: str
    member: str
    instance: str


class ForeignIntake:
    """A log in the making, from another tool's rows.

    Parameters
    ----------
    problems : of the file
    columns : what was said about the file
    named : where it has what; named in messages
    """

    def __init__(self, problems: Problems, columns: Columns, named: Named[str | None]) -> None:
        self._problems, self._offset, self._named = problems, columns.offset, named
        self._cases: dict[str, None] = {}
        self._events: list[_Event] = []
        self._left_out: Counter[str] = Counter()

    def begin(self, case: str) -> None:
        """Take note of a case, which may have no events."""
        self._cases.setdefault(case)

    def take(self, row: Row, line: int | None = None, path: str | None = None) -> None:
        """Add an event, or note why it cannot be used."""
        try:
            self._take(row)
        except CellError as error:
            self._problems.add(error.breach, line, ", ".join(part for part in (path, error.column) if part))

    def taken(self) -> Taken:
        """The log, its events in the order of time; those at one instant in the order of the file.

        Raises
        ------
        InvalidFileError
            If anything is wrong with the file.
        """
        self._problems.refuse()
        log = EventLog()
        for case in self._cases:
            log.add_case(case)
        times: dict[tuple[str, str], _Times] = {}
        for event in sorted(self._events):
            of = times.setdefault((event.case, event.activity), _Times())
            occurrence = of.occurrence(event.kind, event.instance)
            log.append(CaseEvent(event.case, event.kind, event.at, event.activity, occurrence, event.member))
        return Taken(log, foreign=True, left_out=tuple(sorted(self._left_out.items())))

    def _take(self, row: Row) -> None:
        named = self._named
        case = case_of(row.case, named.case or "case")
        if not row.activity.strip():
            expected = Breach("missing_step", "the name of an activity", "none", "Say what was done.")
            raise CellError(named.activity or "activity", expected)
        ended_at = self._instant(row.at, named.at or "at")
        begun_at = None if row.start is None else self._instant(row.start, named.start or "start")
        if begun_at is not None and begun_at > ended_at:
            breach = Breach("start_after_end", "a start not after the end", f"{row.start}", "Check both columns.")
            raise CellError(named.start or "start", breach)
        self.begin(case)
        position = len(self._events)
        if begun_at is not None:
            instance = f"row {position}"
            begun = _Event(begun_at, position, case, EventKind.STARTED, row.activity, row.member, instance)
            done = begun._replace(at=ended_at, position=position + 1, kind=EventKind.COMPLETED)
            self._events += begun, done
            return
        word = "complete" if row.lifecycle is None else row.lifecycle.strip().lower()
        kind = TRANSITIONS.get(word)
        if kind is None:
            self._left_out[word] += 1
            return
        self._events.append(_Event(ended_at, position, case, kind, row.activity, row.member, row.instance))

    def _instant(self, found: str | datetime, column: str) -> Instant:
        try:
            moment = datetime.fromisoformat(found.strip()) if isinstance(found, str) else found
            if moment.tzinfo is None:
                if self._offset is None:
                    remedy = "Say by `offset` how far from UTC they are."
                    raise CellError(column, Breach("no_zone", "an instant with a time zone", f"{found}", remedy))
                moment = moment.replace(tzinfo=self._offset)
            at = instant_of(moment)
        except (ValueError, OverflowError):
            expected, remedy = "an instant in ISO 8601, such as 2026-03-02T09:00:00+08:00", "Write it so."
            raise CellError(column, Breach("instant", expected, repr(found), remedy)) from None
        return instant_within(at, str(found), column)


class _Times:
    """The times that a case has an activity, and how far each has come."""

    __slots__ = ("_count", "_open")

    def __init__(self) -> None:
        self._count = 0
        self._open: dict[tuple[str, EventKind], list[int]] = {}

    def occurrence(self, kind: EventKind, instance: str) -> int:
        """Which time an event belongs to: one that it can follow, rather begun than not, the oldest; or a new one."""
        fitting = [
            (latest is EventKind.ENABLED, waiting[0], latest)
            for latest in FOLLOWERS
            if kind in FOLLOWERS[latest] and (waiting := self._open.get((instance, latest)))
        ]
        if fitting:
            number = heappop(self._open[instance, min(fitting)[2]])
        else:
            number = self._count
            self._count += 1
        if FOLLOWERS[kind]:
            heappush(self._open.setdefault((instance, kind), []), number)
        return number
