"""What ``greenlane experiment run`` asks, from its options: each kind of experiment takes some of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Final

from pydantic import ValidationError

from services.experiments.request import ExperimentKind, ExperimentRequest
from workflows.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class Options:
    """Options as they were given; none, or empty, where they were not."""

    cases: int | None
    replications: int | None
    seed: int
    confidence: float | None
    precision: float | None
    kpi: Sequence[str]
    days: int | None
    indifference: float | None
    first: int | None
    pool: Sequence[str]
    goal: str | None
    most: int | None
    input: Sequence[str]
    method: str | None
    size: int | None
    trials: int | None
    levers: bool
    orders: int | None
    share: Sequence[float]
    case: Sequence[int]


_OF: Final = MappingProxyType(
    {
        "precision": {ExperimentKind.SIMULATE, ExperimentKind.COMPARE},
        "kpi": {
            ExperimentKind.SIMULATE,
            ExperimentKind.COMPARE,
            ExperimentKind.SELECT,
            ExperimentKind.SENSITIVITY,
            ExperimentKind.PARETO,
        },
        "days": {ExperimentKind.WARM_UP},
        "indifference": {ExperimentKind.SELECT},
        "first": {ExperimentKind.SELECT},
        "pool": {ExperimentKind.STAFF, ExperimentKind.PARETO},
        "goal": {ExperimentKind.STAFF},
        "most": {ExperimentKind.STAFF},
        "input": {ExperimentKind.SENSITIVITY},
        "method": {ExperimentKind.SENSITIVITY},
        "size": {ExperimentKind.SENSITIVITY},
        "trials": {ExperimentKind.PARETO},
        "levers": {ExperimentKind.PARETO},
        "orders": {ExperimentKind.ATTRIBUTE},
        "share": {ExperimentKind.TRACE},
        "case": {ExperimentKind.TRACE},
    }
)
"""Options that not every kind takes, and those that do."""


_CALLED: Final = MappingProxyType(
    {"pools": "pool", "inputs": "input", "relative": "precision", "kpis": "kpi", "shares": "share"}
)


def request_of(kind: ExperimentKind, subjects: Sequence[str], options: Options) -> ExperimentRequest:
    """What is asked.

    Raises
    ------
    InvalidInputError
        If an option is not for that kind, or one that it needs is missing or out of its bounds.
    """
    _check_options(kind, options)
    content = {"kind": kind, "subjects": tuple(subjects), "design": _design(kind, options)}
    told = _told(kind, options)
    if told is not None:
        content[kind.value] = {name: value for name, value in told.items() if value not in (None, ())}
    if options.precision is not None:
        precision = {"relative": options.precision, "kpis": tuple(options.kpi), "most": options.replications}
        content["precision"] = {name: value for name, value in precision.items() if value not in (None, ())}
    try:
        return ExperimentRequest.model_validate(content)
    except ValidationError as error:
        problems = (f"{_option(str(each['loc'][-1]))}: {each['msg']}" for each in error.errors())
        raise InvalidInputError(
            f"expected an experiment of kind {kind} with all that it needs; found {'; '.join(problems)}. "
            "See greenlane experiment run --help."
        ) from error


def _option(field: str) -> str:
    """What a field of a request is called on the command line."""
    return f"--{_CALLED.get(field, field)}"


def _check_options(kind: ExperimentKind, options: Options) -> None:
    for field in fields(Options):
        kinds, value = _OF.get(field.name), getattr(options, field.name)
        if kinds is not None and kind not in kinds and value not in (None, False, [], ()):
            raise InvalidInputError(
                f"expected --{field.name} with --kind {' or '.join(sorted(kinds))} only; found it with --kind {kind}. "
                "Leave it out, or ask for another kind."
            )
    if options.kpi and options.precision is None and kind in _OF["precision"]:
        raise InvalidInputError("expected --precision beside --kpi, which names what it is of; found none. Give both.")
    if kind not in _OF["precision"] and len(options.kpi) > 1:
        raise InvalidInputError(f"expected --kpi once with --kind {kind}; found {len(options.kpi)}. Name one figure.")


def _design(kind: ExperimentKind, options: Options) -> dict[str, object]:
    design: dict[str, object] = {"seed": options.seed, "cases": options.cases, "confidence": options.confidence}
    if options.days is not None:
        design |= {"warm_up_days": 0, "window_days": options.days, "cool_down_days": 0}
    if options.precision is None and kind is not ExperimentKind.SELECT:
        design["replications"] = options.replications
    return design


def _told(kind: ExperimentKind, options: Options) -> dict[str, object] | None:
    kpi = options.kpi[0] if options.kpi else None
    match kind:
        case ExperimentKind.ATTRIBUTE:
            return {"orders": options.orders}
        case ExperimentKind.SELECT:
            most = options.replications
            return {"indifference": options.indifference, "kpi": kpi, "first": options.first, "most": most}
        case ExperimentKind.STAFF:
            return {"pools": tuple(options.pool), "goal": options.goal, "most": options.most}
        case ExperimentKind.SENSITIVITY:
            varied = tuple(options.input)
            return {"inputs": varied, "kpi": kpi, "method": options.method, "size": options.size}
        case ExperimentKind.PARETO:
            pools, levers = tuple(options.pool), options.levers or None
            return {"pools": pools, "kpi": kpi, "trials": options.trials, "levers": levers}
        case ExperimentKind.TRACE:
            return {"shares": tuple(options.share), "cases": tuple(options.case)}
        case _:
            return None
