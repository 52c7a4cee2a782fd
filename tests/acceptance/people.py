"""People who do at once what a case asks of them."""

from __future__ import annotations

from tests.acceptance.running import Running


async def go_on(api: Running, case: str, most: int = 200) -> str | None:
    """Do what is open in a case, one step after the other, each coming out as its lane wishes.

    Parameters
    ----------
    most : how many steps at most

    Returns
    -------
    how the case ended; none if it goes on
    """
    for _ in range(most):
        state = (await api.http.get(f"/cases/{case}")).json()
        if state["result"] is not None or not state["items"]:
            break
        item = state["items"][0]
        step, occurrence = item["step"], item["occurrence"]
        if item["actor"] == "applicant":
            answer = await api.post(f"/cases/{case}/answers/{step}", {"occurrence": occurrence})
        else:
            body = {"occurrence": occurrence, "outcome": item["outcomes"][-1]}
            answer = await api.post(f"/cases/{case}/work-items/{step}/complete", body)
        assert answer.status_code == 200, answer.text
    result: str | None = (await api.http.get(f"/cases/{case}")).json()["result"]
    return result
