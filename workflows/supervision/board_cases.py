"""The tasks of a board as cases: begun on the board's first day, each under a lane that knows its due date.

A deadline of a lane is a number of working days, and tasks of one board are due on different days. So a task travels
its lane with that number put in for its own date; that a case carries the lane that it began under is nothing new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from workflows.definition.lane import Lane, LaneLimit, LimitKind
from workflows.definition.provenance import Provenance, Source
from workflows.definition.steps import Deadline, Mark, Result
from workflows.definition.values import WorkingDays as NumberOfDays
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import Instant, date_of, start_of
from workflows.interpreter.case import Case, attributes_of
from workflows.interpreter.draws import key_of, stream_name, uniform
from workflows.levers.rewriting import replace_steps, revised
from workflows.supervision.board import Board, BoardTask
from workflows.working_time.calendars import compile_axis
from workflows.working_time.state_council import WorkingDays

DUE: Final = "due"
"""Id of the deadline of the lane of tasks; a lane without one knows no due dates."""


@dataclass(frozen=True, slots=True)
class BoardCase:
    """A task on its way.

    Attributes
    ----------
    lane : that the case travels, with the task's due date
    """

    task: BoardTask
    lane: Lane
    case: Case


def cases_of(
    board: Board, lane_of: Callable[[str], Lane], days: WorkingDays, seed: int = 0, *, only: Iterable[str] | None = None
) -> tuple[BoardCase, ...]:
    """A case for each task of a board that is not made of others, submitted when offices first open on it.

    Parameters
    ----------
    lane_of : lane id to lane
    seed : of attributes that the board does not tell
    only : ids of tasks, if not all of them
    """
    chosen = board.work if only is None else [board.task(id_) for id_ in only]
    found = []
    for task in chosen:
        lane = lane_of(task.lane or board.lane)
        at = begins_at(board, lane, days)
        dated = lane if task.due is None else due_by(lane, task.due, date_of(at), days)
        known = {"cooperation": "several_units" if task.helped else "lead_only", **task.attributes}
        drawn = partial(_drawn, board, task, seed)
        case = Case(
            id=case_id(board, task),
            submitted_at=at,
            number=board.tasks.index(task),
            attributes=attributes_of(lane, known, drawn),
            draws=f"{lane.id}/",
        )
        found.append(BoardCase(task, dated, case))
    return tuple(found)


def case_id(board: Board, task: BoardTask) -> str:
    """What the case of a task is called."""
    return f"{board.id}-{task.id}"


def begins_at(board: Board, lane: Lane, days: WorkingDays) -> Instant:
    """When offices first open on or after a board's first day."""
    year = board.begins.on.year
    axis = compile_axis(lane.calendars[lane.office], range(year, year + 2), days)
    return axis.next_open(start_of(board.begins.on))


def due_by(lane: Lane, due: date, begins: date, days: WorkingDays) -> Lane:
    """A lane of tasks whose deadline ends on a date; a lane without that deadline stays as it is.

    The limit counts from submission, to the day. The deadline, at which somebody is urged, counts from when the task is
    given out, so it slips with a task that lies before it is.

    Parameters
    ----------
    due : last day in time
    begins : day of submission
    """
    deadline = lane.steps.get(DUE)
    if not isinstance(deadline, Deadline):
        return lane
    # The date is the board's; nobody but the calendar says how many working days that makes.
    said = f"Worked out: due by {due.isoformat()}, counted from {begins.isoformat()}"
    basis = Provenance(source=Source.ASSUMED, basis=said)
    count = max(0, days.number_of(due) - days.number_of(begins))
    body = replace_steps(lane.body, {DUE: revised(deadline, within=NumberOfDays(working_days=count, provenance=basis))})
    assert body is not None  # nothing was taken away
    limit = LaneLimit(working_days=count, provenance=basis, kind=LimitKind.PROMISED, start=Mark.SUBMITTED)
    return revised(lane, id=f"{lane.id}_by_{due:%Y%m%d}", body=body, limits=(limit,))


def done_at(board: Board, events: Mapping[str, Sequence[CaseEvent]]) -> dict[str, Instant]:
    """When the tasks of a board were done: decided, or ended with nothing to decide; with parts, when the last one was.

    Parameters
    ----------
    events : case id to what has happened to it

    Returns
    -------
    task id to instant, of the tasks that are done
    """
    done: dict[str, Instant] = {}
    for task in board.work:
        ends = (event.at for event in events.get(case_id(board, task), ()) if _is_done(event))
        if (at := next(ends, None)) is not None:
            done[task.id] = at
    for task in board.tasks:
        if task.parts and all(part in done for part in task.parts):
            done[task.id] = max(done[part] for part in task.parts)
    return done


def _is_done(event: CaseEvent) -> bool:
    if event.kind is EventKind.ENDED:
        return event.outcome != Result.WITHDRAWN
    return event.kind is EventKind.DECIDED


def _drawn(board: Board, task: BoardTask, seed: int, attribute: str) -> float:
    """What decides an attribute of a task that the board does not tell."""
    return uniform(key_of(seed, 0, stream_name(f"{board.id}/", task.id, f"attribute/{attribute}")), 0)
