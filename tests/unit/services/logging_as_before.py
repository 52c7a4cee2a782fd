"""Logging as it was, for tests of how a process sets it up: that is for all of the process, the test's too."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import structlog


@contextmanager
def logging_as_before() -> Iterator[None]:
    """Undo at the end whatever was set up about logging."""
    root, ours = logging.getLogger(), [logging.getLogger(name) for name in ("services", "simulations", "workflows")]
    handlers, levels = list(root.handlers), [(each, each.level) for each in (root, *ours, logging.getLogger("httpx"))]
    try:
        yield
    finally:
        root.handlers[:] = handlers
        for logger, level in levels:
            logger.setLevel(level)
        structlog.reset_defaults()
        structlog.contextvars.clear_contextvars()
