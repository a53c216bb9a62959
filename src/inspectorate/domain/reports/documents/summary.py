"""The summary: the findings of the report in short."""

from __future__ import annotations

from .kind import DocumentType

SUMMARY = DocumentType(
    label="Summary",
    sentence="Says on a few pages what the report found.",
    introduction="The summary.",
)
