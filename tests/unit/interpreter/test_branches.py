"""Strands of a case: they begin in order, the first wins a race, and what is withdrawn is withdrawn in order."""

from __future__ import annotations

from collections.abc import Coroutine
from functools import partial
from typing import Any

import pytest

from workflows.interpreter.branches import PENDING, Branch, CaseOver, Pause, Together


class Wait:
    """Something under way that the test ends by hand."""

    def __init__(self, log: list[str], name: str) -> None:
        self._log = log
        self._name = name
        self._branch: Branch | None = None

    def pause(self) -> Pause:
        return Pause(self._arm)

    def done(self, value: object = None) -> None:
        assert self._branch is not None
        self._branch.resume(value)

    def cancel(self) -> None:
        self._log.append(f"{self._name} called off")

    def _arm(self, branch: Branch) -> object:
        self._branch = branch
        branch.handle = self
        return PENDING


async def strand(log: list[str], name: str, wait: Wait | None = None, *, over: str = "") -> None:
    log.append(f"{name} begins")
    try:
        if wait is not None:
            log.append(f"{name} got {await wait.pause()}")
        if over:
            raise CaseOver(over)
    except GeneratorExit:
        log.append(f"{name} withdrawn")
        raise


class Run:
    """A root strand that waits for several others."""

    def __init__(self, log: list[str]) -> None:
        self.log = log
        self.root: Branch | None = None

    def over(self, result: str) -> None:
        self.log.append(f"over: {result}")
        assert self.root is not None
        self.root.cancel()

    def together(self, *strands: Coroutine[Pause, Any, None], first: bool = False) -> Branch:
        async def wait_for_them() -> None:
            settled = await Together(strands, self.over, first=first).pause()
            self.log.append(f"settled by {settled}")

        self.root = Branch(wait_for_them(), partial(self.log.append, "finished"), self.over)
        self.root.resume()
        return self.root


@pytest.fixture
def run() -> Run:
    return Run([])


def test_all_are_waited_for(run: Run) -> None:
    a, b = Wait(run.log, "a"), Wait(run.log, "b")
    run.together(strand(run.log, "a", a), strand(run.log, "b", b))
    b.done(2)
    a.done(1)
    assert run.log == ["a begins", "b begins", "b got 2", "a got 1", "settled by 0", "finished"]


def test_the_first_wins_and_the_others_are_withdrawn_in_order(run: Run) -> None:
    waits = [Wait(run.log, name) for name in "abc"]
    run.together(*(strand(run.log, name, wait) for name, wait in zip("abc", waits, strict=True)), first=True)
    del run.log[:]
    waits[1].done()
    assert run.log == [
        "b got None", "a called off", "a withdrawn", "c called off", "c withdrawn", "settled by 1", "finished",
    ]  # fmt: skip


def test_a_race_won_at_once_begins_no_later_contestant(run: Run) -> None:
    a = Wait(run.log, "a")
    run.together(strand(run.log, "a", a), strand(run.log, "b"), strand(run.log, "c"), first=True)
    assert run.log == ["a begins", "b begins", "a called off", "a withdrawn", "settled by 1", "finished"]


def test_an_end_withdraws_what_is_under_way_and_lets_nothing_else_begin(run: Run) -> None:
    a = Wait(run.log, "a")
    run.together(strand(run.log, "a", a), strand(run.log, "b", over="rejected"), strand(run.log, "c"))
    assert run.log == ["a begins", "b begins", "over: rejected", "a called off", "a withdrawn"]


def test_strands_within_strands_are_withdrawn_from_the_inside_out(run: Run) -> None:
    a, b = Wait(run.log, "a"), Wait(run.log, "b")

    async def outer() -> None:
        try:
            await Together([strand(run.log, "a", a), strand(run.log, "b", b)], run.over).pause()
        finally:
            run.log.append("outer closed")

    root = run.together(outer(), strand(run.log, "c"))
    del run.log[:]
    root.cancel()
    assert run.log == ["a called off", "a withdrawn", "b called off", "b withdrawn", "outer closed"]


def test_what_answers_at_once_is_not_waited_for() -> None:
    log: list[str] = []

    def at_once(answer: int, _: Branch) -> int:
        return answer

    async def asks() -> None:
        log.append(str([await Pause(partial(at_once, answer)) for answer in (1, 2, 3)]))

    Branch(asks(), partial(log.append, "finished"), log.append).resume()
    assert log == ["[1, 2, 3]", "finished"]
