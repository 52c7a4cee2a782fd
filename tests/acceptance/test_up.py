"""`greenlane up`: the whole system comes up, survives what happens to its parts, stops, and finds its data again."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from services.processes import SERVICES
from services.running.system import SEPARATE
from services.serving import free_port

GREENLANE = Path(sys.executable).with_name("greenlane")
PORTS = ("PORT", "WORKER_PORT", "DEPARTMENT_PORT", "SIMULATION_PORT", "TEMPORAL_PORT", "TEMPORAL_UI_PORT")
LIMIT = 90.0
"""Seconds; a guard against hanging for ever."""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    ports = {f"GREENLANE_{name}": str(free_port()) for name in PORTS}
    return {**os.environ, "GREENLANE_DATA_DIRECTORY": str(tmp_path / "data"), **ports}


def client(environment: dict[str, str], found: dict[str, str]) -> httpx.Client:
    """A client of the API, with a token as the documentation says to get one."""
    command: list[str] = [str(GREENLANE), "token", "--role", "officer", "--department", "*"]
    token = subprocess.run(command, capture_output=True, text=True, env=environment, check=True).stdout.strip()
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.Client(base_url=found["api"], trust_env=False, timeout=30, headers=headers)


@contextmanager
def up(environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """The system, from its being ready to its end."""
    with subprocess.Popen(
        [GREENLANE, "up", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            assert process.stdout is not None
            lines: list[str] = []
            for line in process.stdout:
                lines.append(line)
                if line == "}\n":
                    break
            assert lines, process.communicate()[1]
            yield process, json.loads("".join(lines))
        finally:
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=LIMIT)
    assert process.returncode in {0, -signal.SIGKILL}, said


@pytest.mark.slow
def test_cases_are_still_there_after_a_restart_and_go_on(environment: dict[str, str]) -> None:
    with up(environment) as (_, found), client(environment, found) as http:
        assert http.post("/cases", json={"lane": "business_setup", "id": "kept"}).status_code == 201
        assert http.post("/cases/kept/answers/file_name_approval").status_code == 200
        before = http.get("/cases/kept").json()
        events = http.get("/cases/kept/events").json()
        assert httpx.get(found["temporal_ui"], trust_env=False).status_code == 200
        metrics = httpx.get(found["worker_1_metrics"], trust_env=False).text
        assert 'greenlane_cases_started_total{engine="temporal",lane="business_setup"} 1.0' in metrics
        assert "temporal_worker_start_total" in metrics
    assert not any(_answers(environment[f"GREENLANE_{name}"]) for name in PORTS)

    with up(environment) as (_, found), client(environment, found) as http:
        assert http.get("/cases/kept").json() == before
        assert http.get("/cases/kept/events").json() == events
        [item] = http.get("/work-items").json()["items"]
        done = http.post(f"/cases/kept/work-items/{item['step']}/complete", json={"outcome": item["outcomes"][0]})
        assert done.status_code == 200, done.text
        assert http.get("/cases/kept").json()["events"] > before["events"]


@pytest.mark.slow
def test_a_worker_that_is_killed_is_started_again(environment: dict[str, str]) -> None:
    with up(environment) as (process, found), client(environment, found) as http:
        assert http.post("/cases", json={"lane": "business_setup", "id": "kept"}).status_code == 201
        [worker] = [pid for pid, command in children_of(process.pid) if command.endswith(" worker")]
        os.kill(worker, signal.SIGKILL)
        deadline = time.monotonic() + LIMIT
        while (
            answer := http.post("/cases/kept/answers/file_name_approval", headers={"Idempotency-Key": "k"})
        ).is_error:
            assert answer.status_code == 503
            assert time.monotonic() < deadline
        assert worker not in [pid for pid, _ in children_of(process.pid)]


@pytest.mark.slow
def test_every_service_may_have_a_process_of_its_own(environment: dict[str, str]) -> None:
    """One of them killed, the others go on and it comes back; the public address serves everything meanwhile."""
    environment = {**environment, "GREENLANE_SERVICES_PORT": str(free_ports(len(SEPARATE)))}
    with up(environment) as (process, found), client(environment, found) as http:
        assert http.post("/cases", json={"lane": "business_setup", "id": "kept"}).status_code == 201
        described = {name: set(described_at(found[name])) for name in SEPARATE}
        assert set().union(*described.values()) == set(described_at(found["api"]))

        def status(service: str, path: str) -> int:
            return httpx.get(f"{found[service]}{path}", headers=http.headers, trust_env=False, timeout=30).status_code

        assert {status(name, path) for name in SEPARATE for path in ("/healthz", "/readyz", "/metrics")} == {200}
        assert status("requests", "/cases/kept") == 200
        assert status("insights", "/cases/kept") == 404
        assert status("decisions", "/work-items") == 200

        [killed] = [pid for pid, command in children_of(process.pid) if command.endswith("--service decisions")]
        os.kill(killed, signal.SIGKILL)
        assert http.get("/work-items").status_code == 200
        assert status("requests", "/cases/kept") == 200
        deadline = time.monotonic() + LIMIT
        while not _answers(found["decisions"].rpartition(":")[2]):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert status("decisions", "/work-items") == 200


def described_at(address: str) -> dict[str, object]:
    described: dict[str, object] = httpx.get(f"{address}/openapi.json", trust_env=False, timeout=30).json()["paths"]
    return described


def free_ports(count: int) -> int:
    """The first of so many ports in a row on which nobody listens."""
    first = free_port()
    while any(_answers(str(port)) for port in range(first, first + count)):
        first = free_port()
    return first


def test_the_services_that_have_processes_are_those_that_there_are() -> None:
    assert {*SEPARATE, "all"} == set(SERVICES)


def test_when_it_is_killed_nothing_of_it_is_left(environment: dict[str, str]) -> None:
    with up(environment) as (process, _):
        children = [pid for pid, _ in children_of(process.pid)]
        assert len(children) == 5
        process.kill()
        deadline = time.monotonic() + LIMIT
        while any(Path(f"/proc/{pid}").exists() for pid in children):
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_a_port_that_is_taken_is_named(environment: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", int(environment["GREENLANE_WORKER_PORT"]))):
        code, said = _fails(environment)
    assert code == 1
    assert f"expected port {environment['GREENLANE_WORKER_PORT']} on 127.0.0.1 to be free" in said
    assert "GREENLANE_WORKER_PORT" in said


def test_one_port_for_two_parts_is_refused(environment: dict[str, str]) -> None:
    code, said = _fails({**environment, "GREENLANE_WORKER_PORT": environment["GREENLANE_PORT"]})
    assert code == 1
    assert "given to more than one" in said


@pytest.mark.slow
def test_a_data_directory_is_for_one_system_at_a_time(environment: dict[str, str]) -> None:
    with up(environment):
        code, said = _fails(environment)
    assert code == 1
    assert "another `greenlane up` runs over" in said


def test_a_server_that_does_not_come_up_is_told_with_its_last_words(environment: dict[str, str]) -> None:
    data = Path(environment["GREENLANE_DATA_DIRECTORY"])
    data.mkdir()
    (data / "temporal.db").write_bytes(b"this is no database" * 1_000)
    code, said = _fails(environment)
    assert code == 1
    assert "temporal ended with code" in said
    assert "file is not a database" in said


def _fails(environment: dict[str, str]) -> tuple[int, str]:
    done = subprocess.run(
        [GREENLANE, "up"], capture_output=True, text=True, env=environment, timeout=LIMIT, check=False
    )
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    return done.returncode, done.stderr


def children_of(parent: int) -> list[tuple[int, str]]:
    """Processes that a process has started: id and command."""
    found = []
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                status = (path / "stat").read_text().rpartition(")")[2].split()
                command = (path / "cmdline").read_text().replace("\0", " ").strip()
            except OSError:
                continue
            if int(status[1]) == parent and status[0] != "Z":
                found.append((int(path.name), command))
    return found


def _answers(port: str) -> bool:
    try:
        socket.create_connection(("127.0.0.1", int(port)), timeout=5).close()
    except ConnectionRefusedError:
        return False
    return True
