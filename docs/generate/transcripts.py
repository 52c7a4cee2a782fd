"""Pages that are run: files to write, commands to give, and what they answered.

In a page, a block ``yaml file=NAME`` (or python, xml, json) is a file. A block ``console`` holds commands after ``$``
and what they printed; a line ``...`` there stands for any number of lines that a reader need not see. A command's exit
code, if it is not 0, is shown by ``echo $?`` as in any shell.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_BLOCK: Final = re.compile(
    r"^```(?P<kind>(?:yaml|python|xml|json) file=(?P<file>\S+)|console run)\n(?P<content>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_ANYTHING: Final = "..."


@dataclass(frozen=True, slots=True)
class Exchange:
    """A command and what a page says that it prints."""

    command: str
    printed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ran:
    """An exchange, and what the command really printed."""

    exchange: Exchange
    printed: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether the page is right."""
        pattern = "\n".join(r"[^\0]*?" if line == _ANYTHING else re.escape(line) for line in self.exchange.printed)
        return re.fullmatch(pattern, "\n".join(self.printed)) is not None


def is_run(page: str) -> bool:
    """Whether a page has anything to run."""
    return "```console run" in page


def run_page(page: str, folder: Path) -> Iterator[Ran]:
    """Do what a page tells its reader to do, in the order of the page.

    Parameters
    ----------
    folder : an empty one, in which the reader sits
    """
    for block in _BLOCK.finditer(page):
        if block["file"]:
            (folder / block["file"]).write_text(block["content"], encoding="utf-8")
        else:
            for exchange in exchanges(block["content"]):
                yield Ran(exchange, _run(exchange.command, folder))


def exchanges(block: str) -> Iterator[Exchange]:
    """The commands of a console block with what follows each."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *printed = part.rstrip("\n").split("\n")
        yield Exchange(command, tuple(line.rstrip() for line in printed))


def _run(command: str, folder: Path) -> tuple[str, ...]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(  # noqa: S602 - commands of our own pages, written for a shell
        command,
        shell=True,
        cwd=folder,
        env={**os.environ, "PATH": path, "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return tuple(line.rstrip() for line in done.stdout.rstrip("\n").split("\n"))
