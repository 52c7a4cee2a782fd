"""The keys with which payloads are sealed: the first of a ring seals, all of them open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final

from pydantic import AfterValidator, ConfigDict, Field

from services.errors import UnknownKeyError
from workflows.definition.provenance import Frozen
from workflows.errors import InvalidInputError, UnknownNameError
from workflows.instants import Instant

KEY_BYTES: Final = 32
"""Of a key for AES-256."""


class Key(Frozen):
    """One secret key.

    Parameters
    ----------
    id : stands in clear beside whatever was sealed with it
    made_at : instant
    secret : 32 bytes, in files as base64
    """

    # An error must not quote the secret that it complains of.
    model_config = ConfigDict(hide_input_in_errors=True, ser_json_bytes="base64", val_json_bytes="base64")

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9\-]{0,59}$")]
    made_at: Instant
    secret: Annotated[bytes, Field(min_length=KEY_BYTES, max_length=KEY_BYTES, repr=False)]


def _of_different_ids(keys: tuple[Key, ...]) -> tuple[Key, ...]:
    if len({key.id for key in keys}) < len(keys):
        raise ValueError("expected keys of different ids; found two of the same")
    return keys


class KeyRing(Frozen):
    """The keys of an installation.

    Parameters
    ----------
    keys : the first seals, all of them open
    """

    model_config = ConfigDict(hide_input_in_errors=True)

    keys: Annotated[tuple[Key, ...], Field(min_length=1), AfterValidator(_of_different_ids)]

    @property
    def first(self) -> Key:
        """The key that seals."""
        return self.keys[0]

    def find(self, id_: str) -> Key:
        """The key of an id.

        Raises
        ------
        UnknownKeyError
            If the ring has none of that id.
        """
        for key in self.keys:
            if key.id == id_:
                return key
        raise UnknownKeyError(id_, [key.id for key in self.keys])


def new_key(random: Callable[[int], bytes], at: Instant) -> Key:
    """A key with an id of its own.

    Parameters
    ----------
    random : gives so many bytes that nobody can guess
    at : now
    """
    # The id is public, so it is not taken from the secret.
    return Key(id=f"key-{random(4).hex()}", made_at=at, secret=random(KEY_BYTES))


def added(ring: KeyRing, key: Key) -> KeyRing:
    """The ring with one more key, which opens and does not seal yet."""
    return KeyRing(keys=(*ring.keys, key))


def put_first(ring: KeyRing, id_: str) -> KeyRing:
    """The ring in which a key seals that so far only opened.

    Raises
    ------
    UnknownNameError
    """
    first = _named(ring, id_)
    return KeyRing(keys=(first, *(key for key in ring.keys if key is not first)))


def retired(ring: KeyRing, id_: str) -> KeyRing:
    """The ring without a key.

    Raises
    ------
    UnknownNameError
    InvalidInputError
        If it is the one that seals.
    """
    gone = _named(ring, id_)
    if gone is ring.first:
        raise InvalidInputError(
            f"key {id_!r} is the one that seals. Have another one seal first, with `greenlane secrets rotate`."
        )
    return KeyRing(keys=tuple(key for key in ring.keys if key is not gone))


def _named(ring: KeyRing, id_: str) -> Key:
    for key in ring.keys:
        if key.id == id_:
            return key
    raise UnknownNameError("key", id_, [key.id for key in ring.keys])
