"""The real processes of a small city, as `greenlane up` runs them, and a hand that kills them."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import ExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final

from services.running.child import Child
from services.running.system import programs
from services.security.development import ensure_issuer
from services.settings import Settings
from tests.acceptance.running import settings_of

PARTS: Final = ("temporal", "worker-1", "department-worker", "api")
"""What a case needs; simulation workers have kill tests of their own."""

_PORTS: Final = ("port", "worker_port", "department_port", "temporal_port", "temporal_ui_port", "simulation_port")
_EVERY: Final = 0.05
"""Seconds between one look at a process and the next; the kernel tells nobody but its parent."""

COMES_BACK_WITHIN: Final = 60.0
"""Seconds that a killed process may take until it is ready; a guard against hanging for ever."""


@contextmanager
def city(folder: Path) -> Iterator[Settings]:
    """Settings of a city of its own: its data in a folder, its ports nobody else's as long as the context lasts."""
    with ExitStack() as held:
        ports = {name: held.enter_context(port_held()) for name in _PORTS}
        (folder / "logs").mkdir(parents=True)
        settings = settings_of(folder, f"127.0.0.1:{ports['temporal_port']}", **ports)
        ensure_issuer(settings)
        yield settings


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
async def up(settings: Settings, announce: Callable[[str], None]) -> AsyncIterator[Mapping[str, Child]]:
    """Name to process of what a case needs, as long as the context lasts.

    Parameters
    ----------
    announce : told of every end that the processes' keeper sees
    """
    parts = {each.name: Child(each, announce) for each in programs(settings) if each.name in PARTS}
    try:
        await parts["temporal"].start()
        await asyncio.gather(*(part.start() for name, part in parts.items() if name != "temporal"))
        yield parts
    finally:
        for part in reversed(parts.values()):
            await part.stop()


def kill(part: Child) -> int:
    """End a process as no program can prevent or notice.

    Returns
    -------
    its id, which it has no longer
    """
    pid = part.pid
    assert pid is not None, f"{part.program.name} is not running, and cannot be killed"
    os.kill(pid, signal.SIGKILL)
    return pid


async def back(part: Child, killed: int) -> None:
    """Wait until a part that was killed has been started again and is ready.

    Raises
    ------
    TimeoutError
        If it does not come back.
    """
    async with asyncio.timeout(COMES_BACK_WITHIN):
        while part.pid in {None, killed} or not await part.program.ready():  # noqa: ASYNC110
            await asyncio.sleep(_EVERY)
