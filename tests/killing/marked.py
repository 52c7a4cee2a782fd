"""A process of Greenlane as it is, but that it can be struck at marked points, and that its clock may be wrong.

``python -m tests.killing.marked PART FOLDER SECONDS worker`` is ``greenlane worker``. Whoever wants it struck leaves an
order in the folder; the process takes it at the point that the order names, so each strikes once, and what is started
again in its place is not struck again. The product knows nothing of this.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from functools import wraps
from importlib import import_module
from inspect import iscoroutinefunction
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from tests.killing.marks import MARKS, Mark, Moment

_P = ParamSpec("_P")
_T = TypeVar("_T")


def order(folder: Path, mark: str, signal: int) -> Path:
    """Have the process of a mark struck when it passes it next.

    Returns
    -------
    a file that is there as long as this has not happened
    """
    path = folder / MARKS[mark].part
    whole = path.with_suffix(".new")
    whole.write_text(f"{signal} {mark}", encoding="utf-8")
    return whole.rename(path)


def take_back(given: Path) -> bool:
    """Take an order back.

    Returns
    -------
    whether nobody had taken it
    """
    try:
        given.unlink()
    except FileNotFoundError:
        return False
    return True


def _passed(folder: Path, name: str) -> None:
    path = folder / MARKS[name].part
    try:
        signal, _, wanted = path.read_text(encoding="utf-8").partition(" ")
    except FileNotFoundError:
        return
    if wanted == name and take_back(path):
        os.kill(os.getpid(), int(signal))


def _struck_at(name: str, mark: Mark, folder: Path, function: Callable[_P, _T]) -> Callable[_P, _T]:
    @wraps(function)
    def plain(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        if mark.moment is Moment.BEFORE:
            _passed(folder, name)
        found = function(*args, **kwargs)
        if mark.moment is Moment.AFTER:
            _passed(folder, name)
        return found

    return plain


def _struck_in_turn(
    name: str, mark: Mark, folder: Path, function: Callable[_P, Awaitable[_T]]
) -> Callable[_P, Coroutine[None, None, _T]]:
    """As :func:`_struck_at`, of a function whose result is awaited."""

    @wraps(function)
    async def awaited(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        if mark.moment is Moment.BEFORE:
            _passed(folder, name)
        found = await function(*args, **kwargs)
        if mark.moment is Moment.AFTER:
            _passed(folder, name)
        return found

    return awaited


def mark_points(part: str, folder: Path) -> None:
    """Have this process struck at the points of its code for which there is an order."""
    for name, mark in MARKS.items():
        if mark.part == part:
            module = import_module(mark.module)
            function = getattr(module, mark.function)
            struck = _struck_in_turn if iscoroutinefunction(function) else _struck_at
            setattr(module, mark.function, struck(name, mark, folder, function))


def shift_clock(by: timedelta) -> None:
    """Have the clock wrong that Greenlane's code asks for the time; to be called before that code is loaded."""
    clock = import_module("services.clock")
    right: Callable[[], datetime] = clock.present_time
    setattr(clock, _TIME, lambda: right() + by)


_TIME: Final = "present_time"
_GIVEN: Final = 4


def main() -> None:
    """Be the process that the command line names."""
    part, folder, seconds = sys.argv[1:_GIVEN]
    shift_clock(timedelta(seconds=float(seconds)))
    mark_points(part, Path(folder))
    sys.argv = ["greenlane", *sys.argv[_GIVEN:]]
    import_module("services.cli.main").main()


if __name__ == "__main__":
    main()
