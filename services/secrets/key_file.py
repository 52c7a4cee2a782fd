"""The file that a key ring stands in: readable by its owner alone, replaced as a whole, read again when it changed."""

from __future__ import annotations

import fcntl
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import structlog
from pydantic import ValidationError

from services.clock import present_instant
from services.errors import KeyRingError, UnknownKeyError
from services.secrets.keys import Key, KeyRing, new_key
from workflows.errors import OperationFailedError

_LARGEST: Final = 1_000_000
"""Bytes that a key ring may have."""

OTHERS: Final = stat.S_IRWXO | stat.S_IWGRP
"""What must not be allowed: a mounted secret may be readable by a group, never by everybody."""


def read_ring(path: Path) -> KeyRing:
    """Read a key ring.

    Raises
    ------
    KeyRingError
        If it is not there, may be read by others, or is no key ring.
    """
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            if mode & OTHERS:
                raise KeyRingError(
                    f"expected the key ring {path} to be its owner's alone; its mode is {mode:04o}. "
                    f"Whoever has an account here may have read it: make a new key, and run chmod 600 {path}."
                )
            content = file.read(_LARGEST + 1)
    except FileNotFoundError as error:
        raise KeyRingError(
            f"expected a key ring at {path}; there is none. `greenlane up` makes one when it first starts, and "
            "`greenlane secrets rotate` makes one without it. Every process of an installation needs the same: say "
            "where it is with GREENLANE_KEY_RING."
        ) from error
    except OSError as error:
        raise KeyRingError(f"the key ring {path} cannot be read: {error.strerror}") from error
    try:
        if len(content) > _LARGEST:
            raise KeyRingError(f"expected a key ring at {path}; found more than {_LARGEST} bytes")
        return KeyRing.model_validate_json(content)
    except ValidationError as error:
        # Places and kinds only: the values are secrets.
        wrong = "; ".join(f"{'.'.join(str(part) for part in each['loc'])}: {each['msg']}" for each in error.errors())
        raise KeyRingError(f"expected a key ring at {path}; {wrong}. Restore it from where it is kept.") from error


def ensure_ring(path: Path) -> bool:
    """Make a key ring of one new key where there is none yet.

    Returns
    -------
    whether there was none

    Raises
    ------
    OperationFailedError
        If it cannot be written.
    """
    with _alone(path):
        if path.exists():
            return False
        _replace(path, KeyRing(keys=(fresh_key(),)))
        return True


def fresh_key() -> Key:
    """A key that was made here and now."""
    return new_key(os.urandom, present_instant())


def change_ring(path: Path, change: Callable[[KeyRing], KeyRing]) -> KeyRing:
    """Replace a key ring by what is made of it.

    Whoever reads meanwhile reads the old one or the new one; no crash loses both, and two who change it at a time do so
    one after the other, since a key that was lost after it has sealed something could not be had back.

    Raises
    ------
    KeyRingError
        If there is none that can be read.
    OperationFailedError
        If it cannot be written.
    """
    with _alone(path):
        ring = change(read_ring(path))
        _replace(path, ring)
        return ring


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.with_name(f".{path.name}.lock").open("w")
    except OSError as error:
        raise OperationFailedError(f"cannot write in {path.parent}: {error.strerror}") from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _replace(path: Path, ring: KeyRing) -> None:
    name = ""
    try:
        made, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # of mode 0600
        with os.fdopen(made, "w", encoding="utf-8") as file:
            file.write(ring.model_dump_json(indent=2) + "\n")
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError as error:
        with suppress(OSError):
            Path(name).unlink()
        raise OperationFailedError(f"cannot write the key ring {path}: {error.strerror}") from error


class KeyFile:
    """A key ring as it stands in its file now.

    Keys are rotated while processes run. Each looks whether the file was replaced before it seals or opens anything,
    which costs microseconds, so that what one of them seals with a new key the others can open.

    Parameters
    ----------
    path : of the file, which is read at once

    Raises
    ------
    KeyRingError
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = _stamp(path)
        self._ring = read_ring(path)

    def ring(self) -> KeyRing:
        """The ring of now. If the file has become unreadable, the last one: cases go on, and the log tells."""
        stamp = _stamp(self._path)
        if stamp != self._seen:
            self._seen = stamp
            try:
                self._ring = read_ring(self._path)
            except KeyRingError as error:
                structlog.get_logger("services.secrets").error("going on with the keys read before", reason=str(error))
        return self._ring

    def find(self, id_: str) -> Key:
        """The key of an id.

        Raises
        ------
        UnknownKeyError
            Names the file.
        """
        try:
            return self.ring().find(id_)
        except UnknownKeyError as error:
            raise UnknownKeyError(error.key, error.known, str(self._path)) from None


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
