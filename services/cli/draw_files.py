"""The files that draws are made from and written to: registers, rules and results."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from workflows.definition.catalogue import shipped_lane
from workflows.definition.lane import Lane
from workflows.definition.loading import parse_model, read_text
from workflows.supervision.double_random import Draw
from workflows.supervision.draw_results import DrawResult
from workflows.supervision.draw_rules import DrawRule, find_rule
from workflows.supervision.inspections import JOINT, SINGLE
from workflows.supervision.publications import Publication
from workflows.supervision.register_files import parse_registers
from workflows.supervision.registers import Registers


class DrawFile(DrawResult):
    """What ``greenlane draw --json`` writes.

    Parameters
    ----------
    simulation : of the inspections, if it was asked for
    began : ids of the cases that were begun by it, if that was asked for
    """

    simulation: Publication | None = None
    began: tuple[str, ...] | None = None


def inspection_lanes() -> dict[str, Lane]:
    """The lanes by which firms are inspected: that for one department and that for several."""
    return {id_: shipped_lane(id_) for id_ in (SINGLE, JOINT)}


def read_registers(path: Path) -> Registers:
    """The registers of a file."""
    return parse_registers(read_text(path), str(path), inspection_lanes())


def read_rule(name: str) -> DrawRule:
    """A shipped rule by its id, or the rule of a file."""
    if "/" in name or name.endswith((".yaml", ".yml")):
        return parse_model(read_text(Path(name)), name, DrawRule).model
    return find_rule(name)


def read_draw(path: Path) -> DrawFile:
    """A draw that was written before."""
    return parse_model(read_text(path), str(path), DrawFile).model


def read_draws(paths: Sequence[Path]) -> list[Draw]:
    """Some draws that were written before."""
    return [read_draw(path).draw for path in paths]
