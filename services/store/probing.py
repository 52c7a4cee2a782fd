"""Whether a database keeps what is written, which one that answers may not do: its disk is full, or is only to be read.

The trap: a full disk is no matter to whoever reads, so a process that cannot keep a single request looks well. Nor does
a transaction notice that is rolled back: nothing of it comes to the disk. So something is kept that changes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, text

from services.store.grouping import write_together
from services.store.migrating import VERSION_TABLE
from workflows.errors import ServerUnavailableError

_HOLDS_FOR: Final = 1.0
"""Seconds for which an answer is believed: anybody may ask how a process is, and to keep something costs the disk's
time."""

_SAME: Final = text(f"UPDATE {VERSION_TABLE} SET version_num = version_num")  # noqa: S608 - our own constant

_found: Final[WeakKeyDictionary[Engine, tuple[float, bool]]] = WeakKeyDictionary()


def keeps_writes(engine: Engine, clock: Callable[[], float] = time.monotonic) -> bool:
    """Whether the database keeps what is written now, or did within the last second.

    Parameters
    ----------
    clock : seconds that never go back
    """
    asked_at, keeps = _found.get(engine, (-_HOLDS_FOR, False))
    if clock() - asked_at < _HOLDS_FOR:
        return keeps
    try:
        write_together(engine, lambda connection: connection.execute(_SAME).rowcount)
        keeps = True
    except ServerUnavailableError:
        keeps = False
    _found[engine] = (clock(), keeps)
    return keeps
