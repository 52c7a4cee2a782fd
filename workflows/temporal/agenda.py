"""What a case has ahead of it, in the order in which it will happen.

A workflow is woken by timers and messages, late and in an order that the server chose. The agenda turns that into the
order that the interpreter's tie rule wants: entries are handled by (instant, key), and the instant that the case sees
is the entry's own, however late the worker was.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush

from workflows.instants import Instant


class Entry:
    """One thing that is to happen at an instant."""

    __slots__ = ("action",)

    def __init__(self, action: Callable[[], None]) -> None:
        self.action: Callable[[], None] | None = action

    def cancel(self) -> None:
        """It will not happen."""
        self.action = None


class Agenda:
    """Entries by instant, then key, then order of entry.

    Attributes
    ----------
    now : instant of the entry that is being handled, or was handled last
    """

    __slots__ = ("_entries", "_made", "now")

    def __init__(self, now: Instant) -> None:
        self.now = now
        self._entries: list[tuple[Instant, int, int, Entry]] = []
        self._made = 0

    def add(self, at: Instant, key: int, action: Callable[[], None]) -> Entry:
        """Enter an action; one for an instant that is past is handled next, at the present one."""
        entry = Entry(action)
        self._made += 1
        heappush(self._entries, (max(at, self.now), key, self._made, entry))
        return entry

    def next_at(self) -> Instant | None:
        """Instant of the next entry; none if there is none."""
        entries = self._entries
        while entries and entries[0][3].action is None:
            heappop(entries)
        return entries[0][0] if entries else None

    def handle_until(self, until: Instant, held: Callable[[], bool]) -> None:
        """Handle every entry up to an instant, those included that they make on the way.

        Parameters
        ----------
        held : asked before each entry whether to stop here
        """
        while (at := self.next_at()) is not None and at <= until and not held():
            entry = heappop(self._entries)[3]
            action, entry.action = entry.action, None
            self.now = at
            if action is not None:
                action()

    def message_at(self, at: Instant) -> Instant:
        """The instant that a message gets: its own, or the next free one.

        No message shares an instant with anything handled before it. So a case's events alone tell the order in which
        things happened to it, and a rerun from events finds the same order.
        """
        return max(at, self.now + 1)
