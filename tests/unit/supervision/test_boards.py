"""Boards: their tasks and dates, the cases that these become, and what is reported of them."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from simulations.given_cases import simulate_cases
from workflows.coverage.table import mechanisms
from workflows.definition.catalogue import shipped_lane
from workflows.definition.provenance import Source
from workflows.definition.references import problems_of
from workflows.definition.soundness import check_soundness
from workflows.errors import UnknownNameError
from workflows.events.event import EventKind
from workflows.instants import DAY, HOUR, Instant, date_of, format_instant, start_of
from workflows.interpreter.plan import plan_of
from workflows.supervision.board import Board, Timing, find_board, shipped_boards
from workflows.supervision.board_cases import begins_at, case_id, cases_of, done_at, due_by
from workflows.supervision.bulletins import bulletin, overdue, report_rows
from workflows.working_time.state_council import WorkingDays

DAYS = WorkingDays()
BOARDS = sorted(shipped_boards())
TASK_LANE = shipped_lane("reform_task")


@pytest.mark.parametrize(
    ("board", "numbered", "dated", "first", "last"),
    [
        ("fushun", 22, 22, date(2020, 4, 30), date(2020, 12, 31)),
        ("panjin", 36, 30, date(2017, 4, 30), date(2017, 12, 31)),
        ("shenyang", 21, 21, date(2018, 1, 31), date(2018, 12, 31)),
        ("tieling", 20, 21, date(2023, 10, 31), date(2024, 7, 31)),
    ],
)
def test_a_board_has_the_tasks_and_dates_of_its_document(
    board: str, numbered: int, dated: int, first: date, last: date
) -> None:
    found = find_board(board)
    numbers = [task.number for task in found.tasks if task.number is not None]
    assert numbers == list(range(1, numbered + 1))
    dates = [task.due for task in found.work if task.due is not None]
    assert (len(dates), min(dates), max(dates)) == (dated, first, last)
    # Documents say "by the end of" a month.
    assert all(due.day == monthrange(due.year, due.month)[1] for due in dates)


def test_the_months_of_fushun() -> None:
    months = Counter(task.due.month for task in find_board("fushun").work if task.due)
    assert months == {4: 6, 5: 6, 6: 7, 12: 3}


def test_what_has_no_deadline_says_so() -> None:
    kinds = {(task.id, task.timing) for board in shipped_boards().values() for task in board.work if task.due is None}
    assert {kind for _, kind in kinds} == {Timing.AS_REQUIRED, Timing.LONG_TERM, Timing.NOT_STATED}
    assert ("sy_072", Timing.NOT_STATED) in kinds
    assert ("pj_064", Timing.LONG_TERM) in kinds


def test_every_task_of_the_documents_is_on_a_board() -> None:
    wanted = {row.task: row.id for row in mechanisms() if row.task is not None}
    found = {f"{board.id}/{task.id}": task.mechanism for board in shipped_boards().values() for task in board.tasks}
    assert {place: found.get(place) for place in wanted} == wanted


def test_an_unknown_board_or_task_is_refused_with_the_closest_name() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'fushun'"):
        find_board("fushan")
    with pytest.raises(UnknownNameError, match="no task of board 'fushun' is called 'x'"):
        find_board("fushun").task("x")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"lead": ("nobody",)}, "found 'nobody' in task 'fs_039'"),
        ({"id": "fs_040"}, "found 'fs_040' again"),
        ({"due": None}, "expected a due date with by_date"),
        ({"timing": None, "due": None}, "expected task 'fs_039' to have parts, or else units"),
        ({"parts": ("fs_040",)}, "expected task 'fs_039' to have parts, or else units"),
        ({"lead": (), "timing": None, "due": None, "parts": ("fs_022",)}, "found 'fs_022' in task 'fs_039'"),
    ],
)
def test_a_board_that_contradicts_itself_is_refused(changes: dict[str, object], message: str) -> None:
    board = find_board("fushun")
    fields = board.model_dump()
    fields["tasks"] = [fields["tasks"][0] | changes, *fields["tasks"][1:]]
    with pytest.raises(ValidationError, match=message):
        Board.model_validate(fields)


# --- cases ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("board", BOARDS)
def test_each_task_becomes_a_case_of_a_sound_lane(board: str) -> None:
    found = find_board(board)
    cases = cases_of(found, shipped_lane, DAYS)
    assert [each.task for each in cases] == list(found.work)
    assert len({each.case.id for each in cases}) == len(cases)
    for lane in {each.lane.id: each.lane for each in cases}.values():
        assert not problems_of(lane)
        assert not check_soundness(lane)
    for each in cases:
        assert set(each.case.attributes) == set(each.lane.attributes)
        if "cooperation" in each.case.attributes:
            assert (each.case.attributes["cooperation"] == "several_units") == each.task.helped


def test_situations_are_the_codes_of_issues() -> None:
    cases = cases_of(find_board("tieling"), shipped_lane, DAYS, only=["tl_024", "tl_043"])
    assert [(each.lane.id, each.case.attributes["situation"]) for each in cases] == [
        ("issue_rectification", "s1"),
        ("issue_rectification", "s20"),
    ]


def test_a_board_begins_when_offices_open() -> None:
    assert format_instant(begins_at(find_board("shenyang"), TASK_LANE, DAYS))[:16] == "2018-01-02T08:30"
    assert format_instant(begins_at(find_board("fushun"), TASK_LANE, DAYS))[:16] == "2020-04-13T08:30"


@given(st.dates(date(2017, 1, 1), date(2024, 12, 31)), st.integers(0, 400))
def test_a_limit_ends_with_the_last_working_day_up_to_the_due_date(begins: date, later: int) -> None:
    due = begins + timedelta(days=later)
    [limit] = due_by(TASK_LANE, due, begins, DAYS).limits
    counted, day = 0, begins
    while day < due:
        day += timedelta(days=1)
        counted += DAYS.is_working_day(day)
    assert limit.working_days == counted
    # Documents state dates; a number of days is none of their words.
    assert limit.provenance.source is Source.ASSUMED


def test_a_lane_without_due_dates_stays_as_it_is() -> None:
    lane = shipped_lane("business_setup")
    assert due_by(lane, date(2020, 4, 30), date(2020, 4, 13), DAYS) is lane


@lru_cache(maxsize=4)
def simulated(board: str) -> dict[str, Instant]:
    """When the tasks of a board were done in a simulation."""
    found = find_board(board)
    cases = cases_of(found, shipped_lane, DAYS)
    years = range(found.begins.on.year - 1, min(found.begins.on.year + 6, 2027))
    plans = {each.lane.id: plan_of(each.lane, years, DAYS) for each in cases}
    log = simulate_cases(plans, [(each.lane.id, each.case) for each in cases], seed=1).log.by_case()
    begins = {log[each.case.id][0].at for each in cases}
    assert begins == {each.case.submitted_at for each in cases}
    assert all(log[each.case.id][-1].kind is EventKind.ENDED for each in cases)
    return done_at(found, log)


@pytest.mark.parametrize("board", BOARDS)
def test_the_tasks_of_a_board_are_done_in_a_simulation(board: str) -> None:
    found = find_board(board)
    done = simulated(board)
    assert set(done) == {task.id for task in found.tasks}
    for task in found.tasks:
        if task.parts:
            assert done[task.id] == max(done[part] for part in task.parts)


def test_an_urge_comes_when_a_task_is_overdue() -> None:
    """The deadline of the lane and the date of the board agree, but for the days until the task is given out."""
    board = find_board("fushun")
    cases = cases_of(board, shipped_lane, DAYS)
    plans = {each.lane.id: plan_of(each.lane, range(2019, 2026), DAYS) for each in cases}
    log = simulate_cases(plans, [(each.lane.id, each.case) for each in cases], seed=1).log.by_case()
    urged = 0
    for each in cases:
        expired = [event.at for event in log[each.case.id] if event.kind is EventKind.EXPIRED]
        assigned = next(event.at for event in log[each.case.id] if event.kind is EventKind.ACCEPTED)
        assert each.task.late_from is not None
        slip = DAYS.number_of(date_of(assigned)) - DAYS.number_of(date_of(each.case.submitted_at))
        for at in expired:
            urged += 1
            assert DAYS.number_of(date_of(at - 1)) - DAYS.number_of(date_of(each.task.late_from - 1)) == slip
    assert urged > 0


# --- reports -------------------------------------------------------------------------------------------------------

FUSHUN = find_board("fushun")
ENDS = start_of(date(2021, 3, 1))


@st.composite
def progress(draw: st.DrawFn) -> dict[str, Instant]:
    """When some tasks of Fushun were done, at full hours, due dates' midnights included."""
    chosen = draw(st.lists(st.sampled_from([task.id for task in FUSHUN.work]), unique=True))
    first = start_of(FUSHUN.begins.on)
    return {id_: first + draw(st.integers(0, (ENDS - first) // HOUR)) * HOUR for id_ in chosen}


def late_on(done: Mapping[str, Instant], task: str, at: Instant) -> bool:
    due = FUSHUN.task(task).due
    assert due is not None
    return at >= start_of(due) + DAY and not (task in done and done[task] <= at)


@settings(max_examples=60)
@given(progress(), st.integers(0, 300 * 24))
def test_overdue_tasks_and_reports_agree_with_looking_at_each_task(done: dict[str, Instant], hours: int) -> None:
    at = start_of(FUSHUN.begins.on) + hours * HOUR
    assert [task.id for task in overdue(FUSHUN, done, at)] == [t.id for t in FUSHUN.work if late_on(done, t.id, at)]
    for row in report_rows(FUSHUN, done, at):
        mine = [task for task in FUSHUN.work if row.unit in task.lead]
        finished = [task for task in mine if task.id in done and done[task.id] <= at]
        late = [task for task in finished if task.late_from is not None and done[task.id] >= task.late_from]
        assert row.tasks == len(mine) == row.in_time + row.late + row.overdue + row.open
        assert (row.late, row.in_time) == (len(late), len(finished) - len(late))
        assert row.overdue == sum(late_on(done, task.id, at) for task in mine)
        left = [task.due for task in mine if task not in finished and not late_on(done, task.id, at) and task.due]
        assert row.next_due == min(left, default=None)


@settings(max_examples=30)
@given(progress(), st.integers(4, 12))
def test_a_bulletin_deducts_for_every_month_in_which_a_task_was_late(done: dict[str, Instant], month: int) -> None:
    found = bulletin(FUSHUN, done, 2020, month)
    first = start_of(date(2020, month, 1))
    end = start_of(date(2020 + month // 12, month % 12 + 1, 1))
    hours = range(first, end, HOUR)
    for row in found.rows:
        mine = [task.id for task in FUSHUN.work if row.unit in task.lead]
        # Late for less than an hour: done at the very midnight from which it is late.
        touched = {
            id_ for id_ in mine if id_ in done and done[id_] == FUSHUN.task(id_).late_from and first < done[id_] < end
        }
        behind = {id_ for id_ in mine if any(late_on(done, id_, at) for at in hours)} | touched
        assert set(row.behind) == behind
        assert row.deduction == FUSHUN.deduction.points * len(behind)
        assert row.done == sum(id_ in done and first <= done[id_] < end for id_ in mine)
    assert [row.deduction for row in found.rows] == sorted(row.deduction for row in found.rows)


def test_a_board_that_was_finished_at_once_has_nobody_behind() -> None:
    done = dict.fromkeys([task.id for task in FUSHUN.work], start_of(FUSHUN.begins.on))
    assert overdue(FUSHUN, done, ENDS) == ()
    assert all(row.deduction == 0 for row in bulletin(FUSHUN, done, 2020, 12).rows)
    assert all(row.open == row.overdue == row.late == 0 for row in report_rows(FUSHUN, done, ENDS))


def test_cases_are_called_after_board_and_task() -> None:
    assert case_id(FUSHUN, FUSHUN.task("fs_039")) == "fushun-fs_039"
