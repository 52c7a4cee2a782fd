"""Pictures of the page, compared with those that are stored: a person has looked at these."""

from __future__ import annotations

from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageChops

STORED: Final = Path(__file__).with_name("pictures")
_TELLING: Final = 48
"""Of 255: from here on two colours of a pixel are different; less is how edges of letters were smoothed."""
_MOST: Final = 0.01
"""Share of the pixels that may be."""


class Pictures(StrEnum):
    """What becomes of what is seen."""

    PASSED_OVER = "pass"
    COMPARED = "compare"
    STORED = "store"


def compared(name: str, picture: bytes, pictures: Pictures, stored: Path = STORED) -> None:
    """See that a picture is as the stored one, where pictures are compared.

    Parameters
    ----------
    picture : as PNG
    stored : folder of stored pictures

    Raises
    ------
    AssertionError
        If it is another one; it is then kept beside the stored one, as `<name>.seen.png`.
    """
    if pictures is Pictures.PASSED_OVER:
        return
    path = stored / f"{name}.png"
    seen = Image.open(BytesIO(picture)).convert("RGB")
    if pictures is Pictures.STORED:
        path.parent.mkdir(parents=True, exist_ok=True)
        # With a palette: half as large, and nobody sees it.
        seen.quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)
        return
    assert path.is_file(), f"expected a picture {path}; found none. Look at the page, and run with --pictures=store."
    share = _different(Image.open(path).convert("RGB"), seen)
    if share > _MOST:
        seen.save(path.with_suffix(".seen.png"))
    assert share <= _MOST, f"{share:.1%} of {name} look otherwise; compare it with {name}.seen.png"


def _different(stored: Image.Image, seen: Image.Image) -> float:
    """Share of the pixels whose colours are different."""
    if stored.size != seen.size:
        return 1.0
    strongest = ImageChops.difference(stored, seen).convert("L")
    histogram: list[int] = strongest.histogram()
    return sum(histogram[_TELLING:]) / sum(histogram)
