"""The registers as a file, with what only the lanes of inspections or the other register can tell about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflows.definition.lane import Lane
from workflows.definition.loading import parse_model
from workflows.definition.places import Places
from workflows.errors import InvalidFileError, Problem
from workflows.supervision.registers import Registers


def parse_registers(text: str, file: str, lanes: Mapping[str, Lane]) -> Registers:
    """Read registers from YAML or JSON text and check them.

    Parameters
    ----------
    file : how the text is called in messages
    lanes : by which firms are inspected: the attributes of firms that they ask for have to be values that they know

    Raises
    ------
    InvalidFileError
        With all that is wrong.
    """
    loaded = parse_model(text, file, Registers)
    problems = [*_attributes(loaded.model, loaded.places, lanes), *_conflicts(loaded.model, loaded.places)]
    if problems:
        raise InvalidFileError(problems)
    return loaded.model


def _attributes(registers: Registers, places: Places, lanes: Mapping[str, Lane]) -> Iterator[Problem]:
    asked = {id_: attribute for lane in lanes.values() for id_, attribute in lane.attributes.items()}
    for number, firm in enumerate(registers.firms):
        for id_, value in firm.attributes.items():
            known = [each.value for each in asked[id_].values] if id_ in asked else [value]
            if value not in known:
                place = places.of("firms", number, "attributes", id_)
                yield Problem("unknown_value", place, " or ".join(map(repr, known)), repr(value), "Use one of them.")


def _conflicts(registers: Registers, places: Places) -> Iterator[Problem]:
    """A conflict of interest with a firm that is not there is one with another firm, written wrongly."""
    firms = {firm.id for firm in registers.firms}
    for number, inspector in enumerate(registers.inspectors):
        for firm in sorted(inspector.avoids - firms):
            place = places.of("inspectors", number, "avoids")
            yield Problem(
                "unknown_firm", place, "firms of the register", repr(firm), "Correct it, or take it from the list."
            )
