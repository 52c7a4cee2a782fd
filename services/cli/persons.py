"""``greenlane person``: what is kept of one person, handed out or erased.

Like the other commands, these import what they need when they are called, so that help comes at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from services.cli.texts import say

Subject = Annotated[str, typer.Argument(help="argument.person")]

person = typer.Typer(
    help="person", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)


@person.command("export", help="person.export")
def export(subject: Subject, to: Annotated[Path | None, typer.Option("--to", help="option.person_to")] = None) -> None:
    """Write what is kept of somebody."""
    from services.cli.output import write_json, write_whole
    from services.persons.administration import exported
    from services.settings import load_settings

    told = exported(load_settings(), subject)
    if to is None:
        write_json(told)
    else:
        write_whole(to, told.model_dump_json(indent=2) + "\n")


@person.command("erase", help="person.erase")
def erase(
    context: typer.Context,
    subject: Subject,
    ended_before: Annotated[str, typer.Option("--ended-before", help="option.ended_before")],
    json: Annotated[bool, typer.Option("--json", help="option.json")] = False,
) -> None:
    """Erase what is kept of somebody."""
    import asyncio

    from services.cli.auditing import instant_given
    from services.cli.output import tell, write_json
    from services.persons.administration import erased
    from services.settings import load_settings

    before = instant_given(ended_before, "--ended-before")
    came_to = asyncio.run(erased(load_settings(), subject, before))
    if json:
        write_json(came_to)
    else:
        tell(say(context.obj, "person.erased", **came_to.model_dump()))


@person.command("expire", help="person.expire")
def expire(
    context: typer.Context,
    lane: Annotated[str, typer.Argument(help="argument.expired_lane")],
    ended_before: Annotated[str, typer.Option("--ended-before", help="option.term_over")],
    json: Annotated[bool, typer.Option("--json", help="option.json")] = False,
) -> None:
    """Have cases whose term is over become nobody's."""
    import asyncio

    from services.cli.auditing import instant_given
    from services.cli.output import tell, write_json
    from services.persons.administration import expired
    from services.settings import load_settings

    came_to = asyncio.run(expired(load_settings(), lane, instant_given(ended_before, "--ended-before")))
    if json:
        write_json(came_to)
    else:
        tell(say(context.obj, "person.expired", **came_to.model_dump()))
