"""What is written on a map beside the titles of steps: which cases take a flow, and how long a timer runs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from workflows.definition.conditions import AllOf, AnyOf, AttributeIs, Condition, Not, OutcomeIs
from workflows.definition.lane import Lane
from workflows.definition.provenance import Title
from workflows.definition.steps import ApplicantStep, Call, Deadline, Race, StatutoryWait, Step, Task, ThirdPartyStep
from workflows.interchange.extension import FlowData

_WORDS: Final = {
    "done": Title(zh="办结", en="done"),
    "kept": Title(zh="未逾期", en="in time"),
    "expired": Title(zh="逾期", en="expired"),
}
_NOT: Final = Title(zh="非", en="not ")
_AND: Final = Title(zh="且", en=" and ")
_OR: Final = Title(zh="或", en=" or ")
_DAYS: Final = Title(zh="个工作日", en=" working days")
_LONGEST: Final = 40
"""Characters of a text at a flow; what is longer is cut, since the whole of it stands beside the map."""


def words_of(flow: FlowData, lane: Lane, language: str) -> str:
    """Which cases take a flow."""
    if flow.share is not None:
        return f"{flow.share.value * 100:.4g}%"
    if flow.when is None:
        return ""
    said = _said(flow.when, lane, language)
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"


def days_of(step: Deadline | StatutoryWait, language: str) -> str:
    """For how long a timer runs, if it is whole working days."""
    days = step.within if isinstance(step, Deadline) else step.working_days
    return "" if days is None else f"{days.working_days}{_DAYS.in_language(language)}"


def _said(condition: Condition, lane: Lane, language: str) -> str:
    match condition:
        case AttributeIs(attribute=name, in_=values):
            attribute = lane.attributes.get(name)
            known = {} if attribute is None else {each.value: each.title for each in attribute.values}
            return _any((_title(value, known, language) for value in values), language)
        case OutcomeIs(outcome_of=name, in_=values):
            known = _outcomes(lane.steps.get(name))
            return _any((_title(value, known, language) for value in values), language)
        case AllOf(all_of=parts):
            return _AND.in_language(language).join(_said(part, lane, language) for part in parts)
        case AnyOf(any_of=parts):
            return _any((_said(part, lane, language) for part in parts), language)
        case Not(not_=part):
            return _NOT.in_language(language) + _said(part, lane, language)


def _outcomes(step: Step | None) -> dict[str, Title]:
    match step:
        case Task(outcomes=outcomes) | ApplicantStep(outcomes=outcomes) | ThirdPartyStep(outcomes=outcomes):
            return {outcome.id: outcome.title for outcome in outcomes}
        case Race(branches=branches):
            return {branch.id: Title(zh=branch.id, en=branch.id) for branch in branches}
        case Call() | None:
            return {}
        case _:
            return {}


def _title(value: str, known: dict[str, Title], language: str) -> str:
    title = known.get(value) or _WORDS.get(value)
    return value if title is None else title.in_language(language)


def _any(said: Iterable[str], language: str) -> str:
    return _OR.in_language(language).join(dict.fromkeys(said))
