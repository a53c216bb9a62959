"""What a claim knows about itself, as plain data: the figures a text is checked against. No Django,
no clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .kinds.kind import Kind
from .kinds.registry import DEFAULT


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """One claim's figures and support.

    Counts are whole bodies or ``None`` where the claim counts nothing; *not inspected* is ``scope -
    inspected`` and stands in neither ``met`` nor ``not_met``. ``cited_count`` is how many evidence
    items the claim, or the judgments it counts, cite. ``figure`` maps a name to its exact value as
    text. ``word`` is the vocabulary's word for the counts. ``words`` (outside the database only) is
    a passage by which a sentence is recognised as carrying the claim.
    """

    key: str
    kind: Kind = DEFAULT
    statement: str = ""
    met: int | None = None
    not_met: int | None = None
    inspected: int | None = None
    scope: int | None = None
    bodies_met: tuple[str, ...] = ()
    figure: Mapping[str, str] = field(default_factory=dict)
    word: str = ""
    population: str = ""
    referenced: bool = False
    drafted_by: str = ""
    referenced_by: str = ""
    stale: bool = False
    stale_reasons: tuple[str, ...] = ()
    withdrawn_support: tuple[str, ...] = ()
    newest_support_on: date | None = None
    newest_judgment_on: date | None = None
    source_kinds: tuple[str, ...] = ()
    evidence_count: int | None = None
    cited_count: int = 0
    body_count: int | None = None
    identifies: bool = False
    small_number_decision: str = ""
    quotation: str = ""
    quotation_source: str = ""
    marking: str = ""
    words: str = ""

    @property
    def counts(self) -> tuple[int, int] | None:
        """(met, inspected) when the claim counts bodies, else ``None``."""
        if self.met is None or self.inspected is None:
            return None
        return self.met, self.inspected


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds a claim: the fieldwork window, the day of signing, and how much support a
    qualitative claim needs.
    """

    inspection_from: date | None = None
    inspection_to: date | None = None
    signing_on: date | None = None
    least_items: int = 2
    least_kinds: int = 2
    least_bodies: int = 1
