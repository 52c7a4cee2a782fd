"""Small sound lanes with every kind of step, drawn by hypothesis."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from hypothesis import strategies as st

from tests.oracles.levers import BASIS, TITLE, minutes, pool_of, share, working_days
from workflows.definition.lane import Lane

OFFICE = {"base": "weekdays", "hours": ["09:00-12:00", "13:00-18:00"], "provenance": BASIS}
FEE = {"yuan": 500, "provenance": BASIS}
DOCUMENTS = ("form", "plan", "proof")
INCOMPLETE = [
    {"id": "incomplete", "title": TITLE, "from_documents": True},
    {"id": "complete", "title": TITLE},
]


class _Drawing:
    """A lane under way: what has been drawn so far, and which steps every case has done by now."""

    def __init__(self, draw: st.DrawFn, kinds: tuple[str, ...]) -> None:
        self.draw = draw
        self.kinds = kinds
        self.count = 0
        self.done: list[str] = []

    def name(self, kind: str) -> str:
        self.count += 1
        return f"{kind}_{self.count}"

    def task(self, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 (plain data of a step)
        after = self.draw(st.lists(st.sampled_from(self.done), max_size=2, unique=True)) if self.done else []
        limit = self.draw(st.none() | st.integers(0, 30).map(working_days))
        return {
            "kind": "task",
            "id": self.name("task"),
            "title": TITLE,
            "pool": self.draw(st.sampled_from(["desk", "hall"])),
            "service_time": minutes(self.draw(st.integers(1, 60))),
            "limit": limit,
            "paced_by_limit": minutes(1) | {"value": 0.5} if limit and limit["working_days"] else None,
            "after": after,
            "visits": self.draw(st.integers(0, 1)),
            **fields,
        }

    def applicant(self, kind: str = "leg") -> dict[str, Any]:
        return {"kind": "applicant", "id": self.name(kind), "title": TITLE, "time": minutes(60), "visits": 1}

    def corrections(self) -> dict[str, Any]:
        needed = self.draw(st.lists(st.sampled_from(DOCUMENTS), min_size=1, unique=True))
        check = self.task(id=self.name("check"), documents=needed, outcomes=INCOMPLETE, limit=None, paced_by_limit=None)
        return {
            "kind": "loop",
            "id": self.name("loop"),
            "title": TITLE,
            "again": {"outcome_of": check["id"], "in": ["incomplete"]},
            "at_most": self.draw(st.integers(1, 3)),
            "provenance": BASIS,
            "body": check,
            "redo": self.applicant("correct"),
        }

    def item(self, kind: str = "") -> dict[str, Any]:
        kind = kind or self.draw(st.sampled_from(self.kinds or sorted(_ITEMS)))
        step = _ITEMS[kind](self)
        if kind in ("task", "clock_stop", "parallel", "ordered", "deadline"):
            self.done += _tasks_in(step)
        return step

    def around(self, kind: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 (plain data of a step)
        return {"kind": kind, "id": self.name(kind), "title": TITLE, **fields}

    def tasks(self, count: int) -> list[dict[str, Any]]:
        return [self.task() for _ in range(count)]


def _ordered(drawing: _Drawing) -> dict[str, Any]:
    items: list[dict[str, Any]] = []
    for _ in range(drawing.draw(st.integers(2, 4))):
        names = [item["step"]["id"] for item in items]
        after = drawing.draw(st.lists(st.sampled_from(names), max_size=2, unique=True)) if names else []
        items.append({"step": drawing.task(), "after": after})
    return drawing.around("ordered", steps=items)


def _choice(drawing: _Drawing) -> dict[str, Any]:
    paths = [{"step": drawing.task(), "when": {"attribute": "risk", "in": ["low"]}}]
    otherwise = drawing.draw(st.booleans())
    return drawing.around("choice", paths=paths, otherwise=drawing.task() if otherwise else None)


def _inclusive(drawing: _Drawing) -> dict[str, Any]:
    paths = [
        {"step": drawing.task(), "when": {"attribute": "risk", "in": ["low"]}},
        {"step": drawing.task(), "share": share(0.5)},
    ]
    return drawing.around("inclusive", paths=paths)


def _graph(drawing: _Drawing) -> dict[str, Any]:
    tasks = drawing.tasks(2)
    nodes = [{"id": f"node_{task['id']}", "step": task} for task in tasks]
    flows = [{"source": nodes[0]["id"], "target": nodes[1]["id"]}]
    return drawing.around("graph", start=nodes[0]["id"], nodes=nodes, flows=flows)


def _circle(drawing: _Drawing) -> dict[str, Any]:
    """Two offices, of which the second one sends the applicant back to the first."""
    first = drawing.task(pool="desk")
    asks = [{"id": "asks", "title": TITLE, "share": share(0.5)}, {"id": "takes", "title": TITLE}]
    second = drawing.task(pool="hall", outcomes=asks)
    return drawing.around(
        "loop",
        body={"kind": "sequence", "steps": [first, drawing.applicant(), second]},
        again={"outcome_of": second["id"], "in": ["asks"]},
        redo=drawing.applicant(),
        at_most=2,
        provenance=BASIS,
    )


def _party(drawing: _Drawing) -> dict[str, Any]:
    return drawing.around("third_party", party=TITLE, time=minutes(60), fee=FEE)


_ITEMS: Final[dict[str, Callable[[_Drawing], dict[str, Any]]]] = {
    "task": lambda drawing: drawing.task(),
    "leg": _Drawing.applicant,
    "corrections": _Drawing.corrections,
    "ordered": _ordered,
    "choice": _choice,
    "inclusive": _inclusive,
    "graph": _graph,
    "parallel": lambda drawing: drawing.around("parallel", branches=drawing.tasks(2)),
    "race": lambda drawing: drawing.around(
        "race", branches=[{"id": f"branch_{task['id']}", "step": task} for task in drawing.tasks(2)]
    ),
    "deadline": lambda drawing: drawing.around(
        "deadline", body=drawing.task(), within=working_days(9), interrupting=False
    ),
    "clock_stop": lambda drawing: drawing.around(
        "clock_stop", reason="hearing", body={"kind": "sequence", "steps": drawing.tasks(2)}
    ),
    "wait": lambda drawing: drawing.around("wait", working_days=working_days(3)),
    "party": _party,
    "circle": _circle,
    "split_service": lambda drawing: {"kind": "sequence", "steps": [_party(drawing), _party(drawing)]},
    "call": lambda drawing: drawing.around("call", lane="another"),
}


def _tasks_in(step: dict[str, Any]) -> list[str]:
    parts = (*step.get("branches", ()), *(item["step"] for item in step.get("steps", ()) if "step" in item))
    inner = step.get("body")
    bodies = () if inner is None else tuple(inner["steps"]) if inner["kind"] == "sequence" else (inner,)
    own = [step["id"]] if step["kind"] == "task" else []
    return [*own, *(part["id"] for part in (*parts, *bodies))]


@st.composite
def lanes(draw: st.DrawFn, kinds: tuple[str, ...] = (), containing: tuple[str, ...] = ()) -> Lane:
    """A lane that files, is checked, accepted, worked on in two to six ways, decided, delivered and approved.

    Parameters
    ----------
    kinds : of the steps between acceptance and decision; by default every kind
    containing : kinds of which there is one at least
    """
    drawing = _Drawing(draw, kinds)
    filing, checked = drawing.applicant("file"), drawing.corrections()
    middle = [drawing.item() for _ in range(draw(st.integers(2, 6)))]
    middle += [drawing.item(kind) for kind in containing]
    marks = {
        name: {"kind": "milestone", "id": name, "title": TITLE, "mark": name}
        for name in ("accepted", "decided", "delivered")
    }
    end = {"kind": "end", "id": "done", "title": TITLE, "result": "approved"}
    steps = [filing, checked, marks["accepted"], *middle, marks["decided"], drawing.task(), marks["delivered"], end]
    shares = draw(st.integers(0, 5))
    return Lane.model_validate(
        {
            "id": "drawn",
            "title": TITLE,
            "office": "office",
            "calendars": {"office": OFFICE},
            "pools": {"desk": pool_of(1), "hall": pool_of(3)},
            "documents": {name: {"title": TITLE, "defect_share": share(shares / 10)} for name in DOCUMENTS},
            "attributes": {
                "risk": {
                    "title": TITLE,
                    "values": [{"value": name, "title": TITLE, "share": share(0.5)} for name in ("low", "high")],
                }
            },
            "body": {"kind": "sequence", "steps": steps},
        }
    )
