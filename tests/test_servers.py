"""The shared Temporal server answers, is one for all its users, and ends with the last of them."""

from __future__ import annotations

import fcntl
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from temporalio.api.workflowservice.v1 import GetSystemInfoRequest
from temporalio.client import Client

from tests.servers import shared_temporal_server

A_USER = """
import sys
from pathlib import Path
from tests.servers import shared_temporal_server
with shared_temporal_server(Path(sys.argv[1])) as address:
    print(address, flush=True)
    sys.stdin.read()
"""


async def test_the_server_answers_with_its_version(temporal_client: Client) -> None:
    information = await temporal_client.workflow_service.get_system_info(GetSystemInfoRequest())
    assert information.server_version.split(".")[0] == "1"


def test_users_share_one_server_that_ends_with_the_last_of_them(tmp_path: Path) -> None:
    with ExitStack() as first:
        address = first.enter_context(shared_temporal_server(tmp_path))
        with shared_temporal_server(tmp_path) as second_address:
            first.close()
            assert second_address == address
            assert _answers(address)
    _wait_until_ended(tmp_path)
    assert not _answers(address)


def test_a_killed_user_keeps_no_server_alive(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", A_USER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as user:
        assert user.stdout is not None
        address = user.stdout.readline().strip()
        assert _answers(address)
        user.kill()
    _wait_until_ended(tmp_path)
    assert not _answers(address)


def _answers(address: str) -> bool:
    host, port = address.split(":")
    try:
        socket.create_connection((host, int(port)), timeout=5).close()
    except ConnectionRefusedError:
        return False
    return True


def _wait_until_ended(folder: Path) -> None:
    with (folder / "keeper").open("w") as keeper:
        fcntl.flock(keeper, fcntl.LOCK_EX)
