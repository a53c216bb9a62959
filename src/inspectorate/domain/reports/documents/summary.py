"""The summary: the findings of the report in short."""

from __future__ import annotations

from .gates import Gate
from .kind import DocumentType

SUMMARY = DocumentType(
    label="Summary",
    sentence="Says on a few pages what the report found.",
    introduction="The summary.",
    gates=(Gate.JUDGING, Gate.JUDGMENTS, Gate.REFERENCES, Gate.SIGNATURES),
    gates_of_correction=(Gate.REFERENCES, Gate.SIGNATURES),
)
