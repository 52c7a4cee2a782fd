"""Strands of a case that go on at the same time, and the rule for what happens first.

A case is a tree of coroutines. Event loops cannot be trusted with it: asyncio wakes strands in the order of its own
bookkeeping, SimPy in the order of its heap, and the two differ. So the interpreter drives its coroutines itself; an
engine only tells it that something is done. Each ``await`` of the interpreter yields a :class:`Pause`; arming the pause
asks the engine for whatever is waited for; :meth:`Branch.resume` continues.

The tie rule, in one place: at one instant, wake-ups are handled in the order of their *key*. A step's key is its
position in the lane, so what stands earlier goes first; a deadline's key is the position after everything that it
guards, so work that is done at the very instant of its deadline is in time; a race's ties go to the earlier contestant.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, Sequence
from functools import partial
from types import CoroutineType
from typing import Any, Final, Protocol


class Handle(Protocol):
    """Something under way that may no longer be wanted."""

    def cancel(self) -> None:
        """Stop it; it will not resume anybody."""


class _Pending:
    """The answer of a pause that has to be waited for."""


PENDING: Final = _Pending()


class CaseOver(Exception):  # noqa: N818 - not an error: the way in which an end step leaves the strands around it
    """The case has reached an end.

    Parameters
    ----------
    result : how it ended
    """

    def __init__(self, result: str) -> None:
        super().__init__(result)
        self.result = result


class Pause:
    """What a strand yields when it cannot go on by itself.

    Parameters
    ----------
    arm : starts whatever is waited for on behalf of the branch; either sets the branch's handle and answers PENDING, or
        answers at once with the value that the ``await`` has
    """

    __slots__ = ("arm",)

    def __init__(self, arm: Callable[[Branch], Any]) -> None:
        self.arm = arm

    def __await__(self) -> Generator[Pause, Any, Any]:
        return (yield self)


class Branch:
    """One strand under way, and what it waits for.

    Parameters
    ----------
    strand : a coroutine of the interpreter, or another awaitable; may await nothing but pauses
    finished : called once when the strand has returned
    over : called instead when it reached an end of the case
    """

    __slots__ = ("_course", "_finished", "_over", "handle")

    def __init__(
        self,
        strand: Awaitable[None],
        finished: Callable[[], None],
        over: Callable[[str], None],
    ) -> None:
        # A coroutine can be driven as it is.
        self._course = strand if type(strand) is CoroutineType else strand.__await__()
        self._finished = finished
        self._over = over
        self.handle: Handle | None = None

    def resume(self, value: Any = None) -> None:
        """Go on with `value` until the next thing that has to be waited for."""
        self.handle = None
        send = self._course.send
        while True:
            try:
                pause = send(value)
            except StopIteration:
                self.handle = None  # of a pause that had its answer at once, and knows this branch
                self._finished()
                return
            except CaseOver as end:
                self._over(end.result)
                return
            value = pause.arm(self)
            if value is PENDING:
                return

    def cancel(self) -> None:
        """Withdraw what is waited for, then let the strand say so (it sees GeneratorExit at its await)."""
        if self.handle is not None:
            self.handle.cancel()
            self.handle = None
        self._course.close()


class Together:
    """Strands side by side: waits for all of them, or for the first.

    Parameters
    ----------
    strands : in the order in which they begin and win ties
    over : what to do when one of them ends the case
    first : whether one is enough; the others are then withdrawn

    Notes
    -----
    Awaiting :meth:`pause` gives the index of the strand that finished last (all) or first (race).
    """

    __slots__ = ("_branches", "_closed", "_first", "_over", "_parent", "_running", "_settled", "_strands")

    def __init__(
        self,
        strands: Sequence[Awaitable[None]],
        over: Callable[[str], None],
        *,
        first: bool = False,
    ) -> None:
        self._strands = strands
        self._over = over
        self._first = first
        self._branches: list[Branch | None] = [None] * len(strands)
        self._running = len(strands)
        self._parent: Branch | None = None
        self._settled: int | None = None
        self._closed = False

    def pause(self) -> Pause:
        """What to await."""
        return Pause(self._arm)

    def _arm(self, parent: Branch) -> Any:
        parent.handle = self
        for index, strand in enumerate(self._strands):
            if self._closed or self._settled is not None:
                strand.__await__().close()
                continue
            branch = Branch(strand, partial(self._finish, index), self._over)
            self._branches[index] = branch
            branch.resume()
        self._parent = parent
        return PENDING if self._settled is None else self._settled

    def _finish(self, index: int) -> None:
        self._branches[index] = None
        self._running -= 1
        if self._running and not self._first:
            return
        self._settled = index
        self._withdraw()
        if self._parent is not None:
            self._parent.resume(index)

    def cancel(self) -> None:
        """Withdraw every strand that is still going on, in their order."""
        self._closed = True
        self._withdraw()

    def _withdraw(self) -> None:
        # A branch knows this object; forgetting it here leaves no cycle for a garbage collector to find.
        for index, branch in enumerate(self._branches):
            if branch is not None:
                self._branches[index] = None
                branch.cancel()
