"""What designers send of a lane they are at, and what they are told of it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from pydantic import ConfigDict, Field, JsonValue, NonNegativeInt

from services.api.faults import DesignProblem, PathInBody
from workflows.definition.lane import Lane
from workflows.definition.provenance import Frozen, Provenance, Title
from workflows.definition.units import TimeUnit

Draft: TypeAlias = dict[str, JsonValue]
"""A lane as it is being written: as `GET /lanes/{lane}` shows one, but perhaps not sound yet."""


_SMALLEST: JsonValue = {
    "id": "consultation",
    "title": {"zh": "咨询", "en": "Consultation"},
    "office": "office_hours",
    "calendars": {
        "office_hours": {
            "base": "state_council",
            "hours": ["09:00-12:00", "13:00-17:00"],
            "provenance": {"source": "assumed", "basis": "usual office hours"},
        }
    },
    "body": {"kind": "end", "id": "answered", "title": {"zh": "答复", "en": "Answered"}, "result": "approved"},
}
_LEVER: JsonValue = {"lever": "cancel_step", "steps": ["second_review"], "inherit": True}
"""For examples."""


class AskedCheck(Frozen):
    """A lane to look over.

    Parameters
    ----------
    lane : as `GET /lanes/{lane}` shows one; it may be unfinished
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{"lane": _SMALLEST}]})

    lane: Draft


class LaneCheck(Frozen):
    """Whether a lane can be used.

    Parameters
    ----------
    hash : of its content; none while it cannot be used
    """

    valid: bool
    hash: str | None
    problems: tuple[DesignProblem, ...]


class MapLanguage(StrEnum):
    """Of the names in a drawing: BPMN has one name for a thing."""

    CHINESE = "zh-CN"
    ENGLISH = "en"


class AskedMap(Frozen):
    """A lane to draw.

    Parameters
    ----------
    lane : as `GET /lanes/{lane}` shows one; it may be unfinished
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{"lane": _SMALLEST, "language": "en"}]})

    lane: Draft
    language: MapLanguage = MapLanguage.CHINESE


class Named(Frozen):
    """Something with an id and a title."""

    id: str
    title: Title


class StepTime(Frozen):
    """How long a step takes by itself.

    Parameters
    ----------
    kind : of the distribution
    mean : in `unit`; none if it is beyond all bounds
    """

    kind: str
    mean: float | None
    unit: TimeUnit


class StepLimit(Frozen):
    """Whole working days that a step may take, or has to."""

    working_days: NonNegativeInt
    provenance: Provenance


class StepSource(Frozen):
    """Where a number of a step comes from.

    Parameters
    ----------
    quantity : path of the number inside the step
    """

    quantity: PathInBody
    provenance: Provenance


class MapElement(Frozen):
    """A step on the map.

    Parameters
    ----------
    element : id of the shape
    step : id of the step
    kind : of the step, as in the lane
    path : where the step stands in the lane
    doer : the pool, the applicant or the third party that does it; the colour of the shape tells them apart
    colour : of the shape's inside, as #rrggbb; none if nobody does it
    time : of work and of waits that are no whole working days
    limit : of a task or a deadline; of a wait, the days that it lasts
    calls : id of the lane that it calls
    """

    element: str
    step: str
    kind: str
    title: Title
    path: PathInBody
    doer: Named | None
    colour: str | None
    time: StepTime | None
    limit: StepLimit | None
    documents: tuple[Named, ...]
    clauses: tuple[Provenance, ...]
    sources: tuple[StepSource, ...]
    calls: str | None


class LaneMap(Frozen):
    """A lane as a BPMN drawing, and what its shapes are.

    Parameters
    ----------
    hash : of what is drawn and how; the same lane in the same language has the same
    xml : BPMN 2.0 with a diagram
    width, height : of the diagram, in its own units
    """

    hash: str
    xml: str
    width: NonNegativeInt
    height: NonNegativeInt
    elements: tuple[MapElement, ...]


class LeverGroup(StrEnum):
    """What a lever works on; the order of the palette."""

    REVIEW = "review"
    STEPS = "steps"
    LIMITS = "limits"
    MATERIALS = "materials"
    COMMITMENT = "commitment"
    WINDOWS = "windows"
    PEOPLE = "people"
    AGENTS = "agents"
    SUPERVISION = "supervision"
    SCOPE = "scope"


class LeverMove(Frozen):
    """A KPI that a lever moves, and which way."""

    kpi: str
    direction: Literal["down", "up"]


class PaletteLever(Frozen):
    """A lever that can be pulled.

    Parameters
    ----------
    explanation : what it changes
    needs : what has to hold of the lane
    clauses : the mechanisms and statutes that it comes from
    parameters : JSON Schema of what it has to be told; its `$defs` are the palette's `definitions`. Every property has
        `x-title` ({zh, en}); one that names something of the lane has `x-reference`: step, task, pool, document,
        attribute, calendar, outcome or lane, with `_or_new` if it may also be an id that nothing has yet, or `new` if
        it has to be; values to choose from have their titles in `x-values`
    moves : KPIs that it moves on a lane that has what it works on; a direction, never an amount
    comes_after : levers that come before it where both are used
    repeatable : whether it can be pulled twice with the same parameters
    scope_only : it narrows what is compared and goes on both sides
    """

    id: str
    title: Title
    explanation: Title
    needs: Title
    group: LeverGroup
    group_title: Title
    clauses: tuple[Provenance, ...]
    parameters: dict[str, JsonValue]
    moves: tuple[LeverMove, ...]
    comes_after: tuple[str, ...]
    repeatable: bool
    scope_only: bool


class Palette(Frozen):
    """Every lever, in the order of the palette.

    Parameters
    ----------
    definitions : the `$defs` of all parameters, each once
    """

    definitions: dict[str, JsonValue]
    levers: tuple[PaletteLever, ...]


class AskedDerivation(Frozen):
    """Levers to pull.

    Parameters
    ----------
    base : id of a shipped lane or scenario, or a lane as `GET /lanes/{lane}` shows one
    levers : in order, each as a scenario file has it
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{"base": "property_registration", "levers": [_LEVER]}]})

    base: Annotated[str, Field(min_length=1, max_length=200)] | Draft
    levers: Annotated[tuple[Draft, ...], Field(max_length=100)] = ()


class BeforeAfter(Frozen):
    """A figure of the lane before and after, in working days."""

    before: NonNegativeInt
    after: NonNegativeInt


class DerivedStep(Frozen):
    """The lane as a lever and those before it leave it.

    Parameters
    ----------
    longest_limit : the limits of its items along the longest way, working days
    """

    lever: str
    title: Title
    longest_limit: NonNegativeInt


class Derivation(Frozen):
    """The lane after a reform.

    Parameters
    ----------
    hash_before, hash : of the lane before and after
    longest_limit : the limits of its items along the longest way, working days
    steps : one for each lever
    """

    before: Lane
    after: Lane
    hash_before: str
    hash: str
    longest_limit: BeforeAfter
    steps: tuple[DerivedStep, ...]


class DesignFormat(StrEnum):
    """What a lane can be taken away as."""

    BPMN = "bpmn"
    BPMN_BPSIM = "bpmn+bpsim"
    YAML = "yaml"


class AskedExport(Frozen):
    """A lane or a scenario to take away; exactly one of them.

    Parameters
    ----------
    lane : as `GET /lanes/{lane}` shows one
    scenario : as `GET /scenarios/{scenario}` shows one; as YAML alone
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{"lane": _SMALLEST, "format": "yaml", "language": "en"}]})

    lane: Draft | None = None
    scenario: Draft | None = None
    format: DesignFormat = DesignFormat.BPMN
    language: MapLanguage = MapLanguage.CHINESE
