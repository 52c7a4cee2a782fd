"""A drill: changes that would break cases under way are found out before anybody runs them; guarded ones pass.

Somebody changes the conduct of a case as one well might, and no test of the new code alone fails: every case that
begins afterwards goes its way. The kept histories tell, in seconds and without a server.
"""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from temporalio import workflow
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner

from tests.replay.record import HISTORIES
from tests.replay.record_sealed import SEALED, converter_of_recordings
from tests.replay.releases import (
    CHILDREN_BEFORE_RECORDS,
    NOTICE_FIRST,
    NOTICE_FIRST_FROM_NOW_ON,
    RECORDED_BY_ANOTHER_KIND,
    Change,
    release,
)

WITH_CHILDREN = sorted(SEALED.glob("agent_service-*-agent_service.json.gz"))
SOME = [*sorted(SEALED.glob("*.json.gz")), *sorted(HISTORIES.glob("business_setup-*.json.gz"))]


async def replay(paths: Sequence[Path], workflows: Sequence[type]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        replayer = Replayer(
            workflows=workflows,
            data_converter=converter_of_recordings(Path(folder)),
            workflow_runner=UnsandboxedWorkflowRunner(),
        )
        for path in paths:
            case = path.name.removesuffix(".json.gz").rpartition("-")[2]
            await replayer.replay_workflow(WorkflowHistory.from_json(case, gzip.decompress(path.read_bytes()).decode()))


async def test_unchanged_everything_passes() -> None:
    assert WITH_CHILDREN
    with release({}) as workflows:
        await replay(SOME, workflows)


@pytest.mark.parametrize("path", SOME, ids=lambda path: f"{path.parent.name}/{path.name.removesuffix('.json.gz')}")
@pytest.mark.parametrize("change", [NOTICE_FIRST, RECORDED_BY_ANOTHER_KIND], ids=["notice_first", "another_kind"])
async def test_a_change_of_commands_is_found_out_by_every_history(change: Change, path: Path) -> None:
    with release(change) as workflows, pytest.raises(workflow.NondeterminismError):
        await replay([path], workflows)


async def test_another_order_is_found_out_by_the_histories_that_have_it() -> None:
    with release(CHILDREN_BEFORE_RECORDS) as workflows:
        with pytest.raises(workflow.NondeterminismError):
            await replay(WITH_CHILDREN, workflows)
        # That one case is not enough is why all that is shipped is recorded.
        await replay([path for path in SOME if path not in WITH_CHILDREN], workflows)


async def test_the_same_change_for_new_cases_passes() -> None:
    with release(NOTICE_FIRST_FROM_NOW_ON) as workflows:
        await replay(SOME, workflows)


def test_a_change_that_no_longer_finds_its_place_is_told() -> None:
    with pytest.raises(AssertionError, match="expected once"), release({"await nothing_like_this()": ""}):
        pass
