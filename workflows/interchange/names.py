"""Ids of drawings as identifiers of lanes."""

from __future__ import annotations

import re
from typing import Final

_STRANGE: Final = re.compile(r"[^a-z0-9_]+")
_LONGEST: Final = 63


class Names:
    """Gives every id one identifier, the same each time, and no two ids the same.

    Parameters
    ----------
    taken : identifiers that are given away already
    """

    def __init__(self, *taken: str) -> None:
        self._given: dict[str, str] = {}
        self._taken = set(taken)

    def of(self, id_: str) -> str:
        """The identifier of an id."""
        if id_ not in self._given:
            self._given[id_] = self.new(id_)
        return self._given[id_]

    def new(self, wish: str) -> str:
        """An identifier that nothing has yet, as near to the wish as can be."""
        plain = _STRANGE.sub("_", wish.lower()).strip("_")
        stem = (plain if plain[:1].isalpha() else f"e_{plain}".rstrip("_"))[:_LONGEST]
        name, number = stem, 1
        while name in self._taken:
            number += 1
            name = f"{stem[: _LONGEST - 1 - len(str(number))]}_{number}"
        self._taken.add(name)
        return name
