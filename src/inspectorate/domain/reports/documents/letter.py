"""The letter: what was found about one body, written to that body."""

from __future__ import annotations

from .gates import Gate
from .kind import DocumentType

LETTER = DocumentType(
    label="Letter",
    sentence="Tells one body what was found about it.",
    introduction="Letter.",
    to_one_body=True,
    gates=(Gate.TOLD, Gate.REFERENCES, Gate.SIGNATURES),
    gates_of_correction=(Gate.TOLD, Gate.REFERENCES, Gate.SIGNATURES),
)
