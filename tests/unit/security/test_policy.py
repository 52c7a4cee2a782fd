"""What the policy says where no route of ours can show it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.errors import ForbiddenError
from services.security.policy import OFFICIAL, POLICY, Action, Reach, Resource, allows, authorise, require_role
from services.security.principal import EVERY, Principal, Role
from services.security.resources import departments_of, is_brought
from workflows.definition.catalogue import LaneGroup, group_of, lane_ids, shipped_lane

NAMES = some.sampled_from(("a", "b", "c"))
PRINCIPALS = some.builds(
    Principal,
    subject=NAMES,
    roles=some.frozensets(some.sampled_from(Role)),
    departments=some.frozensets(some.sampled_from(("tax", "land", EVERY)), max_size=2),
    mandates=some.frozensets(NAMES, max_size=2),
)
RESOURCES = some.builds(
    Resource,
    applicant=some.none() | NAMES,
    brought=some.booleans(),
    departments=some.frozensets(some.sampled_from(("tax", "land"))),
    asked_by=some.none() | NAMES,
)
ACTIONS = some.sampled_from(Action)


@given(PRINCIPALS, ACTIONS, RESOURCES)
def test_whoever_has_no_role_for_it_may_do_it_to_nothing(who: Principal, action: Action, resource: Resource) -> None:
    if who.roles.isdisjoint(POLICY[action]):
        assert not allows(who, action, resource)
        with pytest.raises(ForbiddenError, match=action):
            require_role(who, action)
    else:
        require_role(who, action)


@given(PRINCIPALS, ACTIONS, RESOURCES, some.sampled_from(Role))
def test_another_role_takes_nothing_away(who: Principal, action: Action, resource: Resource, role: Role) -> None:
    # But for an agent's: whoever becomes a party to a case may do nothing official in it any more.
    if role is not Role.AGENT and allows(who, action, resource):
        assert allows(who.model_copy(update={"roles": who.roles | {role}}), action, resource)


@given(PRINCIPALS, some.sampled_from(sorted(OFFICIAL)), RESOURCES)
def test_nobody_is_official_in_a_case_of_their_own(who: Principal, action: Action, resource: Resource) -> None:
    own = Resource(who.subject, resource.brought, resource.departments)
    assert not allows(who, action, own)
    with pytest.raises(ForbiddenError):
        authorise(who, action, own)


@given(PRINCIPALS, ACTIONS, RESOURCES)
def test_what_is_refused_says_what_was_expected(who: Principal, action: Action, resource: Resource) -> None:
    if allows(who, action, resource):
        authorise(who, action, resource)
        return
    with pytest.raises(ForbiddenError) as refused:
        authorise(who, action, resource)
    assert action in str(refused.value)
    assert repr(who.subject) in str(refused.value)


@given(PRINCIPALS, RESOURCES)
def test_an_applicant_cannot_get_rid_of_what_is_held_against_them(who: Principal, resource: Resource) -> None:
    against = Resource(who.subject, brought=False, departments=resource.departments)
    party = who.model_copy(update={"roles": frozenset({Role.APPLICANT, Role.AGENT})})
    assert not allows(party, Action.WITHDRAW_CASE, against)


def test_the_policy_reaches_no_further_than_a_role_can() -> None:
    for roles in POLICY.values():
        for role, reach in roles.items():
            if reach in {Reach.NAMELESS, Reach.EX_OFFICIO}:
                assert role in {Role.OFFICER, Role.SUPERVISOR}
            if reach is Reach.BROUGHT:
                assert role in {Role.APPLICANT, Role.AGENT}
            if role is Role.OPERATOR:
                assert reach is Reach.ANY  # nothing is an operator's own


def test_applicants_bring_approvals_and_complaints_and_nothing_else() -> None:
    brought = {id_ for id_ in lane_ids() if is_brought(id_)}
    approvals = {id_ for id_ in lane_ids() if group_of(id_) is LaneGroup.APPROVAL}
    assert approvals - brought == {"commitment_follow_up"}
    assert brought - approvals == {"complaint_handling"}
    assert not is_brought("a_citys_own_lane")


def test_a_department_is_called_by_its_pools_and_by_its_title_in_both_languages() -> None:
    lane = shipped_lane("property_registration")
    names = departments_of(lane, ("deed_tax_hall",))
    title = lane.pools["deed_tax_hall"].department
    assert names == {"deed_tax_hall", "property_registration/deed_tax_hall", title.zh, title.en}
    assert departments_of(lane, ("", "no_such_pool")) == frozenset()
