"""What must be true of every run, whatever chance did: nobody is lost, and Little's law.

Both follow from the events alone, counted in two ways that share no arithmetic. A run in which they do not hold is a
defect of the simulation, so it gives no figures that anybody could rely on: every replication is checked, of every
lane that is measured, and one that fails ends whatever asked for it.

References
----------
Little (1961), A proof for the queuing formula L = lambda W. Operations Research 9(3), 383-387.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from pydantic import NonNegativeInt

from workflows.definition.provenance import Frozen
from workflows.errors import GreenlaneError
from workflows.events.event import EventKind
from workflows.instants import HOUR
from workflows.measures import NONE, CaseTable, Observation
from workflows.measures.over_time import counted

_WHOLE_CASE: Final = 0
"""The word of events that are of no step."""


class Checks(Frozen):
    """What was counted of one lane in one run, from its first event to its last.

    Parameters
    ----------
    entered, left : cases
    area : under the number of cases under way over time, in case-milliseconds: L times the length of the run
    times : sum of the cycle times, in milliseconds: lambda W times the length of the run
    """

    entered: NonNegativeInt
    left: NonNegativeInt
    area: NonNegativeInt
    times: NonNegativeInt

    @property
    def conserved(self) -> bool:
        """Whether everybody who entered has left."""
        return self.entered == self.left

    @property
    def little(self) -> bool:
        """Whether L = lambda W, to the millisecond."""
        return self.area == self.times

    @property
    def hold(self) -> bool:
        """Whether nothing is wrong."""
        return self.conserved and self.little

    def __str__(self) -> str:
        times = f"{self.area / HOUR:.3f} case-hours under way, {self.times / HOUR:.3f} hours of cycle time"
        return f"{self.entered} cases entered, {self.left} left; {times}"


class BrokenRunError(GreenlaneError):
    """What must be true of every run was not true of one: a defect of the simulation, whatever its input."""

    def __init__(self, lane: str, checks: Checks) -> None:
        super().__init__(
            f"expected that all cases that enter lane {lane!r} leave it, and Little's law; found {checks}. "
            "This is a defect of the simulation: report it with lane and seed, and rely on none of its figures."
        )


def require_sound(lane: str, checks: Checks) -> Checks:
    """The same, if nothing is wrong.

    Raises
    ------
    BrokenRunError
        If something is.
    """
    if not checks.hold:
        raise BrokenRunError(lane, checks)
    return checks


def check_run(observation: Observation, cases: CaseTable) -> Checks:
    """Count what must agree.

    Parameters
    ----------
    cases : of the observation
    """
    columns = observation.columns
    of_case = columns.step == _WHOLE_CASE
    entered = int(np.count_nonzero(of_case & (columns.kind == EventKind.SUBMITTED)))
    left = int(np.count_nonzero(of_case & (columns.kind == EventKind.ENDED)))
    closed = (cases.submitted_at != NONE) & (cases.closed_at != NONE)
    under_way = counted(cases.submitted_at[closed], cases.closed_at[closed])
    area = int(np.dot(np.diff(under_way.at), under_way.count[:-1]))
    return Checks(entered=entered, left=left, area=area, times=int(cases.cycle_time[cases.finished].sum()))
