"""``python -m benchmarks.sizing [--cases N]``: run cases on the embedded stack, and write down what one costs.

Officers answer at once, so what is measured is work and not waiting. A case of the same lane costs the same whether it
takes a minute or a year: what waits uses no processor. Cases run one after the other; how many run side by side
changes how long they take, not what each costs.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from types import MappingProxyType
from typing import Final

import httpx

from benchmarks.processor import processor_time
from benchmarks.sizing.figures import MEASURED, LaneCost, Measured
from benchmarks.sizing.processes import children
from benchmarks.sizing.replaying import replay_time
from services.serving import free_port
from workflows.instants import CHINA

LANES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "business_setup": {},
        "property_registration": {"registration_kind": "general"},
        "commitment_approval": {
            "correctable_later": "no",
            "safety_related": "no",
            "on_negative_list": "no",
            "blacklisted": "no",
        },
    }
)
"""Lanes that are measured, with the attributes that their cases need."""

_PORTS: Final = ("PORT", "WORKER_PORT", "DEPARTMENT_PORT", "SIMULATION_PORT", "TEMPORAL_PORT", "TEMPORAL_UI_PORT")
_PATIENCE: Final = 120.0
"""Seconds."""
_STILL: Final = 20.0
"""Seconds for which the idle system is watched."""
_EXPOSED: Final = MappingProxyType(
    {
        "api": "api",
        "worker": "worker_1_metrics",
        "department-worker": "department_worker_metrics",
        "simulation-worker": "simulation_worker_metrics",
    }
)
"""Processes with metrics of their own: kind to the name that `greenlane up` gives the address."""


@dataclass(frozen=True, slots=True)
class System:
    """A system that runs, for nothing but this.

    Attributes
    ----------
    processes : kind to id
    """

    http: httpx.Client
    processes: Mapping[str, int]
    data: Path
    addresses: Mapping[str, str]


def main() -> None:
    """Measure and write."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.sizing")
    asked.add_argument("--cases", type=int, default=30, help="of each lane")
    cases = asked.parse_args().cases
    with TemporaryDirectory() as folder, running(Path(folder)) as system:
        for lane in LANES:
            _run(system.http, lane, f"{lane}-first")  # so that what is loaded once is not counted
        idle = _idle(system)
        lanes = tuple(_measured(system, lane, cases, idle) for lane in LANES)
        series = {kind: _series(system, address) for kind, address in _EXPOSED.items()}
    found = Measured(
        on=f"{_processor()}, {os.cpu_count()} cores",
        measured_at=f"{datetime.now(CHINA):%Y-%m-%d}",
        python=platform.python_version(),
        release=version("greenlane"),
        lanes=lanes,
        idle=idle,
        replay_time=replay_time(),
        series=series,
    )
    MEASURED.write_text(found.model_dump_json(indent=2) + "\n", "utf-8")
    print(f"written to {MEASURED}; make the page again: python -m docs.generate")


@contextmanager
def running(data: Path) -> Iterator[System]:
    """The whole system over an empty data directory, as long as the context lasts."""
    ports = {f"GREENLANE_{name}": str(free_port()) for name in _PORTS}
    environment = {**os.environ, "GREENLANE_DATA_DIRECTORY": str(data), **ports}
    greenlane = str(Path(sys.executable).with_name("greenlane"))
    with subprocess.Popen(  # noqa: S603 - the program of this environment
        [greenlane, "up", "--json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        try:
            assert process.stdout is not None
            lines: list[str] = []
            while not lines or lines[-1] != "}\n":
                lines.append(process.stdout.readline())
                assert lines[-1], "the system did not come up"
            found = json.loads("".join(lines))
            who: Sequence[str] = ("token", "--role", "officer", "--department", "*")
            token = subprocess.run(  # noqa: S603 - likewise
                [greenlane, *who], capture_output=True, text=True, env=environment, check=True
            ).stdout.strip()
            headers = {"Authorization": f"Bearer {token}"}
            with httpx.Client(base_url=found["api"], trust_env=False, timeout=60, headers=headers) as http:
                yield System(http, children(process.pid), data, found)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()


def _measured(system: System, lane: str, cases: int, idle: Mapping[str, float]) -> LaneCost:
    """What a case costs beyond what the processes use while nothing happens."""
    sizes, before, begun = _sizes(system), processor_time(system.processes), monotonic()
    names = [f"{lane}-{cases}-{number}" for number in range(cases)]
    requests = sum(_run(system.http, lane, case) for case in names)
    elapsed, after = monotonic() - begun, processor_time(system.processes)
    grown = _sizes(system)
    used = {kind: max(after[kind] - before[kind] - idle.get(kind, 0) * elapsed, 1e-6) for kind in before}
    events = sum(system.http.get(f"/cases/{case}").raise_for_status().json()["events"] for case in names)
    history = _histories(system, f"{lane}-{cases}-")
    return LaneCost(
        lane=lane,
        cases=cases,
        requests=requests / cases,
        events=events / cases,
        history_events=sum(length for length, _ in history) / cases,
        history_bytes=sum(size for _, size in history) / cases,
        api_time=used["api"] / cases,
        worker_time=(used["worker"] + used["department-worker"]) / cases,
        temporal_time=used["temporal"] / cases,
        store_bytes=(grown["greenlane.db"] - sizes["greenlane.db"]) / cases,
        temporal_bytes=(grown["temporal.db"] - sizes["temporal.db"]) / cases,
    )


def _idle(system: System) -> dict[str, float]:
    """Share of a processor that each process uses while nothing happens."""
    before, begun = processor_time(system.processes), monotonic()
    sleep(_STILL)
    after, elapsed = processor_time(system.processes), monotonic() - begun
    return {kind: (after[kind] - before[kind]) / elapsed for kind in before}


def _run(http: httpx.Client, lane: str, case: str) -> int:
    """Go with a case from its start to its end, as people do who look at what waits and do it.

    Returns
    -------
    how many requests it took
    """
    http.post("/cases", json={"lane": lane, "id": case, "attributes": LANES[lane]}).raise_for_status()
    requests, deadline = 1, monotonic() + _PATIENCE
    while monotonic() < deadline:
        state = http.get(f"/cases/{case}").raise_for_status().json()
        requests += 1
        if state["result"] is not None:
            return requests
        if state["items"]:
            item = state["items"][0]
            step, body = item["step"], {"occurrence": item["occurrence"]}
            if item["actor"] == "applicant":
                http.post(f"/cases/{case}/answers/{step}", json=body).raise_for_status()
            else:
                path = f"/cases/{case}/work-items/{step}/complete"
                http.post(path, json=body | {"outcome": item["outcomes"][-1]}).raise_for_status()
            requests += 1
    raise SystemExit(f"case {case} did not end within {_PATIENCE:g} s; it waits for what nobody here does")


def _sizes(system: System) -> dict[str, int]:
    """Bytes that are in use in each database."""
    found = {}
    for name in ("greenlane.db", "temporal.db"):
        with closing(sqlite3.connect(system.data / name, timeout=30)) as connection:
            [pages], [free], [size] = (
                connection.execute(f"PRAGMA {each}").fetchone()
                for each in ("page_count", "freelist_count", "page_size")
            )
        found[name] = (pages - free) * size
    return found


def _histories(system: System, prefix: str) -> list[tuple[int, int]]:
    """Events and bytes of each history of Temporal, those of cases that others opened among them."""
    temporal = Path(sys.executable).with_name("temporal")
    query = f"WorkflowId STARTS_WITH '{prefix}' AND ExecutionStatus = 'Completed'"
    words = ("workflow", "list", "--address", system.addresses["temporal"], "--query", query, "--output", "json")
    shown = subprocess.run([str(temporal), *words], capture_output=True, text=True, check=True)  # noqa: S603
    return [(int(each["historyLength"]), int(each["historySizeBytes"])) for each in json.loads(shown.stdout)]


def _series(system: System, address: str) -> int:
    """How many series a process exposes."""
    url = system.addresses[address]
    text = httpx.get(url if url.endswith("/metrics") else f"{url}/metrics", trust_env=False).text
    return sum(1 for line in text.splitlines() if line and not line.startswith("#"))


def _processor() -> str:
    found = [line for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines() if line.startswith("model name")]
    return found[0].partition(":")[2].strip() if found else platform.machine()


if __name__ == "__main__":
    main()
