"""What a forecast is made with unless somebody says otherwise."""

from __future__ import annotations

from typing import Final

REPLICATIONS: Final = 19
"""Of which the second and the last but one make an interval of 80 %: as few as tell that, since it is done often."""

SEED: Final = 1
"""Always the same, so that one forecast differs from the one before by what has happened, and not by chance alone."""
