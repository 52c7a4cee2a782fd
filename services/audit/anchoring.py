"""A head of the trail, signed, for somebody to keep who cannot touch the database.

The chain shows every change but two: an end that was cut off, and a chain that was made anew as a whole. Both show when
the chain is held against a head that was written down before and kept where whoever owns the database cannot change it.

The signature is made with a key that is derived from the one of the key ring that seals; the ring stands outside the
database. It proves that whoever held the ring has said: so many rows, the last with this hash. So nobody else can make
up a head and say that the trail was cut, and the installation cannot deny one that it gave. It does not prove the
instant, which is what the installation's clock said; and whoever holds the ring can sign other heads, but not have the
one that was given away fit another chain.
"""

from __future__ import annotations

import hmac
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import ConfigDict, Field, ValidationError

from services.api.moments import MomentKept
from services.audit.chain import Head, canonical
from services.secrets.keys import Key, KeyRing
from workflows.definition.provenance import Frozen
from workflows.errors import InvalidInputError
from workflows.instants import Instant, format_instant

_PURPOSE: Final = b"greenlane/audit-head/1"
"""Keeps the key that signs apart from the one that seals, of which it is made."""
_LARGEST: Final = 10_000
"""Characters of a file with a head."""
_EXAMPLE: Final[Mapping[str, str | int]] = {
    "rows": 48211,
    "hash": "9f" * 32,
    "taken_at": "2026-03-02T17:00:00.000+08:00",
    "key": "key-5b0c9a1e",
    "public_key": b64encode(bytes(range(32))).decode(),
    "signature": b64encode(bytes(range(64))).decode(),
}


class SignedHead(Frozen):
    """How far the trail has come, to be kept elsewhere.

    Parameters
    ----------
    rows : how many there are
    hash : of the last one; zeros if there is none
    taken_at : by the clock of whoever gives it
    key : id of the key in the ring of which the signing key was derived
    public_key : that the signature fits, Ed25519, as base64
    signature : of everything else, as base64
    """

    model_config = ConfigDict(json_schema_extra={"examples": [dict(_EXAMPLE)]})

    rows: Annotated[int, Field(ge=0, lt=10**18)]
    hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    taken_at: MomentKept
    key: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9\-]{0,59}$")]
    public_key: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{43}=$")]
    signature: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{86}==$")]

    @property
    def head(self) -> Head:
        """The same, as the chain knows it."""
        return Head(self.rows, self.hash)


@dataclass(frozen=True, slots=True)
class KeptHead:
    """A head out of a file, whose signature fits.

    Attributes
    ----------
    known : whether the ring at hand has the key; if not, somebody has to compare the public key
    """

    signed: SignedHead
    known: bool


def signed_head(head: Head, ring: KeyRing, at: Instant) -> SignedHead:
    """A head, signed with the key that seals.

    Parameters
    ----------
    at : now
    """
    private = _signing_key(ring.first)
    public = _public_of(private)
    signature = private.sign(_signed(head, at, ring.first.id, public))
    return SignedHead(
        rows=head.sequence,
        hash=head.hash,
        taken_at=at,
        key=ring.first.id,
        public_key=public,
        signature=b64encode(signature).decode(),
    )


def written_head(head: SignedHead) -> str:
    """A head as it stands in a file."""
    return head.model_dump_json(indent=2) + "\n"


def read_head(path: Path, ring: KeyRing | None) -> KeptHead:
    """A head out of a file.

    Parameters
    ----------
    ring : of the installation; none where there is none, since anybody may verify

    Raises
    ------
    InvalidInputError
        If it is no such file, or not as it was signed.
    """
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(_LARGEST + 1)
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInputError(
            f"expected number:hash, or a file with a head of the trail; {path}: {error}. Change --head."
        ) from error
    try:
        if len(text) > _LARGEST:
            raise InvalidInputError(f"{path}: expected a head of the trail; found more than {_LARGEST} characters.")
        return verified_head(SignedHead.model_validate_json(text), ring)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(str(part) for part in each['loc'])}: {each['msg']}" for each in error.errors())
        raise InvalidInputError(
            f"{path}: expected a head as `greenlane audit head --to` writes it; {wrong}. Take the file as it was kept."
        ) from error
    except InvalidInputError as error:
        raise InvalidInputError(f"{path}: {error}") from error


def verified_head(signed: SignedHead, ring: KeyRing | None) -> KeptHead:
    """A head whose signature fits.

    Raises
    ------
    InvalidInputError
        If it does not, or the public key is not that of the ring's key.
    """
    message = _signed(signed.head, signed.taken_at, signed.key, signed.public_key)
    try:
        public = Ed25519PublicKey.from_public_bytes(b64decode(signed.public_key))
        public.verify(b64decode(signed.signature), message)
    except (InvalidSignature, ValueError) as error:
        raise InvalidInputError(
            "expected a head as it was signed; its signature does not fit what it says. It was changed since, and "
            "tells nothing: take another one."
        ) from error
    own = next((key for key in ring.keys if key.id == signed.key), None) if ring is not None else None
    if own is not None and _public_of(_signing_key(own)) != signed.public_key:
        raise InvalidInputError(
            f"expected a head that was signed with key {signed.key!r} of this installation; it was signed with "
            "another key under that name. Somebody else made it, and it tells nothing."
        )
    return KeptHead(signed, own is not None)


def _signing_key(key: Key) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hmac.digest(key.secret, _PURPOSE, sha256))


def _public_of(key: Ed25519PrivateKey) -> str:
    return b64encode(key.public_key().public_bytes_raw()).decode()


def _signed(head: Head, at: Instant, key: str, public: str) -> bytes:
    said = {"rows": head.sequence, "hash": head.hash, "taken_at": format_instant(at), "key": key, "public_key": public}
    return _PURPOSE + b"\0" + canonical(said).encode()
