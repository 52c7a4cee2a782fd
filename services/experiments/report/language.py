"""Words in both languages at once, since the page holds both and shows one."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from markupsafe import Markup, escape

from workflows.definition.provenance import Title

Language: TypeAlias = Literal["zh-CN", "en"]


class Both(NamedTuple):
    """The same words in both languages."""

    zh: str
    en: str

    def __html__(self) -> str:
        """Both, each marked with its language; what reads the same in both is written once."""
        if self.zh == self.en:
            return escape(self.zh)
        return Markup('<span lang="zh-CN">{}</span><span lang="en">{}</span>').format(self.zh, self.en)

    def then(self, other: Both) -> Both:
        """These words and then others."""
        return Both(self.zh + other.zh, f"{self.en} {other.en}")

    def in_language(self, language: Language) -> str:
        """The words in one language."""
        return self.zh if language == "zh-CN" else self.en


def same(text: str) -> Both:
    """What reads the same in both languages, such as a number."""
    return Both(text, text)


def both(title: Title) -> Both:
    """A title of a lane."""
    return Both(title.zh, title.en)
