"""The API of experiments: asked for, watched, read, cancelled; and refused where it cannot be carried out."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from services.telemetry import Telemetry, begin_telemetry
from tests.acceptance.experiments import Laboratory, carried_out_here, laboratory, simulation
from tests.acceptance.running import Running, running, settings_of
from workflows.definition.catalogue import shipped_lane

FEW, MANY = {"cases": 20, "replications": 12}, {"cases": 200, "replications": 500}
SMALL: dict[str, object] = {"kind": "simulate", "subjects": ["property_registration"], "design": FEW}
LARGE: dict[str, object] = {"kind": "simulate", "subjects": ["construction_permit"], "design": MANY}


@pytest.fixture(scope="module")
def telemetry() -> Telemetry:
    return begin_telemetry()


@pytest.fixture
async def lab(tmp_path: Path, temporal_address: str, telemetry: Telemetry) -> AsyncIterator[Laboratory]:
    queue = f"simulations-{uuid4().hex}"
    settings = settings_of(tmp_path, temporal_address, simulation_task_queue=queue, simulation_processes=1)
    async with laboratory(settings, telemetry) as found:
        yield found


@pytest.fixture
async def api(lab: Laboratory, telemetry: Telemetry) -> AsyncIterator[Running]:
    async with running(lab.around.settings, telemetry, "experiments", worker=False) as found:
        yield found


async def test_an_experiment_is_asked_for_watched_and_read(lab: Laboratory, api: Running, tmp_path: Path) -> None:
    asked = await api.post("/experiments", SMALL, key="mine")
    assert asked.status_code == 202, asked.text
    view, address = asked.json(), asked.headers["Location"]
    assert address == f"/experiments/{view['id']}"
    assert (view["stage"], view["done"]["replications"], view["result"]) == ("open", 0, None)
    assert view["of"] == {"batches": 5, "replications": 12}
    unready = await api.http.get(f"{address}/result")
    assert (unready.status_code, unready.json()["code"]) == (409, "experiment_not_done")
    assert (await api.post("/experiments", SMALL, key="mine")).json() == view

    events: list[tuple[str, int]] = []
    async with lab.worker(), api.http.stream("GET", f"{address}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        kind = ""
        async for line in stream.aiter_lines():
            name, _, value = line.partition(": ")
            if name == "event":
                kind = value
            elif name == "data":
                events.append((kind, json.loads(value)["done"]["batches"]))
    assert events[0] == ("progress", 0)
    assert events[-1] == ("ended", 5)
    assert [batches for _, batches in events] == sorted(batches for _, batches in events)

    view = (await api.http.get(address)).json()
    assert (view["stage"], view["done"], view["result"]) == ("done", view["of"], f"{address}/result")
    kept = await api.http.get(view["result"])
    assert kept.text == carried_out_here(f"sqlite:///{tmp_path / 'here.db'}", simulation("property_registration", 12))
    again = await api.post("/experiments", {**SMALL, "design": {**FEW, "seed": 1}, "requested_by": "x"})
    assert (again.status_code, again.content) == (200, kept.content)
    assert again.headers["Content-Location"] == view["result"]
    gone = await api.http.delete(address)
    assert (gone.status_code, gone.json()["code"]) == (409, "experiment_over")
    assert 'greenlane_experiments{stage="done"} 1.0' in (await api.http.get("/metrics")).text


async def test_it_can_be_cancelled_whether_temporal_answers_or_not(lab: Laboratory, api: Running) -> None:
    address = (await api.post("/experiments", LARGE)).headers["Location"]
    async with lab.worker():
        await lab.has(address.rpartition("/")[2], 1)
        cancelled = await api.http.delete(address)
    assert (cancelled.status_code, cancelled.json()["stage"]) == (200, "cancelled")
    assert cancelled.json()["ended_at"] is not None
    assert (await api.http.delete(address)).json() == (await api.http.get(address)).json()
    assert (await api.http.get(f"{address}/result")).status_code == 409
    again = await api.post("/experiments", LARGE)
    assert (again.status_code, again.json()["stage"]) == (202, "open")
    assert again.json()["done"]["batches"] > 0
    assert (await api.http.delete(address)).json()["stage"] == "cancelled"


async def test_a_stream_ends_although_its_experiment_goes_on(lab: Laboratory, telemetry: Telemetry) -> None:
    """Nobody runs it. Whoever asks again is told at once where it is."""
    settings = lab.around.settings.model_copy(update={"longest_stream": 1.0})
    async with running(settings, telemetry, "experiments", worker=False) as api:
        address = (await api.post("/experiments", SMALL)).headers["Location"]
        for _ in range(2):
            stream = await api.http.get(f"{address}/events")
            assert stream.status_code == 200
            assert stream.text.count("event: progress") == 1
            assert "event: ended" not in stream.text


async def test_experiments_are_listed_page_by_page(api: Running) -> None:
    ids = []
    for seed in range(5):
        asked = await api.post("/experiments", {**LARGE, "design": {**MANY, "seed": seed}})
        ids.append(asked.json()["id"])
        if seed == 2:
            await api.http.delete(f"/experiments/{ids[-1]}")
    listed: list[str] = []
    cursor = None
    while True:
        query = {"limit": 2} if cursor is None else {"limit": 2, "cursor": cursor}
        page = (await api.http.get("/experiments", params=query)).json()
        listed += [each["id"] for each in page["experiments"]]
        if (cursor := page["next"]) is None:
            break
    assert listed == ids[::-1]
    [only] = (await api.http.get("/experiments", params={"stage": "cancelled"})).json()["experiments"]
    assert only["id"] == ids[2]
    assert (await api.http.get("/experiments", params={"cursor": "nonsense"})).status_code == 422


async def test_a_lane_of_ones_own_is_simulated(api: Running) -> None:
    own = shipped_lane("property_registration").model_copy(update={"id": "their_own"})
    lane = own.model_dump(mode="json", by_alias=True)
    body = {**SMALL, "subjects": ["their_own"], "lanes": [lane]}
    asked = await api.post("/experiments", body)
    assert asked.status_code == 202, asked.text
    refused = await api.post("/experiments", {**body, "lanes": [{**lane, "pools": {}}]})
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_file")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({**SMALL, "subjects": ["no_such_lane"]}, "unknown_name"),
        ({**SMALL, "subjects": ["/etc/hostname.yaml"]}, "unknown_name"),
        ({**SMALL, "subjects": ["property_registration"] * 2}, "invalid_input"),
        ({**SMALL, "subjects": []}, "invalid_request"),
        ({**SMALL, "kind": "guess"}, "invalid_request"),
        ({**SMALL, "kind": "compare"}, "invalid_input"),
        ({**SMALL, "kind": "sweep"}, "invalid_input"),
        ({**SMALL, "design": {"replications": 10_001}}, "invalid_request"),
        ({**SMALL, "design": {"cases": 1_000_000}}, "invalid_request"),
        ({**SMALL, "design": {"starts_on": "1990-01-01"}}, "invalid_input"),
        (
            {"kind": "compare", "subjects": ["construction_permit_after"], "design": {"replications": 10_000}},
            "invalid_input",
        ),
    ],
)
async def test_what_cannot_be_carried_out_is_refused(api: Running, body: object, code: str) -> None:
    refused = await api.post("/experiments", body)
    assert (refused.status_code, refused.json()["code"]) == (422, code), refused.text
    assert refused.headers["content-type"] == "application/problem+json"


async def test_a_key_stands_for_one_experiment_and_an_id_for_none(api: Running) -> None:
    assert (await api.post("/experiments", SMALL, key="taken")).status_code == 202
    reused = await api.post("/experiments", LARGE, key="taken")
    assert (reused.status_code, reused.json()["code"]) == (422, "key_reused")
    for answer in (
        await api.http.get("/experiments/none"),
        await api.http.get("/experiments/none/result"),
        await api.http.get("/experiments/none/events"),
        await api.http.delete("/experiments/none"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "no_such_experiment")


async def test_without_temporal_it_is_written_down_and_can_be_asked_for_again(
    tmp_path: Path, telemetry: Telemetry
) -> None:
    settings = settings_of(tmp_path, "127.0.0.1:1", answer_within=1)
    async with running(settings, telemetry, "experiments", worker=False) as api:
        refused = await api.post("/experiments", SMALL)
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "2")
        [view] = (await api.http.get("/experiments")).json()["experiments"]
        assert view["stage"] == "open"
        cancelled = await api.http.delete(f"/experiments/{view['id']}")
        assert (cancelled.status_code, cancelled.json()["stage"]) == (200, "cancelled")
