"""A back-up taken while everything runs: both databases as they were at one instant.

The trap: the store and Temporal are two databases, and a copy of one that is later than that of the other is not a
state that there ever was. Where Temporal's is later, it knows of numbers that the store will allot again; where the
store's is, it has events that their cases will make anew. So nobody may write in the store until Temporal has been
copied. What comes out is what a power cut at that instant would have left, and that is something that cases survive.

Where Temporal is not the embedded one there is nothing of it to copy here, and PostgreSQL dumps one instant by itself:
so everybody goes on writing.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from time import monotonic

from sqlalchemy import Engine, make_url

from services.backups.copies import copy_database, copy_file
from services.backups.copies import nobody_writes as nobody_writes_in_file
from services.backups.dumps import dump, nobody_writes
from services.backups.manifest import (
    DUMP,
    ISSUER,
    KEY_RING,
    MANIFEST,
    OWNERS_ALONE,
    STORE,
    TEMPORAL,
    Manifest,
    kept_file,
)
from services.settings import Settings
from services.store.database import connect_database, reading
from services.store.migrating import schema_version
from workflows.errors import InvalidInputError, OperationFailedError


@dataclass(frozen=True, slots=True)
class Taken:
    """A back-up.

    Attributes
    ----------
    databases, keys : folders that it was put into
    held_time : seconds for which nobody could write
    """

    manifest: Manifest
    databases: Path
    keys: Path
    held_time: float


def take(settings: Settings, databases: Path, keys: Path, at: datetime) -> Taken:
    """Take a back-up, into a folder named after the instant in each of two places.

    Parameters
    ----------
    databases : place of the back-ups' databases
    keys : place of the keys that open them; another one, since whoever has both reads everything
    at : with a zone

    Raises
    ------
    InvalidInputError
        If one place is inside the other, or there is nothing to take.
    OperationFailedError
        If something cannot be read or written; then nothing is left of it.
    """
    databases, keys = databases.expanduser().absolute(), keys.expanduser().absolute()
    if databases.resolve().is_relative_to(keys.resolve()) or keys.resolve().is_relative_to(databases.resolve()):
        raise InvalidInputError(
            f"expected another place for the keys than for the databases that they open, and neither inside the other; "
            f"were {keys} and {databases}. Keep them on other media, for whoever has both reads everything."
        )
    name = f"{at:%Y%m%dT%H%M%S%z}"
    with _whole_or_not_at_all(databases / name) as folder, _whole_or_not_at_all(keys / name) as key_folder:
        engine = connect_database(settings.database)
        try:
            held_time = _copy_databases(settings, engine, folder)
            revision = _revision(engine)
        finally:
            engine.dispose()
        # Last, for a key that was made meanwhile may have sealed something already.
        _copy_keys(settings, key_folder)
        manifest = Manifest(
            taken_at=at.isoformat(),
            release=version("greenlane"),
            store="sqlite" if engine.dialect.name == "sqlite" else "postgresql",
            revision=revision,
            databases=tuple(kept_file(folder, each) for each in _files(folder)),
            keys=tuple(kept_file(key_folder, each) for each in _files(key_folder)),
        )
        text = manifest.model_dump_json(indent=2) + "\n"
        for each in (folder, key_folder):
            (each / MANIFEST).write_text(text, "utf-8")
            kept_file(each, MANIFEST)
    return Taken(manifest, databases / name, keys / name, held_time)


def _copy_databases(settings: Settings, engine: Engine, folder: Path) -> float:
    """Copy the store, and Temporal where it is the embedded one.

    Returns
    -------
    seconds for which nobody could write
    """
    temporal, sqlite = settings.data / TEMPORAL, engine.dialect.name == "sqlite"
    file = Path(make_url(settings.database).database or "")
    if sqlite and not file.is_file():
        raise InvalidInputError(
            f"expected the store at {file}; there is none. Say which installation to back up, with "
            "GREENLANE_DATA_DIRECTORY or GREENLANE_DATABASE_URL."
        )
    if not sqlite and not temporal.is_file():
        dump(settings.database, folder / DUMP)  # of one instant by itself, and nothing has to fit it
        return 0.0
    with nobody_writes_in_file(file) if sqlite else nobody_writes(engine):
        begun = monotonic()
        if temporal.is_file():
            copy_database(temporal, folder / TEMPORAL)
        if sqlite:
            copy_database(file, folder / STORE)
        else:
            dump(settings.database, folder / DUMP)
        return monotonic() - begun


def _copy_keys(settings: Settings, folder: Path) -> None:
    copy_file(settings.keys, folder / KEY_RING)
    if settings.token_issuer is None:
        for name in ISSUER:
            if (settings.data / name).is_file():
                copy_file(settings.data / name, folder / name)


def _revision(engine: Engine) -> str:
    with reading(engine) as connection:
        found = schema_version(connection)
    if found is None:
        raise InvalidInputError(
            f"expected the store's tables in {engine.url!r}; there are none. "
            "Name the store with GREENLANE_DATABASE_URL."
        )
    return found


def _files(folder: Path) -> Sequence[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@contextmanager
def _whole_or_not_at_all(folder: Path) -> Iterator[Path]:
    """A folder that has its name only once everything is in it."""
    partial = folder.with_name(f"{folder.name}.partial")
    try:
        folder.parent.mkdir(mode=OWNERS_ALONE, parents=True, exist_ok=True)
        partial.mkdir(mode=OWNERS_ALONE)
        if folder.exists():
            raise FileExistsError(17, "there is a back-up of this second already", str(folder))
    except OSError as error:
        with suppress(OSError):
            partial.rmdir()
        raise OperationFailedError(f"cannot make {folder} for the back-up: {error.strerror}") from error
    try:
        yield partial
        partial.replace(folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
