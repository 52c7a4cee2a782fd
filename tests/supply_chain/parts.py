"""What is shipped: the libraries of the runtime lock, and those that the page is built of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import PackageMetadata, distributions
from pathlib import Path
from typing import Final, Literal

from license_expression import Licensing, get_spdx_licensing
from pydantic import BaseModel, Field

from workflows.definition.provenance import Frozen

ROOT: Final = Path(__file__).parents[2]
RUNTIME: Final = ROOT / "requirements/runtime.lock"
PAGE: Final = ROOT / "services/web/page/package-lock.json"
_CLASSIFIED: Final = {
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: ISC License (ISCL)": "ISC",
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}


class Part(Frozen):
    """One library at one version.

    Parameters
    ----------
    licence : as its own metadata has it, in SPDX's words where it has them; "" where it says nothing
    hashes : of the files that may be installed, as the lock has them
    """

    ecosystem: Literal["pypi", "npm"]
    name: str
    version: str
    licence: str
    hashes: tuple[str, ...]


class _Package(BaseModel):
    version: str = ""
    license: str = ""
    integrity: str = ""
    dev: bool = False
    dev_optional: bool = Field(alias="devOptional", default=False)


class _PackageLock(BaseModel):
    packages: dict[str, _Package]


def shipped() -> list[Part]:
    """Every library that whoever installs a release has on their machine."""
    return [*python_parts(RUNTIME.read_text("utf-8"), licences_here()), *page_parts(PAGE.read_text("utf-8"))]


def python_parts(lock: str, licences: Mapping[str, str]) -> list[Part]:
    """The libraries of a lock of Python's; of one that is locked twice, for two versions of Python, both.

    Parameters
    ----------
    licences : name to licence; what is missing there says nothing
    """
    return list(_pinned(lock, licences))


def page_parts(lock: str) -> list[Part]:
    """The libraries of a lock of npm's that may get into what is built: all but those for building and testing."""
    packages = _PackageLock.model_validate_json(lock).packages
    return [
        Part(
            ecosystem="npm",
            name=place.rpartition("node_modules/")[2],
            version=package.version,
            licence=package.license,
            hashes=(package.integrity,),
        )
        for place, package in packages.items()
        if place and not package.dev and not package.dev_optional
    ]


@cache
def spdx() -> Licensing:
    """The licences that SPDX has names for; reading them takes a second."""
    return get_spdx_licensing()


@cache
def licences_here() -> Mapping[str, str]:
    """What each library that is installed here says of its licence, as far as that has a name of SPDX's."""
    return {_canonical(each.name): _said(each.metadata) for each in distributions()}


def _said(metadata: PackageMetadata) -> str:
    """The expression that is meant for it, or one of the fields that came before there was one."""
    given = {key: metadata.get_all(key) or [] for key in ("License-Expression", "License", "Classifier")}
    known = {each for each in given["License"] if each in spdx().known_symbols}
    # A classifier such as "OSI Approved :: BSD License" names no licence, but a family of them.
    classified = {_CLASSIFIED[each] for each in given["Classifier"] if each in _CLASSIFIED}
    return " AND ".join(sorted(set(given["License-Expression"]) or known or classified))


def _pinned(lock: str, licences: Mapping[str, str]) -> Iterator[Part]:
    for entry in re.split(r"\n(?=[a-z0-9])", lock):
        if pinned := re.match(r"([a-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)", entry):
            name, version = pinned.groups()
            hashes = tuple(re.findall(r"--hash=(sha256:[0-9a-f]{64})", entry))
            licence = licences.get(_canonical(name), "")
            yield Part(ecosystem="pypi", name=_canonical(name), version=version, licence=licence, hashes=hashes)


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
