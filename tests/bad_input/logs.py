"""Bad event logs: CSV, XES, and both packed."""

# ruff: noqa: PLW0108 - files are made when they are tried, not before
from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

from tests.bad_input.attack import CANARY_FILE, LISTENER, Attack, Expected, octets
from tests.bad_input.drawn import entities, shapeless

_MEBIBYTE: Final = 1 << 20
HEADER: Final = "case,kind,at,step,occurrence,member,cause,outcome\n"
ROWS: Final = (
    "1,submitted,2026-03-02T09:00:00+08:00,,,,,\n1,enabled,2026-03-02T09:00:00+08:00,check,0,,,\n"
    "1,started,2026-03-02T09:10:00+08:00,check,0,desk-1,,\n1,completed,2026-03-02T09:20:00+08:00,check,0,desk-1,,done\n"
)
CSV: Final = HEADER + ROWS
XES: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0"><trace><string key="concept:name" value="1"/>'
    '<event><string key="concept:name" value="check"/><date key="time:timestamp" value="2026-03-02T09:00:00+08:00"/>'
    "</event></trace></log>\n"
)
CHECK: Final = ("check", "{file}")
DESCRIBE: Final = ("log", "describe", "{file}")
IMPORT: Final = ("import", "{file}")


def log(
    kind: str, what: str, file: str, content: bytes | Callable[[], bytes], expected: Expected = Expected.REFUSED,
    *, large: bool = False,
) -> Attack:  # fmt: skip
    """A bad log."""
    made = octets(content) if isinstance(content, bytes) else content
    commands: tuple[tuple[str, ...], ...] = (CHECK,) if large else (CHECK, DESCRIBE, IMPORT)
    if expected is Expected.TAKEN:
        commands = (CHECK, DESCRIBE)
    return Attack(kind, what, file, made, expected, commands, large=large)


@cache
def packed(piece: bytes, times: int, before: bytes = b"") -> bytes:
    """So many of a piece, packed a mebibyte at a time."""
    out = io.BytesIO()
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    out.write(packer.compress(before))
    block = max(_MEBIBYTE // len(piece), 1)
    for _ in range(times // block):
        out.write(packer.compress(piece * block))
    out.write(packer.compress(piece * (times % block)))
    out.write(packer.flush())
    return out.getvalue()


def logs() -> Iterator[Attack]:
    """Every bad log in CSV and XES, and some that are good."""
    yield from _csv()
    yield from _xes()
    yield from _packed()


def _csv() -> Iterator[Attack]:
    def csv(
        what: str, content: str | bytes | Callable[[], bytes], expected: Expected = Expected.REFUSED, *,
        large: bool = False,
    ) -> Attack:  # fmt: skip
        made = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        return log("csv", what, "bad.csv", made, expected, large=large)

    yield csv("good", CSV, Expected.TAKEN)
    yield csv("good with a mark", b"\xef\xbb\xbf" + CSV.encode(), Expected.TAKEN)
    yield csv("good with lines of Windows", CSV.replace("\n", "\r\n"), Expected.TAKEN)
    yield csv("nothing", b"")
    yield csv("a header alone", HEADER, Expected.EITHER)
    yield csv("null bytes", b"\0" * 2_000_000)
    yield csv("a null byte", CSV.replace("check", "ch\0eck"), Expected.EITHER)
    for encoding in ("utf-16", "utf-32", "gb18030", "latin-1"):
        yield csv(f"in {encoding}", CSV.replace("check", "é").encode(encoding))
    yield csv("a surrogate", CSV.replace("check", "\ud800"))
    yield csv("a quote without an end", CSV.replace("check", '"check'))
    yield csv("a quote inside", CSV.replace("check", 'a"b'), Expected.EITHER)
    yield csv("a quote without an end before ten megabytes", lambda: (CSV + '"' + "a\n" * 5_000_000).encode())
    yield csv("a cell of five megabytes", CSV.replace("check", "a" * 5_000_000))
    yield csv("a cell of a hundred and fifty thousand", CSV.replace("check", "a" * 150_000))
    yield csv("a header of a megabyte", "a" * 1_000_000 + CSV)
    yield csv("columns by the hundred thousand", ",".join(f"c{n}" for n in range(300_000)) + "\n")
    yield csv("the same column by the hundred thousand", "case," * 300_000 + "\n")
    yield csv("commas", lambda: b"," * 4_000_000 + b"\n")
    yield csv("commas in lines", lambda: (HEADER + (("," * 7) + "\n") * 1_000_000).encode())
    yield csv("lines", lambda: (HEADER + "\n" * 10_000_000).encode())
    yield csv("lines of Windows", lambda: (HEADER + "\r\n" * 5_000_000).encode())
    yield csv("carriage returns", HEADER + "\r" * 4_000_000)
    yield csv("rows that are too short", lambda: (HEADER + "1,submitted\n" * 1_000_000).encode())
    yield csv(
        "formulas", CSV.replace("check", '=HYPERLINK(""x"")').replace(",=", ',"=').replace(")", ')"'), Expected.EITHER
    )
    for at in (
        *("now", "2026-13-45", "2026-03-02T09:00:00", "0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-18:00"),
        *("1e400", "NaN", "-1", "+999999-01-01T00:00:00Z", "2026-03-02T09:00:00+99:99", "9" * 4_000, "٢٠٢٦-٠٣-٠٢"),
    ):
        yield csv(f"an instant of {at[:20]}", CSV.replace("2026-03-02T09:10:00+08:00", at))
    for occurrence in ("-1", "1e3", "NaN", "9" * 30, "0x1", "1.0", "²"):
        yield csv(f"an occurrence of {occurrence[:10]}", CSV.replace("check,0", f"check,{occurrence}"))
    yield csv("a kind that is none", CSV.replace("started", "exploded"))
    yield csv("before it begins", HEADER + "".join(reversed(ROWS.splitlines(keepends=True))))
    yield csv("the same events twice", CSV + ROWS)
    yield csv("no case", CSV.replace("1,submitted", ",submitted"))
    rows = f"\n{ROWS}".rstrip("\n")
    yield csv("a million good rows", lambda: (
        HEADER.rstrip("\n") + "".join(rows.replace("\n1,", f"\n{n},") for n in range(250_000)) + "\n"
    ).encode(), Expected.TAKEN, large=True)  # fmt: skip
    yield csv("a million bad rows", lambda: (
        HEADER + "".join(f"{n},exploded,2026-03-02T09:00:00+08:00,,,,,\n" for n in range(1_000_000))
    ).encode())  # fmt: skip


def _xes() -> Iterator[Attack]:
    def xes(what: str, content: str | bytes | Callable[[], bytes], expected: Expected = Expected.REFUSED) -> Attack:
        made = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        return log("xes", what, "bad.xes", made, expected)

    yield xes("good", XES, Expected.TAKEN)
    yield xes("good in UTF-16", XES.replace("UTF-8", "UTF-16").encode("utf-16"), Expected.TAKEN)
    for what, content in entities("log", XES.partition("?>")[2].replace('value="check"', 'value="&x;"')):
        yield xes(what, content)
    for what, made in shapeless("log"):
        harmless = {"spaces", "nothing", "null bytes", "a null byte", "half a document"}
        expected = Expected.REFUSED if what in harmless else Expected.EITHER
        yield xes(what, made, expected)
    for at in ("now", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-18:00", "NaN", "9" * 100_000):
        yield xes(f"an instant of {at[:20]}", XES.replace("2026-03-02T09:00:00+08:00", at))
    yield xes("a trace without a name", XES.replace('<string key="concept:name" value="1"/>', "", 1))
    trace = XES[XES.index("<trace>") : XES.index("</trace>") + len("</trace>")]
    yield xes("the same trace twice", XES.replace(trace, trace * 2))
    yield xes("events outside", XES.replace("<trace>", "<event/><trace>"))
    yield xes("an extension at an address", XES.replace("<trace>", (
        f'<extension name="x" prefix="x" uri="http://{LISTENER}/x.xesext"/><extension name="y" prefix="y" '
        f'uri="file://{CANARY_FILE}"/><trace>'), 1), Expected.TAKEN)  # fmt: skip
    yield xes("traces that are empty", lambda: b"<log>" + b"<trace/>" * 500_000 + b"</log>")
    yield xes("events that are empty", lambda: b"<log><trace>" + b"<event/>" * 500_000 + b"</trace></log>")
    yield xes("attributes of one event", lambda: ("<log><trace><event>" + "".join(
        f'<string key="{n}" value=""/>' for n in range(200_000)) + "</event></trace></log>").encode())  # fmt: skip
    deep = '<string key="a" value="b">' * 250
    yield xes(
        "attributes of attributes", XES.replace("<event>", f"<event>{deep}{'</string>' * 250}", 1), Expected.EITHER
    )
    yield xes("a tag of five megabytes", f"<log><trace><event a='{'a' * 5_000_000}'/></trace></log>")


def _packed() -> Iterator[Attack]:
    yield log("csv.gz", "good", "bad.csv.gz", gzip.compress(CSV.encode()), Expected.TAKEN)
    yield log("csv.gz", "not packed", "bad.csv.gz", CSV.encode())
    yield log("csv.gz", "cut off", "bad.csv.gz", gzip.compress(CSV.encode())[:-9])
    yield log("csv.gz", "packed twice", "bad.csv.gz", gzip.compress(gzip.compress(CSV.encode())))
    yield log("csv.gz", "members by the hundred thousand", "bad.csv.gz", gzip.compress(b"", 9) * 200_000)
    path = gzip.compress(CSV.encode(), mtime=0)
    named = path[:3] + b"\x08" + path[4:10] + b"../../../../tmp/x\0" + path[10:]
    yield log("csv.gz", "a name above its folder", "bad.csv.gz", named, Expected.TAKEN)
    yield log("csv.gz", "a gibibyte of one line", "bad.csv.gz", lambda: packed(b"a", 1_100 * _MEBIBYTE))
    yield log("csv.gz", "a gibibyte of lines", "bad.csv.gz", lambda: packed(b"\n", 1_000 * _MEBIBYTE, HEADER.encode()))
    yield log("csv.gz", "a gibibyte of null bytes", "bad.csv.gz", lambda: packed(b"\0", 1_000 * _MEBIBYTE))
    row = b"1,submitted,2026-03-02T09:00:00+08:00,,,,,\n"
    yield log("csv.gz", "a gibibyte of the same row", "bad.csv.gz", lambda: packed(row, 24_000_000, HEADER.encode()))
    foreign = b"case:concept:name,concept:name,time:timestamp\n"
    good = b"1,check,2026-03-02T09:00:00+08:00\n"
    yield log("csv.gz", "a gibibyte of the same good row", "bad.csv.gz", lambda: packed(good, 30_000_000, foreign))
    yield log("xes.gz", "good", "bad.xes.gz", gzip.compress(XES.encode()), Expected.TAKEN)
    yield log("xes.gz", "a gibibyte of spaces", "bad.xes.gz", lambda: packed(b" ", 1_000 * _MEBIBYTE, b"<log>"))
    yield log("xes.gz", "a gibibyte of elements", "bad.xes.gz", lambda: packed(b"<a/>", 250 * _MEBIBYTE, b"<log>"))
    event = b'<event><date key="time:timestamp" value="2026-03-02T09:00:00Z"/></event>'
    yield log("xes.gz", "a gibibyte of events", "bad.xes.gz", lambda: packed(event, 14_000_000, b"<log><trace>"))
    for name in ("bad.zip", "bad.tar.gz", "bad.csv.zip", "bad.7z"):
        yield log("zip", f"{name}, which nobody reads", name, b"PK\x03\x04" + bytes(1_000))
    yield log("zip", "inside a name of CSV", "bad.csv", b"PK\x03\x04\x14\0\0\0\x08\0" + bytes(range(256)) * 1_000)
