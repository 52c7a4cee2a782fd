"""Commands of supervision: ``schedules`` of the loops that come round, task boards, published targets.

Like the other commands, these import what they need when they are called, so that help comes at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from services.cli.texts import say

if TYPE_CHECKING:
    from services.supervision.report import LoopView
    from services.supervision.schedules import Change
    from services.temporal_client import Temporal

Json = Annotated[bool, typer.Option("--json", help="option.json")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="option.seed")]
Lane = Annotated[str, typer.Argument(help="argument.loop")]
Note = Annotated[str, typer.Option("--note", help="option.note")]

schedules = typer.Typer(
    help="schedules", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)


def board(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="argument.board")] = None,
    simulate: Annotated[bool, typer.Option("--simulate", help="option.simulate_board")] = False,
    seed: Seed = 1,
    json: Json = False,
) -> None:
    """List the boards, or the tasks of one."""
    from services.cli.boards import write_board, write_boards

    if name is None:
        write_boards(context.obj, as_json=json)
    else:
        write_board(context.obj, name, simulate=simulate, seed=seed, as_json=json)


def targets(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="argument.target")] = None,
    replications: Annotated[int, typer.Option("--replications", min=1, help="option.replications")] = 10,
    seed: Seed = 1,
    json: Json = False,
) -> None:
    """List the published targets, or simulate the backlog of one."""
    from services.cli.boards import write_burn_down, write_targets

    if name is None:
        write_targets(context.obj, as_json=json)
    else:
        write_burn_down(context.obj, name, seed=seed, replications=replications, as_json=json)


@schedules.command("list", help="schedules.list")
def list_(context: typer.Context, json: Json = False) -> None:
    """List the loops."""
    import asyncio

    from services.cli.output import write_json

    views = asyncio.run(_views())
    if json:
        write_json({"loops": [view.model_dump(mode="json") for view in views]})
    else:
        _write_views(context.obj, views)


@schedules.command("apply", help="schedules.apply")
def apply(context: typer.Context, json: Json = False) -> None:
    """Make the schedules what the lanes say."""
    import asyncio

    from services.settings import load_settings
    from services.supervision.schedules import apply_shipped

    _write_changes(context.obj, asyncio.run(apply_shipped(load_settings())), as_json=json)


@schedules.command("remove", help="schedules.remove")
def remove(context: typer.Context, json: Json = False) -> None:
    """Remove all schedules."""
    import asyncio

    from services.supervision.schedules import remove_schedules

    async def removed() -> dict[str, Change]:
        return await remove_schedules(await _temporal())

    _write_changes(context.obj, asyncio.run(removed()), as_json=json)


@schedules.command("pause", help="schedules.pause")
def pause(context: typer.Context, lane: Lane, note: Note = "") -> None:
    """Hold no rounds of a loop."""
    import asyncio

    from services.cli.output import tell
    from services.supervision.schedules import pause_schedule

    async def paused() -> None:
        await pause_schedule(await _temporal(), lane, note)

    asyncio.run(paused())
    tell(say(context.obj, "schedules.paused", lane=lane))


@schedules.command("resume", help="schedules.resume")
def resume(context: typer.Context, lane: Lane, note: Note = "") -> None:
    """Hold the rounds of a loop again."""
    import asyncio

    from services.cli.output import tell
    from services.supervision.schedules import resume_schedule

    async def resumed() -> None:
        await resume_schedule(await _temporal(), lane, note)

    asyncio.run(resumed())
    tell(say(context.obj, "schedules.resumed", lane=lane))


async def _temporal() -> Temporal:
    from services.settings import load_settings
    from services.temporal_client import connect

    return await connect(load_settings())


async def _views() -> tuple[LoopView, ...]:

    from services.clock import present_instant
    from services.supervision.loops import shipped_loops
    from services.supervision.report import loop_views
    from services.supervision.schedules import standings

    now = present_instant()
    loops = shipped_loops(now)
    return loop_views(loops, await standings(await _temporal(), loops), now)


def _write_views(language: str, views: tuple[LoopView, ...]) -> None:
    from services.cli.output import tell, write_table

    columns = [say(language, f"schedules.{name}") for name in ("lane", "title", "state", "cases", "next", "held")]
    rows = [
        (
            view.lane,
            view.title.in_language(language) if view.title else "",
            say(language, f"schedules.state.{view.state}"),
            str(view.cases),
            view.next_rounds[0][:16].replace("T", " ") if view.next_rounds else "",
            str(view.held),
        )
        for view in views
    ]
    write_table(say(language, "schedules.loops"), columns, rows)
    assumed = sorted({year for view in views for year in view.assumed_years})
    if assumed:
        tell(say(language, "schedules.assumed", years=", ".join(map(str, assumed))))


def _write_changes(language: str, changes: Mapping[str, Change], *, as_json: bool) -> None:
    from services.cli.output import write_json

    if as_json:
        write_json({"schedules": {lane: change.value for lane, change in changes.items()}})
        return
    for lane, change in changes.items():
        typer.echo(f"{lane}: {say(language, f'schedules.change.{change}')}")
