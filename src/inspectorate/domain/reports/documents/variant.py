"""The language variant: another document in another language, bound to the same claims."""

from __future__ import annotations

from .gates import Gate
from .kind import DocumentType

VARIANT = DocumentType(
    label="Translation",
    sentence="Says in another language what another document of the inspection says.",
    introduction="A translation.",
    gates=(Gate.REFERENCES, Gate.SIGNATURES),
    gates_of_correction=(Gate.REFERENCES, Gate.SIGNATURES),
    variant=True,
)
