"""The one module that knows `bpmn-io`: where the shapes of a drawing stand, and whether a file is BPMN."""

from __future__ import annotations

from bpmn_io import LayoutError, check, create_moddle, layout_process


def laid_out(xml: str) -> str | None:
    """The drawing with everything in its place, as bpmn.io's automatic layout puts it; none if it gets lost.

    It does where two shapes want the same place: one of them is then missing when a flow is to be led to it.

    Parameters
    ----------
    xml : BPMN with one process; an existing diagram counts only in that it tells which sub-processes are drawn open
    """
    try:
        return layout_process(xml)
    except (LayoutError, AttributeError, KeyError, IndexError, TypeError):
        return None


def well_set(xml: str) -> str:
    """The same file, with an element a line."""
    moddle = create_moddle()
    return moddle.to_xml(moddle.from_xml(xml).root_element, {"format": True}).xml


def faults(xml: str) -> tuple[str, ...]:
    """What makes a text no BPMN 2.0, or leaves a reference without its element; none if nothing does."""
    report = check(xml)
    return (*report.errors, *(str(warning.message) for warning in report.warnings))
