"""Cause: that one finding holds because of another, as items of evidence say.

Stored as a claim on evidence with ``"finding"`` and ``"because"``, the keys of two other claims.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason

from ..figures import Figures
from ..reasons import ClaimReason
from ..what_stands import SeenItem
from .asking import Answer, Asking, Question
from .evidence import Evidence, EvidenceKind
from .reading import Reader

if TYPE_CHECKING:
    from ..evidence_base import EvidenceBase  # for types alone: kinds load without a database

_BOTH = ("finding", "because")


@dataclass(frozen=True, slots=True)
class Cause(Evidence):
    """The keys of what was found and of what it is put down to, and the items that say so."""

    finding: str = ""
    because: str = ""


class CauseKind(EvidenceKind):
    """Names two findings, each a claim of its own; stale when one of them is, or was changed.

    That both hold says nothing of a cause: the items named must say so.
    """

    code = "cause"
    label = "One finding because of another"
    example = "Referrals fell because nobody heard back"
    method = (
        "It names two findings, each established by itself, and rests on the evidence{on} that "
        "gives the one as a reason for the other."
    )
    untested = "Not tested: no test of cause was made."
    triangulated = True
    names_claims = True
    proposed_items, proposed_kinds = 2, 2
    more_fields = _BOTH

    def read_fields(self, reader: Reader, table: dict[str, Any]) -> Cause:
        """Read the two findings and, as of any claim on evidence, the rest."""
        found = super().read_fields(reader, table)
        keys = [self._finding(reader, table, name) for name in _BOTH]
        if keys[0] and keys[0] == keys[1]:
            reader.wrong("because", "a finding is no cause of itself.", "Choose another claim.")
        fields = {name: getattr(found, name) for name in Evidence.__slots__}
        return Cause(**fields, finding=keys[0], because=keys[1])

    def _finding(self, reader: Reader, table: Mapping[str, Any], name: str) -> str:
        key = table.get(name)
        if not isinstance(key, str) or key not in reader.known.claims:
            reader.wrong(name, f"there is no claim {key!r} here.", "Choose a claim of the list.")
            return ""
        if reader.known.claims[key] == self.code:
            reader.wrong(name, f"{key} is a cause itself.", "Choose a claim of what was found.")
        return key

    def counted(
        self, predicate: Evidence, base: EvidenceBase, items: Sequence[SeenItem], marking: str
    ) -> Figures:
        """Count the items, and name the two findings in the versions that stand."""
        assert isinstance(predicate, Cause)
        figures = super().counted(predicate, base, items, marking)
        versions = base.versions
        return replace(
            figures, named={key: versions[key] for key in (predicate.finding, predicate.because)}
        )

    def claims_named(self, stored: Mapping[str, Any]) -> list[str]:
        """Return the keys of the two findings."""
        return [str(stored[name]) for name in _BOTH if name in stored]

    def questions(self, asking: Asking) -> list[Question]:
        """Ask for the two findings first, then as of any claim on evidence."""
        keys = [key for key, kind in asking.known.claims.items() if kind != self.code]
        choices = [("", "Choose a claim"), *((key, key) for key in sorted(keys))]
        return [
            Question("finding", "What was found", Answer.ONE, choices),
            Question("because", "Because of what", Answer.ONE, choices),
            *super().questions(asking),
        ]

    def contradictions(self, asking: Asking, answers: Mapping[str, Any]) -> list[Reason]:
        """A finding is no cause of itself."""
        if not answers.get("finding") or answers["finding"] != answers.get("because"):
            return []
        what = "A finding is no cause of itself."
        mend = Mend.words("Choose another claim.")
        return [Reason(ClaimReason.PREDICATE_WRONG, what, mend, "because")]

    def structure(self, asking: Asking, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Add the two findings."""
        return {**super().structure(asking, answers), **{name: answers[name] for name in _BOTH}}


KIND = CauseKind()
