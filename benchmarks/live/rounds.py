"""Rounds in turns, and the rows that they come to."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sqlalchemy import func, select

from benchmarks.live.load import IN_FLIGHT, Answers, joined
from benchmarks.live.sides import DECISIONS, UNTIL_DECISIONS, Decision, advance, through_http, through_sdk
from benchmarks.live.stack import Stack, stack
from benchmarks.results import Aim, Row, row_of_two
from services.store.database import connect_database, reading
from services.store.tables import work_items
from workflows.temporal.messages import CompleteWork

PEER: Final = "temporalio, no API"
_ENOUGH: Final = Aim("ratio", low=0.8)
_OPEN_WITHIN: Final = 600.0
_EVERY: Final = 0.02
_MILLI: Final = 1_000


@dataclass(frozen=True)
class Phase:
    """One thing that is done many times.

    Attributes
    ----------
    per_second : how many came to their effect
    median, late : milliseconds that half of the answers, and all but one in a hundred, took at most
    cpu : milliseconds of all processes of the stack for each; none where the system does not tell
    """

    per_second: float
    median: float
    late: float
    cpu: float


@dataclass(frozen=True)
class Round:
    """What one side did in one round."""

    started: Phase
    decided: Phase


def through_the_api(cases: int, rounds: int) -> Iterator[Row]:
    """Cases and decisions through the API against those of a program that calls the Temporal SDK, in turns.

    Yields
    ------
    rows: how many a second, how long each waits for its answer, and what each costs
    """
    turns = [(_round(cases, api=True), _round(cases, api=False)) for _ in range(rounds)]
    for name, of in (("cases started", _started), ("decisions", _decided)):
        benchmark = f"{name}, {cases:,} construction permits, {IN_FLIGHT} in flight"
        for measure, figure, aim in (
            ("per second", lambda phase: phase.per_second, _ENOUGH),
            ("milliseconds until the answer, p50", lambda phase: phase.median, None),
            ("milliseconds until the answer, p99", lambda phase: phase.late, None),
            ("CPU milliseconds of server, worker and API each", lambda phase: phase.cpu, None),
        ):
            yield _row((benchmark, measure, PEER), [(of(ours), of(theirs)) for ours, theirs in turns], figure, aim)


def _started(found: Round) -> Phase:
    return found.started


def _decided(found: Round) -> Phase:
    return found.decided


def _row(
    named: tuple[str, str, str],
    turns: Sequence[tuple[Phase, Phase]],
    figure: Callable[[Phase], float],
    aim: Aim | None,
) -> Row:
    return row_of_two(named, [figure(ours) for ours, _ in turns], [figure(theirs) for _, theirs in turns], aim)


def _round(cases: int, *, api: bool) -> Round:
    with TemporaryDirectory() as folder, stack(Path(folder), api=api) as running:
        settings = running.settings
        side = through_http(settings, cases) if api else through_sdk(settings, cases + 1)
        side.start(1)  # once around, so that nothing is loaded or compiled while it is measured
        wait = _Items(running)
        wait.until_open(UNTIL_DECISIONS[0].step, 1)
        begun = wait.begins()
        answers = side.start(cases)
        wait.until_open(UNTIL_DECISIONS[0].step, cases + 1)
        started = wait.phase(answers, begun)
        for message in UNTIL_DECISIONS:
            advance(settings, _on(answers.found, message))
        wait.until_open(DECISIONS[0].step, cases)
        begun = wait.begins()
        # Everybody's first decision, then everybody's second: none is sent before the one that it follows is taken.
        decided = [side.decide(_on(answers.found, message)) for message in DECISIONS]
        return Round(started, wait.phase(joined(decided), begun))


def _on(cases: Sequence[str], message: CompleteWork) -> list[Decision]:
    return [Decision(case, message) for case in cases]


class _Items:
    """Looks into the store whether work items are there, and at what processes have used."""

    def __init__(self, running: Stack) -> None:
        self._running = running
        self._engine = connect_database(running.settings.database)

    def until_open(self, step: str, count: int) -> None:
        """Wait until a step has begun to wait in so many cases, and stands in the inbox."""
        query = select(func.count()).where(work_items.c.step == step)
        deadline = time.monotonic() + _OPEN_WITHIN
        while True:
            with reading(self._engine) as connection:
                found = connection.scalar(query)
            if found == count:
                return
            if time.monotonic() > deadline:
                raise TimeoutError(f"expected {count} open items of {step!r} within {_OPEN_WITHIN:g} s; found {found}")
            time.sleep(_EVERY)

    def begins(self) -> tuple[float, float]:
        return time.perf_counter(), sum(self._running.cpu_seconds().values())

    def phase(self, answers: Answers[str] | Answers[None], begun: tuple[float, float]) -> Phase:
        """What was done since, to the effect and not just to the answer: a case counts once its first item is open."""
        count = len(answers.latencies)
        seconds = time.perf_counter() - begun[0]
        cpu = sum(self._running.cpu_seconds().values()) - begun[1]
        return Phase(
            count / seconds,
            answers.quantile(0.5) * _MILLI,
            answers.quantile(0.99) * _MILLI,
            cpu / count * _MILLI,
        )
