"""Cases played on the real Temporal server, with officers and applicants who answer their work items.

Nobody in here knows the workflows from the inside. Work items arrive as they do in an inbox, answers go out as the
updates that the API sends. Only the clock is special: every case has its own, and it runs ahead of the wall.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from sqlalchemy import Engine
from temporalio.worker import Worker

from services.secrets.key_file import ensure_ring
from services.serving import free_port
from services.settings import Settings
from services.store.database import open_database, reading
from services.store.recording import kept_events, record_events
from services.temporal_client import Temporal, connect, send, start_case, worker_client
from services.temporal_server import temporal_command, wait_until_ready
from simulations.crew import Answer, Crew
from workflows.definition.lane import Lane
from workflows.definition.steps import Call
from workflows.errors import GreenlaneError, OperationFailedError
from workflows.events.event import CaseEvent, EventKind
from workflows.instants import Instant
from workflows.interpreter.case import Case
from workflows.temporal import names
from workflows.temporal.activities import Recorder
from workflows.temporal.lanes import WORKFLOWS
from workflows.temporal.messages import CaseStart, CompleteWork, RecordedEvent, Rehearsal
from workflows.temporal.sandbox import lane_runner

_ANSWERS_AT_ONCE: Final = 24
_CASES_AT_ONCE: Final = 32
"""More would not be done earlier, and would keep workers from answering the server in time."""
_SILENCE: Final = 60.0
"""Seconds without a single event after which a rehearsal is given up."""


@dataclass(frozen=True, slots=True)
class Part:
    """One case that is to be played.

    Attributes
    ----------
    lanes : lane id to lane, of its own lane and those that it can open cases of
    seed : of the decisions that nobody takes
    """

    lanes: Mapping[str, Lane]
    lane: str
    case: Case
    crew: Crew
    seed: int


@dataclass(frozen=True, slots=True)
class _Asked:
    """A work item that has arrived."""

    case: str
    lane: str
    step: str
    occurrence: int
    enabled_at: Instant


class _Inbox:
    """Keeps events as the product does, and tells the crew what is new.

    Called from the worker's threads; everything that it tells goes through the loop.
    """

    def __init__(self, engine: Engine, loop: asyncio.AbstractEventLoop) -> None:
        self._engine = engine
        self._loop = loop
        self.news: asyncio.Queue[_Asked | CaseEvent] = asyncio.Queue()

    def record(self, case: str, lane: str, first: int, events: list[RecordedEvent], told_at: Instant) -> None:
        """See :class:`workflows.temporal.activities.EventStore`."""
        for event, _ in record_events(self._engine, case, lane, first, events, told_at).events:
            if event.kind is EventKind.ENABLED:
                asked = _Asked(case, lane, event.step, event.occurrence, event.at)
                self._loop.call_soon_threadsafe(self.news.put_nowait, asked)
            elif event.kind in (EventKind.OPENED, EventKind.ENDED):
                self._loop.call_soon_threadsafe(self.news.put_nowait, event)


@asynccontextmanager
async def embedded_server(folder: Path) -> AsyncIterator[Settings]:
    """Run a Temporal server of one's own, with its data in an existing `folder`, as long as the context lasts.

    Raises
    ------
    ServerUnavailableError
        If it is not installed, or does not come up.
    """
    port, ui_port = free_port(), free_port()
    settings = Settings(
        data_directory=folder,
        temporal_address=f"127.0.0.1:{port}",
        temporal_port=port,
        temporal_ui_port=ui_port,
        answer_within=60,
        rehearsal=True,
    )
    ensure_ring(settings.keys)
    with (folder / "temporal.log").open("wb") as log:
        server = await asyncio.create_subprocess_exec(*temporal_command(settings), stdout=log, stderr=log)
        try:
            await wait_until_ready(settings)
            yield settings
        finally:
            if server.returncode is None:
                server.terminate()
            await server.wait()


async def play(
    settings: Settings, parts: Sequence[Part], progress: Callable[[int, int], None] = lambda done, of: None
) -> dict[str, list[CaseEvent]]:
    """Play cases from submission to end, and those that they open.

    Parameters
    ----------
    settings : of a server that may skip waits
    parts : the cases; their ids must be new to the store
    progress : told how many cases of how many have ended, children not counted

    Returns
    -------
    case id to its events, as the store has them, children included

    Raises
    ------
    ServerUnavailableError
        If the server dies half-way.
    OperationFailedError
        If nothing happens any more although cases are open.
    """
    engine = open_database(settings.database)
    temporal = await connect(settings)
    inbox = _Inbox(engine, asyncio.get_running_loop())
    try:
        with ThreadPoolExecutor(1, thread_name_prefix="recorder") as threads:
            worker = Worker(
                await worker_client(settings),
                task_queue=temporal.task_queue,
                workflows=WORKFLOWS,
                workflow_runner=lane_runner(),
                activities=[Recorder(inbox).record_events],
                activity_executor=threads,
                build_id=version("greenlane"),
            )
            async with worker:
                everybody = await _Troupe(temporal, inbox, parts, progress).play()
        with reading(engine) as connection:
            return {case: kept_events(connection, case) for case in everybody}
    finally:
        engine.dispose()


class _Troupe:
    """Everybody who takes part in a rehearsal, and the cases that are being played."""

    def __init__(
        self, temporal: Temporal, inbox: _Inbox, parts: Sequence[Part], progress: Callable[[int, int], None]
    ) -> None:
        self._temporal = temporal
        self._inbox = inbox
        self._parts = parts
        self._progress = progress
        self._cases = {part.case.id: part.case for part in parts}
        self._crews = {part.case.id: part.crew for part in parts}
        self._lanes = {part.case.id: part.lanes for part in parts}
        self._lane_of = {part.case.id: part.lane for part in parts}
        self._open = set(self._cases)
        self._turns = asyncio.Semaphore(_ANSWERS_AT_ONCE)
        self._stage = asyncio.Semaphore(_CASES_AT_ONCE)
        self._roots = frozenset(self._cases)

    async def play(self) -> list[str]:
        """Start every case, answer every work item, and wait for every end; gives the ids of all cases."""
        try:
            async with asyncio.TaskGroup() as tasks:
                for part in self._parts:
                    tasks.create_task(self._start(part))
                while self._open:
                    await self._hear(tasks)
        except* GreenlaneError as group:
            # One failure is enough to tell: the others follow from the same cause.
            raise _first(group) from None
        return list(self._cases)

    async def _start(self, part: Part) -> None:
        start = CaseStart(
            declares=True,
            lanes=dict(part.lanes),
            lane=part.lane,
            case=part.case,
            draws_seed=part.seed,
            rehearsal=Rehearsal(),
        )
        await self._stage.acquire()
        await start_case(self._temporal, start)

    async def _hear(self, tasks: asyncio.TaskGroup) -> None:
        try:
            news = await asyncio.wait_for(self._inbox.news.get(), _SILENCE)
        except TimeoutError:
            raise OperationFailedError(
                f"expected the {len(self._open)} open cases to go on; nothing happened for {_SILENCE:g} s. "
                f"The first of them: {min(self._open)}. See the server's log in the data directory."
            ) from None
        if isinstance(news, _Asked):
            tasks.create_task(self._answer(news))
        elif news.kind is EventKind.OPENED:
            self._child(news)
        else:
            self._open.discard(news.case)
            if news.case in self._roots:
                self._stage.release()
                self._progress(len(self._roots - self._open), len(self._roots))

    def _child(self, opened: CaseEvent) -> None:
        """Somebody's case has opened another one: it is played by the same crew."""
        parent, child = self._cases[opened.case], opened.cause
        step = self._lanes[opened.case][self._lane_of[opened.case]].steps[opened.step]
        assert isinstance(step, Call)  # nothing else opens cases
        draws = f"{parent.draws}{child.rpartition('/')[2]}/"
        self._cases[child] = parent.model_copy(update={"id": child, "submitted_at": opened.at, "draws": draws})
        self._crews[child] = self._crews[opened.case]
        self._lanes[child] = self._lanes[opened.case]
        self._lane_of[child] = step.lane
        self._open.add(child)

    async def _answer(self, asked: _Asked) -> None:
        case = self._cases[asked.case]
        lane = self._lane_of[asked.case]
        step = self._lanes[asked.case][lane].steps[asked.step]
        if step.kind == "wait":
            return
        answer = self._crews[asked.case].answer(lane, case, asked.step, asked.occurrence, asked.enabled_at)
        async with self._turns:
            await self._send(asked, answer)

    async def _send(self, asked: _Asked, answer: Answer) -> None:
        complete = CompleteWork(
            step=asked.step,
            occurrence=asked.occurrence,
            outcome=answer.outcome,
            member=answer.member,
            began_at=answer.begins_at,
            released_at=answer.released_at,
            at=answer.completes_at,
        )
        key = f"{asked.case}/{asked.step}/{asked.occurrence}"
        await send(self._temporal, asked.case, names.COMPLETE_WORK, complete, key)


def _first(group: BaseExceptionGroup[GreenlaneError]) -> GreenlaneError:
    error = group.exceptions[0]
    return _first(error) if isinstance(error, BaseExceptionGroup) else error
