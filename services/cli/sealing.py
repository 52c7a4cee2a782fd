"""``greenlane secrets``: the keys that seal what Temporal keeps.

Like the other commands, these import what they need when they are called, so that help comes at once.
"""

from __future__ import annotations

from typing import Annotated

import typer

from services.cli.texts import say

Json = Annotated[bool, typer.Option("--json", help="option.json")]
KeyId = Annotated[str, typer.Argument(help="argument.key")]

secrets = typer.Typer(
    help="secrets", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)


@secrets.command("list", help="secrets.list")
def list_(context: typer.Context, json: Json = False) -> None:
    """List the keys."""
    from services.cli.output import write_json, write_table
    from services.secrets.key_file import read_ring
    from services.settings import load_settings
    from workflows.instants import format_instant

    path, language = load_settings().keys, context.obj
    ring = read_ring(path)
    if json:
        shown = [
            {"id": key.id, "made_at": format_instant(key.made_at), "seals": key is ring.first} for key in ring.keys
        ]
        write_json({"ring": str(path), "keys": shown})
        return
    rows = [
        (
            key.id,
            format_instant(key.made_at)[:16].replace("T", " "),
            say(language, "secrets.seals" if key is ring.first else "secrets.opens"),
        )
        for key in ring.keys
    ]
    columns = [say(language, f"secrets.{name}") for name in ("id", "made", "role")]
    write_table(say(language, "secrets.keys", path=path), columns, rows)


@secrets.command("rotate", help="secrets.rotate")
def rotate(context: typer.Context) -> None:
    """Make a key that seals from now on."""
    from services.cli.output import tell
    from services.secrets.key_file import change_ring, ensure_ring, fresh_key, read_ring
    from services.secrets.keys import added, put_first
    from services.settings import load_settings

    path = load_settings().keys
    if ensure_ring(path):
        ring = read_ring(path)
    else:
        key = fresh_key()
        ring = change_ring(path, lambda before: put_first(added(before, key), key.id))
    tell(say(context.obj, "secrets.rotated", id=ring.first.id, path=path))


@secrets.command("add", help="secrets.add")
def add(context: typer.Context) -> None:
    """Make a key that does not seal yet."""
    from services.cli.output import tell
    from services.secrets.key_file import change_ring, fresh_key
    from services.secrets.keys import added
    from services.settings import load_settings

    path, key = load_settings().keys, fresh_key()
    change_ring(path, lambda ring: added(ring, key))
    tell(say(context.obj, "secrets.added", id=key.id, path=path))


@secrets.command("use", help="secrets.use")
def use(context: typer.Context, key: KeyId) -> None:
    """Seal with a key from now on."""
    from services.cli.output import tell
    from services.secrets.key_file import change_ring
    from services.secrets.keys import put_first
    from services.settings import load_settings

    path = load_settings().keys
    change_ring(path, lambda ring: put_first(ring, key))
    tell(say(context.obj, "secrets.rotated", id=key, path=path))


@secrets.command("retire", help="secrets.retire")
def retire(context: typer.Context, key: KeyId) -> None:
    """Take a key out of the ring."""
    import asyncio

    from services.cli.output import tell
    from services.errors import KeyRingError
    from services.secrets.key_file import change_ring, read_ring
    from services.secrets.keys import retired
    from services.secrets.usage import use_of
    from services.settings import load_settings
    from services.temporal_client import connect

    settings = load_settings()
    retired(read_ring(settings.keys), key)  # refused before Temporal is asked, where it would be refused anyway

    async def still_used() -> str | None:
        return await use_of(await connect(settings), key)

    if (found := asyncio.run(still_used())) is not None:
        raise KeyRingError(
            f"key {key!r} still opens {found!r}, and whatever else was sealed with it. Keep it until such cases have "
            "ended and Temporal has forgotten them."
        )
    change_ring(settings.keys, lambda ring: retired(ring, key))
    tell(say(context.obj, "secrets.retired", id=key))
