"""A cursor gives back what it was made of; whatever else comes as one is refused, and no database is asked for it."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.cursors import cursor_of, is_instant, place_of
from workflows.errors import InvalidInputError

KEPT = st.integers() | st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))


def anything(values: list[object]) -> list[object]:
    return values


def nothing(_: list[object]) -> None:
    return None


def sent(content: str) -> str:
    return urlsafe_b64encode(content.encode()).decode()


@given(st.lists(KEPT))
def test_a_cursor_gives_back_what_it_was_made_of(values: list[int | str]) -> None:
    cursor = cursor_of(values)
    assert place_of(cursor, anything) == values
    assert not set(cursor) - set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@given(st.text() | st.binary().map(lambda content: urlsafe_b64encode(content).decode()))
def test_whatever_is_sent_is_read_or_refused_with_the_text_itself(text: str) -> None:
    with pytest.raises(InvalidInputError, match="expected a cursor that a page before gave"):
        place_of(text, nothing)


@pytest.mark.parametrize(
    "content",
    ["", "{}", "1", '"a"', "null", "[", r'["\u0000"]', r'["\ud800"]', "[" * 100_000, f"[{'9' * 5_000}]"],
    ids=["empty", "object", "number", "text", "null", "cut", "nul", "half a character", "deep", "many digits"],
)
def test_what_no_page_gives_is_refused_before_anybody_looks_at_it(content: str) -> None:
    with pytest.raises(InvalidInputError):
        place_of(sent(content), anything)


def test_a_list_that_nobody_recognises_is_refused() -> None:
    with pytest.raises(InvalidInputError):
        place_of(sent(json.dumps([1, "a"])), nothing)


def test_instants_are_those_that_are_kept_in_eight_bytes() -> None:
    assert [is_instant(number) for number in (0, 2**63 - 1, -(2**63) + 1, 2**63, -(2**63))] == [
        *(True, True, True),
        *(False, False),
    ]
