"""API: does it answer, and how fast?"""

from __future__ import annotations

from typing import Final

from deploy.grafana.build.asking import quantile
from deploy.grafana.build.views import Board, Unit, figure, lines, table, titled

_DURATION: Final = "greenlane_api_request_duration_seconds"

_ASKED: Final = 'route!~"/metrics|/healthz|/readyz"'
"""Routes that people ask for, and not those that watch the process."""

API: Final = Board(
    "api",
    titled("接口", "API"),
    titled("有没有应答，多快？", "Does it answer, and how fast?"),
    (),
    (
        (
            titled("应答", "Answers"),
            (
                figure(
                    *("一小时内失败的比例", "Failed within an hour", Unit.SHARE, "greenlane_api:failures:ratio_rate1h"),
                    width=8,
                ),
                figure(
                    *(
                        "三日内失败的比例",
                        "Failed within three days",
                        Unit.SHARE,
                        "greenlane_api:failures:ratio_rate3d",
                    ),
                    width=8,
                ),
                figure(
                    *(
                        "请求，每秒",
                        "Requests a second",
                        Unit.PER_SECOND,
                        "sum(rate(greenlane_api_requests_total[5m]))",
                    ),
                    width=8,
                ),
                lines(
                    *("请求，每秒，按服务与状态", "Requests a second by service and status", Unit.PER_SECOND),
                    (
                        "sum by (service, status) (rate(greenlane_api_requests_total[$__rate_interval]))",
                        "{{service}} {{status}}",
                    ),
                ),
                lines(
                    *("用时", "Time of an answer", Unit.SECONDS),
                    (quantile(0.5, "service", _DURATION, "", "$__rate_interval"), "P50 {{service}}"),
                    (quantile(0.99, "service", _DURATION, "", "$__rate_interval"), "P99 {{service}}"),
                ),
                table(
                    *("最慢的路由（P99）", "Slowest routes, P99", Unit.SECONDS),
                    f"topk(10, service_route:greenlane_api_request_duration_seconds:p99_5m{{{_ASKED}}})",
                ),
                table(
                    *("最忙的路由，每秒", "Busiest routes, a second", Unit.PER_SECOND),
                    f"topk(10, sum by (route, method) (rate(greenlane_api_requests_total{{{_ASKED}}}[5m])))",
                ),
            ),
        ),
        (
            titled("拒绝与进程", "Turned away; processes"),
            (
                lines(
                    *("因过载拒绝，每秒", "Turned away for load, a second", Unit.PER_SECOND),
                    (
                        "sum by (service, reason) (rate(greenlane_api_requests_shed_total[$__rate_interval]))",
                        "{{service}} {{reason}}",
                    ),
                ),
                lines(
                    *("凭证无效，每秒", "Without a good credential, a second", Unit.PER_SECOND),
                    (
                        "sum by (credential) (rate(greenlane_requests_unauthenticated_total[$__rate_interval]))",
                        "{{credential}}",
                    ),
                ),
                lines(
                    *("内存", "Memory", Unit.BYTES),
                    ('process_resident_memory_bytes{job=~"greenlane-.*"}', "{{job}} {{instance}}"),
                ),
                lines(
                    *("处理器", "CPU", Unit.SHARE),
                    ('rate(process_cpu_seconds_total{job=~"greenlane-.*"}[$__rate_interval])', "{{job}} {{instance}}"),
                ),
            ),
        ),
    ),
)
