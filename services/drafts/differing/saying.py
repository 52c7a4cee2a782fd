"""What a field of a lane holds, in words: as the report says it where it is a quantity, else as it is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pydantic import BaseModel, JsonValue, TypeAdapter, ValidationError

from services.drafts.differing.words import SOURCES, WORDS
from services.experiments.quantity import quantity_of
from workflows.definition.distributions import Distribution
from workflows.definition.lane import LaneLimit, Staff, Target
from workflows.definition.values import Factor, Money, Proportion, WorkingDays
from workflows.differences.drawn import drawn
from workflows.working_time.calendars import Calendar

Pair = tuple[str, str]
"""A text in Chinese and in English."""

_LONGEST: Final = 600
"""Characters of a text; what is longer is cut, since its reader has the value too."""

_QUANTITY: Final[TypeAdapter[BaseModel]] = TypeAdapter(
    Distribution | LaneLimit | WorkingDays | Money | Target | Staff | Calendar
)
_SHARE: Final[TypeAdapter[BaseModel]] = TypeAdapter(Proportion)
_FACTOR: Final[TypeAdapter[BaseModel]] = TypeAdapter(Factor)


def field_said(field: str) -> Pair:
    """What a field is called; of an entry of a list, with what tells it from others."""
    known = [WORDS.get(part, (part, part)) for part in field.split(".")]
    return " · ".join(zh for zh, _ in known), " · ".join(en for _, en in known)


def value_said(field: str, value: JsonValue, names: Mapping[str, Pair]) -> Pair:
    """What a field holds.

    Parameters
    ----------
    field : its name, which tells a share from a factor
    names : ids of the lane to what people call them
    """
    zh, en = _said(field.rpartition(".")[2], value, names)
    return _cut(zh), _cut(en)


def _said(field: str, value: JsonValue, names: Mapping[str, Pair]) -> Pair:
    match value:
        case bool():
            return ("是", "yes") if value else ("否", "no")
        case int():
            # As it is written: somebody may have typed a number that no float holds.
            return str(value), str(value)
        case float():
            return f"{value:g}", f"{value:g}"
        case str():
            return names.get(value, (value, value))
        case dict():
            return pair_of(value) or _quantity_said(field, value) or _mapping_said(value, names)
        case list():
            return _list_said(field, value, names)
        case _:
            return "", ""


def _quantity_said(field: str, value: dict[str, JsonValue]) -> Pair | None:
    """A quantity with its source; nothing if it is none."""
    adapter = _SHARE if "share" in field else _FACTOR if field == "time" and "kind" not in value else _QUANTITY
    try:
        found = adapter.validate_python(value)
    except (ValidationError, RecursionError):
        return None
    said = quantity_of(found)
    origin = value.get("provenance")
    if not isinstance(origin, dict):
        return said.zh, said.en
    zh, en = SOURCES.get(str(origin.get("source")), ("", ""))
    basis = str(origin.get("basis", ""))
    return f"{said.zh}（{zh}：{basis}）", f"{said.en} ({en}: {basis})"


def _mapping_said(value: dict[str, JsonValue], names: Mapping[str, Pair]) -> Pair:
    parts = [
        (WORDS.get(name, (name, name)), _said(name, each, names)) for name, each in value.items() if each is not None
    ]
    return (
        "；".join(f"{name[0]}：{said[0]}" for name, said in parts),
        "; ".join(f"{name[1]}: {said[1]}" for name, said in parts),
    )


def _list_said(field: str, values: Sequence[JsonValue], names: Mapping[str, Pair]) -> Pair:
    if not values:
        return "无", "none"
    shown = [_said(field, each, names) for each in values[:20]]
    more = len(values) - len(shown)
    zh, en = "、".join(each[0] for each in shown), ", ".join(each[1] for each in shown)
    return (f"{zh} 等 {len(values)} 项", f"{en} and {more} more") if more else (zh, en)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def names_of(document: Mapping[str, JsonValue]) -> dict[str, Pair]:
    """Ids of a lane's steps, pools, calendars, documents, attributes and stages to what it calls them."""
    titles = {step: pair_of(says.get("title")) for step, says in drawn(document.get("body")).steps.items()}
    found = {step: title for step, title in titles.items() if title}
    for part in ("pools", "calendars", "documents", "attributes", "stages"):
        entries = document.get(part)
        for id_, entry in entries.items() if isinstance(entries, dict) else ():
            title = entry.get("title", entry) if isinstance(entry, dict) else None
            if pair := pair_of(title):
                found[id_] = pair
    return found


def pair_of(title: JsonValue) -> Pair | None:
    """A title as it is typed; none if it is none yet."""
    if not isinstance(title, dict) or not title.keys() <= {"zh", "en"}:
        return None
    zh, en = title.get("zh"), title.get("en")
    if not isinstance(zh, str | None) or not isinstance(en, str | None) or not (zh or en):
        return None
    return zh or en or "", en or zh or ""
