"""The gates before a document: what must have happened before it is frozen, approved, released.

Which of them stand before a document, its kind says (``DocumentType.gates``).
"""

from __future__ import annotations

from enum import StrEnum


class Gate(StrEnum):
    """A gate, named by what must have been there; its value is what a passed gate stores.

    Judging has begun; what is covered has its judgments; bodies had their fact check; claims have
    their references; what a release hides of a body stays hidden; words have their signatures; the
    body is told why a judgment was agreed otherwise than it was told on the day; a body that was
    asked again has had its time to answer, which stands before every kind.
    """

    JUDGING = "judging"
    JUDGMENTS = "judgments"
    FACT_CHECK = "fact-check"
    REFERENCES = "references"
    DISCLOSURE = "disclosure"
    SIGNATURES = "signatures"
    TOLD = "told"
    ANSWERING = "answering"

    @property
    def warns(self) -> bool:
        """May somebody who signs go past it, with a reason and their name?"""
        return self in (
            Gate.FACT_CHECK,
            Gate.REFERENCES,
            Gate.DISCLOSURE,
            Gate.ANSWERING,
        )
