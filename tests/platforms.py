"""What some tests need of the machine that they run on, each said once."""

from __future__ import annotations

import sys
from typing import Final

import pytest

linux: Final = pytest.mark.skipif(
    sys.platform != "linux", reason="reads /proc, or needs Linux to end processes with their parent"
)
"""For tests that start real processes and strike at them."""
