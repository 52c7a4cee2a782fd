"""Case attributes of a Prosimos file, and the rules that ask for them."""

from __future__ import annotations

from workflows.definition.conditions import AllOf, AnyOf, AttributeIs, Condition
from workflows.definition.lane import Attribute, AttributeValue, CasePriority
from workflows.definition.values import Proportion
from workflows.interchange.findings import Choice, Findings, listed, stated, titled
from workflows.interchange.json_values import Value
from workflows.interchange.names import Names
from workflows.interchange.parameters import Parameters


def read_attributes(root: Value, file: str, parameters: Parameters, findings: Findings) -> None:
    """Read what cases differ by, and which of them go first."""
    names = Names()
    for stating in root.field("case_attributes").items() if root.has("case_attributes") else ():
        name = stating.field("name").text()
        if stating.field("type").text() != "discrete":
            findings.refuse(
                "attribute_not_done", stating.place, "an attribute with a list of values",
                f"{name} of type {stating.field('type').text()}", "Cut it into classes, each with its probability.",
            )  # fmt: skip
            continue
        values = Names()
        parameters.attributes[names.of(name)] = Attribute(
            title=titled(name, name),
            values=tuple(
                AttributeValue(
                    value=values.of(option.field("key").text()),
                    title=titled(option.field("key").text(), "value"),
                    share=Proportion(
                        value=min(max(option.field("value").number(), 0.0), 1.0),
                        provenance=stated(file, f"case_attributes {name}, line {option.place.line}"),
                    ),
                )
                for option in stating.field("values").items()
            ),
        )
    parameters.priorities = read_priorities(root, file, parameters, findings)


def read_priorities(root: Value, file: str, parameters: Parameters, findings: Findings) -> tuple[CasePriority, ...]:
    """Classes of cases by urgency; all others come last."""
    if not root.has("prioritisation_rules"):
        return ()
    levels = [(rule.field("priority_level").number(), rule) for rule in root.field("prioritisation_rules").items()]
    last = max((level for level, _ in levels), default=0.0) + 1
    found = []
    for level, rule in sorted(levels, key=lambda each: each[0]):
        when = _any_of(rule.field("rules"), parameters, findings)
        if when is not None:
            basis = stated(file, f"prioritisation_rules, line {rule.place.line}")
            findings.declare(Choice.URGENT_AMONG_WAITING, rule.place)
            found.append(CasePriority(when=when, add=round(level - last), provenance=basis))
    return tuple(found)


def read_conditions(root: Value, parameters: Parameters, findings: Findings) -> dict[str, Condition]:
    """The rules of branches, by id."""
    conditions = {}
    for rule in root.field("branch_rules").items() if root.has("branch_rules") else ():
        when = _any_of(rule.field("rules"), parameters, findings)
        if when is not None:
            conditions[rule.field("id").text()] = when
    return conditions


def _any_of(rules: Value, parameters: Parameters, findings: Findings) -> Condition | None:
    parts: list[Condition] = []
    for each in rules.items():
        asked = [_asked(one, parameters, findings) for one in each.items()]
        known = [one for one in asked if one is not None]
        if known and len(known) == len(asked):
            parts.append(known[0] if len(known) == 1 else AllOf(all_of=tuple(known)))
    if not parts or len(parts) < len(rules.items()):
        return None
    asked_of = {part.attribute for part in parts if isinstance(part, AttributeIs)}
    values = [value for part in parts if isinstance(part, AttributeIs) for value in part.in_]
    if len(asked_of) == 1 and all(isinstance(part, AttributeIs) for part in parts):
        return AttributeIs.model_validate({"attribute": asked_of.pop(), "in": list(dict.fromkeys(values))})
    return AnyOf(any_of=tuple(parts))


def _asked(stating: Value, parameters: Parameters, findings: Findings) -> Condition | None:
    name, comparison = stating.field("attribute").text(), stating.field("comparison").text()
    titles = {attribute.title.en: id_ for id_, attribute in parameters.attributes.items()}
    attribute = parameters.attributes.get(titles.get(name, ""))
    if attribute is None:
        expected = f"a case attribute with a list of values, one of {listed(list(titles))}"
        findings.refuse("unknown_attribute", stating.place, expected, repr(name), "Add the attribute, or remove it.")
        return None
    if comparison not in ("=", "==", "!="):
        remedy = "Ask for values of the list."
        findings.refuse("comparison_not_done", stating.place, "= or !=", repr(comparison), remedy)
        return None
    value = stating.field("value").text()
    meant = next((one.value for one in attribute.values if one.title.en == value), None)
    if meant is None:
        expected = f"a value of {name}, one of {listed([one.title.en for one in attribute.values])}"
        findings.refuse("unknown_value", stating.place, expected, repr(value), "Correct the value.")
        return None
    others = [one.value for one in attribute.values if one.value != meant]
    values = others if comparison == "!=" else [meant]
    return AttributeIs.model_validate({"attribute": titles[name], "in": values})
