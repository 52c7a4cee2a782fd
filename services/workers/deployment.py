"""Which release of the workflows a worker runs, and what Temporal is told of it.

Cases live for months to years, so they cannot keep the release that they began under: a fleet of workers would have to
run for each of them. They go on under whichever release is current (``AUTO_UPGRADE``). What has to stay as it was is
the order of a case's commands, and the kept histories see to that before a release; versions let a release come to a
few cases first, and be taken back at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.worker import WorkerDeploymentConfig

from services.settings import Settings

_PACKAGE: Final = "workflows"
_LIBRARIES: Final = ("chinesecalendar", "pydantic", "temporalio")
"""What a workflow's commands may depend on beside our own code."""
_DIGITS: Final = 16


@lru_cache(maxsize=1)
def build_of_source() -> str:
    """The same for the same workflows and libraries, wherever and whenever they were installed.

    Lanes are not in it: a case has its own.

    Returns
    -------
    16 hexadecimal digits
    """
    digest = sha256()
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    for path, content in sorted(_sources(files(_PACKAGE), _PACKAGE)):
        digest.update(f"{path} {sha256(content).hexdigest()}\n".encode())
    return digest.hexdigest()[:_DIGITS]


def _sources(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for each in folder.iterdir():
        if each.is_dir() and each.name != "__pycache__":
            yield from _sources(each, f"{path}/{each.name}")
        elif each.name.endswith(".py"):
            yield f"{path}/{each.name}", each.read_bytes()


def build_of(settings: Settings) -> str:
    """What a worker calls its release."""
    return settings.build or build_of_source()


def deployment_config(settings: Settings) -> WorkerDeploymentConfig | None:
    """How a worker takes part in worker versioning; none where the installation does without."""
    if settings.deployment is None:
        return None
    return WorkerDeploymentConfig(
        version=WorkerDeploymentVersion(settings.deployment, build_of(settings)),
        use_worker_versioning=True,
        default_versioning_behavior=VersioningBehavior.AUTO_UPGRADE,
    )
