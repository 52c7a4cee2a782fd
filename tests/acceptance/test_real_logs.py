"""Real logs of permit processes, where their owner has put them: they load, whole.

They are not shipped, since their terms forbid it; `GREENLANE_REAL_LOGS` names the folder they are in. The figures are
those of the publications: CoSeLoG WABO receipt phase (Buijs, doi 10.4121/uuid:a07386a5-7be3-4367-9535-70bc9e77dbe6),
BPI Challenge 2015 municipality 1 (van Dongen, doi 10.4121/uuid:a0addfda-2044-4541-a450-fdcc9fe16d17), the work items of
BPI Challenge 2012 (van Dongen, doi 10.4121/uuid:3926db30-f712-4394-aebc-75976070e91f).
"""

from __future__ import annotations

import os
from datetime import timedelta, timezone
from pathlib import Path

import pytest

from services.cli.log_describing import Description, describe
from services.cli.log_files import read_log, write_log
from workflows.events.formats.foreign import Columns

FOLDER = os.environ.get("GREENLANE_REAL_LOGS")
WORK_ITEMS = Columns(
    case="case_id", activity="activity", at="end_time", start="start_time", member="resource",
    offset=timezone(timedelta(hours=1)),
)  # fmt: skip

pytestmark = pytest.mark.skipif(FOLDER is None, reason="GREENLANE_REAL_LOGS names no folder with real logs")


def described(name: str, columns: Columns | None = None) -> Description:
    return describe(name, read_log(Path(FOLDER or "") / name, columns), None)


@pytest.mark.parametrize(
    ("name", "cases", "events", "steps", "members", "variants"),
    [("receipt.xes.gz", 1_434, 8_577, 27, 48, 116), ("BPIC15_1.xes.gz", 1_199, 52_217, 398, 23, 1_170)],
)
def test_logs_of_completions(name: str, cases: int, events: int, steps: int, members: int, variants: int) -> None:
    found = described(name)
    assert (found.cases, found.events, found.steps, found.members) == (cases, events, steps, members)
    assert found.variants == variants
    assert found.foreign
    assert found.kinds == {"completed": events}


def test_a_log_of_work_items_with_both_ends() -> None:
    found = described("BPIC12_W.csv.gz", WORK_ITEMS)
    assert (found.cases, found.steps, found.members) == (8_616, 6, 57)
    assert found.kinds == {"started": 59_302, "completed": 59_302}


def test_a_real_log_goes_through_every_format(tmp_path: Path) -> None:
    described("receipt.xes.gz")
    log = read_log(Path(FOLDER or "") / "receipt.xes.gz").log
    for ending in (".csv", ".xes", ".json", ".parquet"):
        write_log(log, tmp_path / f"log{ending}")
        assert list(read_log(tmp_path / f"log{ending}").log) == list(log)
