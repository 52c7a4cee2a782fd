"""Logs as CSV: there and back, and everything that can be wrong with one."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.errors import InvalidFileError, Problem
from workflows.events.event import CaseEvent, EventKind
from workflows.events.formats import COLUMNS, MOST_PROBLEMS, read_csv, write_csv
from workflows.events.log import EventLog
from workflows.instants import parse_instant

MONDAY = "2026-03-02T09:00:00.000+08:00"
texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8)
milestones = st.builds(
    CaseEvent,
    case=texts.filter(str.strip),
    kind=st.sampled_from([EventKind.SUBMITTED, EventKind.ACCEPTED, EventKind.DECIDED, EventKind.DELIVERED]),
    at=st.integers(10**8, 10**14),
    step=texts,
    occurrence=st.integers(0, 1_000_000),
    member=texts,
    cause=texts,
    outcome=texts,
)


def problems(*lines: str) -> tuple[Problem, ...]:
    with pytest.raises(InvalidFileError) as caught:
        read_csv((f"{line}\n" for line in lines), "log.csv")
    return caught.value.problems


@given(st.lists(milestones, max_size=20))
@settings(deadline=None)
def test_a_log_that_was_written_is_read_as_it_was(events: list[CaseEvent]) -> None:
    log, out = EventLog(), io.StringIO(newline="")
    log.extend(sorted(events, key=lambda event: event.at))
    write_csv(log, out)
    assert list(read_csv(io.StringIO(out.getvalue(), newline=""), "log.csv")) == list(log)


def test_what_is_written_is_what_the_docstring_says() -> None:
    log, out = EventLog(), io.StringIO(newline="")
    log.append(CaseEvent("c", EventKind.STARTED, parse_instant(MONDAY), "review", 1, "窗口,1"))
    write_csv(log, out)
    assert (
        out.getvalue()
        == f'case,kind,at,step,occurrence,member,cause,outcome\r\nc,started,{MONDAY},review,1,"窗口,1",,\r\n'
    )


def test_columns_in_another_order_a_byte_order_mark_and_blank_lines() -> None:
    log = read_csv(["\ufeffat,kind,case\r\n", "\r\n", "2026-03-02T01:00:00Z,submitted,案1\r\n"], "log.csv")
    assert list(log) == [CaseEvent("案1", EventKind.SUBMITTED, parse_instant(MONDAY))]


def test_everything_wrong_is_said_at_once_with_its_line_and_its_mend() -> None:
    found = problems(
        "case,kind,at,step",
        f"c,submit,{MONDAY},",
        "c,submitted,2026-03-02 09:00,",
        f",submitted,{MONDAY},",
        f"c,submitted,{MONDAY}",
        f"c,enabled,{MONDAY},",
        "c,submitted,1969-12-31T00:00+08:00,",
    )
    assert [(problem.code, problem.place.line, problem.place.path) for problem in found] == [
        ("unknown_kind", 2, "kind"),
        ("instant", 3, "at"),
        ("missing_case", 4, "case"),
        ("cells", 5, None),
        ("missing_step", 6, None),
        ("instant_out_of_range", 7, "at"),
    ]
    assert "Did you mean 'submitted'?" in str(found[0])
    assert str(found[1]).startswith("log.csv:3 at at: expected an instant from 1970-01-02 to 9998")


@pytest.mark.parametrize("occurrence", ["-1", "1.0", "first", "1000001", "9" * 5000, "²", "٣"])
def test_an_occurrence_is_a_whole_number(occurrence: str) -> None:
    (problem,) = problems("case,kind,at,step,occurrence", f"c,enabled,{MONDAY},review,{occurrence}")
    assert (problem.code, problem.place.line) == ("occurrence", 2)


@pytest.mark.parametrize(
    ("header", "codes"),
    [
        ("", ["empty_file"]),
        ("case,kind,time", ["unknown_column", "missing_column"]),
        ("case,kind,at,at", ["column_twice"]),
        ("case,kind,at,steps", ["unknown_column"]),
    ],
)
def test_a_header_is_checked_before_anything_else(header: str, codes: list[str]) -> None:
    assert [problem.code for problem in problems(header, "nonsense")] == codes


def test_a_file_without_any_line_is_empty() -> None:
    (problem,) = problems()
    assert problem.code == "empty_file"


@pytest.mark.parametrize(
    ("events", "code", "said"),
    [
        (["started 09:00", "enabled 09:00"], "event_out_of_order", "found enabled of step 'review', occurrence 0"),
        (["started 09:00", "started 09:00"], "event_out_of_order", "expected released or suspended or completed"),
        (["completed 09:00", "cancelled 09:00"], "event_out_of_order", "expected nothing after completed"),
        (["suspended 09:00", "completed 09:00"], "event_out_of_order", "expected resumed or cancelled after suspended"),
        (["enabled 10:00", "started 09:00"], "instant_goes_back", "not before that of the case's event before it"),
        (["ended 09:00", "delivered 09:00"], "event_after_end", "expected nothing after the end of the case"),
        (["clock_resumed 09:00"], "clock_out_of_order", "expected clock_stopped before clock_resumed"),
        (["clock_stopped 09:00"] * 2, "clock_out_of_order", "expected clock_resumed before the next clock_stopped"),
    ],
)
def test_what_cannot_follow_is_refused(events: list[str], code: str, said: str) -> None:
    rows = (event.split() for event in events)
    (problem,) = problems("case,kind,at,step", *(f"c,{kind},2026-03-02T{at}+08:00,review" for kind, at in rows))
    assert (problem.code, problem.place.line) == (code, len(events) + 1)
    assert said in str(problem)


def test_a_log_may_begin_in_the_middle_of_a_case() -> None:
    lines = ["case,kind,at,step", f"c,resumed,{MONDAY},review", f"c,completed,{MONDAY},review", f"c,ended,{MONDAY},"]
    assert len(read_csv(lines, "log.csv")) == 3


def test_occurrences_of_a_step_and_cases_are_apart() -> None:
    lines = [
        "case,kind,at,step,occurrence",
        f"c,completed,{MONDAY},review,0",
        f"d,enabled,{MONDAY},review,0",
        f"c,enabled,{MONDAY},review,1",
    ]
    assert len(read_csv(lines, "log.csv")) == 3


def test_a_file_of_another_kind_is_not_listed_line_by_line() -> None:
    assert len(problems("case,kind,at", *["c,x,y"] * 1000)) == MOST_PROBLEMS


@pytest.mark.parametrize("line", ['"never closed', 'a"b",c', "nul\x00", "x" * 200_000, '"a"b,c,d'])
def test_what_is_no_csv_is_said_with_its_line(line: str) -> None:
    found = problems("case,kind,at", line)
    assert found[-1].place.line == 2
    assert found[-1].code in {"csv", "cells"}


def test_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes("case,kind,at\n案件,submitted,x\n".encode("gbk"))
    with path.open(encoding="utf-8-sig", newline="") as file, pytest.raises(InvalidFileError) as caught:
        read_csv(file, path.name)
    assert "Save the file as UTF-8" in str(caught.value)


@given(st.lists(st.text(max_size=30), max_size=8))
@settings(deadline=None)
def test_whatever_is_in_a_file_there_is_a_log_or_a_message(lines: list[str]) -> None:
    for text in ("\n".join(lines), "\n".join([",".join(COLUMNS), *lines])):
        with contextlib.suppress(InvalidFileError):
            assert isinstance(read_csv(io.StringIO(text, newline=""), "log.csv"), EventLog)
