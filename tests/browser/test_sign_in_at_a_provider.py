"""Signing in at a real OpenID provider, by authorization code with PKCE, and out again."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from services.secrets.key_file import ensure_ring
from services.serving import free_port
from services.settings import Settings, environment_of

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

HERE = Path(__file__).parent
LIBRARY = HERE.parents[1] / "services/web/page/node_modules/oidc-provider/lib/index.js"
NODE = Path(sys.executable).with_name("node")
WITHIN = 60.0
"""Seconds; a guard against waiting for ever."""
MINUTES = 5
"""That an access token lives."""


@dataclass(frozen=True, slots=True)
class Hall:
    """An installation that has an issuer of its own."""

    api: str
    issuer: str


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    folder = tmp_path_factory.mktemp("hall")
    ports = free_port(), free_port()
    api, issuer = (f"http://127.0.0.1:{port}" for port in ports)
    settings = Settings(
        data_directory=folder,
        port=ports[0],
        token_issuer=issuer,
        roles_claim="realm_access.roles",
        page_client="greenlane-page",
        page_scope="openid offline_access",
    )
    ensure_ring(settings.keys)
    serving = (sys.executable, "-m", "services.cli.main", "api")
    providing = (str(NODE), str(HERE / "provider.mjs"), str(LIBRARY), str(ports[1]), f"{api}/page/", str(MINUTES * 60))
    environment = {**os.environ, **environment_of(settings)}
    with (
        _process(folder / "api.log", f"{api}/healthz", environment, *serving),
        _process(folder / "provider.log", f"{issuer}/.well-known/openid-configuration", dict(os.environ), *providing),
    ):
        yield Hall(api, issuer)


@contextmanager
def _process(log: Path, address: str, environment: dict[str, str], *command: str) -> Iterator[None]:
    with log.open("wb") as file, subprocess.Popen(command, stdout=file, stderr=file, env=environment) as process:
        try:
            deadline = time.monotonic() + WITHIN
            while not _answers(address):
                assert process.poll() is None, log.read_text("utf-8")
                assert time.monotonic() < deadline, log.read_text("utf-8")
            yield
        finally:
            process.terminate()


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, trust_env=False, timeout=5).is_success
    except httpx.TransportError:
        return False


@pytest.fixture
def page(chromium: Browser, hall: Hall) -> Iterator[Page]:
    """A page that has been nowhere before; at the end it has complained of nothing and asked nobody else."""
    context = chromium.new_context(locale="en", timezone_id="Asia/Shanghai")
    context.set_default_timeout(WITHIN * 1_000)
    found = context.new_page()
    complaints: list[str] = []
    asked: list[str] = []
    found.on("pageerror", lambda error: complaints.append(str(error)))
    found.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    found.on("request", lambda request: asked.append(request.url))
    yield found
    context.close()
    # The API has no Temporal here, and the provider no icon.
    assert [each for each in complaints if "503" not in each and "404" not in each] == []
    assert [url for url in asked if not url.startswith((hall.api, hall.issuer, "data:", "blob:"))] == []


def sign_in(page: Page, hall: Hall, path: str, account: str) -> None:
    """Come to the page, be led to the provider, say who one is, and be led back."""
    page.goto(f"{hall.api}/page/#{path}")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Account").fill(account)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text(account)).to_be_visible()


def test_somebody_signs_in_and_comes_to_where_they_wanted_to_go(page: Page, hall: Hall) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    sign_in(page, hall, "/inbox?lamp=overdue", "officer-zhao")
    assert page.url == f"{hall.api}/page/#/inbox?lamp=overdue"
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()
    [authorization] = [url for url in asked if url.startswith(f"{hall.issuer}/auth?")]
    sent = parse_qs(urlsplit(authorization).query)
    assert sent["response_type"] == ["code"]
    assert sent["code_challenge_method"] == ["S256"]
    assert "client_secret" not in sent
    expect(page.get_by_text("Nothing waits here")).to_be_visible()


def test_a_reload_keeps_somebody_in_and_another_tab_does_not_know_them(page: Page, hall: Hall) -> None:
    sign_in(page, hall, "/inbox", "officer-qian")
    page.reload()
    expect(page.get_by_text("officer-qian")).to_be_visible()
    other = page.context.new_page()
    other.goto(f"{hall.api}/page/")
    expect(other.get_by_role("button", name="Sign in")).to_be_visible()
    assert other.evaluate("() => sessionStorage.length + localStorage.length") == 0


def test_a_session_is_renewed_before_it_is_over(page: Page, hall: Hall) -> None:
    page.clock.install()
    sign_in(page, hall, "/inbox", "officer-sun")
    before = page.evaluate("() => sessionStorage.getItem('greenlane.token')")
    with page.expect_response(f"{hall.issuer}/token") as renewal:
        page.clock.fast_forward((MINUTES * 60 - 50) * 1_000)
    assert renewal.value.ok
    page.wait_for_function("before => sessionStorage.getItem('greenlane.token') !== before", arg=before)
    expect(page.get_by_text("officer-sun")).to_be_visible()


def test_who_signs_out_is_out_here_and_there(page: Page, hall: Hall) -> None:
    sign_in(page, hall, "/inbox", "officer-li")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Yes, sign me out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert page.url.startswith(f"{hall.api}/page/")
    assert page.evaluate("() => sessionStorage.getItem('greenlane.token')") is None
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("Account")).to_be_visible()


def test_whoever_refuses_at_the_provider_is_told_that_they_are_not_in(page: Page, hall: Hall) -> None:
    page.goto(f"{hall.api}/page/?error=access_denied&state=never-asked")
    expect(page.get_by_role("alert")).to_contain_text("You were not signed in")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
