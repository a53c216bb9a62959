"""The statement to be laid: what is said to Parliament when the report is published."""

from __future__ import annotations

from .gates import Gate
from .kind import DocumentType

STATEMENT = DocumentType(
    label="Statement to be laid",
    sentence="Is laid before Parliament when the report is published.",
    introduction="The statement laid before Parliament.",
    stem="statement",
    gates=(Gate.REFERENCES, Gate.SIGNATURES),
    gates_of_correction=(Gate.REFERENCES, Gate.SIGNATURES),
)
