"""The page as it was built: where its files are, and the one that a browser asks for first."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from workflows.errors import OperationFailedError

BUILT: Final = Path(__file__).with_name("built") / "page"
"""What ``make page`` builds; part of the wheel, not of the sources."""
NONCE: Final = "nonce-goes-here"
"""What stands in the built page where every answer has a word of its own."""


@cache
def first_file() -> str:
    """The file that loads all others.

    Raises
    ------
    OperationFailedError
        If the page was not built.
    """
    index = BUILT / "index.html"
    if not index.is_file():
        raise OperationFailedError(
            "expected the built page beside its sources; found none. Build it with `make page`, or install the wheel."
        )
    return index.read_text("utf-8")


def policy(nonce: str, sign_in: str | None) -> str:
    """What a browser may do with the page, as a Content-Security-Policy.

    Scripts come from here alone and never stand in the page. Elements of style need the nonce; styles of single
    elements are what bpmn-js and Ant Design place things with, and can load nothing under the rest of the policy.

    Parameters
    ----------
    nonce : word that only this answer knows
    sign_in : origin of the issuer at which people sign in, if there is one
    """
    connect = "'self'" if sign_in is None else f"'self' {sign_in}"
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            f"style-src-elem 'self' 'nonce-{nonce}'",
            "style-src-attr 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src {connect}",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
