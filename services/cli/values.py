"""What a parameter may be, in words of both languages, read off the schema that it is checked by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias, cast, get_args

from workflows.definition.conditions import Condition
from workflows.definition.distributions import Distribution
from workflows.definition.provenance import Title

Schema: TypeAlias = Mapping[str, object]
"""A JSON schema, or a part of one."""

_MODELS: Final[Mapping[str, Title]] = {
    "Factor": Title(zh="倍数 > 0，附出处", en="factor > 0, with its source"),
    "Money": Title(zh="金额（元），附出处", en="yuan, with their source"),
    "Proportion": Title(zh="0 至 1 的比例，附出处", en="share from 0 to 1, with its source"),
    "Provenance": Title(zh="出处（来源与依据）", en="source and basis"),
    "Title": Title(zh="中英文名称", en="name in both languages"),
    "WorkingDays": Title(zh="工作日数，附出处", en="working days, with their source"),
}
"""The small models that occur everywhere; whatever else is a model is shown by its fields."""

_SPAN: Final = Title(
    zh="时长（定值或分布，带单位），附出处",
    en="span of time, fixed or drawn, with unit and source",
)
_CONDITION: Final = Title(zh="对案件属性或步骤结果的条件", en="condition on attributes or outcomes")
_WORDS: Final[Mapping[str, Title]] = {
    "string": Title(zh="文字", en="text"),
    "number": Title(zh="数", en="number"),
    "integer": Title(zh="整数", en="whole number"),
    "boolean": Title(zh="true 或 false", en="true or false"),
}
_IDENTIFIER: Final = "^[a-z][a-z0-9_]{0,62}$"
_BOUNDS: Final = {"minimum": "≥ {}", "exclusiveMinimum": "> {}", "maximum": "≤ {}", "exclusiveMaximum": "< {}"}
_SPANS: Final = frozenset(kind.__name__ for kind in get_args(get_args(Distribution)[0]))
_CONDITIONS: Final = frozenset(get_args(kind)[0].__name__ for kind in get_args(get_args(Condition)[0]))


def value_of(schema: Schema, models: Mapping[str, Schema]) -> Title:
    """What a value may be.

    Parameters
    ----------
    models : name to schema of the models that the schema refers to
    """
    match schema:
        case {"const": value}:
            return _both(str(value))
        case {"enum": [*values]}:
            return _either([_both(str(value)) for value in values])
        case {"$ref": str(reference)}:
            return _model(reference.rpartition("/")[2], models)
        case {"oneOf": [*parts]} | {"anyOf": [*parts]}:
            return _choice([cast("Schema", part) for part in parts], models)
        case {"type": "array", "items": dict(items)}:
            each = value_of(items, models)
            if " or " in each.en:
                return Title(zh=f"列表，每项为{each.zh}", en=f"list of ({each.en})")
            return Title(zh=f"{each.zh}列表", en=f"list of {each.en}")
        case {"type": "object", "patternProperties": dict(by_name)}:
            each = value_of(next(iter(by_name.values())), models)
            return Title(zh=f"标识到{each.zh}的映射", en=f"mapping from id to {each.en}")
        case {"pattern": str(pattern)} if pattern == _IDENTIFIER:
            return Title(zh="标识", en="id")
        case {"type": str(word)} if word in _WORDS:
            bounds = [form.format(schema[key]) for key, form in _BOUNDS.items() if key in schema]
            return Title(
                zh=" ".join([_WORDS[word].zh, "，".join(bounds)]).strip(),
                en=" ".join([_WORDS[word].en, ", ".join(bounds)]).strip(),
            )
    raise ValueError(f"expected a part of a schema that there are words for; found {dict(schema)}")


def _model(name: str, models: Mapping[str, Schema]) -> Title:
    if name in _MODELS:
        return _MODELS[name]
    schema = models[name]
    if "properties" not in schema:
        return value_of(schema, models)
    fields = cast("Mapping[str, Schema]", schema["properties"])
    required = cast("Sequence[str]", schema.get("required", ()))
    return _both("{" + ", ".join(field if field in required else f"{field}?" for field in fields) + "}")


def _choice(parts: Sequence[Schema], models: Mapping[str, Schema]) -> Title:
    present = [part for part in parts if part.get("type") != "null"]
    names = {str(part.get("$ref", "")).rpartition("/")[2] for part in _flat(present)}
    if names == _SPANS:
        return _SPAN
    if names == _CONDITIONS:
        return _CONDITION
    return _either([value_of(part, models) for part in present])


def _flat(parts: Sequence[Schema]) -> list[Schema]:
    flat: list[Schema] = []
    for part in parts:
        inner = cast("Sequence[Schema]", part.get("oneOf", part.get("anyOf", ())))
        flat += _flat(inner) if inner else [part]
    return flat


def _either(values: Sequence[Title]) -> Title:
    return Title(zh="或".join(value.zh for value in values), en=" or ".join(value.en for value in values))


def _both(text: str) -> Title:
    return Title(zh=text, en=text)
