"""An issuer for tests: keys, tokens, and a server that publishes the keys as real issuers do."""

from __future__ import annotations

import hmac
import json
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as generate_rsa_key
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

ISSUER, AUDIENCE = "https://issuer.example", "greenlane"


def curve_key() -> EllipticCurvePrivateKey:
    return generate_private_key(SECP256R1())


def rsa_key(bits: int = 2_048) -> RSAPrivateKey:
    return generate_rsa_key(65_537, bits)


def described(key: EllipticCurvePrivateKey | RSAPrivateKey, id_: str | None, **more: str) -> dict[str, Any]:
    """The public half of a key as a key set has it."""
    if isinstance(key, RSAPrivateKey):
        found = RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    else:
        found = ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {**found, **({} if id_ is None else {"kid": id_}), **more}


def key_set_of(*keys: dict[str, Any]) -> bytes:
    return json.dumps({"keys": keys}).encode()


def claims(**others: object) -> dict[str, Any]:
    now = datetime.now(UTC)
    usual = {"iss": ISSUER, "aud": AUDIENCE, "iat": now, "exp": now + timedelta(minutes=5), "sub": "li"}
    return {name: value for name, value in {**usual, "roles": ["officer"], **others}.items() if value is not None}


def signed(
    key: EllipticCurvePrivateKey | RSAPrivateKey,
    id_: str | None = "k",
    algorithm: str = "ES256",
    /,
    **others: object,
) -> str:
    return jwt.encode(claims(**others), key, algorithm, {} if id_ is None else {"kid": id_})


def signed_by_hand(secret: bytes, id_: str) -> str:
    """With HMAC and any secret, also one that a library would not take for one."""
    header = {"alg": "HS256", "typ": "JWT", "kid": id_}
    said = {name: int(at.timestamp()) if isinstance(at, datetime) else at for name, at in claims().items()}
    text = ".".join(encoded(json.dumps(part).encode()) for part in (header, said))
    return f"{text}.{encoded(hmac.digest(secret, text.encode(), 'sha256'))}"


def encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


@contextmanager
def published(documents: dict[str, bytes]) -> Iterator[str]:
    """A server that gives documents by path; `ADDRESS` in them stands for its own. The address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = documents.get(self.path)
            moved = found is not None and found.startswith(b"-> ")
            self.send_response(404 if found is None else 302 if moved else 200)
            content = (found or b"").replace(b"ADDRESS", address.encode())
            if moved:
                self.send_header("Location", content[3:].decode())
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield address
        finally:
            server.shutdown()
            thread.join()
