"""Whether anything that is shipped is known to be vulnerable, and whether whoever was asked would have known.

The trap with such questions is that silence looks like a good answer: without a network, with a registry that has no
advisories, or with a version that nobody could look up. So beside what is shipped, a library is asked about of which
everybody knows that it is vulnerable. Unless that is found, nothing was looked at: *not run*, never *ok*.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple, TypeAlias

from pydantic import BaseModel, Field, ValidationError

from tests.assurance.results import Outcome
from tests.supply_chain.parts import PAGE, RUNTIME

KNOWN_PYTHON: Final = Path(__file__).with_name("known_vulnerable.txt")
KNOWN_NPM: Final = ("minimist", "0.0.8")
"""CVE-2020-7598; installed nowhere either."""
_WITHIN: Final = 300.0
"""Seconds for all answers."""


class Audited(NamedTuple):
    """What came of asking.

    Parameters
    ----------
    found : a library, its version and the advisory, each
    why : it was not run
    """

    outcome: Outcome
    found: tuple[str, ...] = ()
    why: str = ""


_NotAnswered: TypeAlias = str
_Asked: TypeAlias = "list[str] | _NotAnswered"


class _Vulnerability(BaseModel):
    id: str


class _Dependency(BaseModel):
    name: str
    version: str = ""
    vulns: list[_Vulnerability] = []
    skip_reason: str = ""


class _PipAudit(BaseModel):
    dependencies: list[_Dependency]


class _Affected(BaseModel):
    severity: str
    range: str


class _NpmAudit(BaseModel):
    version: int = Field(alias="auditReportVersion")
    vulnerabilities: dict[str, _Affected]


def audit_python(options: Sequence[str] = (), lock: Path = RUNTIME) -> Audited:
    """Ask about a lock of Python's.

    Parameters
    ----------
    options : of `pip-audit`, such as which service to ask
    """
    return _judged(lambda: _pip_audit(lock, ["--require-hashes", *options]), lambda: _pip_audit(KNOWN_PYTHON, options))


def audit_page(options: Sequence[str] = (), lock: Path = PAGE) -> Audited:
    """Ask about a lock of npm's, libraries for building and testing left out.

    Parameters
    ----------
    options : of `npm`, such as which registry to ask
    """
    name, version = KNOWN_NPM
    package = {"name": "known-vulnerable", "version": "1.0.0", "dependencies": {name: version}}
    places = {"": package, f"node_modules/{name}": {"version": version}}
    known = json.dumps({**package, "lockfileVersion": 3, "requires": True, "packages": places})
    whole = lock.read_text("utf-8")
    return _judged(lambda: _npm_audit(whole, options), lambda: _npm_audit(known, options))


def _judged(shipped: Callable[[], _Asked], known: Callable[[], _Asked]) -> Audited:
    about_known = known()
    if isinstance(about_known, str):
        return Audited(Outcome.NOT_RUN, why=about_known)
    if not about_known:
        return Audited(Outcome.NOT_RUN, why="what is known to be vulnerable was not found, so silence means nothing")
    about_shipped = shipped()
    if isinstance(about_shipped, str):
        return Audited(Outcome.NOT_RUN, why=about_shipped)
    return Audited(Outcome.FOUND if about_shipped else Outcome.OK, tuple(about_shipped))


def _pip_audit(lock: Path, options: Sequence[str]) -> _Asked:
    # The lock is whole, so nothing has to be resolved, and pip asks no index.
    asked = ["--strict", "--disable-pip", "--no-deps", "--format=json", "--progress-spinner=off", *options]
    done = _run([sys.executable, "-m", "pip_audit", "--requirement", str(lock), *asked])
    try:
        answer = _PipAudit.model_validate_json(done.stdout)
    except ValidationError:
        return _last_line(done.stderr)
    if skipped := [f"{each.name}: {each.skip_reason}" for each in answer.dependencies if each.skip_reason]:
        return "; ".join(skipped)
    return [f"{each.name} {each.version}: {one.id}" for each in answer.dependencies for one in each.vulns]


def _npm_audit(lock: str, options: Sequence[str]) -> _Asked:
    npm = Path(sys.executable).with_name("npm")
    with TemporaryDirectory() as folder:
        parsed = json.loads(lock)
        (Path(folder) / "package-lock.json").write_text(lock, encoding="utf-8")
        (Path(folder) / "package.json").write_text(json.dumps(parsed["packages"][""]), encoding="utf-8")
        asked = ["audit", "--json", "--omit=dev", "--package-lock-only", "--fetch-retries=0", *options]
        done = _run([str(npm), "--prefix", folder, *asked])
    try:
        answer = _NpmAudit.model_validate_json(done.stdout)
    except ValidationError:
        return _last_line(done.stderr)
    return [f"{name} {each.range}: {each.severity}" for name, each in answer.vulnerabilities.items()]


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(command, check=False, capture_output=True, text=True, timeout=_WITHIN)
    except (OSError, subprocess.TimeoutExpired) as failure:
        return subprocess.CompletedProcess(command, 1, "", str(failure))


def _last_line(said: str) -> str:
    lines = [line for line in said.splitlines() if line.strip() and "log of this run" not in line]
    return lines[-1] if lines else "nothing was answered"
