"""Departments: where does it wait?"""

from __future__ import annotations

from typing import Final

from deploy.grafana.build.asking import per_hour, quantile, so_far, whole
from deploy.grafana.build.views import Board, Unit, lines, stack, table, titled

_LIVE: Final = 'engine="temporal",department=~"$department"'


DEPARTMENTS: Final = Board(
    "departments",
    titled("部门", "Departments"),
    titled("在哪里等待？", "Where does it wait?"),
    ("department",),
    (
        (
            titled("收件箱", "Inbox"),
            (
                table(
                    *("等待办理的事项", "Items that wait", Unit.COUNT),
                    'sort_desc(department:greenlane_inbox_waiting:max{department=~"$department"})',
                    width=8,
                ),
                table(
                    *("最早一项等了多久", "Age of the oldest", Unit.SECONDS),
                    "sort_desc("
                    + whole(
                        "department, stage",
                        "department, stage",
                        'greenlane_inbox_oldest_age_seconds{department=~"$department"}',
                    )
                    + ")",
                    width=8,
                ),
                table(
                    *("已超时限", "Past a limit", Unit.COUNT),
                    'sort_desc(max by (department) (greenlane_inbox_overdue_items{department=~"$department"}))',
                    width=8,
                ),
                lines(
                    *("等待办理的事项", "Items that wait", Unit.COUNT),
                    ('department:greenlane_inbox_waiting:max{department=~"$department"}', "{{department}}"),
                ),
                stack(
                    *("待办与在办，按阶段", "Items by stage", Unit.COUNT),
                    (
                        whole("stage", "department, stage", 'greenlane_inbox_items{department=~"$department"}'),
                        "{{stage}}",
                    ),
                ),
                table(
                    *("按通道和人员池", "By lane and pool", Unit.COUNT),
                    "sort_desc(max by (lane, pool, stage) (greenlane_work_items_open))",
                    width=24,
                ),
            ),
        ),
        (
            titled("节奏", "Pace"),
            (
                lines(
                    *("进与出，每小时", "In and out, an hour", Unit.COUNT),
                    (
                        per_hour("department", f"greenlane_tasks_enabled_total{{{_LIVE}}}"),
                        "in 进 {{department}}",
                    ),
                    (
                        per_hour("department", f"greenlane_tasks_started_total{{{_LIVE}}}"),
                        "begun 开始 {{department}}",
                    ),
                    (
                        per_hour("department", f"greenlane_tasks_completed_total{{{_LIVE}}}"),
                        "out 出 {{department}}",
                    ),
                ),
                lines(
                    *("每个工作日办结（七日平均）", "Completed a working day (over seven days)", Unit.COUNT),
                    (
                        'department:greenlane_tasks_completed:per_working_day7d{department=~"$department"}',
                        "{{department}}",
                    ),
                ),
                lines(
                    *("开始前的等待（P90）", "Waiting time, P90", Unit.SECONDS),
                    (
                        quantile(0.9, "department", "greenlane_task_waiting_time_seconds", f"{{{_LIVE}}}", "$__range"),
                        "{{department}}",
                    ),
                ),
                lines(
                    *("从可办到办结（P90）", "Sojourn time, P90", Unit.SECONDS),
                    (
                        quantile(0.9, "department", "greenlane_task_sojourn_time_seconds", f"{{{_LIVE}}}", "$__range"),
                        "{{department}}",
                    ),
                ),
                lines(
                    *("在岗人数", "Members on duty", Unit.COUNT),
                    (
                        whole("department", "pool, department", 'greenlane_pool_capacity{department=~"$department"}'),
                        "{{department}}",
                    ),
                ),
                lines(
                    *("黄灯与超时，累计", "Warnings and breaches, in all", Unit.COUNT),
                    (
                        so_far("department", f"greenlane_deadline_warnings_total{{{_LIVE}}}"),
                        "warnings 黄灯 {{department}}",
                    ),
                    (
                        so_far("department", f"greenlane_deadline_breaches_total{{{_LIVE}}}"),
                        "breaches 超时 {{department}}",
                    ),
                ),
            ),
        ),
    ),
)
