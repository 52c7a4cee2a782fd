"""Debian's Prometheus and Alertmanager over a system that runs, and a receiver of what they tell."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from math import isnan
from pathlib import Path
from typing import Any, Final, TypeVar

import httpx
import pytest
import yaml

from services.serving import free_port
from tests.operations.compressing import compressed
from tests.operations.rules import ALERTMANAGER, PROMETHEUS, RULES

T = TypeVar("T")
_EVERY: Final = 0.2
_TOKEN: Final = "relay-token"  # noqa: S105 - of a receiver that lives as long as a test


@dataclass(frozen=True, slots=True)
class Told:
    """One alert as it came to the receiver.

    Attributes
    ----------
    path : of the receiver
    status : `firing` or `resolved`
    """

    path: str
    status: str
    labels: Mapping[str, str]
    annotations: Mapping[str, str]


@dataclass(slots=True)
class Received:
    """What has come, in its order."""

    told: list[Told] = field(default_factory=list)

    def of(self, status: str, alert: str, **labels: str) -> list[Told]:
        """What has come of an alert."""
        wanted = {"alertname": alert, **labels}.items()
        return [each for each in list(self.told) if each.status == status and wanted <= each.labels.items()]


@dataclass(frozen=True, slots=True)
class Watch:
    """A Prometheus that scrapes, an Alertmanager that it tells, and what came out of it."""

    prometheus: httpx.Client
    received: Received

    def ask(self, path: str, **asked: str) -> Any:  # noqa: ANN401 - Prometheus' JSON, whose shape is the caller's
        """Ask Prometheus' API."""
        answer = self.prometheus.post(path, data=asked) if asked else self.prometheus.get(path)
        assert answer.is_success, f"{asked}: {answer.text}"
        return answer.json()["data"]

    def targets(self) -> dict[str, str]:
        """Job to how its target is."""
        return {each["labels"]["job"]: each["health"] for each in self.ask("/api/v1/targets")["activeTargets"]}

    def now(self, expression: str) -> list[tuple[dict[str, str], float]]:
        """What an expression is at present: labels and numbers."""
        found = self.ask("/api/v1/query", query=expression)["result"]
        values = [(each["metric"], float(each["value"][1])) for each in found]
        return [(labels, value) for labels, value in values if not isnan(value)]

    def since(self, began: float, expression: str) -> list[tuple[dict[str, str], list[tuple[float, float]]]]:
        """What an expression was since an instant: labels, and seconds and numbers; without series of no numbers."""
        found = self.ask(
            *("/api/v1/query_range",),
            query=expression,
            start=str(began),
            end=str(time.time()),
            step="1",
        )["result"]
        series = [(each["metric"], [(at, float(value)) for at, value in each["values"]]) for each in found]
        numbers = [(labels, [(at, value) for at, value in values if not isnan(value)]) for labels, values in series]
        return [(labels, values) for labels, values in numbers if values]


def wait_for(what: str, found: Callable[[], T], within: float) -> T:
    """Look until there is something to see.

    Parameters
    ----------
    within : seconds; a guard against waiting for ever
    """
    deadline = time.monotonic() + within
    while not (seen := found()):
        assert time.monotonic() < deadline, f"expected {what} within {within:g} s; did not come"
        time.sleep(_EVERY)
    return seen


@contextmanager
def watching(folder: Path, targets: Mapping[str, str], factor: int) -> Iterator[Watch]:
    """Prometheus and Alertmanager with the files of deploy/, as long as the context lasts.

    Changed are addresses, how often is looked, which is once a second, and that the durations of rules and of
    Alertmanager's waits are divided by one factor.

    Parameters
    ----------
    targets : job to address, of every job of deploy/prometheus but Prometheus itself
    """
    with _receiver() as (address, received), _alertmanager(folder, address, factor) as alertmanager:
        port = free_port()
        configuration = _prometheus(folder, {**targets, "prometheus": f"127.0.0.1:{port}"}, alertmanager, factor)
        command = [
            *(program("prometheus"), f"--config.file={configuration}", f"--storage.tsdb.path={folder / 'tsdb'}"),
            *(f"--web.listen-address=127.0.0.1:{port}", "--log.level=warn", "--query.lookback-delta=15s"),
        ]
        with (
            _process(folder / "prometheus.log", command, f"http://127.0.0.1:{port}/-/ready"),
            httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30) as prometheus,
        ):
            yield Watch(prometheus, received)


def _prometheus(folder: Path, targets: Mapping[str, str], alertmanager: str, factor: int) -> Path:
    """Prometheus' configuration with addresses of this machine."""
    rules = folder / "rules"
    rules.mkdir()
    for path in RULES:
        (rules / path.name).write_text(compressed(path.read_text("utf-8"), factor), "utf-8")
    found = yaml.safe_load((PROMETHEUS / "prometheus.yaml").read_text("utf-8"))
    jobs = [job["job_name"] for job in found["scrape_configs"]]
    assert set(jobs) == set(targets)
    configuration = {
        **found,
        "global": {**found["global"], "scrape_interval": "1s", "evaluation_interval": "1s"},
        "alerting": {"alertmanagers": [{"static_configs": [{"targets": [alertmanager]}]}]},
        "scrape_configs": [{"job_name": job, "static_configs": [{"targets": [targets[job]]}]} for job in jobs],
    }
    path = folder / "prometheus.yaml"
    path.write_text(yaml.safe_dump(configuration), "utf-8")
    return path


@contextmanager
def _alertmanager(folder: Path, receiver: str, factor: int) -> Iterator[str]:
    token = folder / "token"
    token.write_text(_TOKEN, "utf-8")
    text = compressed(ALERTMANAGER.read_text("utf-8"), factor)
    text = text.replace("http://alert-relay:9095", receiver).replace("/run/secrets/alert_relay_token", str(token))
    configuration = folder / "alertmanager.yaml"
    configuration.write_text(text, "utf-8")
    address = f"127.0.0.1:{free_port()}"
    command = [
        *(program("prometheus-alertmanager"), f"--config.file={configuration}"),
        *(f"--storage.path={folder / 'alertmanager'}", f"--web.listen-address={address}"),
        *("--cluster.listen-address=", "--log.level=warn"),
    ]
    with _process(folder / "alertmanager.log", command, f"http://{address}/-/ready"):
        yield address


def program(name: str) -> str:
    """Where a program of Debian's is; the test is skipped where it is not installed."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed; `tests/install-tools` installs it")
    return found


@contextmanager
def _process(log: Path, command: Sequence[str], ready: str) -> Iterator[None]:
    with log.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=output) as process:
        try:
            wait_for(f"{command[0]} to be ready", lambda: process.poll() is not None or _answers(ready), 30)
            assert process.poll() is None, log.read_text("utf-8")
            yield
        finally:
            process.terminate()


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, trust_env=False, timeout=5).is_success
    except httpx.TransportError:
        return False


@contextmanager
def _receiver() -> Iterator[tuple[str, Received]]:
    """What an installation's own relay is: it takes what Alertmanager sends to whoever knows the token."""
    received = Received()

    class Relay(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            known = self.headers["Authorization"] == f"Bearer {_TOKEN}"
            if known:
                received.told += [
                    Told(self.path, alert["status"], alert["labels"], alert["annotations"]) for alert in body["alerts"]
                ]
            self.send_response(200 if known else 401)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            """Tests say what they have to say themselves."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Relay)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", received
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
