"""Who held a case, at every instant of its cycle time.

A case can lie with several at once: one department works, another's queue is long, the applicant fetches a paper. Each
instant is given to exactly one of them, to the first of this list that has it::

    working      a member of a department serves it, or its papers circulate there, during the office's or pool's hours
    queueing     it waits for a member, during the hours of the pool
    off_duty     it lies with a department, and no department that it lies with is open
    third_party  somebody outside has it
    applicant    the applicant has it
    statutory    the law makes everybody wait
    elsewhere    a case that it opened and waits for has it, or nobody is known to

Departments come first, and among them whoever is furthest on: a reform is judged by what the authorities could have
done, so they may not hide behind an applicant who was busy at the same time. *Off duty* stands with them, before
third parties: otherwise a case that a department held all week would change hands every evening. The three together are
the time during which any department had it. A third party comes before the applicant because its time, too, is
something that a reform can order, and a statutory wait comes last because it costs nothing as long as anything else
is going on. Holding is not blame for delay: what a case would gain if one holder were faster, only a rerun can tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from workflows.definition.steps import ApplicantStep, StatutoryWait, Task, ThirdPartyStep
from workflows.measures.cases import CaseTable
from workflows.measures.columns import NONE
from workflows.measures.hours import Flags, Hours, Numbers
from workflows.measures.observation import Observation, TimedStep
from workflows.measures.setting import OFFICE


class Holder(StrEnum):
    """Who has a case, first in the order of precedence."""

    WORKING = "working"
    QUEUEING = "queueing"
    OFF_DUTY = "off_duty"
    THIRD_PARTY = "third_party"
    APPLICANT = "applicant"
    STATUTORY = "statutory"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True, eq=False)
class Holding:
    """For each case, its cycle time by holder; 0 throughout for a case without cycle time.

    Attributes
    ----------
    time : milliseconds; the holders of one case add up to its cycle time
    """

    time: dict[Holder, Numbers]


@dataclass(frozen=True, slots=True, eq=False)
class _Spells:
    """Spells of cases on channels; weight -1 takes a part out of a longer spell.

    A channel is hours in which somebody works, then hours in which somebody is waited for, then the other holders.
    """

    case: Numbers
    start: Numbers
    end: Numbers
    channel: Numbers
    weight: Numbers


_OTHERS: Final[tuple[tuple[type[TimedStep], Holder], ...]] = (
    (ThirdPartyStep, Holder.THIRD_PARTY),
    (ApplicantStep, Holder.APPLICANT),
    (StatutoryWait, Holder.STATUTORY),
)


def holding(observation: Observation, cases: CaseTable) -> Holding:
    """Give every instant of the cases' cycle times to one holder.

    Parameters
    ----------
    cases : the table of the same observation
    """
    hours = observation.setting.hours
    spells = _clipped(_spells(observation), cases)
    case, start, end, active = _segments(spells, cases, 2 * len(hours) + len(_OTHERS))
    length = end - start
    working = _open_time(active[: len(hours)], hours, start, end)
    waiting = [work | wait for work, wait in zip(active, active[len(hours) : 2 * len(hours)], strict=False)]
    attended = _open_time(waiting, hours, start, end)
    left = np.where(np.logical_or.reduce(waiting), 0, length)
    time = {
        Holder.WORKING: working,
        Holder.QUEUEING: attended - working,
        Holder.OFF_DUTY: length - left - attended,
    }
    for (_, holder), flags in zip(_OTHERS, active[2 * len(hours) :], strict=True):
        time[holder] = np.where(flags, left, 0)
        left = left - time[holder]
    time[Holder.ELSEWHERE] = left
    count = len(cases.cases)
    # Sums of whole numbers below 2**53 are exact in floating point.
    return Holding({who: np.bincount(case, spans, minlength=count).astype(np.int64) for who, spans in time.items()})


def _spells(observation: Observation) -> _Spells:
    work, setting = observation.work, observation.setting
    waits = len(setting.hours)
    pool_hours = np.array(
        [waits + setting.pool_hours[step.pool] if isinstance(step, Task) else NONE for step in work.steps],
        dtype=np.int64,
    )
    parts: list[tuple[Numbers, Numbers, Numbers, Numbers, int]] = []

    def add(rows: Numbers, start: Numbers, end: Numbers, channel: Numbers, weight: int = 1) -> None:
        parts.append((work.case[rows], start, end, channel, weight))

    task = work.of_kind(Task)
    queued = np.flatnonzero(task & (work.enabled_at != NONE))
    started = work.started_at[queued]
    left_queue = np.where(started != NONE, started, work.until[queued])
    add(queued, work.enabled_at[queued], left_queue, pool_hours[work.step[queued]])
    served = np.flatnonzero(task & (work.started_at != NONE))
    add(served, work.started_at[served], work.service_end[served], work.hours[served])
    rested = work.suspended_row
    add(rested, work.suspended_at, work.resumed_at, work.hours[rested], -1)
    add(rested, work.suspended_at, work.resumed_at, pool_hours[work.step[rested]])
    circulating = np.flatnonzero(work.released_at != NONE)
    office = np.full(len(circulating), OFFICE, dtype=np.int64)
    add(circulating, work.released_at[circulating], work.until[circulating], office)
    begun_at = np.where(work.enabled_at != NONE, work.enabled_at, work.started_at)
    for number, (kind, _) in enumerate(_OTHERS):
        held = np.flatnonzero(work.of_kind(kind) & (begun_at != NONE))
        channel = np.full(len(held), 2 * len(setting.hours) + number, dtype=np.int64)
        add(held, begun_at[held], work.until[held], channel)
    case, start, end, channel = (np.concatenate([part[index] for part in parts]) for index in range(4))
    weight = np.repeat(np.array([part[4] for part in parts]), [len(part[0]) for part in parts])
    return _Spells(case, start, end, channel, weight)


def _clipped(spells: _Spells, cases: CaseTable) -> _Spells:
    """Keep what lies within the cycle times."""
    low, high = cases.submitted_at[spells.case], cases.closed_at[spells.case]
    start, end = np.maximum(spells.start, low), np.minimum(spells.end, high)
    kept = np.flatnonzero((start < end) & cases.finished[spells.case])
    return _Spells(spells.case[kept], start[kept], end[kept], spells.channel[kept], spells.weight[kept])


def _segments(spells: _Spells, cases: CaseTable, channels: int) -> tuple[Numbers, Numbers, Numbers, list[Flags]]:
    """Cut the cycle times wherever a spell begins or ends.

    Returns
    -------
    case, start and end of each segment, and for each channel the segments during which it has a spell
    """
    whole = np.flatnonzero(cases.finished)
    nothing = np.zeros(2 * len(whole), dtype=np.int64)
    case = np.concatenate((spells.case, spells.case, whole, whole))
    at = np.concatenate((spells.start, spells.end, cases.submitted_at[whole], cases.closed_at[whole]))
    change = np.concatenate((spells.weight, -spells.weight, nothing))
    channel = np.concatenate((spells.channel, spells.channel, nothing))
    origin = int(at.min(initial=0))
    order = np.argsort(case * (int(at.max(initial=0)) - origin + 1) + at - origin)
    case, at, change, channel = case[order], at[order], change[order], channel[order]
    lasting = np.flatnonzero((case[1:] == case[:-1]) & (at[1:] > at[:-1]))
    active: list[Flags] = []
    for number in range(channels):
        changes = np.flatnonzero(channel == number)
        under_way = np.concatenate(([0], np.cumsum(change[changes]))) > 0
        active.append(under_way[np.searchsorted(changes, lasting, side="right")])
    return case[lasting], at[lasting], at[lasting + 1], active


def _open_time(active: list[Flags], hours: tuple[Hours, ...], start: Numbers, end: Numbers) -> Numbers:
    """Time in each segment during which any of the hours that are active in it is open."""
    time = np.zeros(len(start), dtype=np.int64)
    combination = np.zeros(len(start), dtype=np.int64)
    for number, flags in enumerate(active):
        combination = 2 * combination + flags
        if number % 60 == 59:  # numbered anew before the bits run out
            combination = np.unique(combination, return_inverse=True)[1]
    _, examples, kinds = np.unique(combination, return_index=True, return_inverse=True)
    for kind, example in enumerate(examples.tolist()):
        chosen = [one for one, flags in zip(hours, active, strict=True) if flags[example]]
        if chosen:
            mine = np.flatnonzero(kinds == kind)
            time[mine] = Hours.together(chosen).between(start[mine], end[mine])
    return time
