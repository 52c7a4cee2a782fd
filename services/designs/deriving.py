"""Pull levers on a lane that nobody has kept yet, and say why one does not fit."""

from __future__ import annotations

import json

from services.designs.checking import read_lane
from services.designs.problems import told
from services.designs.refusals import refusal
from services.designs.schemas import AskedDerivation, BeforeAfter, Derivation, DerivedStep, Draft
from services.errors import DesignRefusedError
from workflows.definition.catalogue import lane_ids
from workflows.definition.hashing import lane_hash
from workflows.definition.lane import Lane
from workflows.definition.loading import parse_model
from workflows.definition.longest_limit import longest_limit
from workflows.definition.provenance import Frozen
from workflows.errors import InvalidFileError, InvalidInputError, UnknownNameError
from workflows.levers.catalogue import Lever
from workflows.levers.scenario import base_lane, shipped_scenarios


class _Reform(Frozen):
    levers: tuple[Lever, ...]


def derived(asked: AskedDerivation) -> Derivation:
    """A lane before and after levers.

    Raises
    ------
    DesignRefusedError
        If the lane cannot be used, a lever is not told what it has to be, or one does not fit.
    """
    before = asked_base(asked.base)
    levers = read_levers(asked.levers)
    lane, steps = before, []
    for number, lever in enumerate(levers, start=1):
        try:
            lane = lever.apply(lane)
        except InvalidInputError as error:
            raise DesignRefusedError([refusal(error, lever, number, lane)]) from error
        steps.append(DerivedStep(lever=lever.lever, title=lever.called, longest_limit=longest_limit(lane)))
    return Derivation(
        before=before,
        after=lane,
        hash_before=lane_hash(before),
        hash=lane_hash(lane),
        longest_limit=BeforeAfter(before=longest_limit(before), after=longest_limit(lane)),
        steps=tuple(steps),
    )


def asked_base(base: str | Draft) -> Lane:
    """The lane that levers are pulled on; a name never leads to a file.

    Raises
    ------
    UnknownNameError
        If nothing that is shipped is called so.
    DesignRefusedError
        If the lane that came cannot be used.
    """
    if isinstance(base, str):
        return shipped_base(base)
    try:
        return read_lane(base)
    except InvalidFileError as error:
        raise DesignRefusedError(told(error.problems, base)) from error


def shipped_base(name: str) -> Lane:
    """The lane of a shipped lane or scenario.

    Raises
    ------
    UnknownNameError
        If nothing that is shipped is called so, a path least of all.
    """
    known = (*lane_ids(), *shipped_scenarios())
    if name not in known:
        raise UnknownNameError("lane or scenario", name, known)
    return base_lane(name)


def read_levers(written: tuple[Draft, ...]) -> tuple[Lever, ...]:
    """Levers that came as JSON.

    Raises
    ------
    DesignRefusedError
        With everything that they have not been told, or not in the right form.
    """
    sent: Draft = {"levers": list(written)}
    try:
        return parse_model(json.dumps(sent, ensure_ascii=False), "levers", _Reform).model.levers
    except InvalidFileError as error:
        problems = told(error.problems, sent)
        raise DesignRefusedError(
            [each.model_copy(update={"lever": _number(each.path)}) for each in problems]
        ) from error


def _number(path: tuple[str | int, ...]) -> int | None:
    match path:
        case ("levers", int() as at, *_):
            return at + 1
        case _:
            return None
