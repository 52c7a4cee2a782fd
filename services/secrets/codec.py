"""Payloads sealed with AES-256-GCM on their way to Temporal, and opened on their way back.

A sealed payload holds a random nonce and the ciphertext of the whole payload, its own metadata included. What Temporal
sees beside that is authenticated with it, so none of it can be exchanged for something else::

    encoding           binary/encrypted
    encryption-cipher  AES-256-GCM/1: the cipher and the version of this form
    encryption-key-id  of the key that opens it
    compression        zlib, or missing

Payloads are compressed first: a case carries its lanes, some ten to eighty kilobytes of JSON, and nothing can be
compressed once it is sealed. What is not sealed is passed on as it is, since there are histories from before.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Sequence
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from google.protobuf.message import DecodeError
from temporalio.api.common.v1 import Payload
from temporalio.converter import PayloadCodec

from services.errors import SealBrokenError
from services.secrets.key_file import KeyFile

ENCODING: Final = b"binary/encrypted"
KEY_ID: Final = "encryption-key-id"
_CIPHER: Final = b"AES-256-GCM/1"
_COMPRESSION: Final = b"zlib"

_NONCE: Final = 12
"""Bytes; random, since processes that share a key cannot count together. Two of four billion (2**32) payloads under one
key have the same with a probability of 2**-33, which is why keys are rotated."""

_WORTHWHILE: Final = 512
"""Bytes below which a payload is not compressed: hardly anything is saved, and short texts shall not tell by their
length how much they have in common with something else."""

_EFFORT: Final = 6
"""Of zlib, from 1 to 9: a lane of 90 kB becomes 9.4 kB in half a millisecond; with more effort hardly smaller."""


class SealingCodec(PayloadCodec):
    """Seals payloads with the first key of a ring, and opens them with whichever key they were sealed with.

    Parameters
    ----------
    keys : the ring
    random : gives so many random bytes
    """

    def __init__(self, keys: KeyFile, random: Callable[[int], bytes] = os.urandom) -> None:
        self._keys = keys
        self._random = random

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Seal payloads."""
        key = self._keys.ring().first
        cipher = AESGCM(key.secret)
        return [self._sealed(payload, cipher, key.id) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Open those payloads that are sealed.

        Raises
        ------
        UnknownKeyError
            If the ring lacks the key.
        SealBrokenError
            If a payload is not as it was sealed.
        """
        return [self._opened(payload) if is_sealed(payload) else payload for payload in payloads]

    def _sealed(self, payload: Payload, cipher: AESGCM, key: str) -> Payload:
        plain = payload.SerializeToString()
        metadata = {"encoding": ENCODING, "encryption-cipher": _CIPHER, KEY_ID: key.encode()}
        if len(plain) >= _WORTHWHILE:
            plain, metadata["compression"] = zlib.compress(plain, _EFFORT), _COMPRESSION
        nonce = self._random(_NONCE)
        return Payload(metadata=metadata, data=nonce + cipher.encrypt(nonce, plain, _authenticated(metadata)))

    def _opened(self, payload: Payload) -> Payload:
        metadata = dict(payload.metadata)
        key = self._keys.find(metadata.get(KEY_ID, b"").decode("utf-8", "replace"))
        try:
            plain = AESGCM(key.secret).decrypt(payload.data[:_NONCE], payload.data[_NONCE:], _authenticated(metadata))
            if metadata.get("compression") == _COMPRESSION:
                plain = zlib.decompress(plain)
            return Payload.FromString(plain)
        except (InvalidTag, ValueError, zlib.error, DecodeError) as error:
            raise SealBrokenError(key.id) from error


def is_sealed(payload: Payload) -> bool:
    """Whether a payload says that it is sealed."""
    return payload.metadata.get("encoding") == ENCODING


def key_of(payload: Payload) -> str | None:
    """Id of the key with which a payload is sealed; none if it is in clear."""
    return payload.metadata[KEY_ID].decode("utf-8", "replace") if is_sealed(payload) else None


def _authenticated(metadata: dict[str, bytes]) -> bytes:
    """The additional authenticated data: metadata that decides how the rest is read, in an order of its own."""
    return b"\0".join(metadata.get(name, b"") for name in ("encoding", "encryption-cipher", KEY_ID, "compression"))
