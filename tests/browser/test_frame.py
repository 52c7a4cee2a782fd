"""What is around every page: signing in and out, the language, the keyboard, and what the browser is allowed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looking import NARROW, Watched

pytestmark = pytest.mark.browser


def test_a_link_signs_in_and_leaves_no_token_in_the_address(look: Watched) -> None:
    look.sign_in("designer", "wang")
    assert "token" not in look.page.url
    expect(look.page.get_by_role("link", name=look.text("设计", "Design"))).to_be_visible()


def test_nobody_stays_in_after_signing_out(look: Watched) -> None:
    look.sign_in("designer", "wang")
    look.page.get_by_role("button", name=look.text("退出", "Sign out")).click()
    expect(look.page.get_by_role("link", name=look.text("登录", "Sign in"))).to_be_visible()
    look.page.reload()
    expect(look.page.get_by_role("link", name=look.text("登录", "Sign in"))).to_be_visible()
    assert look.page.evaluate("() => sessionStorage.length") == 0


def test_the_reader_chooses_the_language_and_it_stays(look: Watched) -> None:
    look.sign_in("designer", "wang")
    other = look.text("English", "中文")
    look.page.get_by_text(other, exact=True).click()
    expect(look.page.locator("html")).to_have_attribute("lang", look.text("en", "zh-CN"))
    look.page.reload()
    expect(look.page.locator("html")).to_have_attribute("lang", look.text("en", "zh-CN"))


def test_the_keyboard_comes_to_the_content_first(look: Watched) -> None:
    look.sign_in("designer", "wang")
    look.page.reload()
    skip = look.page.get_by_role("link", name=look.text("跳到正文", "Skip to content"))
    expect(skip).to_be_attached()
    look.page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    look.page.keyboard.press("Enter")
    expect(look.page.get_by_role("main")).to_be_focused()


def test_scripts_come_from_here_alone(look: Watched) -> None:
    answer = look.page.goto(f"{look.system.api}/page/")
    assert answer is not None
    said = answer.headers["content-security-policy"]
    assert "script-src 'self';" in said
    assert "unsafe-inline" not in re.sub(r"style-src-attr 'unsafe-inline'", "", said)
    assert "default-src 'none'" in said
    look.page.evaluate(
        """() => {
            const script = document.createElement('script');
            script.textContent = 'window.came = true';
            document.body.append(script);
        }"""
    )
    assert look.page.evaluate("() => window.came") is None
    [refusal] = look.complaints
    assert "script-src 'self'" in refusal
    look.complaints.clear()


def test_everybody_can_sign_in(look: Watched) -> None:
    look.page.goto(f"{look.system.api}/page/#/sign-in")
    expect(look.page.get_by_role("heading", level=1)).to_be_visible()
    look.can_be_used_by_everybody()
    look.looks("sign-in", at=NARROW)
    look.page.get_by_role("textbox").fill("no token")
    look.page.get_by_role("button", name=look.text("登录", "Sign in"), exact=True).click()
    expect(look.page.get_by_text(look.text("这不是令牌", "That is no token"))).to_be_visible()
