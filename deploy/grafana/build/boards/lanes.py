"""Lanes: are promises kept?"""

from __future__ import annotations

from typing import Final

from deploy.grafana.build.asking import per_hour, quantile, so_far, whole
from deploy.grafana.build.views import Board, Unit, figure, lines, stack, titled

_LIVE: Final = 'engine="temporal",lane=~"$lane"'
_PROCESSING: Final = "greenlane_case_processing_time_seconds"
_CYCLE: Final = "greenlane_case_cycle_time_seconds"


def _quantile(share: float, metric: str) -> str:
    return quantile(share, "lane", metric, f"{{{_LIVE}}}", "$__range")


LANES: Final = Board(
    "lanes",
    titled("通道", "Lanes"),
    titled("承诺兑现了吗？", "Are promises kept?"),
    ("lane",),
    (
        (
            titled("现在", "Now"),
            (
                figure("在办", "Open", Unit.COUNT, 'sum(lane:greenlane_cases_open:max{lane=~"$lane"}) or vector(0)'),
                figure(
                    *("黄灯", "Close to a limit", Unit.COUNT),
                    'sum(lane_lamp:greenlane_cases_open:max{lane=~"$lane",lamp="warning"}) or vector(0)',
                ),
                figure(
                    *("红灯", "Past a limit", Unit.COUNT),
                    'sum(lane_lamp:greenlane_cases_open:max{lane=~"$lane",lamp="overdue"}) or vector(0)',
                ),
                figure(
                    *("所选时段内办结", "Ended in the chosen time", Unit.COUNT),
                    f"sum(increase(greenlane_cases_ended_total{{{_LIVE}}}[$__range]))",
                ),
                stack(
                    *("在办案件，按状态", "Open cases by state", Unit.COUNT),
                    (whole("state", "lane, state", 'greenlane_cases_open{lane=~"$lane"}'), "{{state}}"),
                ),
                stack(
                    *("在办案件，按时限", "Open cases by limit", Unit.COUNT),
                    ('sum by (lamp) (lane_lamp:greenlane_cases_open:max{lane=~"$lane"})', "{{lamp}}"),
                ),
            ),
        ),
        (
            titled("多久", "How long"),
            (
                lines(
                    *("办理时间（工作时间）", "Processing time, in office hours", Unit.SECONDS),
                    (_quantile(0.5, _PROCESSING), "P50 {{lane}}"),
                    (_quantile(0.9, _PROCESSING), "P90 {{lane}}"),
                ),
                lines(
                    *("全程时间（日历时间）", "Cycle time, calendar", Unit.SECONDS),
                    (_quantile(0.5, _CYCLE), "P50 {{lane}}"),
                    (_quantile(0.9, _CYCLE), "P90 {{lane}}"),
                ),
                stack(
                    *("全程时间花在谁手中", "Who had the cases that ended", Unit.SECONDS),
                    (
                        f"sum by (cause) (increase(greenlane_case_time_by_cause_seconds_total{{{_LIVE}}}[$__range]))",
                        "{{cause}}",
                    ),
                ),
                lines(
                    *("收件与办结，每小时", "Submitted and ended, an hour", Unit.COUNT),
                    (per_hour("lane", f"greenlane_cases_started_total{{{_LIVE}}}"), "submitted 收件 {{lane}}"),
                    (per_hour("lane", f"greenlane_cases_ended_total{{{_LIVE}}}"), "ended 办结 {{lane}}"),
                ),
            ),
        ),
        (
            titled("时限、补正、承诺、评价", "Limits, corrections, commitments, ratings"),
            (
                lines(
                    *("黄灯与超时，累计", "Warnings and breaches, in all", Unit.COUNT),
                    (so_far("lane", f"greenlane_deadline_warnings_total{{{_LIVE}}}"), "warnings 黄灯 {{lane}}"),
                    (so_far("lane", f"greenlane_deadline_breaches_total{{{_LIVE}}}"), "breaches 超时 {{lane}}"),
                    width=8,
                ),
                lines(
                    *("延期与补正，累计", "Extensions and corrections, in all", Unit.COUNT),
                    (so_far("outcome", f"greenlane_extensions_total{{{_LIVE}}}"), "extension 延期 {{outcome}}"),
                    (so_far("lane", f"greenlane_corrections_total{{{_LIVE}}}"), "correction 补正 {{lane}}"),
                    width=8,
                ),
                lines(
                    *("承诺，累计", "Commitments, in all", Unit.COUNT),
                    (so_far("outcome", f"greenlane_commitments_total{{{_LIVE}}}"), "{{outcome}}"),
                    ('sum(max by (lane) (greenlane_commitments_overdue{lane=~"$lane"}))', "overdue 超期"),
                    width=8,
                ),
                stack(
                    *("好差评，累计", "Ratings, in all", Unit.COUNT),
                    (so_far("level", f"greenlane_ratings_total{{{_LIVE}}}"), "{{level}}"),
                    width=24,
                ),
            ),
        ),
    ),
)
