"""The store is lost under a running system, and one command makes it again from what Temporal keeps."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select, text, update

from services.clock import present_instant
from services.rebuilding import histories
from services.rebuilding.doubts import SETTLED
from services.rebuilding.histories import TYPES
from services.rebuilding.rebuilding import rebuild
from services.settings import environment_of, inherited_environment
from services.store.database import open_database, reading, writing
from services.store.migrating import VERSION_TABLE
from services.store.tables import cases, events, lanes, metadata, work_items
from services.telemetry import Telemetry, begin_telemetry
from services.temporal_client import connect
from tests.acceptance.people import go_on
from tests.acceptance.running import Running, running, settings_of
from workflows.events.event import EventKind
from workflows.instants import HOUR, Instant
from workflows.temporal.lanes import AnyLane
from workflows.temporal.messages import RecordedEvent

GREENLANE = Path(sys.executable).with_name("greenlane")
TOLD = (lanes, cases, events, work_items)
"""What comes back."""


@pytest.fixture(scope="session")
def telemetry() -> Telemetry:
    return begin_telemetry()


@pytest.fixture
async def api(tmp_path: Path, store_url: str, temporal_address: str, telemetry: Telemetry) -> AsyncIterator[Running]:
    async with running(settings_of(tmp_path, temporal_address, database_url=store_url), telemetry) as found:
        yield found


async def greenlane(api: Running, *arguments: str) -> tuple[int, str, str]:
    """Run a command beside the running system."""
    process = await asyncio.create_subprocess_exec(
        str(GREENLANE),
        *arguments,
        env=inherited_environment() | environment_of(api.settings),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


def rows(engine: Engine) -> dict[str, list[str]]:
    """All rows of what comes back, but for when it was told: a replay takes empty tasks together with the next."""
    columns = {table: [column for column in table.c if column.name != "told_at"] for table in TOLD}
    with reading(engine) as connection:
        return {table.name: sorted(map(repr, connection.execute(select(*columns[table])))) for table in TOLD}


def lose(engine: Engine) -> None:
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
            return
        metadata.drop_all(connection)
        connection.execute(text(f"DROP TABLE {VERSION_TABLE}"))


async def known_to_temporal(api: Running, count: int) -> None:
    """Wait until Temporal lists the cases; its list lags behind."""
    temporal = await connect(api.settings)
    types = ", ".join(f"'{each}'" for each in TYPES)
    query = f"TaskQueue = '{api.settings.task_queue}' AND WorkflowType IN ({types})"
    while (await temporal.client.count_workflows(query)).count < count:  # noqa: ASYNC110 - the server tells nobody
        await asyncio.sleep(0.1)


@pytest.mark.slow
async def test_a_lost_store_comes_back_row_by_row(api: Running) -> None:
    ended, reformed, fresh = [
        await api.start(lane) for lane in ("business_setup", "business_setup_after", "business_setup")
    ]
    may_commit = dict.fromkeys(("safety_related", "on_negative_list", "blacklisted"), "no")
    open_ = await api.start("commitment_approval", correctable_later="yes", **may_commit)
    agents = await api.start("agent_service", registration_kind="general")
    assert await go_on(api, ended) == "approved"
    assert await go_on(api, reformed) is not None
    assert await go_on(api, open_, most=2) is None
    await go_on(api, agents)
    engine = open_database(api.settings.database)
    before = rows(engine)
    with reading(engine) as connection:
        found = connection.execute(select(cases.c.id, cases.c.stage, cases.c.parent, cases.c.scenario)).all()
    assert {stage for _, stage, _, _ in found} == {"under_way", "ended"}
    assert any(parent for _, _, parent, _ in found)
    assert any(scenario for _, _, _, scenario in found)
    await known_to_temporal(api, len(found))
    assert (await greenlane(api, "inbox", "check"))[0] == 0

    lose(engine)
    code, out, err = await greenlane(api, "inbox", "check", "--json")
    assert code == 4, err
    assert {each["case"] for each in json.loads(out)["behind"]} == {id_ for id_, _, _, _ in found}
    code, out, err = await greenlane(api, "inbox", "rebuild", "--json")
    assert code == 0, err
    rebuilt = json.loads(out)
    assert (rebuilt["cases"], rebuilt["whole"], rebuilt["untold"]) == (len(found), 0, [])
    assert rebuilt["events"] == len(before["events"])
    assert f"{len(found)}/{len(found)}" in err
    assert rows(engine) == before
    assert (await greenlane(api, "inbox", "check"))[0] == 0

    # Done again it finds nothing to do, and the cases that were open go on.
    again = json.loads((await greenlane(api, "inbox", "rebuild", "--json"))[1])
    assert again["events"] == 0
    assert again["whole"] == sum(stage == "ended" for _, stage, _, _ in found)
    assert rows(engine) == before
    assert await go_on(api, fresh) == "approved"
    engine.dispose()


async def test_what_happens_while_the_store_is_gone_is_not_lost(api: Running) -> None:
    case = await api.start("business_setup")
    await api.answer_applicant(case, "file_name_approval")
    await known_to_temporal(api, 1)
    engine = open_database(api.settings.database)
    lose(engine)
    engine.dispose()
    engine = open_database(api.settings.database)  # as does a process that is started after the loss
    # The worker hands over only what has happened since, of a case that the store does not know.
    temporal = await connect(api.settings)
    handle = temporal.client.get_workflow_handle(case)
    await handle.execute_update("begin_work", {"step": "check_name_approval", "member": "window-3"})
    with reading(engine) as connection:
        stray = connection.execute(select(cases.c.lane_hash, cases.c.stage)).all()
        numbers = connection.scalars(select(events.c.sequence)).all()
    assert stray == [(None, "requested")]
    assert 0 not in numbers

    assert (await greenlane(api, "inbox", "rebuild"))[0] == 0
    assert (await greenlane(api, "inbox", "check"))[0] == 0
    [item] = (await api.http.get("/work-items")).json()["items"]
    assert (item["step"], item["stage"]) == ("check_name_approval", "started")
    assert await go_on(api, case) == "approved"
    engine.dispose()


@pytest.mark.slow
@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_what_a_lost_task_told_is_found_and_taken_out_once_it_can_no_longer_come_about(api: Running) -> None:
    case = await api.start("business_setup")
    await api.answer_applicant(case, "file_name_approval")
    await known_to_temporal(api, 1)
    engine = open_database(api.settings.database)
    before = rows(engine)
    with reading(engine) as connection:
        count = len(connection.execute(select(events)).all())
    temporal = await connect(api.settings)

    def lost(told_at: Instant) -> dict[str, object]:
        """The end of the case, as a worker had told it that was killed together with Temporal."""
        end = RecordedEvent(kind=EventKind.ENDED, at=told_at, outcome="approved")
        return {"case_id": case, "sequence": count, "told_at": told_at, **end.model_dump()}

    began = present_instant()
    with writing(engine) as connection:
        connection.execute(insert(events).values(lost(began)))
    await rebuild(engine, temporal, lambda done, of: None)
    assert present_instant() - began >= SETTLED  # until then it might have come about
    assert rows(engine) == before

    with writing(engine) as connection:
        connection.execute(insert(events).values(lost(present_instant() - HOUR)))
        connection.execute(update(cases).values(stage="ended", result="approved", ended_at=1))
    code, out, err = await greenlane(api, "inbox", "check", "--json")
    assert code == 4, err
    assert json.loads(out)["behind"] == [{"case": case, "kept": count + 1, "happened": count}]
    assert (await greenlane(api, "inbox", "rebuild"))[0] == 0
    assert rows(engine) == before
    assert (await greenlane(api, "inbox", "check"))[0] == 0
    engine.dispose()


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_a_history_that_does_not_replay_is_asked_of_its_worker_or_told(
    api: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await api.start("business_setup")
    await api.answer_applicant(case, "file_name_approval")
    await known_to_temporal(api, 1)
    engine = open_database(api.settings.database)
    before = rows(engine)
    lose(engine)
    engine.dispose()
    engine = open_database(api.settings.database)
    temporal = await connect(api.settings)
    # As if this release had other code for the lane than the worker that the case keeps to.
    monkeypatch.setattr(histories, "WORKFLOWS", [AnyLane])
    rebuilt = await rebuild(engine, temporal, lambda done, of: None)
    assert rebuilt.untold == ()
    assert rows(engine) == before
    assert case in before["cases"][0]
    engine.dispose()
