"""Intermediaries (中介): an open market in the place of a designated provider, and who pays for what they do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from workflows.definition.actors import Payer
from workflows.definition.distributions import Distribution, mean_span
from workflows.definition.lane import Document, Lane, Pool, Staff
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import ApplicantStep, Step, ThirdPartyStep
from workflows.definition.values import Identifier, Money, Proportion
from workflows.levers.cancelling import CancelStep
from workflows.levers.lever import Direction, LeverFields, known, reformed, refused, seed
from workflows.levers.merging import check_done_together
from workflows.levers.reactions import Reaction, react, times, weakest
from workflows.levers.rewriting import find, in_sequence, remove_steps, replace_steps, revised
from workflows.levers.staffing import group_of


class IntermediaryMarket(LeverFields):
    """Applicants choose among intermediaries in an open market; nobody is designated, capped or unlisted.

    Parameters
    ----------
    steps : services of third parties that are chosen in the market
    time, fee : of their time and fee, since providers compete; below 1: less
    selection_time : of the applicant, to choose one before each of these services
    designated, providers : a pool that stands for a designated provider, and how many providers take its place
    documents, defects_left : papers that providers of these services write, and the share of their defects that is left
        once those who write bad ones are struck from the market
    not_listed : services that are no more conditions of an approval, since they are not on the list
    split : parts into which one service had been split: it is one again, done once, as long as the longest part
    """

    title: ClassVar[Title] = Title(zh="网上中介超市", en="Intermediary market")
    explanation: ClassVar[Title] = Title(
        zh="申请人在网上中介超市自主选择，取消指定与限额，清单外中介服务不再作为受理条件，用时与收费下降。",
        en="Applicants choose in an open market without designation, caps or unlisted services: less time and lower "
        "fees.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="所列环节为第三方办理且尚未入市；合并的环节由同一批办件经过；入市机构多于原指定机构。",
        en="The steps are third parties' and not in the market yet; parts of a split service are done by the same "
        "cases; there are more providers than were designated.",
    )
    moves: ClassVar[Mapping[str, Direction]] = {"holding.third_party": Direction.DOWN}
    clauses: ClassVar[tuple[Provenance, ...]] = (
        seed("SY-055", "沈阳市行政审批中介服务网上超市"),
        seed("SY-052", "审批部门一律不得设定中介服务"),
        seed("SY-053", "严禁将一项中介服务拆分为多个环节"),
        seed("SY-056", "严禁通过限额管理控制审批中介服务机构数量"),
        seed("SY-057", "要转企改制或与主管部门脱钩"),
        seed("SY-059", "建立惩戒和淘汰机制"),
        seed("TL-003", "变相指定供应商、服务单位、检查测评机构及中介机构的"),
        seed("DD-030", "将“统一施工”改为“统一标准”不再实行指定施工单位"),
    )

    lever: Literal["intermediary_market"] = "intermediary_market"
    steps: tuple[Identifier, ...] = ()
    time: Reaction | None = None
    fee: Reaction | None = None
    selection_time: Distribution | None = None
    designated: Identifier | None = None
    providers: Staff | None = None
    documents: tuple[Identifier, ...] = ()
    defects_left: Proportion | None = None
    not_listed: tuple[Identifier, ...] = ()
    split: tuple[Identifier, ...] = ()

    @model_validator(mode="after")
    def _says_what_goes_with_what(self) -> Self:
        acts = (self.time, self.fee, self.selection_time, self.defects_left)
        if bool(self.steps) != any(one is not None for one in acts):
            raise ValueError(
                "expected steps with time, fee, selection_time or defects_left; found one without the other"
            )
        if (self.designated is None) != (self.providers is None):
            raise ValueError("expected designated and providers, or neither; found one of them")
        if bool(self.documents) != (self.defects_left is not None):
            raise ValueError("expected documents and defects_left, or neither; found one of them")
        if len(self.split) == 1:
            raise ValueError(f"expected two parts or more of a split service; found {self.split[0]!r} alone")
        return self

    def apply(self, lane: Lane) -> Lane:
        """The lane with a market.

        Raises
        ------
        LeverRefusedError
            If a step is no third party's, is in the market already, has no fee to fall, or is one that cannot go; if
            parts of a split service are done by different cases; if there are no more providers than before.
        """
        body: Step = lane.body
        if self.not_listed:
            body = CancelStep(steps=self.not_listed, inherit=True).apply(lane).body
        renamed = dict.fromkeys(self.split[1:], self.split[0]) if self.split else {}
        if self.split:
            body = self._whole_again(revised(lane, body=body), body)
        open_: dict[str, Step | None] = {step.id: self._chosen(step) for step in services(self, body, self.steps)}
        documents, pools = self._written(lane.documents), self._undesignated(lane)
        return reformed(self, lane, replace_steps(body, open_), renamed, documents=documents, pools=pools)

    def _chosen(self, step: ThirdPartyStep) -> Step:
        if self.fee is not None and step.fee is None:
            raise refused(
                self, f"a service with a fee as {step.id!r}", "one without", "Leave it out, or leave fee out."
            )
        bought = react(
            self,
            step,
            time=times(step.time, self.time) if self.time else step.time,
            fee=_cheaper(step.fee, self.fee) if self.fee and step.fee else step.fee,
        )
        if self.selection_time is None:
            return bought
        choosing = ApplicantStep(
            id=f"choose_{step.id}"[:63],
            title=Title(zh=f"网上选取：{step.title.zh}"[:200], en=f"Choose a provider: {step.title.en}"[:200]),
            time=self.selection_time,
            clauses=self.clauses[:1],
        )
        return in_sequence(choosing, bought)

    def _whole_again(self, lane: Lane, body: Step) -> Step:
        parts = services(self, body, self.split)
        check_done_together(self, lane, self.split)
        fees = [part.fee for part in parts if part.fee is not None]
        whole = revised(
            parts[0],
            time=max((part.time for part in parts), key=mean_span),
            visits=max(part.visits for part in parts),
            documents=tuple(dict.fromkeys(name for part in parts for name in part.documents)),
            fee=max(fees, key=lambda fee: fee.yuan) if fees else None,
            clauses=(*parts[0].clauses, self.clauses[2]),
        )
        return remove_steps(replace_steps(body, {whole.id: whole}) or whole, self.split[1:])

    def _written(self, documents: dict[str, Document]) -> dict[str, Document]:
        changed = dict(documents)
        for name in self.documents:
            assert self.defects_left is not None  # checked when the lever is read
            share, left = documents[known("document", name, documents)].defect_share, self.defects_left
            basis = f"{left.value:g} of {share.value:g} ({share.provenance.basis}); {left.provenance.basis}"
            provenance = Provenance(source=weakest(share.provenance, left.provenance), basis=basis[:500])
            fewer = Proportion(value=share.value * left.value, provenance=provenance)
            changed[name] = revised(documents[name], defect_share=fewer)
        return changed

    def _undesignated(self, lane: Lane) -> dict[str, Pool]:
        if self.designated is None or self.providers is None:
            return lane.pools
        pool = lane.pools[known("pool", self.designated, lane.pools)]
        at = group_of(self, pool, self.designated, self.providers.calendar)
        if self.providers.count <= pool.staff[at].count:
            raise refused(
                self,
                f"more providers than the {pool.staff[at].count} of {self.designated!r}",
                f"{self.providers.count}",
                "A market has no caps; give more.",
            )
        staff = (*pool.staff[:at], self.providers, *pool.staff[at + 1 :])
        return lane.pools | {self.designated: revised(pool, staff=staff)}


class AgencyPaysIntermediary(LeverFields):
    """The agency that commissions a technical service pays for it. The cost does not vanish: it moves.

    Parameters
    ----------
    steps : services of third parties
    """

    title: ClassVar[Title] = Title(zh="中介费用由审批部门支付", en="The agency pays the intermediary")
    explanation: ClassVar[Title] = Title(
        zh="审批中委托的技术性服务由审批部门付费：申请人费用减少，行政成本等额增加。",
        en="The agency pays for technical services: the applicant's fees fall, the cost to the agency rises as much.",
    )
    preconditions: ClassVar[Title] = Title(
        zh="所列环节为第三方办理、有收费、目前由申请人支付。",
        en="The steps are third parties', have a fee, and the applicant pays it.",
    )
    moves: ClassVar[Mapping[str, Direction]] = {"fees": Direction.DOWN, "agency_cost": Direction.UP}
    clauses: ClassVar[tuple[Provenance, ...]] = (seed("PJ-023", "服务费用一律由审批部门支付并纳入部门预算"),)

    lever: Literal["agency_pays_intermediary"] = "agency_pays_intermediary"
    steps: Annotated[tuple[Identifier, ...], Field(min_length=1)]

    def apply(self, lane: Lane) -> Lane:
        """The lane in which the agency pays.

        Raises
        ------
        LeverRefusedError
            If a step is no third party's, has no fee, or the agency pays for it already.
        """
        paid: dict[str, Step | None] = {}
        for step in services(self, lane.body, self.steps):
            if step.fee is None or step.paid_by is Payer.AGENCY:
                found = "one without a fee" if step.fee is None else "one that the agency pays already"
                raise refused(self, f"a service that the applicant pays as {step.id!r}", found, "Leave it out.")
            paid[step.id] = revised(step, paid_by=Payer.AGENCY, clauses=(*step.clauses, self.clauses[0]))
        return reformed(self, lane, replace_steps(lane.body, paid))


def services(lever: LeverFields, body: Step, step_ids: tuple[str, ...]) -> list[ThirdPartyStep]:
    """The services of third parties of these ids."""
    found: list[ThirdPartyStep] = []
    for step_id in dict.fromkeys(step_ids):
        step = find(body, step_id)
        if not isinstance(step, ThirdPartyStep):
            raise refused(
                lever, f"a service of a third party as {step_id!r}", f"{step.kind}", "Name third parties' steps."
            )
        found.append(step)
    return found


def _cheaper(fee: Money, factor: Reaction) -> Money:
    basis = f"{factor.value:g} times {fee.yuan:g} yuan ({fee.provenance.basis}); {factor.provenance.basis}"
    provenance = Provenance(source=weakest(fee.provenance, factor.provenance), basis=basis[:500])
    return Money(yuan=fee.yuan * factor.value, provenance=provenance)
