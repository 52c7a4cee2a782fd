"""Answers to questions: each a function of the question, the design and the replications that an executor gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import TypeAlias

from services.experiments.attribution import Attributed, attributed
from services.experiments.forms import (
    HowItDoes,
    HowItGoes,
    HowLongToWarmUp,
    HowManyPeople,
    Question,
    WhatEachLeverSaves,
    WhatEachValueDoes,
    WhatItSaves,
    WhatMovesIt,
    WhatShorterCosts,
    WhichIsBest,
)
from services.experiments.simulating import Progress, Simulated, how_a_model_does
from services.experiments.taking_apart import buildable
from simulations.comparison import Comparison, Stage, compare
from simulations.experiment import Design, Model
from simulations.remembering import RememberingExecutor
from simulations.selecting import LaneSelected, select_lane
from simulations.sensitivity import Sensitivity, find_sensitivity
from simulations.staffing import StaffingFound, find_staffing
from simulations.statistics.staffing import Judged
from simulations.sweeping import Sweep, sweep
from simulations.traces import Trace, trace
from simulations.trade_off import Space, TradeOffs, find_trade_offs
from simulations.transient import WarmUp, find_warm_up

Answer: TypeAlias = (
    Simulated
    | Comparison
    | Sweep
    | Attributed
    | LaneSelected
    | StaffingFound
    | Sensitivity
    | TradeOffs
    | WarmUp
    | Trace
)


def _untold(done: int, of: int) -> None:
    """Tell nobody."""


def answer(question: Question, design: Design, executor: Executor, progress: Progress = _untold) -> Answer:
    """Answer a question.

    Parameters
    ----------
    executor : where replications run
    progress : told how much of how much is done, where that is known
    """
    match question.form:
        case HowItDoes():
            return simulated(question, design, executor, progress)
        case WhatItSaves():
            return compared(question, design, executor, progress)
        case WhatEachValueDoes():
            return swept_through(question, design, executor, progress)
        case WhatEachLeverSaves(reform=reform, orders=orders):
            return attributed(reform, design, orders, executor, progress)
        case HowLongToWarmUp():
            return find_warm_up(_only(question), design, executor, progress)
        case HowItGoes(scenario=scenario, title=title, shares=shares, cases=cases):
            return trace((scenario, title), question.models, (shares, cases), design, executor, progress)
        case HowManyPeople():
            return people_needed(question, design, executor)
        case _:
            return _studied(question, design, RememberingExecutor(executor), progress)


def _studied(
    question: Question, design: Design, executor: RememberingExecutor, progress: Progress
) -> LaneSelected | Sensitivity | TradeOffs:
    match question.form:
        case WhichIsBest(names=names, kpi=kpi, wanted=wanted):
            named = [(*each, model) for each, model in zip(names, question.models, strict=True)]
            return select_lane(named, kpi, wanted, design, executor, progress)
        case WhatMovesIt(study=study):
            return find_sensitivity(_only(question), study, design, executor, progress)
        case WhatShorterCosts(pools=pools, kpi=kpi, trials=trials, reform=reform):
            build, levers = buildable(_only(question), reform)
            space = Space(pools=pools, levers=levers, kpi=kpi, trials=trials)
            return find_trade_offs(space, build, design, executor, progress)
        case other:
            raise AssertionError(f"nobody answers {other.kind}")


def simulated(question: Question, design: Design, executor: Executor | None, progress: Progress) -> Simulated:
    """How a lane does; in this process without an executor."""
    return how_a_model_does(_only(question), design, executor, progress)


def compared(question: Question, design: Design, executor: Executor | None, progress: Progress) -> Comparison:
    """What a reform saves; in this process without an executor."""
    form = question.form
    assert isinstance(form, WhatItSaves)
    old, *models = question.models
    stages: list[Stage] = [(*named, model) for named, model in zip(form.stages, models, strict=True)]
    return compare(form.scenario, form.title, old, stages, design, executor, progress)


def swept_through(question: Question, design: Design, executor: Executor | None, progress: Progress) -> Sweep:
    """What comes of every value; in this process without an executor."""
    form = question.form
    assert isinstance(form, WhatEachValueDoes)
    old, *models = question.models
    return sweep(form.swept, old, list(zip(form.values, models, strict=True)), design, executor, progress)


def people_needed(
    question: Question, design: Design, executor: Executor, told: Callable[[Judged], None] = lambda judged: None
) -> StaffingFound:
    """How many people a goal takes.

    Parameters
    ----------
    told : of each verdict
    """
    form = question.form
    assert isinstance(form, HowManyPeople)
    remembering = RememberingExecutor(executor)
    return find_staffing(_only(question), form.pools, form.goal, design, remembering, form.most, told)


def models_compared(questions: Sequence[Question]) -> list[Model]:
    """The lane before, and the lane after of each question: those whose figures are to be precise."""
    return [questions[0].models[0], *(question.models[-1] for question in questions if len(question.models) > 1)]


def _only(question: Question) -> Model:
    [model] = question.models
    return model
