"""How much a designer may keep: whatever is sent for long enough would fill the store otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from services.errors import DraftsFullError, DraftTooLargeError
from services.settings import Settings
from services.store.drafts import DraftRecord, VersionRecord, kept_of

MOST_DRAFTS: Final = 500
"""Of one designer."""
MOST_VERSIONS: Final = 1_000
"""Of one draft: a version is what somebody saves, not what they type."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large drafts may be, in characters of JSON in ASCII.

    Attributes
    ----------
    version : one of them
    owner : all versions of all drafts of one designer together
    """

    version: int
    owner: int


def bounds_of(settings: Settings) -> Bounds:
    """How large drafts may be here."""
    return Bounds(settings.largest_draft, settings.largest_drafts)


def fits(version: VersionRecord, bounds: Bounds) -> VersionRecord:
    """A version, if it is no larger than one may be.

    Raises
    ------
    DraftTooLargeError
        If it is.
    """
    if version.size > bounds.version:
        raise DraftTooLargeError(version.size, bounds.version)
    return version


def room_for_draft(connection: Connection, owner: str, first: VersionRecord, bounds: Bounds) -> None:
    """See that a designer may keep one more draft.

    Raises
    ------
    DraftsFullError
        If they may not.
    """
    if kept_of(connection, owner).drafts >= MOST_DRAFTS:
        raise DraftsFullError(f"expected at most {MOST_DRAFTS} drafts of one designer. Remove one of them.")
    _room(connection, owner, first, bounds)


def room_for_version(connection: Connection, held: DraftRecord, version: VersionRecord, bounds: Bounds) -> None:
    """See that a designer may keep one more version of a draft of theirs.

    Raises
    ------
    DraftsFullError
        If they may not.
    """
    if held.version >= MOST_VERSIONS:
        raise DraftsFullError(
            f"expected at most {MOST_VERSIONS} versions of one draft. Begin another one with what you have."
        )
    _room(connection, held.owner, version, bounds)


def _room(connection: Connection, owner: str, version: VersionRecord, bounds: Bounds) -> None:
    kept = kept_of(connection, owner).size
    if kept + version.size > bounds.owner:
        raise DraftsFullError(
            f"expected at most {bounds.owner} characters in all drafts of one designer, with all of their versions; "
            f"there are {kept}, and this has {version.size}. Remove drafts that are no longer wanted."
        )
