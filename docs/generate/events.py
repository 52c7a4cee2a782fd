"""The pages on events and on KPIs."""

from __future__ import annotations

import ast
import inspect
from typing import Final

from docs.generate.docstrings import fields_of, ruled_table
from docs.generate.models import table
from workflows.events import event
from workflows.events.event import CaseEvent, EventKind
from workflows.events.formats import comma_separated
from workflows.measures.kpis import KPIS, KpiUnit

_EVENTS: Final = """\
# Events

Events are the only output of both engines, and every measure is a function of them. Within a case they stand in the
order in which the interpreter emitted them, and their instants never go back.

## Fields of an event"""

_KINDS: Final = """\
## Kinds

The numbers are those of stored logs; they are added to and never changed. In a CSV file a kind is its name in lower
case."""

_CSV: Final = """\
## Logs as CSV

One line an event. `greenlane check LOG.csv` reads such a file and names every line that cannot follow in a case.
XES, OCEL 2.0 and Parquet hold the same: [bring event logs in, and take them out](../how-to/event-logs.md)."""

_KPIS: Final = """\
# KPIs

Pure functions of events, the same for cases that ran on Temporal and for simulated ones. A KPI is computed over the
cases submitted in a window of time; a simulation then gives its mean over replications with a confidence interval.

**Processing time** runs from acceptance to decision, in office hours, with the stops of the legal clock taken out;
eight office hours are one working day. **Legal working days** count the same stretch as the law does: whole working
days, the day of acceptance not counted. **Cycle time** runs from submission to delivery, in calendar days. The
`holding.*` figures divide a case's cycle time among those who had it; they add up to it. Where an instant has
several holders, work goes before queueing, and so on down the order in `workflows/measures/holding.py`.

A bound for `--fail-if` names one of these ids: `processing_time.p90>20wd`, `cycle_time.median>30d`, `on_time<95%`."""

_UNITS: Final = {
    KpiUnit.WORKING_DAYS: "working days",
    KpiUnit.DAYS: "calendar days",
    KpiUnit.SHARE: "share, 0 to 1",
    KpiUnit.YUAN: "yuan",
}


def events_page() -> str:
    """The page, made from the event model."""
    meanings = fields_of(CaseEvent)
    parts = [
        _EVENTS,
        table(("field", "meaning"), [(f"`{name}`", meanings[name]) for name in CaseEvent._fields]),
        _KINDS,
        table(
            ("number", "kind", "meaning"), [(str(int(kind)), f"`{kind.name}`", _meaning(kind)) for kind in EventKind]
        ),
        _CSV,
        f"```text\n{ruled_table(comma_separated)}\n```",
    ]
    return "\n\n".join(parts) + "\n"


def kpis_page() -> str:
    """The page, made from the catalogue of KPIs."""
    rows = [
        (f"`{id_}`", kpi.title.zh, kpi.title.en, _UNITS.get(kpi.unit, kpi.unit.value), kpi.better)
        for id_, kpi in KPIS.items()
    ]
    return f"{_KPIS}\n\n{table(('id', '中文', 'English', 'unit', 'better'), rows)}\n"


def _meaning(kind: EventKind) -> str:
    return _MEANINGS[kind.name]


def _meanings() -> dict[str, str]:
    """The text below each member of the enumeration, which only its source has."""
    [definition] = [
        node
        for node in ast.parse(inspect.getsource(event)).body
        if isinstance(node, ast.ClassDef) and node.name == "EventKind"
    ]
    found: dict[str, str] = {}
    for member, text in zip(definition.body, definition.body[1:], strict=False):
        if isinstance(member, ast.Assign) and isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
            found[ast.unparse(member.targets[0])] = " ".join(str(text.value.value).split())
    return found


_MEANINGS: Final = _meanings()
