"""Assumed quantities, stated in one place and used by name: ``{assumed: window_review_time}``.

What nobody has measured is written once, with its reason, so that a reader sees all of it on one page and a designer
changes it there. Fields beside ``assumed`` replace those of the entry, e.g. another calendar for the same staff.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

from workflows.definition.places import dotted
from workflows.definition.yaml_nodes import Node, Path
from workflows.errors import InvalidFileError, Place, Problem, closest

REFERENCE: Final = "assumed"
SECTION: Final = "assumptions"

Assumptions: TypeAlias = Mapping[str, Node]
"""Entries by id."""


def assumptions_of(root: Node) -> Assumptions:
    """The entries of a file: those under ``assumptions``.

    Raises
    ------
    InvalidFileError
        If an entry is no mapping, or itself refers to an assumption.
    """
    if not isinstance(root.content, dict) or SECTION not in root.content:
        return {}
    section = root.content[SECTION]
    if not isinstance(section.content, dict):
        problem = Problem(
            "assumptions_form",
            Place(section.file, section.line, SECTION),
            "a mapping from id to the assumed quantity",
            "something else",
            "Write assumptions as id: {value, unit, provenance}.",
        )
        raise InvalidFileError([problem])
    problems = [
        Problem(
            "assumption_form",
            Place(entry.file, entry.line, f"{SECTION}.{id_}"),
            "the assumed quantity itself, as a mapping",
            f"a reference to {REFERENCE}" if isinstance(entry.content, dict) else "no mapping",
            "Write its fields out here.",
        )
        for id_, entry in section.content.items()
        if not isinstance(entry.content, dict) or refers(entry)
    ]
    if problems:
        raise InvalidFileError(problems)
    return section.content


def with_assumptions(root: Node, assumptions: Assumptions) -> tuple[Node, dict[Path, Problem]]:
    """Put in the entries that a file refers to.

    Returns
    -------
    the file's content with each reference replaced by its entry, and without the section of entries; and a problem for
    each reference to an id that no entry has, by the path of the quantity that is therefore incomplete
    """
    problems: dict[Path, Problem] = {}
    substituted = _substituted(root, assumptions, (), problems)
    if not isinstance(substituted.content, dict):
        return substituted, problems
    content = {key: node for key, node in substituted.content.items() if key != SECTION}
    return Node(content, substituted.file, substituted.line), problems


def refers(node: Node) -> bool:
    """Whether an assumption is referred to anywhere in it."""
    match node.content:
        case dict() as fields:
            return REFERENCE in fields or any(refers(child) for child in fields.values())
        case tuple() as items:
            return any(refers(item) for item in items)
        case _:
            return False


def _substituted(node: Node, assumptions: Assumptions, path: Path, problems: dict[Path, Problem]) -> Node:
    match node.content:
        case dict() as fields:
            parts = {key: _substituted(child, assumptions, (*path, key), problems) for key, child in fields.items()}
            if REFERENCE in parts:
                id_ = parts.pop(REFERENCE)
                parts = {**_entry(id_, assumptions, path, problems), **parts}
            return Node(parts, node.file, node.line)
        case tuple() as items:
            each = enumerate(items)
            return Node(
                tuple(_substituted(item, assumptions, (*path, index), problems) for index, item in each),
                node.file,
                node.line,
            )
        case _:
            return node


def _entry(id_: Node, assumptions: Assumptions, path: Path, problems: dict[Path, Problem]) -> Mapping[str, Node]:
    entry = assumptions.get(id_.content) if isinstance(id_.content, str) else None
    if entry is not None and isinstance(entry.content, dict):
        return entry.content
    close = closest(str(id_.content), assumptions)
    problems[path] = Problem(
        "unknown_assumption",
        Place(id_.file, id_.line, dotted((*path, REFERENCE))),
        "the id of an assumption",
        repr(id_.content),
        f"Did you mean {close!r}?" if close else f"Add it under {SECTION}, with its reason.",
    )
    return {}
