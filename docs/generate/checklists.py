"""Checklists of security: requirements of a standard, whether each is met, why, and where that can be seen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final

import yaml
from pydantic import Field, TypeAdapter, model_validator

from workflows.definition.provenance import Frozen

CHECKLISTS: Final = Path(__file__).parents[1] / "reference/assurance/checklists"
_RANGE: Final = re.compile(r"(?P<section>V\d+\.\d+)\.(?P<first>\d+)-(?P<last>\d+)")


class State(StrEnum):
    """Whether a requirement is met."""

    MET = "met"
    NOT_MET = "not met"
    DOES_NOT_APPLY = "does not apply"


class Requirement(Frozen):
    """One requirement, or several that stand one after the other and have one answer.

    Parameters
    ----------
    id : its number in the standard, or the first and the last, as in V6.2.1-12
    asks : what it asks, in short words of our own
    needed : what would have to be done, where it is not met
    evidence : paths of tests or code
    """

    id: str
    asks: str
    state: State
    why: str
    needed: str = ""
    evidence: tuple[str, ...] = Field(default=())

    @model_validator(mode="after")
    def _says_what_its_state_needs(self) -> Requirement:
        if self.state is State.MET and not self.evidence:
            raise ValueError(f"{self.id} is met: expected evidence, found none")
        if (self.state is State.NOT_MET) != bool(self.needed):
            raise ValueError(f"{self.id} is {self.state}: only what is not met says what would be needed, and has to")
        return self


_REQUIREMENTS: Final = TypeAdapter(tuple[Requirement, ...])


def read_checklist(name: str) -> tuple[Requirement, ...]:
    """The requirements of a checklist, in its order."""
    return _REQUIREMENTS.validate_python(yaml.safe_load((CHECKLISTS / f"{name}.yaml").read_text("utf-8")))


def ids_of(requirement: Requirement) -> Iterator[str]:
    """The numbers that it stands for."""
    if (several := _RANGE.fullmatch(requirement.id)) is None:
        yield requirement.id
    else:
        for number in range(int(several["first"]), int(several["last"]) + 1):
            yield f"{several['section']}.{number}"


def asvs_page() -> str:
    """The page on the Application Security Verification Standard."""
    return _PAGE.format(
        title="OWASP ASVS 5.0, levels 1 and 2",
        about="Every requirement of the Application Security Verification Standard 5.0.0 up to level 2.",
        **_filled(read_checklist("asvs")),
    )


def api_page() -> str:
    """The page on the risks of APIs."""
    return _PAGE.format(
        title="OWASP API Security Top 10, 2023",
        about="The ten risks, and what stands against each.",
        **_filled(read_checklist("api-top-10")),
    )


def _filled(requirements: Sequence[Requirement]) -> dict[str, str]:
    counted = Counter(each.state for each in requirements for _ in ids_of(each))
    missing = [f"- **{each.id}** {each.asks}: {each.needed}" for each in requirements if each.state is State.NOT_MET]
    rows = (_row(each) for each in requirements)
    return {
        "counts": ", ".join(f"{counted[state]} {state.value}" for state in State),
        "missing": "\n".join(missing),
        "rows": "\n".join(("| | asks | | why | evidence |", "|---|---|---|---|---|", *rows)),
    }


def _row(requirement: Requirement) -> str:
    state = f"**{requirement.state}**" if requirement.state is State.NOT_MET else str(requirement.state)
    evidence = ", ".join(f"[{Path(path).name}](../../../{path})" for path in requirement.evidence)
    return f"| {requirement.id} | {requirement.asks} | {state} | {requirement.why} | {evidence} |"


_PAGE: Final = """\
# {title}

{about} Filled in by looking at the code, not by an auditor: {counts}. Numbers are the standard's, words are ours.
The answers stand in `docs/reference/assurance/checklists`; this page is made of them (`python -m docs.generate`), and a
test looks for every number and every piece of evidence.

## What is not met, and what it would take

{missing}

## All of them

{rows}
"""
