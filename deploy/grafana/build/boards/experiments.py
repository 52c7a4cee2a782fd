"""Experiments: how far they are, how fast they run."""

from __future__ import annotations

from typing import Final

from deploy.grafana.build.asking import quantile
from deploy.grafana.build.views import Board, Unit, figure, lines, stack, titled

_REPLICATION: Final = "greenlane_simulation_replication_seconds"

EXPERIMENTS: Final = Board(
    "experiments",
    titled("实验", "Experiments"),
    titled("进行到哪里，多快？", "How far are they, and how fast?"),
    (),
    (
        (
            titled("进展", "Progress"),
            (
                stack(
                    *("实验，按阶段", "Experiments by stage", Unit.COUNT),
                    ("max by (stage) (greenlane_experiments)", "{{stage}}"),
                ),
                lines(
                    *("进行中实验的重复次数", "Replications of the experiments under way", Unit.COUNT),
                    ("max by (state) (greenlane_experiment_replications)", "{{state}}"),
                ),
            ),
        ),
        (
            titled("速度", "Speed"),
            (
                lines(
                    *("每秒重复次数与批次", "Replications and batches a second", Unit.COUNT),
                    ("sum(rate(greenlane_simulation_replications_total[$__rate_interval]))", "replications 重复"),
                    ("sum(rate(greenlane_simulation_batches_total[$__rate_interval]))", "batches 批次"),
                ),
                lines(
                    *("一次重复的时间", "Time of a replication", Unit.SECONDS),
                    (
                        quantile(0.5, "job", _REPLICATION, "", "$__rate_interval"),
                        "P50",
                    ),
                    (
                        quantile(0.95, "job", _REPLICATION, "", "$__rate_interval"),
                        "P95",
                    ),
                ),
                figure("进程", "Processes", Unit.COUNT, "sum(greenlane_simulation_processes)", width=24),
            ),
        ),
    ),
)
