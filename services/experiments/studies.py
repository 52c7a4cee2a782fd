"""Questions of studies, from names and ranges as a designer gives them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Final, Literal

from services.experiments.forms import (
    HowLongToWarmUp,
    HowManyPeople,
    Question,
    WhatEachLeverSaves,
    WhatMovesIt,
    WhatShorterCosts,
    WhichIsBest,
)
from services.experiments.questions import Origin, how_it_does, shipped_origin
from services.experiments.subjects import Subject
from services.experiments.taking_apart import reform_of, taken_apart
from simulations.experiment import Model
from simulations.goals import parse_goal
from simulations.inputs import inputs_of
from simulations.members import PoolRange, pool_named
from simulations.sensitivity import Study
from simulations.statistics.selection import Selection
from simulations.statistics.sensitivity import InputRange
from workflows.errors import InvalidInputError, UnknownNameError
from workflows.levers.scenario import LaneOf, Scenario, base_lane
from workflows.measures import KPIS

_RANGE: Final = re.compile(r"\s*([\w.\[\]]+)\s*(?:=\s*(-?\d+(?:\.\d+)?)\s*\.\.\s*(-?\d+(?:\.\d+)?)\s*)?")
_MORE: Final = 4


def what_each_lever_saves(subject: Subject, orders: int, lane_of: LaneOf = base_lane) -> Question:
    """Ask what each lever of a scenario saves, or each principle of a package, and what is missing afterwards.

    Parameters
    ----------
    orders : of introduction, drawn if there are too many to take all
    lane_of : which lanes a scenario means by its bases

    Raises
    ------
    InvalidInputError
        If it is a lane, or has no levers, or one of them does not fit.
    """
    apart = taken_apart(subject, lane_of)
    reform = reform_of(apart)
    models = (reform.model(0), reform.model(reform.everybody))
    return Question(form=WhatEachLeverSaves(reform=apart, orders=orders), models=models)


def which_is_best(
    subjects: Sequence[tuple[str, Subject]], kpi: str, wanted: Selection, origin: Origin = shipped_origin
) -> Question:
    """Ask which of several lanes is the best by a figure.

    Parameters
    ----------
    subjects : with the names that they were given by; of a scenario, the lane after its reform
    origin : which lanes a scenario means by its bases

    Raises
    ------
    InvalidInputError
        If there are fewer than two, or one twice, or a package, or no figure is called so.
    """
    names = [name for name, _ in subjects]
    if len(names) < 2 or len(set(names)) < len(names):
        raise InvalidInputError(
            f"expected at least two different lanes or scenarios to select from; found {', '.join(names) or 'none'}."
        )
    form = WhichIsBest(names=tuple((name, of.title) for name, of in subjects), kpi=_figure(kpi), wanted=wanted)
    return Question(form=form, models=tuple(_model_of(subject, origin(subject)) for _, subject in subjects))


def how_many_people(
    subject: Subject, pools: Sequence[str], goal: str, most: int, lane_of: LaneOf = base_lane
) -> Question:
    """Ask how many people a goal takes.

    Parameters
    ----------
    pools : as of :func:`pool_ranges`
    goal : as of :func:`simulations.goals.parse_goal`
    most : staffings that may be judged

    Raises
    ------
    InvalidInputError
        If a pool or the goal cannot be read, or it is a package.
    """
    model = _model_of(subject, lane_of)
    form = HowManyPeople(pools=pool_ranges(model, pools), goal=parse_goal(goal), most=most)
    return Question(form=form, models=(model,))


def what_moves_it(
    subject: Subject,
    inputs: Sequence[str],
    kpi: str,
    method: Literal["morris", "sobol"],
    size: int | None,
    lane_of: LaneOf = base_lane,
) -> Question:
    """Ask which numbers of a lane move a figure.

    Parameters
    ----------
    inputs : as of :func:`input_ranges`
    size : trajectories of Morris, 10 if absent; base of Sobol's points, 64 if absent

    Raises
    ------
    InvalidInputError
        If an input cannot be varied so, or the base is no power of two, or no figure is called so.
    """
    if size is None:
        size = 10 if method == "morris" else 64
    if method == "sobol" and size & (size - 1):
        raise InvalidInputError(f"expected a power of two for --size with Sobol, such as 64; was {size}")
    model = _model_of(subject, lane_of)
    study = Study(kpi=_figure(kpi), method=method, inputs=input_ranges(model, inputs), size=size)
    return Question(form=WhatMovesIt(study=study), models=(model,))


def what_shorter_costs(
    subject: Subject, pools: Sequence[str], kpi: str, trials: int, lane_of: LaneOf = base_lane, *, with_levers: bool
) -> Question:
    """Ask what a shorter time costs.

    Parameters
    ----------
    pools : as of :func:`pool_ranges`
    trials : choices that are looked at
    with_levers : whether a scenario's levers are chosen too; otherwise all of them are introduced

    Raises
    ------
    InvalidInputError
        If levers are to be chosen and it has none, a pool cannot be read, or no figure is called so.
    """
    reform = None
    if with_levers:
        if not isinstance(subject, Scenario) or not subject.levers:
            raise InvalidInputError(f"expected a scenario, whose levers could be chosen; found {subject.id!r}.")
        reform = taken_apart(subject, lane_of)
    model = _model_of(subject, lane_of)
    form = WhatShorterCosts(pools=pool_ranges(model, pools), kpi=_figure(kpi), trials=trials, reform=reform)
    return Question(form=form, models=(model,))


def how_long_to_warm_up(subject: Subject, lane_of: LaneOf = base_lane) -> Question:
    """Ask how long a lane takes from empty until it is what it usually is.

    Raises
    ------
    InvalidInputError
        If it is a package.
    """
    return Question(form=HowLongToWarmUp(), models=(_model_of(subject, lane_of),))


def pool_ranges(model: Model, texts: Sequence[str]) -> tuple[PoolRange, ...]:
    """Between how many members pools are varied.

    Parameters
    ----------
    texts : ``window=1..6`` each; or ``window``, which is from one to twice as many as there are, or some more

    Raises
    ------
    InvalidInputError
        If one cannot be read, no pool is called so, or one is named twice.
    """
    if not texts:
        raise InvalidInputError("expected at least one pool; found none. Name it: --pool window=1..6")
    ranges = []
    for text in texts:
        name, given = _read(text, "window=1..6")
        pool = pool_named(model, name)
        others = pool.members - pool.staff[0].count
        least, most = given or (1 + others, max(2 * pool.members, pool.members + _MORE))
        if not 1 <= least <= most or least != int(least) or most != int(most):
            raise InvalidInputError(f"expected whole numbers 1 <= low <= high of members; was {text!r}")
        ranges.append(PoolRange(pool=name, low=int(least), high=int(most)))
    _once([each.pool for each in ranges])
    return tuple(ranges)


def input_ranges(model: Model, texts: Sequence[str]) -> tuple[InputRange, ...]:
    """Between what numbers of a lane are varied.

    Parameters
    ----------
    texts : ``check.service_time=10..30`` each; or its name alone, which is a fifth less to a fifth more

    Raises
    ------
    InvalidInputError
        If one cannot be read, is not there, or is outside of what it can be.
    """
    known = inputs_of(model.lane)
    if not texts:
        raise InvalidInputError(f"expected at least one input; found none. Known: {', '.join(known)}")
    ranges = []
    for text in texts:
        name, given = _read(text, "check.service_time=10..30")
        if name not in known:
            raise UnknownNameError("input", name, list(known))
        of = known[name]
        least, most = given or of.usual_range
        if not of.least <= least < most <= of.most:
            between = f"{of.least:g} <= low < high" + (f" <= {of.most:g}" if math.isfinite(of.most) else "")
            raise InvalidInputError(f"expected {between} for {name}, which is {of.value:g}; was {text!r}")
        ranges.append(InputRange(name=name, low=least, high=most))
    _once([each.name for each in ranges])
    return tuple(ranges)


def selection_wanted(indifference: float, confidence: float, first: int, most: int) -> Selection:
    """What is asked of a selection.

    Raises
    ------
    InvalidInputError
        If no difference at all is to be neglected, which no number of replications could tell.
    """
    if indifference <= 0:
        raise InvalidInputError(
            f"expected a difference above 0 that would not matter; was {indifference:g}. "
            "Give one in the unit of the figure: --indifference 0.5"
        )
    return Selection(indifference=indifference, confidence=confidence, first=first, most=max(first, most))


def _model_of(subject: Subject, lane_of: LaneOf) -> Model:
    """What is simulated of a lane; of a scenario, what is after its reform."""
    [model] = how_it_does(subject, lane_of).models
    return model


def _figure(kpi: str) -> str:
    if kpi not in KPIS:
        raise UnknownNameError("figure", kpi, list(KPIS))
    return kpi


def _read(text: str, example: str) -> tuple[str, tuple[float, float] | None]:
    """A name, and the range after it if there is one."""
    form = _RANGE.fullmatch(text)
    if form is None:
        raise InvalidInputError(f"expected a name, or a name with a range such as {example}; was {text!r}")
    name, low, high = form.groups()
    return name, None if low is None else (float(low), float(high))


def _once(names: Sequence[str]) -> None:
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise InvalidInputError(f"expected every name once; found {twice[0]!r} twice.")
