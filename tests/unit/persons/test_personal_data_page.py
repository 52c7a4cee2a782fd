"""The page of personal data has every place that could hold a person, and none that there is not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from inspect import isclass
from pathlib import Path
from pkgutil import iter_modules

from pydantic import BaseModel
from sqlalchemy import JSON, Text

import workflows.temporal
from services.store.tables import metadata

PAGE = (Path(__file__).parents[3] / "docs/reference/personal-data.md").read_text("utf-8")


def part(begins: str, ends: str) -> str:
    return PAGE.partition(begins)[2].partition(ends)[0]


def messages() -> Iterator[type[BaseModel]]:
    """Every model that is said to a workflow or by one."""
    for found in iter_modules(workflows.temporal.__path__):
        module = import_module(f"workflows.temporal.{found.name}")
        for each in vars(module).values():
            if isclass(each) and issubclass(each, BaseModel) and each.__module__ == module.__name__:
                yield each


def test_every_column_that_holds_words_is_on_the_page_once() -> None:
    columns = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Text | JSON)
    }
    told = Counter(re.findall(r"`(\w+\.\w+)`", part("## In the store", "## In Temporal")))
    assert set(told) == columns
    assert [each for each, times in told.items() if times > 1] == []


def test_every_field_that_holds_words_is_on_the_page_once() -> None:
    fields = {
        name
        for message in messages()
        for name, field in message.model_fields.items()
        if re.search(r"\bstr\b", str(field.annotation))
    }
    told = Counter(re.findall(r"`(\w+)`", part("can hold a person's name or words:", "## Elsewhere")))
    assert len(fields) > 20
    assert set(told) == fields
    assert [each for each, times in told.items() if times > 1] == []
