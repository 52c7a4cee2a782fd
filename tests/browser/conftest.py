"""A browser, and the whole system that it looks at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.looking import System, Watched, watched
from tests.browser.seen import Pictures
from tests.servers import shared_system

CHROMIUM: Final = Path("/usr/bin/chromium")
SWITCHES: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Have pictures stored anew instead of compared."""
    parser.addoption(
        "--pictures",
        choices=[each.value for each in Pictures],
        default=Pictures.PASSED_OVER.value,
        help="whether browser tests compare what they see with stored pictures, store it, or pass it over (default): "
        "another browser or other fonts draw otherwise",
    )


@pytest.fixture(scope="session")
def system(folder_of_this_run: Path) -> Iterator[System]:
    """The system as `greenlane up` runs it, shared by all tests; use people and cases of your own."""
    with shared_system(folder_of_this_run / "system") as addresses:
        yield System(addresses["api"], Path(addresses["data"]))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's browser.

    It lives no longer than its module: while Playwright is driven without `await`, its event loop counts as running in
    this process, and a test of other modules that has a loop of its own could not begin.
    """
    if not CHROMIUM.exists():
        pytest.skip(f"needs {CHROMIUM}: `tests/install-tools` installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(params=["zh-CN", "en"])
def language(request: pytest.FixtureRequest) -> str:
    """Each of the two languages."""
    found: str = request.param
    return found


@pytest.fixture
def look(request: pytest.FixtureRequest, chromium: Browser, system: System, language: str) -> Iterator[Watched]:
    """A page in a reader's language that has been nowhere before; at the end, nothing may have gone wrong in it."""
    with watched(chromium, system, language, Pictures(request.config.getoption("--pictures"))) as found:
        yield found
