"""Live against forecast."""

from __future__ import annotations

from typing import Final

from deploy.grafana.build.asking import quantile
from deploy.grafana.build.views import Board, Unit, figure, lines, stack, table, titled

_LIVE: Final = '{engine="temporal",lane=~"$lane"}'


def _forecast(time: str, percentile: int) -> tuple[str, str]:
    chosen = f'greenlane_forecast_{time}_time_seconds{{lane=~"$lane",percentile="{percentile}"}}'
    return f"max by (lane) ({chosen})", f"forecast 预测 P{percentile} {{{{lane}}}}"


def _measured(time: str, percentile: int) -> tuple[str, str]:
    metric = f"greenlane_case_{time}_time_seconds"
    return quantile(percentile / 100, "lane", metric, _LIVE, "7d"), f"measured 实际 P{percentile} {{{{lane}}}}"


FORECAST: Final = Board(
    "forecast",
    titled("实际与预测", "Live against forecast"),
    titled("预测说了什么，结果如何？", "What does the forecast say, and does it hold?"),
    ("lane",),
    (
        (
            titled("预测", "Forecast"),
            (
                figure(
                    *("距最近一次预测", "Age of the forecast", Unit.SECONDS),
                    "time() - max(greenlane_forecast_made_at_seconds)",
                    width=12,
                ),
                figure(
                    *("预测用时", "Time to make it", Unit.SECONDS, "max(greenlane_forecast_duration_seconds)"),
                    width=12,
                ),
                lines(
                    *("预计超过时限的案件", "Cases expected to go past a limit", Unit.COUNT),
                    (
                        'max by (lane, horizon) (greenlane_forecast_breaches{lane=~"$lane"})',
                        "{{lane}}, {{horizon}} d · 工作日",
                    ),
                ),
                table(
                    *("预计忙碌程度，五个工作日", "Expected utilisation, five working days", Unit.SHARE),
                    'sort_desc(max by (department, pool) (greenlane_forecast_utilisation{horizon="5"}))',
                ),
            ),
        ),
        (
            titled("预测与实际", "Forecast and fact"),
            (
                lines(
                    *("办理时间（工作时间）", "Processing time, in office hours", Unit.SECONDS),
                    _forecast("processing", 50),
                    _forecast("processing", 90),
                    _measured("processing", 50),
                    _measured("processing", 90),
                ),
                lines(
                    *("全程时间（日历时间）", "Cycle time, calendar", Unit.SECONDS),
                    _forecast("cycle", 50),
                    _forecast("cycle", 90),
                    _measured("cycle", 50),
                    _measured("cycle", 90),
                ),
                stack(
                    *("已结束案件与其预测区间，累计", "Ends held against their interval, in all", Unit.COUNT),
                    (
                        'sum by (verdict) (max by (lane, verdict) (greenlane_forecast_judged_total{lane=~"$lane"}))',
                        "{{verdict}}",
                    ),
                ),
                lines(
                    *("区间之外的比例（七日）", "Share outside the interval, seven days", Unit.SHARE),
                    ('lane:greenlane_forecast_outside:ratio7d{lane=~"$lane"}', "{{lane}}"),
                ),
            ),
        ),
    ),
)
