"""Peers in environments of their own, made once from a lock with hashes, below a folder that git ignores.

What a peer needs, Greenlane need not agree with: Prosimos wants older releases of much that Greenlane uses.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.measuring import ROOT

FOLDER: Final = ROOT / ".bench"
_STAMP: Final = "installed"


class PeerMissingError(Exception):
    """A peer's environment is not there, and could not be made."""


@dataclass(frozen=True)
class Peer:
    """Somebody else's simulator.

    Attributes
    ----------
    name : that of its lock too
    title : what results call it
    """

    name: str
    title: str

    @property
    def lock(self) -> Path:
        """What is installed."""
        return ROOT / "requirements" / f"peer-{self.name}.lock"


PROSIMOS: Final = Peer("prosimos", "Prosimos 2.1")
CIW: Final = Peer("ciw", "Ciw 3.2")


def interpreter_of(peer: Peer, folder: Path = FOLDER) -> Path | None:
    """The interpreter of a peer's environment, if it has been made from the lock as it is."""
    stamp = folder / peer.name / _STAMP
    made = stamp.is_file() and stamp.read_text() == _fingerprint(peer)
    return _interpreter(folder / peer.name) if made else None


def made(peer: Peer, folder: Path = FOLDER) -> Path:
    """The interpreter of a peer's environment, which is made if need be.

    Raises
    ------
    PeerMissingError
        If it cannot be made: there is no network, or no package index that has what the lock names.
    """
    found = interpreter_of(peer, folder)
    if found is not None:
        return found
    home = folder / peer.name
    uv = str(Path(sys.executable).with_name("uv"))
    _run(peer, [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(home)])
    install = ["pip", "sync", "--quiet", "--compile-bytecode", "--require-hashes"]
    _run(peer, [uv, *install, "--python", str(_interpreter(home)), str(peer.lock)])
    (home / _STAMP).write_text(_fingerprint(peer))
    return _interpreter(home)


def _run(peer: Peer, command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - uv, and paths of our own
    except (OSError, subprocess.CalledProcessError) as error:
        said = (error.stderr if isinstance(error, subprocess.CalledProcessError) else str(error)).strip()
        raise PeerMissingError(
            f"{peer.title} is not measured: expected to install {peer.lock.relative_to(ROOT)}; found:\n"
            f"{said}\nIs there a network, or a package index in UV_DEFAULT_INDEX?"
        ) from error


def _interpreter(home: Path) -> Path:
    return home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _fingerprint(peer: Peer) -> str:
    """Of the lock and the interpreter: another one of either needs another environment."""
    return hashlib.sha256(peer.lock.read_bytes() + sys.version.encode()).hexdigest()
