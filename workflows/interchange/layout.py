"""The one module that knows `bpmn-io`: whether a file is BPMN."""

from __future__ import annotations

from bpmn_io import check


def faults(xml: str) -> tuple[str, ...]:
    """What makes a text no BPMN 2.0, or leaves a reference without its element; none if nothing does."""
    report = check(xml)
    return (*report.errors, *(str(warning.message) for warning in report.warnings))
