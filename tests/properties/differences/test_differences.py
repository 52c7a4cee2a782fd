"""What two lanes differ in: nothing is told where nothing is edited, every edit is told, and both ways alike."""

from __future__ import annotations

import copy
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue, ValidationError

from tests.strategies.lanes import Drawn, lanes
from workflows.definition.catalogue import lane_ids, shipped_lane
from workflows.definition.hashing import lane_hash
from workflows.definition.lane import Lane
from workflows.definition.steps import Sequence
from workflows.differences.comparing import differences, document_of, typed_differences
from workflows.differences.difference import Change, Differences

SHIPPED = [shipped_lane(id_) for id_ in lane_ids()]
ANY = st.one_of(st.sampled_from(SHIPPED), lanes().map(lambda drawn: drawn.lane))
OPPOSITE = {Change.ADDED: Change.REMOVED, Change.REMOVED: Change.ADDED}


@given(ANY)
def test_a_lane_does_not_differ_from_itself_however_it_is_written(lane: Lane) -> None:
    assert not differences(lane, lane)
    again = Lane.model_validate_json(lane.model_dump_json(by_alias=True, exclude_none=True))
    assert not differences(lane, again)
    assert not differences(lane, lane.model_copy(update={"body": Sequence(steps=(Sequence(steps=(lane.body,)),))}))


@given(ANY, st.data())
def test_every_edit_is_told(lane: Lane, data: st.DataObject) -> None:
    edited = edit(document_of(lane), data)
    try:
        after = Lane.model_validate(edited)
    except ValidationError:
        assert typed_differences(document_of(lane), edited)
        return
    if lane_hash(after) != lane_hash(lane):
        assert differences(lane, after)


@given(ANY, ANY)
def test_what_one_has_and_the_other_has_not_is_told_both_ways(one: Lane, other: Lane) -> None:
    there, back = differences(one, other), differences(other, one)
    assert changes(back) == {(id_, OPPOSITE.get(change, change)) for id_, change in changes(there)}
    assert fields(back) == {(id_, field, after, before) for id_, field, before, after in fields(there)}


@given(lanes(), st.data())
def test_a_step_that_is_taken_out_is_gone_and_nothing_else_is_said_to_have_moved(
    drawn: Drawn, data: st.DataObject
) -> None:
    steps = getattr(drawn.lane.body, "steps", ())
    if len(steps) < 2:
        return
    out = data.draw(st.sampled_from(range(len(steps))))
    left = drawn.lane.model_copy(update={"body": Sequence(steps=(*steps[:out], *steps[out + 1 :]))})
    gone = drawn.lane.steps.keys() - left.steps.keys()
    assert {(each.id, each.change) for each in differences(drawn.lane, left).steps} == {
        (id_, Change.REMOVED) for id_ in gone
    }


def edit(document: dict[str, JsonValue], data: st.DataObject) -> dict[str, JsonValue]:
    """A lane with one thing in it taken out, or made another one."""
    edited = copy.deepcopy(document)
    owner, key = data.draw(st.sampled_from(list(places(edited))))
    value = owner[key]  # type: ignore[index]
    if data.draw(st.booleans()) and not isinstance(value, dict | list):
        owner[key] = another(value)  # type: ignore[index]
    else:
        del owner[key]  # type: ignore[arg-type]
    return edited


def another(value: JsonValue) -> JsonValue:
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case float():
            return value / 2 + 0.1
        case _:
            return "another"


def places(part: JsonValue) -> Iterator[tuple[dict[str, JsonValue] | list[JsonValue], str | int]]:
    inside: list[tuple[str | int, JsonValue]] = []
    if isinstance(part, dict):
        inside += part.items()
    elif isinstance(part, list):
        inside += enumerate(part)
    for key, value in inside:
        if value is not None:
            assert isinstance(part, dict | list)
            yield part, key
        yield from places(value)


def changes(found: Differences) -> set[tuple[str, Change]]:
    return {(each.id, each.change) for each in (*found.steps, *found.pools, *found.calendars, *found.documents)}


def fields(found: Differences) -> set[tuple[str, str, str, str]]:
    """Fields of what both have; in which of several places a block says something depends on the one compared to."""
    parts = [(each.id, field) for each in (*found.pools, *found.calendars, *found.documents) for field in each.fields]
    return {
        (id_, field.field, repr(field.before), repr(field.after))
        for id_, field in [*parts, *(("", field) for field in found.other)]
    }
