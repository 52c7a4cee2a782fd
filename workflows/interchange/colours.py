"""A colour for everybody who does something: light enough to read on, and told apart by colour-blind eyes.

Tints of the palette of Okabe and Ito (2008), the strong ones first and then paler ones; who has the same colour as
somebody else is told apart by the name that stands in the shape.
"""

from __future__ import annotations

from typing import Final

from workflows.definition.lane import Lane
from workflows.definition.steps import ApplicantStep, Task, ThirdPartyStep
from workflows.definition.tree import walk
from workflows.interchange.step_drawing import APPLICANT

_THEIRS: Final = "#f2f2f2"
"""Of those who are no department."""
_TINTS: Final = (
    "#cfe6f5", "#fbe2b5", "#c5ead9", "#f6f0b0", "#e9d3e4", "#fbd3bd", "#b9d3ea", "#dfeeda",
    "#e6f2fa", "#fdf1da", "#e2f4ec", "#faf8da", "#f4e9f1", "#fde9de", "#dbe8f4", "#eff6ec",
)  # fmt: skip


def colours_of(lane: Lane) -> dict[str, str]:
    """Id of a pool, the applicant's, and the English name of third parties, to a colour as #rrggbb.

    A pool's colour depends on its place among the pools alone, so it stays while steps come and go.
    """
    found = {pool: _TINTS[at % len(_TINTS)] for at, pool in enumerate(lane.pools)}
    for step in walk(lane.body):
        match step:
            case Task(pool=pool):
                found.setdefault(pool, _THEIRS)
            case ApplicantStep():
                found.setdefault(APPLICANT, _THEIRS)
            case ThirdPartyStep(party=party):
                found.setdefault(party.en, _THEIRS)
            case _:
                pass
    return found
