"""Agents by catalogue (按保留事项派驻代办员): how many there are follows from how many items are left."""

from __future__ import annotations

import math
from typing import ClassVar, Literal

from pydantic import PositiveInt

from workflows.definition.lane import Lane
from workflows.definition.provenance import Frozen, Provenance, Source, Title
from workflows.definition.values import Factor, Identifier
from workflows.levers.lever import LeverFields, known, reformed, refused, seed
from workflows.levers.rewriting import revised
from workflows.levers.staffing import group_of


class Items(Frozen):
    """A number of items in a catalogue."""

    items: PositiveInt
    provenance: Provenance


class AgentStaffing(LeverFields):
    """Departments post agents in proportion to the items that they have kept.

    Parameters
    ----------
    pool : the agents
    retained : items that the departments behind these agents have kept
    agents_per_item : how many agents an item brings; rounded up to whole people
    calendar : the agents who keep this calendar, where they keep different ones
    """

    title: ClassVar[Title] = Title(zh="按保留事项数派驻代办员", en="Agents by retained items")
    explanation: ClassVar[Title] = Title(
        zh="代办员人数按保留事项数量确定：保留事项多则派驻多、排队短，精简后相应减少。",
        en="The number of agents follows the number of items kept: more items bring more agents, who queue less.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="流程须有代办员，且人数须有变化。",
        en="The lane has agents, and their number changes.",
    )
    comes_after: ClassVar[tuple[str, ...]] = ("agent_service",)
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("FS-015", "依據保留的審批事項數量,各審批部門向市審批大廳派駐代辦員"),
        seed("FS-014", "統一成立審批代辦中心,實行全程“代辦制”"),
    )

    lever: Literal["agent_staffing"] = "agent_staffing"
    pool: Identifier = "agents"
    retained: Items
    agents_per_item: Factor
    calendar: Identifier | None = None

    @property
    def agents(self) -> int:
        """How many agents that makes; what binary fractions add to a whole number is no agent."""
        return max(1, math.ceil(round(self.retained.items * self.agents_per_item.value, 9)))

    def apply(self, lane: Lane) -> Lane:
        """The lane with so many agents.

        Raises
        ------
        LeverRefusedError
            If there are as many already, or it is not clear which of several groups is meant.
        """
        pool = lane.pools[known("pool", self.pool, lane.pools)]
        at = group_of(self, pool, self.pool, self.calendar)
        if pool.staff[at].count == self.agents:
            raise refused(
                self, f"another number of agents than {self.agents} in {self.pool!r}", "as many", "Leave the lever out."
            )
        basis = (
            f"{self.retained.items} items ({self.retained.provenance.basis}) times {self.agents_per_item.value:g} "
            f"({self.agents_per_item.provenance.basis})"
        )
        # A head count that rests on an assumed rate is assumed, however well the number of items is known.
        source = max((self.retained.provenance.source, self.agents_per_item.provenance.source), key=list(Source).index)
        posted = revised(pool.staff[at], count=self.agents, provenance=Provenance(source=source, basis=basis[:500]))
        staff = (*pool.staff[:at], posted, *pool.staff[at + 1 :])
        return reformed(self, lane, pools=lane.pools | {self.pool: revised(pool, staff=staff)})
