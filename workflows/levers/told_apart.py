"""Cases that a lever tells apart from the start, by what the lane knows of them or by what the lever adds."""

from __future__ import annotations

from workflows.definition.conditions import Condition
from workflows.definition.lane import Attribute, Lane
from workflows.definition.provenance import Title
from workflows.definition.values import Proportion
from workflows.levers.attributes import has, with_attribute
from workflows.levers.lever import LeverFields
from workflows.levers.shorter_path import check_known_from_the_start


def cases_told_apart(
    lever: LeverFields, lane: Lane, when: Condition | None, new: tuple[str, Title, Proportion] | None
) -> tuple[Condition | None, dict[str, Attribute]]:
    """Which cases are meant, and the attributes of the lane with the one by which they are told apart.

    Parameters
    ----------
    when : on attributes that the lane has; or none
    new : instead: id, title and share of cases of an attribute that it gets; or none

    Returns
    -------
    the condition, or none if every case is meant

    Raises
    ------
    LeverRefusedError
        If the condition asks for anything but attributes, or the lane has the new one already.
    """
    if new is not None:
        return has(new[0]), with_attribute(lever, lane, *new)
    if when is not None:
        check_known_from_the_start(lever, when, lane.attributes)
    return when, lane.attributes
