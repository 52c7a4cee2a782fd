"""Where every number of a lane comes from, so that a report can list the assumptions that it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from pydantic import BaseModel, NonNegativeInt

from services.experiments.quantity import quantity_of
from workflows.definition.lane import AttributeValue, Lane
from workflows.definition.provenance import Frozen, Provenance, Source, Title
from workflows.definition.values import (
    Outcome,
)

_WHOLE_STEP: Final = Title(zh="环节本身", en="the step itself")


class Sourced(Frozen):
    """Something in a lane that has a source.

    Parameters
    ----------
    place : where it stands: id of the step, or section and id, then the field, such as ``check.service_time``
    of : title of what it belongs to
    quantity : the value with its unit; for the clause that a step comes from, that it is the step itself
    """

    place: str
    of: Title
    quantity: Title
    provenance: Provenance


class Assumption(Frozen):
    """One assumed value and everywhere that it is used.

    Parameters
    ----------
    places : in the lane before, then those only in the lane after
    of : titles of what stands at those places, each once
    """

    quantity: Title
    provenance: Provenance
    places: tuple[str, ...]
    of: tuple[Title, ...]


def provenances(lane: Lane) -> tuple[Sourced, ...]:
    """Everything in a lane that has a source, in the order of the lane's own fields.

    Found by walking the data, so a new kind of step or quantity is found without being named here.
    """
    return tuple(_walk(lane, "", lane.title))


def assumptions_of(lanes: Iterable[Lane]) -> tuple[Assumption, ...]:
    """The assumptions that lanes rest on, each once with all of its places, in the order of their first places.

    Two places share an assumption if value, source and reason are the same.
    """
    found: dict[tuple[str, Provenance], dict[str, Sourced]] = {}
    for lane in lanes:
        for sourced in provenances(lane):
            if sourced.provenance.is_assumption:
                key = sourced.quantity.en, sourced.provenance
                found.setdefault(key, {}).setdefault(f"{lane.id}: {sourced.place}", sourced)
    return tuple(
        Assumption(
            quantity=next(iter(uses.values())).quantity,
            provenance=provenance,
            places=tuple(uses),
            of=tuple(dict.fromkeys(sourced.of for sourced in uses.values())),
        )
        for (_, provenance), uses in found.items()
    )


def counts_by_source(lanes: Iterable[Lane]) -> dict[Source, NonNegativeInt]:
    """How many numbers and steps have which source, most binding source first; a place in several lanes counts once."""
    everywhere = {
        (lane.id, sourced.place): sourced.provenance.source for lane in lanes for sourced in provenances(lane)
    }
    counted = Counter(everywhere.values())
    return {source: counted[source] for source in Source if counted[source]}


def _walk(value: object, place: str, of: Title) -> Iterator[Sourced]:
    match value:
        case Provenance():
            yield Sourced(place=place, of=of, quantity=_WHOLE_STEP, provenance=value)
        case BaseModel():
            yield from _fields(value, _named(value, place), _title(value, of))
        case dict():
            for key, item in value.items():
                yield from _walk(item, f"{place}.{key}" if place else str(key), of)
        case tuple():
            for index, item in enumerate(value):
                yield from _walk(item, f"{place}[{index}]", of)
        case _:  # a plain value has no source of its own
            return


def _fields(value: BaseModel, place: str, of: Title) -> Iterator[Sourced]:
    provenance = getattr(value, "provenance", None)
    if isinstance(provenance, Provenance):
        yield Sourced(place=place, of=of, quantity=quantity_of(value), provenance=provenance)
    for name in type(value).model_fields:
        field = getattr(value, name)
        if field is not provenance:
            yield from _walk(field, f"{place}.{name}" if place else name, of)


def _named(value: BaseModel, place: str) -> str:
    """A step is found by its id wherever it stands; nothing else with an id is nested."""
    return str(getattr(value, "id", "")) if hasattr(value, "kind") and hasattr(value, "id") else place


def _title(value: BaseModel, of: Title) -> Title:
    title = getattr(value, "title", None)
    if not isinstance(title, Title):
        return of
    if isinstance(value, AttributeValue | Outcome):  # "yes" alone would tell nothing
        return Title(zh=f"{of.zh}：{title.zh}"[:200], en=f"{of.en}: {title.en}"[:200])
    return title
