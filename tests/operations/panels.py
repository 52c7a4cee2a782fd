"""The dashboards of deploy/grafana as Grafana reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pydantic import BaseModel

from tests.operations.rules import ROOT

DASHBOARDS: Final = sorted((ROOT / "deploy" / "grafana" / "dashboards").glob("*.json"))

_MEANINGS: Final = MappingProxyType({"$__rate_interval": "1m", "$__range": "10m", "$lane": ".*", "$department": ".*"})
"""What Grafana puts in for variables; all lanes and departments are chosen."""


class Target(BaseModel):
    """One query of a panel."""

    expr: str
    refId: str  # noqa: N815 - Grafana's name
    legendFormat: str = ""  # noqa: N815 - likewise
    range: bool = False
    instant: bool = False


class Panel(BaseModel):
    """A panel, or the heading of a row."""

    type: str
    title: str
    targets: list[Target] = []
    panels: list[Panel] = []


class Variable(BaseModel):
    """What may be chosen on a page."""

    name: str
    query: str | Mapping[str, object] = ""
    label: str = ""


class Templating(BaseModel):
    """All that may be chosen."""

    list: list[Variable]


class Dashboard(BaseModel):
    """A dashboard."""

    uid: str
    title: str
    description: str
    templating: Templating
    panels: list[Panel]


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with its variables replaced.

    Attributes
    ----------
    over_time : whether it is drawn as a line over the chosen time; of the present otherwise
    """

    board: str
    panel: str
    ref: str
    expression: str
    over_time: bool


@cache
def dashboard(path: Path) -> Dashboard:
    """A dashboard of a file."""
    return Dashboard.model_validate_json(path.read_text("utf-8"))


def panels_of(board: Dashboard) -> Iterator[Panel]:
    """Every panel and heading, those inside rows too."""
    for panel in board.panels:
        yield panel
        yield from panel.panels


def queries() -> list[Asked]:
    """Every query of every panel of every dashboard."""
    return [
        Asked(path.stem, panel.title, target.refId, _replaced(target.expr), not target.instant)
        for path in DASHBOARDS
        for panel in panels_of(dashboard(path))
        for target in panel.targets
    ]


def _replaced(expression: str) -> str:
    for name, meaning in _MEANINGS.items():
        expression = expression.replace(name, meaning)
    return expression
