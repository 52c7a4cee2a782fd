"""Links that lead into the page with a token; for the development issuer's alone."""

from __future__ import annotations

from typing import Final

from services.settings import Settings

_EVERYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - where to find what listens there


def page_address(settings: Settings) -> str:
    """Where the page answers on this machine."""
    host = _EVERYWHERE.get(settings.host, settings.host)
    return f"http://{host}:{settings.port}/page/"


def sign_in_link(settings: Settings, token: str) -> str:
    """What signs its bearer in when it is opened. What stands behind the ``#`` is sent to no server.

    Parameters
    ----------
    token : of whoever is to be signed in
    """
    return f"{page_address(settings)}#/sign-in?token={token}"
