"""Where an issuer's keys are: in a file, at an address, or where the issuer's discovery document says."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import httpx
from starlette.concurrency import run_in_threadpool

from services.security.issuer_keys import IssuerKeys
from services.settings import Settings
from workflows.errors import InvalidInputError, ServerUnavailableError

DEVELOPMENT: Final = "urn:greenlane:development"
"""The issuer that `greenlane token` is."""
KEY_SET: Final = "issuer/keys.json"
"""Where in the data directory its public key is."""

_LARGEST: Final = 262_144
"""Bytes of a document that an issuer gives."""
_WITHIN: Final = 5.0
"""Seconds in which it has to give it."""
_PAUSE: Final = 30.0
_PAUSE_OF_A_FILE: Final = 1.0
_HERE: Final = frozenset({"127.0.0.1", "::1", "localhost"})


def issuer_of(settings: Settings) -> str:
    """Who issues the tokens that are taken."""
    return settings.token_issuer or DEVELOPMENT


def keys_of(settings: Settings) -> IssuerKeys:
    """The keys of that issuer; nothing is read before the first token comes.

    Raises
    ------
    InvalidInputError
        If the keys would come over a network that anybody can change them on.
    """
    if settings.token_issuer is None:
        return IssuerKeys(partial(_file, settings.data / KEY_SET), _PAUSE_OF_A_FILE)
    if settings.token_keys is None:
        return IssuerKeys(partial(_discovered, _checked(settings.token_issuer, "TOKEN_ISSUER")), _PAUSE)
    if "://" in settings.token_keys:
        return IssuerKeys(partial(_fetched, _checked(settings.token_keys, "TOKEN_KEYS")), _PAUSE)
    return IssuerKeys(partial(_file, Path(settings.token_keys).expanduser().absolute()), _PAUSE_OF_A_FILE)


async def _file(path: Path) -> bytes:
    def read() -> bytes:
        with path.open("rb") as file:
            return file.read(_LARGEST)

    try:
        return await run_in_threadpool(read)
    except OSError as error:
        raise ServerUnavailableError(
            f"cannot read the keys that tokens are checked with, {path}: {error.strerror}. `greenlane up` and "
            "`greenlane token` make those of the development issuer; GREENLANE_TOKEN_ISSUER names another one."
        ) from error


async def _discovered(issuer: str) -> bytes:
    """The keys of an issuer by OpenID Connect Discovery 1.0, section 4."""
    address = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    try:
        described = json.loads(await _fetched(address))
    except (ValueError, RecursionError) as error:
        raise ServerUnavailableError(f"expected JSON from {address}") from error
    match described:
        case {"issuer": str(itself), "jwks_uri": str(keys)} if itself == issuer:
            try:
                return await _fetched(_checked(keys, "TOKEN_ISSUER"))
            except InvalidInputError as error:
                raise ServerUnavailableError(f"{address} leads to keys that cannot be trusted: {error}") from error
        case _:
            raise ServerUnavailableError(
                f"expected {address} to have `issuer` {issuer!r}, to the letter, and a `jwks_uri`; it has not. "
                "Set GREENLANE_TOKEN_ISSUER to what the issuer calls itself."
            )


async def _fetched(address: str) -> bytes:
    try:
        # Redirections are not followed: whoever can make one could lead to keys of their own.
        proxied = urlsplit(address).hostname not in _HERE
        async with (
            httpx.AsyncClient(timeout=_WITHIN, trust_env=proxied) as client,
            client.stream("GET", address) as answer,
        ):
            if answer.status_code != httpx.codes.OK:
                raise ServerUnavailableError(f"expected 200 from {address}; was {answer.status_code}")
            document = bytearray()
            async for part in answer.aiter_bytes():
                document += part
                if len(document) > _LARGEST:
                    raise ServerUnavailableError(f"expected at most {_LARGEST} bytes from {address}")
            return bytes(document)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ServerUnavailableError(f"{address} does not answer: {error!r}") from error


def _checked(address: str, setting: str) -> str:
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE):
        return address
    raise InvalidInputError(
        f"expected an https address, or http on this machine, since whoever changes these keys can make tokens; "
        f"was {address!r}. Set GREENLANE_{setting}."
    )
