"""What the pages on back-ups and upgrades tell to do is done here, command by command, on the whole system."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from services.serving import free_port
from tests.acceptance.test_up import GREENLANE, LIMIT, PORTS, client, up

ROOT = Path(__file__).parents[2]
COMMAND = re.compile(r"^ *\$ (greenlane [^#\n]*?) *(?:#.*)?$", re.MULTILINE)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    ports = {f"GREENLANE_{name}": str(free_port()) for name in PORTS}
    # Commands beside the system have to find its Temporal, which is not at the usual port here.
    temporal = {"GREENLANE_TEMPORAL_ADDRESS": f"127.0.0.1:{ports['GREENLANE_TEMPORAL_PORT']}"}
    return {**os.environ, "GREENLANE_DATA_DIRECTORY": str(tmp_path / "data"), **ports, **temporal}


def told(page: str, section: str) -> list[str]:
    """The commands that a section of a page tells to run, in their order."""
    text = (ROOT / "docs/how-to" / page).read_text("utf-8")
    [part] = [each for each in re.split(r"^## ", text, flags=re.MULTILINE) if each.startswith(f"{section}\n")]
    return COMMAND.findall(part)


def greenlane(environment: dict[str, str], command: str, **places: str) -> str:
    """Run a command as a page has it, with real places for those that it names; it has to end with 0."""
    for name, place in places.items():
        command = command.replace(name, place)
    words = command.split()
    assert words[0] == "greenlane"
    done = subprocess.run(
        [str(GREENLANE), *words[1:]], capture_output=True, text=True, env=environment, timeout=LIMIT, check=False
    )
    assert done.returncode == 0, f"$ {command}\n{done.stdout}{done.stderr}"
    return done.stdout


def step_on(http: httpx.Client, case: str) -> str | None:
    """Do the first thing that a case waits for, under a key of its own.

    Returns
    -------
    how the case ended; none if it goes on
    """
    state = http.get(f"/cases/{case}").raise_for_status().json()
    if state["result"] is not None or not state["items"]:
        return str(state["result"])
    item = state["items"][0]
    step, occurrence = item["step"], item["occurrence"]
    key = {"Idempotency-Key": f"{case}-{step}-{occurrence}"}
    if item["actor"] == "applicant":
        path, body = f"/cases/{case}/answers/{step}", {"occurrence": occurrence}
    else:
        path = f"/cases/{case}/work-items/{step}/complete"
        body = {"occurrence": occurrence, "outcome": item["outcomes"][-1]}
    deadline = time.monotonic() + LIMIT
    while (answer := http.post(path, json=body, headers=key)).status_code == httpx.codes.SERVICE_UNAVAILABLE:
        assert time.monotonic() < deadline
    assert answer.status_code == httpx.codes.OK, answer.text
    return None


def to_its_end(http: httpx.Client, case: str) -> str:
    for _ in range(200):
        if (result := step_on(http, case)) is not None:
            return result
    pytest.fail(f"case {case} does not end")


def events(http: httpx.Client, case: str) -> list[object]:
    found: list[object] = http.get(f"/cases/{case}/events").raise_for_status().json()["events"]
    return found


def start(http: httpx.Client, case: str, lane: str = "business_setup", **attributes: str) -> None:
    body = {"lane": lane, "id": case, "attributes": attributes}
    answer = http.post("/cases", json=body)
    assert answer.status_code == httpx.codes.CREATED, answer.text


@contextmanager
def busy(http: httpx.Client) -> Iterator[list[str]]:
    """Somebody who starts cases and goes a step on with each, as long as the context lasts; those that were begun."""
    begun: list[str] = []
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            case = f"busy-{len(begun)}"
            start(http, case)
            step_on(http, case)
            begun.append(case)

    worker = threading.Thread(target=work)
    worker.start()
    try:
        yield begun
    finally:
        stop.set()
        worker.join()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_lost_data_directory_comes_back_and_cases_go_on(environment: dict[str, str], tmp_path: Path) -> None:
    back_up, restore, again, *checks = told("back-up-and-restore.md", "On one server")
    assert again == "greenlane up"
    places = {"/srv/backups": str(tmp_path / "backups"), "/mnt/keys": str(tmp_path / "keys")}
    with up(environment) as (_, found), client(environment, found) as http:
        start(http, "ended")
        assert to_its_end(http, "ended") == "approved"
        open_cases = {"fresh": 0, "begun": 1, "far": 3}
        for case, steps in open_cases.items():
            start(http, case)
            for _ in range(steps):
                step_on(http, case)
        start(http, "property", "property_registration", registration_kind="general")
        before = {case: events(http, case) for case in ("ended", *open_cases, "property")}
        with busy(http) as begun:
            while len(begun) < 2:
                assert events(http, "fresh")
            acknowledged = begun[:2]
            told_by = json.loads(greenlane(environment, f"{back_up} --json", **places))
        assert told_by["held_time"] < LIMIT
        step_on(http, "fresh")
        assert len(events(http, "fresh")) > len(before["fresh"])

    shutil.rmtree(tmp_path / "data")
    folder = Path(told_by["databases"]).name
    greenlane(environment, restore, **places, FOLDER=folder)
    with up(environment) as (_, found), client(environment, found) as http:
        for command in checks:
            greenlane(environment, command)
        assert {case: events(http, case) for case in before} == before
        assert all(len(events(http, case)) > 1 for case in acknowledged)
        assert {case: to_its_end(http, case) for case in (*open_cases, *acknowledged)} == dict.fromkeys(
            (*open_cases, *acknowledged), "approved"
        )
        greenlane(environment, checks[-2])
        greenlane(environment, checks[-1])


def release_before(folder: Path) -> str:
    """The source of another release: it differs by a comment, and so in the hash that it is called after."""
    for house in ("workflows", "simulations", "services"):
        shutil.copytree(ROOT / house, folder / house, ignore=shutil.ignore_patterns("__pycache__"))
    with (folder / "workflows/__init__.py").open("a", encoding="utf-8") as file:
        file.write("# The release before.\n")
    return str(folder)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_release_comes_in_while_cases_are_open(environment: dict[str, str], tmp_path: Path) -> None:
    back_up, migrate, again, check = told("upgrade.md", "On one server")
    assert again == "greenlane up"
    places = {"/srv/backups": str(tmp_path / "backups"), "/mnt/keys": str(tmp_path / "keys")}
    old = {**environment, "PYTHONPATH": release_before(tmp_path / "before")}
    with up(old) as (_, found), client(old, found) as http:
        start(http, "kept")
        step_on(http, "kept")
        before = events(http, "kept")
        greenlane(old, back_up, **places)
    greenlane(environment, migrate)
    with up(environment) as (_, found), client(environment, found) as http:
        greenlane(environment, check)
        assert events(http, "kept") == before
        assert to_its_end(http, "kept") == "approved"


@contextmanager
def worker_beside(environment: dict[str, str], command: str) -> Iterator[None]:
    with subprocess.Popen(
        [str(GREENLANE), *command.split()[1:]],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**environment, "GREENLANE_WORKER_PORT": str(free_port())},
    ) as process:
        try:
            yield
        finally:
            process.terminate()
            assert process.wait(LIMIT) == 0


def builds(environment: dict[str, str]) -> dict[str, str]:
    """The releases that Temporal knows of, each with its state."""
    found = json.loads(greenlane(environment, "greenlane releases list --json"))
    return {each["build"]: each for each in found["releases"]}


def release_of(environment: dict[str, str], case: str) -> str:
    """The release that a case went on under last, as its history says."""
    temporal = Path(sys.executable).with_name("temporal")
    address = f"127.0.0.1:{environment['GREENLANE_TEMPORAL_PORT']}"
    words: Sequence[str] = ("workflow", "show", "--workflow-id", case, "--address", address, "--output", "json")
    shown = subprocess.run([str(temporal), *words], capture_output=True, text=True, check=True, env=environment).stdout
    versions = [
        each["workflowTaskCompletedEventAttributes"]["deploymentVersion"]["buildId"]
        for each in json.loads(shown)["events"]
        if "workflowTaskCompletedEventAttributes" in each
    ]
    return str(versions[-1])


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_workers_are_exchanged_without_a_pause(environment: dict[str, str], tmp_path: Path) -> None:
    worker, listed, ramp, use = told("upgrade.md", "Without a pause")
    environment["GREENLANE_DEPLOYMENT"] = "greenlane"
    old = {**environment, "PYTHONPATH": release_before(tmp_path / "before")}
    with up(old) as (_, found), client(old, found) as http:
        start(http, "kept")
        step_on(http, "kept")
        [before] = builds(environment)
        with worker_beside(environment, worker):
            deadline = time.monotonic() + LIMIT
            while len(found_builds := builds(environment)) < 2:
                assert time.monotonic() < deadline
            [build] = set(found_builds) - {before}
            assert build in greenlane(environment, listed)
            greenlane(environment, ramp, BUILD=build)
            greenlane(environment, use, BUILD=build)
            step_on(http, "kept")
            deadline = time.monotonic() + LIMIT
            while release_of(environment, "kept") != build:
                step_on(http, "kept")
                assert time.monotonic() < deadline
            assert to_its_end(http, "kept") == "approved"
            # Back to the release before: for a case that begins now, which neither has gone on with.
            greenlane(environment, use, BUILD=before)
            start(http, "after")
            assert to_its_end(http, "after") == "approved"
