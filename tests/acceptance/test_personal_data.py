"""Whoever reads what Temporal keeps finds nobody: not in a history, a listing, an answer or the file on its disk.

People with names that occur nowhere else act on cases of a real server with a database of its own. Then every byte that
the server has or gives is searched for them. A search that finds nothing proves little, so the same is done with
nothing sealed: there it has to find everybody.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from prometheus_client import CollectorRegistry
from temporalio import workflow
from temporalio.client import Client, WorkflowExecution, WorkflowFailureError
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.exceptions import ApplicationError
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from services import temporal_client
from services.api.context import Surroundings, open_surroundings
from services.errors import MessageRefusedError
from services.experiments.temporal.client import begin_experiment, simulations_of
from services.requests.starting import begin, intend, route_of
from services.secrets.key_file import KeyFile
from services.settings import Settings
from services.store.experiments import ExperimentRecord, ExperimentStage, Place
from services.telemetry import Telemetry, begin_telemetry
from services.temporal_client import look, send, worker_client
from services.workers.lane_worker import lane_worker
from tests.acceptance.running import server_alone
from workflows.instants import CHINA, instant_of
from workflows.temporal import names
from workflows.temporal.messages import BeginWork, CompleteWork, TaxPaid
from workflows.temporal.order_messages import AskExtension, DecideExtension, GiveOrder

APPLICANT = "ID-210402199003071234"
OFFICER = "欧阳锦程"
TAX_OFFICER = "上官婉仪"
RECEIPT = "税票辽B-77154390"
KEY = "zhuge-liuyun-asks"
DESIGNER = "诸葛流云"
CARELESS = "司马长风"
CHIEF = "令狐明远"
REASON = "申请人尉迟霜华住院，材料《离婚协议书》待补"
PEOPLE = (APPLICANT, OFFICER, TAX_OFFICER, RECEIPT, KEY, DESIGNER, CARELESS, CHIEF, REASON)


@workflow.defn
class Careless:
    """A workflow that quotes people in what goes wrong with it."""

    @workflow.run
    async def run(self, told: str) -> None:
        """Fail, with a name in the message, the details and the cause."""
        try:
            raise ValueError(told)
        except ValueError as error:
            raise ApplicationError(f"refused to {told}", told, type="refused") from error


@pytest.fixture(scope="module")
def telemetry() -> Telemetry:
    return begin_telemetry()


@pytest.fixture
async def settings(tmp_path: Path) -> AsyncIterator[Settings]:
    async with server_alone(tmp_path) as settings:
        yield settings


async def test_nobody_is_in_what_temporal_keeps(settings: Settings, telemetry: Telemetry) -> None:
    async with surroundings(settings, telemetry) as around:
        await everybody_acts(around)
        kept = await everything_kept(settings)
    assert len(kept) > 20
    assert {person for person in PEOPLE if any(person.encode() in each for each in kept)} == set()


async def test_with_nothing_sealed_everybody_is_found_but_those_whom_nobody_tells(
    settings: Settings, telemetry: Telemetry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def clear(_keys: KeyFile) -> object:
        return pydantic_data_converter

    monkeypatch.setattr(temporal_client, "sealing_converter", clear)
    async with surroundings(settings, telemetry) as around:
        await everybody_acts(around)
        kept = await everything_kept(settings)
    found = {person for person in PEOPLE if any(person.encode() in each for each in kept)}
    # An applicant is known to the store alone; update ids and fairness keys were no names to begin with.
    assert found == set(PEOPLE) - {APPLICANT, KEY, DESIGNER}


@asynccontextmanager
async def surroundings(settings: Settings, telemetry: Telemetry) -> AsyncIterator[Surroundings]:
    around = await open_surroundings(settings, Telemetry(telemetry.runtime, CollectorRegistry(), telemetry.exporter))
    client = await worker_client(settings, telemetry.runtime)
    careless = Worker(client, task_queue="careless", workflows=[Careless], workflow_runner=UnsandboxedWorkflowRunner())
    async with lane_worker(around, client), careless:
        yield around
    around.engine.dispose()


async def everybody_acts(around: Surroundings) -> None:
    """Cases travel until somebody has done everything that people do, the cases that they open too."""
    await registration(around)
    await client_of_an_agent(around)
    await experiment(around)
    with pytest.raises(WorkflowFailureError):
        await around.temporal.client.execute_workflow(Careless.run, CARELESS, id="careless", task_queue="careless")


async def registration(around: Surroundings) -> None:
    case = await started(around, "property_registration", registration_kind="general")
    with pytest.raises(MessageRefusedError):  # by the validator
        await send(around.temporal, case, names.WITHDRAW, BeginWork(step="file_contract_filing", member=OFFICER), None)
    await travel(around, case, until="tax_payment")
    paid = TaxPaid(receipt=RECEIPT, by=TAX_OFFICER)
    for _ in range(2):
        await send(around.temporal, case, "pay_tax", paid, KEY)
    more_time = (
        AskExtension(by=OFFICER, reason=REASON),
        DecideExtension(by=OFFICER, granted=True, reason=REASON),
        DecideExtension(by=CHIEF, granted=True, reason=REASON),
    )
    for order in more_time:
        refused = order.by == OFFICER and isinstance(order, DecideExtension)
        with pytest.raises(MessageRefusedError) if refused else nullcontext():  # nobody grants what they asked for
            await send(around.temporal, case, names.GIVE_ORDER, GiveOrder(order=order), None)
    await travel(around, case, until="first_review")


async def client_of_an_agent(around: Surroundings) -> None:
    case = await started(around, "agent_service", registration_kind="general")
    await travel(around, case, until=None)
    child = f"{case}/set_up_company"
    while not (await look(around.temporal, child)).items:  # noqa: ASYNC110 - a case tells nobody that it has begun
        await asyncio.sleep(0.05)
    await travel(around, child, until="check_name_approval")


async def experiment(around: Surroundings) -> None:
    record = ExperimentRecord(
        id=uuid4().hex,
        kind="simulate",
        request="{}",
        requested_by=DESIGNER,
        place=Place.TEMPORAL,
        stage=ExperimentStage.OPEN,
        reason="",
        replications=5,
        batches=1,
        asked_at=0,
        ended_at=None,
    )
    await begin_experiment(simulations_of(around.settings, around.temporal), record)


async def started(around: Surroundings, lane: str, **attributes: str) -> str:
    now = instant_of(datetime.now(CHINA))
    record = intend(around.engine, route_of(lane), attributes, f"{lane}-1", now, (f"{KEY}-{lane}", "body"), APPLICANT)
    assert await begin(around.engine, around.temporal, record, None)
    return record.id


async def travel(around: Surroundings, case: str, until: str | None) -> None:
    """The officer does whatever waits for anybody, until a step waits or nothing does."""
    while True:
        state = await look(around.temporal, case)
        if not state.items or any(item.step == until for item in state.items):
            return
        for item in state.items:
            done = CompleteWork(step=item.step, occurrence=item.occurrence, outcome=item.outcomes[-1], member=OFFICER)
            await send(around.temporal, case, names.COMPLETE_WORK, done, f"{KEY}-{case}-{item.step}-{item.occurrence}")


async def everything_kept(settings: Settings) -> list[bytes]:
    """What a server gives to a client that has no keys, and what is on its disk."""
    client = await Client.connect(settings.temporal_address)
    workflows: list[WorkflowExecution] = []
    while len(workflows) < 5:  # listings lag behind
        workflows = [each async for each in client.list_workflows()]
    kept = []
    for each in workflows:
        handle = client.get_workflow_handle(each.id, run_id=each.run_id)
        kept += [event.SerializeToString() async for event in handle.fetch_history_events()]
        kept.append((await handle.describe()).raw_description.SerializeToString())
        kept.append(each.raw_info.SerializeToString())
    return [*kept, *on_disk(settings.data)]


def on_disk(folder: Path) -> Iterator[bytes]:
    files = sorted(folder.glob("temporal.db*"))
    assert files
    for path in files:
        yield path.read_bytes()
    yield (folder / "temporal.log").read_bytes()
