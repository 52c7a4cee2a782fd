"""The small lane on which single levers are tried."""

from __future__ import annotations

from pathlib import Path

import pytest

from workflows.definition.lane import Lane
from workflows.definition.loading import load_lane


@pytest.fixture(scope="session")
def permit() -> Lane:
    return load_lane(Path(__file__).with_name("permit.yaml"))
