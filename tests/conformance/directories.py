"""One behaviour, one directory: what must happen in words, the lanes, the case, and the events that must come out.

::

    README.md      what must happen, and why
    lane.yaml      the lane that the case travels, called like the directory
    *.yaml         lanes that it calls
    case.yaml      when the case is submitted, how long every step takes from the moment it is enabled, and what
                   people order beside that
    expected.txt   the events of the case, one a line; then those of each case that it opens
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from simulations.rerun import KnownCase
from tests.conformance.scripted import EventsByCase, ScriptedCase, shown
from workflows.definition.loading import load_lane
from workflows.events.event import EventKind
from workflows.instants import DAY, HOUR, MINUTE, Milliseconds, instant_of
from workflows.interpreter.case import Case
from workflows.interpreter.orders import Order
from workflows.interpreter.script import Performance, Script, ScriptedOrder, ScriptedStep

FOLDER: Final = Path(__file__).parent
DIRECTORIES: Final = tuple(sorted(path.parent.name for path in FOLDER.glob("*/lane.yaml")))

_UNITS: Final = {"d": DAY, "h": HOUR, "m": MINUTE, "ms": 1}


def scripted_case(directory: str) -> ScriptedCase:
    """The case of a directory, called like it."""
    folder = FOLDER / directory
    lanes = [load_lane(path) for path in sorted(folder.glob("*.yaml")) if path.name != "case.yaml"]
    written = yaml.safe_load((folder / "case.yaml").read_text("utf-8"))
    known = KnownCase(
        lane=directory,
        case=Case(
            id=directory,
            submitted_at=instant_of(written["submitted_at"]),
            number=written.get("number", 0),
            attributes=written.get("attributes", {}),
            draws=written.get("draws", ""),
        ),
        script=_script(written),
        children={child: _script(script) for child, script in written.get("children", {}).items()},
    )
    return ScriptedCase({lane.id: lane for lane in lanes}, known, written.get("seed", 0))


def expected(directory: str) -> str:
    """The account that every engine has to give."""
    return (FOLDER / directory / "expected.txt").read_text("utf-8")


def account(events: EventsByCase) -> str:
    """Events as the directories have them."""
    return "".join(
        f"{case}\n" + "".join(f"  {shown(event)}\n" for event in happened) for case, happened in sorted(events.items())
    )


def _script(written: Mapping[str, Any]) -> Script:
    steps = [
        ScriptedStep(step=step, occurrence=occurrence, performance=_performance(times))
        for step, occurrences in written.get("steps", {}).items()
        for occurrence, times in enumerate(occurrences)
    ]
    orders = [ScriptedOrder(after=_after(each), order=_order(each)) for each in written.get("orders", ())]
    return Script(
        steps=tuple(steps),
        orders=tuple(orders),
        withdrawn_after=_span(written.get("withdrawn_after")),
        heard_after=_span(written.get("heard_after")) or 0,
    )


def _after(written: Mapping[str, Any]) -> Milliseconds:
    after = _span(written["after"])
    assert after is not None
    return after


def _order(written: Mapping[str, Any]) -> Order:
    said = {name: value for name, value in written.items() if name not in {"after", "kind"}}
    return Order.model_validate(said | {"kind": EventKind[written["kind"].upper()]})


def _performance(times: Mapping[str, Any]) -> Performance:
    spans = {f"{when}_after": _span(times[when]) for when in ("started", "released", "completed") if when in times}
    words = {word: times[word] for word in ("outcome", "member", "finisher", "missing") if word in times}
    rests = [
        {"suspended_after": _span(rest["suspended"]), "resumed_after": _span(rest.get("resumed"))}
        for rest in times.get("rests", ())
    ]
    return Performance.model_validate(spans | words | {"rests": rests})


def _span(text: str | None) -> Milliseconds | None:
    if text is None:
        return None
    written = re.fullmatch(r"(\d+)(d|h|ms|m)", text)
    assert written is not None, f"expected a span such as 90m; was {text!r}"
    number, unit = written.groups()
    return int(number) * _UNITS[unit]
