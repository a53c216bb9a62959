"""The report: what was found and what is recommended, at full length."""

from __future__ import annotations

from .kind import DocumentType

REPORT = DocumentType(
    label="Report",
    sentence="Answers the question of the inspection, with all that was found.",
    introduction="The report: what we found and what we recommend, with what stands behind each "
    "finding.",
    stem="report",
    long=True,
)
