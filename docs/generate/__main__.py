"""``python -m docs.generate``: make every page again, and run those that are run."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from docs.generate.lanes import with_lanes
from docs.generate.pages import DOCS, PAGES, READMES, written_pages
from docs.generate.transcripts import is_run, run_page


def main() -> None:
    """Write what is made, and show what commands print where a page says something else."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
    for readme in READMES:
        readme.write_text(with_lanes(readme.read_text(encoding="utf-8")), encoding="utf-8")
    for path in written_pages():
        text = path.read_text(encoding="utf-8")
        if is_run(text):
            with TemporaryDirectory() as folder:
                for ran in run_page(text, Path(folder)):
                    if not ran.agrees:
                        sys.stdout.write(f"{path}: $ {ran.exchange.command}\n" + "\n".join(ran.printed) + "\n\n")


if __name__ == "__main__":
    main()
