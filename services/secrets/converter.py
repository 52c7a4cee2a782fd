"""How everything that this installation says to Temporal is written down: models as JSON, sealed."""

from __future__ import annotations

from dataclasses import replace

from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.converter import DataConverter, DefaultFailureConverterWithEncodedAttributes

from services.secrets.codec import SealingCodec
from services.secrets.key_file import KeyFile


def sealing_converter(keys: KeyFile) -> DataConverter:
    """The data converter of an installation.

    Messages and stack traces of failures are sealed too; Temporal would show them in clear otherwise, and a refusal
    quotes what it refuses.
    """
    return replace(
        pydantic_data_converter,
        payload_codec=SealingCodec(keys),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )
