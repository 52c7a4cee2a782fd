"""What a back-up has in it, so that nobody takes half of one, or the wrong keys, for a whole one."""

from __future__ import annotations

import os
from hashlib import file_digest
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field, ValidationError

from workflows.definition.provenance import Frozen
from workflows.errors import InvalidInputError, OperationFailedError

MANIFEST: Final = "manifest.json"
STORE: Final = "greenlane.db"
DUMP: Final = "greenlane.dump"
TEMPORAL: Final = "temporal.db"
KEY_RING: Final = "key_ring.json"
ISSUER: Final = ("issuer/key.pem", "issuer/keys.json")
"""Names of files in a back-up, and in a data directory."""

OWNERS_ALONE: Final = 0o700
"""Mode of a folder that only its owner may look into."""

_LARGEST: Final = 1_000_000


class Kept(Frozen):
    """A file of a back-up.

    Parameters
    ----------
    name : its path, within the folder of the databases or that of the keys
    bytes : its size
    sha256 : of its content, in hexadecimal digits
    """

    name: str
    bytes: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Manifest(Frozen):
    """What a back-up has in it.

    Parameters
    ----------
    format : of back-ups
    taken_at : instant from which on nobody could write until it was taken, in ISO 8601 with its offset
    release : of Greenlane that took it
    store : which kind of database the store is
    revision : of the store's tables
    databases : files that are sealed, or guarded by the roles of the API
    keys : files that open what is sealed and sign tokens; they are kept elsewhere
    """

    format: Literal[1] = 1
    taken_at: str
    release: str
    store: Literal["sqlite", "postgresql"]
    revision: str
    databases: tuple[Kept, ...]
    keys: tuple[Kept, ...]


def kept_file(folder: Path, name: str) -> Kept:
    """A file as it is now, made sure to be on disk."""
    with (folder / name).open("rb") as file:
        os.fsync(file.fileno())
        digest = file_digest(file, "sha256").hexdigest()
        return Kept(name=name, bytes=file.seek(0, os.SEEK_END), sha256=digest)


def read_manifest(folder: Path) -> Manifest:
    """What the back-up in a folder has in it.

    Raises
    ------
    InvalidInputError
        If there is none, or it cannot be understood.
    """
    path = folder / MANIFEST
    try:
        with path.open("rb") as file:
            return Manifest.model_validate_json(file.read(_LARGEST))
    except FileNotFoundError as error:
        raise InvalidInputError(
            f"expected a back-up in {folder}; there is no {MANIFEST}. Name the folder that `greenlane back-up` told "
            "of, not the one that it is in; a folder whose name ends with .partial was never finished."
        ) from error
    except OSError as error:
        raise OperationFailedError(f"cannot read {path}: {error.strerror}") from error
    except ValidationError as error:
        places = ", ".join(".".join(map(str, each["loc"])) or "all of it" for each in error.errors())
        raise InvalidInputError(f"expected {path} to be as `greenlane back-up` wrote it; wrong: {places}") from error


def require_whole(folder: Path, files: tuple[Kept, ...]) -> None:
    """See that files are as they were when they were taken.

    Raises
    ------
    InvalidInputError
        Names the first that is not.
    """
    for each in files:
        try:
            found = kept_file(folder, each.name)
        except FileNotFoundError as error:
            raise InvalidInputError(
                f"expected {each.name} of the back-up in {folder}; it is not there. Take another back-up, or find the "
                "folder that it belongs to: keys are kept apart from databases, under the same name."
            ) from error
        except OSError as error:
            raise OperationFailedError(f"cannot read {folder / each.name}: {error.strerror}") from error
        if found != each:
            raise InvalidInputError(
                f"expected {folder / each.name} as it was taken ({each.bytes} bytes, SHA-256 {each.sha256[:12]}…); "
                f"found {found.bytes} bytes, SHA-256 {found.sha256[:12]}…. It was changed or damaged since: take "
                "another copy of this back-up, or another back-up."
            )
