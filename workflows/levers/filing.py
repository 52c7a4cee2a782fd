"""Filing instead of approval (备案): an online notice is enough, and nothing has to come before it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from workflows.definition.conditions import Condition
from workflows.definition.distributions import Distribution
from workflows.definition.lane import Lane
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import ApplicantStep, Choice, Path, Task
from workflows.definition.tree import walk
from workflows.definition.values import Identifier, Proportion
from workflows.levers.lever import Direction, LeverFields, reformed, seed
from workflows.levers.rewriting import flattened, in_sequence
from workflows.levers.runs import consecutive_run
from workflows.levers.shorter_path import marks_of_run, passed_again, steps_of_run
from workflows.levers.told_apart import cases_told_apart


class FileInsteadOfApprove(LeverFields):
    """An approval becomes an online notice of the applicant. Nobody decides, nothing is asked for, no trip is made.

    What law puts after the approval comes after the notice then.

    Parameters
    ----------
    replaces : the consecutive steps of the approval: its papers, checks, reviews and refusals
    filing : id of the notice that takes their place
    filing_title : its title
    notice_time : of the applicant, to fill it in
    outside_catalogue : a condition on attributes: cases that are filed, while the others are approved as before; by
        default every case is filed
    share : instead: the share of cases that are filed, told by an attribute that the lane then gets
    attribute : id of that attribute
    """

    title: ClassVar[Title] = Title(zh="审批改备案", en="File instead of approve")
    explanation: ClassVar[Title] = Title(
        zh="核准改为网上告知性备案，不需任何前置手续，告知即完成。",
        en="An online notice takes the place of an approval: it is done once sent and has no preconditions.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="所列步骤须前后相连，其结果不得在其后引用；受理与决定不得只在其分支之内。",
        en=(
            "The steps follow one another, nothing behind them asks how they came out, and no mark of the clock hides "
            "in a path of theirs."
        ),
    )
    comes_after: ClassVar[tuple[str, ...]] = ("move_before_acceptance",)
    moves: ClassVar[Mapping[str, Direction]] = {
        "processing_time.mean": Direction.DOWN,
        "steps": Direction.DOWN,
    }
    clauses: ClassVar[tuple[Provenance, ...]] = (seed("DD-013", "即完成备案,不需要提供任何前置手续"),)

    lever: Literal["file_instead_of_approve"] = "file_instead_of_approve"
    replaces: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    filing: Identifier = "online_filing"
    filing_title: Title = Title(zh="网上备案", en="File online")
    notice_time: Distribution
    outside_catalogue: Condition | None = None
    share: Proportion | None = None
    attribute: Identifier = "outside_catalogue"

    @model_validator(mode="after")
    def _one_way_to_tell(self) -> Self:
        if self.outside_catalogue is not None and self.share is not None:
            raise ValueError("expected outside_catalogue or share, or neither; found both")
        return self

    def apply(self, lane: Lane) -> Lane:
        """The lane with a filing.

        Raises
        ------
        LeverRefusedError
            If the steps do not follow one another, if something behind them asks how one came out, or if the clock
            starts or ends in a path of theirs.
        """
        title = Title(zh="核准目录外", en="Outside the approval catalogue")
        new = None if self.share is None else (self.attribute, title, self.share)
        when, attributes = cases_told_apart(self, lane, self.outside_catalogue, new)
        body = flattened(lane.body)
        run = consecutive_run(self, lane, body, self.replaces)
        marks = marks_of_run(self, body, run)
        notice = ApplicantStep(id=self.filing, title=self.filing_title, time=self.notice_time, clauses=self.clauses)
        if when is None:
            gone = [step.id for part in steps_of_run(run) for step in walk(part) if isinstance(step, Task)]
            renamed = dict.fromkeys(gone, self.filing)
            return reformed(self, lane, run.replaced_by(body, (notice, *marks)), renamed, attributes=attributes)
        filed = in_sequence(notice, *(passed_again(mark, self.filing) for mark in marks))
        either = Choice(
            id=f"{self.filing}_or_approval",
            title=Title(zh="备案或核准", en="Filed or approved"),
            paths=(Path(step=filed, when=when),),
            otherwise=in_sequence(*steps_of_run(run)),
        )
        return reformed(self, lane, run.replaced_by(body, (either,)), attributes=attributes)
