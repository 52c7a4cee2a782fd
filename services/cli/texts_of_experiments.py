"""What the command line says of experiments that are kept: key to Chinese and English."""

from __future__ import annotations

from typing import Final

EXPERIMENTS: Final = {
    "experiment": (
        "运行实验并保存结果：在本机、多进程或 Temporal 上；相同的请求直接得到已保存的结果。",
        "Run experiments and keep their results, here, in processes or on Temporal; equal requests get what was kept.",
    ),
    "experiment.run": ("运行一项实验。", "Run an experiment."),
    "experiment.list": (
        "列出实验及其进度，最近请求的在前。",
        "List experiments, the one that was asked for last first.",
    ),
    "experiment.show": (
        "显示一项实验的进度；已完成则显示结果。",
        "Show where an experiment is, and its result once it is done.",
    ),
    "experiment.cancel": (
        "取消一项实验；已运行的部分保留，再次请求时继续。",
        "Cancel an experiment; what has been run is kept, for when it is asked for again.",
    ),
    "simulation_worker": (
        "运行一个执行仿真批次的工作进程。",
        "Run a simulation worker, which runs batches of replications.",
    ),
    "argument.subjects": (
        "流程、方案或方案包的标识，或文件；可给出多个。",
        "Ids of lanes, scenarios or packages, or files.",
    ),
    "argument.experiment": ("实验的标识，或其开头几位。", "Id of an experiment, or the beginning of it."),
    "option.kind": (
        ("求什么：与同名命令相同，选项也与其相同；不给出则单条流程为 simulate，其余为 compare。"),
        (
            "What to find out: as the command of that name, whose options it takes. "
            "If absent, simulate for one lane, compare for anything else."
        ),
    ),
    "option.experiment_kpi": (
        "指标的标识，如 processing_time.p90；与 --precision 并用时可重复给出。",
        "Id of a figure, such as processing_time.p90; with --precision, repeatable.",
    ),
    "option.where": (
        "在哪里运行：here 本进程，processes 多进程，temporal 由仿真工作进程执行；结果完全相同。",
        "Where it runs: here, in processes, or on Temporal by simulation workers. The result is the same to the byte.",
    ),
    "option.detach": ("只提交，不等待结果（仅 temporal）。", "Hand it over and do not wait (Temporal only)."),
    "option.requested_by": (
        "请求人；同一人的实验合用一份工作进程时间。",
        "Who asks; experiments of one person share one share of the workers' time.",
    ),
    "option.stage": ("只列出处于该状态的实验。", "Only experiments at this stage."),
    "experiments.experiments": ("实验", "Experiments"),
    "experiments.id": ("标识", "Id"),
    "experiments.kind": ("类型", "Kind"),
    "experiments.stage": ("状态", "Stage"),
    "experiments.place": ("运行于", "Where"),
    "experiments.replications": ("重复", "Replications"),
    "experiments.asked_at": ("请求时间", "Asked for"),
    "experiments.stage.open": ("进行中", "open"),
    "experiments.stage.done": ("已完成", "done"),
    "experiments.stage.cancelled": ("已取消", "cancelled"),
    "experiments.stage.failed": ("失败", "failed"),
    "experiments.place.here": ("本进程", "here"),
    "experiments.place.processes": ("多进程", "processes"),
    "experiments.place.temporal": ("由 Temporal 分发", "Temporal"),
    "experiments.asked": ("实验 {id}", "experiment {id}"),
    "experiments.kept": ("以前已完成，以下是保存的结果。", "Carried out before; this is the result that was kept."),
    "experiments.cancelled": ("已取消：{id}", "cancelled: {id}"),
    "experiments.handed_over": (
        "已提交；用 greenlane experiment show {id} 查看。",
        "Handed over; see greenlane experiment show {id}.",
    ),
}
