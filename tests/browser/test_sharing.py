"""Sharing: a permanent link, a report on paper, and files to take away."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
import yaml
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from tests.browser.doing import asked, designer_at_choosing
from tests.browser.looking import System, Watched, watched
from workflows.interchange.bpmn_reading import Source, read_bpmn

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture
def beside(chromium: Browser, system: System, language: str) -> Iterator[Watched]:
    """Another designer, at a browser of their own."""
    with watched(chromium, system, language) as found:
        yield found


def test_a_result_is_passed_on_printed_taken_away_and_asked_again(look: Watched, beside: Watched) -> None:
    page = designer_at_choosing(look)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    experiment = asked(
        look, "compare", "commitment_approval_after", replications=5, lever_replications=5, window_days=60
    )
    look.go(f"/results/{experiment}")
    share = page.get_by_role("group", name=look.text("分享与导出", "Share and take away"))
    share.get_by_role("button", name=look.text("复制永久链接", "Copy the permanent link")).click()
    expect(page.get_by_text(look.text("已复制", "Copied"))).to_be_visible()
    link = page.evaluate("() => navigator.clipboard.readText()")
    assert link == f"{look.system.api}/page/#/results/{experiment}"

    with page.context.expect_page() as opening:
        share.get_by_role("button", name=look.text("打开报告", "Open the report")).click()
    report = opening.value
    expect(report.get_by_role("heading", level=1)).to_be_visible()
    paper = PdfReader(io.BytesIO(report.pdf(prefer_css_page_size=True)))
    texts = [sheet.extract_text() for sheet in paper.pages]
    assert len(texts) >= 3
    assert all(f"{number}" in text for number, text in enumerate(texts, start=1))
    whole = "".join(texts)
    assert look.text("假设", "Assumptions") in whole
    assert experiment[:12] in whole.replace("\n", "")
    # A4 stands up, with millimetres of 72/25.4 points.
    assert [round(float(side) * 25.4 / 72) for side in paper.pages[0].mediabox[2:]] == [210, 297]

    share.get_by_role("button", name=look.text("导出", "Export")).click()
    for entry, suffix in (
        (look.text("方案（YAML）", "Scenario (YAML)"), "yaml"),
        (look.text("改革后：BPMN", "After: BPMN"), "bpmn"),
    ):
        if not page.get_by_role("menuitem", name=entry, exact=True).is_visible():
            share.get_by_role("button", name=look.text("导出", "Export")).click()
        with page.expect_download() as download:
            page.get_by_role("menuitem", name=entry, exact=True).click()
        text = download.value.path().read_text("utf-8")
        if suffix == "yaml":
            assert yaml.safe_load(text)["base"] == "commitment_approval"
        else:
            assert read_bpmn(Source(text, "after.bpmn")).lane.tasks

    designer_at_choosing(beside)
    beside.page.goto(link)
    expect(beside.page.get_by_role("heading", level=1)).to_have_text(page.get_by_role("heading", level=1).inner_text())
    beside.page.get_by_role("button", name=beside.text("修改后重新运行", "Change and run again")).click()
    expect(beside.page.get_by_role("heading", name=beside.text("模拟运行", "Run"), level=1)).to_be_visible()
    expect(beside.page.get_by_text(beside.text("3 项措施", "with 3 levers"))).to_be_visible()
    look.go("/results")
    listed = page.get_by_role("row").filter(has_text=look.text("告知承诺", "Commitment: decide first"))
    expect(listed.first).to_be_visible()
    look.can_be_used_by_everybody()
