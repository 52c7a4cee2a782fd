"""First-contact owner (首问负责、首办责任): whoever is asked first owns the case, and urges until it is closed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from workflows.definition.distributions import Distribution
from workflows.definition.lane import Lane
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import Step, Task, Work
from workflows.definition.values import Identifier
from workflows.levers.attributes import work_named
from workflows.levers.lever import Direction, LeverFields, known, reformed, refused, seed
from workflows.levers.reactions import Reaction, react, times
from workflows.levers.rewriting import in_sequence, replace_steps


class FirstContactOwner(LeverFields):
    """One owner follows a case from its first contact on; it lies less long between departments.

    Parameters
    ----------
    pool : whose people own the cases
    owner_time : working time that an owner spends on a case: answering, following, urging; spent when the case comes
    gaps : what is done faster because somebody urges: the applicant's and third parties' ways, and tasks whose papers
        circulate
    factor : of the time of these ways, and of the circulation of these tasks; an assumption, as no document gives one
    """

    title: ClassVar[Title] = Title(zh="首问负责、首办责任", en="First-contact owner")
    explanation: ClassVar[Title] = Title(
        zh="首问首办责任人全程跟踪、协调、督办，部门之间的空转时间缩短；责任人要为此花费工时。",
        en="One owner follows, coordinates and urges: less time is lost between departments, at the cost of the "
        "owner's.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="办件尚无首办责任人；所列环节为申请人或第三方环节，或须流转的部门环节；系数须为假设或实测。",
        en="Cases have no owner yet; the gaps are ways of others, or tasks whose papers circulate; the factor is "
        "assumed or measured.",
    )
    comes_after: ClassVar[tuple[str, ...]] = ("internal_handover", "pace_by_deadline")
    moves: ClassVar[Mapping[str, Direction]] = {"cycle_time.mean": Direction.DOWN, "agency_cost": Direction.UP}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("FS-033", "對辦理事項全程進行跟蹤、協調、督辦直至辦結"),
        seed("SY-008", "首问负责"),
        seed("DD-033", "建立健全首问负责、一次性告知、并联办理、限时办结等制度"),
        seed("TL-005", "执行“首问负责”、一次性告知等制度不到位"),
        seed("DD-008", "专人承办、协同办理、全程跟踪"),
    )

    lever: Literal["first_contact_owner"] = "first_contact_owner"
    pool: Identifier
    owner_time: Distribution
    gaps: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    factor: Reaction

    def apply(self, lane: Lane) -> Lane:
        """The lane in which every case has an owner.

        Raises
        ------
        LeverRefusedError
            If cases have an owner already, or nothing in a step named can be urged.
        """
        known("pool", self.pool, lane.pools)
        owned = Task(
            id="first_contact",
            title=Title(zh="首问首办责任人跟踪、协调、督办", en="Owner of the case follows, coordinates and urges"),
            pool=self.pool,
            service_time=self.owner_time,
            clauses=self.clauses[:1],
        )
        if owned.id in lane.steps:
            raise refused(self, "cases without an owner", f"step {owned.id!r}", "Use the lever once, for all gaps.")
        urged: dict[str, Step | None] = {step.id: self._urged(step) for step in work_named(self, lane, self.gaps)}
        return reformed(self, lane, in_sequence(owned, replace_steps(lane.body, urged)))

    def _urged(self, step: Work) -> Work:
        if not isinstance(step, Task):
            return react(self, step, time=times(step.time, self.factor))
        if step.paced_by_limit is not None:
            return react(self, step, paced_by_limit=times(step.paced_by_limit, self.factor))
        if step.circulation_time is not None:
            return react(self, step, circulation_time=times(step.circulation_time, self.factor))
        raise refused(
            self,
            f"a way, or a task whose papers circulate, as {step.id!r}",
            "a task that is done in one go",
            "Name the way to it instead.",
        )
