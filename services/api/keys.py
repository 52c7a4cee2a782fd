"""The Idempotency-Key of a request."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, TypeAlias

from fastapi import Header
from pydantic import BaseModel

IdempotencyKey: TypeAlias = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="The same key with the same request takes effect once; with another request it is refused.",
        examples=["0f8e0c1a-6f1b-4f43-9a5e-2a2f5c7a9d10"],
    ),
]


def fingerprint(body: BaseModel) -> str:
    """What tells one request from another: its content, however it was written."""
    return sha256(body.model_dump_json().encode()).hexdigest()
