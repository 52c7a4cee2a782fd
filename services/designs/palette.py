"""Every lever with what it does, what it needs, and a schema from which a form can be made."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Literal

from services.designs.groups import GROUP_OF, GROUP_TITLES
from services.designs.parameters import Schema, parameters_of
from services.designs.schemas import LeverGroup, LeverMove, Palette, PaletteLever
from workflows.levers.catalogue import LEVERS
from workflows.levers.lever import Direction

_WAY: Final[dict[Direction, Literal["down", "up"]]] = {Direction.DOWN: "down", Direction.UP: "up"}


@lru_cache(maxsize=1)
def palette() -> Palette:
    """All levers, by group and then by id."""
    order = list(LeverGroup)
    ids = sorted(LEVERS, key=lambda id_: (order.index(GROUP_OF[id_]), id_))
    schemas = {id_: parameters_of(LEVERS[id_]) for id_ in ids}
    # A model means the same in every lever that is told one, so that its definition stands there once.
    definitions = {name: shape for _, shapes in schemas.values() for name, shape in shapes.items()}
    return Palette(
        definitions=dict(sorted(definitions.items())), levers=tuple(_shown(id_, schemas[id_][0]) for id_ in ids)
    )


def _shown(id_: str, parameters: Schema) -> PaletteLever:
    kind, group = LEVERS[id_], GROUP_OF[id_]
    return PaletteLever(
        id=id_,
        title=kind.title,
        explanation=kind.explanation,
        needs=kind.preconditions,
        group=group,
        group_title=GROUP_TITLES[group],
        clauses=kind.clauses,
        parameters=parameters,
        moves=tuple(LeverMove(kpi=kpi, direction=_WAY[way]) for kpi, way in kind.moves.items()),
        comes_after=kind.comes_after,
        repeatable=kind.repeatable,
        scope_only=kind.scope_only,
    )
