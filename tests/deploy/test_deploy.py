"""What all of `deploy` keeps to."""

from __future__ import annotations

import re

import pytest

from services.processes import SERVICES
from tests.architecture.sources import tracked
from tests.deploy.files import DEPLOY, ROOT, settings

TEXTS = {path.as_posix(): (ROOT / path).read_text("utf-8") for path in tracked("deploy/**") if path.suffix != ".json"}


def test_there_is_something_to_look_at() -> None:
    assert {"deploy/docker/Dockerfile", "deploy/compose/compose.yaml", "deploy/proxy/nginx.conf"} <= set(TEXTS)


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_every_variable_is_a_setting(name: str) -> None:
    assert set(re.findall(r"\bGREENLANE_[A-Z_]+", TEXTS[name])) <= settings()


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_nothing_secret_stands_in_a_file(name: str) -> None:
    text = TEXTS[name]
    assert not re.search(r"-----BEGIN|ghp_|AKIA[0-9A-Z]{16}", text)
    assert not re.search(r"(?i)password['\"]?(?:: ['\"]?|=)[a-z0-9]{8,}", text)


@pytest.mark.parametrize("name", sorted(name for name in TEXTS if name.endswith(".sh") or "make-secrets" in name))
def test_scripts_can_be_run_and_stop_at_the_first_failure(name: str) -> None:
    assert TEXTS[name].startswith("#!/bin/sh\n")
    assert re.search(r"^set -eu$", TEXTS[name], re.MULTILINE)
    assert (ROOT / name).stat().st_mode & 0o111 == 0o111


def test_there_is_a_service_for_every_service() -> None:
    base = DEPLOY / "kubernetes/base"
    assert all((base / f"{name}.yaml").is_file() for name in SERVICES if name != "all")
