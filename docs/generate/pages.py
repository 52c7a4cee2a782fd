"""Which pages are made from the code, and where they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from docs.generate.assurance import assurance_page
from docs.generate.checklists import api_page, asvs_page
from docs.generate.coverage import coverage_csv, coverage_page
from docs.generate.errors import errors_page
from docs.generate.events import events_page, kpis_page
from docs.generate.lane_format import lane_format_page
from docs.generate.levers import levers_page
from docs.generate.metrics import metrics_page
from docs.generate.sizing import sizing_page

DOCS: Final = Path(__file__).parents[1]
ROOT: Final = DOCS.parent

PAGES: Final[Mapping[str, Callable[[], str]]] = MappingProxyType(
    {
        "reference/lane-format.md": lane_format_page,
        "reference/events.md": events_page,
        "reference/kpis.md": kpis_page,
        "reference/metrics.md": metrics_page,
        "reference/levers.md": levers_page,
        "reference/coverage.md": coverage_page,
        "reference/coverage.csv": coverage_csv,
        "reference/errors-and-exit-codes.md": errors_page,
        "explanation/sizing.md": sizing_page,
        "reference/assurance/README.md": assurance_page,
        "reference/assurance/asvs.md": asvs_page,
        "reference/assurance/api-top-10.md": api_page,
    }
)
"""Path below docs to what makes the page."""

READMES: Final = (ROOT / "README.md", ROOT / "README.zh-CN.md")
"""Pages with a table of lanes."""


def written_pages() -> list[Path]:
    """Every page of the project that people read."""
    return [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]
