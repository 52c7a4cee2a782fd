"""Ids of cases name nobody: they stand in clear in Temporal, in addresses and in logs."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from workflows.errors import InvalidInputError

_CITIZEN: Final = re.compile(r"(?<![0-9A-Za-z])(\d{6}(\d{8})\d{3}[\dXx])(?![0-9A-Za-z])")
"""A citizen's number (GB 11643): place, date of birth, number of the day, check digit."""
_WEIGHTS: Final = tuple(pow(2, 17 - place, 11) for place in range(17))
_CHECKS: Final = "10X98765432"
_TELEPHONE: Final = re.compile(r"(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])")


def require_nameless(id_: str | None, applicant: str | None) -> None:
    """See that an id that somebody chose for a case tells of nobody, as far as that can be seen.

    Parameters
    ----------
    id_ : none if one is made up
    applicant : whose case it is, if that is known

    Raises
    ------
    InvalidInputError
        If it is, or holds, what the applicant is known by, a citizen's number, or a mobile telephone's.
    """
    if id_ is None:
        return
    for found, what in (
        (applicant is not None and _holds(id_, applicant), "what the applicant is known by"),
        (any(_is_citizen(*each) for each in _CITIZEN.findall(id_)), "a citizen's number"),
        (_TELEPHONE.search(id_), "the number of a mobile telephone"),
    ):
        if found:
            raise InvalidInputError(
                f"expected an id that tells of nobody, since ids are not sealed; found {what} in it. Choose another "
                "one, or leave it out to be given one."
            )


def _holds(id_: str, name: str) -> bool:
    return re.search(rf"(?<![0-9A-Za-z]){re.escape(name)}(?![0-9A-Za-z])", id_, re.IGNORECASE) is not None


def _is_citizen(number: str, born: str) -> bool:
    try:
        datetime.strptime(born, "%Y%m%d")  # noqa: DTZ007 - a date
    except ValueError:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
    return _CHECKS[total % 11] == number[17].upper()
