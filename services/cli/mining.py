"""`greenlane log mine`, and `greenlane import` of a log: a lane out of what has happened.

Like the other commands, these import what they need when they are called, so that help comes at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from services.cli.logs import (
    Activity,
    At,
    Case,
    Json,
    Lifecycle,
    Log,
    Member,
    Offset,
    Start,
    columns_of,
    tell_left_out,
)
from services.cli.texts import say

if TYPE_CHECKING:
    from workflows.events.formats.foreign import Columns


def mine(
    context: typer.Context,
    log: Log,
    to: Annotated[Path | None, typer.Option("--to", help="option.lane_to")] = None,
    case: Case = None,
    activity: Activity = None,
    at: At = None,
    start: Start = None,
    member: Member = None,
    lifecycle: Lifecycle = None,
    offset: Offset = None,
    noise: Annotated[float, typer.Option("--noise", min=0, max=1, help="option.noise")] = 0.1,
    most: Annotated[int, typer.Option("--activities", min=1, max=200, help="option.most_activities")] = 60,
    json: Json = False,
) -> None:
    """Mine a lane of a log."""
    columns = columns_of(case, activity, at, start, member, lifecycle, offset)
    write_mined(context.obj, log, columns, (noise, most), to, as_json=json)


def write_mined(
    language: str,
    log: Path,
    columns: Columns | None,
    limits: tuple[float, int] | None,
    to: Path | None,
    *,
    as_json: bool,
) -> None:
    """Write the lane that is mined of a log, and tell what was found and assumed.

    Parameters
    ----------
    limits : noise, and how many activities at most; as usual if absent
    """
    from services.cli.log_files import read_log
    from services.cli.output import tell, write_json, write_text
    from services.experiments.mined import MOST_ACTIVITIES, NOISE, mined_lane
    from workflows.interchange.lane_text import lane_text

    taken = read_log(log, columns)
    tell_left_out(language, taken)
    found = mined_lane(taken, log.name, *(limits or (NOISE, MOST_ACTIVITIES)))
    for place, (zh, en) in found.told:
        text = zh if language.startswith("zh") else en
        tell(f"{place}: {text}" if place else text)
    if to is not None:
        write_text(to, lane_text(found.lane))
        tell(say(language, "model.written", path=to))
    elif as_json:
        write_json(found.lane)
    else:
        typer.echo(lane_text(found.lane), nl=False)
