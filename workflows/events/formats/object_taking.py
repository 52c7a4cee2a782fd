"""From the parts of an OCEL 2.0 log to a log, of this program and of others.

Of another tool's log has to be said which type of object is the case: an event belongs to every one that takes part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from workflows.events.event import CaseEvent
from workflows.events.formats import object_names as names
from workflows.events.formats.foreign import Columns, ForeignIntake, Named, Row
from workflows.events.formats.intake import (
    CellError,
    Intake,
    Problems,
    Taken,
    instant_of_text,
    kind_of,
    occurrence_of,
)
from workflows.events.formats.object_parts import Event, Ocel
from workflows.events.order import Breach

Where = Callable[[int], str]
"""What messages call an event, by its place among the events."""


def taken_of(ocel: Ocel, problems: Problems, columns: Columns, where: Where) -> Taken:
    """The log that the parts tell.

    Parameters
    ----------
    columns : of another tool's log: its type of object that is the case, and names of attributes of events

    Raises
    ------
    InvalidFileError
        With everything that is wrong with it, but not more than the first twenty problems.
    """
    if ocel.is_own and not columns.given:
        return _own(ocel, problems, where)
    return _foreign(ocel, problems, columns, where)


def _own(ocel: Ocel, problems: Problems, where: Where) -> Taken:
    intake = Intake(problems)
    cases = {each.id: each.id.removeprefix(f"{names.CASE}:") for each in ocel.objects if each.type == names.CASE}
    for case in cases.values():
        intake.begin(case)
    for number, event in _in_order(ocel.events):
        path = where(number)
        texts = event.texts()
        try:
            read = CaseEvent(
                _case_of(event, cases),
                kind_of(texts.get(names.KIND, ""), names.KIND),
                instant_of_text(event.time, "time"),
                texts.get(names.STEP, ""),
                occurrence_of(texts.get(names.OCCURRENCE, ""), names.OCCURRENCE),
                texts.get(names.WHO, ""),
                texts.get(names.CAUSE, ""),
                texts.get(names.OUTCOME, ""),
            )
        except CellError as error:
            problems.add(error.breach, path=f"{path}, {error.column}")
        else:
            intake.take(read, path=path)
    return Taken(intake.log())


def _in_order(events: tuple[Event, ...]) -> list[tuple[int, Event]]:
    """Events with their places, in the order in which they were written: OCEL knows none, so the ids tell it."""
    found = list(enumerate(events))
    if all(names.place_of(event.id) is not None for event in events):
        found.sort(key=lambda each: names.place_of(each[1].id) or 0)
    return found


def _case_of(event: Event, cases: Mapping[str, str]) -> str:
    found = [each.objectId for each in event.relationships if each.qualifier == names.OF_CASE]
    if len(found) != 1 or found[0] not in cases:
        expected, remedy = "one object of type 'case' that takes part as 'case'", "Name the case among the objects."
        raise CellError("relationships", Breach("missing_case", expected, repr(found), remedy))
    return cases[found[0]]


def _foreign(ocel: Ocel, problems: Problems, columns: Columns, where: Where) -> Taken:
    types = sorted({each.type for each in ocel.objects})
    if columns.case not in types:
        found = "nothing said" if columns.case is None else repr(columns.case)
        remedy = f"Say which type of object is the `case`: {', '.join(types) or 'the log has no objects'}."
        problems.add(Breach("missing_case", "a type of object", found, remedy), path="objects")
        problems.refuse()
    cases = {each.id for each in ocel.objects if each.type == columns.case}
    named = Named(
        columns.case, columns.activity or "type", columns.at or "time", columns.start, columns.member, columns.lifecycle
    )
    intake = ForeignIntake(problems, columns, named)
    for each in ocel.objects:
        if each.id in cases:
            intake.begin(each.id)
    for number, event in enumerate(ocel.events):
        for row in _rows(event, cases, columns):
            intake.take(row, path=where(number))
    return intake.taken()


def _rows(event: Event, cases: set[str], columns: Columns) -> Iterator[Row]:
    texts = event.texts()
    for case in dict.fromkeys(each.objectId for each in event.relationships if each.objectId in cases):
        yield Row(
            case,
            event.type if columns.activity is None else texts.get(columns.activity, ""),
            event.time if columns.at is None else texts.get(columns.at, ""),
            None if columns.start is None else texts.get(columns.start, ""),
            "" if columns.member is None else texts.get(columns.member, ""),
            None if columns.lifecycle is None else texts.get(columns.lifecycle),
        )
