"""The letter: what was found about one body, written to that body."""

from __future__ import annotations

from .kind import DocumentType

LETTER = DocumentType(label="Letter", introduction="Letter.", to_one_body=True)
