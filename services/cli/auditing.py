"""``greenlane audit``: whether the trail is whole, the trail itself, and its head to be kept elsewhere.

Like the other commands, these import what they need when they are called, so that help comes at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from services.cli.texts import say

if TYPE_CHECKING:
    from services.audit.chain import Head
    from workflows.instants import Instant

_BROKEN: Final = 4
"""Exit code of a threshold that was missed; see :mod:`services.cli.main`."""

Json = Annotated[bool, typer.Option("--json", help="option.json")]
Since = Annotated[str | None, typer.Option("--since", help="option.since")]

audit = typer.Typer(
    help="audit", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)


@audit.command("verify", help="audit.verify")
def verify(
    context: typer.Context,
    since: Since = None,
    head: Annotated[list[str] | None, typer.Option("--head", help="option.head")] = None,
    file: Annotated[Path | None, typer.Option("--from", help="option.trail_from")] = None,
    json: Json = False,
) -> None:
    """Tell whether the chain is whole."""
    from services.audit.chain import Break
    from services.audit.verifying import verify_file, verify_store
    from services.cli.output import write_json
    from services.settings import load_settings

    anchors = [_head(text) for text in head or []]
    if file is not None:
        found = verify_file(file, anchors)
    else:
        found = verify_store(load_settings().database, _instant(since), anchors)
    broken = isinstance(found, Break)
    if json:
        write_json({"whole": not broken, **found._asdict()})
    elif isinstance(found, Break):
        typer.echo(say(context.obj, "audit.broken", sequence=found.sequence, found=found.found))
    else:
        typer.echo(say(context.obj, "audit.whole", rows=found.sequence, hash=found.hash))
    if broken:
        raise typer.Exit(_BROKEN)


@audit.command("export", help="audit.export")
def export(
    since: Since = None,
    to: Annotated[Path | None, typer.Option("--to", help="option.trail_to")] = None,
) -> None:
    """Write the trail."""
    from services.audit.verifying import exported
    from services.cli.output import write_lines
    from services.settings import load_settings

    write_lines(to, exported(load_settings().database, _instant(since)))


@audit.command("head", help="audit.head")
def head(json: Json = False) -> None:
    """Give the last row."""
    from services.audit.verifying import head_of
    from services.cli.output import write_json
    from services.settings import load_settings

    last = head_of(load_settings().database)
    if json:
        write_json(last._asdict())
    else:
        typer.echo(f"{last.sequence}:{last.hash}")


def _head(text: str) -> Head:
    import re

    from services.audit.chain import Head
    from workflows.errors import InvalidInputError

    found = re.fullmatch(r"(\d{1,18}):([0-9a-f]{64})", text)
    if found is None:
        raise InvalidInputError(
            f"expected number:hash as `greenlane audit head` gives it; was {text!r}. Change --head."
        )
    return Head(int(found[1]), found[2])


def _instant(text: str | None) -> Instant | None:
    from workflows.errors import InvalidInputError
    from workflows.instants import parse_instant

    if text is None:
        return None
    try:
        return parse_instant(text)
    except (ValueError, OverflowError) as error:
        raise InvalidInputError(
            f"expected ISO 8601 with a zone, such as 2026-03-02T09:30:00+08:00; was {text!r}. Change --since."
        ) from error
