"""``greenlane forecast``: data on standard output, errors that say what was expected."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from services.cli.main import FAILED, INVALID, USAGE, run
from services.secrets.key_file import ensure_ring


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLANE_DATABASE_URL", f"sqlite:///{tmp_path / 'greenlane.db'}")


def test_of_an_empty_office_nothing_is_expected(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["forecast", "--replications", "9", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["lanes"], found["open_cases"], found["chance"], found["seed"]) == ([], 0, 0.8, 1)
    assert run(["--lang", "zh-CN", "forecast", "--at", "2024-03-04T09:00:00+08:00"]) == 0
    assert "没有在办案件" in capsys.readouterr().err


@pytest.mark.parametrize("at", ["yesterday", "2024-03-04T09:00:00", "2999-01-01T00:00:00+08:00"])
def test_an_instant_that_is_none_or_not_over_is_refused(at: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["forecast", "--at", at]) == INVALID
    assert f"was {at!r}" in capsys.readouterr().err


def test_too_few_futures_make_no_interval(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["forecast", "--replications", "8"]) == USAGE
    assert "9" in capsys.readouterr().err


def test_without_cases_there_is_nothing_to_look_back_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["forecast", "backtest", "--json"]) == INVALID
    assert "found no case" in capsys.readouterr().err


def test_a_schedule_needs_temporal_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GREENLANE_DATA_DIRECTORY", str(tmp_path))
    monkeypatch.setenv("GREENLANE_TEMPORAL_ADDRESS", "127.0.0.1:1")
    ensure_ring(tmp_path / "key_ring.json")
    assert run(["forecast", "schedule"]) == FAILED
    assert "Temporal at 127.0.0.1:1 cannot be reached" in capsys.readouterr().err
