"""The page on running the system tells of every setting and address that there is, and of no other."""

from __future__ import annotations

import re
from pathlib import Path

from fastapi.routing import APIRoute

from services.processes import SERVICES
from services.settings import Settings

PAGE = (Path(__file__).parents[3] / "docs/how-to/run-the-system.md").read_text("utf-8")


def test_every_setting_is_described_with_its_default() -> None:
    described = set(re.findall(r"GREENLANE_[A-Z_]+", PAGE))
    assert described == {f"GREENLANE_{name.upper()}" for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        [row] = [line for line in PAGE.splitlines() if line.startswith("|") and f"`GREENLANE_{name.upper()}`" in line]
        if field.default is not None:
            assert str(field.default).lower() in row.lower()


def test_every_address_of_the_page_is_served() -> None:
    served = {
        route.path
        for routers in SERVICES.values()
        for router in routers
        for route in router.routes
        if isinstance(route, APIRoute)
    }
    for path in re.findall(r"`(?:GET|POST) (/[^`?]+)", PAGE):
        assert path in served
    for word in re.findall(r"`…?/?((?:decide|pay|sign|report|assign)-\w+)`", PAGE):
        assert f"/cases/{{case}}/{word}" in served
