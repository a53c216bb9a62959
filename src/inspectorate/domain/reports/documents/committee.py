"""Evidence to a committee: the findings, as written evidence to a committee of Parliament."""

from __future__ import annotations

from .gates import Gate
from .kind import DocumentType

COMMITTEE = DocumentType(
    label="Evidence to a committee",
    sentence="Puts the findings before a committee of Parliament that asked for them.",
    introduction="Evidence given to a committee.",
    stem="evidence-to-a-committee",
    gates=(Gate.REFERENCES, Gate.SIGNATURES),
    gates_of_correction=(Gate.REFERENCES, Gate.SIGNATURES),
)
