"""The model in ``permit/``: BPMN, and the parameters in the form that Prosimos reads, imported as anybody would.

Cases are submitted round the clock, and offices keep weekly hours, so that it makes no difference whether the time
between arrivals is counted on the clock or in opening hours: tools do not agree on that.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from benchmarks.measuring import ROOT
from workflows.definition.lane import Lane
from workflows.interchange.bpmn_reading import Source, read_bpmn

FOLDER: Final = ROOT / "benchmarks" / "permit"


def permit() -> Lane:
    """The lane that the two files are."""
    return read_bpmn(_source(FOLDER / "permit.bpmn"), _source(FOLDER / "permit.json")).lane


def _source(path: Path) -> Source:
    return Source(path.read_text("utf-8"), path.name)
