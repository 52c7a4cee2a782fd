"""What the folder `deploy` says, read as those read it who will run it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, TypeAlias

import yaml

from services.cli.main import app
from services.settings import Settings

ROOT: Final = Path(__file__).parents[2]
DEPLOY: Final = ROOT / "deploy"

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

_PLACE: Final = re.compile(r"\$\{(?P<name>\w+)(?::(?P<how>[-?])(?P<rest>[^}]*))?\}")


def documents(path: Path) -> list[dict[str, Json]]:
    """The documents of a YAML file."""
    return [each for each in yaml.safe_load_all(path.read_text("utf-8")) if each is not None]


def at(value: Json, *path: str | int) -> Json:
    """What stands somewhere in a document; none if nothing does."""
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def objects(value: Json) -> dict[str, Json]:
    """A part of a document that has to be an object."""
    assert isinstance(value, dict), value
    return value


def array(value: Json) -> list[Json]:
    """A part of a document that has to be a list; nothing is an empty one."""
    if value is None:
        return []
    assert isinstance(value, list), value
    return value


def words(value: Json) -> list[str]:
    """A part of a document that has to be a list of strings."""
    return [str(each) for each in array(value)]


def strings(value: Json) -> Iterator[str]:
    """Every string of a document, those of keys too."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)
    elif isinstance(value, str):
        yield value


def example() -> dict[str, str]:
    """What `.env.example` says."""
    lines = (DEPLOY / "compose/.env.example").read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def interpolated(text: str, variables: Mapping[str, str]) -> str:
    """A compose file with its variables filled in, by the rules of compose."""

    def value(found: re.Match[str]) -> str:
        name, how, rest = found["name"], found["how"], found["rest"]
        if name in variables:
            return variables[name]
        assert how == "-", f"{name} is asked for and not in .env.example"
        return str(rest)

    return _PLACE.sub(value, text)


def commands() -> set[str]:
    """The commands that `greenlane` has."""
    names = {
        each.name or (each.callback.__name__.replace("_", "-") if each.callback else "")
        for each in app.registered_commands
    }
    return names | {str(group.name) for group in app.registered_groups}


def settings() -> set[str]:
    """The environment variables that `greenlane` reads."""
    return {f"GREENLANE_{name.upper()}" for name in Settings.model_fields}
