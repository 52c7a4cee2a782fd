"""XML without what reaches beyond the file or grows in memory: no DTD, hence no entities, and bounded pieces."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol
from xml.parsers.expat import ExpatError, ParserCreate

from workflows.events.formats.intake import Problems
from workflows.events.order import Breach

_CHUNK: Final = 1 << 18
_LARGEST_PIECE: Final = 1 << 22
"""Bytes that one tag, comment or text may have. The parser keeps it whole in memory."""
_DEEPEST: Final = 256
"""Elements inside each other; XES needs four, and some more for attributes of attributes."""


class Bytes(Protocol):
    """A stream to read from."""

    def read(self, size: int, /) -> bytes: ...


Begin = Callable[[str, dict[str, str], int], None]
"""Told the name of an element without its prefix, its attributes, and the line it begins in."""


class _RefusedError(Exception):
    """The file is refused where it stands."""


def read_xml(stream: Bytes, problems: Problems, begin: Begin, end: Callable[[str], None]) -> None:
    """Tell the elements of a document in their order.

    Parameters
    ----------
    end : told the name of an element that ends

    Raises
    ------
    InvalidFileError
        If it is no well-formed XML, or has what is not read.
    """
    parser = ParserCreate()
    depth = 0

    def begun(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            refuse(
                Breach("xml_depth", f"at most {_DEEPEST} elements inside each other", "more", "Leave the inmost out.")
            )
        begin(name.rpartition(":")[2], attributes, parser.CurrentLineNumber)

    def ended(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name.rpartition(":")[2])

    def refuse(breach: Breach) -> None:
        problems.add(breach, parser.CurrentLineNumber)
        raise _RefusedError

    def doctype(*_: object) -> None:
        refuse(
            Breach(
                "xml_doctype",
                "no DOCTYPE",
                "one",
                "Take the DOCTYPE and its entities out of the file; no log needs them.",
            )
        )

    parser.StartElementHandler, parser.EndElementHandler = begun, ended
    parser.StartDoctypeDeclHandler = doctype
    fed = 0
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > _LARGEST_PIECE:
                expected = f"no tag or text of more than {_LARGEST_PIECE >> 20} MiB"
                refuse(Breach("xml_piece", expected, "one", "Leave it out of the file."))
        parser.Parse(b"", True)
    except _RefusedError:
        problems.refuse()
    except (ExpatError, ValueError, LookupError) as error:
        # An encoding that nobody knows comes as a ValueError or a LookupError.
        expected, remedy = "well-formed XML, whole to its end", "Write the file again with the tool that made it."
        problems.add(Breach("xml", expected, str(error), remedy), parser.CurrentLineNumber)
    problems.refuse()
