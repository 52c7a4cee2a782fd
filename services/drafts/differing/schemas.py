"""What designers send and are sent of differences."""

from __future__ import annotations

from pydantic import ConfigDict, JsonValue

from services.drafts.typed import TypedLane
from workflows.definition.provenance import Frozen
from workflows.differences.difference import Change


class TwoLanes(Frozen):
    """Two lanes to compare, each as somebody has typed it.

    Parameters
    ----------
    before, after : neither need be sound
    """

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"before": {"id": "one", "body": {}}, "after": {"id": "two", "body": {}}}]}
    )

    before: TypedLane
    after: TypedLane


class Words(Frozen):
    """A text of any length in both languages.

    Parameters
    ----------
    zh : zh-CN
    en : English
    """

    zh: str
    en: str


class HeldValue(Frozen):
    """What a field holds.

    Parameters
    ----------
    value : as the lane has it
    text : the same for people
    """

    value: JsonValue
    text: Words


class FieldDifference(Frozen):
    """A field that is not what it was.

    Parameters
    ----------
    field : its name; of one entry of a list, the list's name, a dot and what tells the entry from others. `place` is
        where a step stands: in which block, in which part and branch of it, and after which step
    title : what people call it
    before, after : what it held and holds; absent where it was or is not there
    """

    field: str
    title: Words
    before: HeldValue | None
    after: HeldValue | None


class StepDifference(Frozen):
    """A step that is not what or where it was.

    Parameters
    ----------
    step : its id; empty for the lane's body itself
    kind : as it is now, or was before it was removed
    change : `moved` if it stands elsewhere, whatever else of it has changed
    fields : what has changed; of a step that came or went, all that it says
    """

    step: str
    title: Words
    kind: str
    change: Change
    fields: tuple[FieldDifference, ...]


class PartDifference(Frozen):
    """A pool, a calendar or a document that is not what it was.

    Parameters
    ----------
    fields : what has changed; of a part that came or went, all that it says
    """

    id: str
    title: Words
    change: Change
    fields: tuple[FieldDifference, ...]


class LaneDifferences(Frozen):
    """What two lanes differ in; each list in the order of the lane as it is now, with what is gone at its end.

    Parameters
    ----------
    other : what the lane says beside its steps and those parts: its name, limits, arrivals, attributes, ...
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "steps": [
                        {
                            "step": "review",
                            "title": {"zh": "审核", "en": "Review"},
                            "kind": "task",
                            "change": "changed",
                            "fields": [
                                {
                                    "field": "visits",
                                    "title": {"zh": "跑动次数", "en": "visits"},
                                    "before": {"value": 2, "text": {"zh": "2", "en": "2"}},
                                    "after": {"value": 1, "text": {"zh": "1", "en": "1"}},
                                }
                            ],
                        }
                    ],
                    "pools": [],
                    "calendars": [],
                    "documents": [],
                    "other": [],
                }
            ]
        }
    )

    steps: tuple[StepDifference, ...]
    pools: tuple[PartDifference, ...]
    calendars: tuple[PartDifference, ...]
    documents: tuple[PartDifference, ...]
    other: tuple[FieldDifference, ...]
