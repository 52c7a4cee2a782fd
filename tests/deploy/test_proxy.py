"""The proxy brings every request to the service that has its route, and keeps to itself what is not for the public."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpx
import pytest
from fastapi.routing import APIRoute

from services.processes import SERVICES
from services.running.system import SEPARATE
from services.serving import free_port
from tests.deploy.files import DEPLOY

CONFIGURATION = DEPLOY / "proxy/nginx.conf"
TEXT = CONFIGURATION.read_text("utf-8")
PATIENCE: Final = 20
"""Seconds; a guard against hanging for ever."""
ROUTES = sorted(
    {
        (name, route.path)
        for name in SEPARATE
        for router in SERVICES[name]
        for route in router.routes
        if isinstance(route, APIRoute)
    }
)


def service_of(path: str) -> str:
    """Which service the proxy takes for a path; the first line that fits."""
    [block] = re.findall(r"map \$uri \$service \{(.*?)\n    \}", TEXT, re.DOTALL)
    for line in filter(None, (each.strip().rstrip(";") for each in block.splitlines())):
        pattern, service = (str(each) for each in line.split())
        if pattern == "default":
            return service
        if found := re.search(pattern.removeprefix("~").replace("(?<", "(?P<"), path):
            return str(found[service.removeprefix("$")]) if service[0] == "$" else service
    pytest.fail("the map has no default")


@pytest.mark.parametrize(("service", "path"), ROUTES)
def test_a_route_comes_to_its_service(service: str, path: str) -> None:
    assert service_of(re.sub(r"\{\w+\}", "any-1", path)) == service


@pytest.mark.parametrize("path", ["/cases/parent/child", "/work-items/x/y"])
def test_what_no_service_has_is_answered_by_one_that_says_so(path: str) -> None:
    assert service_of(path) in SEPARATE


@pytest.mark.parametrize("path", ["/pages", "/metricsx", "/admin", "/openapi.json"])
def test_what_is_no_address_comes_to_nobody(path: str) -> None:
    assert service_of(path) == "none"


@pytest.mark.parametrize("path", ["/metrics", "/readyz", "/docs", "/redoc"])
def test_what_a_process_tells_of_itself_is_not_for_the_public(path: str) -> None:
    [closed] = re.findall(r"location ~ (\^\S+) \{\n\s+return 404;", TEXT)
    assert re.search(closed, path)


@pytest.mark.parametrize("service", SEPARATE)
def test_a_service_can_be_asked_for_its_description(service: str) -> None:
    assert service_of(f"/{service}/openapi.json") == service
    assert f"upstream {service} {{ server {service}:8080;" in TEXT


needs_nginx = pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed (Debian: nginx-light)")


def configured(folder: Path, port: int, service: str) -> list[str]:
    """The proxy on a port of this machine, with one address for all services: names of containers are known nowhere."""
    text = re.sub(r"server (?:requests|decisions|insights|experiments|codec):8080", f"server {service}", TEXT)
    text = text.replace("/tmp/", f"{folder}/").replace("/dev/stdout", f"{folder}/access.log")  # noqa: S108 - its own
    path = folder / "nginx.conf"
    path.write_text(text.replace("listen 8080;", f"listen 127.0.0.1:{port};"), "utf-8")
    return ["nginx", "-c", str(path), "-g", "daemon off;"]


@needs_nginx
def test_the_proxy_takes_its_configuration(tmp_path: Path) -> None:
    command = configured(tmp_path, 8080, "127.0.0.1:8081")
    done = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[int]:
    """The port of a proxy whose services do not answer."""
    port = free_port()
    with subprocess.Popen(configured(tmp_path, port, f"127.0.0.1:{free_port()}"), stderr=subprocess.PIPE) as process:
        try:
            _until_it_listens(process, port)
            yield port
        finally:
            process.terminate()


def _until_it_listens(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
    pytest.fail(f"nginx does not listen; it ended with {process.poll()}")


@needs_nginx
def test_browsers_are_held_to_https_where_they_came_by_it_and_guess_nothing(proxy: int) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{proxy}", trust_env=False) as browser:
        for path, status in (("/healthz", 200), ("/metrics", 404), ("/nowhere", 404), ("/lanes", 502)):
            plain = browser.get(path)
            secure = browser.get(path, headers={"X-Forwarded-Proto": "https"})
            assert (plain.status_code, secure.status_code) == (status, status)
            assert "strict-transport-security" not in plain.headers
            assert secure.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
            assert plain.headers.get_list("x-content-type-options") == ["nosniff"]


@needs_nginx
@pytest.mark.parametrize(
    "lengths",
    [
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Content-Length: 5\r\nContent-Length: 6",
        "Transfer-Encoding: chunked, identity",
        "Content-Length: +5",
    ],
)
def test_a_body_of_two_lengths_reaches_no_service(proxy: int, lengths: str) -> None:
    with socket.create_connection(("127.0.0.1", proxy), PATIENCE) as connection:
        connection.sendall(f"POST /cases HTTP/1.1\r\nHost: hall\r\n{lengths}\r\n\r\n0\r\n\r\n".encode())
        said = connection.recv(4_096).decode()
    assert said.split()[1] in {"400", "501"}, said
