"""The letter to a minister: what was found, and what is asked of the department."""

from __future__ import annotations

from .gates import Gate
from .kind import DocumentType

MINISTER = DocumentType(
    label="Letter to a minister",
    sentence="Tells the minister what was found and what is asked of the department.",
    introduction="Letter to the minister.",
    stem="letter-to-the-minister",
    gates=(Gate.REFERENCES, Gate.SIGNATURES),
    gates_of_correction=(Gate.REFERENCES, Gate.SIGNATURES),
)
