"""The page on the format of lane files."""

from __future__ import annotations

from typing import Final, get_args

from pydantic import BaseModel

from docs.generate.docstrings import introduction_of
from docs.generate.models import fields_table
from workflows.definition import actors, cadence, conditions, distributions, lane, provenance, steps, units, values
from workflows.working_time import calendars

_PARTS: Final[tuple[type[BaseModel], ...]] = (
    lane.Pool, lane.Staff, lane.Document, lane.Attribute, lane.AttributeValue, lane.Arrivals, lane.LaneLimit,
    lane.CasePriority, lane.Target,
)  # fmt: skip
_BLOCK_PARTS: Final[tuple[type[BaseModel], ...]] = (
    values.Outcome, values.Variation, actors.Automatic, steps.Path, steps.OrderedStep, steps.RaceBranch,
    steps.Node, steps.Flow, steps.Notice,
)  # fmt: skip
_QUANTITIES: Final[tuple[type[BaseModel], ...]] = (values.Money, values.WorkingDays, values.Proportion, values.Factor)
_WRITTEN: Final[tuple[type[BaseModel], ...]] = (provenance.Title, provenance.Provenance)
_CONDITIONS: Final[tuple[type[BaseModel], ...]] = (
    conditions.AttributeIs, conditions.OutcomeIs, conditions.AllOf, conditions.AnyOf, conditions.Not,
)  # fmt: skip
_CALENDARS: Final[tuple[type[BaseModel], ...]] = (calendars.Calendar, calendars.WeekdayHours, calendars.ExtraDay)


def _members(union: object) -> tuple[type[BaseModel], ...]:
    """The models of an annotated union."""
    return get_args(get_args(union)[0])


_STEPS: Final = _members(steps.Step)
_DISTRIBUTIONS: Final = _members(distributions.Distribution)
_CADENCES: Final = _members(cadence.Cadence)

_INTRODUCTION: Final = """\
# Lane files

A lane is a YAML file of the fields below; `greenlane check FILE` tells whether it can be used, and if not, everything
that is wrong with it, with line and mend. How to write one: [write a lane](../how-to/write-a-lane.md). What the words
mean for a case that travels it: [one interpreter, two clocks](../explanation/one-interpreter.md).

The scalars are those of YAML 1.2: `no` is a word, `1:30` a text. Tags, merge keys and repeated keys are refused, and a
quoted number is no number. An *id* is lower-case letters, digits and `_`, begins with a letter, and has at most 63
characters.

Wherever a quantity or a whole mapping stands, `{assumed: id}` may stand instead. It is replaced by the entry `id` of
`assumptions:` in the same file, or else of the shipped `workflows/lanes/assumptions.yaml`; fields beside `assumed`
replace those of the entry."""


def lane_format_page() -> str:
    """The page, made from the models."""
    parts = [
        _INTRODUCTION,
        "## Lane",
        introduction_of(lane.Lane),
        fields_table(lane.Lane, named_choice),
        *_sections(_PARTS),
        "## Calendars",
        *_sections(_CALENDARS),
        "## Steps",
        "A step is told by its `kind`.",
        *_sections(_STEPS, "kind"),
        "## Parts of steps",
        *_sections(_BLOCK_PARTS),
        "## Conditions",
        "A condition is told by the one field that only its kind has.",
        *_sections(_CONDITIONS),
        "## Distributions",
        "A span of time is told by its `kind`. A span in `working_days` is working time, eight office hours each.",
        *_sections(_DISTRIBUTIONS, "kind"),
        "## Cadences",
        "When rounds are is told by its `kind`. A day that a month does not have stands for its last one.",
        *_sections(_CADENCES, "kind"),
        *_sections((cadence.TimeOfDay, cadence.Batch)),
        "## Quantities and sources",
        *_sections((*_QUANTITIES, *_WRITTEN)),
    ]
    return "\n\n".join(parts) + "\n"


def named_choice(models: frozenset[str]) -> str | None:
    """Names for the choices that occur again and again."""
    return _NAMES.get(models)


_NAMES: Final = {
    frozenset(kind.__name__ for kind in _STEPS): "[step](#steps)",
    frozenset(kind.__name__ for kind in _DISTRIBUTIONS): "[distribution](#distributions)",
    frozenset(kind.__name__ for kind in _CONDITIONS): "[condition](#conditions)",
    frozenset(kind.__name__ for kind in _CADENCES): "[cadence](#cadences)",
    **{
        frozenset({kind.__name__}): " or ".join(f"`{member.value}`" for member in kind)
        for kind in (
            units.TimeUnit, lane.ArrivalClock, lane.DocumentSource, lane.LimitKind, provenance.Source,
            steps.Gateway, steps.Mark, actors.Payer, actors.System, steps.Result, steps.StopReason,
            cadence.Weekday, cadence.OnDayOff,
        )
    },
}  # fmt: skip


def _sections(kinds: tuple[type[BaseModel], ...], tag: str | None = None) -> list[str]:
    sections = []
    for kind in kinds:
        sections += [f"### {kind.__name__}", introduction_of(kind)]
        if tag:
            sections.append(f"`{tag}: {kind.model_fields[tag].default}`")
        sections.append(fields_table(kind, named_choice, (tag,) if tag else ()))
    return sections
