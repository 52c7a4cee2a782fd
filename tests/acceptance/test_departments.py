"""Departments' systems at work: real HTTP, a real server, and workers on a task queue for each of them."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine, func, select

from services.api.context import open_surroundings
from services.requests.starting import number_of
from services.security.principal import Role
from services.serving import free_port
from services.settings import Settings, environment_of
from services.store.cases import find_case
from services.store.database import open_database, reading
from services.store.recording import kept_events
from services.store.tables import effects, publications, registrations, seals, taxpayers
from services.telemetry import Telemetry, begin_telemetry
from services.temporal_client import worker_client
from services.workers.departments.credit_codes import is_credit_code
from services.workers.departments.department_worker import department_workers
from simulations.rerun import known_cases, rerun
from tests.acceptance.running import Running, running, settings_of
from tests.acceptance.tokens import principal
from workflows.definition.actors import System
from workflows.events.event import CaseEvent, EventKind
from workflows.interpreter.case import Case
from workflows.interpreter.plan import plan_of
from workflows.levers.scenario import after, shipped_scenarios
from workflows.working_time.state_council import WorkingDays

GREENLANE = Path(sys.executable).with_name("greenlane")
LANE = after(shipped_scenarios()["business_setup_connected"])
AUTOMATIC = {task.id: task.automatic.system for task in LANE.tasks.values() if task.automatic is not None}
FIRM = "founder-1"
LIMIT = 90.0
"""Seconds; a guard against hanging for ever."""


@pytest.fixture(scope="session")
def telemetry() -> Telemetry:
    return begin_telemetry()


@pytest.fixture
def settings(tmp_path: Path, temporal_address: str) -> Settings:
    return settings_of(tmp_path, temporal_address, registry_region="210411")


@pytest.fixture
async def api(settings: Settings, telemetry: Telemetry) -> AsyncIterator[Running]:
    async with running(settings, telemetry) as found:
        yield found


@asynccontextmanager
async def departments(api: Running, telemetry: Telemetry, *systems: System) -> AsyncIterator[None]:
    """The workers of some departments' systems, of all of them if none is named."""
    around = await open_surroundings(api.settings, telemetry)
    try:
        client = await worker_client(api.settings, telemetry.runtime)
        async with department_workers(around, client, systems or tuple(System)):
            yield
    finally:
        around.engine.dispose()


@contextmanager
def opened(settings: Settings) -> Iterator[Engine]:
    store = open_database(settings.database)
    yield store
    store.dispose()


async def filed(api: Running, applicant: str | None = None) -> str:
    """A connected business setup, filed at the one window."""
    body = {"lane": "business_setup_connected"} | ({} if applicant is None else {"applicant": applicant})
    answer = await api.post("/cases", body)
    assert answer.status_code == 201, answer.text
    case: str = answer.json()["id"]
    await answered(api, case, "file_at_one_window", applicant)
    return case


async def answered(api: Running, case: str, step: str, applicant: str | None) -> None:
    """Have the applicant do a step; for one whom nobody knows, somebody at the window writes it down."""
    if applicant is None:
        await api.answer_applicant(case, step)
    else:
        async with api.acting(principal(applicant, Role.APPLICANT)) as theirs:
            await theirs.answer_applicant(case, step)


async def until(api: Running, case: str, *steps: str) -> dict[str, str]:
    """Wait until exactly these steps are open, with nobody doing anything.

    Returns
    -------
    step to the pool or the person that it waits for
    """
    async with asyncio.timeout(LIMIT):
        while True:
            items = (await api.http.get(f"/cases/{case}")).json()["items"]
            if {item["step"] for item in items} == set(steps):
                return {item["step"]: item["pool"] or item["actor"] for item in items}


async def complete(api: Running, case: str, step: str, outcome: str = "done") -> None:
    answer = await api.post(f"/cases/{case}/work-items/{step}/complete", {"outcome": outcome})
    assert answer.status_code == 200, answer.text


async def set_up(api: Running, case: str, applicant: str) -> None:
    """Do what is left to people, once the premises have been looked up."""
    await until(api, case, "one_window_check")
    await complete(api, case, "one_window_check", "complete")
    await until(api, case, "make_seals")
    await complete(api, case, "make_seals")
    await until(api, case, "open_account")
    await complete(api, case, "open_account")
    await until(api, case, "collect")
    await answered(api, case, "collect", applicant)
    async with asyncio.timeout(LIMIT):
        while (await api.http.get(f"/cases/{case}")).json()["result"] is None:
            continue


async def ended(api: Running, store: Engine, case: str) -> list[CaseEvent]:
    """The events of a case that is over, which its rerun gives back."""
    async with asyncio.timeout(LIMIT):
        while (told := (await api.http.get(f"/cases/{case}")).json())["ended_at"] is None:
            continue
    with reading(store) as connection:
        events, record = kept_events(connection, case), find_case(connection, case)
    assert record is not None
    year = int(told["submitted_at"][:4])
    plan = plan_of(LANE, range(year - 1, year + 10), WorkingDays(beyond="weekdays"))
    whole = Case(id=case, submitted_at=record.submitted_at, number=number_of(case), draws=f"{LANE.id}/")
    again = rerun({LANE.id: plan}, known_cases(LANE.id, [whole], {case: events}), seed=0)
    assert again.by_case()[case] == events
    return events


def done_by(events: list[CaseEvent]) -> dict[str, str]:
    """Step to who completed it, of the automatic ones."""
    return {
        event.step: event.member for event in events if event.kind is EventKind.COMPLETED and event.step in AUTOMATIC
    }


async def test_a_business_is_set_up_with_nobody_at_the_windows_for_licence_tax_and_seals(
    api: Running, telemetry: Telemetry
) -> None:
    async with departments(api, telemetry):
        first = await filed(api, FIRM)
        # Nobody knows of this founder's premises yet, so somebody looks.
        await until(api, first, "ask_for_premises_proof")
        await complete(api, first, "ask_for_premises_proof")
        await set_up(api, first, FIRM)
        second = await filed(api, FIRM)
        await set_up(api, second, FIRM)
    with opened(api.settings) as store:
        events = {case: await ended(api, store, case) for case in (first, second)}
        with reading(store) as connection:
            codes = {row.case_id: row.code for row in connection.execute(select(registrations))}
            records = {row.case_id: row.code for row in connection.execute(select(taxpayers))}
            stamps = {row.case_id: (row.number, row.code) for row in connection.execute(select(seals))}
            held = connection.scalar(
                select(effects.c.content).where(effects.c.key == f"{second}/ask_for_premises_proof/0")
            )
    systems = {step: system.value for step, system in AUTOMATIC.items() if step != "publish_refusal_decided"}
    assert done_by(events[second]) == systems
    assert done_by(events[first]) == systems | {"ask_for_premises_proof": "tester"}
    assert held == {"held": {"premises_proof": first}}
    assert len(set(codes.values())) == 2
    assert all(is_credit_code(code) and code.startswith("91210411MA") for code in codes.values())
    assert records == codes
    assert {case: code for case, (_, code) in stamps.items()} == codes
    assert sorted(number for number, _ in stamps.values()) == ["2104110000001", "2104110000002"]

    async with httpx.AsyncClient(base_url=api.http.base_url, trust_env=False) as anybody:
        page = (await anybody.get("/publications", params={"limit": 1})).json()
        [latest] = page["decisions"]
        [earlier] = (await anybody.get("/publications", params={"cursor": page["next"]})).json()["decisions"]
        assert (await anybody.get("/publications", params={"lane": "property_registration"})).json() == {
            "decisions": [],
            "next": None,
        }
        assert (await anybody.get("/publications", params={"limit": 0})).status_code == 422
        assert (await anybody.get(f"/cases/{first}")).status_code == 401
    assert [latest["number"], earlier["number"]] == [2, 1]
    assert (latest["lane"], latest["decision"], latest["in_time"]) == ("business_setup", "granted", True)
    assert latest["decision_title"] == {"zh": "准予登记", "en": "Granted"}
    told = str(page)
    assert not any(secret in told for secret in (first, second, FIRM, *codes.values()))


async def test_people_do_what_a_system_that_is_down_leaves_and_it_does_not_do_it_again(
    api: Running, telemetry: Telemetry
) -> None:
    case = await filed(api)
    await until(api, case, "ask_for_premises_proof")
    await complete(api, case, "ask_for_premises_proof")
    await until(api, case, "one_window_check")
    await complete(api, case, "one_window_check", "complete")
    assert await until(api, case, "single_licence") == {"single_licence": "registration_hall"}
    await complete(api, case, "single_licence", "granted")
    async with departments(api, telemetry):
        # The registry's system has allotted no code, so the others have nothing under which to work.
        await until(api, case, "seal_approval", "invoices")
        await complete(api, case, "seal_approval")
        await complete(api, case, "invoices")
        await until(api, case, "make_seals")
        await complete(api, case, "make_seals")
        await until(api, case, "open_account")
        await complete(api, case, "open_account")
        await until(api, case, "collect")
        await api.answer_applicant(case, "collect")
    with opened(api.settings) as store:
        events = await ended(api, store, case)
        with reading(store) as connection:
            made = connection.scalars(select(effects.c.key)).all()
    by_hand = ("ask_for_premises_proof", "single_licence", "seal_approval", "invoices")
    assert done_by(events) == dict.fromkeys(by_hand, "tester") | {"publish_decided": "publication"}
    assert made == [f"{case}/publish_decided/0"]


@contextmanager
def department_process(settings: Settings, *systems: str) -> Iterator[subprocess.Popen[bytes]]:
    """A department's worker as its department runs it."""
    environment = {**os.environ, **environment_of(settings), "GREENLANE_DEPARTMENT_PORT": str(free_port())}
    command = [str(GREENLANE), "department-worker", *systems]
    with subprocess.Popen(command, env=environment) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_a_worker_that_is_killed_in_the_middle_leaves_every_effect_once(
    api: Running, telemetry: Telemetry, settings: Settings
) -> None:
    cases = [await filed(api) for _ in range(6)]
    for case in cases:
        await until(api, case, "ask_for_premises_proof")
        await complete(api, case, "ask_for_premises_proof")
        await until(api, case, "one_window_check")

    def made(store: Engine) -> int:
        with reading(store) as connection:
            return connection.scalar(select(func.count()).select_from(registrations)) or 0

    async def made_at_least(store: Engine, count: int) -> None:
        async with asyncio.timeout(LIMIT):
            while await asyncio.to_thread(made, store) < count:
                continue

    with opened(settings) as store:
        with department_process(settings, "registry") as process:
            await complete(api, cases[0], "one_window_check", "complete")
            await made_at_least(store, 1)
            process.send_signal(signal.SIGSTOP)
            await complete(api, cases[1], "one_window_check", "complete")
            await given_to_somebody(settings, cases[1])
        assert made(store) == 1  # it was given the next one and never came to do it
        for case in cases[2:]:
            await complete(api, case, "one_window_check", "complete")
        for killed_after in (2, 4):
            with department_process(settings, "registry"):
                await made_at_least(store, killed_after)  # and it is killed before or after it could say so
        async with departments(api, telemetry):
            for case in cases:
                await until(api, case, "make_seals")
        with reading(store) as connection:
            for table in (registrations, taxpayers, seals):
                assert sorted(connection.scalars(select(table.c.case_id))) == sorted(cases)
            assert connection.scalar(select(func.count()).select_from(publications)) == 0
            keys = connection.scalars(select(effects.c.key)).all()
    steps = ("single_licence", "invoices", "seal_approval")
    assert sorted(keys) == sorted(f"{case}/{step}/0" for case in cases for step in steps)


async def given_to_somebody(settings: Settings, case: str) -> None:
    """Wait until a worker has been given an automatic step of a case."""
    handle = (await worker_client(settings)).get_workflow_handle(case)
    async with asyncio.timeout(LIMIT):
        while True:
            described = await handle.describe()
            if any(each.HasField("last_started_time") for each in described.raw_description.pending_activities):
                return
