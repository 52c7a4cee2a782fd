"""The tutorial for designers is walked as it is written; its pictures are what is seen on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect

from tests.browser.doing import button, chosen, drawn, opened
from tests.browser.looking import Watched
from tests.browser.seen import compared

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

DOCS: Final = Path(__file__).parents[2] / "docs"
PAGES: Final = {"zh-CN": "what-if.zh-CN.md", "en": "what-if.md"}
BOLD: Final = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
HIDE_FOOTERS: Final = """() => document.querySelectorAll('.view-footer').forEach(each => {
    each.style.visibility = 'hidden';
})"""
SAID: Final = """() => [document.body.innerText, ...[...document.querySelectorAll('[aria-label], [placeholder]')].map(
    element => `${element.ariaLabel ?? ''} ${element.getAttribute('placeholder') ?? ''}`)].join('\\n')"""
"""All that a page says, to those who see it and to those who hear it."""


@dataclass(slots=True)
class Walk:
    """Somebody goes through the tutorial; what they have been told on the way is kept."""

    look: Watched
    said: list[str] = field(default_factory=list)

    def sees(self, name: str | None = None) -> None:
        """Keep what the page says, and a picture of it if it has a name."""
        page, look = self.look.page, self.look
        page.wait_for_load_state("networkidle")
        self.said.append(page.evaluate(SAID))
        if name is None:
            return
        # Which version made a figure is nothing to compare pictures by.
        page.evaluate(HIDE_FOOTERS)
        picture = look.photographed(absent=".drafts-of-others")
        compared(f"{name}.{look.language}", picture, look.pictures, stored=DOCS / "images/what-if")

    def chooses_and_pulls(self) -> None:
        """From the link to the levers."""
        page, look = self.look.page, self.look
        look.sign_in("designer", "developer")
        expect(page.get_by_role("heading", name=look.text("审批流程", "Approval lanes"))).to_be_visible()
        self.sees("choose")
        page.get_by_role("heading", name=look.text("现成改革方案", "Ready-made reforms")).click()
        self.sees()
        opened(look, "立项到施工许可：多审合一、联审联办", "Initiation to construction permit: merged and joint review")
        self.sees("map")
        button(look, "下一步：施加改革措施", "Next: pull levers").click()
        drawn(page, 2)
        self.sees("levers")

    def runs(self) -> None:
        """From the levers to a first answer, and to all of its views."""
        page, look = self.look.page, self.look
        button(look, "模拟运行", "Run it").click()
        self.sees()
        button(look, "运行", "Run").click()
        expect(button(look, "查看全部结果", "See all results")).to_be_visible(timeout=120_000)
        self.sees()
        button(look, "查看全部结果", "See all results").click()
        drawn(page, 2)
        self.sees()

    def adds_two(self) -> None:
        """Two more officers, and the whole answer."""
        page, look = self.look.page, self.look
        page.get_by_role("link", name=look.text("施加改革措施", "Pull levers")).click()
        page.get_by_role("searchbox").fill(look.text("人员", "staff"))
        button(look, "施加“调整窗口人员”", "Pull “Change staff”").click()
        form = page.get_by_role("dialog", name=look.text("调整窗口人员", "Change staff"))
        chosen(form, look.text("岗位", "Pool"), look.text("审图机构", "Drawing review body"))
        form.get_by_label(look.text("增减人数", "People added or taken away")).fill("2")
        self.sees("two-more")
        form.get_by_role("button", name=look.text("确定", "Apply")).click()
        expect(form).to_be_hidden()
        button(look, "模拟运行", "Run it").click()
        page.get_by_role("button", name=re.compile(look.text("^(重新)?运行$", "^Run( again)?$"))).click()
        expect(page.get_by_text(look.text("已完成", "Done"), exact=True)).to_be_visible(timeout=300_000)
        self.sees("answer")
        button(look, "查看全部结果", "See all results").click()
        drawn(page, 2)
        self.sees("result")


def test_the_tutorial_leads_to_what_it_says(look: Watched) -> None:
    walk = Walk(look)
    walk.chooses_and_pulls()
    walk.runs()
    walk.adds_two()
    savings = look.text("每项措施省下多少", "What each lever saves")
    grounds = look.page.get_by_role("button", name=look.text("依据", "What this rests on"), exact=True)
    look.page.get_by_role("navigation").get_by_role("button", name=savings, exact=True).click()
    walk.sees("levers-save")
    grounds.click()
    walk.sees()
    rows = look.page.get_by_role("region", name=savings)
    rows.locator("summary").first.click()
    joint = rows.get_by_role("row").filter(has_text=look.text("分阶段联合审查", "Joint review in stages")).first
    staff = rows.get_by_role("row").filter(has_text=look.text("调整窗口人员", "Change staff")).first
    # What the tutorial says of them: some ninety working days, and little more than one.
    assert re.search(r"\u22129\d\.\d", joint.inner_text())
    assert re.search(r"\u22121\.\d", staff.inner_text())

    whole = " ".join(" ".join(walk.said).split())
    named = BOLD.findall((DOCS / "tutorials" / PAGES[look.language]).read_text("utf-8"))
    assert len(named) > 15
    assert [name for name in named if " ".join(name.split()) not in whole] == []
