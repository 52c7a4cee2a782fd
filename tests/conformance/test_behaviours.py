"""Every behaviour comes out as its directory says: on SimPy, in replayed workflows and on a real server."""

from __future__ import annotations

import pytest
from temporalio.client import Client

from tests.conformance.directories import DIRECTORIES, FOLDER, account, expected, scripted_case
from tests.conformance.in_memory import events_in_memory
from tests.conformance.on_server import events_on_server
from tests.conformance.on_simpy import events_on_simpy
from workflows.definition.steps import Call

WITHOUT_CALLS = tuple(name for name in DIRECTORIES if not name.startswith("call"))


@pytest.mark.parametrize("directory", DIRECTORIES)
def test_on_simpy(directory: str) -> None:
    assert account(events_on_simpy(scripted_case(directory))) == expected(directory)


@pytest.mark.parametrize("seed", range(3), ids="lateness{}".format)
async def test_in_replayed_workflows(seed: int) -> None:
    cases = [scripted_case(directory) for directory in WITHOUT_CALLS]
    accounts = [(case, events_on_simpy(case)[case.case.id]) for case in cases]
    for directory, events in zip(WITHOUT_CALLS, await events_in_memory(accounts, seed), strict=True):
        assert account(events) == expected(directory)


async def test_on_a_real_server(temporal_client: Client) -> None:
    events = await events_on_server(temporal_client, [scripted_case(directory) for directory in DIRECTORIES])
    assert [account(each) for each in events] == [expected(directory) for directory in DIRECTORIES]


@pytest.mark.parametrize("directory", DIRECTORIES)
def test_every_directory_says_in_words_what_must_happen(directory: str) -> None:
    title, _, text = (FOLDER / directory / "README.md").read_text("utf-8").partition("\n")
    assert title.startswith("# ")
    assert len(text.split()) > 20


def test_only_directories_with_calls_are_called_so() -> None:
    calling = {
        name
        for name in DIRECTORIES
        for lane in scripted_case(name).lanes.values()
        if any(isinstance(step, Call) for step in lane.steps.values())
    }
    assert calling == set(DIRECTORIES) - set(WITHOUT_CALLS)
