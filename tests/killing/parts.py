"""The real processes of a small city, as `greenlane up` runs them, which may be struck at marked points."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from services.running.child import Child, Program
from services.running.system import programs
from services.security.development import ensure_issuer
from services.settings import Settings
from tests.acceptance.running import settings_of

PARTS: Final = ("temporal", "worker-1", "department-worker", "simulation-worker", "api")
"""What a case or an experiment needs."""

_OURS: Final = (sys.executable, "-P", "-m", "services.cli.main")
"""How `greenlane up` begins the processes of Greenlane itself."""

_PORTS: Final = ("port", "worker_port", "department_port", "temporal_port", "temporal_ui_port", "simulation_port")
_EVERY: Final = 0.05
"""Seconds between one look at a process and the next; the kernel tells nobody but its parent."""

COMES_BACK_WITHIN: Final = 60.0
"""Seconds that a killed process may take until it is ready; a guard against hanging for ever."""


@contextmanager
def city(folder: Path) -> Iterator[Settings]:
    """Settings of a city of its own: its data in a folder, its ports nobody else's as long as the context lasts."""
    with ports_held() as ports:
        (folder / "logs").mkdir(parents=True)
        address, shipped = f"127.0.0.1:{ports['temporal_port']}", Settings().answer_within
        settings = settings_of(
            folder, address, answer_within=shipped, simulation_processes=1, batches_at_once=2, **ports
        )
        ensure_issuer(settings)
        yield settings


@contextmanager
def ports_held() -> Iterator[dict[str, int]]:
    """Name of a setting to a port that nobody else is given as long as the context lasts."""
    with ExitStack() as held:
        yield {name: held.enter_context(port_held()) for name in _PORTS}


@contextmanager
def port_held() -> Iterator[int]:
    """A port that the kernel gives to nobody who asks for any, so that who is killed finds it free again.

    The trap: a port that was free is somebody's a moment later, if only for a connection of theirs. A socket that is
    bound and does not listen keeps it, and lets in whoever asks for this very port and may use it again, as servers do.
    """
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]


@asynccontextmanager
async def up(
    settings: Settings,
    announce: Callable[[str], None],
    orders: Path,
    names: Collection[str] = PARTS,
    clocks: timedelta = timedelta(0),
) -> AsyncIterator[Mapping[str, Child]]:
    """Name to process of what a city needs, as long as the context lasts.

    Parameters
    ----------
    announce : told of every end that the processes' keeper sees
    names : of the processes
    orders : folder that is there, in which they find when they are struck
    clocks : by how much those of the workers are ahead
    """
    chosen = [each for each in programs(settings) if each.name in names]
    parts = {each.name: Child(_marked(each, orders, clocks), announce) for each in chosen}
    try:
        await parts["temporal"].start()
        await asyncio.gather(*(part.start() for name, part in parts.items() if name != "temporal"))
        yield parts
    finally:
        for part in reversed(parts.values()):
            await part.stop()


def _marked(program: Program, orders: Path, clocks: timedelta) -> Program:
    """A program of ours as it is, but that it may be struck at marked points of its code, and that its clock is wrong.

    Who is answered by the API reads its clock off tokens, which are of the test's; so that one stays right.
    """
    if program.name == "temporal":
        return program
    assert tuple(program.command[: len(_OURS)]) == _OURS, program.command
    shift = 0.0 if program.name == "api" else clocks.total_seconds()
    words = (sys.executable, "-P", "-m", "tests.killing.marked", program.name, str(orders), f"{shift:g}")
    return replace(program, command=(*words, *program.command[len(_OURS) :]))


def id_of(part: Child) -> int:
    """The id of a process that runs."""
    pid = part.pid
    assert pid is not None, f"{part.program.name} is not running, and cannot be struck"
    return pid


async def back(part: Child, killed: int | None = None) -> None:
    """Wait until a part that was struck runs and is ready.

    Parameters
    ----------
    killed : id that it had, if it has to be another process

    Raises
    ------
    TimeoutError
        If it does not come back.
    """
    async with asyncio.timeout(COMES_BACK_WITHIN):
        while part.pid in {None, killed} or not await part.program.ready():  # noqa: ASYNC110
            await asyncio.sleep(_EVERY)
