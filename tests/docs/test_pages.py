"""The docs say what the code says, and what they tell a reader to do works."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from docs.generate.lanes import with_lanes
from docs.generate.pages import DOCS, PAGES, READMES, ROOT, written_pages
from docs.generate.transcripts import exchanges, is_run, run_page

WRITTEN = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in written_pages()}
RUN = sorted(name for name, text in WRITTEN.items() if is_run(text))
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
PATH = re.compile(r"`((?:tests|workflows|simulations|services|docs|requirements)/[\w./-]+)`")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_made_from_the_code_is_up_to_date(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == PAGES[name](), "run: python -m docs.generate"


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_table_of_lanes_is_up_to_date(readme: Path) -> None:
    text = readme.read_text("utf-8")
    assert "<!-- end of lanes -->" in text
    assert text == with_lanes(text), "run: python -m docs.generate"


@pytest.mark.slow
@pytest.mark.parametrize("name", RUN)
def test_what_a_page_tells_to_do_prints_what_it_says(name: str, tmp_path: Path) -> None:
    for ran in run_page(WRITTEN[name], tmp_path):
        shown = "\n".join(ran.printed)
        assert ran.agrees, f"$ {ran.exchange.command}\n{shown}"


def test_the_tutorial_and_the_how_to_pages_are_run() -> None:
    pages = {"docs/tutorials/first-lane.md", "docs/how-to/write-a-scenario.md", "docs/how-to/write-a-lever.md"}
    assert pages <= set(RUN)


def test_a_page_that_is_wrong_is_found_out(tmp_path: Path) -> None:
    page = "```console run\n$ printf 'a\\nb\\nc\\n'\na\n...\nc\n$ echo 1\n2\n```\n"
    assert [ran.agrees for ran in run_page(page, tmp_path)] == [True, False]


def test_dots_stand_for_whole_lines() -> None:
    [exchange] = exchanges("$ echo a\na\n...\n")
    assert exchange.printed == ("a", "...")


@pytest.mark.parametrize("name", sorted(name for name, text in WRITTEN.items() if ">>> " in text))
def test_examples_in_python_give_what_they_say(name: str) -> None:
    assert doctest.testfile(str(ROOT / name), module_relative=False).failed == 0


@pytest.mark.parametrize("name", sorted(WRITTEN))
def test_every_block_that_begins_ends(name: str) -> None:
    assert "```" not in FENCED.sub("", WRITTEN[name])


@pytest.mark.parametrize("name", sorted(WRITTEN))
def test_every_link_leads_somewhere(name: str) -> None:
    for link in LINK.findall(FENCED.sub("", WRITTEN[name])):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = (ROOT / name).parent / path if path else ROOT / name
        assert target.exists(), link
        if anchor:
            assert anchor in _anchors(target.read_text("utf-8")), link


@pytest.mark.parametrize("name", sorted(WRITTEN))
def test_every_file_that_is_named_exists(name: str) -> None:
    missing = [path for path in PATH.findall(WRITTEN[name]) if not (ROOT / path).exists()]
    assert missing == []


@pytest.mark.parametrize("page", sorted((DOCS / "decisions").glob("0*.md")), ids=lambda page: page.stem)
def test_a_decision_is_listed_and_ends_in_what_enforces_it(page: Path) -> None:
    text, index = page.read_text("utf-8"), WRITTEN["docs/decisions/README.md"]
    number = int(page.name[:4])
    assert text.startswith(f"# {number}. ")
    assert f"[{number}]({page.name})" in index
    assert re.search(r"enforced by", text, re.IGNORECASE)
    assert PATH.search(text)


def test_no_two_decisions_have_the_same_number() -> None:
    numbers = [page.name[:4] for page in (DOCS / "decisions").glob("0*.md")]
    assert len(numbers) == len(set(numbers))


def test_every_page_can_be_reached_from_the_index() -> None:
    reached, found = set[Path](), [ROOT / "README.md"]
    while found:
        page = found.pop()
        if page in reached:
            continue
        reached.add(page)
        links = LINK.findall(FENCED.sub("", page.read_text("utf-8")))
        targets = ((page.parent / link.partition("#")[0]).resolve() for link in links if "://" not in link)
        found += [target for target in targets if target.suffix == ".md"]
    assert {path.resolve() for path in written_pages()} <= reached


def _anchors(text: str) -> set[str]:
    """Anchors that headings get: lower case, without punctuation, dashes for spaces."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
