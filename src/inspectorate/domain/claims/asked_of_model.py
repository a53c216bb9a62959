"""What the claims of an inspection ask of the joint model of its readings."""

from __future__ import annotations

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.joint.questions import Question
from inspectorate.foundation.reasons.reasons import Refused

from .evidence_base import EvidenceBase
from .kinds.kind import Kind
from .kinds.registry import KINDS, kind_of


def asking_kinds() -> list[str]:
    """The codes of the kinds of claim of which the joint model is asked something."""
    return [
        code for code, kind in KINDS.items() if type(kind).asked_of_model is not Kind.asked_of_model
    ]


def tested_kinds() -> list[str]:
    """The codes of those of which it tests whether they hold: these say so where it has not."""
    return [code for code in asking_kinds() if KINDS[code].untested]


def questions(inspection: Inspection) -> list[Question]:
    """The question of each claim that stands, each once, by the keys of the claims.

    A claim that names what is no longer there asks nothing: its own page says what is wrong.
    """
    base, found = EvidenceBase(inspection), []
    rows = inspection.claims.filter(kind__in=asking_kinds()).order_by("key")
    for code, stored in rows.values_list("kind", "predicate"):
        kind = kind_of(code)
        try:
            question = kind.asked_of_model(kind.read(stored, base.known), base)
        except Refused:
            continue
        if question is not None and question not in found:
            found.append(question)
    return found
