"""Questions about lanes and reforms: how does it do, what does it save, what comes of every value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from services.experiments.forms import HowItDoes, HowItGoes, Question, WhatEachValueDoes, WhatItSaves
from services.experiments.subjects import Subject, find_subject, scenarios_of
from simulations.experiment import GRID, Model
from simulations.sweeping import Swept
from workflows.definition.lane import Lane
from workflows.errors import InvalidInputError
from workflows.levers.overrides import Overrides
from workflows.levers.package import Package, joint_scenario
from workflows.levers.scenario import LaneOf, Scenario, after, base_lane, before, lanes_after, lanes_before, swept
from workflows.levers.stages import Stage as LaneStage
from workflows.levers.stages import lane_stages, principle_stages, stages_of
from workflows.levers.sweep import lever_meant
from workflows.levers.together import called_beside

Find: TypeAlias = Callable[[str], Subject]
"""What a name stands for."""
Origin: TypeAlias = Callable[[Subject], LaneOf]
"""Which lanes a scenario means by its bases."""


def shipped_origin(_: Subject) -> LaneOf:
    """A scenario that is shipped, or in a file, means lanes that are."""
    return base_lane


def model_of(lane: Lane) -> Model:
    """A lane with the lanes that it calls."""
    return together((lane,), Overrides())


def together(lanes: tuple[Lane, ...], overrides: Overrides) -> Model:
    """Lanes that run at the same time, the one in question first, with the lanes that they call."""
    return Model(lane=lanes[0], beside=lanes[1:], called=called_beside(lanes, overrides))


def how_it_does(subject: Subject, lane_of: LaneOf = base_lane) -> Question:
    """Ask how a lane does, or the lane after a scenario's reform with those beside it.

    Parameters
    ----------
    lane_of : which lanes a scenario means by its bases

    Raises
    ------
    InvalidInputError
        If it is a package, which has several lanes.
    """
    if isinstance(subject, Package):
        raise _several_lanes(subject)
    lanes = lanes_after(subject, lane_of) if isinstance(subject, Scenario) else (subject,)
    overrides = subject.overrides if isinstance(subject, Scenario) else Overrides()
    return Question(form=HowItDoes(), models=(together(lanes, overrides),))


def what_a_scenario_saves(scenario: Scenario, lane_of: LaneOf = base_lane) -> Question:
    """Ask what the levers of a scenario save; those that follow each other and are of one kind are taken together.

    Raises
    ------
    InvalidInputError
        If the scenario has no levers: there is nothing to compare.
    """
    return _what_stages_save(scenario, stages_of(scenario, lane_of), lane_of)


def what_a_package_saves(package: Package) -> Question:
    """Ask what each principle of a package saves on each lane; without principles, the reform of each lane.

    Raises
    ------
    InvalidInputError
        If its scenarios have no levers, or do not fit together.
    """
    joint = joint_scenario(package, scenarios_of(package))
    stages = principle_stages(joint, package.principles) if package.principles else lane_stages(joint)
    return _what_stages_save(joint, stages, base_lane)


def what_they_save(names: Sequence[str], find: Find = find_subject, origin: Origin = shipped_origin) -> list[Question]:
    """Ask how one lane compares with others.

    Parameters
    ----------
    names : before, then what it is compared with, one question each; or a scenario or a package alone, whose own before
        and after are compared. Where two are compared, lanes beside theirs are left out
    find : what a name stands for
    origin : which lanes a scenario means by its bases

    Raises
    ------
    InvalidInputError
        If a lane is compared with nothing, or a package with something.
    """
    first = find(names[0])
    if len(names) == 1:
        if isinstance(first, Scenario):
            return [what_a_scenario_saves(first, origin(first))]
        if isinstance(first, Package):
            return [what_a_package_saves(first)]
        raise InvalidInputError(
            f"expected something to compare lane {first.id!r} with; found nothing. "
            "Name a scenario or another lane after it."
        )
    lane_of = origin(first)
    old = model_of(before(first, lane_of) if isinstance(first, Scenario) else _one_lane(first, lane_of))
    questions = []
    for other in map(find, names[1:]):
        form = WhatItSaves(scenario=other.id, title=other.title, stages=((other.id, other.title),))
        questions.append(Question(form=form, models=(old, model_of(_one_lane(other, origin(other))))))
    return questions


def what_each_value_does(subject: Subject, lane_of: LaneOf = base_lane) -> Question:
    """Ask what comes of every value of a scenario's sweep.

    Raises
    ------
    InvalidInputError
        If it is no scenario, or has no sweep.
    """
    if not isinstance(subject, Scenario):
        raise InvalidInputError(
            f"expected a scenario with a sweep; found {type(subject).__name__.lower()} {subject.id!r}. "
            "Name a scenario, or a file with one."
        )
    if subject.sweep is None:
        raise InvalidInputError(
            f"expected a scenario with a sweep; found {subject.id!r}, which has none. "
            "Add sweep: {lever, parameter, values} to it, or compare it."
        )
    lever = subject.levers[lever_meant(subject.sweep, subject.levers)]
    meant = Swept(
        scenario=subject.id,
        title=subject.title,
        lever=lever.lever,
        called=lever.called,
        parameter=subject.sweep.parameter,
    )
    series = list(swept(subject))
    return Question(
        form=WhatEachValueDoes(swept=meant, values=tuple(value for value, _ in series)),
        models=(
            together(lanes_before(subject, lane_of), subject.overrides),
            *(together(lanes_after(one, lane_of), one.overrides) for _, one in series),
        ),
    )


def how_it_goes(
    names: Sequence[str],
    shares: Sequence[float],
    cases: Sequence[int],
    find: Find = find_subject,
    origin: Origin = shipped_origin,
) -> Question:
    """Ask what a lane looks like from near, or a lane before and after.

    Parameters
    ----------
    names : a lane; a scenario or a package, whose own before and after it is; or before and after
    shares : of the cases that take at most as long as one that is drawn out, in hundredths
    cases : numbers of others that are drawn out
    find, origin : as of :func:`what_they_save`

    Raises
    ------
    InvalidInputError
        If more than two are named, or a share is none of those that are known.
    """
    if len(names) > 2:
        raise InvalidInputError(
            f"expected a lane, a scenario, or a lane before and one after; found {len(names)} names. "
            "Ask for two at a time."
        )
    unknown = next((share for share in shares if share not in GRID), None)
    if unknown is not None:
        raise InvalidInputError(
            f"expected a share of the cases from 0.01 to 0.99 in hundredths; was {unknown:g}. "
            "Name 0.5 for the case in the middle."
        )
    first = find(names[0])
    models: tuple[Model, ...]
    if len(names) == 1 and not isinstance(first, Scenario | Package):
        scenario, title, models = "", first.title, (model_of(first),)
    else:
        [saved] = what_they_save(names, find, origin)
        assert isinstance(saved.form, WhatItSaves)
        scenario, title, models = saved.form.scenario, saved.form.title, (saved.models[0], saved.models[-1])
    form = HowItGoes(scenario=scenario, title=title, shares=tuple(shares), cases=tuple(cases))
    return Question(form=form, models=models)


def _what_stages_save(scenario: Scenario, stages: Sequence[LaneStage], lane_of: LaneOf) -> Question:
    named = tuple((stage.id, stage.called) for stage in stages)
    lanes = [lanes_before(scenario, lane_of), *(stage.lanes for stage in stages)]
    return Question(
        form=WhatItSaves(scenario=scenario.id, title=scenario.title, stages=named),
        models=tuple(together(each, scenario.overrides) for each in lanes),
    )


def _one_lane(subject: Subject, lane_of: LaneOf) -> Lane:
    if isinstance(subject, Package):
        raise _several_lanes(subject)
    return after(subject, lane_of) if isinstance(subject, Scenario) else subject


def _several_lanes(package: Package) -> InvalidInputError:
    return InvalidInputError(
        f"expected one lane; found package {package.id!r}, which has {len(package.scenarios)} scenarios. "
        "Compare the package alone, or name one of its scenarios."
    )
