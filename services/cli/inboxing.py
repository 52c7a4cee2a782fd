"""``greenlane inbox``: the read model of the cases, made again from Temporal, and compared with it.

Like the other commands, these import what they need when they are called, so that help comes at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, TypeVar

import typer

from services.cli.texts import say

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy import Engine

    from services.rebuilding.comparing import Compared
    from services.rebuilding.rebuilding import Rebuilt
    from services.temporal_client import Temporal

_Answer = TypeVar("_Answer")

_FAILED: Final = 1
_BEHIND: Final = 4
"""Exit codes of a failure and of a threshold that was missed; see :mod:`services.cli.main`."""

Json = Annotated[bool, typer.Option("--json", help="option.json")]

inbox = typer.Typer(
    help="inbox", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)


@inbox.command("rebuild", help="inbox.rebuild")
def rebuild(context: typer.Context, json: Json = False) -> None:
    """Make the read model again from Temporal."""
    from services.cli.output import tell, write_json
    from services.rebuilding.rebuilding import rebuild as rebuild_from

    progress = _progress(context.obj)

    async def rebuilt(engine: Engine, temporal: Temporal) -> Rebuilt:
        return await rebuild_from(engine, temporal, progress)

    found = _with_both(rebuilt)
    for each in found.untold:
        tell(say(context.obj, "inbox.untold", case=each.case, reason=each.reason))
    if json:
        write_json(found)
    else:
        typer.echo(say(context.obj, "inbox.rebuilt", cases=found.cases, whole=found.whole, events=found.events))
    if found.untold:
        raise typer.Exit(_FAILED)


@inbox.command("check", help="inbox.check")
def check(context: typer.Context, json: Json = False) -> None:
    """Compare the read model with Temporal."""
    from services.cli.output import write_json, write_table
    from services.rebuilding.comparing import compare

    found: Compared = _with_both(compare)
    if json:
        write_json(found)
    elif not found.behind:
        typer.echo(say(context.obj, "inbox.even", cases=found.cases))
    else:
        columns = [say(context.obj, f"inbox.{name}") for name in ("case", "kept", "happened")]
        rows = [(each.case, str(each.kept), str(each.happened)) for each in found.behind]
        write_table(say(context.obj, "inbox.behind", cases=found.cases, behind=len(rows)), columns, rows)
    if found.behind:
        raise typer.Exit(_BEHIND)


def _with_both(ask: Callable[[Engine, Temporal], Awaitable[_Answer]]) -> _Answer:
    """What somebody finds out who has the store and Temporal."""
    import asyncio

    from services.settings import load_settings
    from services.store.database import open_database
    from services.temporal_client import connect

    settings = load_settings()
    engine = open_database(settings.database)

    async def asked() -> _Answer:
        return await ask(engine, await connect(settings))

    try:
        return asyncio.run(asked())
    finally:
        engine.dispose()


def _progress(language: str) -> Callable[[int, int], None]:
    """Lines on standard error: one that is written over on a terminal, one for every hundredth part elsewhere."""
    import sys

    def told(done: int, of: int) -> None:
        text = say(language, "inbox.progress", done=done, of=of)
        if sys.stderr.isatty():
            sys.stderr.write("\r" + text + ("\n" if done == of else ""))
        elif done == of or done % max(of // 100, 1) == 0:
            sys.stderr.write(text + "\n")
        sys.stderr.flush()

    return told
