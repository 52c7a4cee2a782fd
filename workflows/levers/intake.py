"""One window (一窗受理): one filing and one form check in the place of one at every department's counter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field, NonNegativeInt, PositiveFloat

from workflows.definition.distributions import Distribution, mean_span
from workflows.definition.lane import Lane, Pool
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import (
    ApplicantStep,
    Step,
)
from workflows.definition.values import (
    Identifier,
)
from workflows.levers.lever import Direction, LeverFields, known, reformed, refused, seed, statute
from workflows.levers.merging import check_done_together, merged_task, summed, tasks_named
from workflows.levers.rewriting import find, replace_steps, revised


class OneWindowIntake(LeverFields):
    """The applicant files once, at one window, where one form check looks at everything.

    A correction loop, clock stop or deadline that held nothing but a check or a filing goes with it; those around the
    first check stay around the one that takes its place.

    Parameters
    ----------
    filings : the applicant's ways to the counters, which become one where the first of them stands
    checks : the form checks, which become one where the first of them stands
    filing, intake : ids of the two steps that take their place
    window : id of the pool of the integrated window
    window_pool : that pool, if the lane does not have it yet
    visits : trips that the one filing costs
    filing_time : time of the one filing; by default the longest of theirs
    factor : service time of the one check as a multiple of the sum of theirs
    service_time : instead: its service time
    """

    title: ClassVar[Title] = Title(zh="一窗受理", en="One-window intake")
    explanation: ClassVar[Title] = Title(
        zh="申请人在综合窗口一次提交一套材料，由窗口统一收件审查。",
        en="The applicant files one set of papers at one integrated window, which checks all of it once.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="递交须是申请人的步骤；各审查须由同样的案件办理且结果种类相同；窗口已有或随同给出。",
        en=(
            "The filings are the applicant's, the checks come out in the same ways and are done by the same cases, "
            "and the window is there or given."
        ),
    )
    moves: ClassVar[Mapping[str, Direction]] = {"visits": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("DD-011", "一份办事指南,一张申请表单,一套申报材料"),
        seed("DD-028", "一口受理"),
        seed("PJ-013", "全部纳入全国统一的投资项目在线审批监管平台"),
        seed("SY-017", "形成企业群众“套餐化”办事服务指引"),
        statute("优化营商环境条例 art. 47"),
    )

    lever: Literal["one_window_intake"] = "one_window_intake"
    filings: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    checks: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    filing: Identifier = "file_at_one_window"
    intake: Identifier = "one_window_check"
    window: Identifier = "integrated_window"
    window_pool: Pool | None = None
    visits: NonNegativeInt = 1
    filing_time: Distribution | None = None
    factor: PositiveFloat = 1.0
    service_time: Distribution | None = None

    def apply(self, lane: Lane) -> Lane:
        """The lane with one window.

        Raises
        ------
        LeverRefusedError
            If a filing is not the applicant's, a check is not a pool's, the checks come out in different ways, some are
            done by other cases than the others, or the pool is given although the lane has it.
        """
        pools = with_pool(self, lane, self.window, self.window_pool)
        filings = applicant_steps_named(self, lane, self.filings)
        checks = tasks_named(self, lane, self.checks)
        check_done_together(self, lane, self.filings)
        check_done_together(self, lane, self.checks)
        longest = max(filings, key=lambda step: mean_span(step.time))
        filing = revised(
            filings[0],
            id=self.filing,
            title=Title(zh="到综合窗口一次提交材料", en="File everything at the integrated window"),
            visits=self.visits,
            time=self.filing_time or longest.time,
            documents=tuple(dict.fromkeys(name for step in filings for name in step.documents)),
            clauses=tuple(dict.fromkeys((*(clause for step in filings for clause in step.clauses), *self.clauses))),
        )
        title = Title(zh="综合窗口统一形式审查", en="One form check at the integrated window")
        intake = revised(
            merged_task(self, checks, self.intake, title, self.window),
            service_time=self.service_time or summed([check.service_time for check in checks], self.factor),
            visits=0,
        )
        gone: dict[str, Step | None] = dict.fromkeys((*self.filings, *self.checks))
        body = replace_steps(lane.body, gone | {filings[0].id: filing, checks[0].id: intake}) or filing
        renamed = dict.fromkeys(self.filings, self.filing) | dict.fromkeys(self.checks, self.intake)
        return reformed(self, lane, body, renamed, pools=pools)


def with_pool(lever: LeverFields, lane: Lane, name: str, pool: Pool | None) -> dict[str, Pool]:
    """The pools of the lane with one more, if it is given.

    Raises
    ------
    UnknownNameError
        If it is not given and the lane does not have it, or if it keeps a calendar that the lane does not have.
    """
    if pool is None:
        known("pool", name, lane.pools)
        return lane.pools
    if name in lane.pools:
        raise refused(lever, "a new id for the new pool, or no new pool", f"{name!r} twice", "Leave one of them out.")
    for calendar in (pool.calendar, *(group.calendar for group in pool.staff if group.calendar)):
        known("calendar", calendar, lane.calendars)
    return lane.pools | {name: pool}


def applicant_steps_named(lever: LeverFields, lane: Lane, step_ids: tuple[str, ...]) -> list[ApplicantStep]:
    """The applicant's steps of these ids, in the order of the lane."""
    for step_id in step_ids:
        if not isinstance(step := find(lane.body, step_id), ApplicantStep):
            raise refused(
                lever, f"a step of the applicant as {step_id!r}", f"{step.kind}", "Name the applicant's steps."
            )
    return [step for name, step in lane.steps.items() if name in step_ids and isinstance(step, ApplicantStep)]
