"""What all views of an experiment rest on: its models, their assumptions, and what it takes to get them again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from services.designs.parameters import title_of_parameter
from services.experiments.batches import Experiment
from services.experiments.forms import (
    HowItGoes,
    WhatEachLeverSaves,
    WhatEachValueDoes,
    WhatItSaves,
    WhichIsBest,
)
from services.experiments.provenance import counts_by_source
from services.experiments.quantity import quantity_of
from services.experiments.report.language import Both
from services.experiments.report.language import both as both_of
from services.experiments.report.numbers import number
from services.experiments.report.texts import text as report_text
from services.experiments.result import CalendarGround
from services.experiments.views.asking import Asking, Intervals, interval_words, observed_words
from services.experiments.views.document import Manifest, ModelShown
from services.experiments.views.shapes import Role, Words
from services.experiments.views.texts import text
from services.experiments.views.told import Told, lanes_of
from services.experiments.views.wording import said, value_text
from simulations.experiment import Design, Model
from workflows.definition.hashing import lane_hash
from workflows.definition.lane import Lane


def models_of(asking: Asking) -> Iterator[ModelShown]:
    """The models of a question, and what each is in it."""
    for place, (hash_, model) in enumerate(zip(asking.hashes, asking.models, strict=True)):
        role, title = _role(asking, place, model.lane)
        yield ModelShown(
            hash=hash_,
            question=asking.number,
            role=role,
            lane=model.lane.id,
            lane_hash=lane_hash(model.lane),
            title=title,
            beside=tuple(lane.id for lane in model.beside),
            called=tuple(lane.id for lane in model.called),
        )


def lanes_asked(askings: Sequence[Asking]) -> tuple[Lane, ...]:
    """All lanes of the first and the last model of each question, each once: what is between has no other numbers."""
    found = [lane for asking in askings for model in _ends(asking) for lane in lanes_of(model)]
    return tuple(dict(zip(map(lane_hash, found), found, strict=True)).values())


def manifest_of(experiment: Experiment, askings: Sequence[Asking], design: Design, intervals: Intervals) -> Manifest:
    """What it takes to get the same numbers again, and to know what they mean.

    Parameters
    ----------
    design : with the number of replications that were run
    """
    lanes = lanes_asked(askings)
    calendars = {(id_, calendar) for lane in lanes for id_, calendar in lane.calendars.items()}
    return Manifest(
        seed=design.seed,
        replications=design.replications,
        confidence=design.confidence,
        interval=interval_words(intervals, design),
        observed=observed_words(design),
        calendar=said(text("calendar.weekdays" if design.assume_weekdays else "calendar.published")),
        versions=experiment.versions,
        models=experiment.models,
        lane_hashes=tuple(map(lane_hash, lanes)),
        calendars=tuple(
            CalendarGround(calendar=id_, hours=quantity_of(calendar), provenance=calendar.provenance)
            for id_, calendar in sorted(calendars, key=lambda pair: (pair[0], pair[1].model_dump_json()))
        ),
        sources=counts_by_source(lanes),
    )


def cautions_of(told: Sequence[Told], design: Design, *, courses: bool) -> tuple[Words, ...]:
    """What makes all figures look other than they are.

    Parameters
    ----------
    courses : whether whole runs are looked at, the beginning from empty included
    """
    return tuple(said(each) for each in _cautions(told, design, courses=courses))


def short_versions(versions: dict[str, str]) -> str:
    """The program's release, and enough of its source's hash to tell it by."""
    return f"greenlane {versions.get('greenlane', '?')} ({versions.get('source', '')[:12]})"


def _cautions(told: Sequence[Told], design: Design, *, courses: bool) -> Iterator[Both]:
    longest = [
        kpi.value
        for each in told
        for kpi in (each.kpi("cycle_time.p90").before or each.kpi("cycle_time.p90").after,)
        if kpi is not None
    ]
    if design.cases is not None:
        yield report_text("caution.cases", cases=design.cases)
    elif longest and max(longest) > design.warm_up_days and not courses:
        yield report_text("caution.warm_up", warm_up=design.warm_up_days, cycle=number(max(longest)))
    if not design.background:
        yield report_text("caution.alone")
    unfinished = sum(sided.figures.unfinished for each in told for sided in each.sides)
    if unfinished:
        yield report_text("caution.unfinished", count=unfinished)
    if design.replications == 1:
        yield report_text("caution.single")


def _ends(asking: Asking) -> Sequence[Model]:
    models = asking.models
    return models if isinstance(asking.form, WhichIsBest) or len(models) < 3 else (models[0], models[-1])


def _role(asking: Asking, place: int, lane: Lane) -> tuple[Role, Words]:
    """What a model is, and what it is called there."""
    form, last = asking.form, len(asking.models) - 1
    own = said(both_of(lane.title))
    match form:
        case WhatItSaves(stages=stages):
            if place == 0:
                return Role.BEFORE, own
            return (Role.AFTER if place == last else Role.STAGE), said(both_of(stages[place - 1][1]))
        case WhatEachValueDoes(values=values, swept=swept):
            if place == 0:
                return Role.BEFORE, own
            title, value = title_of_parameter(swept.lever, swept.parameter), value_text(values[place - 1])
            return Role.VALUE, Words(zh=f"{title.zh} = {value}", en=f"{title.en} = {value}")
        case WhatEachLeverSaves() | HowItGoes() if last:
            return (Role.BEFORE if place == 0 else Role.AFTER), own
        case WhichIsBest(names=names):
            return Role.CANDIDATE, said(both_of(names[place][1]))
        case _:
            return Role.ALONE, own
