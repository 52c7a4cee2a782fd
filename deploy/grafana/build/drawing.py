"""Dashboards in Grafana's model, by Grafana's own builders."""

from __future__ import annotations

from typing import Final

from grafana_foundation_sdk.builders import common, dashboard, prometheus, stat, table, timeseries
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.common import LegendDisplayMode, LegendPlacement, StackingMode, TooltipDisplayMode
from grafana_foundation_sdk.models.dashboard import (
    DashboardCursorSync,
    DataSourceRef,
    DataTransformerConfig,
    VariableRefresh,
)
from grafana_foundation_sdk.models.prometheus import PromQueryFormat

from deploy.grafana.build.views import Board, Query, Shape, View
from workflows.definition.provenance import Title

_SOURCE: Final = DataSourceRef(type_val="prometheus", uid="${datasource}")
_HEIGHT: Final = {Shape.FIGURE: 4, Shape.LINES: 8, Shape.STACK: 8, Shape.TABLE: 8}
"""In rows of Grafana's grid."""


def drawn(board: Board) -> str:
    """A dashboard as the JSON that Grafana reads.

    Parameters
    ----------
    board : of which every query is asked to the data source that is chosen on the page
    """
    made = (
        dashboard.Dashboard(_both(board.title))
        .uid(f"greenlane-{board.id}")
        .description(f"{board.question.en}\n\n{board.question.zh}")
        .tags(["greenlane"])
        .timezone("browser")
        .tooltip(DashboardCursorSync.CROSSHAIR)
        .time("now-24h", "now")
        .refresh("1m")
        .with_variable(dashboard.DatasourceVariable("datasource").label("Prometheus").type("prometheus"))
    )
    for label in board.variables:
        made = made.with_variable(_choice(label))
    for title, views in board.rows:
        made = made.with_row(dashboard.Row(_both(title)))
        for view in views:
            made = made.with_panel(_panel(view))
    return JSONEncoder(sort_keys=True, indent=2).encode(made.build()) + "\n"


def _both(title: Title) -> str:
    return f"{title.en} · {title.zh}"


def _choice(label: str) -> dashboard.QueryVariable:
    metric = {"lane": "greenlane_cases_started_total", "department": "greenlane_tasks_enabled_total"}[label]
    return (
        dashboard.QueryVariable(label)
        .label({"lane": "Lane · 通道", "department": "Department · 部门"}[label])
        .datasource(_SOURCE)
        .query(f'label_values({metric}{{engine="temporal"}}, {label})')
        .refresh(VariableRefresh.ON_TIME_RANGE_CHANGED)
        .multi(True)
        .include_all(True)
        .all_value(".*")
    )


def _panel(view: View) -> stat.Panel | table.Panel | timeseries.Panel:
    panel = _empty(view.shape)
    panel.title(_both(view.title)).datasource(_SOURCE).unit(view.unit).span(view.width).height(_HEIGHT[view.shape])
    for place, query in enumerate(view.queries):
        panel.with_target(_target(query, view.shape, chr(ord("A") + place)))
    return panel


def _empty(shape: Shape) -> stat.Panel | table.Panel | timeseries.Panel:
    match shape:
        case Shape.FIGURE:
            return stat.Panel()
        case Shape.TABLE:
            hidden = {"excludeByName": {"Time": True}}
            return table.Panel().with_transformation(DataTransformerConfig(id_val="organize", options=hidden))
        case Shape.LINES:
            return _over_time()
        case Shape.STACK:
            return _over_time().fill_opacity(40).stacking(common.StackingConfig().mode(StackingMode.NORMAL))


def _over_time() -> timeseries.Panel:
    legend = common.VizLegendOptions().show_legend(True).display_mode(LegendDisplayMode.LIST)
    shown = common.VizTooltipOptions().mode(TooltipDisplayMode.MULTI)
    return timeseries.Panel().min(0).legend(legend.placement(LegendPlacement.BOTTOM)).tooltip(shown)


def _target(query: Query, shape: Shape, ref_id: str) -> prometheus.Dataquery:
    made = prometheus.Dataquery().expr(query.expression).legend_format(query.legend).ref_id(ref_id)
    match shape:
        case Shape.FIGURE:
            return made.instant()
        case Shape.TABLE:
            return made.instant().format(PromQueryFormat.TABLE)
        case Shape.LINES | Shape.STACK:
            return made.range()
