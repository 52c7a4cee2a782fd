"""What the page is told."""

from __future__ import annotations

from workflows.definition.provenance import Frozen


class PageSettings(Frozen):
    """What differs between one installation and another.

    Parameters
    ----------
    version : of the product
    """

    version: str
