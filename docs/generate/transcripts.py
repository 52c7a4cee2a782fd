"""Pages that are run: files to write, commands to give, and what they answered.

In a page, a block ``yaml file=NAME`` (or python, xml, json, sh) is a file. A block ``console run`` holds commands after
``$`` and what they printed; a line ``...`` there stands for any number of lines that a reader need not see. A command's
exit code, if it is not 0, is shown by ``echo $?`` as in any shell.

A block ``console kept`` is a terminal of its own in which one command goes on: the page is read on once it has printed
what is shown, and Ctrl-C ends it after the page. Instants and SHA-256 digests are compared for being there and no
further, since every run has others. Where a page speaks to a port, it may be run at another one.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_BLOCK: Final = re.compile(
    r"^```(?P<kind>(?:yaml|python|xml|json|sh) file=(?P<file>\S+)|console (?:run|kept))\n(?P<content>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_ANYTHING: Final = "..."
_OTHER_EVERY_TIME: Final = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?\+08:00|(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page is run.

    Attributes
    ----------
    environment : variables beside those that are set
    ports : that the page speaks to, each to the one that is meant here
    """

    environment: Mapping[str, str] = field(default_factory=dict)
    ports: Mapping[int, int] = field(default_factory=dict)

    def here(self, text: str) -> str:
        """What a page says, as it has to be said here."""
        return _with_ports(text, self.ports)

    def there(self, text: str) -> str:
        """What is said here, as the page says it."""
        return _with_ports(text, {meant: told for told, meant in self.ports.items()})


@dataclass(frozen=True, slots=True)
class Exchange:
    """A command and what a page says that it prints."""

    command: str
    printed: tuple[str, ...]

    def agrees(self, printed: Iterable[str]) -> bool:
        """Whether that is what a command printed."""
        pattern = "\n".join(r"[^\0]*?" if line == _ANYTHING else re.escape(_masked(line)) for line in self.printed)
        return re.fullmatch(pattern, _masked("\n".join(printed))) is not None


@dataclass(frozen=True, slots=True)
class Ran:
    """An exchange, and what the command really printed."""

    exchange: Exchange
    printed: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether the page is right."""
        return self.exchange.agrees(self.printed)


def is_run(page: str) -> bool:
    """Whether a page has anything to run."""
    return "```console run" in page


def run_page(page: str, folder: Path, place: Place | None = None) -> Generator[Ran, None, None]:
    """Do what a page tells its reader to do, in the order of the page.

    Parameters
    ----------
    folder : an empty one, in which the reader sits
    place : where the page is run; as a reader has it if absent
    """
    place = place or Place()
    with ExitStack() as terminals:
        for block in _BLOCK.finditer(page):
            if block["file"]:
                (folder / block["file"]).write_text(place.here(block["content"]), encoding="utf-8")
            elif block["kind"] == "console kept":
                [exchange] = exchanges(block["content"])
                yield Ran(exchange, terminals.enter_context(_kept(exchange, folder, place)))
            else:
                for exchange in exchanges(block["content"]):
                    yield Ran(exchange, _run(exchange.command, folder, place))


def exchanges(block: str) -> Iterator[Exchange]:
    """The commands of a console block with what follows each; a line that ends with a backslash goes on."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        lines = part.rstrip("\n").split("\n")
        length = next(number for number, line in enumerate(lines, 1) if not line.endswith("\\"))
        yield Exchange("\n".join(lines[:length]), tuple(line.rstrip() for line in lines[length:]))


def _run(command: str, folder: Path, place: Place) -> tuple[str, ...]:
    with _started(command, folder, place) as process:
        said, _ = process.communicate()
    return _lines(said, place)


@contextmanager
def _kept(exchange: Exchange, folder: Path, place: Place) -> Iterator[tuple[str, ...]]:
    """What a command that goes on has printed, once that is what the page shows, or all of it if it ends before."""
    with _started(exchange.command, folder, place) as process:
        assert process.stdout is not None
        said = ""
        try:
            while not exchange.agrees(_lines(said, place)) and (line := process.stdout.readline()):
                said += line
            yield _lines(said, place)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGINT)
            process.communicate()


def _started(command: str, folder: Path, place: Place) -> subprocess.Popen[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.Popen(  # noqa: S602 - commands of our own pages, written for a shell
        place.here(command),
        shell=True,
        cwd=folder,
        env={**os.environ, **place.environment, "PATH": path, "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # As in a terminal, Ctrl-C is for the command and all that it has started.
        start_new_session=True,
    )


def _lines(said: str, place: Place) -> tuple[str, ...]:
    return tuple(line.rstrip() for line in place.there(said).rstrip("\n").split("\n"))


def _masked(text: str) -> str:
    return _OTHER_EVERY_TIME.sub("~", text)


def _with_ports(text: str, ports: Mapping[int, int]) -> str:
    return re.sub(r"(?<=:)\d{4,5}\b", lambda found: str(ports.get(int(found[0]), found[0])), text)
