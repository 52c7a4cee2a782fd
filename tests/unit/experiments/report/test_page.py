"""The page: whole, alone, safe, in both languages, and the same bytes for the same result."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from services.experiments.report.page import page_of
from services.experiments.report.writing import canonical_json, write_report
from services.experiments.result import DemoResult
from tests.architecture.sources import ROOT
from workflows.definition.provenance import Title

VOID = frozenset({"input", "link", "meta", "br", "col"})


class Outline(HTMLParser):
    """What a page consists of."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.errors: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.errors.append(f"</{tag}> at {self.getpos()}")

    def all_of(self, attribute: str) -> list[str]:
        return [value for _, attributes in self.elements if (value := attributes.get(attribute))]


@pytest.fixture(scope="module")
def page(result: DemoResult) -> str:
    return page_of(result)


@pytest.fixture(scope="module")
def outline(page: str) -> Outline:
    parsed = Outline()
    parsed.feed(page)
    return parsed


def test_every_element_is_closed_where_it_was_opened(outline: Outline) -> None:
    assert outline.errors == []
    assert outline.open == []


def test_the_page_needs_nothing_else(page: str, outline: Outline) -> None:
    assert "default-src 'none'" in page
    assert not {"script", "link", "img", "iframe", "object", "base"} & {tag for tag, _ in outline.elements}
    assert re.findall(r"https?://|@import|url\(", page) == []
    assert all(href.startswith("#") for href in outline.all_of("href"))


def test_what_is_referred_to_is_there_once(outline: Outline) -> None:
    ids = Counter(outline.all_of("id"))
    assert {id_: count for id_, count in ids.items() if count > 1} == {}
    labels = {id_ for value in outline.all_of("aria-labelledby") for id_ in value.split()}
    assert {href[1:] for href in outline.all_of("href")} | labels | set(outline.all_of("for")) <= set(ids)


def test_every_chart_has_a_name(outline: Outline) -> None:
    figures = [attributes for tag, attributes in outline.elements if tag == "figure"]
    assert len(figures) == 3
    assert all(figure.get("aria-label") or figure.get("aria-labelledby") for figure in figures)


def test_both_languages_are_there_in_equal_measure(outline: Outline) -> None:
    languages = Counter(attributes.get("lang") for tag, attributes in outline.elements if tag == "span")
    assert languages["zh-CN"] == languages["en"] > 100


def test_the_page_opens_in_the_language_asked_for(result: DemoResult) -> None:
    assert '<html lang="en">' in (page := page_of(result, "en"))
    assert 'id="en" checked' in page
    assert 'id="zh" checked' not in page


def test_a_title_cannot_break_out(result: DemoResult) -> None:
    title = Title(zh="<script>a</script>", en='"><img src=x>')
    comparison = result.comparisons[0].model_copy(update={"title": title})
    page = page_of(result.model_copy(update={"comparisons": (comparison,)}))
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;a&lt;/script&gt;" in page
    assert "live &lt;a&gt;; rerun &lt;b&gt;" in page


def test_a_broken_proof_is_no_proof(result: DemoResult, page: str) -> None:
    assert 'class="proved broken"' in page
    whole = result.model_copy(update={"proofs": result.proofs[:1]})
    assert 'class="proved"' in page_of(whole)


def test_a_page_without_proofs_and_grounds_can_be_written(result: DemoResult) -> None:
    bare = result.model_copy(update={"proofs": (), "same_cases": (), "grounds": ()})
    assert 'id="proofs"' not in page_of(bare)


def test_the_same_result_gives_the_same_bytes_in_another_process(result: DemoResult, tmp_path: Path) -> None:
    files = write_report(result, tmp_path / "here")
    program = (
        "import sys; from pathlib import Path\n"
        "from services.experiments.result import DemoResult\n"
        "from services.experiments.report.writing import write_report\n"
        "text = Path(sys.argv[1]).read_text('utf-8')\n"
        "write_report(DemoResult.model_validate_json(text), Path(sys.argv[2]))\n"
    )
    there = tmp_path / "there"
    subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "here" / "comparison.json"), str(there)],
        check=True,
        cwd=ROOT,
        env={"PYTHONHASHSEED": "12345", "PATH": ""},
        timeout=60,
    )
    assert {file.name: file.read_bytes() for file in files} == {
        file.name: file.read_bytes() for file in there.iterdir()
    }


def test_the_json_is_the_result(result: DemoResult) -> None:
    assert DemoResult.model_validate_json(canonical_json(result)) == result
