"""What must hold after a trial: functions of what was asked and what is found, each answering what is wrong.

A request that was acknowledged has left its event once; one of which nobody was told may have, once; one that was
refused has not. Of one item no two requests have the same sender and deed, so an event tells whose it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from services.audit.chain import Break, Outcome
from services.store.cases import Stage
from tests.killing.asked import ACTIONS, LEAVES, Asked, Deed, Verdict
from tests.killing.found import Found
from workflows.definition.actors import System
from workflows.events.causes import Handover
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import format_instant
from workflows.interpreter.script import WITHDRAWAL

ANSWERS_WITHIN: Final = 15.0
"""Seconds in which something is acknowledged again once all processes are up."""

_EXPECTED: Final = frozenset({None, 200, 201, 202, 403, 404, 409, 412, 429, 503})
"""Answers that a client under load may get when processes die: none is a defect of the service (500)."""

Check = Callable[[Sequence[Asked], Found], Iterator[str]]


def acknowledged_once(asked: Sequence[Asked], found: Found) -> Iterator[str]:
    """Every acknowledged request has left its event exactly once."""
    for each in asked:
        if each.verdict is Verdict.ACKNOWLEDGED and (left := _left(each, found)) != 1:
            yield f"{each.told} was acknowledged and is there {left} times"


def unknown_once_at_most(asked: Sequence[Asked], found: Found) -> Iterator[str]:
    """A request of which nobody was told has left its event once, or not at all."""
    for each in asked:
        if each.verdict is Verdict.UNKNOWN and (left := _left(each, found)) > 1:
            yield f"{each.told} was never answered and is there {left} times"


def refused_never(asked: Sequence[Asked], found: Found) -> Iterator[str]:
    """A request that was refused has left nothing: whoever was refused need not fear that it happened after all."""
    for each in asked:
        if each.verdict is Verdict.REFUSED and (left := _left(each, found)):
            yield f"{each.told} was refused ({each.attempts[-1].code}) and is there {left} times"


def nothing_unasked(asked: Sequence[Asked], found: Found) -> Iterator[str]:
    """Whatever people have done stands there because somebody asked for it."""
    wanted = {(each.case, each.step, each.occurrence, each.subject) for each in asked if each.deed is Deed.COMPLETE}
    for event in _events(found):
        of = (event.case, event.step, event.occurrence, event.member)
        if event.kind is EventKind.COMPLETED and event.member and event.member not in set(System) and of not in wanted:
            yield f"{event.case}/{event.step}/{event.occurrence} was completed by {event.member}, who never asked to"


def answers_are_expected(asked: Sequence[Asked], _: Found) -> Iterator[str]:
    """No request was answered as only a defect answers it."""
    for each in asked:
        for status in {attempt.status for attempt in each.attempts} - _EXPECTED:
            yield f"{each.told} was answered {status}"


def one_end(_: Sequence[Asked], found: Found) -> Iterator[str]:
    """Every case has one end, which is the last thing that happens to it and the one that its row and Temporal tell."""
    for case in found.cases.values():
        ends = [number for number, event in enumerate(case.events) if event.kind is EventKind.ENDED]
        if len(ends) != 1 or ends[0] != len(case.events) - 1:
            yield f"{case.id} has {len(case.events)} events and ends at {ends}"
        elif (case.stage, case.result, case.closed) != (Stage.ENDED, case.events[-1].outcome, "COMPLETED"):
            yield f"{case.id} ended {case.events[-1].outcome}; its row says {case.stage} {case.result}, {case.closed}"


def one_case_a_start(asked: Sequence[Asked], found: Found) -> Iterator[str]:
    """Whoever asked for one case has one, however often they asked; each start is by an applicant of its own."""
    had = Counter(case.applicant for case in found.cases.values() if case.parent is None)
    for each in asked:
        if each.deed is Deed.START and had[each.subject] > 1:
            yield f"{each.told} has begun {had[each.subject]} cases"


def steps_begin_and_end_once(_: Sequence[Asked], found: Found) -> Iterator[str]:
    """No step is enabled, begun or completed twice, and none is completed that was cancelled."""
    for kinds in ({EventKind.ENABLED}, {EventKind.STARTED}, {EventKind.COMPLETED, EventKind.CANCELLED}):
        counted = Counter((e.case, e.step, e.occurrence) for e in _events(found) if e.kind in kinds and e.step)
        for (case, step, occurrence), times in counted.items():
            if times > 1:
                yield f"{case}/{step}/{occurrence} has {' or '.join(k.name for k in kinds)} {times} times"


def effects_once(_: Sequence[Asked], found: Found) -> Iterator[str]:
    """Departments' systems have done nothing twice: a register has one row for each effect, under numbers without gaps.

    What an event says that a system has done, it has done; what it has done, people may have done too, who were first.
    """
    for key, times in Counter(effect.key for effect in found.effects).items():
        if times > 1:
            yield f"effect {key} is kept {times} times"
    made = Counter((effect.system, effect.case) for effect in found.effects if effect.found)
    for system, register in REGISTERS.items():
        rows = Counter(found.registers.get(register, ()))
        theirs = Counter({case: times for (of, case), times in made.items() if of == system})
        for case in sorted(rows.keys() | theirs.keys()):
            if rows[case] != theirs[case]:
                yield f"{register} has {rows[case]} rows of {case}; its system did {theirs[case]} things for it"
    keys = {effect.key for effect in found.effects}
    for event in _events(found):
        key = f"{event.case}/{event.step}/{event.occurrence}"
        if event.kind is EventKind.COMPLETED and event.member in set(System) and key not in keys:
            yield f"{key} was completed by {event.member}, which has kept no effect of it"
    for register, counter in COUNTERS.items():
        if found.numbered.get(counter, 0) != len(found.registers.get(register, ())):
            yield f"{counter} came to {found.numbered.get(counter, 0)}; {register} has other rows than that"


def same_as_rebuilt(_: Sequence[Asked], found: Found) -> Iterator[str]:
    """The store has, row by row, what Temporal's histories make of an empty one."""
    for table, rows in found.kept.items():
        again = found.rebuilt.get(table, ())
        for row in (Counter(rows) - Counter(again)).elements():
            yield f"{table} has a row that the histories do not give: {row}"
        for row in (Counter(again) - Counter(rows)).elements():
            yield f"{table} lacks a row that the histories give: {row}"


def histories_replay(_: Sequence[Asked], found: Found) -> Iterator[str]:
    """Another worker could go on with every case, from its history alone."""
    yield from found.untold


def trail_is_whole(_: Sequence[Asked], found: Found) -> Iterator[str]:
    """The trail's chain is not broken."""
    if isinstance(found.chain, Break):
        yield f"the trail is broken at row {found.chain.sequence}: {found.chain.found}"


def trail_knows_who(asked: Sequence[Asked], found: Found) -> Iterator[str]:
    """For every acknowledged request the trail says that it was done, and whatever has happened, that it was meant.

    The key of a start is taken in the transaction that writes its row, so a start is done once even if it was answered
    when it was sent again; every other answered request has a row of its own.
    """
    rows = Counter(
        (row.entry.subject, row.entry.action, _about(named), named.get("step", ""), row.entry.outcome)
        for row in found.trail
        if (named := dict(row.entry.resources))
    )
    for of, times in Counter(_of(each) for each in asked if each.verdict is Verdict.ACKNOWLEDGED).items():
        if rows[*of, Outcome.DONE] < times:
            yield f"the trail has {rows[*of, Outcome.DONE]} rows done of {times} that {of} was told were"
    for each in asked:
        meant = rows[*_of(each), Outcome.INTENDED] + rows[*_of(each), Outcome.DONE]
        if each.case and _left(each, found) and not meant:
            yield f"{each.told} has happened, and the trail does not know of it"


def experiments_end_as_undisturbed(_: Sequence[Asked], found: Found) -> Iterator[str]:
    """Every experiment is done, has each of its batches once, and comes to what it comes to where nothing is struck."""
    for each in found.experiments:
        if each.stage != "done" or each.batches != each.kept:
            yield f"experiment {each.id} is {each.stage} with {each.kept} of {each.batches} batches"
        elif each.result != each.undisturbed:
            yield f"experiment {each.id} has another result than where nothing is struck"


def instants_are_right(_: Sequence[Asked], found: Found) -> Iterator[str]:
    """Nothing was written down as of a time when the trial did not run, whatever a worker's clock says."""
    first, last = found.between
    for column, instants in found.instants.items():
        for at in instants:
            if not first <= at <= last:
                yield f"{column} has {format_instant(at)}; it was {format_instant(first)} to {format_instant(last)}"


def answers_again(_: Sequence[Asked], found: Found) -> Iterator[str]:
    """Something is acknowledged again soon after everything is up."""
    for each in found.recoveries:
        if each.silent is None or each.silent > ANSWERS_WITHIN:
            said = "nothing" if each.silent is None else f"nothing for {each.silent:.1f} s"
            yield f"after {' and '.join(each.victims)} were {each.how} and up again {said} was acknowledged"


REGISTERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        System.REGISTRY: "registrations",
        System.TAX: "taxpayers",
        System.SEAL: "seals",
        System.PUBLICATION: "publications",
    }
)
"""System to the table in which its effects stand."""
COUNTERS: Final[Mapping[str, str]] = MappingProxyType(
    {"registrations": "registrations", "publications": "publications", "seals": "seals 210400"}
)
"""Table to the counter that numbers its rows."""

CHECKS: Final[tuple[Check, ...]] = (
    acknowledged_once,
    unknown_once_at_most,
    refused_never,
    nothing_unasked,
    answers_are_expected,
    one_end,
    one_case_a_start,
    steps_begin_and_end_once,
    effects_once,
    same_as_rebuilt,
    histories_replay,
    trail_is_whole,
    trail_knows_who,
    experiments_end_as_undisturbed,
    instants_are_right,
    answers_again,
)


def wrong(asked: Sequence[Asked], found: Found) -> dict[str, list[str]]:
    """Name of every check that fails, and what it finds."""
    told = {check.__name__: list(check(asked, found)) for check in CHECKS}
    return {name: problems for name, problems in told.items() if problems}


def _left(asked: Asked, found: Found) -> int:
    """How many times the event that a request leaves is there, or the experiment that it asks for."""
    if asked.deed is Deed.EXPERIMENT:
        return sum(asked.subject == each.asked_by and asked.case in {"", each.id} for each in found.experiments)
    if asked.deed is Deed.START:
        of_theirs = [case for case in found.cases.values() if case.applicant == asked.subject and case.parent is None]
        return sum(_is_left(asked, event) for case in of_theirs if asked.case in {"", case.id} for event in case.events)
    case = found.cases.get(asked.case)
    return 0 if case is None else sum(_is_left(asked, event) for event in case.events)


def _is_left(asked: Asked, event: CaseEvent) -> bool:
    if event.kind is not LEAVES[asked.deed]:
        return False
    match asked.deed:
        case Deed.START:
            return True
        case Deed.WITHDRAW:
            return event.cause == WITHDRAWAL
        case _:
            return _same_item(asked, event) and _same_act(asked, event)


def _same_item(asked: Asked, event: CaseEvent) -> bool:
    return (event.step, event.occurrence) == (asked.step, asked.occurrence)


def _same_act(asked: Asked, event: CaseEvent) -> bool:
    match asked.deed:
        case Deed.ANSWER:
            return event.outcome == asked.outcome
        case Deed.COMPLETE:
            return (event.member, event.outcome) == (asked.subject, asked.outcome)
        case Deed.CLAIM:
            return (event.member, event.cause) == (asked.subject, Handover.CLAIMED)
        case _:
            return event.member == asked.subject


def _of(asked: Asked) -> tuple[str, str, str, str]:
    return asked.subject, ACTIONS[asked.deed], asked.case, asked.step


def _about(named: Mapping[str, str]) -> str:
    return named.get("case", named.get("experiment", ""))


def _events(found: Found) -> Iterator[CaseEvent]:
    for case in found.cases.values():
        yield from case.events
