"""What each lever of a scenario, or each principle of a package, saves; and what is still missing to the target."""

from __future__ import annotations

from concurrent.futures import Executor

from services.experiments.forms import TakenApart
from services.experiments.simulating import Progress
from services.experiments.subjects import find_subject
from services.experiments.taking_apart import reform_of, taken_apart
from simulations.attribution.attribution import Attribution, attribute
from simulations.attribution.changes import other_levers
from simulations.attribution.limit_gap import Effort, LimitGap, limit_gap
from simulations.comparison import aim_of
from simulations.experiment import Design, Model
from workflows.definition.provenance import Frozen


class Attributed(Frozen):
    """What a reform saves, by lever, and what is missing afterwards.

    Parameters
    ----------
    applied : how many levers the lane in question came out of
    gap : to the figure that the lane in question aims at; none if none was published
    """

    attribution: Attribution
    applied: int
    gap: LimitGap | None


def attribute_named(
    name: str,
    design: Design,
    orders: int,
    executor: Executor | None = None,
    progress: Progress = lambda done, of: None,
    effort: Effort | None = None,
) -> Attributed:
    """Attribute what the scenario or package of that name, or in that file, saves; see :func:`attributed`.

    Raises
    ------
    InvalidInputError
        If it is a lane, or has no levers, or is not found.
    """
    return attributed(taken_apart(find_subject(name)), design, orders, executor, progress, effort)


def attributed(
    apart: TakenApart,
    design: Design,
    orders: int,
    executor: Executor | None = None,
    progress: Progress = lambda done, of: None,
    effort: Effort | None = None,
) -> Attributed:
    """Attribute what a reform saves.

    Parameters
    ----------
    orders : how many orders of introduction are drawn, if there are too many to take all
    executor : where replications run; in this process if there is none
    progress : told how many replications of combinations are done; the search for the gap comes after that
    effort : how much is tried to close the gap

    Raises
    ------
    InvalidInputError
        If a lever does not fit.
    """
    reform = reform_of(apart)
    attribution = attribute(reform, design, orders, executor, progress)
    after = reform.model(reform.everybody)
    return Attributed(
        attribution=attribution,
        applied=len(after.lane.levers) - len(reform.model(0).lane.levers),
        gap=_gap(after, design, effort or Effort(), executor),
    )


def _gap(after: Model, design: Design, effort: Effort, executor: Executor | None) -> LimitGap | None:
    aim = aim_of(after.lane.limits, after.lane.targets)
    if aim is None:
        return None
    levers, untried = other_levers(after.lane)
    return limit_gap(after, aim, levers, untried, design, effort, executor)
