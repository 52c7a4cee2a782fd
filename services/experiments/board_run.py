"""A task board run through on SimPy: when its tasks would be done with the people that the lane of tasks has."""

from __future__ import annotations

from datetime import date
from typing import Final

from pydantic import NonNegativeInt

from simulations.given_cases import simulate_cases
from workflows.definition.catalogue import shipped_lane
from workflows.definition.provenance import Frozen
from workflows.definition.values import Identifier
from workflows.instants import Instant, date_of
from workflows.interpreter.plan import plan_of
from workflows.supervision.board import Board
from workflows.supervision.board_cases import cases_of, done_at
from workflows.supervision.bulletins import Bulletin, bulletin
from workflows.working_time.state_council import PUBLISHED_YEARS, WorkingDays

_YEARS: Final = 6
"""Calendar years that a board may take, within those that are published."""


class BoardRun(Frozen):
    """A board after a simulation.

    Parameters
    ----------
    done_at : task id to when it was done
    late : how many tasks were done after their due date
    bulletins : of each month from the first to that in which the last task was done
    """

    board: Identifier
    seed: NonNegativeInt
    done_at: dict[Identifier, Instant]
    late: NonNegativeInt
    bulletins: tuple[Bulletin, ...]


def simulate_board(board: Board, seed: int) -> BoardRun:
    """Have every task of a board travel its lane; all of them begin on the board's first day and share the units."""
    days = WorkingDays()
    cases = cases_of(board, shipped_lane, days, seed)
    first = board.begins.on.year
    years = range(first, min(first + _YEARS, PUBLISHED_YEARS.stop))
    plans = {each.lane.id: plan_of(each.lane, years, days) for each in cases}
    run = simulate_cases(plans, [(each.lane.id, each.case) for each in cases], seed)
    done = done_at(board, run.log.by_case())
    late_from = {task.id: task.late_from for task in board.work}
    return BoardRun(
        board=board.id,
        seed=seed,
        done_at=done,
        late=sum(at is not None and done[id_] >= at for id_, at in late_from.items()),
        bulletins=tuple(
            bulletin(board, done, year, month) for year, month in _months(board.begins.on, date_of(max(done.values())))
        ),
    )


def _months(first: date, last: date) -> list[tuple[int, int]]:
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [(number // 12, number % 12 + 1) for number in numbers]
