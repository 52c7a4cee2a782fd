"""Which language is asked for, and help in it."""

from __future__ import annotations

from collections.abc import Sequence

from services.cli.texts import TEXTS, say


def language_of(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """The language asked for, wherever the option stands, and the other arguments."""
    language, rest = "en", list(arguments)
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang" and place + 1 < len(arguments):
            return arguments[place + 1], [*arguments[:place], *arguments[place + 2 :]]
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang="), [*arguments[:place], *arguments[place + 1 :]]
    return language, rest


def translate(command: object, language: str) -> None:
    """Put texts in the place of their keys, in a command's help and in that of everything below it."""
    key = getattr(command, "help", None)
    if key in TEXTS:
        for shown in ("help", "short_help"):  # the list would cut the long one off
            setattr(command, shown, say(language, key))
    for part in getattr(command, "params", ()):
        translate(part, language)
    for part in getattr(command, "commands", {}).values():
        translate(part, language)
