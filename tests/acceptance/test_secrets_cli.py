"""``greenlane secrets``: keys come, seal, open and go, and none goes while something needs it."""

from __future__ import annotations

import asyncio
import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import DeleteWorkflowExecutionRequest

from services.cli.main import run
from services.serving import free_port
from services.settings import Settings, environment_of
from services.temporal_client import connect
from services.temporal_server import temporal_command, wait_until_ready

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def greenlane(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command with a data directory of its own; gives exit code, standard output and standard error."""
    monkeypatch.setenv("GREENLANE_DATA_DIRECTORY", str(tmp_path))

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(arguments)
        out, err = capsys.readouterr()
        return code, out, err

    return call


def keys(greenlane: Run) -> list[tuple[str, bool]]:
    code, out, _ = greenlane("secrets", "list", "--json")
    assert code == 0
    return [(key["id"], key["seals"]) for key in json.loads(out)["keys"]]


def test_without_a_ring_it_is_said_how_to_make_one(greenlane: Run) -> None:
    code, out, err = greenlane("secrets", "list")
    assert (code, out) == (1, "")
    assert "greenlane secrets rotate" in err


def test_a_ring_is_made_rotated_and_shown_without_its_secrets(greenlane: Run, tmp_path: Path) -> None:
    assert greenlane("secrets", "rotate")[0] == 0
    [(first, _)] = keys(greenlane)
    assert greenlane("secrets", "rotate")[0] == 0
    [(second, seals), (last, opens)] = keys(greenlane)
    assert (last, seals, opens) == (first, True, False)
    assert second != first
    shown = greenlane("secrets", "list", "--lang", "zh-CN")[1]
    assert "加密与解密" in shown
    assert "仅解密" in shown
    for key in json.loads((tmp_path / "key_ring.json").read_text())["keys"]:
        assert key["secret"] not in shown
        assert key["secret"] not in greenlane("secrets", "list", "--json")[1]


def test_a_key_that_was_added_seals_once_it_is_used(greenlane: Run) -> None:
    greenlane("secrets", "rotate")
    code, _, err = greenlane("secrets", "add")
    assert code == 0
    [(first, _), (added, seals)] = keys(greenlane)
    assert not seals
    assert f"greenlane secrets use {added}" in err
    assert greenlane("secrets", "use", added)[0] == 0
    assert keys(greenlane) == [(added, True), (first, False)]


def test_a_key_that_is_not_there_is_asked_for_again(greenlane: Run) -> None:
    greenlane("secrets", "rotate")
    for command in ("use", "retire"):
        code, _, err = greenlane("secrets", command, "key-gone")
        assert code == 3
        assert "no key is called 'key-gone'" in err


def test_no_key_goes_while_nobody_can_tell_what_it_opens(greenlane: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLANE_TEMPORAL_ADDRESS", "127.0.0.1:1")
    greenlane("secrets", "rotate")
    greenlane("secrets", "rotate")
    old = keys(greenlane)[1][0]
    code, _, err = greenlane("secrets", "retire", old)
    assert code == 1
    assert "so it stays" in err
    assert old in [key for key, _ in keys(greenlane)]


def test_the_key_that_seals_stays(greenlane: Run) -> None:
    greenlane("secrets", "rotate")
    code, _, err = greenlane("secrets", "retire", keys(greenlane)[0][0])
    assert code == 3
    assert "is the one that seals" in err


@pytest.mark.slow
def test_a_key_goes_once_nothing_is_left_that_it_opens(greenlane: Run, server: Settings) -> None:
    greenlane("secrets", "rotate")
    asyncio.run(start(server, "waits"))
    greenlane("secrets", "rotate")
    old = keys(greenlane)[1][0]
    code, _, err = greenlane("secrets", "retire", old)
    assert code == 1
    assert "still opens 'waits'" in err

    asyncio.run(replace_by_one_under_the_new_key(server))
    code, _, err = greenlane("secrets", "retire", old)
    assert code == 0, err
    assert old not in [key for key, _ in keys(greenlane)]


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """Settings of a server that nobody else uses, since all that it keeps is looked through."""
    port = free_port()
    settings = Settings(
        data_directory=tmp_path, temporal_address=f"127.0.0.1:{port}", temporal_port=port, temporal_ui_port=free_port()
    )
    for name, value in environment_of(settings).items():
        monkeypatch.setenv(name, value)
    with (
        (tmp_path / "temporal.log").open("wb") as log,
        subprocess.Popen(temporal_command(settings), stdout=log, stderr=log) as process,
    ):
        try:
            asyncio.run(wait_until_ready(settings))
            yield settings
        finally:
            process.terminate()


async def start(settings: Settings, id_: str) -> None:
    """Start a workflow with a sealed input, for a worker that never comes, and wait until it is listed."""
    client = (await connect(settings)).client
    await client.start_workflow("Nothing", "for nobody", id=id_, task_queue=id_)
    while id_ not in [each.id async for each in client.list_workflows()]:  # noqa: ASYNC110 - a listing tells nobody
        await asyncio.sleep(0.05)


async def replace_by_one_under_the_new_key(settings: Settings) -> None:
    await start(settings, "waits-too")
    client = (await connect(settings)).client
    await client.get_workflow_handle("waits").terminate()
    await client.workflow_service.delete_workflow_execution(
        DeleteWorkflowExecutionRequest(
            namespace=settings.temporal_namespace, workflow_execution=WorkflowExecution(workflow_id="waits")
        )
    )
    while "waits" in [each.id async for each in client.list_workflows()]:  # noqa: ASYNC110 - likewise
        await asyncio.sleep(0.05)
