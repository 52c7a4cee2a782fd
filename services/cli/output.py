"""How the command line writes: data to standard output, the rest to standard error."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import typer
from pydantic import BaseModel

from workflows.errors import OperationFailedError

_PAPER: Final = 160
"""Columns of a table that goes into a file or to another program."""


def write_json(value: BaseModel | Mapping[str, object]) -> None:
    """Write data as JSON, the same bytes for the same data."""
    content = value.model_dump(mode="json", by_alias=True) if isinstance(value, BaseModel) else value
    typer.echo(json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False))


def write_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a table for people; Chinese characters take two columns of the terminal."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for place, column in enumerate(columns):
        table.add_column(column, overflow="fold", no_wrap=place == 0)
    for row in rows:
        table.add_row(*row)
    console = Console()
    if not console.is_terminal:
        console.width = _PAPER
    console.print(table)


def write_text(path: Path, text: str) -> None:
    """Write a file that was asked for.

    Raises
    ------
    OperationFailedError
        If it cannot be written.
    """
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise OperationFailedError(f"expected to write {path}; found: {error.strerror}. Name another file.") from error


def write_whole(path: Path, text: str) -> None:
    """Write a file of which nobody who looks at it meanwhile sees a part.

    Raises
    ------
    OperationFailedError
        If it cannot be written.
    """
    beside = path.with_name(f".{path.name}.partial")
    try:
        beside.write_text(text, "utf-8")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise OperationFailedError(f"expected to write {path}; found: {error.strerror}. Name another file.") from error


def write_lines(path: Path | None, lines: Iterable[str]) -> None:
    """Write lines as they come, to a file that was asked for or to standard output.

    Raises
    ------
    OperationFailedError
        If the file cannot be written.
    """
    if path is None:
        for line in lines:
            typer.echo(line)
        return
    try:
        with path.open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
    except OSError as error:
        raise OperationFailedError(f"expected to write {path}; found: {error.strerror}. Name another file.") from error


def tell(message: str) -> None:
    """Tell people something that is no data."""
    typer.echo(message, err=True)
