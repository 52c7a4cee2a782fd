"""The docs say what the code says, and what they tell a reader to do works."""

from __future__ import annotations

import doctest
import re
from contextlib import closing
from pathlib import Path

import pytest

from docs.generate.lanes import with_lanes
from docs.generate.pages import DOCS, PAGES, READMES, ROOT, written_pages
from docs.generate.transcripts import Place, exchanges, is_run, run_page
from services.serving import free_port
from services.settings import Settings

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


PORTS = ("port", "worker_port", "department_port", "simulation_port", "temporal_port", "temporal_ui_port")


def a_place(folder: Path) -> Place:
    """Where nobody else is, whatever runs on this machine meanwhile."""
    ports = {name: free_port() for name in PORTS}
    variables = {f"GREENLANE_{name.upper()}": str(port) for name, port in ports.items()}
    usual = {Settings.model_fields[name].default: port for name, port in ports.items()}
    return Place({**variables, "GREENLANE_DATA_DIRECTORY": str(folder)}, usual)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", RUN)
def test_what_a_page_tells_to_do_prints_what_it_says(name: str, tmp_path: Path) -> None:
    reader = tmp_path / "reader"
    reader.mkdir()
    with closing(run_page(WRITTEN[name], reader, a_place(tmp_path / "data"))) as running:
        for ran in running:
            shown = "\n".join(ran.printed)
            assert ran.agrees, f"$ {ran.exchange.command}\n{shown}"


def test_the_tutorial_and_the_how_to_pages_are_run() -> None:
    # What is done on the page is walked in a browser: tests/browser/test_tutorial.py.
    tutorials = {name for name in WRITTEN if name.startswith("docs/tutorials/") and "/what-if" not in name}
    assert len(tutorials) >= 2
    pages = tutorials | {"docs/how-to/write-a-scenario.md", "docs/how-to/write-a-lever.md"}
    assert pages <= set(RUN)


def test_a_page_that_is_wrong_is_found_out(tmp_path: Path) -> None:
    page = "```console run\n$ printf 'a\\nb\\nc\\n'\na\n...\nc\n$ echo 1\n2\n```\n"
    assert [ran.agrees for ran in run_page(page, tmp_path)] == [True, False]


def test_instants_digests_and_ports_are_those_of_the_run(tmp_path: Path) -> None:
    page = "```console run\n$ echo 2026-03-02T09:30:00.000+08:00 :8080\n2030-01-01T00:00:00.000+08:00 :8080\n"
    page += "$ cat said.sh\nlocalhost:8080\n$ grep -c 18081 said.sh\n1\n$ echo 2026-03-02\n2030-01-01\n```\n"
    page = f"```sh file=said.sh\nlocalhost:8080\n```\n{page}"
    assert [ran.agrees for ran in run_page(page, tmp_path, Place(ports={8080: 18081}))] == [True, True, True, False]


def test_a_terminal_is_kept_until_the_page_ends(tmp_path: Path) -> None:
    page = "```console kept\n$ trap 'rm there; exit' INT; touch there; echo up; while :; do sleep 0.05; done\nup\n```\n"
    page += "```console run\n$ ls\nthere\n```\n"
    assert [ran.agrees for ran in run_page(page, tmp_path)] == [True, True]
    assert list(tmp_path.iterdir()) == []


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
