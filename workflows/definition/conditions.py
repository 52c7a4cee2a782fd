"""When a path is taken: conditions on what is known of a case, never code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, TypeAlias

from pydantic import Discriminator, Field, Tag

from workflows.definition.provenance import Frozen


class AttributeIs(Frozen):
    """The case has an attribute with one of these values, e.g. ``risk`` in ``[low]``."""

    attribute: str
    in_: Annotated[tuple[str, ...], Field(alias="in", min_length=1)]


class OutcomeIs(Frozen):
    """The last time that step was done, it came out as one of these, e.g. ``form_check`` in ``[incomplete]``."""

    outcome_of: str
    in_: Annotated[tuple[str, ...], Field(alias="in", min_length=1)]


class AllOf(Frozen, defer_build=True):
    """Every one of the conditions holds."""

    all_of: Annotated[tuple[Condition, ...], Field(min_length=1)]


class AnyOf(Frozen, defer_build=True):
    """At least one of the conditions holds."""

    any_of: Annotated[tuple[Condition, ...], Field(min_length=1)]


class Not(Frozen, defer_build=True):
    """The condition does not hold."""

    not_: Annotated[Condition, Field(alias="not")]


_KINDS = {"attribute": AttributeIs, "outcome_of": OutcomeIs, "all_of": AllOf, "any_of": AnyOf, "not": Not, "not_": Not}


def _kind_of(value: object) -> str | None:
    """Which kind of condition the raw data are: it is told by the one key that only that kind has."""
    fields = value if isinstance(value, Mapping) else type(value).model_fields if isinstance(value, Frozen) else ()
    return next((kind.__name__ for field, kind in _KINDS.items() if field in fields), None)


Condition: TypeAlias = Annotated[
    Annotated[AttributeIs, Tag("AttributeIs")]
    | Annotated[OutcomeIs, Tag("OutcomeIs")]
    | Annotated[AllOf, Tag("AllOf")]
    | Annotated[AnyOf, Tag("AnyOf")]
    | Annotated[Not, Tag("Not")],
    Discriminator(_kind_of),
]


def holds(condition: Condition, attributes: Mapping[str, str], outcomes: Mapping[str, str]) -> bool:
    """Decide a condition.

    Parameters
    ----------
    attributes : attribute name to value, of the case
    outcomes : step id to its latest outcome; a step not yet done is absent, and no condition on it holds
    """
    match condition:
        case AttributeIs(attribute=name, in_=values):
            return attributes.get(name) in values
        case OutcomeIs(outcome_of=step, in_=values):
            return outcomes.get(step) in values
        case AllOf(all_of=parts):
            return all(holds(part, attributes, outcomes) for part in parts)
        case AnyOf(any_of=parts):
            return any(holds(part, attributes, outcomes) for part in parts)
        case Not(not_=part):
            return not holds(part, attributes, outcomes)


def leaves(condition: Condition) -> tuple[AttributeIs | OutcomeIs, ...]:
    """The conditions on attributes and outcomes inside a condition, for checking that what they name exists."""
    match condition:
        case AttributeIs() | OutcomeIs():
            return (condition,)
        case AllOf(all_of=parts) | AnyOf(any_of=parts):
            return tuple(leaf for part in parts for leaf in leaves(part))
        case Not(not_=part):
            return leaves(part)
