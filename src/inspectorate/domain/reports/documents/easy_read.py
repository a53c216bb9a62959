"""The easy-read summary: what was found, in short sentences and everyday words."""

from __future__ import annotations

from .gates import Gate
from .kind import DocumentType

EASY_READ = DocumentType(
    label="Easy-read summary",
    sentence="Tells what was found in short sentences and everyday words.",
    introduction="The findings in easy words.",
    stem="easy-read",
    gates=(Gate.JUDGING, Gate.JUDGMENTS, Gate.REFERENCES, Gate.SIGNATURES),
    gates_of_correction=(Gate.REFERENCES, Gate.SIGNATURES),
)
