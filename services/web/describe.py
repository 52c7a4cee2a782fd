"""``python -m services.web.describe FILE``: the API's description, from which the page's client is made."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from services.api.context import open_surroundings
from services.processes import ALL, api
from services.secrets.key_file import ensure_ring
from services.settings import Settings
from services.telemetry import begin_telemetry


async def description() -> str:
    """The description as JSON; nothing that runs is asked, and nothing is left behind."""
    with TemporaryDirectory() as folder:
        settings = Settings(data_directory=Path(folder))
        ensure_ring(settings.keys)
        around = await open_surroundings(settings, begin_telemetry())
        try:
            return json.dumps(api(ALL, around).openapi(), indent=1) + "\n"
        finally:
            around.close()


if __name__ == "__main__":
    file = Path(sys.argv[1])
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(asyncio.run(description()), "utf-8")
