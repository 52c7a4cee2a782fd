"""What a case is before anything has happened to it, and what its children inherit."""

from __future__ import annotations

from workflows.definition.lane import Attribute, AttributeValue, Lane
from workflows.definition.provenance import Provenance, Source, Title
from workflows.definition.steps import (
    End,
    Result,
)
from workflows.definition.values import (
    Proportion,
)
from workflows.interpreter.case import Case, attributes_of, child_case
from workflows.working_time.calendars import Calendar

TITLE = Title(zh="名", en="Name")
MADE_UP = Provenance(source=Source.ASSUMED, basis="made up for a test")


def value(name: str, share: float) -> AttributeValue:
    return AttributeValue(value=name, title=TITLE, share=Proportion(value=share, provenance=MADE_UP))


LANE = Lane(
    id="lane",
    title=TITLE,
    office="office",
    calendars={"office": Calendar(base="weekdays", hours=("09:00-17:00",), provenance=MADE_UP)},
    attributes={
        "risk": Attribute(title=TITLE, values=(value("low", 0.7), value("high", 0.3))),
        "size": Attribute(title=TITLE, values=(value("small", 0.5), value("large", 0.5))),
    },
    body=End(id="end", title=TITLE, result=Result.APPROVED),
)


def test_what_is_given_is_kept_and_the_rest_is_drawn_by_shares() -> None:
    given = {"size": "large", "colour": "red"}
    assert attributes_of(LANE, given, lambda _: 0.69) == {"risk": "low", "size": "large"}
    assert attributes_of(LANE, given, lambda _: 0.71) == {"risk": "high", "size": "large"}


def test_shares_that_add_up_to_a_little_less_than_one_leave_nobody_without() -> None:
    assert attributes_of(LANE, {}, lambda _: 1 - 2**-53) == {"risk": "high", "size": "large"}


def test_a_child_inherits_what_its_parent_is_and_draws_under_a_name_of_its_own() -> None:
    parent = Case(id="p-7", submitted_at=1_000, number=7, attributes={"risk": "high"}, draws="mother/")
    asked: list[str] = []

    def drawn(name: str) -> float:
        asked.append(name)
        return 0.1

    child = child_case(parent, LANE, "p-7/licence-2", 5_000, drawn)
    assert child == Case(
        id="p-7/licence-2",
        submitted_at=5_000,
        number=7,
        attributes={"risk": "high", "size": "small"},
        draws="mother/licence-2/",
    )
    assert asked == ["mother/licence-2/size"]
