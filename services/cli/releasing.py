"""``greenlane releases``: which release of the workers carries cases on.

Like the other commands, these import what they need when they are called, so that help comes at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from services.cli.texts import say

if TYPE_CHECKING:
    from services.settings import Settings
    from services.temporal_client import Temporal
    from services.workers.versions import Release

Json = Annotated[bool, typer.Option("--json", help="option.json")]

releases = typer.Typer(
    help="releases", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)


@releases.command("list", help="releases.list")
def list_(context: typer.Context, json: Json = False) -> None:
    """List the releases."""
    import asyncio

    from services.cli.output import write_json, write_table
    from services.workers.deployment import build_of
    from services.workers.versions import releases as releases_
    from workflows.instants import format_instant

    settings, language = _settings(), context.obj
    deployment, here = _deployment(settings), build_of(settings)

    async def listed() -> tuple[Release, ...]:
        return await releases_(await _temporal(settings), deployment)

    found = asyncio.run(listed())
    if json:
        shown = [
            {
                "build": each.build,
                "first_seen_at": format_instant(each.first_seen_at),
                "current": each.current,
                "share": each.share,
                "drained": each.drained,
            }
            for each in found
        ]
        write_json({"deployment": deployment, "here": here, "releases": shown})
        return
    rows = [
        (
            f"{each.build} ({say(language, 'releases.here')})" if each.build == here else each.build,
            format_instant(each.first_seen_at)[:16].replace("T", " "),
            _state(language, each),
        )
        for each in found
    ]
    columns = [say(language, f"releases.{name}") for name in ("build", "seen", "state")]
    write_table(say(language, "releases.releases", deployment=deployment), columns, rows)


@releases.command("use", help="releases.use")
def use(context: typer.Context, build: Annotated[str | None, typer.Argument(help="argument.build")] = None) -> None:
    """Make a release current."""
    import asyncio

    from services.cli.output import tell
    from services.workers.deployment import build_of
    from services.workers.versions import make_current

    settings = _settings()
    chosen = build or build_of(settings)

    async def used() -> None:
        await make_current(await _temporal(settings), _deployment(settings), chosen)

    asyncio.run(used())
    tell(say(context.obj, "releases.used", build=chosen))


@releases.command("ramp", help="releases.ramp")
def ramp(
    context: typer.Context,
    build: Annotated[str, typer.Argument(help="argument.build")],
    share: Annotated[float, typer.Argument(min=0, max=1, help="argument.share")],
) -> None:
    """Have a share of the cases go on under a release."""
    import asyncio

    from services.cli.output import tell
    from services.workers.versions import ramp as ramp_

    settings = _settings()

    async def ramped() -> None:
        await ramp_(await _temporal(settings), _deployment(settings), build, share)

    asyncio.run(ramped())
    tell(say(context.obj, "releases.ramped", build=build, share=f"{share:.0%}"))


def _state(language: str, release: Release) -> str:
    if release.current:
        return say(language, "releases.current")
    if release.share:
        return say(language, "releases.ramping", share=f"{release.share:.0%}")
    state = {None: "waiting", False: "draining", True: "drained"}[release.drained]
    return say(language, f"releases.{state}")


def _settings() -> Settings:
    from services.settings import load_settings

    return load_settings()


def _deployment(settings: Settings) -> str:
    from workflows.errors import InvalidInputError

    if settings.deployment is None:
        raise InvalidInputError(
            "expected the name of a deployment in GREENLANE_DEPLOYMENT; there is none, so workers run without "
            "releases: whichever is started carries all cases on."
        )
    return settings.deployment


async def _temporal(settings: Settings) -> Temporal:
    from services.temporal_client import connect

    return await connect(settings)
