"""Rooms stay small: a file holds one idea."""

from __future__ import annotations

from tests.architecture.sources import ROOT, tracked

MOST_LINES = 400


def test_no_python_file_is_longer_than_400_lines() -> None:
    files = tracked(*(f"{house}/**.py" for house in ("workflows", "simulations", "services", "tests", "benchmarks")))
    lengths = {file.as_posix(): len((ROOT / file).read_text(encoding="utf-8").splitlines()) for file in files}
    assert "tests/architecture/test_rooms.py" in lengths
    assert {file: length for file, length in lengths.items() if length > MOST_LINES} == {}
