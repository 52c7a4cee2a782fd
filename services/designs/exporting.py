"""Write a lane or a scenario into a file that can be taken away."""

from __future__ import annotations

from dataclasses import dataclass

from services.designs.checking import LANE, as_text, read_lane
from services.designs.problems import told
from services.designs.schemas import AskedExport, DesignFormat, Draft
from services.errors import DesignRefusedError
from workflows.definition.lane import Lane
from workflows.errors import InvalidFileError, InvalidInputError
from workflows.interchange.bpmn_writing import write_bpmn
from workflows.interchange.lane_text import lane_text
from workflows.levers.scenario import Scenario, parse_scenario


@dataclass(frozen=True, slots=True)
class Export:
    """A file.

    Attributes
    ----------
    name : with its ending
    """

    name: str
    media_type: str
    text: str


def exported(asked: AskedExport) -> Export:
    """The file that a designer takes away.

    Raises
    ------
    InvalidInputError
        If it is not exactly one of a lane and a scenario, or a scenario shall become a drawing.
    DesignRefusedError
        If what came cannot be used.
    """
    if (asked.lane is None) == (asked.scenario is None):
        found = "neither" if asked.lane is None else "both"
        raise InvalidInputError(f"expected a lane or a scenario; found {found}. Send one of them.")
    if asked.scenario is not None:
        return _scenario_file(asked.scenario, asked.format)
    return _lane_file(asked.lane or {}, asked)


def _lane_file(draft: Draft, asked: AskedExport) -> Export:
    try:
        lane: Lane = read_lane(draft)
    except InvalidFileError as error:
        raise DesignRefusedError(told(error.problems, draft)) from error
    if asked.format is DesignFormat.YAML:
        return Export(f"{lane.id}.yaml", _YAML, lane_text(lane))
    bpsim = asked.format is DesignFormat.BPMN_BPSIM
    written = write_bpmn(lane, asked.language.value, bpsim=bpsim)
    return Export(f"{lane.id}.bpmn", "application/xml", written.text)


def _scenario_file(draft: Draft, wanted: DesignFormat) -> Export:
    if wanted is not DesignFormat.YAML:
        raise InvalidInputError(
            f"expected a scenario as yaml; found {wanted.value}. Ask for yaml, or send the lane after it."
        )
    try:
        scenario: Scenario = parse_scenario(as_text(draft), LANE)
    except InvalidFileError as error:
        raise DesignRefusedError(told(error.problems, draft)) from error
    return Export(f"{scenario.id}.yaml", _YAML, lane_text(scenario))


_YAML = "application/yaml"
