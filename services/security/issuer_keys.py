"""The public keys of an issuer: fetched when they are first needed, kept, and fetched again when one is not among them.

The trap: the id of the key stands in the token, so anybody can name one that nobody knows. If each of them had the
keys fetched, whoever sends nonsense would have this process call on the issuer as often as they like. So it is called
once in a while at most, and whatever comes of the call is kept.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Final, TypeAlias

import structlog
from jwt import PyJWK
from jwt.exceptions import PyJWTError

from workflows.errors import ServerUnavailableError

ALGORITHMS: Final = ("ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "EdDSA")
"""Of signatures: with these, whoever can check a token cannot make one."""

FRESH: Final = 3_600.0
"""Seconds for which keys are taken without asking again."""
STALE: Final = 86_400.0
"""Seconds for which they are taken while the issuer does not answer."""
MOST: Final = 100
"""Keys that an issuer may have."""

Fetch: TypeAlias = Callable[[], Awaitable[bytes]]

_log = structlog.get_logger("services.security")


class IssuerKeys:
    """Finds a key by its id.

    Parameters
    ----------
    fetch : gives the issuer's key set (RFC 7517) as JSON
    pause : seconds between one fetch for an unknown key, or after a failure, and the next
    clock : seconds, never going back
    """

    def __init__(self, fetch: Fetch, pause: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._pause = pause
        self._clock = clock
        self._keys: Mapping[str | None, PyJWK] | None = None
        self._fetched_at = self._tried_at = float("-inf")
        self._one_at_a_time = asyncio.Lock()

    async def find(self, id_: str | None) -> PyJWK | None:
        """The key of an id, or the only one if a token names none.

        Raises
        ------
        ServerUnavailableError
            If there are no keys yet and the issuer does not give any.
        """
        if self._keys is None or self._age() > FRESH or self._key(id_) is None:
            async with self._one_at_a_time:
                if self._keys is None or self._age() > FRESH or self._key(id_) is None:
                    await self._refresh()
        return self._key(id_)

    async def count(self) -> int:
        """How many keys the issuer gives now, whatever is known already.

        Raises
        ------
        ServerUnavailableError
            If it does not give any, with the reason.
        """
        return len(key_set(await self._fetch()))

    def _key(self, id_: str | None) -> PyJWK | None:
        keys = self._keys or {}
        if id_ is None:
            return next(iter(keys.values())) if len(keys) == 1 else None
        return keys.get(id_)

    def _age(self) -> float:
        return self._clock() - self._fetched_at

    async def _refresh(self) -> None:
        if self._clock() - self._tried_at >= self._pause:
            self._tried_at = self._clock()
            try:
                self._keys = key_set(await self._fetch())
                self._fetched_at = self._clock()
            except ServerUnavailableError as error:
                _log.warning("the issuer's keys could not be fetched", reason=str(error))
        if self._keys is None or self._age() > STALE:
            raise ServerUnavailableError("the issuer of tokens gives no keys to check them with; the log says why")


def key_set(document: bytes) -> dict[str | None, PyJWK]:
    """The keys of a key set that can check signatures, by id.

    Raises
    ------
    ServerUnavailableError
        If it is no key set.
    """
    try:
        match json.loads(document):
            case {"keys": [*listed]} if len(listed) <= MOST:
                found = [key for each in listed if (key := _usable(each)) is not None]
                return {key.key_id: key for key in found}
    except (ValueError, RecursionError):
        pass
    raise ServerUnavailableError(f"expected a JSON object with at most {MOST} `keys` (RFC 7517) from the issuer")


def _usable(key: object) -> PyJWK | None:
    """A key that is for signatures of ours; others may stand beside it."""
    if not isinstance(key, dict) or key.get("use", "sig") != "sig" or key.get("kty") == "oct":
        return None
    if "alg" in key and key["alg"] not in ALGORITHMS:
        return None
    try:
        usable = PyJWK.from_dict(key)
    except (PyJWTError, ValueError, TypeError, AttributeError):
        return None
    return usable if usable.algorithm_name in ALGORITHMS else None
