"""What is reported of a board: overdue tasks, the half-monthly report of each unit, the monthly bulletin (FS-034, 035).

All of it follows from when tasks were done; whoever asks says for which instant or month.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic import NonNegativeFloat, NonNegativeInt

from workflows.definition.provenance import Frozen, Title
from workflows.definition.values import Identifier
from workflows.instants import Instant, start_of
from workflows.supervision.board import Board, BoardTask


class ReportRow(Frozen):
    """One unit in a half-monthly report: the tasks that it leads.

    Parameters
    ----------
    in_time, late : of those that are done
    overdue : not done, and past their due date
    open : not done, and not past it, or without one
    next_due : the next due date among the open ones
    """

    unit: Identifier
    title: Title
    tasks: NonNegativeInt
    in_time: NonNegativeInt
    late: NonNegativeInt
    overdue: NonNegativeInt
    open: NonNegativeInt
    next_due: date | None


class BulletinRow(Frozen):
    """One unit in a monthly bulletin.

    Parameters
    ----------
    done : tasks that it leads and that were done in the month
    behind : ids of tasks that were late at some time of the month
    deduction : points that these cost it
    """

    unit: Identifier
    title: Title
    done: NonNegativeInt
    behind: tuple[Identifier, ...]
    deduction: NonNegativeFloat


class Bulletin(Frozen):
    """What everybody is told of a month.

    Parameters
    ----------
    rows : units that lead a task, those that are ahead first
    """

    year: int
    month: int
    rows: tuple[BulletinRow, ...]


def overdue(board: Board, done: Mapping[str, Instant], at: Instant) -> tuple[BoardTask, ...]:
    """The tasks that are past their due date and not done at an instant, in the order of the board.

    Parameters
    ----------
    done : task id to when it was done, see :func:`workflows.supervision.board_cases.done_at`
    """
    return tuple(task for task in board.work if _late_between(task, done, at, at))


def report_rows(board: Board, done: Mapping[str, Instant], at: Instant) -> tuple[ReportRow, ...]:
    """How each unit stands with the tasks that it leads, in the order of the board's units."""
    return tuple(_report_row(board, unit, tasks, done, at) for unit, tasks in _led(board).items() if tasks)


def bulletin(board: Board, done: Mapping[str, Instant], year: int, month: int) -> Bulletin:
    """The bulletin of a calendar month.

    Parameters
    ----------
    month : 1 to 12
    """
    first = start_of(date(year, month, 1))
    end = start_of(date(year + month // 12, month % 12 + 1, 1))
    rows = []
    for unit, tasks in _led(board).items():
        behind = tuple(task.id for task in tasks if _late_between(task, done, first, end - 1))
        row = BulletinRow(
            unit=unit,
            title=board.units[unit],
            done=sum(task.id in done and first <= done[task.id] < end for task in tasks),
            behind=behind,
            deduction=board.deduction.points * len(behind),
        )
        rows += [row] if tasks else []
    rows.sort(key=lambda row: (row.deduction, -row.done))
    return Bulletin(year=year, month=month, rows=tuple(rows))


def _led(board: Board) -> dict[str, list[BoardTask]]:
    return {unit: [task for task in board.work if unit in task.lead] for unit in board.units}


def _late_between(task: BoardTask, done: Mapping[str, Instant], first: Instant, last: Instant) -> bool:
    """Whether a task was late and not done at some instant from `first` to `last`."""
    late_from, finished = task.late_from, done.get(task.id)
    if late_from is None or late_from > last:
        return False
    return finished is None or (finished >= late_from and finished > first)


def _report_row(board: Board, unit: str, tasks: list[BoardTask], done: Mapping[str, Instant], at: Instant) -> ReportRow:
    finished = [task for task in tasks if done.get(task.id, at + 1) <= at]
    in_time = [task for task in finished if task.late_from is None or done[task.id] < task.late_from]
    behind = [task for task in tasks if _late_between(task, done, at, at)]
    left = [task for task in tasks if task not in finished and task not in behind]
    return ReportRow(
        unit=unit,
        title=board.units[unit],
        tasks=len(tasks),
        in_time=len(in_time),
        late=len(finished) - len(in_time),
        overdue=len(behind),
        open=len(left),
        next_due=min((task.due for task in left if task.due is not None), default=None),
    )
