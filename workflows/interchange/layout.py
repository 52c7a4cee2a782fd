"""The one module that knows `bpmn-io`: where the shapes of a drawing stand, and whether a file is BPMN."""

from __future__ import annotations

from bpmn_io import check, layout_process


def laid_out(xml: str) -> str:
    """The drawing with every shape and flow in its place, as bpmn.io's automatic layout puts them.

    Parameters
    ----------
    xml : BPMN with one process; an existing diagram counts only in that it tells which sub-processes are drawn open
    """
    return layout_process(xml)


def faults(xml: str) -> tuple[str, ...]:
    """What makes a text no BPMN 2.0, or leaves a reference without its element; none if nothing does."""
    report = check(xml)
    return (*report.errors, *(str(warning.message) for warning in report.warnings))
