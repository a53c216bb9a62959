"""The press release: the findings for journalists, under a headline."""

from __future__ import annotations

from .gates import Gate
from .kind import DocumentType

RELEASE = DocumentType(
    label="Press release",
    sentence="Tells the press and the public the news of a report on a page.",
    introduction="The press release, with notes to editors.",
    stem="press-release",
    titled=False,
    to_press=True,
    gates=(Gate.REFERENCES, Gate.SIGNATURES),
    gates_of_correction=(Gate.REFERENCES, Gate.SIGNATURES),
)
