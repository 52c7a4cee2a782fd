"""Files taken in apart from the process that serves: each in one of its own, bounded in memory and time."""

from __future__ import annotations

import asyncio
import sys
from typing import Final

from pydantic import Field
from starlette.concurrency import run_in_threadpool
from structlog import get_logger

from services.errors import OverloadedError, ShedReason
from services.imports.outcome import Refusal
from services.imports.reading import kind_of, taken_in
from services.imports.schemas import ImportedKind, ImportedLane, NewImport
from services.settings import inherited_environment
from workflows.definition.provenance import Frozen
from workflows.errors import InvalidInputError, OperationFailedError

AT_ONCE: Final = 2
"""Files that a process of the API has taken in at a time: each may take a core and two gibibytes."""

_SMALL: Final = 262_144
"""Characters of a model or a lane that is read in a thread; the largest shipped lane has a quarter of that."""

_log = get_logger("services.imports")


class _Outcome(Frozen):
    done: ImportedLane | None = None
    refused: Refusal | None = Field(default=None)


class Desk:
    """Takes so many files at a time, and refuses others until one is done."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._free = at_once

    async def take_in(self, new: NewImport, within: float) -> ImportedLane:
        """Have a file taken in.

        Parameters
        ----------
        within : seconds, after which it is given up

        Raises
        ------
        InvalidInputError
            With what is wrong with the file, or that it takes too long.
        OverloadedError
            If others are being taken in.
        """
        if _is_small(new):
            return await run_in_threadpool(taken_in, new)
        if not self._free:
            raise OverloadedError(ShedReason.QUEUE_FULL)
        self._free -= 1
        try:
            return await _taken_in(new, within)
        finally:
            self._free += 1


def _is_small(new: NewImport) -> bool:
    """Whether a file is read sooner than a process begins, whatever is in it."""
    size = len(new.content or new.base64 or "") + (0 if new.parameters is None else len(new.parameters.content))
    return size <= _SMALL and kind_of(new) is not ImportedKind.EVENT_LOG


async def _taken_in(new: NewImport, within: float) -> ImportedLane:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-B", "-m", "services.imports.child", repr(within),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        env=_without_settings(),
    )  # fmt: skip
    try:
        async with asyncio.timeout(within):
            said, complaint = await child.communicate(new.model_dump_json().encode())
    except TimeoutError:
        raise InvalidInputError(
            f"expected a file that can be taken in within {within:g} seconds; this one takes longer. Take a part of "
            "it, or import it with `greenlane import` on a machine of your own."
        ) from None
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode:
        # Where memory ends inside a library, the process may end with it.
        lines = complaint.decode("utf-8", "replace").splitlines()
        _log.warning("a file could not be taken in", status=child.returncode, lines=len(lines))
        raise _given_up(child.returncode)
    outcome = _Outcome.model_validate_json(said)
    if outcome.done is None:
        raise (outcome.refused or Refusal(message="the file cannot be taken in")).error()
    return outcome.done


def _without_settings() -> dict[str, str]:
    """An environment that tells nothing of databases and keys to a process that reads what anybody sends."""
    return {name: value for name, value in inherited_environment().items() if not name.startswith("GREENLANE_")}


def _given_up(status: int) -> Exception:
    if status < 0 or status == _OUT_OF_MEMORY:
        return InvalidInputError("expected a file that can be taken in with two GiB of memory. Take a part of it.")
    return OperationFailedError("the file could not be taken in, and that is no fault of the file's. See the log.")


_OUT_OF_MEMORY: Final = 134
