"""One case from its submission to its end, drawn out: which step lay with whom from when to when, and who held it.

The rows of steps may overlap. Who held the case is told once for every instant of its cycle time, by the precedence of
:mod:`workflows.measures.holding`; that module adds the same times up over whole columns without drawing any of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from itertools import pairwise
from typing import Final

import numpy as np

from workflows.definition.provenance import Frozen, Title
from workflows.definition.steps import ApplicantStep, Call, StatutoryWait, Task, ThirdPartyStep
from workflows.events.event import EventKind
from workflows.instants import Instant, Milliseconds
from workflows.measures.cases import case_table
from workflows.measures.columns import NONE
from workflows.measures.holding import Holder
from workflows.measures.hours import Hours, Numbers
from workflows.measures.observation import Observation, TimedStep
from workflows.measures.setting import OFFICE


class RowKind(StrEnum):
    """Whose turn a step is."""

    TASK = "task"
    APPLICANT = "applicant"
    THIRD_PARTY = "third_party"
    STATUTORY = "statutory"
    CALL = "call"
    """A case that was opened and is waited for; its own rows stand beside."""


class Spell(Frozen):
    """From when to when somebody had it.

    Parameters
    ----------
    start, end : start < end
    """

    holder: Holder
    start: Instant
    end: Instant


class Row(Frozen):
    """A step that a case had to do.

    Parameters
    ----------
    case, lane : whose step it is: of the case in question, or of one that it opened
    occurrence : how many times the case had had the step before
    pool, pool_title : that does it; empty and none unless it is a task
    member : who began it; empty where nobody in particular did
    started_at : when they began; none where nobody has
    spells : one after the other; of a department `queueing` while its pool has hours and no one has begun, `working`,
        and `off_duty` while nobody who could go on is there
    """

    case: str
    lane: str
    step: str
    title: Title
    kind: RowKind
    occurrence: int
    pool: str
    pool_title: Title | None
    member: str
    started_at: Instant | None
    spells: tuple[Spell, ...]


class Gantt(Frozen):
    """One case, drawn out.

    Parameters
    ----------
    case : id
    submitted_at, closed_at : between which its cycle time lies
    accepted_at, decided_at : between which the law counts; none where it was not
    processing_time : milliseconds of office time between these, standstills removed; none where there is none
    result : it came to
    rows : of its steps and of those of the cases that it opened, in the order in which they began
    held : who held it: every instant of the cycle time once
    """

    case: str
    submitted_at: Instant
    closed_at: Instant
    accepted_at: Instant | None
    decided_at: Instant | None
    processing_time: Milliseconds | None
    result: str
    rows: tuple[Row, ...]
    held: tuple[Spell, ...]


_KINDS: Final[tuple[tuple[type[TimedStep], RowKind, Holder], ...]] = (
    (ThirdPartyStep, RowKind.THIRD_PARTY, Holder.THIRD_PARTY),
    (ApplicantStep, RowKind.APPLICANT, Holder.APPLICANT),
    (StatutoryWait, RowKind.STATUTORY, Holder.STATUTORY),
)
_PRECEDENCE: Final = {holder: place for place, holder in enumerate(Holder)}


def gantt_of(observation: Observation, opened: Iterable[Observation] = ()) -> Gantt:
    """Draw a case out.

    Parameters
    ----------
    observation : of one case, which has a cycle time
    opened : one each of the cases that it has opened, and of those that these have

    Raises
    ------
    ValueError
        If it is of several cases, or the case has not been closed.
    """
    [case], table = observation.columns.cases, case_table(observation)
    submitted_at, closed_at = int(table.submitted_at[0]), int(table.closed_at[0])
    if NONE in {submitted_at, closed_at}:
        raise ValueError(f"expected a case with a cycle time; {case!r} has none")
    own = tuple(_rows(observation))
    spells = [spell for row in own if row.kind is not RowKind.CALL for spell in row.spells]
    others = (row for each in opened for row in _rows(each))
    rows = sorted((*own, *others), key=lambda row: row.spells[0].start)
    return Gantt(
        case=case,
        submitted_at=submitted_at,
        closed_at=closed_at,
        accepted_at=_known(table.accepted_at),
        decided_at=_known(table.decided_at),
        processing_time=_known(table.processing_time),
        result=table.results[int(table.result[0])],
        rows=tuple(rows),
        held=tuple(_held(spells, submitted_at, closed_at)),
    )


def _known(column: Numbers) -> int | None:
    """The one value of a column, unless it stands for what did not happen."""
    value = int(column[0])
    return None if value == NONE else value


def _rows(observation: Observation) -> Iterator[Row]:
    """The steps that took time, of the one case of an observation."""
    work, columns, lane = observation.work, observation.columns, observation.setting.lane
    [case] = columns.cases
    codes = {text: code for code, text in enumerate(columns.texts)}
    started = columns.kind == EventKind.STARTED
    names = zip(columns.step[started].tolist(), columns.occurrence[started].tolist(), strict=True)
    begun_by = dict(
        zip(names, zip(columns.member[started].tolist(), columns.at[started].tolist(), strict=True), strict=True)
    )

    def row(step: str, kind: RowKind, occurrence: int, pool: str, spells: Iterable[Spell]) -> Row:
        member, started_at = begun_by.get((codes.get(step, NONE), occurrence), (0, None))
        return Row(
            case=case,
            lane=lane.id,
            step=step,
            title=lane.titles[step],
            kind=kind,
            occurrence=occurrence,
            pool=pool,
            pool_title=lane.pools[pool].title if pool else None,
            member=columns.texts[member] if pool else "",
            started_at=started_at,
            spells=tuple(spells),
        )

    found = [*_calls(observation, row)]
    for place in range(len(work.step)):
        step, occurrence = work.steps[work.step[place]], int(work.occurrence[place])
        if isinstance(step, Task):
            found.append(row(step.id, RowKind.TASK, occurrence, step.pool, _of_task(observation, place, step.pool)))
            continue
        begun = int(work.enabled_at[place] if work.enabled_at[place] != NONE else work.started_at[place])
        kind, holder = next((kind, holder) for type_, kind, holder in _KINDS if isinstance(step, type_))
        if begun != NONE:
            found.append(row(step.id, kind, occurrence, "", _lasting(holder, begun, int(work.until[place]))))
    return (each for each in found if each.spells)


def _calls(observation: Observation, row: Callable[[str, RowKind, int, str, Iterable[Spell]], Row]) -> Iterator[Row]:
    """The cases that it opened and waited for."""
    columns, lane = observation.columns, observation.setting.lane
    opened: dict[tuple[str, int], Instant] = {}
    for kind, at, code, occurrence in zip(
        columns.kind.tolist(), columns.at.tolist(), columns.step.tolist(), columns.occurrence.tolist(), strict=True
    ):
        name = (columns.texts[code], occurrence)
        if kind == EventKind.OPENED:
            opened[name] = at
        elif name in opened and kind in {EventKind.COMPLETED, EventKind.CANCELLED}:
            assert isinstance(lane.steps[name[0]], Call)
            yield row(*(name[0], RowKind.CALL, occurrence, ""), _lasting(Holder.ELSEWHERE, opened.pop(name), at))


def _of_task(observation: Observation, place: int, pool: str) -> list[Spell]:
    """Who had a task of a department, from when it could be begun until it was done or nobody wanted it any more."""
    work, setting = observation.work, observation.setting
    pools, members = setting.hours[setting.pool_hours[pool]], setting.hours[work.hours[place]]
    enabled, started, released = (int(column[place]) for column in (work.enabled_at, work.started_at, work.released_at))
    until, free = int(work.until[place]), int(work.service_end[place])
    spells: list[Spell] = []
    if enabled != NONE:
        spells += _attended(Holder.QUEUEING, pools, enabled, until if started == NONE else started)
    if started != NONE:
        rests = np.flatnonzero(work.suspended_row == place)
        edges = [started]
        for suspended, resumed in sorted(
            zip(work.suspended_at[rests].tolist(), work.resumed_at[rests].tolist(), strict=True)
        ):
            edges += [suspended, resumed]
        edges.append(free)
        for number, (start, end) in enumerate(pairwise(edges)):
            if number % 2:
                spells += _attended(Holder.QUEUEING, pools, start, end)
            else:
                spells += _attended(Holder.WORKING, members, start, end)
    if released != NONE:
        spells += _attended(Holder.WORKING, setting.hours[OFFICE], released, until)
    return list(_joined(spells))


def _lasting(holder: Holder, start: Instant, end: Instant) -> list[Spell]:
    return [Spell(holder=holder, start=start, end=end)] if start < end else []


def _attended(holder: Holder, hours: Hours, start: Instant, end: Instant) -> list[Spell]:
    """Somebody has it while there are hours, and nobody is there while there are none."""
    if start >= end:
        return []
    edges = np.concatenate(([start], hours.turns(start, end), [end]))
    open_ = hours.between(edges[:-1], edges[1:]) > 0
    return [
        Spell(holder=holder if there else Holder.OFF_DUTY, start=low, end=high)
        for (low, high), there in zip(pairwise(edges.tolist()), open_.tolist(), strict=True)
    ]


def _joined(spells: Iterable[Spell]) -> Iterator[Spell]:
    """The same, those that follow each other with one holder as one."""
    last: Spell | None = None
    for spell in spells:
        if last is not None and (last.holder, last.end) == (spell.holder, spell.start):
            last = last.model_copy(update={"end": spell.end})
        else:
            if last is not None:
                yield last
            last = spell
    if last is not None:
        yield last


def _held(spells: Iterable[Spell], submitted_at: Instant, closed_at: Instant) -> Iterator[Spell]:
    """Who held the case, by precedence among all who had something of it."""
    changes: dict[Instant, Counter[Holder]] = {submitted_at: Counter(), closed_at: Counter()}
    for spell in spells:
        start, end = max(spell.start, submitted_at), min(spell.end, closed_at)
        if start < end:
            changes.setdefault(start, Counter())[spell.holder] += 1
            changes.setdefault(end, Counter())[spell.holder] -= 1
    active: Counter[Holder] = Counter()
    parts: list[Spell] = []
    for start, end in pairwise(sorted(changes)):
        active.update(changes[start])
        having = [holder for holder, count in active.items() if count > 0]
        first = min(having, key=_PRECEDENCE.__getitem__, default=Holder.ELSEWHERE)
        parts.append(Spell(holder=first, start=start, end=end))
    return _joined(parts)
