"""Temporal and workers: does work get done at once?"""

from __future__ import annotations

from typing import Final

from deploy.grafana.build.asking import quantile
from deploy.grafana.build.views import Board, Unit, figure, lines, table, titled

_PERSISTENCE: Final = "persistence_latency"
_EXECUTION: Final = "temporal_workflow_task_execution_latency_seconds"

# Temporal's server has workers of its own, with ten times the slots: they are not asked for.
WORKERS: Final = Board(
    "workers",
    titled("Temporal 与工作进程", "Temporal and workers"),
    titled("工作是否立即得到处理？", "Is work done at once?"),
    (),
    (
        (
            titled("工作进程", "Workers"),
            (
                lines(
                    *("工作流任务等待工作进程（P95）", "Workflow tasks wait for a worker, P95", Unit.SECONDS),
                    ("task_queue:temporal_workflow_task_schedule_to_start_latency_seconds:p95_5m", "{{task_queue}}"),
                ),
                lines(
                    *("活动等待工作进程（P95）", "Activities wait for a worker, P95", Unit.SECONDS),
                    ("task_queue:temporal_activity_schedule_to_start_latency_seconds:p95_5m", "{{task_queue}}"),
                ),
                lines(
                    *("工作流任务用时（P95）", "A workflow task takes, P95", Unit.SECONDS),
                    (
                        quantile(0.95, "task_queue", _EXECUTION, "", "$__rate_interval"),
                        "{{task_queue}}",
                    ),
                ),
                lines(
                    *("空闲槽位", "Slots that are free", Unit.COUNT),
                    (
                        'sum by (task_queue, worker_type) (temporal_worker_task_slots_available{job=~"greenlane-.*"})',
                        "{{task_queue}} {{worker_type}}",
                    ),
                ),
                lines(
                    *("轮询者", "Pollers", Unit.COUNT),
                    (
                        'sum by (task_queue, poller_type) (temporal_num_pollers{job=~"greenlane-.*"})',
                        "{{task_queue}} {{poller_type}}",
                    ),
                ),
                table(
                    *("工作进程及其版本", "Workers and their releases", Unit.COUNT),
                    "sum by (task_queue, version) (greenlane_worker_info)",
                ),
            ),
        ),
        (
            titled("读模型", "Read model"),
            (
                lines(
                    *("滞后（P99）", "Lag, P99", Unit.SECONDS),
                    ("greenlane:projection_lag_seconds:p99_5m", "P99"),
                ),
                lines(
                    *("等待写入的案件", "Cases that wait to be written", Unit.COUNT),
                    ("sum(greenlane_projection_cases_behind)", "cases 案件"),
                ),
            ),
        ),
        (
            titled("Temporal 服务器", "Temporal's server"),
            (
                lines(
                    *("请求，每秒", "Requests a second", Unit.PER_SECOND),
                    ("sum by (service_name) (rate(service_requests[$__rate_interval]))", "{{service_name}}"),
                ),
                lines(
                    *("数据库用时（P95）", "Its database takes, P95", Unit.SECONDS),
                    (
                        quantile(0.95, "operation", _PERSISTENCE, '{service_name="history"}', "$__rate_interval"),
                        "{{operation}}",
                    ),
                ),
                lines(
                    *("SDK 请求，每秒", "Requests of workers and services, a second", Unit.PER_SECOND),
                    (
                        'sum by (operation) (rate(temporal_request_total{job=~"greenlane-.*"}[$__rate_interval]))',
                        "{{operation}}",
                    ),
                ),
                figure("进程在线", "Processes that answer", Unit.COUNT, "sum(up)", width=12),
            ),
        ),
    ),
)
