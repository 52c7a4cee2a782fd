"""Payloads as Temporal's page and its command line send them to a codec: JSON, with bytes as base64."""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema
from temporalio.api.common.v1 import Payload

from workflows.definition.provenance import Frozen


def _read(value: object) -> bytes:
    if isinstance(value, bytes):  # our own; JSON has none
        return value
    try:
        return b64decode(value if isinstance(value, str) else "-", validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("expected bytes as base64, with padding") from None


def _written(value: bytes) -> str:
    return b64encode(value).decode()


# Not pydantic's own, which writes the alphabet for addresses: a browser's `atob` does not read that.
Base64: TypeAlias = Annotated[
    bytes,
    BeforeValidator(_read),
    PlainSerializer(_written, return_type=str),
    WithJsonSchema({"type": "string", "contentEncoding": "base64", "examples": ["ImRvbmUi"]}),
]
"""Bytes in JSON, as Protocol Buffers have them there."""


class PayloadInJson(Frozen):
    """One payload.

    Parameters
    ----------
    metadata : name to value; ``encoding`` says what the data are
    """

    model_config = ConfigDict(extra="ignore")

    metadata: Annotated[dict[str, Base64], Field(max_length=100)] = {}
    data: Base64 = b""


class PayloadsInJson(Frozen):
    """Payloads in their order."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"payloads": [{"metadata": {"encoding": "anNvbi9wbGFpbg=="}, "data": "ImRvbmUi"}]}]
        },
        extra="ignore",
    )

    payloads: Annotated[tuple[PayloadInJson, ...], Field(max_length=10_000)]


def from_json(sent: PayloadsInJson) -> list[Payload]:
    """The payloads that were sent."""
    return [Payload(metadata=each.metadata, data=each.data) for each in sent.payloads]


def in_json(payloads: list[Payload]) -> PayloadsInJson:
    """Payloads as they are answered."""
    return PayloadsInJson(
        payloads=tuple(PayloadInJson(metadata=dict(each.metadata), data=each.data) for each in payloads)
    )
