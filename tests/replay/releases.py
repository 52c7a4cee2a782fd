"""Other releases of the workflows: the real code with a change, as somebody might make it.

The code is read from its files, changed and loaded beside the real one under other names. A change names the text that
it replaces; when the code moves on, the change has to be made anew rather than silently change nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Final

CONDUCT: Final = "workflows.temporal.conduct"
LANES: Final = "workflows.temporal.lanes"

Change = Mapping[str, str]
"""What stands in the conduct of a case, to what is to stand there instead."""

NOTICE: Final = "send_notice"
"""The activity that the changed workflows have beside the real ones."""

_RECORD: Final = "            await workflow.execute_local_activity("
_NOTIFY: Final = f'await workflow.execute_activity("{NOTICE}", first, start_to_close_timeout=_RECORDING)'

NOTICE_FIRST: Final[Change] = {_RECORD: f"            {_NOTIFY}\n{_RECORD}"}
"""One more activity, before anything is recorded."""

NOTICE_FIRST_FROM_NOW_ON: Final[Change] = {
    _RECORD: f"            if workflow.patched('notice-first'):\n                {_NOTIFY}\n{_RECORD}"
}
"""The same where no history says otherwise."""

RECORDED_BY_ANOTHER_KIND: Final[Change] = {_RECORD: "            await workflow.execute_activity("}
"""The same activity, but as a command of another kind."""

CHILDREN_BEFORE_RECORDS: Final[Change] = {
    "            await self._tell()\n": "            await self._open_first()\n            await self._tell()\n",
    "    async def _wait(self)": """\
    async def _open_first(self) -> None:
        while self._openings:
            step, case, awaited = self._openings.pop(0)
            await self._open(step, case, awaited=awaited)

    async def _wait(self)""",
}
"""The same commands in another order: cases are opened before it is recorded that they were called."""


@contextmanager
def release(change: Change) -> Iterator[Sequence[type]]:
    """The workflow types of a release with a change."""
    text = _source(CONDUCT)
    for before, after in change.items():
        assert text.count(before) == 1, f"expected once in {CONDUCT}: {before}"
        text = text.replace(before, after)
    conduct, lanes = f"{CONDUCT}_changed", f"{LANES}_changed"
    try:
        _load(conduct, text)
        loaded = _load(lanes, _source(LANES).replace(f"from {CONDUCT} import", f"from {conduct} import"))
        yield loaded.WORKFLOWS
    finally:
        for name in (conduct, lanes):
            sys.modules.pop(name, None)


def _source(module: str) -> str:
    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).read_text("utf-8")


def _load(name: str, text: str) -> ModuleType:
    made = ModuleType(name)
    sys.modules[name] = made
    exec(compile(text, f"<{name}>", "exec"), made.__dict__)  # noqa: S102 - our own code, with our own change
    return made
