"""The same questions give the same bytes, whatever the process that answers them is like.

Another Python is one in whose environment the runtime lock is installed: ``GREENLANE_TEST_PYTHONS`` names such
interpreters, separated by colons. What says which Python it comes from is not compared with theirs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.same_bytes.making import ANSWER

ROOT = Path(__file__).parents[2]
PYTHONS = [each for each in os.environ.get("GREENLANE_TEST_PYTHONS", "").split(":") if each]
USUAL = {"PYTHONHASHSEED": "0", "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}


@cache
def made(workers: int = 1, python: str = sys.executable, **other: str) -> dict[str, str]:
    command = [python, "-m", "tests.same_bytes.making", f"--workers={workers}"]
    environment = {**os.environ, **USUAL, **other, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    hashes: dict[str, str] = json.loads(done.stdout)
    return hashes


def test_whatever_is_about_a_process_it_makes_the_same_bytes() -> None:
    """All of it at once; what differs is looked for by the tests below."""
    other = made(2, PYTHONHASHSEED="4242", TZ="America/St_Johns", LC_ALL="C", LANG="zh_CN.GB18030")
    assert other == made()
    assert len(set(other.values())) == len(other) == 14


@pytest.mark.slow
@pytest.mark.parametrize(
    ("workers", "other"),
    [
        pytest.param(1, {"PYTHONHASHSEED": "1"}, id="hash seed"),
        pytest.param(1, {"PYTHONHASHSEED": "random"}, id="any hash seed"),
        pytest.param(1, {"TZ": "UTC"}, id="UTC"),
        pytest.param(1, {"TZ": "Pacific/Apia"}, id="the other side of the date line"),
        pytest.param(1, {"LC_ALL": "C", "LANG": "C"}, id="no language"),
        pytest.param(1, {"LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"}, id="a comma for a point"),
        pytest.param(2, {}, id="two workers"),
    ],
)
def test_each_alone_makes_the_same_bytes(workers: int, other: dict[str, str]) -> None:
    assert made(workers, **other) == made()


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("wanted", ["3.12", "3.13"])
def test_other_pythons_give_the_same_answers(wanted: str) -> None:
    asked = {python: subprocess.check_output([python, "-V"], text=True) for python in PYTHONS}
    python = next((each for each, said in asked.items() if said.startswith(f"Python {wanted}.")), None)
    if python is None:
        pytest.skip(f"no Python {wanted} with the runtime lock installed is named in GREENLANE_TEST_PYTHONS")
    theirs, ours = made(python=python), made()
    answers = {name for name in ours if name.startswith(ANSWER)}
    assert len(answers) == 5
    assert {name: theirs[name] for name in answers} == {name: ours[name] for name in answers}
