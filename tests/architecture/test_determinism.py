"""Time, randomness and identity are arguments; the environment is read in one place.

That is what makes a rerun the same bytes. Import contracts keep whole modules such as `time` and `random` out of the
core. What hides inside modules that the core does need (`datetime.now`) or that only some may use (`os.environ`) is
looked for here. Not covered: names reached through getattr, and code of dependencies.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, references, tracked

CLOCKS = frozenset(
    {
        *("datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today", "datetime.date.today"),
        *("time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.sleep"),
    }
)
CHANCE = frozenset({"os.urandom", "uuid.uuid1", "uuid.uuid4", "secrets", "random"})
ENVIRONMENT = frozenset({"os.environ", "os.environb", "os.getenv", "os.putenv"})

READER_OF_THE_ENVIRONMENT = Path("services/settings.py")
READER_OF_THE_CLOCK = Path("services/clock.py")


def test_the_core_asks_for_no_clock_and_no_chance() -> None:
    core = [file for file in tracked("workflows/**.py") if file.parts[1] != "temporal"]
    assert _uses(core, CLOCKS | CHANCE) == []


def test_simulations_ask_for_no_wall_clock_and_no_unnamed_chance() -> None:
    assert _uses(tracked("simulations/**.py"), CLOCKS | CHANCE) == []


def test_services_ask_one_clock_what_time_it_is() -> None:
    # Waiting asks nobody what time it is.
    wall = CLOCKS - {"time.sleep"}
    assert _uses([file for file in tracked("services/**.py") if file != READER_OF_THE_CLOCK], wall) == []


def test_only_the_settings_read_the_environment() -> None:
    houses = tracked("workflows/**.py", "simulations/**.py", "services/**.py")
    assert _uses([file for file in houses if file != READER_OF_THE_ENVIRONMENT], ENVIRONMENT) == []


@pytest.mark.parametrize(
    ("source", "name"),
    [
        pytest.param("import datetime\ndatetime.datetime.now()", "datetime.datetime.now", id="through its module"),
        pytest.param("from datetime import date as d\nd.today()", "datetime.date.today", id="under another name"),
        pytest.param("import os\nos.environ['HOME']", "os.environ", id="as a value"),
        pytest.param("from os import getenv\ngetenv('HOME')", "os.getenv", id="as a function"),
    ],
)
def test_a_forbidden_name_is_found_however_it_was_imported(source: str, name: str) -> None:
    assert (2, name) in list(references(source))


def _uses(files: list[Path], forbidden: frozenset[str]) -> list[str]:
    return [
        f"{file}:{line} uses {name}"
        for file in files
        for line, name in references((ROOT / file).read_text(encoding="utf-8"))
        if any(name == thing or name.startswith(f"{thing}.") for thing in forbidden)
    ]
