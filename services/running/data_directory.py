"""The data directory, which one system at a time may have."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workflows.errors import OperationFailedError


@contextmanager
def data_directory_to_oneself(path: Path) -> Iterator[None]:
    """Have the data directory to oneself, and make it if it is not there; the kernel gives it back in any case.

    Raises
    ------
    OperationFailedError
        If it cannot be written in, or somebody else has it.
    """
    try:
        (path / "logs").mkdir(parents=True, exist_ok=True)
        lock = (path / "up.lock").open("w")
    except OSError as error:
        raise OperationFailedError(
            f"cannot write in the data directory {path}: {error.strerror}. Choose one with GREENLANE_DATA_DIRECTORY."
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OperationFailedError(
                f"another `greenlane up` runs over {path}. End it first, or choose another GREENLANE_DATA_DIRECTORY."
            ) from error
        yield
