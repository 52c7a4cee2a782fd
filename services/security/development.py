"""The development issuer: a key in the data directory, and tokens signed with it.

Whoever can read the key can be anybody, so nobody but the owner of the data directory can; they could open the database
just as well. An installation with people in it has an issuer of its own (``GREENLANE_TOKEN_ISSUER``).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import mkstemp
from typing import Final

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from jwt.algorithms import ECAlgorithm

from services.security.issuers import DEVELOPMENT, KEY_SET
from services.security.principal import Principal
from services.settings import Settings
from workflows.errors import InvalidInputError, OperationFailedError

_KEY: Final = "issuer/key.pem"
_ALGORITHM: Final = "ES256"
_EVERYBODYS: Final = 0o644


def ensure_issuer(settings: Settings) -> None:
    """Make the key of the development issuer, if it is used and has none.

    Raises
    ------
    OperationFailedError
        If it cannot be written.
    """
    if settings.token_issuer is None:
        _private_key(settings)


def issue(settings: Settings, who: Principal, at: datetime, valid: timedelta) -> str:
    """A token that says who somebody is.

    Raises
    ------
    InvalidInputError
        If tokens come from another issuer.
    OperationFailedError
        If there is no key to sign it with.
    """
    if settings.token_issuer is not None:
        raise InvalidInputError(
            f"expected no other issuer, since only the development issuer's tokens are made here; tokens come from "
            f"{settings.token_issuer} (GREENLANE_TOKEN_ISSUER). Have one given to you there."
        )
    key = _private_key(settings)
    claims = {
        "iss": DEVELOPMENT,
        "aud": settings.token_audience,
        "iat": at,
        "exp": at + valid,
        settings.subject_claim: who.subject,
        settings.roles_claim: sorted(who.roles),
        settings.departments_claim: sorted(who.departments),
        settings.mandates_claim: sorted(who.mandates),
    }
    return jwt.encode(claims, key, _ALGORITHM, {"kid": _id(key.public_key())})


def _private_key(settings: Settings) -> EllipticCurvePrivateKey:
    path = settings.data / _KEY
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        if path.stat().st_mode & 0o077:
            raise OperationFailedError(
                f"expected nobody but its owner to read {path}, since whoever can is whoever they like to be; found "
                f"mode {path.stat().st_mode & 0o777:o}. Remove it, and a new one is made."
            )
        key = load_pem_private_key(path.read_bytes(), None)
        if not isinstance(key, EllipticCurvePrivateKey):
            raise OperationFailedError(f"expected a key of an elliptic curve in {path}. Remove it, and one is made.")
        _publish(settings.data / KEY_SET, key.public_key())
    except OSError as error:
        raise OperationFailedError(
            f"cannot keep the key of the development issuer, {path}: {error.strerror}. "
            "Choose another GREENLANE_DATA_DIRECTORY."
        ) from error
    except ValueError as error:
        raise OperationFailedError(f"cannot read {path}: {error}. Remove it, and a new one is made.") from error
    return key


def _make(path: Path) -> None:
    """Write a key that nobody else could read even while it was written; if two do at once, the first one's stays."""
    pem = generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with _unfinished(path, pem) as file, suppress(FileExistsError):
        path.hardlink_to(file)


def _publish(path: Path, key: EllipticCurvePublicKey) -> None:
    described = _described(key) | {"kid": _id(key), "alg": _ALGORITHM, "use": "sig"}
    document = json.dumps({"keys": [described]}, indent=2) + "\n"
    if not path.exists() or path.read_text("utf-8") != document:
        with _unfinished(path, document.encode()) as file:
            file.chmod(_EVERYBODYS)
            file.replace(path)


@contextmanager
def _unfinished(path: Path, content: bytes) -> Iterator[Path]:
    """A file beside another one, with a name of its own, that nobody else can read; gone afterwards."""
    file, name = mkstemp(dir=path.parent, prefix=f"{path.name}.")
    try:
        with os.fdopen(file, "wb") as opened:
            opened.write(content)
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _id(key: EllipticCurvePublicKey) -> str:
    """The key's thumbprint, as in RFC 7638 but in hexadecimal."""
    described = _described(key)
    needed = {name: described[name] for name in ("crv", "kty", "x", "y")}
    return sha256(json.dumps(needed, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _described(key: EllipticCurvePublicKey) -> dict[str, object]:
    return dict(ECAlgorithm.to_jwk(key, as_dict=True))
