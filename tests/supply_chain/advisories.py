"""A service that knows of advisories, on this machine: the real clients ask it as they ask OSV and npm's registry.

It stands in for services that are nobody's here, so that what is made of their answers is tried without a network.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@contextmanager
def knowing(vulnerable: Collection[str]) -> Iterator[str]:
    """Address of a service to which some libraries are vulnerable in every version, and no others."""

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(_body(self))
            self._answer(_osv(body, vulnerable) if "version" in body else _npm(body, vulnerable))

        def do_GET(self) -> None:
            self.send_error(404)

        def _answer(self, answer: object) -> None:
            content = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - likewise
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def _body(asked: BaseHTTPRequestHandler) -> bytes:
    body = asked.rfile.read(int(asked.headers["Content-Length"]))
    if asked.headers.get("Content-Encoding") == "gzip":
        import gzip  # noqa: PLC0415 - for npm alone

        return gzip.decompress(body)
    return body


def _osv(body: dict[str, object], vulnerable: Collection[str]) -> object:
    package = body["package"]
    assert isinstance(package, dict)
    name = package["name"]
    if name not in vulnerable:
        return {}
    affected = {"package": package, "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}]}
    return {"vulns": [{"id": f"TEST-{name}", "details": "It is vulnerable.", "affected": [affected]}]}


def _npm(body: dict[str, object], vulnerable: Collection[str]) -> object:
    return {
        name: [
            {
                "id": 1,
                "url": "https://example.org/TEST",
                "title": "It is vulnerable.",
                "severity": "high",
                "vulnerable_versions": "*",
                "cwe": [],
                "cvss": {"score": 0, "vectorString": None},
            }
        ]
        for name in body
        if name in vulnerable
    }
