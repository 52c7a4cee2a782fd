"""Reading OCEL 2.0 in its JSON form, of this program and of others.

Of another tool's log has to be said which type of object is the case: an event belongs to every one that takes part.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final

from pydantic import BaseModel, ConfigDict, StrictBool, StrictFloat, StrictInt, StrictStr, ValidationError

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
from workflows.events.order import Breach

Value = StrictStr | StrictInt | StrictFloat | StrictBool | None

_PARTS: Final = ("eventTypes", "objectTypes", "events", "objects")


class _Part(BaseModel):
    """What is not needed may be there, and is not looked at."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class _Attribute(_Part):
    name: StrictStr
    value: Value = None


class _Relationship(_Part):
    objectId: StrictStr  # noqa: N815 # as OCEL has it
    qualifier: StrictStr = ""


class _Typed(_Part):
    name: StrictStr
    attributes: tuple[_Attribute, ...] = ()


class _Object(_Part):
    id: StrictStr
    type: StrictStr


class _Event(_Part):
    id: StrictStr
    type: StrictStr
    time: StrictStr
    attributes: tuple[_Attribute, ...] = ()
    relationships: tuple[_Relationship, ...] = ()

    def texts(self) -> dict[str, str]:
        """Attributes, as texts."""
        return {each.name: "" if each.value is None else str(each.value) for each in self.attributes}


class _Ocel(_Part):
    eventTypes: tuple[_Typed, ...]  # noqa: N815 # as OCEL has it
    objectTypes: tuple[_Typed, ...]  # noqa: N815 # as OCEL has it
    events: tuple[_Event, ...]
    objects: tuple[_Object, ...]


def is_ocel(document: object) -> bool:
    """Whether a JSON document is meant to be an OCEL 2.0 log."""
    return isinstance(document, Mapping) and "objectTypes" in document


def read_ocel(text: str, file: str, columns: Columns | None = None) -> Taken:
    """Read a log.

    Parameters
    ----------
    file : how it is called in messages
    columns : of another tool's log: its type of object that is the case, and names of attributes of events

    Raises
    ------
    InvalidFileError
        With everything that is wrong with it, but not more than the first twenty problems.
    """
    problems = Problems(file)
    ocel = _parsed(text, problems)
    said = columns or Columns()
    return _own(ocel, problems) if _is_own(ocel) and not said.given else _foreign(ocel, problems, said)


def _is_own(ocel: _Ocel) -> bool:
    """Whether this program wrote it; a log in which nothing happened has no types of events that could tell."""
    if not ocel.eventTypes:
        return [type_.name for type_ in ocel.objectTypes] == list(names.TYPES)
    return any(each.name == names.KIND for type_ in ocel.eventTypes for each in type_.attributes)


def _parsed(text: str, problems: Problems) -> _Ocel:
    try:
        return _Ocel.model_validate(json.loads(text, parse_constant=_no_number))
    except json.JSONDecodeError as error:
        breach = Breach("json", "JSON", f"{error.msg} (column {error.colno})", "Write the file again.")
        problems.add(breach, error.lineno)
    except RecursionError:
        problems.add(Breach("json_depth", "JSON as OCEL has it", "far too many brackets", "Check the file."))
    except ValidationError as error:
        for each in error.errors(include_url=False):
            remedy = f"OCEL 2.0 has {', '.join(_PARTS)}; mend it as its JSON schema says."
            where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in each["loc"])
            found = "none" if each["type"] == "missing" else _short(each["input"])
            problems.add(Breach("ocel", each["msg"], found, remedy), path=where.lstrip("."))
    except ValueError as error:
        # Raised by _no_number, and for whole numbers of thousands of digits.
        problems.add(Breach("json_number", "finite numbers", str(error), "Leave the value out."))
    raise problems.error()


def _no_number(text: str) -> float:
    raise ValueError(text)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) < 80 else f"{text[:80]}…"


def _own(ocel: _Ocel, problems: Problems) -> Taken:
    intake = Intake(problems)
    cases = {each.id: each.id.removeprefix(f"{names.CASE}:") for each in ocel.objects if each.type == names.CASE}
    for case in cases.values():
        intake.begin(case)
    for number, event in enumerate(ocel.events):
        path = f"events[{number}]"
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


def _case_of(event: _Event, cases: Mapping[str, str]) -> str:
    found = [each.objectId for each in event.relationships if each.qualifier == names.OF_CASE]
    if len(found) != 1 or found[0] not in cases:
        expected, remedy = "one object of type 'case' that takes part as 'case'", "Name the case among the objects."
        raise CellError("relationships", Breach("missing_case", expected, repr(found), remedy))
    return cases[found[0]]


def _foreign(ocel: _Ocel, problems: Problems, columns: Columns) -> Taken:
    types = sorted({each.type for each in ocel.objects})
    if columns.case not in types:
        found = "nothing said" if columns.case is None else repr(columns.case)
        remedy = f"Say with --case which type of object is the case: {', '.join(types) or 'the log has no objects'}."
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
            intake.take(row, path=f"events[{number}]")
    return intake.taken()


def _rows(event: _Event, cases: set[str], columns: Columns) -> Iterator[Row]:
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
