"""The table of lanes in the README files: what limits come to on paper, before and after the levers."""

from __future__ import annotations

import re
from typing import Final

from docs.generate.models import table
from workflows.definition.lane import Lane, LimitKind, Target
from workflows.definition.longest_limit import longest_limit
from workflows.levers.scenario import Scenario, after, before, shipped_scenarios

_ORDER: Final = (
    "business_setup_after",
    "property_registration_after",
    "construction_permit_after",
    "construction_permit_30",
    "commitment_approval_after",
    "agent_service_after",
)
_HEADERS: Final = {
    "en": ("lane", "published target", "what the reform does", "limits on paper, before → after"),
    "zh": ("流程", "公布的目标", "改革措施", "纸面时限之和，改革前 → 改革后"),
}
_REGION: Final = re.compile(r"(<!-- lanes (en|zh) -->\n).*?(<!-- end of lanes -->)", re.DOTALL)


def with_lanes(page: str) -> str:
    """A page with its table of lanes made anew."""
    return _REGION.sub(lambda found: f"{found[1]}\n{lanes_table(found[2])}\n\n{found[3]}", page)


def lanes_table(language: str) -> str:
    """One row a reform."""
    scenarios = shipped_scenarios()
    return table(_HEADERS[language], [_row(scenarios[id_], language) for id_ in _ORDER])


def _row(scenario: Scenario, language: str) -> tuple[str, str, str, str]:
    old, new = before(scenario), after(scenario)
    levers = dict.fromkeys(lever.title.in_language(language) for lever in scenario.levers)
    on_paper = [longest_limit(lane) for lane in (old, new)]
    return (
        scenario.title.in_language(language),
        _target_in(language, _target(new)),
        "；".join(levers) if language == "zh" else "; ".join(levers).lower(),
        " → ".join(str(days) for days in on_paper) if any(on_paper) else "–",
    )


def _target_in(language: str, target: Target) -> str:
    count, title = target.working_days, target.title.in_language(language)
    if language == "zh":
        return f"{count:g} 个工作日（{title}）"
    return f"{count:g} working day{'' if count == 1 else 's'} ({title})"


def _target(lane: Lane) -> Target:
    """The one that the reform promises, or else the lane's first."""
    promised = {limit.working_days for limit in lane.limits if limit.kind is LimitKind.PROMISED}
    return next((target for target in lane.targets if target.working_days in promised), lane.targets[0])
