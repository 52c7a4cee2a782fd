"""What an experiment asks, as data: the lanes that are simulated together, and what is made of their replications.

A question carries its lanes, so that it means the same wherever and whenever it is answered. The answer is a function
of the question, the design and the replications, so where these ran cannot be told from it.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, JsonValue, PositiveInt

from simulations.attribution.coalitions import Player
from simulations.experiment import Model
from simulations.goals import Goal
from simulations.members import PoolRange
from simulations.sensitivity import Study
from simulations.statistics.selection import Selection
from simulations.sweeping import Swept
from workflows.definition.lane import Lane
from workflows.definition.provenance import Frozen, Title
from workflows.levers.scenario import Scenario


class TakenApart(Frozen):
    """A reform with the lanes that it begins from, to introduce some of its levers and not others.

    Parameters
    ----------
    scenario : whose bases are places among `lanes`, so that no file has to be there any more
    players : to whom its levers belong
    """

    scenario: Scenario
    lanes: tuple[Lane, ...]
    players: tuple[Player, ...]


class HowItDoes(Frozen):
    """How does this lane do? The one model is it."""

    kind: Literal["simulate"] = "simulate"


class WhatItSaves(Frozen):
    """What would that reform save? The models are the lane before, then the lane at each stage.

    Parameters
    ----------
    scenario, title : what the reform is called
    stages : id and name of each stage
    """

    kind: Literal["compare"] = "compare"
    scenario: str
    title: Title
    stages: tuple[tuple[str, Title], ...]


class WhatEachValueDoes(Frozen):
    """What comes of every value of a parameter? The models are the lane before, then the lane at each value."""

    kind: Literal["sweep"] = "sweep"
    swept: Swept
    values: tuple[JsonValue, ...]


class WhatEachLeverSaves(Frozen):
    """What does each lever save, and what is missing afterwards? The models are the lane before and the lane after.

    Parameters
    ----------
    orders : of introduction, drawn if there are too many to take all
    """

    kind: Literal["attribute"] = "attribute"
    reform: TakenApart
    orders: PositiveInt


class WhichIsBest(Frozen):
    """Which of these lanes is the best? The models are they.

    Parameters
    ----------
    names : what each is called, in the order of the models
    """

    kind: Literal["select"] = "select"
    names: tuple[tuple[str, Title], ...]
    kpi: str
    wanted: Selection


class HowManyPeople(Frozen):
    """How many people does a goal take? The one model is the lane as it is.

    Parameters
    ----------
    most : staffings that may be judged
    """

    kind: Literal["staff"] = "staff"
    pools: tuple[PoolRange, ...]
    goal: Goal
    most: PositiveInt


class WhatMovesIt(Frozen):
    """Which numbers of a lane move a figure? The one model is the lane as it is."""

    kind: Literal["sensitivity"] = "sensitivity"
    study: Study


class WhatShorterCosts(Frozen):
    """What does a shorter time cost? The one model is the lane as it is; of a scenario, that after its reform.

    Parameters
    ----------
    trials : choices that are looked at
    reform : whose levers may be introduced or not; none if only people are varied
    """

    kind: Literal["pareto"] = "pareto"
    pools: tuple[PoolRange, ...]
    kpi: str
    trials: PositiveInt
    reform: TakenApart | None


class HowLongToWarmUp(Frozen):
    """How long does a lane take from empty until it is what it usually is? The one model is it."""

    kind: Literal["warm-up"] = "warm-up"


class HowItGoes(Frozen):
    """What does it look like from near? The models are the lane; or the lane before, then the lane after.

    Parameters
    ----------
    scenario, title : what the reform is called; the scenario is empty and the title the lane's if there is none
    shares : cases that are drawn out: those that so many take at most as long as
    cases : and those of these numbers
    """

    kind: Literal["trace"] = "trace"
    scenario: str
    title: Title
    shares: tuple[float, ...]
    cases: tuple[PositiveInt, ...]


Form: TypeAlias = Annotated[
    HowItDoes
    | WhatItSaves
    | WhatEachValueDoes
    | WhatEachLeverSaves
    | WhichIsBest
    | HowManyPeople
    | WhatMovesIt
    | WhatShorterCosts
    | HowLongToWarmUp
    | HowItGoes,
    Field(discriminator="kind"),
]


class Question(Frozen):
    """One question.

    Parameters
    ----------
    form : what is asked of the models
    """

    form: Form
    models: tuple[Model, ...]
