"""The report: what was found and what is recommended, at full length."""

from __future__ import annotations

from .gates import Gate
from .kind import DocumentType

REPORT = DocumentType(
    label="Report",
    sentence="Answers the question of the inspection, with all that was found.",
    introduction="The report: what we found and what we recommend, with what stands behind each "
    "finding.",
    stem="report",
    long=True,
    gates=(
        Gate.JUDGING,
        Gate.JUDGMENTS,
        Gate.FACT_CHECK,
        Gate.REFERENCES,
        Gate.SIGNATURES,
    ),
    gates_of_correction=(Gate.REFERENCES, Gate.SIGNATURES),
    moves_phase=True,
)
