"""Files that somebody made to do harm, or by mistake: each is refused plainly and soon, and nothing else happens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.bad_input.attack import Attack
from tests.bad_input.corpus import attacks
from tests.bad_input.trying import Nursery, nursery, try_one

KINDS = sorted({attack.kind for attack in attacks()})
SOME = 10
"""Every how many-th attack of a kind is tried each time that anything is tested."""
SLOWED = 2.0
"""How much longer a processor takes that others use too; what it takes alone is measured by itself."""


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    with nursery(tmp_path_factory.mktemp("nursery")) as found:
        yield found


def wrong(chosen: Sequence[Attack], warm: Nursery, folder: Path) -> str:
    """What is wrong with what became of each of some attacks."""
    found = []
    for number, attack in enumerate(chosen):
        own = folder / str(number)
        own.mkdir()
        for tried in try_one(attack, warm, own, SLOWED):
            found += [f"{attack.name}, {tried.command}: {fault}" for fault in tried.faults]
    return "\n".join(found)


def test_some_bad_files_of_each_kind_are_refused_soon_and_plainly(warm: Nursery, tmp_path: Path) -> None:
    by_kind = {kind: [each for each in attacks() if each.kind == kind] for kind in KINDS}
    chosen = [each for of in by_kind.values() for each in of[::SOME] if not each.large]
    assert {each.kind for each in chosen} == set(KINDS)
    assert not (found := wrong(chosen, warm, tmp_path)), found


@pytest.mark.quiet  # it measures the processor's time and takes a quarter of an hour
@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", KINDS)
def test_all_bad_files_are_refused_soon_and_plainly(kind: str, warm: Nursery, tmp_path: Path) -> None:
    chosen = [attack for attack in attacks() if attack.kind == kind]
    assert not (found := wrong(chosen, warm, tmp_path)), found


def test_every_attack_has_a_name_of_its_own() -> None:
    names = [attack.name for attack in attacks()]
    assert len(set(names)) == len(names)
