"""The process that takes a file in ends by itself, and writes no files."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from services.imports.schemas import NewImport

ROWS = "".join(f"{number % 500},Step {number % 7},2026-03-02T09:00:00Z\n" for number in range(400_000))
LOG = NewImport.model_validate(
    {"name": "long.csv", "content": f"id,what,to\n{ROWS}", "log": {"case": "id", "activity": "what", "at": "to"}}
)


def test_a_file_whose_reader_nobody_waits_for_any_more_is_given_up(tmp_path: Path) -> None:
    """As if the API that is to end it after that time were gone."""
    child = subprocess.run(
        [sys.executable, "-m", "services.imports.child", "0.01"],
        input=LOG.model_dump_json().encode(),
        capture_output=True,
        cwd=tmp_path,
        timeout=120,
        check=False,
    )
    assert child.returncode in {-signal.SIGKILL, -signal.SIGXCPU}
    assert child.stdout == b""
    assert not list(tmp_path.iterdir())
