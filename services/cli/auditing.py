"""``greenlane audit``: whether the trail is whole, the trail itself, and its head to be kept elsewhere.

Like the other commands, these import what they need when they are called, so that help comes at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from services.cli.texts import say

if TYPE_CHECKING:
    from services.audit.anchoring import KeptHead
    from services.audit.chain import Head
    from services.secrets.keys import KeyRing
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
    from services.audit.chain import Break, Head
    from services.audit.verifying import verify_file, verify_store
    from services.cli.output import write_json
    from services.settings import load_settings
    from workflows.instants import format_instant

    kept = [_kept(text) for text in head or []]
    anchors = [each if isinstance(each, Head) else each.signed.head for each in kept]
    if file is not None:
        found = verify_file(file, anchors)
    else:
        found = verify_store(load_settings().database, _instant(since), anchors)
    broken = isinstance(found, Break)
    signed = [(text, each) for text, each in zip(head or [], kept, strict=True) if not isinstance(each, Head)]
    if json:
        heads = [{"file": name, **each.signed.model_dump(mode="json"), "known": each.known} for name, each in signed]
        write_json({"whole": not broken, **found._asdict(), "heads": heads})
        raise typer.Exit(_BROKEN if broken else 0)
    for name, each in signed:
        told = each.signed
        at = format_instant(told.taken_at)
        key = "audit.signed_here" if each.known else "audit.signed_elsewhere"
        typer.echo(say(context.obj, key, file=name, rows=told.rows, at=at, key=told.key, public_key=told.public_key))
    if isinstance(found, Break):
        fault = say(context.obj, f"audit.fault.{found.fault}")
        typer.echo(say(context.obj, "audit.broken", sequence=found.sequence, fault=fault, found=found.found))
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
def head(
    context: typer.Context,
    to: Annotated[Path | None, typer.Option("--to", help="option.head_to")] = None,
    json: Json = False,
) -> None:
    """Give the last row."""
    from services.audit.anchoring import signed_head, written_head
    from services.audit.verifying import head_of
    from services.cli.output import tell, write_json, write_whole
    from services.clock import present_instant
    from services.secrets.key_file import read_ring
    from services.settings import load_settings

    settings = load_settings()
    last = head_of(settings.database)
    if to is not None:
        signed = signed_head(last, read_ring(settings.keys), present_instant())
        write_whole(to, written_head(signed))
        tell(say(context.obj, "audit.anchored", file=to, rows=signed.rows, public_key=signed.public_key))
    elif json:
        write_json(last._asdict())
    else:
        typer.echo(f"{last.sequence}:{last.hash}")


def _kept(text: str) -> Head | KeptHead:
    """What somebody kept: number:hash, or a file with a signed head."""
    import re

    from services.audit.anchoring import read_head
    from services.audit.chain import Head

    if found := re.fullmatch(r"(\d{1,18}):([0-9a-f]{64})", text):
        return Head(int(found[1]), found[2])
    return read_head(Path(text), _ring())


def _ring() -> KeyRing | None:
    """The ring of this installation; none where a trail that was exported is verified without one."""
    from services.errors import KeyRingError
    from services.secrets.key_file import read_ring
    from services.settings import load_settings

    try:
        return read_ring(load_settings().keys)
    except KeyRingError:
        return None


def instant_given(text: str, option: str) -> Instant:
    """The instant that an option gives.

    Raises
    ------
    InvalidInputError
        If it is none.
    """
    from workflows.errors import InvalidInputError
    from workflows.instants import parse_instant

    try:
        return parse_instant(text)
    except (ValueError, OverflowError) as error:
        raise InvalidInputError(
            f"expected ISO 8601 with a zone, such as 2026-03-02T09:30:00+08:00; was {text!r}. Change {option}."
        ) from error


def _instant(text: str | None) -> Instant | None:
    return None if text is None else instant_given(text, "--since")
