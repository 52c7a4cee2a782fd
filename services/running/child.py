"""One child process: started, kept running, and ended."""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from workflows.errors import ServerUnavailableError

_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 30.0
"""Seconds before a child that ended is started again: doubled each time, up to this."""
_SETTLED: Final = 60.0
"""Seconds after which a child counts as running well, and the next pause is a short one again."""
_EVERY: Final = 0.1
_LAST_WORDS: Final = 2_000
"""Characters of a log that are quoted when its process did not come up."""
_PARENT_DEATH_SIGNAL: Final = 1


@dataclass(frozen=True, slots=True)
class Program:
    """What a child process runs.

    Attributes
    ----------
    name : in messages, and of its log
    ready : whether it can be of use now
    ready_within : seconds that it may take for that at first
    ends_within : seconds that it may take to end before it is killed
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    ready: Callable[[], Awaitable[bool]]
    ready_within: float = 60.0
    ends_within: float = 15.0


class Child:
    """A program that is kept running.

    Parameters
    ----------
    announce : told of every end that nobody asked for
    """

    def __init__(self, program: Program, announce: Callable[[str], None]) -> None:
        self.program = program
        self._announce = announce
        self._process: asyncio.subprocess.Process | None = None
        self._keeping: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """Id of the process, if it runs."""
        process = self._process
        return process.pid if process is not None and process.returncode is None else None

    async def start(self) -> None:
        """Start the program and wait until it is ready; from then on it is started again whenever it ends.

        Raises
        ------
        ServerUnavailableError
            If it ends before it is ready, or is not ready in time.
        """
        process = await self._run()
        clock = asyncio.get_running_loop().time
        deadline = clock() + self.program.ready_within
        while not await self.program.ready():
            if process.returncode is not None:
                raise ServerUnavailableError(
                    f"{self.program.name} ended with code {process.returncode} before it was ready; "
                    f"{self._last_words()}"
                )
            if clock() > deadline:
                raise ServerUnavailableError(
                    f"{self.program.name} was not ready within {self.program.ready_within:g} s; {self._last_words()}"
                )
            await asyncio.sleep(_EVERY)
        self._keeping = asyncio.create_task(self._keep(process))

    async def stop(self) -> None:
        """End the program, whether it is ready or not."""
        if self._keeping is not None:
            self._keeping.cancel()
            with suppress(asyncio.CancelledError):
                await self._keeping
        process = self._process
        if process is None or process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), self.program.ends_within)
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _keep(self, process: asyncio.subprocess.Process) -> None:
        clock = asyncio.get_running_loop().time
        pause, begun = _FIRST_PAUSE, clock()
        while True:
            code = await process.wait()
            pause = _FIRST_PAUSE if clock() - begun > _SETTLED else pause
            self._announce(
                f"{self.program.name} ended with code {code}; starting it again in {pause:g} s "
                f"(log: {self.program.log})"
            )
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
            process, begun = await self._run(), clock()

    async def _run(self) -> asyncio.subprocess.Process:
        with self.program.log.open("ab") as log:
            # A session of its own, so that Ctrl-C comes to the parent alone, which knows the order in which to end.
            self._process = await asyncio.create_subprocess_exec(
                *self.program.command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=dict(self.program.environment),
                start_new_session=True,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )
        return self._process

    def _last_words(self) -> str:
        with suppress(OSError), self.program.log.open("rb") as log:
            log.seek(0, os.SEEK_END)
            log.seek(max(log.tell() - _LAST_WORDS, 0))
            said = log.read().decode("utf-8", "replace").strip()
            return f"its log {self.program.log} ends with:\n{said}"
        return f"its log is {self.program.log}"


_LIBC: Final = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _end_with_parent() -> None:
    """Have the kernel end this process when its parent was killed and could not do it."""
    if _LIBC is not None:
        _LIBC.prctl(_PARENT_DEATH_SIGNAL, signal.SIGTERM)
