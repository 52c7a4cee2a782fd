"""Every metric of the product. Processes make their collectors from this list, and the page on metrics comes of it."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from services.metrics import buckets
from services.metrics.metric import EVERYBODY, SERVICES, WORKERS, Kind, Metric, Process, Reach, Unit
from workflows.definition.provenance import Title

_CASE: Final = ("engine", "lane")
_TASK: Final = ("engine", "lane", "pool", "department")
_FOLDED: Final = (Process.WORKER, Process.SIMULATE)
"""Counted of events: live by whoever records them, simulated by whoever simulates."""


def _counter(name: str, unit: Unit, labels: tuple[str, ...], by: tuple[Process, ...], zh: str, en: str) -> Metric:
    return Metric(name, Kind.COUNTER, unit, labels, Title(zh=zh, en=en), by)


def _gauge(name: str, unit: Unit, labels: tuple[str, ...], by: tuple[Process, ...], zh: str, en: str) -> Metric:
    return Metric(name, Kind.GAUGE, unit, labels, Title(zh=zh, en=en), by)


def _stored(name: str, unit: Unit, labels: tuple[str, ...], by: Process, zh: str, en: str) -> Metric:
    """A gauge that is read from the store when somebody asks."""
    return Metric(name, Kind.GAUGE, unit, labels, Title(zh=zh, en=en), (by,), Reach.WHOLE)


def _times(
    name: str, labels: tuple[str, ...], by: tuple[Process, ...], bounds: tuple[float, ...], zh: str, en: str
) -> Metric:
    return Metric(name, Kind.HISTOGRAM, Unit.SECONDS, labels, Title(zh=zh, en=en), by, Reach.OWN, bounds)


_CASES: Final = (
    _counter("greenlane_cases_started_total", Unit.CASES, _CASE, _FOLDED, "已提交的案件", "Cases submitted."),
    _counter(
        *("greenlane_cases_ended_total", Unit.CASES, (*_CASE, "result"), _FOLDED),
        *("已结束的案件，按结果", "Cases ended, by result."),
    ),
    _stored(
        *("greenlane_cases_open", Unit.CASES, ("lane", "state"), Process.INSIGHTS),
        *("在办案件，按国家标准的状态", "Cases under way, by their state of the national data standard."),
    ),
    _stored(
        *("greenlane_cases_open_by_lamp", Unit.CASES, ("lane", "lamp"), Process.INSIGHTS),
        *("在办案件，按时限状态灯", "Cases under way, by how they stand to the limits of their lane."),
    ),
    _times(
        *("greenlane_case_processing_time_seconds", _CASE, _FOLDED, buckets.OF_OFFICE_TIME),
        "从受理到决定的工作时间，扣除依法停止计时；八小时为一个工作日",
        "Acceptance to decision in office hours without the stops of the legal clock; eight hours are a working day.",
    ),
    _times(
        *("greenlane_case_cycle_time_seconds", (*_CASE, "result"), _FOLDED, buckets.OF_CASES),
        "从提交到送达（未送达的到结束）的日历时间，结束时计入",
        "Submission to delivery, or to the end of a case without one; calendar time, counted when the case ends.",
    ),
    _counter(
        *("greenlane_case_time_by_cause_seconds_total", Unit.SECONDS, (*_CASE, "cause"), _FOLDED),
        "已结束案件的全程时间，按案件在谁手中",
        "Cycle time of cases that have ended, by who had them; the causes add up to it.",
    ),
)

_TASKS: Final = (
    _counter(
        "greenlane_tasks_enabled_total", Unit.TASKS, _TASK, _FOLDED, "开始等待的任务", "Tasks that began to wait."
    ),
    _counter("greenlane_tasks_started_total", Unit.TASKS, _TASK, _FOLDED, "已开始的任务", "Tasks that somebody began."),
    _counter("greenlane_tasks_completed_total", Unit.TASKS, _TASK, _FOLDED, "已完成的任务", "Tasks done."),
    _counter(
        *("greenlane_tasks_cancelled_total", Unit.TASKS, _TASK, _FOLDED),
        *("不再需要的任务", "Tasks no longer wanted."),
    ),
    _times(
        *("greenlane_task_waiting_time_seconds", _TASK, _FOLDED, buckets.OF_CASES),
        *("从可办到开始的日历时间", "Started less enabled, calendar time."),
    ),
    _times(
        *("greenlane_task_sojourn_time_seconds", _TASK, _FOLDED, buckets.OF_CASES),
        *("从可办到完成的日历时间", "Completed less enabled, calendar time."),
    ),
)

_PROMISES: Final = (
    _counter(
        *("greenlane_deadline_warnings_total", Unit.ITEMS, ("engine", "lane", "department"), _FOLDED),
        "在部门手中时转为黄灯的事项，每项一次",
        "Steps that lay with a department when little was left of a limit that ran for them; each counts once.",
    ),
    _counter(
        *("greenlane_deadline_breaches_total", Unit.ITEMS, ("engine", "lane", "department"), _FOLDED),
        "在部门手中时超过时限的事项，每项一次",
        "Steps that lay with a department when a limit that ran for them was over; each counts once.",
    ),
    _counter(
        *("greenlane_extensions_total", Unit.ORDERS, (*_CASE, "outcome"), _FOLDED),
        *("延长决定时限：asked、granted、refused", "More time for a decision: `asked`, `granted`, `refused`."),
    ),
    _counter(
        *("greenlane_corrections_total", Unit.CORRECTIONS, _CASE, _FOLDED),
        *("因补正停止计时的次数", "Times that the legal clock stopped for a correction."),
    ),
    _counter(
        *("greenlane_commitments_total", Unit.COMMITMENTS, (*_CASE, "outcome"), _FOLDED),
        "告知承诺：made 作出、kept 履约、rectified 整改后履约、broken 失信",
        "Commitments: `made`, `kept`, `rectified` (kept at a later check), `broken`.",
    ),
    _stored(
        *("greenlane_commitments_overdue", Unit.COMMITMENTS, ("lane",), Process.INSIGHTS),
        *("已超过时限仍未核查清楚的承诺", "Commitments whose follow-up is past a limit."),
    ),
    _counter(
        *("greenlane_ratings_total", Unit.RATINGS, (*_CASE, "level"), _FOLDED),
        *("好差评，按五级", "Ratings of services, by level."),
    ),
)

_INBOX: Final = (
    _stored(
        *("greenlane_work_items_open", Unit.ITEMS, ("lane", "pool", "stage"), Process.INSIGHTS),
        "等待或正在办理的环节；申请人或第三方的人员池为空",
        "Steps that wait for somebody or are being done; pool is empty where it is the applicant or a third party.",
    ),
    _stored(
        *("greenlane_inbox_items", Unit.ITEMS, ("department", "stage"), Process.INSIGHTS),
        *("各部门收件箱中的事项", "Items in the inbox of a department."),
    ),
    _stored(
        *("greenlane_inbox_oldest_age_seconds", Unit.SECONDS, ("department", "stage"), Process.INSIGHTS),
        *("各部门收件箱中最早事项的等候时间", "Age of the oldest item in the inbox of a department, calendar time."),
    ),
    _stored(
        *("greenlane_inbox_overdue_items", Unit.ITEMS, ("department",), Process.INSIGHTS),
        *("各部门收件箱中已超时限的事项", "Items in the inbox of a department for which a limit is over."),
    ),
    _stored(
        *("greenlane_pool_capacity", Unit.MEMBERS, ("pool", "department"), Process.INSIGHTS),
        "此刻在岗人数，按已发布通道的工作日历",
        "Members on duty now, by the calendars of the shipped lanes; the same pool of several lanes counts once.",
    ),
    _times(
        *("greenlane_projection_lag_seconds", (), (Process.WORKER,), buckets.OF_LAG),
        "从案件告知事件到读模型写入的时间",
        "From when a case told what had happened to it to when the read model had it.",
    ),
    _gauge(
        *("greenlane_projection_cases_behind", Unit.CASES, (), (Process.WORKER,)),
        "本工作进程尚未写入事件的案件",
        "Cases with events that this worker has been given and has not written yet.",
    ),
    _counter(
        *("greenlane_projection_cases_mended_total", Unit.CASES, (), (Process.WORKER,)),
        "工作进程或 Temporal 中断后，按案件自身所述更正读模型的案件",
        "Cases that were put right in the read model by what they say themselves, after a worker or Temporal was lost.",
    ),
)

_SIMULATING: Final = (Process.SIMULATION_WORKER,)

_EXPERIMENTS: Final = (
    _counter(
        *("greenlane_simulation_batches_total", Unit.BATCHES, (), _SIMULATING),
        *("已完成并保存的批次，重复的只计一次", "Batches run and kept; one that came twice counts once."),
    ),
    _counter(
        *("greenlane_simulation_replications_total", Unit.REPLICATIONS, (), _SIMULATING),
        *("已完成并保存的重复仿真", "Replications run and kept."),
    ),
    _times(
        *("greenlane_simulation_replication_seconds", (), _SIMULATING, buckets.OF_REPLICATIONS),
        *("一次重复仿真的时间，含等候进程", "Wall-clock time of a replication, waiting for a process too."),
    ),
    _gauge(
        *("greenlane_simulation_processes", Unit.PROCESSES, (), _SIMULATING),
        *("可同时进行的重复仿真", "Replications that can run side by side."),
    ),
    _stored(
        *("greenlane_experiments", Unit.EXPERIMENTS, ("stage",), Process.EXPERIMENTS),
        *("库中的实验，按阶段", "Experiments that the store knows, by stage."),
    ),
    _stored(
        *("greenlane_experiment_replications", Unit.REPLICATIONS, ("state",), Process.EXPERIMENTS),
        *("进行中实验的重复次数：done、planned", "Replications of the experiments under way: `done` and `planned`."),
    ),
)

_API: Final = (
    _counter(
        *("greenlane_api_requests_total", Unit.REQUESTS, ("service", "route", "method", "status"), EVERYBODY),
        *("已答复的请求", "Requests answered; those for addresses that are not served have the route `unmatched`."),
    ),
    _times(
        *("greenlane_api_request_duration_seconds", ("service", "route", "method"), EVERYBODY, buckets.OF_ANSWERS),
        *("从收到请求到开始答复的时间", "From when a request came to when its answer began."),
    ),
    _counter(
        *("greenlane_api_requests_shed_total", Unit.REQUESTS, ("service", "reason"), SERVICES),
        "因过载而以 503 或 429 拒绝的请求",
        "Requests turned away for load before anything was done about them.",
    ),
    _counter(
        *("greenlane_requests_unauthenticated_total", Unit.REQUESTS, ("credential",), EVERYBODY),
        *("凭证无效或缺失的请求", "Requests whose credential was not good or not there."),
    ),
)

_FORECAST: Final = (
    _stored(
        *("greenlane_forecast_breaches", Unit.CASES, ("lane", "horizon"), Process.INSIGHTS),
        "预计在今后若干工作日内超过时限的案件数，含尚未申请的案件",
        "Expected number of cases, those to come included, that go past a limit within so many working days.",
    ),
    _stored(
        *("greenlane_forecast_processing_time_seconds", Unit.SECONDS, ("lane", "percentile"), Process.INSIGHTS),
        "此刻申请的案件预计办理时间（工作时间）",
        "Expected processing time of a case filed now, in office hours.",
    ),
    _stored(
        *("greenlane_forecast_cycle_time_seconds", Unit.SECONDS, ("lane", "percentile"), Process.INSIGHTS),
        "此刻申请的案件预计全程时间（日历时间）",
        "Expected cycle time of a case filed now, calendar time.",
    ),
    _stored(
        *("greenlane_forecast_utilisation", Unit.SHARE, ("pool", "department", "horizon"), Process.INSIGHTS),
        "预计人员池在今后若干工作日内的忙碌程度",
        "Expected share of a pool's time on duty that it will be busy, over so many working days.",
    ),
    _stored(
        *("greenlane_forecast_made_at_seconds", Unit.TIMESTAMP, (), Process.INSIGHTS),
        *("最近一次预测的时刻", "When the latest forecast was made."),
    ),
    _stored(
        *("greenlane_forecast_duration_seconds", Unit.SECONDS, (), Process.INSIGHTS),
        *("最近一次预测所用的时间", "How long the latest forecast took."),
    ),
    Metric(
        *("greenlane_forecast_judged_total", Kind.COUNTER, Unit.CASES, ("lane", "verdict")),
        Title(
            zh="已结束案件与其预测区间的比较：inside、early、late",
            en="Cases that ended, held against the interval that was forecast for them: `inside`, `early`, `late`.",
        ),
        (Process.INSIGHTS,),
        Reach.WHOLE,
    ),
)

_WORKERS: Final = (
    _gauge(
        *("greenlane_worker_info", Unit.ONE, ("version", "task_queue"), WORKERS),
        *("工作进程的版本和任务队列", "Release of the worker, and the task queue that it takes work from."),
    ),
)

FAMILIES: Final = (
    (Title(zh="案件", en="Cases"), _CASES),
    (Title(zh="任务", en="Tasks"), _TASKS),
    (Title(zh="时限与承诺", en="Limits and promises"), _PROMISES),
    (Title(zh="收件箱与读模型", en="Inbox and read model"), _INBOX),
    (Title(zh="实验", en="Experiments"), _EXPERIMENTS),
    (Title(zh="接口", en="API"), _API),
    (Title(zh="预测", en="Forecast"), _FORECAST),
    (Title(zh="工作进程", en="Workers"), _WORKERS),
)
"""What belongs together, in the order of the page."""

CATALOGUE: Final = MappingProxyType({metric.name: metric for _, family in FAMILIES for metric in family})
"""Name to metric."""
