"""Kinds of cases: attributes that a lever gives a lane, and what a step is then like for the cases that have them."""

from __future__ import annotations

from collections.abc import Iterable

from workflows.definition.conditions import AllOf, AttributeIs, Condition, leaves
from workflows.definition.lane import Attribute, AttributeValue, CasePriority, Lane
from workflows.definition.provenance import Provenance, Title
from workflows.definition.steps import ApplicantStep, Task, ThirdPartyStep, Work
from workflows.definition.values import Proportion, Variation
from workflows.levers.lever import LeverFields, known, refused
from workflows.levers.reactions import product, weakest
from workflows.levers.rewriting import find, revised

YES, NO = "yes", "no"


def has(attribute: str, *values: str) -> AttributeIs:
    """The condition that a case has one of these values."""
    return AttributeIs.model_validate({"attribute": attribute, "in": values or (YES,)})


def yes_or_no(title: Title, share: Proportion) -> Attribute:
    """An attribute that a share of the cases has."""
    left = Provenance(source=share.provenance.source, basis=f"what this leaves: {share.provenance.basis}"[:500])
    return Attribute(
        title=title,
        values=(
            AttributeValue(value=YES, title=Title(zh="是", en="Yes"), share=share),
            AttributeValue(
                value=NO, title=Title(zh="否", en="No"), share=Proportion(value=1 - share.value, provenance=left)
            ),
        ),
    )


def with_attribute(
    lever: LeverFields, lane: Lane, name: str, title: Title, share: Proportion | None
) -> dict[str, Attribute]:
    """The attributes of the lane, with one of yes and no that it has already or that a share of cases gets.

    Raises
    ------
    UnknownNameError
        If no share is given and the lane does not have the attribute.
    LeverRefusedError
        If a share is given although the lane has it, or it is not one of yes and no.
    """
    if share is None:
        values = [each.value for each in lane.attributes[known("attribute", name, lane.attributes)].values]
        if YES not in values:
            raise refused(
                lever, f"an attribute with the value {YES!r} as {name!r}", f"{', '.join(values)}", "Name another one."
            )
        return lane.attributes
    if name in lane.attributes:
        raise refused(
            lever, f"no share, since the lane has attribute {name!r}", f"{share.value:g}", "Leave the share out."
        )
    return lane.attributes | {name: yes_or_no(title, share)}


def share_of(attribute: Attribute, value: str = YES) -> Proportion:
    """How many cases have a value."""
    return next(each.share for each in attribute.values if each.value == value)


def asks_for(condition: Condition, attribute: str) -> bool:
    """Whether a condition asks for an attribute."""
    return any(isinstance(leaf, AttributeIs) and leaf.attribute == attribute for leaf in leaves(condition))


def work_named(lever: LeverFields, lane: Lane, step_ids: Iterable[str]) -> list[Work]:
    """The steps of these ids, if somebody does them."""
    found: list[Work] = []
    for step_id in step_ids:
        step = find(lane.body, step_id)
        if not isinstance(step, Task | ApplicantStep | ThirdPartyStep):
            raise refused(
                lever, f"a step that somebody does as {step_id!r}", f"{step.kind}", "Name a step inside the block."
            )
        found.append(step)
    return found


def varied(lever: LeverFields, step: Work, new: Iterable[Variation]) -> Work:
    """The step, different for some cases, on top of what it is like for them already.

    For a case that an earlier variation fits as well both count: the times multiply, and the fewer trips count.
    """
    new = tuple(new)
    both = (_both(lever, one, old) for one in new for old in step.variations)
    return revised(step, variations=(*both, *new, *step.variations))


def _both(lever: LeverFields, new: Variation, old: Variation) -> Variation:
    trips = [variation.visits for variation in (new, old) if variation.visits is not None]
    times = [variation.time for variation in (new, old) if variation.time is not None]
    return Variation(
        when=AllOf(all_of=(new.when, old.when)),
        visits=min(trips) if trips else None,
        time=product(lever, *times) if times else None,
    )


def first_in_line(priorities: tuple[CasePriority, ...], new: CasePriority) -> tuple[CasePriority, ...]:
    """The priorities with one more, before all that are less urgent, since the first that fits a case counts."""
    at = next((index for index, old in enumerate(priorities) if old.add > new.add), len(priorities))
    return (*priorities[:at], new, *priorities[at:])


def share_left(share: Proportion, of: Proportion, left: Proportion) -> Proportion:
    """A share over all cases, when for some of them only a part of it is left.

    Parameters
    ----------
    of : share of the cases for which it is less
    left : of the share, the part that is left for these
    """
    basis = f"{share.provenance.basis}; for {of.value:g} of the cases {left.value:g} of it: {left.provenance.basis}"
    return Proportion(
        value=share.value * (1 - of.value * (1 - left.value)),
        provenance=Provenance(source=weakest(share.provenance, of.provenance, left.provenance), basis=basis[:500]),
    )
