"""The files of this repository, and what each of them refers to by full name."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]


def tracked(*patterns: str) -> list[Path]:
    """Files under version control, relative to the root; patterns as git understands them."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *patterns],  # noqa: S607 (git is wherever the machine has it)
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    # A file that was removed but not yet committed is listed too.
    return [Path(name) for name in listed.stdout.split("\0") if name and (ROOT / name).exists()]


def references(source: str) -> Iterator[tuple[int, str]]:
    r"""Every use of an imported name, as its line and its full name, whatever it was imported as.

    >>> list(references("from datetime import datetime as clock\nclock.now()"))
    [(2, 'datetime.datetime.now'), (2, 'datetime.datetime')]
    """
    tree = ast.parse(source)
    imported = dict(_imports(tree))
    for node in ast.walk(tree):
        name = _dotted(node)
        first, _, rest = name.partition(".")
        if first in imported:
            yield getattr(node, "lineno", 0), ".".join(filter(None, (imported[first], rest)))


def _imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                # `import a.b` binds `a`, `import a.b as c` binds `c` to a.b.
                full = name.name if name.asname else name.name.partition(".")[0]
                yield name.asname or full, full
        elif isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                yield name.asname or name.name, f"{node.module}.{name.name}"


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (owner := _dotted(node.value)):
        return f"{owner}.{node.attr}"
    return ""
