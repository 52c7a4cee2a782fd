"""The table of all mechanisms, as it is shipped."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from importlib.resources import files
from typing import Final, Literal, Self

from pydantic import model_validator

from workflows.coverage.mechanism import City, Mechanism, MechanismKind, Way
from workflows.definition.loading import parse_model
from workflows.definition.provenance import Frozen

_PACKAGE: Final = "workflows.coverage"
_FILE: Final = "mechanisms.yaml"


class Table(Frozen):
    """Every mechanism of the five documents, in their order.

    Parameters
    ----------
    format : version of this file format
    """

    format: Literal[1] = 1
    mechanisms: tuple[Mechanism, ...]

    @model_validator(mode="after")
    def _each_once_and_without_gaps(self) -> Self:
        ids = [mechanism.id for mechanism in self.mechanisms]
        expected = [
            f"{city.value}-{number:03}"
            for city in City
            for number in range(1, 1 + sum(id_.startswith(city.value) for id_ in ids))
        ]
        if ids != expected:
            wrong, right = next(pair for pair in zip(ids, expected, strict=True) if pair[0] != pair[1])
            raise ValueError(f"expected mechanisms in order, {right} next; found {wrong}. Put every one in its place.")
        return self


@lru_cache(maxsize=1)
def mechanisms() -> tuple[Mechanism, ...]:
    """All mechanisms.

    Raises
    ------
    InvalidFileError
        If the table has something wrong.
    """
    text = (files(_PACKAGE) / _FILE).read_text("utf-8")
    return parse_model(text, _FILE, Table).model.mechanisms


def covered_by(way: Way, name: str) -> tuple[Mechanism, ...]:
    """The mechanisms that an object stands for, such as those of a lever."""
    return tuple(mechanism for mechanism in mechanisms() if mechanism.covered_by == (way, name))


def counts() -> Counter[tuple[City, MechanismKind]]:
    """How many mechanisms of each kind each document has."""
    return Counter((mechanism.city, mechanism.kind) for mechanism in mechanisms())
