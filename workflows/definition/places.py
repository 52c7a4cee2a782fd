"""Where the values of an input stand, so that a problem found later can still name the line."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.definition.yaml_nodes import Node, Path
from workflows.errors import Place


@dataclass(frozen=True, slots=True)
class Places:
    """Finds the place of a path in the file that the value came from.

    Parameters
    ----------
    root : the file's content; ``None`` for a value that was not read from a file, whose places are paths alone
    """

    root: Node | None = None

    def of(self, *path: str | int) -> Place:
        """The place of a path; where the file says nothing, that of the nearest value around it."""
        if self.root is None:
            return Place(path=dotted(path))
        node = nearest(self.root, path)
        return Place(node.file, node.line, dotted(path))


def nearest(root: Node, path: Path) -> Node:
    """The node at the path, or the innermost around it that there is."""
    node = root
    for part in path:
        match node.content, part:
            case dict() as fields, str() if part in fields:
                node = fields[part]
            case tuple() as items, int() if 0 <= part < len(items):
                node = items[part]
            case _:
                break
    return node


def dotted(path: Path) -> str | None:
    """A path as it is written in messages, e.g. ``body.steps[3].service_time.mean``; ``None`` at the top."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text or None
