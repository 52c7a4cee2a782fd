"""Libraries that only studies need, loaded when a study begins."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from workflows.errors import OperationFailedError


def needed(module: str, package: str) -> ModuleType:
    """Load a module of the extra `study`.

    Raises
    ------
    OperationFailedError
        If the package that has it is not installed.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise OperationFailedError(
            f"expected package {package}, which sensitivity and Pareto studies need; it is not installed. "
            "Install it: pip install 'greenlane[study]'"
        ) from error
