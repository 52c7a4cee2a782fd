"""`greenlane doctor`: what this machine has of what Greenlane needs."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from collections.abc import Iterator

from services.cli.examining_processes import issuer, processes, temporal
from services.cli.examining_store import key_ring, space_left, store
from services.cli.findings import Finding, Findings, State
from services.cli.texts import say
from services.clock import present_instant
from services.errors import PortTakenError
from services.serving import listen
from services.settings import Settings
from services.store.database import connect_database, reading
from services.store.migrating import schema_version
from services.temporal_server import temporal_executable
from services.web.built_page import BUILT
from workflows.errors import CalendarYearError, GreenlaneError, OperationFailedError
from workflows.instants import date_of
from workflows.working_time.state_council import WorkingDays


def examine(settings: Settings, language: str, *, running: bool = False) -> Findings:
    """Look at everything that the system needs, without changing anything but a data directory that is not there.

    What runs is asked how it is: whatever is found, and everything where the system should be running.

    Parameters
    ----------
    running : whether it should
    """
    findings = (
        _python(language),
        _temporal(language),
        _data(settings, language),
        _database(settings, language),
        _calendar(language),
        _page(language),
        *(
            _port(settings, port, setting, language)
            for port, setting in (
                (settings.port, "port"),
                (settings.worker_port, "worker_port"),
                (settings.department_port, "department_port"),
                (settings.simulation_port, "simulation_port"),
                (settings.temporal_port, "temporal_port"),
                (settings.temporal_ui_port, "temporal_ui_port"),
            )
        ),
        space_left(settings, language),
    )
    findings = (*findings, *_kept(settings, language, running=running))
    if running or _somebody_answers(settings):
        findings = (*findings, *asyncio.run(_asked(settings, language, running=running)))
    return Findings(healthy=all(finding.state is not State.MISSING for finding in findings), findings=findings)


def _kept(settings: Settings, language: str, *, running: bool) -> Iterator[Finding]:
    """What is kept, once it is: before the first start there is nothing of it."""
    if running or settings.keys.exists():
        yield key_ring(settings, language)
    if running or settings.database_url is not None or (settings.data / "greenlane.db").exists():
        yield from store(settings, language, present_instant())


def _somebody_answers(settings: Settings) -> bool:
    host, port = settings.temporal_address.rsplit(":", 1)
    try:
        with socket.create_connection((host, int(port)), timeout=1):
            return True
    except OSError:
        return False


async def _asked(settings: Settings, language: str, *, running: bool) -> list[Finding]:
    return [
        *[finding async for finding in temporal(settings, language)],
        *[finding async for finding in processes(settings, language, expected=running)],
        await issuer(settings, language),
    ]


def _python(language: str) -> Finding:
    state = State.PRESENT if sys.version_info >= (3, 11) else State.MISSING
    return Finding(what=say(language, "doctor.python"), state=state, detail=sys.version.split()[0])


def _temporal(language: str) -> Finding:
    what = say(language, "doctor.temporal")
    try:
        detail = temporal_version()
    except OperationFailedError as error:
        return Finding(what=what, state=State.MISSING, detail=str(error))
    return Finding(what=what, state=State.PRESENT, detail=detail)


def temporal_version() -> str:
    """What the embedded server says of its version.

    Raises
    ------
    OperationFailedError
        If it is not there or cannot be run.
    """
    executable = temporal_executable()
    try:
        done = subprocess.run([executable, "--version"], capture_output=True, text=True, check=True, timeout=30)  # noqa: S603 - our own
    except (OSError, subprocess.SubprocessError) as error:
        raise OperationFailedError(f"{executable} cannot be run: {error}") from error
    return done.stdout.strip()


def _data(settings: Settings, language: str) -> Finding:
    state, detail = State.PRESENT, str(settings.data)
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        probe = settings.data / ".probe"
        probe.touch()
        probe.unlink()
    except OSError as error:
        state, detail = State.MISSING, f"{settings.data}: {error.strerror}"
    return Finding(what=say(language, "doctor.data"), state=state, detail=detail)


def _database(settings: Settings, language: str) -> Finding:
    what = say(language, "doctor.database")
    if settings.database_url is None and not (settings.data / "greenlane.db").exists():
        return Finding(what=what, state=State.NOTE, detail=say(language, "doctor.not_made"))
    try:
        engine = connect_database(settings.database)
        with reading(engine) as connection:
            detail = f"{engine.url!r}, version {schema_version(connection)}"
        engine.dispose()
    except GreenlaneError as error:
        return Finding(what=what, state=State.MISSING, detail=str(error))
    return Finding(what=what, state=State.PRESENT, detail=detail)


def _calendar(language: str) -> Finding:
    today = date_of(present_instant())
    try:
        WorkingDays().is_working_day(today)
    except CalendarYearError as error:
        return Finding(what=say(language, "doctor.calendar"), state=State.NOTE, detail=str(error))
    return Finding(what=say(language, "doctor.calendar"), state=State.PRESENT, detail=str(today.year))


def _page(language: str) -> Finding:
    what = say(language, "doctor.page")
    if (BUILT / "index.html").is_file():
        return Finding(what=what, state=State.PRESENT, detail=str(BUILT))
    remedy = say(language, "doctor.page.remedy")
    return Finding(what=what, state=State.NOTE, detail=say(language, "doctor.page.none"), remedy=remedy)


def _port(settings: Settings, port: int, setting: str, language: str) -> Finding:
    what = say(language, "doctor.port", port=port, setting=setting)
    try:
        listen(settings.host, port, setting).close()
    except PortTakenError:
        return Finding(what=what, state=State.NOTE, detail=say(language, "doctor.port_taken"))
    except OperationFailedError as error:
        return Finding(what=what, state=State.MISSING, detail=str(error))
    return Finding(what=what, state=State.PRESENT, detail=say(language, "doctor.port_free"))
