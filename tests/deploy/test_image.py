"""The image: its file is looked through, and its steps are gone through without the engine that nobody has here."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import mkdtemp
from zipfile import ZipFile

import pytest

from tests.deploy.files import DEPLOY, ROOT

DOCKERFILE = DEPLOY / "docker/Dockerfile"
TEXT = DOCKERFILE.read_text("utf-8")
NOBODY = 65_534
_MADE = shutil.ignore_patterns("__pycache__", "node_modules", "built", "schema.d.ts")
"""What is made of the sources, and does not go to the builder."""


def test_hadolint_finds_nothing() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([str(hadolint), str(DOCKERFILE)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_packages_come_only_with_their_hashes_or_out_of_what_was_built() -> None:
    """Where the packages come from is for whoever builds the image to say: nothing stands here but these two ways."""
    installs = re.findall(r"\binstall (--.*?)(?: \\)?$", TEXT, re.MULTILINE)
    installs = [each for each in installs if "--directory" not in each]
    ways = ("--require-hashes --no-deps --requirement requirements/", "--no-deps --no-index ")
    assert len(installs) == 4
    assert all(each.startswith(ways) for each in installs)
    options = {option for each in installs for option in re.findall(r"--[a-z-]+", each)}
    assert options == {"--require-hashes", "--no-deps", "--requirement", "--no-index", "--force-reinstall"}
    assert set(re.findall(r"\w+://[^/:]+", TEXT)) == {"http://127.0.0.1"}


def test_it_runs_as_somebody_without_rights() -> None:
    stages = TEXT.split("\nFROM ")
    assert len(stages) == 3
    assert re.findall(r"^USER (\S+)$", stages[-1], re.MULTILINE) == ["10001:10001"]
    assert 'ENTRYPOINT ["greenlane"]' in stages[-1]
    assert "/healthz" in stages[-1]


def test_its_base_is_pinned() -> None:
    assert re.search(r"^ARG PYTHON_IMAGE=python:3\.\d+\.\d+-slim-\w+$", TEXT, re.MULTILINE)
    assert "@sha256:" in TEXT, "it says how the digest is pinned"


def test_what_it_is_made_of_comes_to_the_builder() -> None:
    sent = (DEPLOY / "docker/Dockerfile.dockerignore").read_text("utf-8").splitlines()
    copied = {
        word.rstrip("/")
        for line in re.findall(r"^COPY (?!--from)(.*) \S+$", TEXT, re.MULTILINE)
        for word in line.split()
    }
    assert {f"!{each}" for each in copied} <= set(sent)
    assert sent[1] == "*"


@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_its_steps_make_a_program_that_anybody_can_run_and_nobody_can_change() -> None:
    """The build, step by step: a wheel, its locked dependencies, a run as another user in what cannot be written."""
    folder = Path(mkdtemp(prefix="greenlane-image-"))  # pytest's own may not be entered by others
    folder.chmod(0o755)
    try:
        build, final, source = folder / "build", folder / "greenlane", folder / "source"
        _run(sys.executable, "-m", "venv", str(build))
        pip = str(build / "bin/pip")
        _run(pip, "install", "--require-hashes", "--no-deps", "--requirement", str(ROOT / "requirements/build.lock"))
        _run(sys.executable, "-m", "venv", "--without-pip", "--copies", str(final))
        into = ("--python", str(final), "install")
        _run(pip, *into, "--require-hashes", "--no-deps", "--requirement", str(ROOT / "requirements/runtime.lock"))
        source.mkdir()
        for name in ("workflows", "simulations", "services"):
            shutil.copytree(ROOT / name, source / name, ignore=_MADE)
        for name in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"):
            shutil.copy(ROOT / name, source)
        wheel = _wheel(build, source)
        _run(pip, *into, "--no-deps", "--no-index", str(wheel))
        _build_page(build, final, source)
        wheel = _wheel(build, source)
        _has_the_page(wheel)
        _run(pip, *into, "--no-deps", "--no-index", "--force-reinstall", str(wheel))
        _run(pip, "--python", str(final), "check")
        _run(str(final / "bin/python"), "-m", "compileall", "-q", str(final / "lib"))
        for path in (final, *final.rglob("*")):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode & ~0o222)
        shutil.rmtree(source)
        before = sum(1 for _ in final.rglob("*"))
        greenlane = str(final / "bin/greenlane")
        environment = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "GREENLANE_DATA_DIRECTORY": "/nonexistent"}
        user = NOBODY if os.getuid() == 0 else None
        assert "greenlane" in _run(greenlane, "version", user=user, environment=environment, cwd=Path("/"))
        assert "simulation-worker" in _run(greenlane, "--help", user=user, environment=environment, cwd=Path("/"))
        assert "business_setup" in _run(greenlane, "lanes", "--json", user=user, environment=environment, cwd=Path("/"))
        assert sum(1 for _ in final.rglob("*")) == before
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wheel(build: Path, source: Path) -> Path:
    _run(str(build / "bin/hatchling"), "build", "--target", "wheel", cwd=source)
    [wheel] = (source / "dist").glob("*.whl")
    return wheel


def _build_page(build: Path, final: Path, source: Path) -> None:
    """What the image's file says of the page, with the Node of the build's environment."""
    steps = re.findall(r"&& npm --prefix services/web/page (.+?)(?: \\)?$", TEXT, re.MULTILINE)
    assert steps == ["ci", "run types", "run build"]
    _run(str(final / "bin/python"), "-m", "services.web.describe", "services/web/built/openapi.json", cwd=source)
    environment = {**os.environ, "PATH": f"{build / 'bin'}:/usr/bin:/bin"}
    for step in steps:
        npm = str(build / "bin/npm")
        _run(npm, "--prefix", "services/web/page", *step.split(), environment=environment, cwd=source)


def _has_the_page(wheel: Path) -> None:
    with ZipFile(wheel) as opened:
        names = set(opened.namelist())
        first = opened.read("services/web/built/page/index.html").decode()
    loaded = re.findall(r'(?:src|href)="/page/(assets/[^"]+)"', first)
    assert loaded
    assert {f"services/web/built/page/{name}" for name in loaded} <= names
    assert {f"services/web/built/page/{name}.gz" for name in loaded if name.endswith(".js")} <= names
    assert not [name for name in names if name.startswith("services/web/page/") or "node_modules" in name]


def _run(
    *command: str, user: int | None = None, environment: dict[str, str] | None = None, cwd: Path | None = None
) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, user=user, env=environment, cwd=cwd, timeout=600
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout
