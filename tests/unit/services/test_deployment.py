"""What a release of the workers is called, and whether there are releases at all."""

from __future__ import annotations

import re

import pytest
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion

from services.settings import Settings
from services.workers import deployment
from services.workers.deployment import build_of, build_of_source, deployment_config


def test_a_release_is_called_after_its_source() -> None:
    build_of_source.cache_clear()
    first = build_of_source()
    build_of_source.cache_clear()
    assert build_of_source() == first
    assert re.fullmatch("[0-9a-f]{16}", first)
    assert build_of(Settings()) == first
    assert build_of(Settings(build="2026.11-rc1")) == "2026.11-rc1"


def test_another_library_is_another_release(monkeypatch: pytest.MonkeyPatch) -> None:
    before = build_of_source()
    monkeypatch.setattr(deployment, "version", lambda library: f"{library} of tomorrow")
    build_of_source.cache_clear()
    try:
        assert build_of_source() != before
    finally:
        build_of_source.cache_clear()


def test_without_a_name_there_are_no_releases() -> None:
    assert deployment_config(Settings()) is None


def test_cases_go_on_under_whichever_release_is_current() -> None:
    found = deployment_config(Settings(deployment="hall", build="one"))
    assert found is not None
    assert found.version == WorkerDeploymentVersion("hall", "one")
    assert found.use_worker_versioning
    assert found.default_versioning_behavior is VersioningBehavior.AUTO_UPGRADE
