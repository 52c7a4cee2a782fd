"""The shortest ways through the page, of a designer and of an officer, against the whole system."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.doing import button, designer_at_choosing, opened, somebody
from tests.browser.looking import Watched

pytestmark = pytest.mark.timeout(180)


@pytest.mark.parametrize("language", ["zh-CN"])
def test_a_designer_chooses_a_lane_runs_it_and_sees_what_it_does(look: Watched) -> None:
    page = designer_at_choosing(look)
    opened(look, "企业简易注销", "Simplified deregistration")
    page.get_by_role("link", name=look.text("模拟运行", "Run")).click()
    button(look, "运行", "Run").click()
    button(look, "查看全部结果", "See all results").click()
    expect(page.get_by_role("heading", name=look.text("时间花在哪里", "Where the time goes"))).to_be_visible()


@pytest.mark.parametrize("language", ["en"])
def test_an_officer_takes_on_what_waits_in_the_inbox(look: Watched) -> None:
    headers = {"Authorization": f"Bearer {look.system.token('applicant', somebody('firm'))}"}
    with httpx.Client(base_url=look.system.api, headers=headers, trust_env=False, timeout=60) as http:
        new = {"lane": "property_registration", "attributes": {"registration_kind": "general"}}
        case = http.post("/cases", json=new).raise_for_status().json()["id"]
        http.post(f"/cases/{case}/answers/file_contract_filing").raise_for_status()
    look.sign_in("officer", somebody("officer"), "transaction_counter")
    look.page.get_by_role("link").filter(has_text=case).click()
    button(look, "领取", "Take it on").click()
    expect(look.page.get_by_role("radio", name=look.text("材料不全", "Incomplete"))).to_be_visible()
