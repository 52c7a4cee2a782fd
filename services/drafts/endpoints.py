"""The addresses of drafts."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from services.api.conditions import ENTITY_TAG, IfMatch, entity_tag
from services.api.context import Around
from services.api.keys import IdempotencyKey
from services.api.paths import LOCATION
from services.api.problems import CONDITIONAL
from services.drafts import service
from services.drafts.bounds import bounds_of
from services.drafts.schemas import Draft, Drafts, DraftVersion, DraftVersions, NewDraft, NewVersion
from services.security.access import DraftInPath, by_role, on_draft
from services.security.acts import Act
from services.security.policy import Action
from services.security.principal import Subject

router = APIRouter(tags=["experiments"], prefix="/drafts")


@router.post("", status_code=HTTPStatus.CREATED, responses={201: {"headers": LOCATION | ENTITY_TAG}})
def begin_draft(
    new: NewDraft,
    act: Annotated[Act, by_role(Action.DRAFT)],
    around: Around,
    response: Response,
    key: IdempotencyKey = None,
) -> Draft:
    """Begin a draft. Whatever is typed is kept: it need not be sound yet."""
    begun = service.begin(around.engine, act, new, key, bounds_of(around.settings))
    response.headers.update({"Location": f"/drafts/{begun.id}", "ETag": entity_tag(begun.version)})
    return begun


@router.get("")
def list_drafts(
    act: Annotated[Act, by_role(Action.SEE_DRAFT)],
    around: Around,
    owner: Annotated[Subject | None, Query(description="Only drafts that this designer has begun.")] = None,
    cursor: Annotated[str | None, Query(max_length=1_000, description="The `next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Drafts:
    """List drafts, the one that was changed last first."""
    return service.page(around.engine, act.who, owner, cursor, limit)


@router.get("/{draft}", responses={200: {"headers": ENTITY_TAG}})
def show_draft(
    draft: DraftInPath, act: Annotated[Act, on_draft(Action.SEE_DRAFT)], around: Around, response: Response
) -> Draft:
    """Show a draft with its latest version."""
    found = service.draft(around.engine, act.who, draft)
    response.headers["ETag"] = entity_tag(found.version)
    return found


@router.delete("/{draft}", status_code=HTTPStatus.NO_CONTENT, responses=CONDITIONAL)
def remove_draft(
    draft: DraftInPath,
    act: Annotated[Act, on_draft(Action.CHANGE_DRAFT)],
    around: Around,
    seen: IfMatch = None,
) -> None:
    """Remove a draft of one's own with all of its versions, for good."""
    service.remove(around.engine, act, draft, seen)


@router.post(
    "/{draft}/versions",
    status_code=HTTPStatus.CREATED,
    responses=CONDITIONAL | {201: {"headers": LOCATION | ENTITY_TAG}},
)
def write_draft_version(
    draft: DraftInPath,
    new: NewVersion,
    act: Annotated[Act, on_draft(Action.CHANGE_DRAFT)],
    around: Around,
    response: Response,
    seen: IfMatch = None,
    key: IdempotencyKey = None,
) -> DraftVersion:
    """Write another version of a draft of one's own, after the one that you have seen."""
    written = service.write(around.engine, act, draft, new, seen, key, bounds_of(around.settings))
    location = f"/drafts/{draft}/versions/{written.number}"
    response.headers.update({"Location": location, "ETag": entity_tag(written.number)})
    return written


@router.get("/{draft}/versions")
def list_draft_versions(
    draft: DraftInPath,
    _: Annotated[Act, on_draft(Action.SEE_DRAFT)],
    around: Around,
    cursor: Annotated[
        str | None, Query(pattern=r"^[1-9][0-9]{0,8}$", description="The `next` of the page before.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> DraftVersions:
    """List the versions of a draft, the latest first."""
    return service.versions(around.engine, draft, None if cursor is None else int(cursor), limit)


@router.get("/{draft}/versions/{number}")
def show_draft_version(
    draft: DraftInPath,
    number: Annotated[int, Path(ge=1, le=999_999_999, description="Number of the version.")],
    _: Annotated[Act, on_draft(Action.SEE_DRAFT)],
    around: Around,
) -> DraftVersion:
    """Show a version of a draft, as it was typed."""
    return service.version_of(around.engine, draft, number)
