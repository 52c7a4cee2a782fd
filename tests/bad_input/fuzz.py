"""Fuzz a reader with atheris: ``python -m tests.bad_input.fuzz csv --seconds 60``.

Atheris follows which lines a file leads to and changes files until they lead to others. It is large, for few machines,
and none of this project's locked tools: ``uv pip install atheris`` puts it beside them. Without it this says so, and
ends with 2. A file that is neither taken nor refused is left in the folder that `--into` names.
"""

from __future__ import annotations

import importlib
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Protocol, cast

_LARGEST: Final = 65_536
_PATIENCE: Final = 20
"""Seconds for one file; less is no finding on a machine that does other things too."""


class _Atheris(Protocol):
    def instrument_imports(self, include: list[str]) -> AbstractContext: ...

    def Setup(self, arguments: list[str], one: Callable[[bytes], None]) -> None: ...  # noqa: N802 - its name

    def Fuzz(self) -> None: ...  # noqa: N802 - its name


class AbstractContext(Protocol):
    def __enter__(self) -> object: ...

    def __exit__(self, *raised: object) -> object: ...


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz until the time is over or something is found; only then is the answer not 0."""
    parser = ArgumentParser(prog="python -m tests.bad_input.fuzz", description=__doc__)
    parser.add_argument("format")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--into", type=Path, default=Path("out/fuzz"), help="folder for what is found")
    given = parser.parse_args(arguments)
    try:
        atheris = cast("_Atheris", importlib.import_module("atheris"))
    except ImportError:
        sys.stderr.write("not run: atheris is not installed; `uv pip install atheris` does so where it has a wheel\n")
        return 2
    with atheris.instrument_imports(include=["workflows", "services.cli.log_files", "services.imports"]):
        readers = importlib.import_module("tests.bad_input.readers").READERS
        invalid = importlib.import_module("workflows.errors").InvalidInputError
    if given.format not in readers:
        parser.error(f"expected one of {', '.join(readers)}; found {given.format}")
    reader = readers[given.format]

    def one(content: bytes) -> None:
        with suppress(invalid):
            reader.read(content)

    given.into.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        for number, good in enumerate(reader.good()):
            (Path(folder) / str(number)).write_bytes(good)
        limits = [f"-max_total_time={given.seconds}", f"-timeout={_PATIENCE}", f"-max_len={_LARGEST}"]
        atheris.Setup([sys.argv[0], folder, *limits, f"-artifact_prefix={given.into}/", "-rss_limit_mb=2048"], one)
        atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
