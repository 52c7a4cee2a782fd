"""Writes every dashboard: ``python -m deploy.grafana.build``."""

from __future__ import annotations

from deploy.grafana.build.boards import BOARDS, path_of
from deploy.grafana.build.drawing import drawn


def main() -> None:
    """Write the files anew."""
    for board in BOARDS:
        path_of(board).write_text(drawn(board), encoding="utf-8")


if __name__ == "__main__":
    main()
