"""How people react to a reform: factors that no document gives, and that are therefore said to be assumed or measured.

The documents order that somebody urges, competes or is paid by results. What comes of it they do not say. A factor that
cites a document for its size would give an assumption the look of a rule, so it is refused when the lever is read.
"""

from __future__ import annotations

from typing import Annotated, Final, TypeAlias

from pydantic import AfterValidator, ValidationError

from workflows.definition.distributions import Distribution
from workflows.definition.provenance import Provenance, Source
from workflows.definition.steps import Work
from workflows.definition.values import Factor
from workflows.levers.lever import LeverFields, refused
from workflows.levers.rewriting import revised

REACTION_SOURCES: Final = (Source.PUBLISHED, Source.LOCAL, Source.MEASURED, Source.KNOWLEDGE, Source.ASSUMED)


def _not_from_a_document(factor: Factor) -> Factor:
    if factor.provenance.source not in REACTION_SOURCES:
        raise ValueError(
            f"expected a factor whose source is one of {', '.join(REACTION_SOURCES)}; found "
            f"{factor.provenance.source}. The documents and the law order the measure, and not what comes of it."
        )
    return factor


Reaction: TypeAlias = Annotated[Factor, AfterValidator(_not_from_a_document)]
"""By how much something takes longer or comes more often when people react; below 1: less."""


def weakest(*provenances: Provenance) -> Source:
    """The least binding source of several: a number made of them is no better than that."""
    order = list(Source)
    return max((provenance.source for provenance in provenances), key=order.index)


def product(lever: LeverFields, *factors: Factor) -> Factor:
    """Several factors at once.

    Raises
    ------
    LeverRefusedError
        If it is beyond what a factor can be.
    """
    value = 1.0
    for factor in factors:
        value *= factor.value
    provenances = [factor.provenance for factor in factors]
    basis = " times ".join(f"{factor.value:g} ({factor.provenance.basis})" for factor in factors)
    if len(factors) == 1:
        return factors[0]
    try:
        return Factor(value=value, provenance=Provenance(source=weakest(*provenances), basis=basis[:500]))
    except ValidationError:
        raise refused(
            lever, "factors whose product is above 0 and at most 1,000", f"{value:g}", "Check the factors."
        ) from None


def times(span: Distribution, factor: Factor) -> Distribution:
    """A span as long as a factor makes it, which says so."""
    basis = f"{factor.value:g} times {span.provenance.basis}; {factor.provenance.basis}"
    provenance = Provenance(source=weakest(span.provenance, factor.provenance), basis=basis[:500])
    return revised(span.scaled(factor.value), provenance=provenance)


def react(lever: LeverFields, step: Work, **changes: object) -> Work:
    """A step under a reaction, which it names, so that the same lever does not act on it twice.

    Raises
    ------
    LeverRefusedError
        If the lever has acted on it before.
    """
    if lever.clauses[0] in step.clauses:
        raise refused(
            lever, f"a step that it has not acted on yet as {step.id!r}", "one that it has", "Leave the step out."
        )
    return revised(step, **changes, clauses=(*step.clauses, lever.clauses[0]))
