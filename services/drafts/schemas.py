"""What designers send and are sent of drafts."""

from __future__ import annotations

from pydantic import ConfigDict, JsonValue, PositiveInt
from pydantic.config import JsonDict

from services.api.moments import MomentOut
from services.drafts.typed import Name, Note, TypedLane, TypedLevers
from workflows.definition.provenance import Frozen

_TYPED: JsonDict = {"id": "my_lane", "body": {"kind": "sequence", "steps": []}}
_LEVER: JsonDict = {"lever": "extend_hours", "calendar": "office", "hours": ["08:30-12:00", "13:00-18:00"]}


class NewDraft(Frozen):
    """A draft to begin.

    Parameters
    ----------
    note : what you say of this version
    """

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"title": "Registration in one day", "lane": _TYPED, "levers": [], "note": ""}]}
    )

    title: Name
    lane: TypedLane
    levers: TypedLevers = ()
    note: Note = ""


class NewVersion(Frozen):
    """Another version of a draft, after the one that If-Match names.

    Parameters
    ----------
    title : what the draft is called from now on; as before if absent
    note : what you say of this version
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{"lane": _TYPED, "levers": [_LEVER], "note": "Longer."}]})

    lane: TypedLane
    levers: TypedLevers = ()
    note: Note = ""
    title: Name | None = None


class DraftSummary(Frozen):
    """A draft, without what is in it.

    Parameters
    ----------
    owner : who began it; nobody else changes it
    own : whether that is you
    version : number of the latest, which is its ETag too
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "6a3b0d8e5a7c4f0f9f0d6c1b2a3e4d5f",
                    "title": "Registration in one day",
                    "owner": "designer-1",
                    "own": True,
                    "version": 2,
                    "made_at": "2026-03-02T09:30:00.000+08:00",
                    "changed_at": "2026-03-02T10:05:00.000+08:00",
                }
            ]
        }
    )

    id: str
    title: str
    owner: str
    own: bool
    version: PositiveInt
    made_at: MomentOut
    changed_at: MomentOut


class Drafts(Frozen):
    """A page of drafts, the one that was changed last first.

    Parameters
    ----------
    next : the cursor of the next page; none at the end
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{"drafts": [], "next": None}]})

    drafts: tuple[DraftSummary, ...]
    next: str | None


class VersionSummary(Frozen):
    """A version of a draft, without what is in it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"number": 2, "note": "Longer.", "made_by": "designer-1", "made_at": "2026-03-02T10:05:00.000+08:00"}
            ]
        }
    )

    number: PositiveInt
    note: str
    made_by: str
    made_at: MomentOut


class DraftVersions(Frozen):
    """A page of versions, the latest first.

    Parameters
    ----------
    next : the cursor of the next page; none at the end
    """

    model_config = ConfigDict(json_schema_extra={"examples": [{"versions": [], "next": None}]})

    versions: tuple[VersionSummary, ...]
    next: str | None


class DraftVersion(VersionSummary):
    """A version of a draft, with what is in it, as it was typed."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "number": 2,
                    "note": "Longer.",
                    "made_by": "designer-1",
                    "made_at": "2026-03-02T10:05:00.000+08:00",
                    "lane": _TYPED,
                    "levers": [_LEVER],
                }
            ]
        }
    )

    lane: dict[str, JsonValue]
    levers: tuple[dict[str, JsonValue], ...]


class Draft(DraftSummary):
    """A draft with what is in its latest version."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "6a3b0d8e5a7c4f0f9f0d6c1b2a3e4d5f",
                    "title": "Registration in one day",
                    "owner": "designer-1",
                    "own": True,
                    "version": 2,
                    "made_at": "2026-03-02T09:30:00.000+08:00",
                    "changed_at": "2026-03-02T10:05:00.000+08:00",
                    "note": "Longer.",
                    "lane": _TYPED,
                    "levers": [_LEVER],
                }
            ]
        }
    )

    note: str
    lane: dict[str, JsonValue]
    levers: tuple[dict[str, JsonValue], ...]
