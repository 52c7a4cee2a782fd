"""From a BPMN 2.0 file, and numbers beside it or inside it, to a lane."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import ValidationError

from workflows.definition.lane import Lane
from workflows.definition.references import problems_of
from workflows.definition.soundness import check_soundness
from workflows.errors import InvalidFileError, Place, Problem
from workflows.interchange.bpsim_reading import find_bpsim, read_bpsim
from workflows.interchange.called_processes import called_by, calls_in, is_kept, stated_for_copies
from workflows.interchange.drawing import Drawing, Kind
from workflows.interchange.drawing_reading import read_drawing
from workflows.interchange.extension import extension_of, kept_flow, kept_lane
from workflows.interchange.findings import Choice, Declared, Findings, said
from workflows.interchange.lane_building import lane_of
from workflows.interchange.parameters import Parameters
from workflows.interchange.prosimos import read_prosimos
from workflows.interchange.qbp import find_qbp, read_qbp
from workflows.interchange.xml_nodes import Element, read_xml


@dataclass(frozen=True, slots=True)
class Source:
    """A text and how it is called in messages."""

    text: str
    file: str


@dataclass(frozen=True, slots=True)
class Imported:
    """A lane that came out of a model.

    Attributes
    ----------
    missing : numbers that no file states and that stand in the lane as assumptions
    declared : what was chosen where tools differ in what the file means
    """

    lane: Lane
    missing: tuple[Problem, ...] = ()
    declared: tuple[Declared, ...] = ()


def read_bpmn(model: Source, numbers: Source | None = None) -> Imported:
    """Read a model.

    Parameters
    ----------
    numbers : a Prosimos or BPSim file; without one the numbers inside the model count

    Raises
    ------
    InvalidFileError
        With everything that a lane cannot do; and, if numbers are stated at all, with those that are missing.
    """
    try:
        return _read(model, numbers)
    except ValidationError as error:
        place = Place((numbers or model).file)
        problem = Problem("wrong_number", place, "numbers that fit together", said(error), "Correct the numbers.")
        raise InvalidFileError([problem]) from error


def _read(model: Source, numbers: Source | None) -> Imported:
    findings = Findings()
    root = read_xml(model.text, model.file)
    drawing = read_drawing(root, findings)
    kept = kept_lane(drawing.process)
    _refuse_changed_calls(drawing, findings)
    if numbers is None and kept is not None and kept[1] and not findings.problems:
        problems = problems_of(kept[0]) or check_soundness(kept[0])
        if problems:
            raise InvalidFileError(problems)
        return Imported(kept[0])
    findings.settle()
    _refuse_what_is_not_drawn(drawing.process, findings)
    if numbers is not None:
        parameters: Parameters | None = _read_numbers(numbers, drawing, findings)
    elif kept is not None:
        parameters = _parameters_of(kept[0], drawing)
    else:
        parameters = _inside(root, drawing, findings)
    findings.settle()
    known = parameters or Parameters(model.file)
    stated_for_copies(known, drawing.copies)
    if parameters is not None and kept is None:
        _declare_drawn(drawing, known, findings)
    lane = lane_of(drawing, known, findings, None if kept is None else kept[0])
    if parameters is not None and findings.missing:
        raise InvalidFileError(findings.missing)
    return Imported(lane, tuple(findings.missing), tuple(findings.declared))


def _read_numbers(numbers: Source, drawing: Drawing, findings: Findings) -> Parameters:
    if not numbers.text.lstrip("\ufeff \t\r\n").startswith("<"):
        return read_prosimos(numbers.text, numbers.file, findings)
    root = read_xml(numbers.text, numbers.file)
    found = _inside(root, drawing, findings)
    if found is None:
        problem = Problem(
            "no_numbers", root.place, "a Prosimos JSON file, or XML with BPSimData or processSimulationInfo",
            root.name, "Give the file that holds the model's numbers.",
        )  # fmt: skip
        raise InvalidFileError([problem])
    return found


def _inside(root: Element, drawing: Drawing, findings: Findings) -> Parameters | None:
    bpsim, qbp = find_bpsim(root), find_qbp(root)
    if bpsim is not None and qbp is not None:
        remedy = "Remove one of them, or give --parameters."
        findings.refuse("two_sets_of_numbers", qbp.place, "numbers of one kind", "BPSim and QBP", remedy)
    if bpsim is not None:
        return read_bpsim(bpsim, drawing, findings)
    return None if qbp is None else read_qbp(qbp, findings)


def _parameters_of(lane: Lane, drawing: Drawing) -> Parameters:
    """The numbers of a lane whose drawing somebody has changed."""
    flows = {arrow.id: kept_flow(arrow.element) for arrow in drawing.sheet.all_arrows()}
    return Parameters(
        drawing.root.file,
        calendars=dict(lane.calendars),
        pools=dict(lane.pools),
        shares={id_: flow.share for id_, flow in flows.items() if flow is not None and flow.share is not None},
        conditions={id_: flow.when for id_, flow in flows.items() if flow is not None and flow.when is not None},
        attributes=dict(lane.attributes),
        priorities=lane.priorities,
        arrivals=lane.arrivals,
    )


def _declare_drawn(drawing: Drawing, parameters: Parameters, findings: Findings) -> None:
    """Tell what of the drawing other tools take otherwise."""
    for shape in drawing.sheet.everything():
        if shape.kind is Kind.EVENT_BASED:
            findings.declare(Choice.RACE_DRAWN_ONCE, shape.element.place)
        if shape.timers or shape.beside:
            findings.declare(Choice.TIMERS_COUNT, shape.element.place)
    sheets = [drawing.sheet, *(each.inside for each in drawing.sheet.everything() if each.inside is not None)]
    for sheet in sheets:
        for shape in sheet.shapes:
            asked = [arrow.id in parameters.conditions for arrow in sheet.out_of(shape.id)]
            if shape.kind is Kind.INCLUSIVE and any(asked) and not all(asked):
                findings.declare(Choice.UNASKED_FLOWS, shape.element.place)
    findings.declare(Choice.CYCLE_TIME, drawing.process.place)


def _refuse_changed_calls(drawing: Drawing, findings: Findings) -> None:
    """Refuse a called lane whose drawing somebody changed: the call means the lane, not what is drawn of it here."""
    for call in filter(is_kept, calls_in(drawing.process)):
        process = next((each for each in drawing.called if each.id == called_by(call)), None)
        kept = None if process is None else kept_lane(process)
        if process is not None and (kept is None or not kept[1]):
            findings.refuse(
                "called_lane_changed", process.place, "the drawing of the called lane as it was exported",
                f"{process.id}, changed", "Import it from a file of its own, and have the step call that lane.",
            )  # fmt: skip


def _refuse_what_is_not_drawn(process: Element, findings: Findings) -> None:
    """Refuse parts of a changed drawing that mean more than the drawing shows."""
    for element in process.walk():
        block = extension_of(element, "block")
        if block is not None:
            findings.refuse(
                "drawing_changed", element.place, "a drawing as it was exported, or without such a part",
                f"a {block.attributes.get('kind')}, whose terms are not drawn",
                "Change the lane and export it again, or draw this part anew.",
            )  # fmt: skip
