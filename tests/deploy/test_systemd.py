"""The units for one server: systemd understands them, and finds little that they could do beyond their work."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.deploy.files import DEPLOY, commands, settings

FOLDER = DEPLOY / "systemd"
UNITS = sorted(path.name for path in FOLDER.iterdir() if path.suffix in {".service", ".timer", ".target"})
RUN = sorted(name for name in UNITS if name.endswith(".service"))
LEAST_EXPOSED = 1.5
"""Of ten, by systemd's own count; what is below two it calls OK."""

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed (Debian: systemd)"
)


def test_there_are_units_for_the_system_its_target_and_its_back_ups() -> None:
    assert {"greenlane.service", "greenlane.target", "greenlane-back-up.service", "greenlane-back-up.timer"} <= set(
        UNITS
    )


@needs_systemd
def test_systemd_understands_every_unit(tmp_path: Path) -> None:
    for name in UNITS:
        # It looks for the programs, which are nowhere here.
        text = re.sub(r"/opt/greenlane/bin/greenlane", "/bin/true", (FOLDER / name).read_text("utf-8"))
        (tmp_path / name).write_text(text, "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in UNITS if "@" not in name)],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    about_ours = [line for line in done.stderr.splitlines() if "greenlane" in line]
    assert about_ours == []


@needs_systemd
@pytest.mark.parametrize("name", RUN)
def test_a_unit_can_do_little_beyond_its_work(name: str) -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", str(FOLDER / name)],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"Overall exposure level for \S+: (\d+\.\d+)", done.stdout)
    assert found, done.stdout + done.stderr
    assert float(found[1]) <= LEAST_EXPOSED


@pytest.mark.parametrize("name", RUN)
def test_a_unit_runs_a_command_of_greenlane_or_says_what_failed(name: str) -> None:
    text = (FOLDER / name).read_text("utf-8")
    [command] = re.findall(r"^ExecStart=(.*)$", text, re.MULTILINE)
    program, first, *_ = command.split()
    assert program == "/usr/bin/logger" or (program.endswith("/greenlane") and first in commands())
    assert re.search(r"^(User=greenlane|DynamicUser=yes)$", text, re.MULTILINE)


def test_the_example_of_settings_has_settings() -> None:
    text = (FOLDER / "greenlane.env.example").read_text("utf-8")
    assert {line.partition("=")[0] for line in text.splitlines() if not line.startswith("#")} <= settings()


def test_units_that_are_named_are_there() -> None:
    named = set()
    for name in UNITS:
        text = (FOLDER / name).read_text("utf-8")
        for line in re.findall(r"^(?:Wants|Requires|PartOf|After|OnFailure)=(.*)$", text, re.MULTILINE):
            named |= {re.sub(r"@[^.]*", "@", unit) for unit in line.split() if unit.startswith("greenlane")}
    assert named <= set(UNITS)
