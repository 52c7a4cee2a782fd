"""Two lanes compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from pydantic import JsonValue

from workflows.definition.lane import Arrivals, Document, Lane, Pool
from workflows.definition.provenance import Frozen
from workflows.differences.difference import Change, Differences, FieldDifference, PartDifference
from workflows.differences.drawn import Document as Typed
from workflows.differences.drawn import Drawn, Run, drawn, plain_defaults
from workflows.differences.placing import matched_runs, moved
from workflows.working_time.calendars import Calendar

_PARTS: Final[Mapping[str, type[Frozen]]] = {"pools": Pool, "calendars": Calendar, "documents": Document}
_KEYED: Final = ("attributes", "stages")
"""Fields of a lane whose entries are told one by one."""
_NAMES: Final = ("id", "value", "attribute")
"""Fields that tell one entry of a list from another."""


def differences(before: Lane, after: Lane) -> Differences:
    """What two lanes differ in.

    Examples
    --------
    >>> from workflows.definition.catalogue import shipped_lane
    >>> lane = shipped_lane("business_setup")
    >>> bool(differences(lane, lane))
    False
    """
    return typed_differences(document_of(before), document_of(after))


def document_of(lane: Lane) -> dict[str, JsonValue]:
    """A lane as it would be typed, with its defaults written out."""
    return lane.model_dump(mode="json", by_alias=True)


def typed_differences(before: Typed, after: Typed) -> Differences:
    """What two lanes differ in that are as somebody has typed them, sound or not.

    Parameters
    ----------
    before, after : JSON that is nested no deeper than Python can follow
    """
    parts = {name: tuple(_part_differences(before.get(name), after.get(name), _PARTS[name])) for name in _PARTS}
    known = plain_defaults(Lane)
    names = [name for name in dict.fromkeys([*after, *before]) if name != "body" and name not in parts]
    other: list[FieldDifference] = []
    for name in names:
        old, new = before.get(name), after.get(name)
        if name in _KEYED:
            other += _entries(name, _mapping(old), _mapping(new))
        elif name == "arrivals" and isinstance(old, dict) and isinstance(new, dict):
            other += _prefixed(name, _fields(_typed_of(old, Arrivals), _typed_of(new, Arrivals)))
        else:
            default = known.get(name)
            other += _field(name, None if old == default else old, None if new == default else new)
    for name, old, new in ((name, before.get(name), after.get(name)) for name in parts):
        if not isinstance(old or {}, dict) or not isinstance(new or {}, dict):
            other += _field(name, old, new)
    steps = _step_differences(drawn(before.get("body")), drawn(after.get("body")))
    return Differences(tuple(steps), parts["pools"], parts["calendars"], parts["documents"], tuple(other))


def _step_differences(before: Drawn, after: Drawn) -> Iterator[PartDifference]:
    elsewhere = moved(before, after)
    said = _said_of_places(before, after)
    places = _places(before), _places(after)
    gone = [step for step in before.steps if step not in after.steps]
    for step in [*after.steps, *gone]:
        old, new = before.steps.get(step), after.steps.get(step)
        fields = [*_fields(old or {}, new or {}), *said.pop(step, ())]
        if step in elsewhere or old is None or new is None:
            fields += _field("place", places[0].get(step), places[1].get(step))
        change = _change(old, new)
        if change is not Change.CHANGED or fields or step in elsewhere:
            now = new if new is not None else old or {}
            change = Change.MOVED if step in elsewhere else change
            yield PartDifference(step, now.get("title"), str(now.get("kind", "")), change, tuple(fields))
    if whole := said.pop(None, ()):
        yield PartDifference("", None, "", Change.CHANGED, tuple(whole))


def _said_of_places(before: Drawn, after: Drawn) -> dict[str | None, list[FieldDifference]]:
    """What blocks say of the places inside them, and in which order they have them, where it is not what it was."""
    found: dict[str | None, list[FieldDifference]] = {}
    pairs = list(matched_runs(before, after))
    for old, new in pairs:
        run = new or old
        assert run is not None
        name = f"{run.slot}.{_label(run)}"
        says = _fields({} if old is None else old.says, {} if new is None else new.says)
        found.setdefault(run.block, []).extend(_prefixed(name, says))
        if not run.steps and not run.says and (old is None or new is None):  # a branch of nothing, as it is typed
            found[run.block] += _field(name, None if old is None else [], None if new is None else [])
    for (block, slot), (old_order, new_order) in _orders(before, pairs).items():
        found.setdefault(block, []).extend(_field(f"{slot}.order", old_order, new_order))
    return found


def _orders(
    before: Drawn, pairs: list[tuple[Run | None, Run | None]]
) -> dict[tuple[str | None, str], tuple[list[JsonValue], list[JsonValue]]]:
    """Of blocks whose branches are in another order: their names as they stood, and as they stand."""
    places = {id(run): index for index, run in enumerate(before.runs)}
    found: dict[tuple[str | None, str], list[Run]] = {}
    for old, new in pairs:
        if old is not None and new is not None:
            found.setdefault((new.block, new.slot), []).append(old)
    return {
        key: ([_label(run) for run in sorted(runs, key=lambda each: places[id(each)])], [_label(run) for run in runs])
        for key, runs in found.items()
    }


def _label(run: Run) -> str:
    """What tells a place of a block from its others."""
    named = run.says.get("id")
    return str(named) if named is not None else next(iter(run.steps), "")


def _places(lane: Drawn) -> dict[str, JsonValue]:
    """Step id to where it stands: in which block, at which of its places, and after which step."""
    return {
        step: {"block": run.block, "slot": run.slot, "branch": _label(run), "after": run.steps[at - 1] if at else None}
        for run in lane.runs
        for at, step in enumerate(run.steps)
    }


def _part_differences(before: JsonValue, after: JsonValue, model: type[Frozen]) -> Iterator[PartDifference]:
    old, new = _mapping(before), _mapping(after)
    for name in dict.fromkeys([*new, *old]):
        one, other = old.get(name), new.get(name)
        fields = tuple(_fields(_typed_of(one, model), _typed_of(other, model)))
        change = _change(one, other)
        if fields or change is not Change.CHANGED:
            now = other if other is not None else one
            yield PartDifference(name, now.get("title") if isinstance(now, dict) else None, "", change, fields)


def _change(before: object, after: object) -> Change:
    if before is None and after is not None:
        return Change.ADDED
    return Change.REMOVED if after is None and before is not None else Change.CHANGED


@cache
def _defaults(model: type[Frozen]) -> Mapping[str, JsonValue]:
    found = dict(plain_defaults(model))
    return {**found, "weekday_hours": {}} if "weekday_hours" in found else found


def _typed_of(part: JsonValue, model: type[Frozen]) -> Mapping[str, JsonValue]:
    """What a part says, but for what it would say anyway."""
    if not isinstance(part, dict):
        return {} if part is None else {"content": part}
    known = _defaults(model)
    said = {name: _without_nothing(value) if name == "weekday_hours" else value for name, value in part.items()}
    return {name: value for name, value in said.items() if value is not None and value != known.get(name, "")}


def _without_nothing(value: JsonValue) -> JsonValue:
    if not isinstance(value, dict):
        return value
    return {name: each for name, each in value.items() if each is not None}


def _fields(before: Mapping[str, JsonValue], after: Mapping[str, JsonValue]) -> Iterator[FieldDifference]:
    for name in dict.fromkeys([*after, *before]):
        old, new = before.get(name), after.get(name)
        entries = _named_entries(old), _named_entries(new)
        if entries[0] is not None and entries[1] is not None and (old or new):
            found = list(_entries(name, entries[0], entries[1]))
            yield from found
            if not found and old != new:  # the same entries in another order
                yield from _field(f"{name}.order", list(entries[0]), list(entries[1]))
        else:
            yield from _field(name, old, new)


def _named_entries(value: JsonValue) -> dict[str, JsonValue] | None:
    """A list by the names of its entries; none if some have no name of their own."""
    if value is None:
        return {}
    if not isinstance(value, list):
        return None
    found: dict[str, JsonValue] = {}
    for each in value:
        name = next((str(each[key]) for key in _NAMES if key in each), None) if isinstance(each, dict) else None
        if name is None and isinstance(each, dict) and "source" in each and "target" in each:
            name = f"{each['source']}>{each['target']}"
        if name is None or name in found:
            return None
        found[name] = each
    return found


def _entries(name: str, before: Mapping[str, JsonValue], after: Mapping[str, JsonValue]) -> Iterator[FieldDifference]:
    for key in dict.fromkeys([*after, *before]):
        yield from _field(f"{name}.{key}", before.get(key), after.get(key))


def _prefixed(name: str, fields: Iterator[FieldDifference]) -> Iterator[FieldDifference]:
    for each in fields:
        yield FieldDifference(f"{name}.{each.field}", each.before, each.after)


def _field(name: str, before: JsonValue, after: JsonValue) -> Iterator[FieldDifference]:
    if not _same(before, after):
        yield FieldDifference(name, before, after)


def _same(before: JsonValue, after: JsonValue) -> bool:
    """Whether values are the same; Python takes true for 1."""
    match before, after:
        case dict(), dict():
            return before.keys() == after.keys() and all(_same(before[key], after[key]) for key in before)
        case list(), list():
            return len(before) == len(after) and all(map(_same, before, after))
        case _:
            return before == after and isinstance(before, bool) == isinstance(after, bool)


def _mapping(value: JsonValue) -> Mapping[str, JsonValue]:
    return value if isinstance(value, dict) else {}
