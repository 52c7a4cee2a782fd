"""What is done with drafts. Whoever began one changes it; all designers see it, and may begin one of their own from it.

A version is written once. Whoever writes the next one says which they have seen: if it is no longer the latest, nothing
is kept, and they look at what differs before they go on.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final
from uuid import uuid4

from pydantic import JsonValue
from sqlalchemy import Connection, Engine

from services.api.conditions import needed_revision
from services.api.cursors import cursor_of, is_instant, place_of
from services.api.keys import fingerprint
from services.audit.chain import Outcome
from services.audit.keeping import append
from services.clock import present_instant
from services.drafts.bounds import Bounds, fits, room_for_draft, room_for_version
from services.drafts.schemas import (
    Draft,
    Drafts,
    DraftSummary,
    DraftVersion,
    DraftVersions,
    NewDraft,
    NewVersion,
    VersionSummary,
)
from services.errors import DraftChangedError, MessageRefusedError, NothingThereError
from services.security.acts import Act
from services.security.principal import Principal
from services.store.database import reading, writing
from services.store.drafts import (
    DraftPosition,
    DraftRecord,
    VersionRecord,
    add_draft,
    add_version,
    drafts_listed,
    find_draft,
    find_version,
    hold_draft,
    remove_draft,
    versions_of,
)
from services.store.keys import use_key

_NO_VERSION: Final = 0
"""Versions count from 1."""


def begin(engine: Engine, act: Act, new: NewDraft, key: str | None, bounds: Bounds) -> Draft:
    """Keep a draft of whoever asks for it.

    Raises
    ------
    DraftTooLargeError, DraftsFullError
        If it is too large, or they have too many.
    KeyReusedError
        If the key stands for another request.
    """
    now, who, asked = present_instant(), act.who.subject, fingerprint(new)
    id_ = uuid4().hex
    first = fits(VersionRecord(id_, 1, _text(new.lane), _text(new.levers), new.note, who, now), bounds)
    record = DraftRecord(id_, new.title, who, 1, now, now, first.size)
    with writing(engine) as connection:
        if key is not None and (before := use_key(connection, f"POST /drafts {who}", key, asked, record.id, now)):
            return _shown(connection, before, act.who)
        room_for_draft(connection, who, first, bounds)
        add_draft(connection, record, first)
        append(connection, act.to(draft=record.id).entry(Outcome.DONE, asked))
        return _shown(connection, record.id, act.who)


def page(engine: Engine, who: Principal, owner: str | None, cursor: str | None, limit: int) -> Drafts:
    """Drafts, the one that was changed last first.

    Raises
    ------
    InvalidInputError
        If the cursor is none of ours.
    """
    before = None if cursor is None else place_of(cursor, _position)
    with reading(engine) as connection:
        found = drafts_listed(connection, owner, before, limit + 1)
    shown, more = found[:limit], len(found) > limit
    return Drafts(
        drafts=tuple(_summary(record, who) for record in shown),
        next=cursor_of(DraftPosition(shown[-1].changed_at, shown[-1].id)) if more else None,
    )


def draft(engine: Engine, who: Principal, id_: str) -> Draft:
    """A draft with its latest version.

    Raises
    ------
    NothingThereError
        If there is none.
    """
    with reading(engine) as connection:
        return _shown(connection, id_, who)


def write(
    engine: Engine, act: Act, id_: str, new: NewVersion, if_match: str | None, key: str | None, bounds: Bounds
) -> DraftVersion:
    """Keep another version of a draft.

    Raises
    ------
    NothingThereError
        If there is no draft of that id.
    RevisionNeededError, DraftChangedError
        If it is not told which version was seen, or that one is no longer the latest.
    DraftTooLargeError, DraftsFullError
        If it is too large, or there are too many.
    KeyReusedError
        If the key stands for another request.
    """
    seen, now, who, asked = _seen(if_match), present_instant(), act.who.subject, fingerprint(new)
    with writing(engine) as connection:
        held = _held(connection, id_)
        number = held.version + 1
        scope = f"POST /drafts/{id_}/versions {who}"
        if key is not None and (before := use_key(connection, scope, key, asked, str(number), now)):
            return _version(connection, id_, int(before))
        _still(held, seen)
        version = fits(VersionRecord(id_, number, _text(new.lane), _text(new.levers), new.note, who, now), bounds)
        room_for_version(connection, held, version, bounds)
        add_version(connection, version, new.title or held.title)
        append(connection, act.entry(Outcome.DONE, asked))
        return _version(connection, id_, number)


def versions(engine: Engine, id_: str, before: int | None, limit: int) -> DraftVersions:
    """Versions of a draft, the latest first.

    Raises
    ------
    NothingThereError
        If there is no draft of that id.
    """
    with reading(engine) as connection:
        _there(find_draft(connection, id_), id_)
        found = versions_of(connection, id_, before, limit + 1)
    shown, more = found[:limit], len(found) > limit
    return DraftVersions(
        versions=tuple(VersionSummary.model_validate(each._asdict()) for each in shown),
        next=str(shown[-1].number) if more else None,
    )


def version_of(engine: Engine, id_: str, number: int) -> DraftVersion:
    """A version of a draft.

    Raises
    ------
    NothingThereError
        If there is none.
    """
    with reading(engine) as connection:
        _there(find_draft(connection, id_), id_)
        return _version(connection, id_, number)


def remove(engine: Engine, act: Act, id_: str, if_match: str | None) -> None:
    """Remove a draft with all of its versions.

    Raises
    ------
    NothingThereError
        If there is no draft of that id.
    RevisionNeededError, DraftChangedError
        If it is not told which version was seen, or that one is no longer the latest.
    """
    seen = _seen(if_match)
    with writing(engine) as connection:
        held = _held(connection, id_)
        _still(held, seen)
        remove_draft(connection, id_)
        append(connection, act.entry(Outcome.DONE))


def _seen(if_match: str | None) -> int | None:
    """The version that the sender has seen; an ETag that none has was of something else, and is not the latest."""
    try:
        return needed_revision(if_match)
    except MessageRefusedError:
        return _NO_VERSION


def _held(connection: Connection, id_: str) -> DraftRecord:
    return _there(hold_draft(connection, id_), id_)


def _still(held: DraftRecord, seen: int | None) -> None:
    """Refuse what was not made of the latest version of a draft; none stands for whichever it is."""
    if seen not in {None, held.version}:
        raise DraftChangedError(held.id, held.version)


def _there(record: DraftRecord | None, id_: str) -> DraftRecord:
    if record is None:
        raise NothingThereError(f"no draft has the id {id_!r}. GET /drafts lists them; perhaps it was removed.")
    return record


def _shown(connection: Connection, id_: str, who: Principal) -> Draft:
    record = _there(find_draft(connection, id_), id_)
    latest = _version(connection, id_, record.version)
    told = _summary(record, who).model_dump()
    return Draft.model_validate(
        {**told, "made_at": record.made_at, "changed_at": record.changed_at}
        | {"note": latest.note, "lane": latest.lane, "levers": latest.levers}
    )


def _version(connection: Connection, id_: str, number: int) -> DraftVersion:
    record = find_version(connection, id_, number)
    if record is None:
        raise NothingThereError(f"draft {id_!r} has no version {number}. GET /drafts/{id_}/versions lists them.")
    return DraftVersion(
        number=record.number,
        note=record.note,
        made_by=record.made_by,
        made_at=record.made_at,
        lane=json.loads(record.lane),
        levers=tuple(json.loads(record.levers)),
    )


def _summary(record: DraftRecord, who: Principal) -> DraftSummary:
    return DraftSummary(
        id=record.id,
        title=record.title,
        owner=record.owner,
        own=record.owner == who.subject,
        version=record.version,
        made_at=record.made_at,
        changed_at=record.changed_at,
    )


def _text(typed: dict[str, JsonValue] | Sequence[dict[str, JsonValue]]) -> str:
    # In ASCII: PostgreSQL takes no text with a null character in it, and somebody may have typed one.
    return json.dumps(typed, separators=(",", ":"), allow_nan=False)


def _position(values: list[object]) -> DraftPosition | None:
    match values:
        case [int(changed_at), str(id_)] if is_instant(changed_at):
            return DraftPosition(changed_at, id_)
        case _:
            return None
