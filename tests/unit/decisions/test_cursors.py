"""Cursors come back as they were; whatever else is sent as one is refused."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.decisions.inbox.cursors import Place, cursor_of, place_of
from services.store.work_items import Position
from workflows.errors import InvalidInputError

_INSTANTS = st.integers(-(2**63) + 1, 2**63 - 1)
_TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20)
_POSITIONS = st.builds(
    Position,
    st.integers(-(2**31) + 1, 2**31 - 1),
    _INSTANTS,
    _TEXTS,
    _TEXTS,
    st.integers(0, 2**31 - 1),
)


@given(st.builds(Place, _POSITIONS, _INSTANTS))
def test_a_cursor_continues_where_it_was_made(place: Place) -> None:
    assert place_of(cursor_of(place)) == place


@given(st.text(max_size=60))
def test_whatever_text_is_sent_is_read_or_refused(text: str) -> None:
    with suppress(InvalidInputError):
        assert place_of(cursor_of(place_of(text))) == place_of(text)


@pytest.mark.parametrize(
    "content",
    [
        [0, 1, "c", "s", 0],
        [2**31, 1, "c", "s", 0, 1],
        [0, 2**63, "c", "s", 0, 1],
        [0, 1, "c", "s", -1, 1],
        [0, 1, "c", "s", 0, 2**63],
        [0, 1, 2, "s", 0, 1],
        [0, 1, "c\x00", "s", 0, 1],
        [0, 1, "c", "\ud800", 0, 1],
        {"now": 1},
    ],
)
def test_what_no_page_gives_is_refused(content: object) -> None:
    with pytest.raises(InvalidInputError):
        place_of(urlsafe_b64encode(json.dumps(content).encode()).decode())
