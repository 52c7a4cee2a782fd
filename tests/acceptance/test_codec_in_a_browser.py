"""Temporal's page in a browser, as how-to/keep-secrets.md says: sealed without the codec, clear with it."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from services.serving import free_port
from tests.acceptance.test_up import GREENLANE, PORTS, up

CHROMIUM: Final = Path("/usr/bin/chromium")
SWITCHES: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
FIRM: Final = "91210100MA0000001X"
WITHIN: Final = 120_000.0
"""Milliseconds; a guard against hanging for ever."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"needs {CHROMIUM}: apt-get install chromium"),
]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    ports = {f"GREENLANE_{name}": str(free_port()) for name in PORTS}
    return {**os.environ, "GREENLANE_DATA_DIRECTORY": str(tmp_path / "data"), **ports}


@pytest.fixture
def browser() -> Iterator[BrowserContext]:
    """A browser that has been nowhere before, and goes nowhere but to this machine."""
    expect.set_options(timeout=WITHIN)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES, timeout=WITHIN)
        context = chromium.new_context(viewport={"width": 1_400, "height": 1_000})
        context.set_default_timeout(WITHIN)
        context.route(re.compile(r"^https?://(?!127\.0\.0\.1[:/])"), lambda route: route.abort())
        yield context
        chromium.close()


def token(environment: dict[str, str], *who: str) -> str:
    command: list[str] = [str(GREENLANE), "token", *who]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=True).stdout.strip()


def sign_in(page: Page, found: dict[str, str], credential: str) -> None:
    page.goto(f"{found['api']}/codec")
    page.get_by_label("Token").fill(credential)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("This browser has a token.")).to_be_visible()


def use_browser_setting(page: Page, found: dict[str, str]) -> None:
    """Under the glasses: the endpoint of this browser's own, with credentials."""
    page.get_by_test_id("data-encoder-status-error").click()
    page.get_by_test_id("use-local-endpoint-input").check()
    page.get_by_role("textbox", name="Codec Server browser endpoint").fill(f"{found['api']}/codec")
    page.get_by_text("Include cross-origin credentials").click()
    page.get_by_test_id("confirm-modal-button").locator("visible=true").click()


def test_the_page_shows_what_is_sealed_and_with_the_codec_what_it_says(
    environment: dict[str, str], browser: BrowserContext, tmp_path: Path
) -> None:
    with up(environment) as (_, found):
        applicant = token(environment, "--role", "applicant", "--subject", FIRM)
        case = {"lane": "property_registration", "id": "seen", "attributes": {"registration_kind": "general"}}
        headers = {"Authorization": f"Bearer {applicant}"}
        assert httpx.post(f"{found['api']}/cases", json=case, headers=headers, trust_env=False).status_code == 201
        page, asked = browser.new_page(), list[str]()
        page.on("request", lambda request: asked.append(request.url))

        def history() -> None:
            with page.expect_response(lambda answer: "/codec/decode" in answer.url) as decoded:
                page.goto(f"{found['temporal_ui']}/namespaces/default/workflows/seen")
            statuses.append(decoded.value.status)
            expect(page.get_by_text("PropertyRegistration").first).to_be_visible()

        statuses: list[int] = []
        # As it comes: it asks the codec, for nobody, and shows what Temporal has.
        history()
        expect(page.get_by_test_id("data-encoder-status-error")).to_be_visible()
        assert "不动产登记" not in page.inner_text("body")
        page.screenshot(path=tmp_path / "sealed.png")

        # An officer's token opens nothing.
        sign_in(page, found, token(environment, "--role", "officer", "--department", "*"))
        history()
        use_browser_setting(page, found)
        history()
        expect(page.get_by_test_id("data-encoder-status-error")).to_be_visible()
        assert "不动产登记" not in page.inner_text("body")

        # An operator's does.
        sign_in(page, found, token(environment, "--role", "operator", "--subject", "wang"))
        history()
        expect(page.get_by_text('"不动产登记"').first).to_be_visible()
        expect(page.get_by_test_id("data-encoder-status-error")).to_have_count(0)
        page.screenshot(path=tmp_path / "clear.png")
        assert statuses == [401, 401, 403, 200]

        # Another page of this browser, from another origin, may not use the token that the browser keeps.
        page.goto(found["worker_1_metrics"])
        answer = page.evaluate(
            """async address => {
                const headers = {'Content-Type': 'application/json'};
                const asked = {method: 'POST', credentials: 'include', headers, body: '{"payloads": []}'};
                return await fetch(address, asked).then(answer => answer.status, error => error.name);
            }""",
            f"{found['api']}/codec/decode",
        )
        assert answer == "TypeError"
        # Nobody outside is told that somebody looks.
        assert [url for url in asked if not url.startswith("http://127.0.0.1:")] == []
        exported = subprocess.run(
            [GREENLANE, "audit", "export"], capture_output=True, text=True, env=environment, check=True
        )
        rows = [json.loads(line) for line in exported.stdout.splitlines()]
    opened = [(row["subject"], row["outcome"]) for row in rows if row["action"] == "open_payloads"]
    assert ("wang", "done") in opened
    assert {outcome for subject, outcome in opened if subject != "wang"} == {"forbidden"}
