"""Which program an experiment's numbers come from: a part of what identifies them.

A release number would not do: between two releases the model changes and the number does not, and a result that was
kept would be shown for one that is no longer true.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from platform import python_version_tuple
from typing import Final

_PACKAGES: Final = ("simulations", "workflows")
_ANSWERING: Final = (
    "answering.py",
    "attribution.py",
    "batches.py",
    "forms.py",
    "questions.py",
    "simulating.py",
    "studies.py",
    "taking_apart.py",
)
_COUNTED: Final = (".py", ".yaml", ".json", ".csv")
_LIBRARIES: Final = ("chinesecalendar", "numpy", "scipy", "simpy")
"""What numbers pass through; what only carries them is left out."""
_STUDYING: Final = ("SALib", "optuna")
"""What answers of studies pass through beside that, where they are installed; no replication does."""


@lru_cache(maxsize=1)
def versions() -> dict[str, str]:
    """Name of each part that results depend on to its version; of our own code, a hash of its source."""
    return {
        "greenlane": version("greenlane"),
        "source": source_hash(),
        "python": ".".join(python_version_tuple()[:2]),
        **{library: version(library) for library in _LIBRARIES},
    }


def versions_of_studies() -> dict[str, str]:
    """The same with the libraries that only studies need; a worker that runs replications alone may do without."""
    return {**versions(), **{library: found for library in _STUDYING if (found := _installed(library)) is not None}}


def of_simulations(found: Mapping[str, str]) -> dict[str, str]:
    """Those versions that a replication depends on."""
    return {name: version_ for name, version_ in found.items() if name not in _STUDYING}


def _installed(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None


def source_hash() -> str:
    """SHA-256 of the source of models, simulations and what answers are made by, as 64 hexadecimal digits."""
    digest = sha256()
    for package in _PACKAGES:
        _add(digest.update, package, files(package))
    for module in _ANSWERING:
        _add_file(digest.update, module, files("services.experiments") / module)
    return digest.hexdigest()


def _add(update: Callable[[bytes], object], name: str, place: Traversable) -> None:
    for part in sorted(place.iterdir(), key=lambda each: each.name):
        path = f"{name}/{part.name}"
        if part.is_dir():
            _add(update, path, part)
        elif part.name.endswith(_COUNTED):
            _add_file(update, path, part)


def _add_file(update: Callable[[bytes], object], path: str, file: Traversable) -> None:
    content = file.read_bytes()
    # With their lengths, so that no other names and contents come to the same bytes.
    update(f"{path} {len(content)}\n".encode())
    update(content)
