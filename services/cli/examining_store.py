"""What ``greenlane doctor`` looks at where data are kept: the disk, the keys, the store. Nothing is changed there."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, make_url, text

from services.audit.chain import Break, first_break
from services.audit.keeping import IllegibleRowError, head, head_at, kept_rows
from services.cli.findings import Finding, State, well, wrong
from services.cli.texts import say
from services.secrets.key_file import OTHERS, read_ring
from services.settings import Settings
from services.store.database import connect_database, reading
from services.store.forecasts import latest_forecast
from services.store.migrating import revisions, schema_version
from workflows.errors import GreenlaneError
from workflows.instants import MINUTE, SECOND, Instant

_GIB: Final = 1 << 30
_LEAST_SPACE: Final = 1 * _GIB
"""Bytes; a day of a busy hall is a tenth of that."""
_PATIENCE: Final = 2
"""Seconds in which a writer of ours is always done."""
_IDLE: Final = 60
"""Seconds after which a transaction in which nothing happens was forgotten by somebody."""
_ROWS: Final = 1_000
"""Of the trail, counted from its head; ``greenlane audit verify`` takes all."""
_LATE: Final = 2
"""Times the span between two forecasts: then one was left out."""
_APART: Final = 2.0
"""Seconds that two clocks may differ: limits are whole days, but events are put in order by them."""


def space_left(settings: Settings, language: str) -> Finding:
    """Whether there is room for more."""
    folder = next(each for each in (settings.data, *settings.data.parents) if each.exists())
    free = shutil.disk_usage(folder).free
    detail = say(language, "doctor.space.detail", free=f"{free / _GIB:.1f}")
    return well(language, "space", detail) if free >= _LEAST_SPACE else wrong(language, "space", detail)


def key_ring(settings: Settings, language: str) -> Finding:
    """Whether payloads can be sealed and opened, and by nobody who should not."""
    path: Path = settings.keys
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & OTHERS:
            detail = say(language, "doctor.keys.open", path=path, mode=f"{mode:04o}")
            return wrong(language, "keys", detail, remedy="keys.close", path=path)
        count = len(read_ring(path).keys)
    except (GreenlaneError, OSError) as error:
        return wrong(language, "keys", str(error))
    return well(language, "keys", say(language, "doctor.keys.detail", path=path, count=count))


def store(settings: Settings, language: str, now: Instant) -> Iterator[Finding]:
    """Whether the store can be of use.

    Parameters
    ----------
    now : by this machine's clock
    """
    file = settings.data / "greenlane.db"
    if settings.database_url is None and not file.exists():  # to look into it would be to make it
        yield wrong(language, "database", say(language, "doctor.database.none", path=file))
        return
    try:
        engine = connect_database(settings.database)
        try:
            with reading(engine) as connection:
                found, latest = schema_version(connection), revisions().get_current_head()
                detail = say(language, "doctor.revision.detail", found=found, latest=latest)
                if found != latest:
                    yield wrong(language, "revision", detail)
                    return
                yield well(language, "revision", detail)
                yield _trail(connection, language)
                if settings.forecast_every:
                    yield _forecast(connection, settings, language, now)
                yield from _clock(connection, language, now)
            yield _lock(engine, language)
        finally:
            engine.dispose()
    except GreenlaneError as error:
        yield wrong(language, "database", str(error))


def _trail(connection: Connection, language: str) -> Finding:
    last = head(connection)
    first = max(1, last.sequence - _ROWS + 1)
    before = head_at(connection, first - 1)
    try:
        broken = None if before is None else first_break(kept_rows(connection, first), before, ())
    except IllegibleRowError as error:
        return wrong(language, "audit", str(error), rows=_ROWS)
    if before is None or isinstance(broken, Break):
        detail = f"{broken.sequence}: {broken.found}" if isinstance(broken, Break) else f"{first - 1}: missing"
        return wrong(language, "audit", detail, rows=_ROWS)
    return well(language, "audit", say(language, "doctor.audit.detail", sequence=last.sequence), rows=_ROWS)


def _forecast(connection: Connection, settings: Settings, language: str, now: Instant) -> Finding:
    latest = latest_forecast(connection)
    if latest is None:
        return wrong(language, "forecast", say(language, "doctor.forecast.none"), state=State.NOTE)
    age = now - latest.made_at
    detail = say(language, "doctor.forecast.detail", minutes=age // MINUTE)
    fresh = age <= _LATE * settings.forecast_every * SECOND
    return well(language, "forecast", detail) if fresh else wrong(language, "forecast", detail)


def _clock(connection: Connection, language: str, now: Instant) -> Iterator[Finding]:
    if connection.dialect.name != "postgresql":
        return  # a file has no clock of its own
    theirs = float(connection.execute(text("SELECT extract(epoch FROM clock_timestamp())")).scalar_one())
    yield clock_of("PostgreSQL", theirs - now / SECOND, language)


def clock_of(whose: str, apart: float, language: str) -> Finding:
    """How two clocks agree.

    Parameters
    ----------
    apart : seconds by which the other one is ahead
    """
    detail = say(language, "doctor.clock.detail", seconds=f"{abs(apart):.1f}")
    if abs(apart) <= _APART:
        return well(language, "clock", detail, whose=whose)
    return wrong(language, "clock", detail, whose=whose)


def _lock(engine: Engine, language: str) -> Finding:
    if engine.dialect.name == "sqlite":
        held = _sqlite_is_locked(str(make_url(engine.url).database))
        detail = say(language, "doctor.lock.held", seconds=_PATIENCE)
    else:
        idle = _idle_in_transaction(engine)
        held = idle > 0
        detail = say(language, "doctor.lock.idle", count=idle, seconds=_IDLE)
    return wrong(language, "lock", detail) if held else well(language, "lock", say(language, "doctor.lock.free"))


def _idle_in_transaction(engine: Engine) -> int:
    idle = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND state = 'idle in transaction' AND now() - state_change > make_interval(secs => :seconds)"
    )
    with reading(engine) as connection:
        return int(connection.execute(idle, {"seconds": _IDLE}).scalar_one())


def _sqlite_is_locked(file: str) -> bool:
    connection = sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return True
    finally:
        connection.close()
    return False
