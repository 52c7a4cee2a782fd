"""Differences of two lanes in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic import JsonValue, ValidationError

from services.drafts.differing.saying import Pair, field_said, names_of, pair_of, value_said
from services.drafts.differing.schemas import (
    FieldDifference,
    HeldValue,
    LaneDifferences,
    PartDifference,
    StepDifference,
    Words,
)
from workflows.definition.lane import Lane
from workflows.differences import difference as found
from workflows.differences.comparing import document_of, typed_differences


def told_differences(before: Mapping[str, JsonValue], after: Mapping[str, JsonValue]) -> LaneDifferences:
    """What two lanes differ in, in both languages.

    Parameters
    ----------
    before, after : as they are typed
    """
    old, new = _written_out(before), _written_out(after)
    both = (before, after) if old is None or new is None else (old, new)
    names = {**names_of(both[0]), **names_of(both[1])}
    differences = typed_differences(*both)
    return LaneDifferences(
        steps=tuple(
            StepDifference(
                step=each.id,
                title=_title(each),
                kind=each.kind,
                change=each.change,
                fields=_fields(each.fields, names),
            )
            for each in differences.steps
        ),
        pools=_parts(differences.pools, names),
        calendars=_parts(differences.calendars, names),
        documents=_parts(differences.documents, names),
        other=_fields(differences.other, names),
    )


def _written_out(typed: Mapping[str, JsonValue]) -> Mapping[str, JsonValue] | None:
    """A lane with its defaults; none if it is not of a lane's form."""
    try:
        return document_of(Lane.model_validate(typed))
    except ValidationError:
        return None


def _parts(parts: Iterable[found.PartDifference], names: Mapping[str, Pair]) -> tuple[PartDifference, ...]:
    return tuple(
        PartDifference(id=each.id, title=_title(each), change=each.change, fields=_fields(each.fields, names))
        for each in parts
    )


def _title(part: found.PartDifference) -> Words:
    zh, en = pair_of(part.title) or (part.id, part.id)
    return Words(zh=zh, en=en)


def _fields(fields: Iterable[found.FieldDifference], names: Mapping[str, Pair]) -> tuple[FieldDifference, ...]:
    return tuple(
        FieldDifference(
            field=each.field,
            title=_words(field_said(each.field)),
            before=_held(each.field, each.before, names),
            after=_held(each.field, each.after, names),
        )
        for each in fields
    )


def _held(field: str, value: JsonValue, names: Mapping[str, Pair]) -> HeldValue | None:
    return None if value is None else HeldValue(value=value, text=_words(value_said(field, value, names)))


def _words(pair: Pair) -> Words:
    return Words(zh=pair[0], en=pair[1])
