"""Elements of a BPMN file that is being written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final, TypeAlias

from workflows.interchange.extension import GREENLANE, FlowData, written

PREFIXES = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "greenlane": GREENLANE,
    "bpsim": "http://www.bpsim.org/schemas/2.0",
}


ACTIVITIES: Final = frozenset({"task", "userTask", "manualTask", "sendTask", "callActivity", "subProcess"})
"""Elements on whose edge an event can stand."""

_TOKENS: Final = re.compile(r"<[^>]*>|[^<]+")
"""Tags and what stands between them, in our own markup: every other > is escaped in it."""

Ends: TypeAlias = tuple[str, str | None]
"""Ids at which a part begins and ends; none if no case gets out of it."""


def tag(name: str, attributes: Mapping[str, str] | None = None, inside: Sequence[str] = ()) -> str:
    """An element as text; what is inside is markup already."""
    written_attributes = "".join(f' {key}="{escape(value)}"' for key, value in (attributes or {}).items())
    content = "".join(inside)
    return f"<{name}{written_attributes}>{content}</{name}>" if content else f"<{name}{written_attributes}/>"


def text(content: str) -> str:
    """Text as markup."""
    return escape(content, quote=False)


def extended(*parts: str) -> str:
    """Parts of an element that only Greenlane reads."""
    return tag("bpmn:extensionElements", None, parts) if parts else ""


@dataclass(slots=True)
class Item:
    """A flow node.

    Attributes
    ----------
    kept : what Greenlane reads of it
    inside : markup that follows its flows
    sheet : what a sub-process holds
    pool : id of the pool that does it, or of whoever else does
    """

    tag: str
    id: str
    name: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    kept: str = ""
    inside: str = ""
    sheet: Page | None = None
    pool: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A sequence flow."""

    id: str
    source: str
    target: str
    data: FlowData


@dataclass(slots=True)
class Page:
    """A process or the inside of a sub-process, as it is written."""

    items: dict[str, Item] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    def markup(self) -> str:
        """All of it as text."""
        return "".join(self._item(item) for item in self.items.values()) + "".join(map(self._line, self.lines))

    def open_ones(self) -> list[str]:
        """Ids of all sub-processes."""
        inner = [(item.id, item.sheet) for item in self.items.values() if item.sheet is not None]
        return [id_ for owner, sheet in inner for id_ in (owner, *sheet.open_ones())]

    def _item(self, item: Item) -> str:
        incoming = [line for line in self.lines if line.target == item.id]
        outgoing = [line for line in self.lines if line.source == item.id]
        plain = [line for line in outgoing if line.data == FlowData()]
        attributes = {"id": item.id, **({"name": item.name} if item.name else {}), **item.attributes}
        if item.tag in ("exclusiveGateway", "inclusiveGateway") and len(plain) == 1 and len(outgoing) > 1:
            attributes["default"] = plain[0].id
        inside = [
            extended(item.kept) if item.kept else "",
            *(tag("bpmn:incoming", None, [text(line.id)]) for line in incoming),
            *(tag("bpmn:outgoing", None, [text(line.id)]) for line in outgoing),
            "" if item.sheet is None else item.sheet.markup(),
            item.inside,
        ]
        return tag(f"bpmn:{item.tag}", attributes, inside)

    def _line(self, line: Line) -> str:
        data, inside = line.data, []
        attributes = {"id": line.id, "sourceRef": line.source, "targetRef": line.target}
        if data != FlowData():
            inside.append(extended(tag("greenlane:flow", None, [text(written(data))])))
        if name := share_of(data):
            attributes["name"] = name
        if data.when is not None:
            condition = data.when.model_dump_json(by_alias=True)
            inside.append(tag("bpmn:conditionExpression", {"xsi:type": "bpmn:tFormalExpression"}, [text(condition)]))
        return tag("bpmn:sequenceFlow", attributes, inside)


def items_on(page: Page) -> Iterator[Item]:
    """Everything on a page and on the pages inside it, what is around before what is inside."""
    for item in page.items.values():
        yield item
        if item.sheet is not None:
            yield from items_on(item.sheet)


def lines_on(page: Page) -> Iterator[Line]:
    """All flows on a page and on the pages inside it."""
    yield from page.lines
    for item in page.items.values():
        if item.sheet is not None:
            yield from lines_on(item.sheet)


def share_of(data: FlowData) -> str:
    """What is written at a flow of an export."""
    return "" if data.share is None else f"{data.share.value:.4g}"


def set_out(xml: str) -> str:
    """Markup with an element a line; those that hold nothing but text stay on one."""
    lines, depth, empty = ['<?xml version="1.0" encoding="UTF-8"?>'], 0, False
    for token in _TOKENS.findall(xml):
        if not token.startswith("<"):
            lines[-1] += token
        elif token.startswith("</"):
            depth -= 1
            if empty:
                lines[-1] += token
            else:
                lines.append("  " * depth + token)
            empty = False
        else:
            lines.append("  " * depth + token)
            empty = not token.endswith("/>")
            depth += empty
    return "\n".join((*lines, ""))
