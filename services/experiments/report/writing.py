"""Writing a result down: the page, the same result as JSON, and its tables."""

from __future__ import annotations

import json
from pathlib import Path

from services.experiments.report.language import Language
from services.experiments.report.page import page_of
from services.experiments.result import DemoResult
from services.experiments.tables import TABLES, csv_of


def write_report(result: DemoResult, folder: Path, language: Language = "zh-CN") -> tuple[Path, ...]:
    """Write ``report.html``, ``comparison.json`` and one CSV file a table. The same result gives the same bytes.

    Parameters
    ----------
    folder : made if it is not there
    language : which one the page opens in; it holds both

    Returns
    -------
    the files, the page first
    """
    contents = {
        "report.html": page_of(result, language),
        "comparison.json": canonical_json(result),
        **{f"{name}.csv": csv_of(rows(result)) for name, rows in TABLES.items()},
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content.encode())
    return tuple(folder / name for name in contents)


def canonical_json(result: DemoResult) -> str:
    """The result as JSON: keys sorted, characters as themselves, one line."""
    content = result.model_dump(mode="json", by_alias=True)
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False) + "\n"
