"""What a round runs on: the embedded server, a worker and, for one side, the API, each a process as in production.

Everything is begun anew over an empty directory, so that no round finds what another one has left behind.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, build_opener

from benchmarks.processor import processor_time
from services.secrets.key_file import ensure_ring
from services.security.development import ensure_issuer
from services.serving import free_port
from services.settings import Settings, environment_of, inherited_environment
from services.temporal_server import temporal_command

_UP_WITHIN: Final = 180.0
_DOWN_WITHIN: Final = 20.0
_EVERY: Final = 0.05


class StackFailedError(RuntimeError):
    """A process of the stack did not come up; its log says why."""


@dataclass(frozen=True)
class Stack:
    """Processes that answer.

    Attributes
    ----------
    processes : by name; ``server``, ``worker``, and ``api`` where there is one
    """

    settings: Settings
    processes: Mapping[str, subprocess.Popen[bytes]]

    def cpu_seconds(self) -> dict[str, float]:
        """CPU time that each process has used so far, user and system; nothing where the system does not tell."""
        return processor_time({name: each.pid for name, each in self.processes.items()})


@contextmanager
def stack(folder: Path, *, api: bool) -> Iterator[Stack]:
    """Run what cases need over an empty directory.

    Parameters
    ----------
    folder : empty
    api : whether the API is part of it

    Raises
    ------
    StackFailedError
        If a process does not come up.
    """
    server, page, worker, http = (free_port() for _ in range(4))
    settings = Settings(
        data_directory=folder,
        temporal_address=f"127.0.0.1:{server}",
        temporal_port=server,
        temporal_ui_port=page,
        worker_port=worker,
        port=http,
        answer_within=60,
    )
    ensure_ring(settings.keys)
    ensure_issuer(settings)
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        _begin(running, "server", temporal_command(settings), settings, lambda: _listens(page, ""))
        _begin(running, "worker", [*_GREENLANE, "worker"], settings, lambda: _listens(worker, "readyz"))
        if api:
            _begin(running, "api", [*_GREENLANE, "api"], settings, lambda: _listens(http, "readyz"))
        yield Stack(settings, running)
    finally:
        for process in reversed(running.values()):
            process.terminate()
            try:
                process.wait(_DOWN_WITHIN)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


_GREENLANE: Final = (sys.executable, "-P", "-m", "services.cli.main")


def _begin(
    running: dict[str, subprocess.Popen[bytes]],
    name: str,
    command: Sequence[str],
    settings: Settings,
    answers: Callable[[], bool],
) -> None:
    log = settings.data / f"{name}.log"
    with log.open("wb") as output:
        around = {**inherited_environment(), **environment_of(settings)}
        running[name] = subprocess.Popen(command, env=around, stdout=output, stderr=output)  # noqa: S603 - our own
    deadline = time.monotonic() + _UP_WITHIN
    while not answers():
        if running[name].poll() is not None or time.monotonic() > deadline:
            raise StackFailedError(f"{name} did not come up; it said:\n{log.read_text('utf-8', 'replace')[-2_000:]}")
        time.sleep(_EVERY)


def _listens(port: int, path: str) -> bool:
    try:
        with build_opener(ProxyHandler({})).open(f"http://127.0.0.1:{port}/{path}", timeout=5):
            return True
    except HTTPError as error:  # an answer too, and as such to be closed
        error.close()
        return False
    except (URLError, OSError):
        return False
