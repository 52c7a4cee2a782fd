"""Marked points are where they are said to be, and whoever passes one is struck there, once."""

from __future__ import annotations

import os
import signal
from importlib import import_module
from inspect import getsource
from pathlib import Path
from random import Random

import pytest

from tests.killing.faults import OF_OURS, Kind, few_strikes, many_strikes
from tests.killing.marked import mark_points, order, take_back
from tests.killing.marks import MARKS, marks_of
from tests.killing.parts import PARTS

WRITTEN_DOWN = "services.requests.service"


@pytest.mark.parametrize("name", MARKS)
def test_a_mark_is_at_a_function_that_its_module_calls(name: str) -> None:
    module = import_module(MARKS[name].module)
    assert callable(getattr(module, MARKS[name].function))
    called = getsource(module).replace(f"def {MARKS[name].function}(", "")
    assert f"{MARKS[name].function}(" in called or f"({MARKS[name].function}," in called


def test_every_process_of_ours_has_marks() -> None:
    assert all(marks_of(part) for part in OF_OURS)
    assert {mark.part for mark in MARKS.values()} == set(OF_OURS)


async def test_whoever_passes_a_mark_is_struck_there_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    happened: list[str] = []
    for mark in MARKS.values():
        module = import_module(mark.module)
        monkeypatch.setattr(module, mark.function, getattr(module, mark.function))  # and so it is put back afterwards
    module = import_module(WRITTEN_DOWN)

    async def begin_in() -> None:
        happened.append("begun")

    monkeypatch.setattr(module, "begin_in", begin_in)
    monkeypatch.setattr(os, "kill", lambda _, number: happened.append(signal.Signals(number).name))
    mark_points("api", tmp_path)
    await module.begin_in()
    given = order(tmp_path, "case written down, not begun", signal.SIGKILL)
    await module.begin_in()
    assert not given.exists()
    assert not take_back(given)
    await module.begin_in()
    order(tmp_path, "case begun, not answered", signal.SIGSTOP)
    await module.begin_in()
    assert happened == ["begun", "SIGKILL", "begun", "begun", "begun", "SIGSTOP"]


@pytest.mark.parametrize("seed", range(20))
def test_every_long_trial_has_enough_of_each_kind(seed: int) -> None:
    struck = many_strikes(Random(seed))  # noqa: S311 - nobody is to guess anything here
    assert len(struck) >= 10
    assert {each.kind for each in struck} == set(Kind)
    assert {part for each in struck if each.kind is Kind.KILLED for part in each.victims} == set(PARTS)
    assert all(1 <= each.lasts <= 10 for each in struck if each.kind is not Kind.KILLED)
    assert {each.kind for each in few_strikes(Random(seed))} == set(Kind)  # noqa: S311
