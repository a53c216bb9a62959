"""The summary: the findings of the report in short."""

from __future__ import annotations

from .kind import DocumentType

SUMMARY = DocumentType(label="Summary", introduction="The summary.")
