"""What people do on the page, in words of their own language."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from uuid import uuid4

import httpx
from playwright.sync_api import Locator, Page, expect

from tests.browser.looking import Watched

ID: Final = re.compile("[0-9a-f]{64}")
"""Of an experiment: the hash of all that it depends on."""


def somebody(role: str) -> str:
    """A name that no other test uses."""
    return f"{role}-{uuid4().hex[:8]}"


def designer_at_choosing(look: Watched) -> Page:
    """A designer has signed in and sees what there is to choose from."""
    look.sign_in("designer", somebody("designer"))
    expect(look.page.get_by_role("heading", name=look.text("审批流程", "Approval lanes"))).to_be_visible()
    return look.page


def opened(look: Watched, zh: str, en: str) -> None:
    """Open a lane, or a ready-made reform, and wait until its map is drawn."""
    page = look.page
    button = page.get_by_role("button", name=look.text(f"打开“{zh}”", f"Open “{en}”"), exact=True)
    if not button.is_visible():
        page.get_by_role("heading", name=look.text("现成改革方案", "Ready-made reforms")).click()
    button.click()
    drawn(page)


def drawn(page: Page, number: int = 1) -> None:
    """Wait until so many maps are drawn."""
    expect(page.locator("[data-drawn]")).to_have_count(number)


def chosen(within: Page | Locator, field: str, option: str) -> None:
    """Choose one of the options of a field.

    Parameters
    ----------
    field, option : what they are called
    """
    page = within if isinstance(within, Page) else within.page
    within.get_by_role("combobox", name=field).click()
    # What Ant Design tells screen readers of is hidden; people see another list.
    page.locator(".ant-select-item-option:visible").filter(has_text=option).first.click()


def button(look: Watched, zh: str, en: str) -> Locator:
    """A button of that very name."""
    return look.page.get_by_role("button", name=look.text(zh, en), exact=True)


def asked(look: Watched, kind: str, *subjects: str, **design: int) -> str:
    """Ask a question over the API as the designer who is signed in, and wait for its answer.

    Parameters
    ----------
    kind : of the question
    subjects : lanes or scenarios that are shipped
    design : what differs from the usual

    Returns
    -------
    the hash that is its permanent link
    """
    token = look.page.evaluate("() => sessionStorage.getItem('greenlane.token')")
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=look.system.api, headers=headers, trust_env=False, timeout=120) as http:
        question = {"kind": kind, "subjects": subjects, "design": design}
        answer = http.post("/experiments", json=question).raise_for_status()
        # What was asked before is answered at once, and then lies elsewhere.
        [experiment] = ID.findall(answer.headers.get("Location") or answer.headers["Content-Location"])
        with http.stream("GET", f"/experiments/{experiment}/events") as told:
            told.read()
        stage = http.get(f"/experiments/{experiment}").raise_for_status().json()["stage"]
    assert stage == "done", stage
    return str(experiment)


def file_of(folder: Path, name: str, content: bytes) -> Path:
    """A file to bring."""
    path = folder / name
    path.write_bytes(content)
    return path
