"""The page as it was built: where its files are, and what a browser may do with them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from services.settings import Settings
from workflows.errors import OperationFailedError

BUILT: Final = Path(__file__).with_name("built") / "page"
"""What ``make page`` builds; part of the wheel, not of the sources."""
NONCE: Final = "nonce-goes-here"
"""What stands in the built page where every answer has a word of its own."""
_LONGEST: Final = 200
"""Characters of a file's name."""
SQUEEZED: Final = ".gz"
"""Ends the name of a file that is another one, compressed when the page was built."""


class PageNotBuiltError(OperationFailedError):
    """The page is asked for where it was never built."""

    def __init__(self) -> None:
        super().__init__(
            "expected the built page beside its sources; found none. Build it with `make page`, or install the wheel."
        )


@cache
def first_file(built: Path) -> str:
    """The file that loads all others.

    Parameters
    ----------
    built : where the page is

    Raises
    ------
    PageNotBuiltError
        If it was not built.
    """
    try:
        return (built / "index.html").read_text("utf-8")
    except OSError as error:
        raise PageNotBuiltError from error


def asset(built: Path, name: str, *, squeezed: bool) -> Path | None:
    """A file that the page loads; none if it has no such file.

    Parameters
    ----------
    squeezed : whether a compressed one will do
    """
    folder = built / "assets"
    path = folder / name
    # A name is one segment, but what may stand in a segment is the client's to choose.
    if "\0" in name or len(name) > _LONGEST or path.parent != folder or path.suffix == SQUEEZED or not path.is_file():
        return None
    small = path.with_name(name + SQUEEZED)
    return small if squeezed and small.is_file() else path


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


def sign_in_origin(settings: Settings) -> str | None:
    """Origin of the provider at which people sign in; none if they come with a token."""
    if settings.token_issuer is None or settings.page_client is None:
        return None
    parts = urlsplit(settings.token_issuer)
    return f"{parts.scheme}://{parts.netloc}"
