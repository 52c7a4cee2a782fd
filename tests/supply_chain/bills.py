"""The bill of materials: every library that is shipped, in the form of CycloneDX, the same bytes for the same locks.

`npm sbom` would make one of the page alone, and leaves out what is needed by tests as well, such as React.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Final
from uuid import UUID, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from tests.supply_chain.licences import licence_of
from tests.supply_chain.parts import Part

_SPACE: Final = UUID("6e8a9a52-5d0e-4d0c-9c57-2f9c2b0f6a0d")
"""In which bills are numbered by what they list."""
_ALWAYS: Final = datetime(2026, 1, 1, tzinfo=UTC)


def bill_of(parts: Sequence[Part]) -> str:
    """The bill of materials of a release that ships some libraries, as JSON."""
    product = Component(
        name="greenlane",
        version=version("greenlane"),
        type=ComponentType.APPLICATION,
        licenses=[LicenseFactory().make_from_string("Apache-2.0")],
        bom_ref="greenlane",
    )
    components = [_component(part) for part in parts]
    bill = Bom(
        components=components,
        # Nobody asks what time it is: a bill is of its locks, not of the moment at which it was written.
        metadata=BomMetaData(component=product, timestamp=_ALWAYS),
        serial_number=uuid5(_SPACE, "\n".join(part.model_dump_json() for part in parts)),
    )
    bill.register_dependency(product, components)
    return JsonV1Dot6(bill).output_as_string(indent=2)


def faults_of(bill: str) -> str | None:
    """What CycloneDX's schema finds wrong with a bill."""
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill)
    return None if fault is None else str(fault)


def _component(part: Part) -> Component:
    space, _, name = part.name.rpartition("/")
    licence = licence_of(part) or part.licence
    return Component(
        name=name,
        group=space or None,
        version=part.version,
        type=ComponentType.LIBRARY,
        purl=PackageURL(type=part.ecosystem, namespace=space or None, name=name, version=part.version),
        licenses=[LicenseFactory().make_from_string(licence)] if licence else [],
        hashes=list(_hashes(part)),
        bom_ref=f"{part.ecosystem}/{part.name}@{part.version}",
    )


def _hashes(part: Part) -> Iterable[HashType]:
    for one in part.hashes:
        algorithm, _, value = one.partition("-" if part.ecosystem == "npm" else ":")
        if algorithm == "sha512":
            yield HashType(alg=HashAlgorithm.SHA_512, content=b64decode(value).hex())
        else:
            assert algorithm == "sha256", algorithm
            yield HashType(alg=HashAlgorithm.SHA_256, content=value)
