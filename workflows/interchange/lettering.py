"""How much room text takes on a map, as bpmn-js sets it: labels beside shapes are broken at 90 pixels.

It cannot be measured without a browser, so it is estimated: a Chinese character is as wide as the font is high, a Latin
one about half of that.
"""

from __future__ import annotations

import math
import unicodedata
from typing import Final

WIDEST: Final = 90
"""Pixels at which a label beside a shape is broken."""
_SIZE: Final = 11
_LINE: Final = 14
_ROOM: Final = 14
"""Pixels that a label is wider than its text: bpmn-js breaks a word that fits no more than just."""
_IN_A_TASK: Final = 12
_TASK_WIDTH: Final = 108
"""Pixels of a task that a line of text can have; less than there are, since lines break between words."""
_TASK_LINES: Final = 5


def label_size(text: str) -> tuple[int, int]:
    """Width and height of a label; nothing for no text."""
    if not text:
        return 0, 0
    width = text_width(text, _SIZE)
    lines = math.ceil(width / (WIDEST - _ROOM))
    return min(width + _ROOM, WIDEST), lines * _LINE


def named_with(title: str, doer: str) -> str:
    """What is written in a task: its title, and below it who does it, if there is room for both."""
    lines = sum(math.ceil(text_width(each, _IN_A_TASK) / _TASK_WIDTH) for each in (title, doer))
    return f"{title}\n[{doer}]" if lines <= _TASK_LINES else title


def text_width(text: str, size: int) -> int:
    """Width of a line of text in a font of that size."""
    return math.ceil(sum(size if unicodedata.east_asian_width(each) in "WF" else size * 0.56 for each in text))
