"""One-time notification (一次性告知): all that is missing is said at once, so papers come back once at most."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from workflows.definition.lane import Lane
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import (
    ApplicantStep,
    Loop,
)
from workflows.definition.tree import walk
from workflows.definition.values import (
    Identifier,
)
from workflows.levers.lever import Direction, LeverFields, reformed, refused, seed, statute
from workflows.levers.rewriting import find, replace_steps, revised


class OneTimeNotification(LeverFields):
    """Correction loops are done again once at most.

    Parameters
    ----------
    loops : the loops; ``all`` for every loop in which the applicant has something to correct
    """

    title: ClassVar[Title] = Title(zh="一次性告知", en="One-time notification")
    explanation: ClassVar[Title] = Title(
        zh="一次性告知全部需补正内容，补正最多一次。",
        en="Everything that is missing is notified at once; papers are corrected once at most.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="须有可重复两次以上的补正环节。",
        en="There is a loop that may be done again more than once.",
    )
    moves: ClassVar[Mapping[str, Direction]] = {"visits": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        statute("行政许可法 art. 32"),
        seed("SY-009", "一次性告知"),
        seed("DD-033", "一次性告知"),
    )

    lever: Literal["one_time_notification"] = "one_time_notification"
    loops: Literal["all"] | Annotated[tuple[Identifier, ...], Field(min_length=1)] = "all"

    def apply(self, lane: Lane) -> Lane:
        """The lane with at most one correction.

        Raises
        ------
        LeverRefusedError
            If a step named is no loop or is done again once at most already.
        """
        if self.loops == "all":
            loops = [
                step for step in walk(lane.body) if isinstance(step, Loop) and step.at_most > 1 and _corrects(step)
            ]
        else:
            loops = [self._checked(lane, name) for name in self.loops]
        once = {loop.id: revised(loop, at_most=1, provenance=self.clauses[0]) for loop in loops}
        return reformed(self, lane, replace_steps(lane.body, dict(once)) if once else lane.body)

    def _checked(self, lane: Lane, name: str) -> Loop:
        loop = find(lane.body, name)
        if isinstance(loop, Loop) and loop.at_most > 1:
            return loop
        found = f"at most {loop.at_most}" if isinstance(loop, Loop) else f"{type(loop).__name__.lower()}"
        raise refused(self, f"a loop done again more than once as {name!r}", found, "Leave it out.")


def _corrects(loop: Loop) -> bool:
    return any(isinstance(step, ApplicantStep) for step in walk(loop))
