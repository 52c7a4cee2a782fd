"""All dashboards."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from deploy.grafana.build.boards.api import API
from deploy.grafana.build.boards.departments import DEPARTMENTS
from deploy.grafana.build.boards.experiments import EXPERIMENTS
from deploy.grafana.build.boards.forecast import FORECAST
from deploy.grafana.build.boards.lanes import LANES
from deploy.grafana.build.boards.workers import WORKERS
from deploy.grafana.build.views import Board

BOARDS: Final = (LANES, DEPARTMENTS, FORECAST, EXPERIMENTS, WORKERS, API)

_FOLDER: Final = Path(__file__).parents[2] / "dashboards"


def path_of(board: Board) -> Path:
    """Where the file of a dashboard is."""
    return _FOLDER / f"{board.id}.json"
