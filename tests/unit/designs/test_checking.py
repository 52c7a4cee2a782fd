"""A lane as it is being written: what is wrong is told at its step, in both languages, and quickly."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import workflows
from services.designs.checking import checked
from services.designs.problems import path_of
from services.designs.texts_of_problems import KNOWN, title_of
from workflows.definition.catalogue import lane_ids, shipped_lane
from workflows.definition.form_problems import _EXPECTED
from workflows.definition.hashing import lane_hash

Raw = dict[str, Any]


def raw(id_: str = "commitment_approval") -> Raw:
    return shipped_lane(id_).model_dump(mode="json", by_alias=True)


@pytest.mark.parametrize("id_", lane_ids())
def test_shipped_lanes_are_valid_and_keep_their_hash(id_: str) -> None:
    found = checked(raw(id_))
    assert (found.valid, found.hash, found.problems) == (True, lane_hash(shipped_lane(id_)), ())


def test_a_number_out_of_bounds_is_told_at_its_step() -> None:
    lane = raw("construction_permit")
    lane["body"]["steps"][3]["title"]["zh"] = ""
    [problem] = checked(lane).problems
    assert (problem.code, problem.path) == ("string_too_short", ("body", "steps", 3, "title", "zh"))
    assert problem.step == lane["body"]["steps"][3]["id"]


def test_a_soundness_fault_is_told_at_its_step() -> None:
    lane = raw()
    end = {"kind": "end", "id": "too_soon", "title": {"zh": "办结", "en": "Over"}, "result": "approved"}
    lane["body"]["steps"].insert(2, end)
    found = checked(lane)
    [problem] = found.problems
    assert (found.valid, found.hash, problem.code) == (False, None, "unreachable_step")
    assert problem.step == lane["body"]["steps"][3].get("id")
    assert problem.title.zh != problem.title.en


def test_a_fault_outside_of_the_steps_is_about_none() -> None:
    lane = raw()
    lane["office"] = "no_such_calendar"
    [problem] = checked(lane).problems
    assert (problem.code, problem.path, problem.step) == ("unknown_calendar", ("office",), None)


def test_a_lane_that_calls_nothing_that_there_is_is_told_so() -> None:
    lane = raw()
    call = {"kind": "call", "id": "away", "title": {"zh": "转办", "en": "Away"}, "lane": "no_such_lane"}
    lane["body"]["steps"].insert(1, call)
    [problem] = checked(lane).problems
    assert (problem.code, problem.step) == ("unknown_lane", "away")


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"body": None},
        {"body": []},
        {"body": {"kind": "sequence", "steps": [None]}},
        {"body": {"kind": "no such kind"}},
        {"id": "\ud800"},
        {"id": "x", "body": {"kind": "task", "id": "😀"}},
        {"title": float("nan")},
        {"pools": {"a.b": {"c[0]": 1}}},
    ],
)
def test_whatever_is_sent_is_told_what_is_wrong(sent: Raw) -> None:
    found = checked(sent)
    assert not found.valid
    assert found.problems


def test_what_is_nested_too_deeply_is_refused_at_once() -> None:
    step: Raw = {"kind": "end"}
    for _ in range(400):
        step = {"kind": "sequence", "steps": [step]}
    [problem] = checked({"body": step}).problems
    assert problem.code == "nested_too_deeply"


def test_a_path_is_read_as_messages_write_it() -> None:
    assert path_of("body.steps[3].when.in[0]") == ("body", "steps", 3, "when", "in", 0)
    assert path_of(None) == ()


def codes() -> Iterator[str]:
    """Every code that a problem of a lane, a scenario or a lever is made with in the program."""
    root = Path(workflows.__file__).parent
    for folder in ("definition", "levers", "working_time"):
        for file in (root / folder).rglob("*.py"):
            for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in _MAKERS:
                    first = call.args[0] if call.args else None
                    if isinstance(first, ast.Constant) and isinstance(first.value, str):
                        yield first.value


_MAKERS = {"Problem", "_refusal", "_unreadable", "_problem"}
_KINDS = ("calendar", "pool", "stage", "step", "document", "attribute", "value", "outcome", "node", "lane", "name")


def test_no_code_lacks_a_text_in_both_languages() -> None:
    made = {*codes(), *_EXPECTED, *(f"unknown_{kind}" for kind in _KINDS), "repeated_value", "repeated_outcome"}
    assert len(made) > 60
    assert made - KNOWN == set()
    for code in KNOWN:
        title = title_of(code)
        assert any("\u4e00" <= each <= "\u9fff" for each in title.zh), code
        assert title.en.isascii() or "–" in title.en, code


def test_looking_does_not_change_what_is_looked_at() -> None:
    lane = raw()
    before = copy.deepcopy(lane)
    checked(lane)
    assert lane == before
