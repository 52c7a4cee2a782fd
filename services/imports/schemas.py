"""What designers send and are sent of imports."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self, TypeAlias

from pydantic import ConfigDict, Field, JsonValue, StringConstraints, model_validator

from workflows.definition.provenance import Frozen
from workflows.levers.horizon import Horizon
from workflows.levers.overrides import ArrivalsOverride, PoolOverride
from workflows.levers.scenario import LaneBeside
from workflows.working_time.calendars import Calendar

FileName: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^/\\\x00-\x1f\x7f]+$")]
"""A file's name, without a folder: nothing is looked up under it."""

_ColumnName: TypeAlias = Annotated[str, Field(min_length=1, max_length=200)]


class ImportedKind(StrEnum):
    """What a file is."""

    MODEL = "model"
    """BPMN 2.0."""
    LANE = "lane"
    SCENARIO = "scenario"
    EVENT_LOG = "event_log"


class NumbersFile(Frozen):
    """Numbers of a BPMN model: JSON of Prosimos, XML with BPSim or QBP."""

    name: FileName
    content: Annotated[str, Field(max_length=6_000_000)]


class LogReading(Frozen):
    """How a log is to be read, where its own words do not say, and how it is mined.

    Parameters
    ----------
    case, activity, at, start, member, lifecycle : what its columns, or attributes, are called; `at` is when an activity
        was completed, or whatever the life cycle says
    offset : hours from UTC of instants that do not say theirs
    noise : from 0 to 1: part of the most frequent step after an activity below which another one is taken for noise
    most_activities : the most frequent are kept
    """

    case: _ColumnName | None = None
    activity: _ColumnName | None = None
    at: _ColumnName | None = None
    start: _ColumnName | None = None
    member: _ColumnName | None = None
    lifecycle: _ColumnName | None = None
    offset: Annotated[float | None, Field(ge=-18, le=18)] = None
    noise: Annotated[float, Field(ge=0, le=1)] = 0.1
    most_activities: Annotated[int, Field(ge=1, le=200)] = 60


class NewImport(Frozen):
    """A file to take in.

    Parameters
    ----------
    name : of the file; its ending says what it is: .bpmn, .bpmn2 or .xml (a model), .yaml, .yml or .json (a lane or a
        scenario), .csv, .csv.gz, .xes, .xes.gz, .json, .jsonocel, .sqlite, .sqliteocel or .parquet (an event log)
    content : of a text
    base64 : instead: of any file; needed for what is packed or binary
    parameters : numbers that belong to a model
    log : how to read a log
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "window.csv",
                    "content": "case_id,activity,resource,start_time,end_time\n"
                    "1,Check,Li,2026-03-02T09:00:00+08:00,2026-03-02T09:20:00+08:00\n"
                    "1,Decide,Wang,2026-03-02T10:00:00+08:00,2026-03-02T10:45:00+08:00\n",
                    "log": {
                        "case": "case_id",
                        "activity": "activity",
                        "at": "end_time",
                        "start": "start_time",
                        "member": "resource",
                    },
                }
            ]
        }
    )

    name: FileName
    content: str | None = None
    base64: str | None = None
    parameters: NumbersFile | None = None
    log: LogReading = LogReading()

    @model_validator(mode="after")
    def _one_content(self) -> Self:
        if (self.content is None) == (self.base64 is None):
            found = "neither" if self.content is None else "both"
            raise ValueError(f"expected exactly one of content (a text) and base64 (any file); found {found}")
        return self


class ToldText(Frozen):
    """A text of any length in both languages.

    Parameters
    ----------
    zh : zh-CN
    en : English
    """

    zh: str
    en: str


class ToldOfImport(Frozen):
    """Something to know of a lane that was taken in.

    Parameters
    ----------
    place : what it is about: a place in the file, a path in the lane or the id of a step; empty for all of it
    """

    place: str
    text: ToldText


class MissingNumber(Frozen):
    """A number that no file states and that stands in the lane as an assumption."""

    place: str
    expected: str
    found: str
    remedy: str


class Surroundings(Frozen):
    """What a scenario says beside its lane and its levers; it holds before and after them.

    Parameters
    ----------
    beside : other lanes that run at the same time
    calendars, pools, arrivals : what is set on both sides
    design : how long and how often it is simulated
    """

    beside: tuple[LaneBeside, ...] = ()
    calendars: dict[str, Calendar] = {}
    pools: dict[str, PoolOverride] = {}
    arrivals: dict[str, ArrivalsOverride] = {}
    design: Horizon | None = None


class ImportedLane(Frozen):
    """What came out of a file.

    Parameters
    ----------
    lane : to go on with, and sound; of a scenario the lane before its levers, within its scope
    levers, surroundings : of a scenario
    told : what was chosen, found or assumed
    missing : numbers that no file states
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "event_log",
                    "lane": {"id": "window", "title": {"zh": "window.csv", "en": "window.csv"}},
                    "levers": [],
                    "told": [
                        {
                            "place": "arrivals",
                            "text": {
                                "zh": "日志看不出到件间隔。",
                                "en": "the log does not tell how often a case arrives.",
                            },
                        }
                    ],
                    "missing": [],
                }
            ]
        }
    )

    kind: ImportedKind
    lane: dict[str, JsonValue]
    levers: tuple[dict[str, JsonValue], ...] = ()
    surroundings: Surroundings | None = None
    told: tuple[ToldOfImport, ...] = ()
    missing: tuple[MissingNumber, ...] = ()
