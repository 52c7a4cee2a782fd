"""Who may do what: one table of actions and roles, and the one function that reads it.

A cell says how far a role reaches with an action. *Own* means, by role,

========== =========================================================
applicant  a case whose applicant they are
agent      a case of an applicant who gave them a mandate, if it is
           for such a case and for what they do to it
officer    what the pools of their departments do, or take part in
supervisor likewise
designer   an experiment that they asked for last, a draft that
           they began
operator   nothing: where an operator may do something, then anywhere
========== =========================================================

Whoever is a party to a case, as its applicant or the applicant's agent, does nothing official in it, whatever else they
are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from services.errors import ForbiddenError
from services.security.principal import Principal, Role


class Action(StrEnum):
    """What a request is about to do. Every route declares one."""

    SEE_CATALOGUE = "see_catalogue"
    START_CASE = "start_case"
    SEE_CASE = "see_case"
    SEE_MEMBERS = "see_members"
    """Who of a department has worked on a case, not only which department."""
    ANSWER_STEP = "answer_step"
    FILE_PAPERS = "file_papers"
    """Hand in the files of a case's documents, and take them out again."""
    RATE_CASE = "rate_case"
    SEE_OWN_CASES = "see_own_cases"
    WITHDRAW_CASE = "withdraw_case"
    GIVE_MANDATE = "give_mandate"
    END_MANDATE = "end_mandate"
    """Take back a mandate that one has given, or lay down one that one was given."""
    SEE_MANDATES = "see_mandates"
    SEE_INBOX = "see_inbox"
    DO_WORK = "do_work"
    ACT_FOR_MEMBER = "act_for_member"
    """Do work in the name of somebody else of the department."""
    SEE_WORK = "see_work"
    """How a case stands officially: its work items with their assignees, its limits, its procedures."""
    REASSIGN_WORK = "reassign_work"
    ESCALATE_WORK = "escalate_work"
    GIVE_OPINION = "give_opinion"
    RUN_PROCEDURE = "run_procedure"
    """Begin and end a special procedure."""
    ASK_EXTENSION = "ask_extension"
    DECIDE_EXTENSION = "decide_extension"
    REFUSE_CASE = "refuse_case"
    """Not accept a case on the authority's own ground."""
    TAKE_BACK = "take_back"
    """Retract or revoke a decision."""
    OWN_CASE = "own_case"
    """Say who follows a case to its end."""
    SEE_STATISTICS = "see_statistics"
    EXPORT_EVENTS = "export_events"
    EXPORT_SEALED = "export_sealed"
    ASK_EXPERIMENT = "ask_experiment"
    ASK_IN_ANOTHERS_NAME = "ask_in_anothers_name"
    SEE_EXPERIMENT = "see_experiment"
    CANCEL_EXPERIMENT = "cancel_experiment"
    DESIGN = "design"
    """Have what is typed checked, compared, taken in or written out; nothing of it is kept."""
    DRAFT = "draft"
    """Begin a draft."""
    SEE_DRAFT = "see_draft"
    CHANGE_DRAFT = "change_draft"
    OPEN_PAYLOADS = "open_payloads"
    """Read, on Temporal's page, all that any case was told."""
    SEE_TRAIL_HEAD = "see_trail_head"
    """How far the trail has come, and the hash of its last row, to be kept elsewhere."""


class Reach(StrEnum):
    """How far a role reaches with an action."""

    ANY = "any"
    OWN = "own"
    BROUGHT = "brought"
    """Own, if the case was brought by its applicant and not against them."""
    NAMELESS = "nameless"
    """Own, if nobody knows who the applicant is: whoever stands at the window has somebody of it write things down."""
    EX_OFFICIO = "ex_officio"
    """Own, if no applicant who is known has brought the case."""


_A, _G, _O, _S, _D, _P = Role.APPLICANT, Role.AGENT, Role.OFFICER, Role.SUPERVISOR, Role.DESIGNER, Role.OPERATOR

POLICY: Final[Mapping[Action, Mapping[Role, Reach]]] = MappingProxyType(
    {
        Action.SEE_CATALOGUE: dict.fromkeys(Role, Reach.ANY),
        Action.START_CASE: {_A: Reach.BROUGHT, _G: Reach.BROUGHT, _O: Reach.OWN, _S: Reach.OWN},
        Action.SEE_CASE: {_A: Reach.OWN, _G: Reach.OWN, _O: Reach.OWN, _S: Reach.OWN},
        Action.SEE_MEMBERS: {_O: Reach.OWN, _S: Reach.OWN},
        Action.ANSWER_STEP: {_A: Reach.OWN, _G: Reach.OWN, _O: Reach.NAMELESS, _S: Reach.NAMELESS},
        Action.FILE_PAPERS: {_A: Reach.OWN, _G: Reach.OWN, _O: Reach.NAMELESS, _S: Reach.NAMELESS},
        Action.RATE_CASE: {_A: Reach.BROUGHT, _G: Reach.BROUGHT},
        Action.SEE_OWN_CASES: {_A: Reach.OWN, _G: Reach.OWN},
        Action.WITHDRAW_CASE: {_A: Reach.BROUGHT, _G: Reach.BROUGHT, _O: Reach.NAMELESS, _S: Reach.EX_OFFICIO},
        Action.GIVE_MANDATE: {_A: Reach.OWN},
        Action.END_MANDATE: {_A: Reach.OWN, _G: Reach.OWN},
        Action.SEE_MANDATES: {_A: Reach.OWN, _G: Reach.OWN},
        Action.SEE_INBOX: {_A: Reach.OWN, _G: Reach.OWN, _O: Reach.OWN, _S: Reach.OWN},
        Action.DO_WORK: {_O: Reach.OWN, _S: Reach.OWN},
        Action.ACT_FOR_MEMBER: {_S: Reach.OWN},
        Action.SEE_WORK: {_O: Reach.OWN, _S: Reach.OWN},
        Action.REASSIGN_WORK: {_S: Reach.OWN},
        Action.ESCALATE_WORK: {_O: Reach.OWN, _S: Reach.OWN},
        Action.GIVE_OPINION: {_O: Reach.OWN, _S: Reach.OWN},
        Action.RUN_PROCEDURE: {_O: Reach.OWN, _S: Reach.OWN},
        Action.ASK_EXTENSION: {_O: Reach.OWN, _S: Reach.OWN},
        Action.DECIDE_EXTENSION: {_S: Reach.OWN},
        Action.REFUSE_CASE: {_O: Reach.OWN, _S: Reach.OWN},
        Action.TAKE_BACK: {_S: Reach.OWN},
        Action.OWN_CASE: {_O: Reach.OWN, _S: Reach.OWN},
        Action.SEE_STATISTICS: {_O: Reach.OWN, _S: Reach.OWN, _D: Reach.ANY, _P: Reach.ANY},
        Action.EXPORT_EVENTS: {_S: Reach.OWN, _D: Reach.ANY},
        Action.EXPORT_SEALED: {_S: Reach.OWN},
        Action.ASK_EXPERIMENT: {_D: Reach.ANY},
        Action.ASK_IN_ANOTHERS_NAME: {_P: Reach.ANY},
        Action.SEE_EXPERIMENT: {_S: Reach.ANY, _D: Reach.ANY, _P: Reach.ANY},
        Action.CANCEL_EXPERIMENT: {_D: Reach.OWN, _P: Reach.ANY},
        Action.DRAFT: {_D: Reach.ANY},
        Action.SEE_DRAFT: {_D: Reach.ANY},
        Action.CHANGE_DRAFT: {_D: Reach.OWN},
        Action.DESIGN: {_D: Reach.ANY},
        Action.SEE_TRAIL_HEAD: {_S: Reach.ANY, _P: Reach.ANY},
        Action.OPEN_PAYLOADS: {_S: Reach.OWN, _P: Reach.ANY},  # own: of all departments
    }
)
"""What is not in here is refused."""

MANDATED: Final = (
    Action.START_CASE,
    Action.ANSWER_STEP,
    Action.FILE_PAPERS,
    Action.RATE_CASE,
    Action.WITHDRAW_CASE,
)
"""What a mandate may be limited to. Seeing the cases comes with every mandate."""

OFFICIAL: Final = frozenset(
    {
        Action.SEE_MEMBERS,
        Action.DO_WORK,
        Action.ACT_FOR_MEMBER,
        Action.SEE_WORK,
        Action.REASSIGN_WORK,
        Action.ESCALATE_WORK,
        Action.GIVE_OPINION,
        Action.RUN_PROCEDURE,
        Action.ASK_EXTENSION,
        Action.DECIDE_EXTENSION,
        Action.REFUSE_CASE,
        Action.TAKE_BACK,
        Action.OWN_CASE,
    }
)
"""What nobody does in a case to which they are a party."""


@dataclass(frozen=True, slots=True)
class Resource:
    """What something is done to, as far as it matters for who may do it.

    Attributes
    ----------
    applicant : whose case it is, if that is known; of a mandate who gave it
    brought : whether such a case is brought by its applicant; otherwise by an authority, and perhaps against them
    departments : all names of the departments whose work it is; none if nobody knows
    asked_by : who asked for an experiment, or began a draft
    lane : of a case: which it travels
    agent : of a mandate: to whom it was given
    """

    applicant: str | None = None
    brought: bool = True
    departments: frozenset[str] = frozenset()
    asked_by: str | None = None
    lane: str | None = None
    agent: str | None = None


def allows(who: Principal, action: Action, resource: Resource) -> bool:
    """Whether somebody may do something to something."""
    if action in OFFICIAL and _is_party(who, resource):
        return False
    found = POLICY[action]
    return any(_reaches(who, role, action, found[role], resource) for role in found if role in who.roles)


def authorise(who: Principal, action: Action, resource: Resource) -> None:
    """See that somebody may do something to something.

    Raises
    ------
    ForbiddenError
        If they may not.
    """
    if not allows(who, action, resource):
        raise ForbiddenError(who.subject, who.roles, action, POLICY[action])


def require_role(who: Principal, action: Action) -> None:
    """See that somebody has a role that may do something, be it to what is theirs only.

    Raises
    ------
    ForbiddenError
        If they have none.
    """
    if who.roles.isdisjoint(POLICY[action]):
        raise ForbiddenError(who.subject, who.roles, action, POLICY[action])


def _is_party(who: Principal, resource: Resource) -> bool:
    return resource.applicant is not None and (
        resource.applicant == who.subject or (Role.AGENT in who.roles and resource.applicant in who.clients)
    )


def _reaches(who: Principal, role: Role, action: Action, reach: Reach, resource: Resource) -> bool:
    match reach:
        case Reach.ANY:
            return True
        case Reach.OWN:
            return _is_own(who, role, action, resource)
        case Reach.BROUGHT:
            return resource.brought and _is_own(who, role, action, resource)
        case Reach.NAMELESS:
            return resource.applicant is None and _is_own(who, role, action, resource)
        case Reach.EX_OFFICIO:
            return (resource.applicant is None or not resource.brought) and _is_own(who, role, action, resource)


def _is_own(who: Principal, role: Role, action: Action, resource: Resource) -> bool:
    match role:
        case Role.APPLICANT:
            return resource.applicant == who.subject
        case Role.AGENT:
            return _is_given(who, action, resource)
        case Role.OFFICER | Role.SUPERVISOR:
            return who.serves(resource.departments)
        case Role.DESIGNER:
            return resource.asked_by == who.subject
        case Role.OPERATOR:
            return False


def _is_given(who: Principal, action: Action, resource: Resource) -> bool:
    """Whether somebody may do something as an agent: to a mandate of theirs, or to a case by one."""
    if resource.agent is not None:
        return resource.agent == who.subject
    return resource.applicant in who.mandates or any(
        mandate.applicant == resource.applicant
        and (not mandate.lanes or resource.lane in mandate.lanes)
        and (action not in MANDATED or action in mandate.actions)
        for mandate in who.registered
    )
