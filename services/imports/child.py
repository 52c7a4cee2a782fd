"""The process that takes one file in, and ends: ``python -m services.imports.child SECONDS``.

What somebody sends may be made to take all the memory and time that there is. So it is read in a process of its own,
that may have so much of both and no more, and the process that serves goes on with its other requests meanwhile.

Whoever started it says how long it may take, and ends it then; if that process has ended itself, the kernel does.

It reads a :class:`NewImport` as JSON and writes what came of it as JSON: ``{"done": ImportedLane}``, or ``{"refused":
{code, problems}}`` in words for whoever sent it.
"""

from __future__ import annotations

import json
import math
import os
import resource
import sys
from typing import Final

from services.imports.outcome import Refusal
from services.imports.reading import taken_in
from services.imports.schemas import NewImport
from workflows.errors import InvalidFileError, InvalidInputError

MOST_MEMORY: Final = 2 << 30
"""Bytes of memory of its own."""


def main(within: float) -> None:
    """Take in what comes on standard input.

    Parameters
    ----------
    within : seconds that it may take
    """
    # In so much time all processors together do no more.
    most_work = math.ceil(within * (os.cpu_count() or 1))
    resource.setrlimit(resource.RLIMIT_CPU, (most_work, most_work))
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Whatever is read, nothing is to be written to any file.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        found = taken_in(NewImport.model_validate_json(sys.stdin.buffer.read()))
        written = f'{{"done":{found.model_dump_json()}}}'
    except InvalidFileError as error:
        written = json.dumps({"refused": Refusal.of_file(error).model_dump()})
    except InvalidInputError as error:
        written = json.dumps({"refused": Refusal(message=str(error)).model_dump()})
    except (MemoryError, RecursionError):
        written = json.dumps({"refused": Refusal(message=_TOO_MUCH).model_dump()})
    sys.stdout.write(written)


_TOO_MUCH: Final = (
    f"expected a file that can be taken in with {MOST_MEMORY >> 30} GiB of memory; this one takes more, or is nested "
    "too deeply. Take a part of it."
)


if __name__ == "__main__":
    main(float(sys.argv[1]))
