"""Trying a bad file on the command line, and what is seen of it: answer, time, memory, files, connections."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from tests.bad_input.attack import CANARY, CANARY_FILE, LISTENER, Attack, Expected

ROOT: Final = Path(__file__).parents[2]
MOST_WORK: Final = 2.0
"""Seconds of a processor within which the answer has to be there."""
MOST_MEMORY: Final = 500_000_000
"""Bytes, with what Python and the readers take before there is any file."""
LONGEST_ANSWER: Final = 300_000
"""Characters: two hundred problems, each with the names that would have been understood. More is no clear error."""
_GIVEN_UP: Final = 60
_GUARD: Final = 3 << 30
"""What a fork may take before the kernel stops it, for the sake of the machine; far above what is allowed."""
_INVALID: Final = (2, 3)
_OWN: Final = tuple(
    str(Path(path).resolve())
    for path in (ROOT, sysconfig.get_path("stdlib"), sysconfig.get_path("purelib"), "/usr/share/zoneinfo", "/dev/null")
)
"""What a reader may open whatever it reads: the program itself and the zones of the world."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of a command.

    Attributes
    ----------
    cpu : seconds of a processor
    memory : bytes at most
    opened : files outside the program and the folder of the attack
    reached : connections and programs that were tried
    """

    code: int
    cpu: float
    memory: int
    out: str
    err: str
    opened: tuple[str, ...]
    reached: tuple[str, ...]


class Nursery:
    """The warm process.

    Parameters
    ----------
    folder : for what it writes
    """

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self._process, self._folder = process, folder

    def run(self, arguments: list[str]) -> Seen:
        """Run a command of the command line."""
        asked = {"arguments": arguments, "folder": str(self._folder), "cpu": _GIVEN_UP, "memory": _GUARD}
        told = json.loads(_said(self._process.stdin, self._process.stdout, json.dumps(asked)))
        events = [json.loads(line) for line in (self._folder / "seen").read_text("utf-8").splitlines()]
        return Seen(
            code=told["code"],
            cpu=told["cpu"],
            memory=told["memory"],
            out=(self._folder / "out").read_text("utf-8", "replace"),
            err=(self._folder / "err").read_text("utf-8", "replace"),
            opened=tuple(what for event, what in events if event == "open" and not what.startswith(_OWN)),
            reached=tuple(f"{event} {what}" for event, what in events if event != "open"),
        )


def _said(stdin: IO[str] | None, stdout: IO[str] | None, line: str) -> str:
    assert stdin is not None
    assert stdout is not None
    stdin.write(line + "\n")
    stdin.flush()
    return stdout.readline()


@contextmanager
def nursery(folder: Path) -> Iterator[Nursery]:
    """A warm process that lasts as long as the context."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bad_input.nursery"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield Nursery(process, folder)
        assert process.stdin is not None
        process.stdin.close()


@contextmanager
def listener() -> Iterator[socket.socket]:
    """A socket that somebody would connect to who fetches what a file names."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        listening.setblocking(False)
        yield listening


def placed(attack: Attack, folder: Path, listening: socket.socket) -> Path:
    """The file of an attack, where it is tried."""
    canary = folder / "canary.yaml"
    canary.write_text(f"secret: {CANARY}\n", encoding="utf-8")
    host, port = listening.getsockname()
    for name, content in ((attack.file, attack.content()), *attack.beside):
        aimed = content.replace(CANARY_FILE.encode(), str(canary).encode())
        (folder / name).write_bytes(aimed.replace(LISTENER.encode(), f"{host}:{port}".encode()))
    return folder / attack.file


def arguments_of(command: tuple[str, ...], file: Path) -> list[str]:
    """A command with the paths of its files."""
    return [part.replace("{file}", str(file)).replace("{folder}", str(file.parent)) for part in command]


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a file under one command.

    Attributes
    ----------
    faults : what is wrong with that
    """

    command: str
    seen: Seen
    faults: tuple[str, ...]


def try_one(attack: Attack, warm: Nursery, folder: Path, slowed: float = 1.0) -> list[Tried]:
    """Try an attack in an empty folder, with each of its commands.

    Parameters
    ----------
    slowed : how much longer the processor takes than one that nobody else uses
    """
    tried = []
    with listener() as listening:
        file = placed(attack, folder, listening)
        for command in attack.commands:
            seen = warm.run(arguments_of(command, file))
            tried.append(Tried(command[0], seen, tuple(faults(attack, seen, file, listening, slowed))))
    for each in folder.iterdir():
        each.unlink()
    return tried


def faults(attack: Attack, seen: Seen, file: Path, listening: socket.socket, slowed: float) -> list[str]:
    """What is wrong with what became of a file; nothing, it is to be hoped."""
    said = seen.out + seen.err
    found = []
    if "Traceback" in said or "panicked" in said:
        found.append("a traceback")
    if seen.code not in {Expected.REFUSED: _INVALID, Expected.TAKEN: (0,)}.get(attack.expected, (0, *_INVALID)):
        found.append(f"exit {seen.code}")
    if seen.code and not seen.err.strip():
        found.append("refused without a word")
    if seen.code and len(said) > LONGEST_ANSWER:
        found.append(f"an answer of {len(said)} characters")
    if CANARY in said:
        found.append("the canary is seen")
    if seen.code and seen.cpu > MOST_WORK * slowed:  # what is good may take the time that it takes
        found.append(f"{seen.cpu:.1f} s of a processor")
    if seen.code and seen.memory > MOST_MEMORY:
        found.append(f"{seen.memory / 1e6:.0f} MB")
    allowed = {str(file), *(str(file.parent / name) for name, _ in attack.beside)}
    if others := sorted(path for path in set(seen.opened) - allowed if Path(path).exists()):
        found.append(f"opened {', '.join(others)}")
    if seen.reached:
        found.append(f"reached {', '.join(seen.reached)}")
    if _connected(listening):
        found.append("connected to the listener")
    return found


def _connected(listening: socket.socket) -> bool:
    try:
        connection, _ = listening.accept()
    except BlockingIOError:
        return False
    connection.close()
    return True
