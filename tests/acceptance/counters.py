"""Officers and supervisors of two departments, and cases that have come to their counters."""

from __future__ import annotations

from typing import Any

import httpx

from services.security.principal import Principal, Role
from tests.acceptance.running import Running
from tests.acceptance.tokens import principal

LI = principal("li", Role.OFFICER, departments=["licence_office"])
WANG = principal("wang", Role.OFFICER, departments=["licence_office"])
ZHAO = principal("zhao", Role.OFFICER, departments=["inspectors"])
CHEN = principal("chen", Role.SUPERVISOR, departments=["licence_office", "inspectors"])
ELSEWHERE = principal("sun", Role.OFFICER, departments=["seal_desk"])

CHECK, REVIEW, DELIVERY = "check_licence", "licence_review", "deliver_licence"
LICENCE_ATTRIBUTES = {"safety_related": "no", "correctable_later": "yes", "on_negative_list": "no", "blacklisted": "no"}
"""Of a case that could be approved on a commitment; of an applicant who is known, the register tells the last one."""


async def licence(api: Running, step: str = CHECK) -> str:
    """A case of a licence in which a step is open, by somebody who did what comes before it."""
    case = await api.start("commitment_approval", **LICENCE_ATTRIBUTES)
    for _ in range(20):
        items = (await api.http.get(f"/cases/{case}")).json()["items"]
        if any(item["step"] == step for item in items):
            return case
        where = "answers/{}" if items[0]["actor"] == "applicant" else "work-items/{}/complete"
        body = {"outcome": items[0]["outcomes"][-1], "occurrence": items[0]["occurrence"]}
        done = await api.post(f"/cases/{case}/{where.format(items[0]['step'])}", body)
        assert done.status_code == 200, done.text
    raise AssertionError(f"expected step {step!r} to come up; it did not in 20 steps")


async def item(api: Running, case: str, step: str = CHECK, occurrence: int = 0) -> dict[str, Any]:
    """A work item as it is shown."""
    answer = await api.http.get(f"/cases/{case}/work-items/{step}", params={"occurrence": occurrence})
    assert answer.status_code == 200, answer.text
    assert answer.headers["ETag"] == f'"{answer.json()["revision"]}"'
    found: dict[str, Any] = answer.json()
    return found


async def ask(
    api: Running,
    who: Principal,
    path: str,
    body: object = None,
    *,
    seen: int | str | None = None,
    key: str | None = None,
) -> httpx.Response:
    """Send something as somebody.

    Parameters
    ----------
    seen : revision that they have seen, or an If-Match as it is
    """
    headers = {} if key is None else {"Idempotency-Key": key}
    if seen is not None:
        headers["If-Match"] = f'"{seen}"' if isinstance(seen, int) else seen
    async with api.acting(who) as theirs:
        return await theirs.http.post(path, json={} if body is None else body, headers=headers)


def told(answer: httpx.Response) -> tuple[int, str | None]:
    """The status of an answer, and the code of a problem."""
    return answer.status_code, None if answer.is_success else answer.json()["code"]
