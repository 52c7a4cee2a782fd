"""What a panel and a dashboard show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workflows.definition.provenance import Title


class Shape(StrEnum):
    """How the answers of a panel's queries are drawn."""

    LINES = "lines"
    STACK = "stack"
    FIGURE = "figure"
    TABLE = "table"


class Unit(StrEnum):
    """Grafana's names of units."""

    COUNT = "short"
    SECONDS = "s"
    SHARE = "percentunit"
    PER_SECOND = "reqps"
    BYTES = "bytes"


@dataclass(frozen=True, slots=True)
class Query:
    """One question to Prometheus.

    Attributes
    ----------
    expression : in PromQL; may name the variables ``$lane``, ``$department`` and ``$__rate_interval``
    legend : of each series, with labels in double braces
    """

    expression: str
    legend: str


@dataclass(frozen=True, slots=True)
class View:
    """One panel.

    Attributes
    ----------
    width : in columns, of which a row has 24
    """

    title: Title
    shape: Shape
    unit: Unit
    queries: tuple[Query, ...]
    width: int = 12


@dataclass(frozen=True, slots=True)
class Board:
    """One dashboard.

    Attributes
    ----------
    id : of its file and its address
    question : that it answers
    variables : labels to choose by
    rows : heading and panels
    """

    id: str
    title: Title
    question: Title
    variables: tuple[str, ...]
    rows: tuple[tuple[Title, tuple[View, ...]], ...]


def titled(zh: str, en: str) -> Title:
    """A title in both languages."""
    return Title(zh=zh, en=en)


def lines(zh: str, en: str, unit: Unit, *queries: tuple[str, str], width: int = 12) -> View:
    """A panel of lines over time."""
    return View(titled(zh, en), Shape.LINES, unit, tuple(Query(*query) for query in queries), width)


def stack(zh: str, en: str, unit: Unit, *queries: tuple[str, str], width: int = 12) -> View:
    """A panel of areas over time, one on the other."""
    return View(titled(zh, en), Shape.STACK, unit, tuple(Query(*query) for query in queries), width)


def figure(zh: str, en: str, unit: Unit, expression: str, width: int = 6) -> View:
    """A panel of one present figure."""
    return View(titled(zh, en), Shape.FIGURE, unit, (Query(expression, ""),), width)


def table(zh: str, en: str, unit: Unit, expression: str, width: int = 12) -> View:
    """A panel of present figures by their labels, largest first."""
    return View(titled(zh, en), Shape.TABLE, unit, (Query(expression, ""),), width)
