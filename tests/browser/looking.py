"""A page that is watched: what it asks for, what it complains of, how it looks, and who could not use it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from tests.browser.seen import Pictures, compared

WIDE: Final = (1280, 900)
NARROW: Final = (390, 844)
WITHIN: Final = 30_000.0
"""Milliseconds; a guard against waiting for ever."""
_LIBRARIES: Final = Path(__file__).parents[2] / "services/web/page/node_modules"
_GRAVE: Final = frozenset({"serious", "critical"})


@dataclass(frozen=True, slots=True)
class System:
    """The system that pages are of.

    Attributes
    ----------
    api : its address
    data : its data directory
    """

    api: str
    data: Path

    def token(self, role: str, subject: str, *departments: str) -> str:
        """A token, as the documentation says to get one."""
        command = [str(Path(sys.executable).with_name("greenlane")), "token", "--role", role, "--subject", subject]
        for department in departments:
            command += ["--department", department]
        environment = {**os.environ, "GREENLANE_DATA_DIRECTORY": str(self.data)}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
        return done.stdout.strip()


@dataclass(slots=True)
class Watched:
    """A page and what has happened in it.

    Attributes
    ----------
    complaints : what its console said, and defects that nobody caught
    asked : every address that it asked for
    """

    page: Page
    system: System
    language: str
    pictures: Pictures
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def sign_in(self, role: str, subject: str, *departments: str) -> None:
        """Come in by a link, as somebody."""
        token = self.system.token(role, subject, *departments)
        self.page.goto(f"{self.system.api}/page/#/sign-in?token={token}")
        expect(self.page.get_by_text(subject)).to_be_visible()

    def go(self, path: str) -> None:
        """Go to a place of the page, by its route."""
        self.page.evaluate("path => { window.location.hash = path; }", path)

    def text(self, zh: str, en: str) -> str:
        """What a text is in the reader's language."""
        return zh if self.language == "zh-CN" else en

    def looks(self, name: str, *, at: tuple[int, int] = WIDE, hidden: tuple[str, ...] = (), absent: str = "") -> None:
        """See that the page looks as it is known to, and that nothing on it sticks out.

        Parameters
        ----------
        name : of the picture
        at : width and height of the window
        hidden : selectors of what differs from run to run
        absent : selector of what is there in some runs only
        """
        self.page.set_viewport_size({"width": at[0], "height": at[1]})
        self.page.wait_for_load_state("networkidle")
        expect(self.page.locator(".ant-spin-spinning")).to_have_count(0)
        sticks_out = self.page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
        assert sticks_out <= 0, f"{name}: {sticks_out} pixels stick out at {at[0]}"
        compared(f"{name}.{self.language}.{at[0]}", self.photographed(hidden, absent), self.pictures)

    def photographed(self, hidden: tuple[str, ...] = (), absent: str = "") -> bytes:
        """What is seen now, as PNG, without what differs from run to run, as :meth:`looks` has it."""
        # Through the elements themselves: a style sheet of ours is none that the page's policy lets in.
        passing = self.page.locator(absent).all() if absent else []
        for each in passing:
            each.evaluate("element => { element.style.display = 'none'; }")
        picture = self.page.screenshot(
            mask=[self.page.locator(selector) for selector in hidden],
            mask_color="#cccccc",
            animations="disabled",
            caret="hide",
        )
        for each in passing:
            each.evaluate("element => { element.style.display = ''; }")
        return picture

    def can_be_used_by_everybody(self) -> None:
        """See that axe finds no serious fault."""
        found: list[dict[str, Any]] = self.page.evaluate(f"async () => {{ {_axe()}; return {_RUN_AXE}; }}")
        grave = [each for each in found if each["impact"] in _GRAVE]
        assert not grave, json.dumps(grave, indent=1, ensure_ascii=False)


_RUN_AXE: Final = """(await axe.run(document, {resultTypes: ['violations']})).violations.map(
    ({id, impact, help, nodes}) => ({id, impact, help, where: nodes.slice(0, 5).map(node => node.html)}))"""


@cache
def _axe() -> str:
    return (_LIBRARIES / "axe-core/axe.min.js").read_text("utf-8")


@contextmanager
def watched(
    browser: Browser, system: System, language: str, pictures: Pictures = Pictures.PASSED_OVER
) -> Iterator[Watched]:
    """A page of a browser that has been nowhere before; at the end, it has complained of nothing and asked nobody else.

    Parameters
    ----------
    pictures : what becomes of what is seen
    """
    context = browser.new_context(
        viewport={"width": WIDE[0], "height": WIDE[1]},
        locale=language,
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
    )
    context.set_default_timeout(WITHIN)
    expect.set_options(timeout=WITHIN)
    page = context.new_page()
    found = Watched(page, system, language, pictures)

    def said(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            found.complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def asks(request: Request) -> None:
        found.asked.append(request.url)

    page.on("console", said)
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    page.on("request", asks)
    yield found
    context.close()
    assert not found.complaints, found.complaints
    outside = [url for url in found.asked if not url.startswith((system.api, "data:", "blob:"))]
    assert outside == []
