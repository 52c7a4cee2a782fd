"""An HTTP service on a port, from the port's being free to the last answer."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import signal
import socket
from collections.abc import Iterator
from typing import Final

import uvicorn
from fastapi import FastAPI

from services.errors import PortTakenError
from workflows.errors import OperationFailedError

_LAST_ANSWERS: Final = 5
"""Seconds that requests under way may take after the service was told to stop."""

_BACKLOG: Final = 2_048


def listen(host: str, port: int, setting: str) -> socket.socket:
    """Take a port.

    Parameters
    ----------
    port : 0 for any that is free
    setting : that chose it, for the message

    Raises
    ------
    PortTakenError
        If another process has it.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTakenError(host, port, setting) from error
        raise OperationFailedError(f"cannot listen on {host}, port {port}: {error.strerror}") from error
    return listener


def free_port(host: str = "127.0.0.1") -> int:
    """A port on which nobody listens at the moment."""
    with socket.socket() as found:
        found.bind((host, 0))
        port: int = found.getsockname()[1]
    return port


async def serve(application: FastAPI, listener: socket.socket, stop: asyncio.Event) -> None:
    """Answer requests until told to stop, then finish those under way.

    Raises
    ------
    OperationFailedError
        If the application did not come up.
    """
    config = uvicorn.Config(
        application, log_config=None, access_log=False, lifespan="on", timeout_graceful_shutdown=_LAST_ANSWERS
    )
    server = _Server(config)

    async def end() -> None:
        await stop.wait()
        server.should_exit = True

    ending = asyncio.create_task(end())
    try:
        await server.serve(sockets=[listener])
    finally:
        ending.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await ending
    if not server.started:
        raise OperationFailedError("the service did not come up; its log says why")


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone: a process stops more than this server on them, and in its own order."""
        yield


def stop_on_signals() -> asyncio.Event:
    """An event that Ctrl-C and SIGTERM set."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop
