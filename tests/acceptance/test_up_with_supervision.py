"""`greenlane up` has the loops of the shipped lanes come round, if it is told to."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from services.serving import free_port

GREENLANE = Path(sys.executable).with_name("greenlane")


@pytest.mark.slow
def test_up_applies_the_schedules_if_supervision_is_on(tmp_path: Path) -> None:
    ports = {
        f"GREENLANE_{name}": str(free_port())
        for name in ("PORT", "WORKER_PORT", "DEPARTMENT_PORT", "SIMULATION_PORT", "TEMPORAL_PORT")
    }
    environment = {
        **os.environ,
        **ports,
        "GREENLANE_TEMPORAL_UI_PORT": str(free_port()),
        "GREENLANE_DATA_DIRECTORY": str(tmp_path / "data"),
        "GREENLANE_SUPERVISION": "true",
    }
    with subprocess.Popen(
        [GREENLANE, "up", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            assert process.stdout is not None
            lines: list[str] = []
            for line in process.stdout:
                lines.append(line)
                if line == "}\n":
                    break
            assert lines, process.communicate()[1]
            address = json.loads("".join(lines))["temporal"]
            listed = subprocess.run(
                [GREENLANE, "schedules", "list", "--json"],
                env={**environment, "GREENLANE_TEMPORAL_ADDRESS": address},
                capture_output=True,
                text=True,
                check=True,
            )
            states = {loop["lane"]: loop["state"] for loop in json.loads(listed.stdout)["loops"]}
        finally:
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=90)
    assert process.returncode == 0, said
    assert states["half_monthly_report"] == "scheduled"
    assert set(states.values()) == {"scheduled"}
