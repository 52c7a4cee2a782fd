"""Unified social credit codes (GB 32100-2015), with the organisation code (GB 11714-1997) that stands inside.

::

    9  1  210400  MA000001X  5
    |  |  |       |          check digit of the whole
    |  |  |       organisation code, with its own check digit at the end
    |  |  region of the authority (GB/T 2260)
    |  kind of organisation
    authority
"""

from __future__ import annotations

from typing import Final

LETTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Digits and letters but for I, O, S, V and Z, which are taken for others."""

_WEIGHTS: Final = tuple(pow(3, place, 31) for place in range(17))
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_BLOCK: Final = "MA"
"""With which organisation codes begin that were allotted together with a credit code."""
_PLACES: Final = 6


def check_digit(body: str) -> str:
    """The last place of a credit code.

    Parameters
    ----------
    body : the 17 places before it
    """
    total = sum(LETTERS.index(letter) * weight for letter, weight in zip(body, _WEIGHTS, strict=True))
    return LETTERS[-total % 31]


def organisation_check_digit(body: str) -> str:
    """The last place of an organisation code.

    Parameters
    ----------
    body : the 8 places before it, of digits and capital letters
    """
    total = sum(int(letter, 36) * weight for letter, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def credit_code(authority: str, region: str, number: int) -> str:
    """The code of the firm of some number in a register.

    Parameters
    ----------
    authority : its place and that of the kind of organisation, such as ``91`` for a company
    region : six digits of GB/T 2260
    number : 0 <= number < 31**6
    """
    organisation = f"{_BLOCK}{_written(number)}"
    body = f"{authority}{region}{organisation}{organisation_check_digit(organisation)}"
    return body + check_digit(body)


def is_credit_code(text: str) -> bool:
    """Whether a text is a credit code, both of its check digits right."""
    if len(text) != 18 or not set(text) <= set(LETTERS) or not text[2:8].isdecimal():
        return False
    return check_digit(text[:17]) == text[17] and organisation_check_digit(text[8:16]) == text[16]


def _written(number: int) -> str:
    if not 0 <= number < len(LETTERS) ** _PLACES:
        raise ValueError(f"expected a number below {len(LETTERS) ** _PLACES}, as many as a block has; was {number}")
    places = []
    for _ in range(_PLACES):
        number, place = divmod(number, len(LETTERS))
        places.append(LETTERS[place])
    return "".join(reversed(places))
