"""Ids that somebody chooses for a case tell of nobody."""

from __future__ import annotations

import pytest

from services.requests.ids import require_nameless
from workflows.errors import InvalidInputError

CITIZEN = "11010519491231002X"
"""The example of the standard GB 11643 itself."""


@pytest.mark.parametrize(
    ("id_", "applicant"),
    [
        ("91210100MA0000001X", "91210100MA0000001X"),
        ("permit-91210100ma0000001x.2", "91210100MA0000001X"),
        (CITIZEN, None),
        (f"permit-{CITIZEN.lower()}-1", None),
        ("permit-13800138000", None),
    ],
    ids=["applicant", "applicant_inside", "citizen", "citizen_inside", "telephone"],
)
def test_an_id_that_tells_of_somebody_is_refused_without_saying_of_whom(id_: str, applicant: str | None) -> None:
    with pytest.raises(InvalidInputError, match="expected an id that tells of nobody") as caught:
        require_nameless(id_, applicant)
    assert id_ not in str(caught.value)


@pytest.mark.parametrize(
    ("id_", "applicant"),
    [
        (None, "91210100MA0000001X"),
        ("permit-2026-0001", "91210100MA0000001X"),
        ("licence-2026", "li"),
        ("110105194912310021", None),
        ("110105194913310020", None),
        ("permit-20260302093000123", None),
        ("12800138000", None),
        ("a13800138000", None),
    ],
    ids=["made_up", "running", "within_a_word", "check_digit", "month", "longer", "no_mobile", "word"],
)
def test_other_ids_are_taken(id_: str | None, applicant: str | None) -> None:
    require_nameless(id_, applicant)
