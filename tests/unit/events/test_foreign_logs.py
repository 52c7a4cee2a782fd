"""Logs of other tools: what they tell becomes events, what they do not tell is not made up."""

from __future__ import annotations

from datetime import timedelta, timezone

import pytest

from tests.unit.events.reading import codes, problems, taken
from workflows.errors import InvalidInputError
from workflows.events.event import CaseEvent, EventKind
from workflows.events.formats.foreign import Columns
from workflows.events.order import CaseOrder
from workflows.instants import parse_instant

DUTCH = timezone(timedelta(hours=1))
SAID = Columns(case="id", activity="task", at="end")
HEADER = "id,task,end,begin,who,what\r\n"


def at(hour: int) -> int:
    return parse_instant(f"2026-03-02T{hour:02}:00:00+08:00")


def line(case: str, task: str, end: int, begin: int | None = None, who: str = "", what: str = "") -> str:
    begun = "" if begin is None else f"2026-03-02T{begin:02}:00:00+08:00"
    return f"{case},{task},2026-03-02T{end:02}:00:00+08:00,{begun},{who},{what}\r\n"


def test_with_ends_alone_there_are_only_completed_events_in_the_order_of_time() -> None:
    found = taken("csv", HEADER + line("b", "file", 11) + line("a", "file", 9) + line("b", "check", 10), SAID)
    assert found.foreign
    assert list(found.log) == [
        CaseEvent("a", EventKind.COMPLETED, at(9), "file"),
        CaseEvent("b", EventKind.COMPLETED, at(10), "check"),
        CaseEvent("b", EventKind.COMPLETED, at(11), "file"),
    ]
    assert found.log.cases == ["b", "a"]


def test_rows_with_both_ends_are_one_time_each_however_they_overlap() -> None:
    said = Columns(case="id", activity="task", at="end", start="begin", member="who")
    rows = line("a", "file", 12, 9, "Li") + line("a", "file", 11, 10, "Wang") + line("a", "file", 14, 14, "Li")
    events = list(taken("csv", HEADER + rows, said).log)
    assert [(event.kind.name, event.occurrence, event.member, event.at) for event in events] == [
        ("STARTED", 0, "Li", at(9)),
        ("STARTED", 1, "Wang", at(10)),
        ("COMPLETED", 1, "Wang", at(11)),
        ("COMPLETED", 0, "Li", at(12)),
        ("STARTED", 2, "Li", at(14)),
        ("COMPLETED", 2, "Li", at(14)),
    ]


def test_a_life_cycle_tells_kinds_and_what_has_none_here_is_counted() -> None:
    said = Columns(case="id", activity="task", at="end", lifecycle="what")
    words = ["schedule", "assign", "START", "suspend", "resume", "complete", "start", "ate_abort", "withdraw", "assign"]
    found = taken("csv", HEADER + "".join(line("a", "file", 8, what=word) for word in words), said)
    assert [(event.kind.name, event.occurrence) for event in found.log] == [
        ("ENABLED", 0),
        ("STARTED", 0),
        ("SUSPENDED", 0),
        ("RESUMED", 0),
        ("COMPLETED", 0),
        ("STARTED", 1),
        ("CANCELLED", 1),
        ("CANCELLED", 2),
    ]
    assert found.left_out == (("assign", 2),)


def test_an_end_belongs_to_the_oldest_that_has_begun() -> None:
    said = Columns(case="id", activity="task", at="end", lifecycle="what")
    words = ["schedule", "start", "schedule", "start", "complete", "complete", "complete"]
    log = taken("csv", HEADER + "".join(line("a", "file", 8, what=word) for word in words), said).log
    assert [event.occurrence for event in log] == [0, 0, 1, 1, 0, 1, 2]
    order = CaseOrder()
    assert [order.breach(event) for event in log] == [None] * len(log)


def test_the_columns_of_a_flattened_xes_log_need_no_telling() -> None:
    header = "concept:name,case:concept:name,time:timestamp,org:resource,lifecycle:transition\r\n"
    found = taken("csv", f"{header}file,a,2026-03-02T09:00:00+08:00,Li,start\r\n")
    assert list(found.log) == [CaseEvent("a", EventKind.STARTED, at(9), "file", 0, "Li")]


def test_instants_without_a_zone_need_one_that_is_said() -> None:
    text = "id,task,end\r\na,file,2026-03-02 02:00:00.5\r\n"
    (problem,) = problems("csv", text, SAID)
    assert (problem.code, problem.place.line, problem.place.path) == ("no_zone", 2, "end")
    assert "`offset`" in problem.remedy
    said = Columns(case="id", activity="task", at="end", offset=DUTCH)
    assert next(iter(taken("csv", text, said).log)).at == at(9) + 500


def test_everything_wrong_is_said_with_its_line_and_column() -> None:
    said = Columns(case="id", activity="task", at="end", start="begin")
    rows = [
        line("", "file", 9, 8),
        line("a", " ", 9, 8),
        line("a", "file", 9, 10),
        "a,file,02.03.2026,2026-03-02T09:00:00+08:00,,\r\n",
        "a,file,1901-03-02T09:00:00+08:00,1901-03-02T09:00:00+08:00,,\r\n",
        "a,file\r\n",
        "a,file,0001-01-01T00:00:00+14:00,0001-01-01T00:00:00+14:00,,\r\n",
    ]
    found = problems("csv", HEADER + "".join(rows), said)
    assert [(problem.code, problem.place.line, problem.place.path) for problem in found] == [
        ("missing_case", 2, "id"),
        ("missing_step", 3, "task"),
        ("start_after_end", 4, "begin"),
        ("instant", 5, "end"),
        ("instant_out_of_range", 6, "end"),
        ("cells", 7, None),
        ("instant_out_of_range", 8, "end"),
    ]


def test_a_column_that_is_not_there_is_named_with_the_closest() -> None:
    (problem,) = problems("csv", HEADER, Columns(case="idd", activity="task", at="end"))
    assert (problem.code, problem.place.line) == ("missing_column", 1)
    assert "Did you mean 'id'?" in str(problem)
    assert codes("csv", HEADER, Columns(case="id")) == [("missing_column", 1), ("missing_column", 1)]


def test_a_start_and_a_life_cycle_are_one_too_many() -> None:
    with pytest.raises(InvalidInputError, match="found both"):
        Columns(start="begin", lifecycle="what")


def test_many_starts_that_never_end_cost_no_more_than_others() -> None:
    said = Columns(case="id", activity="task", at="end", lifecycle="what")
    log = taken("csv", HEADER + line("a", "file", 8, what="start") * 50_000, said).log
    assert max(log.occurrence) == 49_999
