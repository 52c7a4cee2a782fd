"""Credit codes have the check digits that the standards ask for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.workers.departments.credit_codes import (
    LETTERS,
    check_digit,
    credit_code,
    is_credit_code,
    organisation_check_digit,
)

KNOWN = (
    "914403001922038216",
    "9144030071526726XG",
    "91330100799655058B",
    "91110000802100433B",
    "91100000100003962T",
    "91110108551385082Q",
)
"""Of firms that are known everywhere, from their own imprints."""
numbers = st.integers(0, len(LETTERS) ** 6 - 1)


@pytest.mark.parametrize("code", KNOWN)
def test_codes_in_use_have_these_check_digits(code: str) -> None:
    assert check_digit(code[:17]) == code[17]
    assert organisation_check_digit(code[8:16]) == code[16]
    assert is_credit_code(code)


@given(st.sampled_from(KNOWN), st.integers(0, 17), st.sampled_from(LETTERS))
def test_one_wrong_place_is_found_out(code: str, place: int, letter: str) -> None:
    assert is_credit_code(code[:place] + letter + code[place + 1 :]) == (code[place] == letter)


@given(numbers, numbers)
def test_what_is_allotted_is_a_code_and_never_the_same_for_two(one: int, other: int) -> None:
    first, second = credit_code("91", "210400", one), credit_code("91", "210400", other)
    assert is_credit_code(first)
    assert (first == second) == (one == other)
    assert first.startswith("91210400MA")


@pytest.mark.parametrize("text", ["", "91440300192203821", "9144030019220382166", "91440300192203821I", "founder-1"])
def test_other_texts_are_none(text: str) -> None:
    assert not is_credit_code(text)


@pytest.mark.parametrize("number", [-1, len(LETTERS) ** 6])
def test_a_number_that_a_block_does_not_have_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="expected a number below 887503681"):
        credit_code("91", "210400", number)
