"""What one designer may keep has bounds, which removing makes room in, and what was kept stays as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import Engine

from services.api.problems import kind_of
from services.drafts import service
from services.drafts.bounds import Bounds
from services.drafts.schemas import Draft, NewDraft, NewVersion
from services.errors import DraftChangedError, DraftsFullError, DraftTooLargeError, RevisionNeededError
from services.security.acts import Act
from services.security.policy import Action
from services.security.principal import Principal, Role
from services.store.database import open_database

BOUNDS: Final = Bounds(version=100, owner=250)
HERS: Final = Act(Principal(subject="anna", roles=frozenset({Role.DESIGNER})), Action.DRAFT)
HIS: Final = Act(Principal(subject="bo", roles=frozenset({Role.DESIGNER})), Action.DRAFT)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    found = open_database(f"sqlite:///{tmp_path / 'drafts.db'}")
    yield found
    found.dispose()


def lane(size: int) -> dict[str, object]:
    """A lane that takes up so many characters, with no levers (`[]`) beside it."""
    return {"id": "x" * (size - len('{"id":""}') - len("[]"))}


def begun(engine: Engine, size: int, act: Act = HERS, key: str | None = None) -> Draft:
    return service.begin(engine, act, NewDraft.model_validate({"title": "x", "lane": lane(size)}), key, BOUNDS)


def written(engine: Engine, draft: str, size: int, seen: str | None = "*") -> int:
    new = NewVersion.model_validate({"lane": lane(size)})
    return service.write(engine, HERS, draft, new, seen, None, BOUNDS).number


def test_a_version_is_as_large_as_one_may_be_and_no_larger(engine: Engine) -> None:
    draft = begun(engine, 100)
    for attempt in (lambda: begun(engine, 101), lambda: written(engine, draft.id, 101)):
        with pytest.raises(DraftTooLargeError, match=r"at most 100 characters.*they have 101"):
            attempt()
    assert kind_of(DraftTooLargeError(101, 100))[:2] == (413, "draft_too_large")
    assert service.draft(engine, HERS.who, draft.id).version == 1


def test_letters_of_other_scripts_count_as_they_are_kept(engine: Engine) -> None:
    new = NewDraft.model_validate({"title": "x", "lane": {"id": "绿" * 15}})
    with pytest.raises(DraftTooLargeError, match="they have 101"):
        service.begin(engine, HERS, new, None, BOUNDS)


def test_all_that_somebody_keeps_has_a_bound_and_removing_makes_room(engine: Engine) -> None:
    first = begun(engine, 100, key="once")
    assert written(engine, first.id, 100) == 2
    for attempt in (lambda: begun(engine, 51), lambda: written(engine, first.id, 51)):
        with pytest.raises(DraftsFullError, match="there are 200, and this has 51"):
            attempt()
    assert kind_of(DraftsFullError("x"))[:2] == (409, "drafts_full")
    assert begun(engine, 100, HIS).own  # whose bound is his own
    assert begun(engine, 50).version == 1
    assert begun(engine, 100, key="once").id == first.id  # sent again, it needs no more room
    service.remove(engine, HERS, first.id, '"2"')
    assert begun(engine, 100).version == 1


@pytest.mark.parametrize("tag", ['"2"', '"of-a-lane"', 'W/"1"', '"0"'])
def test_an_etag_of_anything_else_is_no_latest_version_of_the_draft(engine: Engine, tag: str) -> None:
    draft = begun(engine, 50)
    with pytest.raises(DraftChangedError) as refused:
        written(engine, draft.id, 50, tag)
    assert kind_of(refused.value) == (412, "draft_changed", "The draft has changed since it was seen")
    with pytest.raises(DraftChangedError):
        service.remove(engine, HERS, draft.id, tag)
    with pytest.raises(RevisionNeededError):
        service.remove(engine, HERS, draft.id, None)
