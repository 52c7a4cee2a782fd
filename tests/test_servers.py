"""The shared servers answer, are one for all their users, and end with the last of them."""

from __future__ import annotations

import fcntl
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import TypeAlias

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError
from temporalio.api.workflowservice.v1 import GetSystemInfoRequest
from temporalio.client import Client

from tests.servers import database_of_its_own, shared_postgresql, shared_temporal_server

Shared: TypeAlias = Callable[[Path], AbstractContextManager[str]]
SHARED = pytest.mark.parametrize("shared", [shared_temporal_server, shared_postgresql])

A_USER = """
import sys
from pathlib import Path
from tests import servers
with getattr(servers, sys.argv[2])(Path(sys.argv[1])) as address:
    print(address, flush=True)
    sys.stdin.read()
"""


async def test_the_server_answers_with_its_version(temporal_client: Client) -> None:
    information = await temporal_client.workflow_service.get_system_info(GetSystemInfoRequest())
    assert information.server_version.split(".")[0] == "1"


def test_a_database_of_its_own_is_empty_and_gone_afterwards(postgresql: str) -> None:
    with database_of_its_own(postgresql) as url:
        engine = create_engine(url)
        with engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT version()").scalar_one().startswith("PostgreSQL 18")
            assert connection.exec_driver_sql("SELECT count(*) FROM pg_stat_user_tables").scalar_one() == 0
        engine.dispose()
    assert not _answers(url)


@SHARED
def test_users_share_one_server_that_ends_with_the_last_of_them(tmp_path: Path, shared: Shared) -> None:
    with ExitStack() as first:
        address = first.enter_context(shared(tmp_path))
        with shared(tmp_path) as second_address:
            first.close()
            assert second_address == address
            assert _answers(address)
    _wait_until_ended(tmp_path)
    assert not _answers(address)


@SHARED
def test_a_killed_user_keeps_no_server_alive(tmp_path: Path, shared: Shared) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", A_USER, str(tmp_path), shared.__name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as user:
        assert user.stdout is not None
        address = user.stdout.readline().strip()
        assert _answers(address)
        user.kill()
    _wait_until_ended(tmp_path)
    assert not _answers(address)


def _answers(address: str) -> bool:
    if address.startswith("postgresql"):
        engine = create_engine(address)
        try:
            engine.connect().close()
        except OperationalError:
            return False
        finally:
            engine.dispose()
        return True
    host, port = address.split(":")
    try:
        socket.create_connection((host, int(port)), timeout=5).close()
    except ConnectionRefusedError:
        return False
    return True


def _wait_until_ended(folder: Path) -> None:
    with (folder / "keeper").open("w") as keeper:
        fcntl.flock(keeper, fcntl.LOCK_EX)
