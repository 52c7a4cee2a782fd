"""Writing a log as XES: a trace for every case, an event for every event."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final, TextIO
from xml.sax.saxutils import quoteattr

from workflows.errors import InvalidInputError
from workflows.events.event import CaseEvent, EventKind
from workflows.events.formats import xes_names as names
from workflows.events.formats.intake import WORDS
from workflows.events.formats.xes_names import EXTENSIONS
from workflows.events.log import EventLog
from workflows.instants import format_instant

_UNSPEAKABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENTITIES: Final = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">\n'
)
_TAIL: Final = (
    '  <global scope="trace">\n    <string key="concept:name" value=""/>\n  </global>\n'
    '  <global scope="event">\n    <string key="concept:name" value=""/>\n'
    '    <string key="lifecycle:transition" value="complete"/>\n'
    '    <date key="time:timestamp" value="1970-01-01T00:00:00.000+00:00"/>\n  </global>\n'
    '  <classifier name="Activity" keys="concept:name"/>\n'
    '  <classifier name="Transition" keys="concept:name lifecycle:transition"/>\n'
    '  <string key="lifecycle:model" value="standard"/>\n'
)


def write_xes(log: EventLog, out: TextIO, pools: Mapping[str, str] | None = None) -> None:
    """Write a log; the same log gives the same text.

    Parameters
    ----------
    out : for text in UTF-8, opened with ``newline=""``
    pools : step id to the id of the pool that does it, where that is known; for other tools, not read back

    Raises
    ------
    InvalidInputError
        If a text has a character that XML has no way to write.
    """
    texts: dict[str, str] = {}
    out.write(_HEAD)
    out.writelines(f'  <extension name="{name}" prefix="{prefix}" uri="{uri}"/>\n' for name, prefix, uri in EXTENSIONS)
    out.write(_TAIL)
    of_case: list[list[int]] = [[] for _ in log.cases]
    for position, case in enumerate(log.case):
        of_case[case].append(position)
    for case_id, positions in zip(log.cases, of_case, strict=True):
        out.write(f'  <trace>\n    <string key="{names.ACTIVITY}" value={_quoted(case_id, texts)}/>\n')
        begun: dict[tuple[str, int], bool] = defaultdict(bool)
        for position in positions:
            event = log.event(position)
            begun[event.step, event.occurrence] |= event.kind is EventKind.STARTED
            found = _attributes(event, begun[event.step, event.occurrence], pools or {})
            out.write("    <event>\n")
            out.writelines(f'      <{kind} key="{key}" value={_quoted(value, texts)}/>\n' for kind, key, value in found)
            out.write(f'      <int key="{names.SEQUENCE}" value="{position}"/>\n    </event>\n')
        out.write("  </trace>\n")
    out.write("</log>\n")


def _attributes(event: CaseEvent, begun: bool, pools: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:  # noqa: FBT001
    word = WORDS[event.kind]
    work = EventKind.ENABLED <= event.kind <= EventKind.CANCELLED
    yield "string", names.ACTIVITY, event.step if work else word
    if work:
        yield "string", names.INSTANCE, f"{event.step}#{event.occurrence}"
    cancelled = names.ABORTED if begun else names.WITHDRAWN
    transition = cancelled if event.kind is EventKind.CANCELLED else names.TRANSITIONS.get(event.kind, names.MOMENT)
    yield "string", names.LIFECYCLE, transition
    yield "date", names.AT, format_instant(event.at)
    if event.member:
        yield "string", names.MEMBER, event.member
    if event.step in pools:
        yield "string", names.POOL, pools[event.step]
    yield "string", names.KIND, word
    if event.occurrence:
        yield "int", names.OCCURRENCE, str(event.occurrence)
    for key, value in ((names.STEP, event.step), (names.CAUSE, event.cause), (names.OUTCOME, event.outcome)):
        if value:
            yield "string", key, value


def _quoted(text: str, known: dict[str, str]) -> str:
    """A text between quotes; the same few texts come again and again."""
    found = known.get(text)
    if found is None:
        unspeakable = _UNSPEAKABLE.search(text)
        if unspeakable:
            raise InvalidInputError(
                f"expected text that XML can hold; found the character {unspeakable[0]!r} in {text!r}. "
                "Write the log as Parquet or CSV."
            )
        found = known[text] = quoteattr(text, _ENTITIES)
    return found
