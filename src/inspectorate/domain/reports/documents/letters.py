"""The template of letters: written and signed once for the letters to many bodies."""

from __future__ import annotations

from .kind import DocumentType

LETTERS = DocumentType(
    label="Template of letters",
    sentence="Is written and signed once for letters to many bodies; it is not published itself.",
    introduction="Template of letters.",
    template=True,
)
