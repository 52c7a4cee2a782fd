"""``greenlane back-up``, ``restore`` and ``migrate``: what keeps an installation's data over losses and releases.

Like the other commands, these import what they need when they are called, so that help comes at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from services.cli.texts import say

Json = Annotated[bool, typer.Option("--json", help="option.json")]
Keys = Annotated[Path, typer.Option("--keys", help="option.backup_keys")]


def back_up(
    context: typer.Context,
    place: Annotated[Path, typer.Argument(help="argument.backups")],
    keys: Keys,
    json: Json = False,
) -> None:
    """Take a back-up."""
    from services.backups.manifest import TEMPORAL
    from services.backups.taking import take
    from services.cli.output import tell, write_json
    from services.clock import present_time
    from services.settings import load_settings

    taken = take(load_settings(), place, keys, present_time())
    if not any(each.name == TEMPORAL for each in taken.manifest.databases):
        tell(say(context.obj, "backup.no_temporal"))
    if json:
        where = {"databases": str(taken.databases), "keys": str(taken.keys)}
        write_json({**where, "held_time": taken.held_time, "manifest": taken.manifest.model_dump(mode="json")})
    else:
        held = f"{taken.held_time:.2f}"
        typer.echo(say(context.obj, "backup.taken", databases=taken.databases, keys=taken.keys, held=held))


def restore(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="argument.backup")],
    keys: Keys,
    json: Json = False,
) -> None:
    """Put a back-up back."""
    from services.backups.putting_back import put_back
    from services.cli.output import write_json
    from services.settings import load_settings

    manifest = put_back(load_settings(), folder.expanduser().absolute(), keys.expanduser().absolute())
    if json:
        write_json(manifest)
    else:
        typer.echo(say(context.obj, "backup.restored", taken_at=manifest.taken_at))


def migrate(context: typer.Context, json: Json = False) -> None:
    """Bring the store to the latest revision."""
    from services.cli.output import write_json
    from services.settings import load_settings
    from services.store.database import open_database, reading
    from services.store.migrating import schema_version

    settings = load_settings()
    engine = open_database(settings.database, settings.database_connections)
    try:
        with reading(engine) as connection:
            revision = schema_version(connection)
    finally:
        engine.dispose()
    if json:
        write_json({"revision": revision})
    else:
        typer.echo(say(context.obj, "migrate.done", revision=revision))
