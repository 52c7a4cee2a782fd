"""Under which licences others' libraries may be shipped with this one, which is under Apache 2.0.

Whatever is not on the list fails: a new licence is read by somebody before it is shipped. What is allowed for one
library alone is named with it, and says why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from license_expression import AND, OR, ExpressionError, LicenseSymbol

from tests.supply_chain.parts import Part, spdx

ALLOWED: Final = frozenset(
    {"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0", "PSF-2.0", "Zlib"}
)
"""Permissive ones, by SPDX's names: they ask for a notice, which wheels and the built page keep."""


class Named(NamedTuple):
    """A licence that was read for one library.

    Parameters
    ----------
    said : what the library itself says; when it says something else, somebody has to read again
    """

    said: str
    licence: str
    why: str


_WATERMARK: Final = (
    "MIT with a clause of its own: the mark that links to bpmn.io stays on every drawing, in full and uncovered. "
    "The page shows it on every map."
)
_AS_A_LIBRARY: Final = "Used as a library of its own, unchanged and replaceable, which is what the licence asks for."
_BSD: Final = "Its metadata names the family alone; the text is that of three clauses."

NAMED: Final[Mapping[str, Named]] = MappingProxyType(
    {
        "bpmn-js": Named("SEE LICENSE IN LICENSE", "LicenseRef-bpmn.io", _WATERMARK),
        "certifi": Named("MPL-2.0", "MPL-2.0", "A list of certificates, unchanged; the licence is of its files alone."),
        "colorama": Named("", "BSD-3-Clause", "For Windows alone, so it is not installed where this is looked up."),
        "jinja2": Named("", "BSD-3-Clause", _BSD),
        "protobuf": Named("", "BSD-3-Clause", "Its metadata says `3-Clause BSD License` in words."),
        "psycopg": Named("LGPL-3.0-only", "LGPL-3.0-only", _AS_A_LIBRARY),
        "psycopg-binary": Named("LGPL-3.0-only", "LGPL-3.0-only", _AS_A_LIBRARY),
        "scipy": Named("", "BSD-3-Clause", _BSD),
    }
)


def licence_of(part: Part) -> str | None:
    """Under what a library is shipped, or none if nobody has allowed that."""
    if (named := NAMED.get(part.name)) is not None:
        return named.licence if named.said == part.licence else None
    return part.licence if _allowed(part.licence) else None


def refused(parts: Sequence[Part]) -> list[str]:
    """Libraries whose licence nobody has allowed, in words."""
    return [
        f"{part.name} {part.version}: {part.licence or 'says nothing'}" for part in parts if licence_of(part) is None
    ]


def report(parts: Sequence[Part]) -> str:
    """Every library with its licence, as Markdown."""
    rows = map(_row, parts)
    return "\n".join(("| from | library | version | licence | |", "|---|---|---|---|---|", *rows, ""))


def _row(part: Part) -> str:
    licence = licence_of(part) or f"**{part.licence or 'not said'}**"
    why = NAMED[part.name].why if part.name in NAMED else ""
    return f"| {part.ecosystem} | {part.name} | {part.version} | {licence} | {why} |"


def _allowed(expression: str) -> bool:
    if not expression:
        return False
    try:
        parsed = spdx().parse(expression, validate=True)
    except ExpressionError:
        return False
    return _holds(parsed)


def _holds(expression: object) -> bool:
    match expression:
        case LicenseSymbol(key=key):
            return key in ALLOWED
        case AND(args=args):
            return all(map(_holds, args))
        case OR(args=args):
            return any(map(_holds, args))
        case _:
            # `WITH` and whatever else there may be: an exception to a licence is read first, too.
            return False
