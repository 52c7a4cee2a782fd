"""The warm process: ``python -m tests.bad_input.nursery``. For each line on standard input it runs one command.

Starting Python and loading every reader takes a second; so that is done once, and each command runs in a fork of it,
whose processor time and memory are its own. Nothing is read before a fork, so no thread is running that it would lose.

A line is ``{"arguments": [...], "folder": "...", "cpu": seconds, "memory": bytes}``; the answer is a line with what the
kernel says of the fork. What it opened, whom it connected to and what it ran is told by Python's own audit.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Final

READERS: Final = (
    "polars",
    "services.cli.checking",
    "services.cli.listing",
    "services.cli.log_describing",
    "services.cli.logs",
    "services.cli.main",
    "services.cli.mining",
    "services.experiments.mined",
    "services.imports.reading",
    "simulations.experiment",
    "workflows.events.formats.object_tables_reading",
    "workflows.events.formats.parquet",
    "workflows.events.formats.xes_reading",
    "workflows.interchange.bpmn_reading",
    "workflows.levers.package",
)
RAN: Final = frozenset({"os.exec", "os.fork", "os.posix_spawn", "os.system", "pty.spawn", "subprocess.Popen"})
REACHED: Final = frozenset({"socket.bind", "socket.connect", "socket.getaddrinfo", "urllib.Request"})
_READ_ONLY: Final = os.O_WRONLY | os.O_RDWR


def main() -> None:
    """Load everything, then run what is asked for."""
    for module in READERS:
        importlib.import_module(module)
    _warm()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        asked = json.loads(line)
        began = os.fork()
        if began == 0:
            _run(asked)
        _, status, used = os.wait4(began, 0)
        code = os.waitstatus_to_exitcode(status)
        told = {"code": code, "cpu": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss * 1_024}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


def _warm() -> None:
    """Have everything loaded that the first lane of a process loads: what is shipped, and pydantic's models."""
    from workflows.definition.lane import Lane  # noqa: PLC0415 - after the modules
    from workflows.definition.loading import shipped_assumptions  # noqa: PLC0415
    from workflows.levers.scenario import Scenario, shipped_scenarios  # noqa: PLC0415

    shipped_assumptions()
    shipped_scenarios()
    Lane.model_rebuild()
    Scenario.model_rebuild()


def _run(asked: dict[str, object]) -> None:
    folder = Path(str(asked["folder"]))
    for number, name in ((1, "out"), (2, "err")):
        opened = os.open(folder / name, os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
        os.dup2(opened, number)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    resource.setrlimit(resource.RLIMIT_CPU, (int(str(asked["cpu"])), int(str(asked["cpu"])) + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (int(str(asked["memory"])),) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    seen = os.open(folder / "seen", os.O_CREAT | os.O_WRONLY | os.O_TRUNC)

    def noted(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and arguments and isinstance(arguments[0], str | bytes):
            os.write(seen, json.dumps(["open", os.fsdecode(arguments[0])]).encode() + b"\n")
        elif event in RAN or event in REACHED:
            os.write(seen, json.dumps([event, repr(arguments)]).encode() + b"\n")

    sys.addaudithook(noted)
    from services.cli.main import run  # noqa: PLC0415 - loaded before the fork

    code = 99
    try:
        arguments = asked["arguments"]
        assert isinstance(arguments, list)
        code = run([str(each) for each in arguments])
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:  # noqa: BLE001 - whatever it is, the fork ends here and says so
        sys.excepthook(*sys.exc_info())
        sys.stderr.flush()
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
