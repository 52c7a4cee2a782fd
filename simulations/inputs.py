"""The numbers of a lane by name, and the lane with other numbers in their place.

They are named by where they stand, as in the list of assumptions: ``check.service_time``,
``documents.identity.defect_share``. How many people a pool has is one number, whatever their hours:
``pools.window.staff``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final, Literal, cast, get_args

from pydantic import ValidationError

from simulations.experiment import Model
from simulations.members import with_members
from workflows.definition.distributions import Distribution
from workflows.definition.lane import Attribute, AttributeValue, Lane, Staff
from workflows.definition.provenance import Frozen
from workflows.definition.references import problems_of
from workflows.definition.values import Factor, Money, Proportion, WorkingDays
from workflows.errors import InvalidInputError, UnknownNameError
from workflows.levers.rewriting import revised

_SPANS: Final[tuple[type, ...]] = get_args(get_args(Distribution)[0])
_LEFT_OUT: Final = frozenset({"targets", "levers", "calendars"})
"""A published figure is never an input, and of calendars nothing is one number."""


class LaneInput(Frozen):
    """A number of a lane.

    Parameters
    ----------
    value : as the lane has it; the mean, of a distribution
    unit : what it is counted in
    whole : whether it can be a whole number only
    least, most : that it can be
    """

    name: str
    value: float
    unit: Literal["seconds", "minutes", "hours", "days", "working_days", "share", "members", "yuan", "factor"]
    whole: bool = False
    least: float = 0.0
    most: float = math.inf

    model_config = Frozen.model_config | {"allow_inf_nan": True}

    @property
    def usual_range(self) -> tuple[float, float]:
        """A fifth less and a fifth more; of whole numbers, at least one less and one more."""
        low, high = self.value * 0.8, self.value * 1.2
        if self.whole:
            low, high = math.floor(min(low, self.value - 1)), math.ceil(max(high, self.value + 1))
        return max(low, self.least), min(high, self.most)


def inputs_of(lane: Lane) -> dict[str, LaneInput]:
    """The numbers of a lane, in the order of its fields."""
    found = {
        name: LaneInput(name=name, value=pool.members, unit="members", whole=True, least=1)
        for name, pool in ((f"pools.{id_}.staff", pool) for id_, pool in lane.pools.items())
    }
    return found | {each.name: each for each in _walk(lane, "")}


def with_inputs(model: Model, values: Mapping[str, float]) -> Model:
    """A model whose lane in question has other numbers; people are the same in all of its lanes.

    Parameters
    ----------
    values : input name to number; rounded where only whole numbers can be. Where the share of one value of an
        attribute is set, the others share what is left

    Raises
    ------
    UnknownNameError
        If the lane has no such number.
    InvalidInputError
        If the lane cannot be with these numbers: shares that come to more than the whole, say.
    """
    known = inputs_of(model.lane)
    for name in values:
        if name not in known:
            raise UnknownNameError("input", name, list(known))
    wanted = {name: float(round(value)) if known[name].whole else value for name, value in values.items()}
    members = {name.split(".")[1]: int(wanted.pop(name)) for name in list(wanted) if known[name].unit == "members"}
    try:
        lane = _changed(model.lane, "", wanted)
    except ValidationError as error:
        raise InvalidInputError(f"expected numbers that the lane can have: {error.errors()[0]['msg']}") from error
    assert isinstance(lane, Lane)
    problems = problems_of(lane)
    if problems:
        raise InvalidInputError(f"expected numbers that the lane can have: {problems[0]}")
    return with_members(model.model_copy(update={"lane": lane}), members)


def _walk(value: object, place: str) -> Iterator[LaneInput]:
    own = _own(value, place)
    if own is not None:
        yield own
        return
    for part, at in _parts(value, place):
        yield from _walk(part, at)


def _own(value: object, place: str) -> LaneInput | None:
    """The number that something is, if it is one."""
    match value:
        case WorkingDays():
            return LaneInput(name=place, value=value.working_days, unit="working_days", whole=True)
        case Proportion():
            return LaneInput(name=place, value=value.value, unit="share", most=1)
        case Factor():
            return LaneInput(name=place, value=value.value, unit="factor")
        case Money():
            return LaneInput(name=place, value=value.yuan, unit="yuan")
        case _:
            span = _span(value)
            return None if span is None else LaneInput(name=place, value=span.mean, unit=span.unit.value)


def _span(value: object) -> Distribution | None:
    return cast(Distribution, value) if isinstance(value, _SPANS) else None


def _parts(value: object, place: str) -> Iterator[tuple[object, str]]:
    """What something is made of, each with its place. A step is found by its id wherever it stands."""
    match value:
        case Staff():  # counted by pool
            return
        case Frozen():
            here = str(getattr(value, "id", "")) if hasattr(value, "kind") and hasattr(value, "id") else place
            for name in _fields(value):
                yield getattr(value, name), f"{here}.{name}" if here else name
        case dict():
            for key, item in value.items():
                yield item, f"{place}.{key}" if place else str(key)
        case tuple():
            for index, item in enumerate(value):
                yield item, f"{place}[{index}]"
        case _:  # a plain value is no number with a meaning of its own
            return


def _fields(value: Frozen) -> list[str]:
    return [name for name in type(value).model_fields if not (isinstance(value, Lane) and name in _LEFT_OUT)]


def _changed(value: object, place: str, values: Mapping[str, float]) -> object:
    """The same with other numbers; the very same object if nothing in it is changed."""
    own = _own(value, place)
    if own is not None:
        return _set(value, values[place]) if place in values else value
    parts = list(_parts(value, place))
    changed = [_changed(part, at, values) for part, at in parts]
    if all(new is old for new, (old, _) in zip(changed, parts, strict=True)):
        return value
    match value:
        case Attribute():
            set_ = revised(value, **dict(zip(_fields(value), changed, strict=True)))
            return _with_rest_shared(value, set_.values)
        case Frozen():
            return revised(value, **dict(zip(_fields(value), changed, strict=True)))
        case dict():
            return dict(zip(value, changed, strict=True))
        case _:
            return tuple(changed)


def _with_rest_shared(attribute: Attribute, values: tuple[AttributeValue, ...]) -> Attribute:
    """An attribute some of whose shares were set; the others keep their proportions in what is left."""
    old = attribute.values
    kept = [new.share.value == each.share.value for new, each in zip(values, old, strict=True)]
    left = 1 - math.fsum(new.share.value for new, same in zip(values, kept, strict=True) if not same)
    before = math.fsum(each.share.value for each, same in zip(old, kept, strict=True) if same)
    factor = max(left, 0.0) / before if before else 1.0
    shares = [new.share.value * (factor if same else 1.0) for new, same in zip(values, kept, strict=True)]
    spread = (revised(new, share=revised(new.share, value=share)) for new, share in zip(values, shares, strict=True))
    return revised(attribute, values=tuple(spread))


def _set(value: object, number: float) -> object:
    match value:
        case WorkingDays():
            return revised(value, working_days=round(number))
        case Proportion() | Factor():
            return revised(value, value=number)
        case Money():
            return revised(value, yuan=number)
        case _:
            span = _span(value)
            if span is None or not span.mean:
                raise InvalidInputError("expected a span with a mean above zero, to scale it; found one that is zero.")
            return span.scaled(number / span.mean)
