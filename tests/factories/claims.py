"""Facts of a claim made by hand, each field by its name wherever in the record it stands."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from inspectorate.domain.claims.facts import ClaimFacts, LastWord
from inspectorate.domain.claims.figures import Figures, Support
from inspectorate.domain.claims.kinds.registry import KINDS

SIGNED = LastWord("referencer")
_SUPPORT = {field.name for field in fields(Support)}
_FIGURES = {field.name for field in fields(Figures)} - {"support"}


def facts_of(key: str, kind: str = "counted", statement: str = "", **given: Any) -> ClaimFacts:
    """The facts of a claim; ``given`` are fields of its facts, its figures or its support."""
    return but(ClaimFacts(key, KINDS[kind], statement), **given)


def but(claim: ClaimFacts, **given: Any) -> ClaimFacts:
    """The claim with some fields changed."""
    support = {name: value for name, value in given.items() if name in _SUPPORT}
    figures = {name: value for name, value in given.items() if name in _FIGURES}
    rest = {name: value for name, value in given.items() if name not in _SUPPORT | _FIGURES}
    counted = replace(claim.figures, support=replace(claim.figures.support, **support), **figures)
    return replace(claim, figures=counted, **rest)
