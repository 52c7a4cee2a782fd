"""A back-up put back into an empty place; nothing that is there is ever overwritten."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import make_url

from services.backups.copies import copy_file
from services.backups.dumps import load, require_empty
from services.backups.manifest import (
    DUMP,
    KEY_RING,
    STORE,
    TEMPORAL,
    Manifest,
    read_manifest,
    require_whole,
)
from services.running.data_directory import data_directory_to_oneself
from services.settings import Settings
from services.store.database import connect_database
from services.store.migrating import revisions
from workflows.errors import InvalidInputError


def put_back(settings: Settings, databases: Path, keys: Path) -> Manifest:
    """Put a back-up where the settings say that the store, Temporal and the keys are.

    Parameters
    ----------
    databases, keys : folders of one back-up

    Raises
    ------
    InvalidInputError
        If it is not whole, its halves do not belong together, a later release took it, or something is there already.
    OperationFailedError
        If something cannot be read or written, or a system runs there.
    """
    manifest = read_manifest(databases)
    if read_manifest(keys) != manifest:
        raise InvalidInputError(
            f"expected the keys of the back-up in {databases}; those in {keys} belong to another one. Both folders of "
            "a back-up have the same name."
        )
    require_whole(databases, manifest.databases)
    require_whole(keys, manifest.keys)
    _require_known(manifest)
    store = make_url(settings.database)
    if store.get_backend_name() != manifest.store:
        raise InvalidInputError(
            f"expected a store of the kind that was backed up, {manifest.store}; GREENLANE_DATABASE_URL names one of "
            f"{store.get_backend_name()}."
        )
    with data_directory_to_oneself(settings.data):
        places = _places(settings, manifest, databases, keys)
        for _, target in places:
            _require_nothing_there(settings, target)
        if manifest.store == "postgresql":
            engine = connect_database(settings.database)
            try:
                require_empty(engine)
                load(settings.database, databases / DUMP)
            finally:
                engine.dispose()
        for source, target in places:
            copy_file(source, target)
    return manifest


def _require_nothing_there(settings: Settings, target: Path) -> None:
    # What is left beside a database that is gone would be taken for the end of the one that comes.
    for path in (target, *(target.with_name(f"{target.name}-{suffix}") for suffix in ("wal", "shm", "journal"))):
        if path.exists():
            raise InvalidInputError(
                f"expected nothing at {path}; there is something, and restoring overwrites nothing. Move "
                f"{settings.data} away first, or choose another GREENLANE_DATA_DIRECTORY."
            )


def _require_known(manifest: Manifest) -> None:
    known = {script.revision for script in revisions().walk_revisions()}
    if manifest.revision not in known:
        raise InvalidInputError(
            f"expected a back-up of revision {revisions().get_current_head()!r} or an earlier one; it has "
            f"{manifest.revision!r}, of Greenlane {manifest.release}. Restore it with that release or a later one."
        )


def _places(settings: Settings, manifest: Manifest, databases: Path, keys: Path) -> list[tuple[Path, Path]]:
    """Files of the back-up, each with where it goes; databases first, for without keys nothing starts on half of it."""
    places = []
    for each in manifest.databases:
        if each.name == STORE:
            places.append((databases / STORE, Path(make_url(settings.database).database or "").absolute()))
        elif each.name == TEMPORAL:
            places.append((databases / TEMPORAL, settings.data / TEMPORAL))
    places += [
        (keys / each.name, settings.keys if each.name == KEY_RING else settings.data / each.name)
        for each in manifest.keys
    ]
    return places
