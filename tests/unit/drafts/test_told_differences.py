"""Differences in words, of whatever somebody has typed."""

from __future__ import annotations

from services.drafts.differing.telling import told_differences


def test_a_number_that_no_float_holds_is_told_as_it_is_typed() -> None:
    typed = 10**400
    [field] = told_differences({"x": typed}, {"x": 1}).other
    assert field.before is not None
    assert field.after is not None
    assert (field.before.value, field.before.text.en) == (typed, str(typed))
    assert (field.after.text.zh, field.after.text.en) == ("1", "1")


def test_large_whole_numbers_keep_their_digits_in_both_languages() -> None:
    [field] = told_differences({"fee": 1_234_567}, {"fee": 1_234_568}).other
    assert field.before is not None
    assert field.after is not None
    assert field.before.text.en == field.before.text.zh == "1234567"
    assert field.after.text.en == "1234568"
