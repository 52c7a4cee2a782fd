"""What a lever is, in full: what it changes, what it needs, where it comes from, and where it is used."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Annotated, Final, cast

from pydantic import Field

from services.cli.values import Schema, value_of
from workflows.coverage.table import covered_by
from workflows.definition.loading import parse_model
from workflows.definition.provenance import Frozen, Provenance, Title
from workflows.errors import UnknownNameError
from workflows.levers.catalogue import LEVERS
from workflows.levers.lever import Direction, LeverFields
from workflows.levers.scenario import Scenario, shipped_scenarios

_PACKAGE: Final = "services.cli"
_FILE: Final = "parameters.yaml"
_OF_EVERY_LEVER: Final = frozenset({"lever", "name"})


class Meaning(Frozen):
    """What a parameter stands for, in both languages."""

    zh: Annotated[str, Field(min_length=1, max_length=1_000)]
    en: Annotated[str, Field(min_length=1, max_length=1_000)]

    def in_language(self, language: str) -> str:
        """What it stands for in ``zh-CN`` or ``en``."""
        return self.zh if language.startswith("zh") else self.en


class Meanings(Frozen):
    """What every parameter of every lever stands for.

    Parameters
    ----------
    levers : lever id to parameter to meaning
    """

    levers: dict[str, dict[str, Meaning]]


class Parameter(Frozen):
    """One parameter of a lever.

    Parameters
    ----------
    value : what it may be: kind, unit, range
    default : what it is if nothing is said, as JSON; none if it has to be said, or then stands for nothing
    """

    name: str
    value: Title
    required: bool
    default: str | None
    meaning: Meaning


class Use(Frozen):
    """A scenario that a lever is used in, with what it is called there."""

    scenario: str
    called: Title


class Covered(Frozen):
    """A mechanism of the source documents that the lever stands for."""

    id: str
    title: Title


class LeverSummary(Frozen):
    """A lever in short.

    Parameters
    ----------
    moves : KPI id to the way it goes on a lane that has what the lever works on
    scope_only : it narrows what is compared rather than reforming anything
    scenarios : ids of those that use it
    """

    id: str
    title: Title
    explanation: Title
    moves: dict[str, Direction]
    scope_only: bool
    scenarios: tuple[str, ...]


class Explanation(LeverSummary):
    """A lever in full.

    Parameters
    ----------
    preconditions : what has to hold; otherwise it is refused
    comes_after, comes_before : levers that come first, or later, where both are used
    repeatable : whether a second use acts again on what the first one left; otherwise it is refused
    uses : where it is used
    mechanisms : what it stands for
    """

    preconditions: Title
    comes_after: tuple[str, ...]
    comes_before: tuple[str, ...]
    repeatable: bool
    clauses: tuple[Provenance, ...]
    parameters: tuple[Parameter, ...]
    uses: tuple[Use, ...]
    mechanisms: tuple[Covered, ...]


def explain(lever: str) -> Explanation:
    """A lever in full.

    Raises
    ------
    UnknownNameError
        With the closest name that there is.
    """
    if lever not in LEVERS:
        raise UnknownNameError("lever", lever, tuple(LEVERS))
    kind: type[LeverFields] = LEVERS[lever]
    return Explanation(
        **dict(_summary(lever, kind)),
        preconditions=kind.preconditions,
        comes_after=kind.comes_after,
        comes_before=tuple(id_ for id_, other in LEVERS.items() if lever in other.comes_after),
        repeatable=kind.repeatable,
        clauses=kind.clauses,
        parameters=parameters_of(kind, meanings().levers[lever]),
        uses=_uses(lever),
        mechanisms=tuple(Covered(id=each.id, title=each.title) for each in covered_by("lever", lever)),
    )


def lever_summaries() -> tuple[LeverSummary, ...]:
    """Every lever in short."""
    return tuple(_summary(lever, kind) for lever, kind in LEVERS.items())


def parameters_of(kind: type[LeverFields], meaning: Mapping[str, Meaning]) -> tuple[Parameter, ...]:
    """The parameters of a lever that are its own.

    Raises
    ------
    KeyError
        If nobody has said what one of them stands for; a test asks for all of them.
    """
    schema = cast("Schema", kind.model_json_schema())
    models = cast("Mapping[str, Schema]", schema.get("$defs", {}))
    required = cast("list[str]", schema.get("required", []))
    return tuple(
        Parameter(
            name=name,
            value=value_of(field, models),
            required=name in required,
            default=_default(field),
            meaning=meaning[name],
        )
        for name, field in cast("Mapping[str, Schema]", schema["properties"]).items()
        if name not in _OF_EVERY_LEVER
    )


@lru_cache(maxsize=1)
def meanings() -> Meanings:
    """What parameters stand for, as it is shipped."""
    return parse_model((files(_PACKAGE) / _FILE).read_text("utf-8"), _FILE, Meanings, {}).model


def _summary(lever: str, kind: type[LeverFields]) -> LeverSummary:
    return LeverSummary(
        id=lever,
        title=kind.title,
        explanation=kind.explanation,
        moves=dict(kind.moves),
        scope_only=kind.scope_only,
        scenarios=tuple(dict.fromkeys(use.scenario for use in _uses(lever))),
    )


def _uses(lever: str) -> tuple[Use, ...]:
    return tuple(
        Use(scenario=id_, called=used.called)
        for id_, scenario in shipped_scenarios().items()
        for used in levers_of(scenario)
        if used.lever == lever
    )


def levers_of(scenario: Scenario) -> tuple[LeverFields, ...]:
    """Every lever of a scenario, on whichever of its lanes and sides."""
    lanes = (scenario.compared, *scenario.beside)
    return tuple(lever for lane in lanes for lever in (*lane.scope, *lane.levers))


def _default(field: Schema) -> str | None:
    value = field.get("default")
    return None if value in (None, [], {}) else json.dumps(value, ensure_ascii=False)
