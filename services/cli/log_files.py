"""Event logs in files: which format an ending stands for, what is too large, compression, and writing whole.

============================ ============================================
ending                       format
============================ ============================================
``.csv``, ``.csv.gz``        CSV
``.xes``, ``.xes.gz``        XES, IEEE 1849
``.json``, ``.jsonocel``     OCEL 2.0, in its JSON form
``.sqlite``, ``.sqliteocel`` OCEL 2.0, as a relational database
``.parquet``                 Parquet
============================ ============================================
"""

from __future__ import annotations

import gzip
import io
import os
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from typing_extensions import Buffer, override

from workflows.errors import InvalidFileError, InvalidInputError, OperationFailedError, Place, Problem
from workflows.events.formats.comma_separated import read_any_csv, write_csv
from workflows.events.formats.foreign import Columns
from workflows.events.formats.intake import Taken
from workflows.events.log import EventLog

_MEBIBYTE: Final = 1 << 20
_LARGEST_STREAMED: Final = 1024 * _MEBIBYTE
"""Bytes of a file that is read piece by piece, unpacked."""
_LARGEST_WHOLE: Final = 256 * _MEBIBYTE
"""Bytes of a file that has to be in memory whole."""
_LONGEST_LINE: Final = 4 * _MEBIBYTE
_COMPRESSION: Final = 6
_STANDARD_ERROR: Final = 2
_TIGHTEST: Final = 200
"""Bytes that come out of one that is packed. Logs come to some dozens; what comes to more is made to fill a machine."""
_LITTLE: Final = 4 * _MEBIBYTE
"""Bytes that may come out however tightly they were packed."""


_Out: TypeAlias = gzip.GzipFile | io.BufferedWriter


class _Format(NamedTuple):
    read: Callable[[io.BufferedReader, str, Columns], Taken]
    write: Callable[[EventLog, _Out, Mapping[str, str]], None]
    largest: int


def is_log_file(path: Path) -> bool:
    """Whether the ending, or else the content, is of a format of event logs; JSON may be something else too."""
    return _ending(path) in _FORMATS or _by_content(path) is not None


def check_ending(path: Path) -> None:
    """Refuse a file whose ending stands for no format, before there is anything to write into it.

    Raises
    ------
    InvalidInputError
        With the endings that do.
    """
    _format(path)


def read_log(path: Path, columns: Columns | None = None) -> Taken:
    """Read the log in a file.

    Parameters
    ----------
    columns : where another tool's log has what

    Raises
    ------
    InvalidFileError
        If there is no file, or with what is wrong with it.
    """
    kind = _by_content(path) or _format(path)
    file = str(path)
    try:
        size = path.stat().st_size
        if size > kind.largest:
            raise _too_large(file, kind.largest, f"{size} bytes")
        with path.open("rb") as raw:
            return _read(kind, raw, path, kind.largest, columns)
    except OSError as error:
        found = error.strerror or str(error)
        raise _refusal("unreadable_file", file, "a file that can be read", found, "Check the path.") from error


def read_log_content(content: bytes, name: str, largest: int, columns: Columns | None = None) -> Taken:
    """Read a log that came as bytes.

    Parameters
    ----------
    name : of the file that it was; its ending says what it is
    largest : bytes that it may have, unpacked

    Raises
    ------
    InvalidInputError, InvalidFileError
        As :func:`read_log`.
    """
    path = Path(name)
    kind = _format(path)
    return _read(kind, io.BytesIO(content), path, min(largest, kind.largest), columns)


def _read(kind: _Format, raw: io.BufferedIOBase, path: Path, largest: int, columns: Columns | None) -> Taken:
    if path.suffix.lower() == ".gz":
        bounded = _Bounded(gzip.GzipFile(fileobj=raw), str(path), largest, packed=raw)
    else:
        bounded = _Bounded(raw, str(path), largest)
    return kind.read(io.BufferedReader(bounded), str(path), columns or Columns())


def write_log(log: EventLog, path: Path, pools: Mapping[str, str] | None = None) -> None:
    """Write a log into a file, all of it or nothing; the same log gives the same bytes.

    Parameters
    ----------
    pools : step id to the id of the pool that does it, for formats that tell it

    Raises
    ------
    InvalidInputError
        If the ending stands for no format, or the format cannot hold what is in the log.
    OperationFailedError
        If the file cannot be written.
    """
    kind = _format(path)
    unfinished = path.with_name(f"{path.name}.part")
    try:
        with unfinished.open("wb") as raw:
            if path.suffix.lower() == ".gz":
                # Without the name and the time that gzip would put into the file.
                with gzip.GzipFile(filename="", mode="wb", compresslevel=_COMPRESSION, fileobj=raw, mtime=0) as packed:
                    kind.write(log, packed, pools or {})
            else:
                kind.write(log, raw, pools or {})
        unfinished.replace(path)
    except OSError as error:
        raise OperationFailedError(f"cannot write {path}: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


class _Bounded(io.RawIOBase):
    """A stream that says in our words that it ended too early or too late.

    Parameters
    ----------
    packed : what the source unpacks, if it does
    """

    def __init__(
        self, source: io.BufferedIOBase, file: str, largest: int, packed: io.BufferedIOBase | None = None
    ) -> None:
        super().__init__()
        self._source, self._file, self._left, self._largest = source, file, largest, largest
        self._packed = packed

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: Buffer, /) -> int:
        place = memoryview(buffer).cast("B")
        try:
            content = self._source.read(len(place))
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            expected, remedy = "gzip, whole to its end", "Fetch or write the file again."
            raise _refusal("gzip", self._file, expected, str(error), remedy) from error
        self._left -= len(content)
        if self._left < 0:
            raise _too_large(self._file, self._largest, "more, unpacked")
        self._check_packing()
        place[: len(content)] = content
        return len(content)

    def _check_packing(self) -> None:
        came = self._largest - self._left
        if self._packed is not None and came > _LITTLE and came > _TIGHTEST * self._packed.tell():
            expected = f"at most {_TIGHTEST} bytes of a log for each that is packed"
            remedy = "Check what is in it; unpack it yourself if it is meant."
            raise _refusal("packed_too_tightly", self._file, expected, "more", remedy)


def _read_csv(stream: io.BufferedReader, file: str, columns: Columns) -> Taken:
    return read_any_csv(_lines(stream, file), file, columns)


def _lines(stream: io.BufferedReader, file: str) -> Iterator[str]:
    text = io.TextIOWrapper(stream, "utf-8-sig", newline="")
    number = 0
    while line := text.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE and not line.endswith("\n"):
            expected, remedy = f"lines of less than {_LONGEST_LINE} characters", "Check that it is a CSV file."
            raise InvalidFileError([Problem("line_too_long", Place(file, number), expected, "more", remedy)])
        yield line


def _write_csv(log: EventLog, out: _Out, _: Mapping[str, str]) -> None:
    text = io.TextIOWrapper(out, "utf-8", newline="")
    write_csv(log, text)
    text.detach()


def _read_xes(stream: io.BufferedReader, file: str, columns: Columns) -> Taken:
    from workflows.events.formats.xes_reading import read_xes

    return read_xes(stream, file, columns)


def _write_xes(log: EventLog, out: _Out, pools: Mapping[str, str]) -> None:
    from workflows.events.formats.xes_writing import write_xes

    text = io.TextIOWrapper(out, "utf-8", newline="")
    write_xes(log, text, pools)
    text.detach()


def _read_ocel(stream: io.BufferedReader, file: str, columns: Columns) -> Taken:
    from workflows.events.formats.object_reading import read_ocel

    try:
        text = stream.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = f"the byte 0x{error.object[error.start]:02x} at {error.start}"
        raise _refusal("encoding", file, "text in UTF-8", found, "Save the file as UTF-8.") from error
    return read_ocel(text, file, columns)


def _write_ocel(log: EventLog, out: _Out, pools: Mapping[str, str]) -> None:
    from workflows.events.formats.object_writing import write_ocel

    text = io.TextIOWrapper(out, "utf-8", newline="")
    write_ocel(log, text, pools)
    text.detach()


def _read_tables(stream: io.BufferedReader, file: str, columns: Columns) -> Taken:
    from workflows.events.formats.object_tables_reading import read_ocel_tables

    return read_ocel_tables(stream.read(), file, columns)


def _write_tables(log: EventLog, out: _Out, pools: Mapping[str, str]) -> None:
    from workflows.events.formats.object_tables import write_ocel_tables

    out.write(write_ocel_tables(log, pools))


def _read_parquet(stream: io.BufferedReader, file: str, columns: Columns) -> Taken:
    from workflows.events.formats.parquet import read_parquet

    content = stream.read()
    with _without_stderr():
        return read_parquet(content, file, columns)


@contextmanager
def _without_stderr() -> Iterator[None]:
    """Nothing written by libraries to standard error: polars' own threads say there that they panicked over a file.

    What they say comes as an error too, which is told.
    """
    sys.stderr.flush()
    kept = os.dup(_STANDARD_ERROR)
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), _STANDARD_ERROR)
        yield
    finally:
        os.dup2(kept, _STANDARD_ERROR)
        os.close(kept)


def _write_parquet(log: EventLog, out: _Out, _: Mapping[str, str]) -> None:
    from workflows.events.formats.parquet import write_parquet

    content = io.BytesIO()
    write_parquet(log, content)
    out.write(content.getvalue())


_CSV: Final = _Format(_read_csv, _write_csv, _LARGEST_STREAMED)
_XES: Final = _Format(_read_xes, _write_xes, _LARGEST_STREAMED)
_OCEL: Final = _Format(_read_ocel, _write_ocel, _LARGEST_WHOLE)
_TABLES: Final = _Format(_read_tables, _write_tables, _LARGEST_WHOLE)
_PARQUET: Final = _Format(_read_parquet, _write_parquet, _LARGEST_WHOLE)
_FORMATS: Final = {
    ".csv": _CSV,
    ".csv.gz": _CSV,
    ".xes": _XES,
    ".xes.gz": _XES,
    ".json": _OCEL,
    ".jsonocel": _OCEL,
    ".sqlite": _TABLES,
    ".sqliteocel": _TABLES,
    ".parquet": _PARQUET,
}
LOG_ENDINGS: Final = tuple(_FORMATS)


def _ending(path: Path) -> str:
    return "".join(path.suffixes[-2:] if path.suffix.lower() == ".gz" else path.suffixes[-1:]).lower()


def _by_content(path: Path) -> _Format | None:
    """A database, whatever it is called: files of SQLite have a dozen endings."""
    from workflows.events.formats.object_database import BEGINNING

    if _ending(path) in _FORMATS:
        return None
    try:
        with path.open("rb") as raw:
            return _TABLES if raw.read(len(BEGINNING)) == BEGINNING else None
    except OSError:
        return None


def _format(path: Path) -> _Format:
    kind = _FORMATS.get(_ending(path))
    if kind is None:
        raise InvalidInputError(
            f"expected an event log ({', '.join(LOG_ENDINGS)}); found the ending {_ending(path)!r} of {path}. "
            "Give the file an ending that says what it is."
        )
    return kind


def _too_large(file: str, largest: int, found: str) -> InvalidFileError:
    expected = f"at most {largest // _MEBIBYTE} MiB"
    return _refusal("too_large", file, expected, found, "Take a part of the log, or write it as Parquet.")


def _refusal(code: str, file: str, expected: str, found: str, remedy: str) -> InvalidFileError:
    return InvalidFileError([Problem(code, Place(file), expected, found, remedy)])
