"""Names and ranges as a designer gives them, for the studies of :mod:`simulations`."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Final, Literal

from services.experiments.questions import how_it_does, together
from services.experiments.subjects import find_subject
from simulations.experiment import Model
from simulations.inputs import inputs_of
from simulations.members import PoolRange, pool_named, with_members
from simulations.sensitivity import Study
from simulations.statistics.selection import Selection
from simulations.statistics.sensitivity import InputRange
from simulations.trade_off import Build, Lever
from workflows.definition.provenance import Title
from workflows.errors import InvalidInputError, LeverRefusedError, UnknownNameError
from workflows.levers.rewriting import revised
from workflows.levers.scenario import Scenario, lanes_after

_RANGE: Final = re.compile(r"\s*([\w.\[\]]+)\s*(?:=\s*(-?\d+(?:\.\d+)?)\s*\.\.\s*(-?\d+(?:\.\d+)?)\s*)?")
_MORE: Final = 4


def model_named(name: str) -> Model:
    """What is simulated of a lane; of a scenario, what is after its reform.

    Raises
    ------
    InvalidInputError
        If there is nothing of that name, or it is a package.
    """
    [model] = how_it_does(find_subject(name)).models
    return model


def candidates(names: Sequence[str]) -> list[tuple[str, Title, Model]]:
    """Lanes and scenarios to select from, under the names that they were given by.

    Raises
    ------
    InvalidInputError
        If there are fewer than two, or one twice.
    """
    if len(names) < 2 or len(set(names)) < len(names):
        raise InvalidInputError(
            f"expected at least two different lanes or scenarios to select from; found {', '.join(names) or 'none'}."
        )
    return [(name, find_subject(name).title, model_named(name)) for name in names]


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


def sensitivity_study(
    lane: str, inputs: Sequence[str], kpi: str, method: Literal["morris", "sobol"], size: int | None
) -> Study:
    """What is asked of a sensitivity study.

    Parameters
    ----------
    size : trajectories of Morris, 10 if absent; base of Sobol's points, 64 if absent

    Raises
    ------
    InvalidInputError
        If an input cannot be varied so, or the base is no power of two.
    """
    if size is None:
        size = 10 if method == "morris" else 64
    if method == "sobol" and size & (size - 1):
        raise InvalidInputError(f"expected a power of two for --size with Sobol, such as 64; was {size}")
    return Study(kpi=kpi, method=method, inputs=input_ranges(model_named(lane), inputs), size=size)


def buildable(name: str, *, with_levers: bool) -> tuple[Build, tuple[Lever, ...]]:
    """What makes lanes of a choice of staff and levers, and the levers that there are to choose.

    Parameters
    ----------
    name : of a lane, or of a scenario
    with_levers : whether the scenario's levers are chosen too; otherwise all of them are introduced

    Raises
    ------
    InvalidInputError
        If levers are to be chosen and it has none.
    """
    subject = find_subject(name)
    if not with_levers:
        model = model_named(name)
        return lambda members, _: with_members(model, members), ()
    if not isinstance(subject, Scenario) or not subject.levers:
        raise InvalidInputError(f"expected a scenario, whose levers could be chosen; found {subject.id!r}.")
    scenario = subject

    def build(members: dict[str, int], places: tuple[int, ...]) -> Model | None:
        chosen = revised(scenario, levers=tuple(scenario.levers[place] for place in places), sweep=None)
        try:
            return with_members(together(lanes_after(chosen), scenario.overrides), members)
        except (LeverRefusedError, UnknownNameError):
            # A lever that stands on another one, or a pool that only a lever brings: this cannot be chosen.
            return None

    return build, tuple(Lever(lever=lever.lever, called=lever.called) for lever in scenario.levers)


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
