"""What an If-Match says: a revision, any, nothing, or something that it cannot say."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.conditions import entity_tag, needed_revision, seen_revision
from services.errors import MessageRefusedError, RevisionNeededError
from workflows.errors import InvalidInputError


@given(st.integers(0, 10**9 - 1))
def test_the_etag_of_a_revision_says_it(revision: int) -> None:
    assert seen_revision(entity_tag(revision)) == needed_revision(entity_tag(revision)) == revision


def test_any_revision_will_do_where_nothing_or_a_star_is_said() -> None:
    assert seen_revision(None) is seen_revision("*") is needed_revision(" * ") is None
    with pytest.raises(RevisionNeededError):
        needed_revision(None)


@pytest.mark.parametrize("other", ['W/"3"', '"03"', '"a"', '""', '"1000000000"'])
def test_an_etag_that_is_no_revision_is_of_nothing_that_there_is(other: str) -> None:
    with pytest.raises(MessageRefusedError) as refused:
        seen_revision(other)
    assert refused.value.code == "stale"


@given(st.text(alphabet=st.characters(codec="latin-1"), max_size=20))
def test_whatever_is_said_is_read_or_refused(said: str) -> None:
    with suppress(InvalidInputError):
        assert seen_revision(said) is None or entity_tag(seen_revision(said) or 0) == said.strip()
