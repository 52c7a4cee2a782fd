"""What the command line shows of task boards and of published targets."""

from __future__ import annotations

from datetime import date, timedelta

from services.cli.output import tell, write_json, write_table
from services.cli.texts import say
from services.experiments.board_run import BoardRun, simulate_board
from services.experiments.burn_down import BACKLOGS, simulate_burn_down
from workflows.errors import InvalidInputError
from workflows.instants import date_of, format_instant
from workflows.supervision.board import Board, BoardTask, find_board, shipped_boards
from workflows.supervision.targets import PublishedTarget, find_target, published_targets


def write_boards(language: str, *, as_json: bool) -> None:
    """The shipped boards."""
    boards = list(shipped_boards().values())
    if as_json:
        write_json({"boards": [_board_summary(board) for board in boards]})
        return
    columns = [say(language, f"board.{name}") for name in ("id", "title", "tasks", "begins", "last_due")]
    rows = [
        (
            board.id,
            board.title.in_language(language),
            str(len(board.work)),
            board.begins.on.isoformat(),
            max(task.due for task in board.work if task.due is not None).isoformat(),
        )
        for board in boards
    ]
    write_table(say(language, "board.boards"), columns, rows)


def write_board(language: str, name: str, *, simulate: bool, seed: int, as_json: bool) -> None:
    """One board: its tasks, and if wanted when they are done in a simulation."""
    board = find_board(name)
    run = simulate_board(board, seed) if simulate else None
    if as_json:
        tasks = [_task(board, task, run) for task in board.tasks]
        content: dict[str, object] = {**_board_summary(board), "tasks": tasks}
        if run is not None:
            bulletins = [each.model_dump(mode="json") for each in run.bulletins]
            content |= {"seed": seed, "late": run.late, "bulletins": bulletins}
        write_json(content)
        return
    shown = ("number", "task", "title", "lead", "due", *(("done",) if run else ()))
    columns = [say(language, f"board.{name}") for name in shown]
    write_table(board.title.in_language(language), columns, [_row(language, board, task, run) for task in board.tasks])
    if run is not None:
        tell(say(language, "board.late", late=run.late, tasks=len(board.work), seed=seed))


def write_targets(language: str, *, as_json: bool) -> None:
    """The published targets."""
    targets = list(published_targets().values())
    if as_json:
        write_json({"targets": [{**each.model_dump(mode="json"), "backlog": each.id in BACKLOGS} for each in targets]})
        return
    columns = [say(language, f"targets.{name}") for name in ("id", "title", "unit", "milestones")]
    rows = [(e.id, e.title.in_language(language), e.unit.in_language(language), _milestones(e)) for e in targets]
    write_table(say(language, "targets.targets"), columns, rows)
    tell(say(language, "targets.simulated", names=", ".join(BACKLOGS)))


def write_burn_down(language: str, name: str, *, seed: int, replications: int, as_json: bool) -> None:
    """A simulated backlog beside its target.

    Raises
    ------
    UnknownNameError
        If no target is called so.
    InvalidInputError
        If the target is not about a backlog.
    """
    if find_target(name).id not in BACKLOGS:
        raise InvalidInputError(say(language, "targets.without_backlog", name=name, names=", ".join(BACKLOGS)))
    found = simulate_burn_down(name, seed, replications)
    if as_json:
        write_json(found)
        return
    columns = [say(language, f"targets.{name}") for name in ("day", "observed", "least", "most", "line", "verdict")]
    rows = [
        (
            row.day.isoformat(),
            _short(row.observed),
            _short(row.least),
            _short(row.most),
            "" if row.standing.on_the_line is None else _short(row.standing.on_the_line),
            say(language, f"targets.verdict.{row.standing.verdict}"),
        )
        for row in found.rows
    ]
    title, unit = found.target.title.in_language(language), found.target.unit.in_language(language)
    write_table(f"{title} ({unit}), {found.lane}", columns, rows)


def _board_summary(board: Board) -> dict[str, object]:
    return {
        "id": board.id,
        "title": board.title.model_dump(),
        "begins": board.begins.on.isoformat(),
        "units": {id_: title.model_dump() for id_, title in board.units.items()},
        "work": len(board.work),
    }


def _task(board: Board, task: BoardTask, run: BoardRun | None) -> dict[str, object]:
    due = board.due_of(task)
    told: dict[str, object] = {**task.model_dump(mode="json"), "due": None if due is None else due.isoformat()}
    if run is not None:
        done = run.done_at.get(task.id)
        told |= {"done_at": None if done is None else format_instant(done), "late": _is_late(board, task, run)}
    return told


def _row(language: str, board: Board, task: BoardTask, run: BoardRun | None) -> tuple[str, ...]:
    due = board.due_of(task)
    timing = say(language, f"board.timing.{task.timing}") if task.timing else ""
    lead = " ".join(board.units[unit].in_language(language) for unit in task.lead[:1])
    others = len(task.lead) + len(task.cooperating) - 1
    row = (
        str(task.number or ""),
        task.id,
        task.title.in_language(language),
        f"{lead} +{others}" if others > 0 else lead or ", ".join(task.parts),
        due.isoformat() if due else timing,
    )
    if run is None:
        return row
    done = run.done_at.get(task.id)
    mark = " !" if _is_late(board, task, run) else ""
    return (*row, "" if done is None else f"{date_of(done).isoformat()}{mark}")


def _is_late(board: Board, task: BoardTask, run: BoardRun) -> bool:
    due, done = board.due_of(task), run.done_at.get(task.id)
    return due is not None and done is not None and date_of(done) > due


def _milestones(target: PublishedTarget) -> str:
    return "; ".join(
        _short(each.value) + ("" if each.on is None else f" ({_by(each.on)})") for each in target.milestones
    )


def _by(day: date) -> str:
    """The month, for a day that ends one."""
    return f"{day:%Y-%m}" if (day + timedelta(days=1)).day == 1 else day.isoformat()


def _short(number: float) -> str:
    return f"{number:,.2f}".rstrip("0").rstrip(".")
