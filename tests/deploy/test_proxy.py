"""The proxy brings every request to the service that has its route, and keeps to itself what is not for the public."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from services.processes import SERVICES
from services.running.system import SEPARATE
from tests.deploy.files import DEPLOY

CONFIGURATION = DEPLOY / "proxy/nginx.conf"
TEXT = CONFIGURATION.read_text("utf-8")
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


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed (Debian: nginx-light)")
def test_the_proxy_takes_its_configuration(tmp_path: Path) -> None:
    # Names of other containers are known to nobody here.
    text = re.sub(r"server (?:requests|decisions|insights|experiments|codec):", "server 127.0.0.1:", TEXT)
    path = tmp_path / "nginx.conf"
    path.write_text(text.replace("/tmp/", f"{tmp_path}/"), "utf-8")  # noqa: S108 - the container's
    done = subprocess.run(["nginx", "-t", "-c", str(path)], capture_output=True, text=True, check=False)  # noqa: S607
    assert done.returncode == 0, done.stderr
