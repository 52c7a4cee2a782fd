"""Texts of the report of one experiment that no view has."""

from __future__ import annotations

from typing import Final

from services.experiments.report.language import Both

EXPERIMENT_TEXTS: Final[dict[str, Both]] = {
    "experiment.title": Both("实验报告", "Report of an experiment"),
    "experiment.contents": Both("目录", "Contents"),
    "experiment.models": Both("仿真的流程", "The lanes that were simulated"),
    "experiment.model": Both("流程", "lane"),
    "experiment.role": Both("角色", "role"),
    "experiment.hash": Both("流程哈希", "lane hash"),
    "experiment.cautions": Both("阅读时请注意", "Before reading on"),
    "experiment.rests": Both(
        "{replications} 次重复；区间：{interval}", "{replications} replications; intervals: {interval}"
    ),
    "experiment.left_out": Both("另有 {count} 行，见 CSV。", "{count} more rows are in the CSV."),
    "experiment.assumptions": Both("假设", "Assumptions"),
    "experiment.sources": Both("流程中的数字与环节按来源：", "Numbers and steps of the lanes by source:"),
    "experiment.none": Both("没有假设。", "There are none."),
    "experiment.id": Both("实验", "experiment"),
    "experiment.calendar": Both("工作日", "working days"),
    "experiment.print": Both(
        "用浏览器打印，或另存为 PDF：A4，带页码。",
        "Print it, or save it as PDF, with the browser: A4, with page numbers.",
    ),
    "role.alone": Both("本流程", "alone"),
    "role.before": Both("改革前", "before"),
    "role.stage": Both("中间", "stage"),
    "role.after": Both("改革后", "after"),
    "role.value": Both("某一取值", "at one value"),
    "role.candidate": Both("候选", "candidate"),
    "side.alone": Both("本流程", "this lane"),
    "side.before": Both("改革前", "before"),
    "side.after": Both("改革后", "after"),
    "holder.working": Both("部门办理", "departments working"),
    "holder.queueing": Both("排队等候", "queueing"),
    "holder.off_duty": Both("部门非工作时间", "departments off duty"),
    "holder.third_party": Both("第三方", "third parties"),
    "holder.applicant": Both("申请人", "applicant"),
    "holder.statutory": Both("法定等待", "statutory waits"),
    "holder.elsewhere": Both("其他", "elsewhere"),
    "way.in_order": Both("按顺序", "in order"),
    "way.over_orders": Both("各顺序平均", "over orders"),
}
