"""Files taken in: which kind each is, and the lane that comes out of it."""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Iterable
from datetime import timedelta, timezone
from typing import Final

from pydantic import JsonValue

from services.cli.log_files import LOG_ENDINGS, read_log_content
from services.cli.texts_of_models import MODELS
from services.designs.deriving import shipped_base
from services.experiments.mined import mined_lane
from services.experiments.models import MODEL_ENDINGS
from services.experiments.simulating import ENDINGS, has_field
from services.imports.schemas import (
    ImportedKind,
    ImportedLane,
    LogReading,
    MissingNumber,
    NewImport,
    Surroundings,
    ToldOfImport,
    ToldText,
)
from workflows.definition.lane import Lane
from workflows.definition.loading import parse_lane
from workflows.definition.yaml_nodes import MAXIMUM_BYTES
from workflows.differences.comparing import document_of
from workflows.errors import InvalidFileError, InvalidInputError, Place, Problem
from workflows.events.formats.foreign import Columns
from workflows.interchange.bpmn_reading import Source, read_bpmn
from workflows.interchange.findings import Declared
from workflows.levers.scenario import lanes_before, read_scenario

_MEBIBYTE: Final = 1 << 20
LARGEST_UNPACKED: Final = 256 * _MEBIBYTE
"""Bytes of a log, once it is unpacked."""
_AROUND: Final = {
    "scope": ("范围", "its scope"),
    "beside": ("同时运行的流程", "the lanes beside it"),
    "calendars": ("工作日历", "calendars"),
    "pools": ("人员", "people"),
    "arrivals": ("到件", "arrivals"),
    "design": ("运行方式", "how it is simulated"),
}
"""What a scenario may say that holds before its levers as well as after them."""
_OF_LOGS: Final = ("objectTypes", "ocel:")
"""What tells a log in JSON from a lane in JSON, near its beginning or its end."""


def kind_of(new: NewImport) -> ImportedKind:
    """What a file is, by its name, and where that leaves it open by what stands in it.

    Raises
    ------
    InvalidInputError
        If nothing of that name can be taken in.
    """
    name = new.name.lower()
    if name.endswith(MODEL_ENDINGS):
        return ImportedKind.MODEL
    if name.endswith(".json") and not _is_log_in_json(new):
        return ImportedKind.LANE
    if name.endswith(LOG_ENDINGS):
        return ImportedKind.EVENT_LOG
    if not name.endswith(ENDINGS):
        known = ", ".join((*MODEL_ENDINGS, *ENDINGS, *LOG_ENDINGS))
        raise InvalidInputError(f"expected a file that ends in one of {known}; found {new.name!r}. Name it so.")
    text = _text(new)
    if has_field(text, "scenarios"):
        raise InvalidInputError(f"expected a lane or a scenario; {new.name!r} is a package. Take its scenarios in.")
    return ImportedKind.SCENARIO if has_field(text, "base") else ImportedKind.LANE


def taken_in(new: NewImport) -> ImportedLane:
    """The lane that a file is, or that is made of it.

    Raises
    ------
    InvalidInputError
        With what is wrong with the file.
    """
    match kind_of(new):
        case ImportedKind.MODEL:
            return _of_model(new)
        case ImportedKind.LANE:
            return _told_of(ImportedKind.LANE, parse_lane(_text(new), new.name))
        case ImportedKind.SCENARIO:
            return _of_scenario(new)
        case ImportedKind.EVENT_LOG:
            return _of_log(new)


def _of_model(new: NewImport) -> ImportedLane:
    numbers = None if new.parameters is None else Source(new.parameters.content, new.parameters.name)
    found = read_bpmn(Source(_text(new), new.name), numbers)
    missing = tuple(
        MissingNumber(place=str(each.place), expected=each.expected, found=each.found, remedy=each.remedy)
        for each in found.missing
    )
    told = ((str(each.place), _choice_said(each)) for each in found.declared)
    return _told_of(ImportedKind.MODEL, found.lane, told).model_copy(update={"missing": missing})


def _choice_said(declared: Declared) -> tuple[str, str]:
    zh, en = MODELS[f"model.choice.{declared.choice}"]
    values = dict(declared.values)
    return zh.format(**values), en.format(**values)


def _of_scenario(new: NewImport) -> ImportedLane:
    loaded = read_scenario(_text(new), new.name)
    scenario = loaded.model
    lanes_before(scenario, shipped_base, loaded.places)  # a base is never a path: it would be one of this machine
    lane = shipped_base(scenario.base)
    for lever in scenario.scope:
        lane = lever.apply(lane)
    said: list[tuple[str, tuple[str, str]]] = []
    if around := [titles for name, titles in _AROUND.items() if getattr(scenario, name)]:
        listed = "、".join(title[0] for title in around), ", ".join(title[1] for title in around)
        told = f"方案所定的{listed[0]}一并取入。", f"what the scenario says of {listed[1]} is taken too."
        said.append(("", told))
    if scenario.sweep is not None:
        told = (
            "方案所列的取值未取；运行时可另行设定。",
            "the values that it sweeps are not taken: tell them as you run it.",
        )
        said.append(("sweep", told))
    levers: list[dict[str, JsonValue]] = [each.model_dump(mode="json", by_alias=True) for each in scenario.levers]
    surroundings = Surroundings(
        beside=scenario.beside,
        calendars=scenario.calendars,
        pools=scenario.pools,
        arrivals=scenario.arrivals,
        design=scenario.design,
    )
    found = _told_of(ImportedKind.SCENARIO, lane, said)
    return found.model_copy(update={"levers": tuple(levers), "surroundings": surroundings})


def _of_log(new: NewImport) -> ImportedLane:
    taken = read_log_content(_bytes(new), new.name, LARGEST_UNPACKED, columns_of(new.log))
    found = mined_lane(taken, new.name, new.log.noise, new.log.most_activities)
    return _told_of(ImportedKind.EVENT_LOG, found.lane, found.told)


def columns_of(reading: LogReading) -> Columns:
    """Where a log has what, as its sender says."""
    offset = None if reading.offset is None else timezone(timedelta(hours=reading.offset))
    return Columns(reading.case, reading.activity, reading.at, reading.start, reading.member, reading.lifecycle, offset)


def _told_of(kind: ImportedKind, lane: Lane, told: Iterable[tuple[str, tuple[str, str]]] = ()) -> ImportedLane:
    texts = tuple(ToldOfImport(place=place, text=ToldText(zh=zh, en=en)) for place, (zh, en) in told)
    return ImportedLane(kind=kind, lane=document_of(lane), told=texts)


def _is_log_in_json(new: NewImport) -> bool:
    content = _bytes(new)
    around = content[:4_096] + content[-4_096:]
    return any(f'"{word}'.encode() in around for word in _OF_LOGS)


def _bytes(new: NewImport) -> bytes:
    if new.base64 is None:
        return (new.content or "").encode("utf-8", "replace")
    try:
        return b64decode(new.base64, validate=True)
    except (binascii.Error, ValueError) as error:
        found = str(error)
        problem = Problem("base64", Place(new.name), "base64", found, "Encode the file's bytes as RFC 4648 has it.")
        raise InvalidFileError([problem]) from error


def _text(new: NewImport) -> str:
    content = _bytes(new)
    if len(content) > MAXIMUM_BYTES:
        found = f"{len(content)} bytes"
        problem = Problem(
            "file_too_large", Place(new.name), f"at most {MAXIMUM_BYTES} bytes", found, "Split the file or shorten it."
        )
        raise InvalidFileError([problem])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = f"the byte 0x{content[error.start]:02x}"
        problem = Problem("encoding", Place(new.name), "text in UTF-8", found, "Save the file as UTF-8.")
        raise InvalidFileError([problem]) from error
