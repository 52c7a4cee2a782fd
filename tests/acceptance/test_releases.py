"""Workers change under cases that are under way: nothing is lost, and a release that cannot go on is taken back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from prometheus_client import CollectorRegistry
from temporalio import activity
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from services.api.context import Surroundings, open_surroundings
from services.cli.main import run
from services.requests.starting import begin, intend, route_of
from services.settings import Settings, environment_of
from services.store.database import reading
from services.store.recording import kept_events
from services.telemetry import Telemetry, begin_telemetry
from services.temporal_client import look, send, worker_client
from services.workers.deployment import build_of_source, deployment_config
from services.workers.lane_worker import lane_worker
from services.workers.metrics import LaneMetrics, MeteredStore
from services.workers.versions import Release, make_current, ramp, releases, wait_for_release
from tests.acceptance.running import settings_of
from tests.replay.releases import NOTICE, NOTICE_FIRST, NOTICE_FIRST_FROM_NOW_ON, Change, release
from workflows.errors import ServerUnavailableError, UnknownNameError
from workflows.events.event import EventKind
from workflows.instants import CHINA, instant_of
from workflows.temporal import names
from workflows.temporal.activities import Recorder
from workflows.temporal.messages import CompleteWork

ONE, TWO = "one", "two"
WITHIN = 60.0
"""Seconds; a guard against waiting for ever."""


@pytest.fixture(scope="module")
def telemetry() -> Telemetry:
    return begin_telemetry()


@pytest.fixture
async def around(tmp_path: Path, temporal_address: str, telemetry: Telemetry) -> AsyncIterator[Surroundings]:
    """An installation with releases, and a name for them that nobody else has."""
    settings = settings_of(tmp_path, temporal_address, deployment=f"test-{uuid4().hex}", build=ONE, answer_within=5)
    own = Telemetry(telemetry.runtime, CollectorRegistry(), telemetry.exporter)
    found = await open_surroundings(settings, own)
    yield found
    found.engine.dispose()


def name_of(around: Surroundings) -> str:
    assert around.settings.deployment is not None
    return around.settings.deployment


@asynccontextmanager
async def first_release(around: Surroundings) -> AsyncIterator[None]:
    """A worker as it is, which cases go on under."""
    async with lane_worker(around, await worker_client(around.settings, around.telemetry.runtime)):
        await wait_for_release(around.temporal, name_of(around), ONE, WITHIN)
        yield


@asynccontextmanager
async def second_release(around: Surroundings, change: Change) -> AsyncIterator[list[str]]:
    """A worker with a change; the cases of which it gave notice."""
    noticed: list[str] = []

    @activity.defn(name=NOTICE)
    async def send_notice(first: int) -> None:
        noticed.append(f"{activity.info().workflow_id}:{first}")

    settings = around.settings.model_copy(update={"build": TWO})
    store = MeteredStore(around.engine, LaneMetrics(CollectorRegistry()))
    with release(change) as workflows, ThreadPoolExecutor(2) as threads:
        worker = Worker(
            await worker_client(settings, around.telemetry.runtime),
            task_queue=settings.task_queue,
            workflows=workflows,
            workflow_runner=UnsandboxedWorkflowRunner(),
            activities=[Recorder(store).record_events, send_notice],
            activity_executor=threads,
            deployment_config=deployment_config(settings),
        )
        async with worker:
            await wait_for_release(around.temporal, name_of(around), TWO, WITHIN)
            yield noticed


async def started(around: Surroundings) -> str:
    now = instant_of(datetime.now(CHINA))
    id_ = f"business-{uuid4().hex}"
    record = intend(around.engine, route_of("business_setup"), {}, id_, now, None)
    assert await begin(around.engine, around.temporal, record, None)
    return id_


async def step_on(around: Surroundings, case: str) -> None:
    """Do the first thing that a case waits for."""
    await send(around.temporal, case, names.COMPLETE_WORK, await next_step(around, case), None)


async def builds(around: Surroundings, case: str) -> list[str]:
    """The releases that a case has gone on under, in their order."""
    history = await around.temporal.client.get_workflow_handle(case).fetch_history()
    ran = [
        event.workflow_task_completed_event_attributes.deployment_version.build_id
        for event in history.events
        if event.WhichOneof("attributes") == "workflow_task_completed_event_attributes"
    ]
    return list(dict.fromkeys(ran))


async def nothing_is_lost(around: Surroundings, cases: Sequence[str]) -> None:
    """The store has every event that a case tells of, in its order."""
    for case in cases:
        events = (await look(around.temporal, case)).events
        async with asyncio.timeout(WITHIN):
            while recorded(around, case) < events:  # noqa: ASYNC110 - a store tells nobody
                await asyncio.sleep(0.05)
        assert recorded(around, case) == events


def recorded(around: Surroundings, case: str) -> int:
    with reading(around.engine) as connection:
        return len(kept_events(connection, case))


async def test_cases_go_on_under_a_new_release_and_keep_what_they_were(around: Surroundings) -> None:
    async with first_release(around):
        await make_current(around.temporal, name_of(around), ONE)
        old = await started(around)
        await step_on(around, old)
        async with second_release(around, NOTICE_FIRST_FROM_NOW_ON) as noticed:
            await step_on(around, old)
            assert await builds(around, old) == [ONE]
            await make_current(around.temporal, name_of(around), TWO)
            new = await started(around)
            await step_on(around, new)
            await step_on(around, old)
            await nothing_is_lost(around, (old, new))
            assert await builds(around, old) == [ONE, TWO]
            assert await builds(around, new) == [TWO]
            assert noticed
            assert {each.partition(":")[0] for each in noticed} >= {new}
            assert f"{old}:0" not in noticed


async def test_a_release_that_cannot_go_on_is_taken_back_and_nothing_is_lost(around: Surroundings) -> None:
    async with first_release(around):
        await make_current(around.temporal, name_of(around), ONE)
        case = await started(around)
        await step_on(around, case)
        async with second_release(around, NOTICE_FIRST):
            done = await next_step(around, case)
            await make_current(around.temporal, name_of(around), TWO)
            done = await step_on_until_nobody_answers(around, case, done)
            await make_current(around.temporal, name_of(around), ONE)
            await send_until_taken(around, case, done)
            await nothing_is_lost(around, (case,))
            assert await builds(around, case) == [ONE]
        with reading(around.engine) as connection:
            completed = [each for each in kept_events(connection, case) if each.kind is EventKind.COMPLETED]
        assert [each.step for each in completed].count(done.step) == 1


async def next_step(around: Surroundings, case: str) -> CompleteWork:
    [item, *_] = (await look(around.temporal, case)).items
    return CompleteWork(step=item.step, occurrence=item.occurrence, outcome=item.outcomes[-1])


async def step_on_until_nobody_answers(around: Surroundings, case: str, done: CompleteWork) -> CompleteWork:
    """Go on with a case until it no longer can: one that a worker has at hand may go a step under the old release."""
    while True:
        try:
            await send(around.temporal, case, names.COMPLETE_WORK, done, f"{done.step}-{done.occurrence}")
            done = await next_step(around, case)
        except ServerUnavailableError:
            return done


async def send_until_taken(around: Surroundings, case: str, done: CompleteWork) -> None:
    """Send the same message under the same key, as a client does that was told to come again."""
    async with asyncio.timeout(WITHIN):
        while True:
            try:
                await send(around.temporal, case, names.COMPLETE_WORK, done, f"{done.step}-{done.occurrence}")
            except ServerUnavailableError:
                continue
            return


async def test_a_release_may_take_a_share_first(around: Surroundings) -> None:
    async with first_release(around), second_release(around, NOTICE_FIRST_FROM_NOW_ON):
        name = name_of(around)
        await make_current(around.temporal, name, ONE)
        await ramp(around.temporal, name, TWO, 0.5)
        assert [(each.build, each.current, each.share) for each in await listed(around)] == [
            (TWO, False, 0.5),
            (ONE, True, 0.0),
        ]
        await ramp(around.temporal, name, TWO, 0)
        assert [(each.build, each.current, each.share) for each in await listed(around)] == [
            (TWO, False, 0.0),
            (ONE, True, 0.0),
        ]
        with pytest.raises(UnknownNameError, match="'three'"):
            await make_current(around.temporal, name, "three")


async def listed(around: Surroundings) -> tuple[Release, ...]:
    return await releases(around.temporal, name_of(around))


def test_the_commands_need_a_name_for_the_releases(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, temporal_address: str
) -> None:
    settings: Settings = settings_of(tmp_path, temporal_address)
    for name, value in environment_of(settings).items():
        monkeypatch.setenv(name, value)
    assert run(("releases", "list")) == 3
    assert "GREENLANE_DEPLOYMENT" in capsys.readouterr().err
    monkeypatch.setenv("GREENLANE_DEPLOYMENT", f"test-{uuid4().hex}")
    assert run(("releases", "list", "--json")) == 0
    out = capsys.readouterr().out
    assert build_of_source() in out
    assert '"releases": []' in out
    assert run(("releases", "use")) == 3
    assert build_of_source() in capsys.readouterr().err
