"""What a shape of the map is: who does it, how long, within what limit, with which documents, and says who."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from services.api.faults import PathInBody
from services.designs.schemas import MapElement, Named, StepLimit, StepSource, StepTime
from workflows.definition.distributions import Distribution
from workflows.definition.lane import Lane
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import (
    ApplicantStep,
    Call,
    Deadline,
    Sequence,
    StatutoryWait,
    Step,
    Task,
    ThirdPartyStep,
)
from workflows.definition.tree import children
from workflows.definition.values import WorkingDays
from workflows.interchange.map_drawing import DrawnStep
from workflows.interchange.step_drawing import APPLICANT

_APPLICANT = Title(zh="申请人", en="Applicant")


def element_of(lane: Lane, drawn: DrawnStep, colours: Mapping[str, str]) -> MapElement:
    """What a page shows of a step beside its shape.

    Parameters
    ----------
    colours : id of whoever does something to the colour of what they do
    """
    step = drawn.step
    assert not isinstance(step, Sequence)  # a sequence has no shape
    doer = _doer(lane, step)
    return MapElement(
        element=drawn.element,
        step=step.id,
        kind=step.kind,
        title=step.title,
        path=drawn.path,
        doer=doer,
        colour=None if doer is None else colours.get(doer.id),
        time=_time(step),
        limit=_limit(step),
        documents=_documents(lane, step),
        clauses=step.clauses if isinstance(step, Task | ApplicantStep | ThirdPartyStep) else (),
        sources=tuple(_sources(step)),
        calls=step.lane if isinstance(step, Call) else None,
    )


def _doer(lane: Lane, step: Step) -> Named | None:
    match step:
        case Task(pool=pool):
            return Named(id=pool, title=lane.pools[pool].title if pool in lane.pools else Title(zh=pool, en=pool))
        case ApplicantStep():
            return Named(id=APPLICANT, title=_APPLICANT)
        case ThirdPartyStep(party=party):
            return Named(id=party.en, title=party)
        case _:
            return None


def _time(step: Step) -> StepTime | None:
    match step:
        case Task(service_time=time) | ApplicantStep(time=time) | ThirdPartyStep(time=time):
            return _said(time)
        case StatutoryWait(time=time) if time is not None:
            return _said(time)
        case _:
            return None


def _said(time: Distribution) -> StepTime:
    try:
        mean: float | None = time.mean
    except OverflowError:  # a number that is still being typed
        mean = None
    return StepTime(kind=time.kind, mean=mean if mean is not None and math.isfinite(mean) else None, unit=time.unit)


def _limit(step: Step) -> StepLimit | None:
    match step:
        case (
            Task(limit=WorkingDays() as limit)
            | Deadline(within=limit)
            | StatutoryWait(working_days=WorkingDays() as limit)
        ):
            return StepLimit(working_days=limit.working_days, provenance=limit.provenance)
        case _:
            return None


def _documents(lane: Lane, step: Step) -> tuple[Named, ...]:
    if not isinstance(step, Task | ApplicantStep | ThirdPartyStep):
        return ()
    return tuple(
        Named(id=id_, title=lane.documents[id_].title if id_ in lane.documents else Title(zh=id_, en=id_))
        for id_ in step.documents
    )


def _sources(step: Step) -> Iterator[StepSource]:
    """Where the numbers of a step come from, not those of the steps inside it."""
    inside = {id(child) for child in children(step)}
    for path, provenance in _provenances(step, (), inside):
        yield StepSource(quantity=path, provenance=provenance)


def _provenances(value: object, path: PathInBody, inside: set[int]) -> Iterator[tuple[PathInBody, Provenance]]:
    match value:
        case Provenance():
            yield path[:-1], value
        case BaseModel() if id(value) not in inside:
            for name, field in type(value).model_fields.items():
                if name != "clauses":
                    yield from _provenances(getattr(value, name), (*path, field.alias or name), inside)
        case tuple():
            for index, item in enumerate(value):
                yield from _provenances(item, (*path, index), inside)
        case _:
            return
