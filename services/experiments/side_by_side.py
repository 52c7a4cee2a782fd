"""Processes for replications, and nothing that they would have to load before they begin."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from os import _exit, cpu_count, getpid, kill
from signal import SIG_IGN, SIGINT, SIGKILL, signal
from threading import Thread


@contextmanager
def processes(count: int | None = None) -> Iterator[Executor]:
    """Processes for replications: as many as asked for, or as the machine has cores.

    They start at once, and load what a replication needs while whoever asked loads what the question needs.
    """
    wanted = count or cpu_count() or 1
    # Spawned, not forked: a fork would copy a process that may be running an engine's threads.
    with ProcessPoolExecutor(wanted, mp_context=get_context("spawn"), initializer=_begin) as executor:
        for _ in range(wanted):
            executor.submit(load)
        yield executor


def _begin() -> None:
    end_with_parent()
    gc.set_threshold(50_000)  # what is loaded stays, and is no garbage to be looked for
    atexit.register(_exit, 0)  # nor is it taken apart at the end, for which whoever asked would wait


def load() -> None:
    """Load what a replication needs."""
    import simulations.experiment  # noqa: F401, PLC0415 - here, and not in the process that has somebody wait for it


def end_with_parent(told: Connection | None = None) -> None:
    """End this process when the one that started it has ended, however that came about.

    The trap: a process of a pool waits for work on a pipe that it holds both ends of, so it never learns that a parent
    that was killed sends no more.

    Parameters
    ----------
    told : closed at its other end if this process is to end before its parent, whatever it is doing
    """
    signal(SIGINT, SIG_IGN)  # Ctrl-C is for the parent, which ends its processes itself
    parent = parent_process()
    ends = [end for end in (told, parent and parent.sentinel) if end is not None]
    Thread(target=_end_after, args=(ends,), daemon=True).start()


def _end_after(ends: Sequence[Connection | int]) -> None:
    wait(ends)
    kill(getpid(), SIGKILL)


@contextmanager
def as_many_as_runs(count: int | None, runs: int) -> Iterator[Executor | None]:
    """Processes, but no more than there are runs; where one is enough it is this one, and none is started.

    Parameters
    ----------
    count : as many as asked for, or as the machine has cores
    """
    wanted = min(count or cpu_count() or 1, runs)
    if wanted == 1:
        yield None
        return
    with processes(wanted) as executor:
        yield executor
