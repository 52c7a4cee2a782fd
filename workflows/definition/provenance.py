"""Where a number comes from. Nothing in a lane is a bare number.

A reader of a result has to be able to tell what the law says from what somebody assumed, so the source of every
quantity travels with it into the report.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import override


class Frozen(BaseModel):
    """Base of all lane data: immutable, no unknown fields, no NaN, no infinity."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @override
    def model_copy(self, *, update: Mapping[str, object] | None = None, deep: bool = False) -> Self:
        """As pydantic's own, without what cached properties found out about the one that is copied."""
        copy = super().model_copy(update=update, deep=deep)
        for computed in copy.__dict__.keys() - type(self).model_fields.keys():
            del copy.__dict__[computed]
        return copy


class Source(StrEnum):
    """Kinds of provenance, most binding first."""

    SEED = "seed"
    STATUTE = "statute"
    POLICY = "policy"
    PUBLISHED = "published"
    LOCAL = "local"
    MEASURED = "measured"
    KNOWLEDGE = "knowledge"
    ASSUMED = "assumed"


class Provenance(Frozen):
    """The source of a number.

    Parameters
    ----------
    source : what kind of source
    basis : the clause, article, figure or log; for an assumption, the short reason for it
    """

    source: Source
    basis: Annotated[str, Field(min_length=1, max_length=500)]

    @property
    def is_assumption(self) -> bool:
        """Whether a report has to list this among the assumptions it rests on."""
        return self.source in (Source.ASSUMED, Source.KNOWLEDGE)


class Title(Frozen):
    """A name in both languages.

    Parameters
    ----------
    zh : zh-CN
    en : English
    """

    zh: Annotated[str, Field(min_length=1, max_length=200)]
    en: Annotated[str, Field(min_length=1, max_length=200)]

    def in_language(self, language: str) -> str:
        """The name in ``zh-CN`` or ``en``."""
        return self.zh if language.startswith("zh") else self.en
