"""A lane with several departments, drawn with other numbers each time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

from tests.analytic.lanes import MADE_UP, Raw, block, empirical, queue, sequence, share, task, title
from workflows.definition.lane import Lane

UNRELATED = "stamp"
OWN_POOL = "cellar"


@dataclass(frozen=True)
class Network:
    """Minutes of work by step, members by pool, and the order of what may go in any order."""

    minutes: Mapping[str, Sequence[int]]
    gaps: Sequence[int]
    members: Mapping[str, int]
    order: tuple[str, ...] = ("intake", "review", "issue")
    branches: tuple[str, ...] = ("survey", "inspect")
    unit: str = "minutes"
    names: Mapping[str, str] = field(default_factory=dict)

    def lane(self) -> Lane:
        """The lane: steps in their order, a check that may go round again, and two branches at the end."""
        gap = empirical(list(self.gaps), self.unit)
        pools = {self.names.get(pool, pool): members for pool, members in self.members.items()}
        body = sequence(*(self._task(step) for step in self.order), self._rework(), self._branches())
        return queue(body, pools, gap)

    def with_unrelated(self, place: int) -> Network:
        """The same with a step that nothing else has to do with, done by people of its own."""
        order = (*self.order[:place], UNRELATED, *self.order[place:])
        members = {**self.members, OWN_POOL: 1}
        return replace(self, order=order, members=members, minutes={**self.minutes, UNRELATED: (30,)})

    def _pool(self, step: str) -> str:
        pool = OWN_POOL if step == UNRELATED else "window" if step in {"intake", "issue"} else "office"
        return self.names.get(pool, pool)

    def _task(self, step: str, **more: object) -> Raw:
        service = empirical(list(self.minutes[step]), self.unit)
        return task(step, self._pool(step), service, **more) | {"title": title(self.names.get(step, step))}

    def _rework(self) -> Raw:
        outcomes = [{"id": "ok", "title": title("ok")}, {"id": "bad", "title": title("bad"), "share": share(0.4)}]
        return block(
            "loop",
            "until_good",
            body=self._task("check", outcomes=outcomes),
            redo=self._task("mend"),
            again={"outcome_of": "check", "in": ["bad"]},
            at_most=3,
            provenance=MADE_UP,
        )

    def _branches(self) -> Raw:
        return block("parallel", "both", branches=[self._task(step) for step in self.branches])


STEPS = ("intake", "review", "issue", "check", "mend", "survey", "inspect")


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Some network."""
    minutes = st.lists(st.integers(1, 90), min_size=1, max_size=5)
    return Network(
        minutes={step: draw(minutes) for step in STEPS},
        gaps=draw(minutes),
        members={pool: draw(st.integers(1, 3)) for pool in ("window", "office")},
    )
