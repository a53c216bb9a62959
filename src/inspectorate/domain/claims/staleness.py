"""When a claim is stale: what it was pinned to no longer stands, or the figures are not those that
were looked at.
"""

from __future__ import annotations

from inspectorate.foundation.reasons.reasons import Reason

from .evidence_base import EvidenceBase, Place
from .figures import Figures
from .models import Claim
from .reasons import ClaimReason
from .shapes import Evidence, Predicate

_MEND = "Look at the support again and refresh the claim."


def staleness(
    claim: Claim, predicate: Predicate, figures: Figures, evidence_base: EvidenceBase
) -> list[Reason]:
    """One reason for each thing that changed under the claim; none when it is as it was pinned and
    referenced.
    """
    reasons = [
        *_judgments(claim, predicate, figures, evidence_base),
        *_evidence(claim, figures, evidence_base),
    ]
    reference = evidence_base.references.get(claim.pk)
    if (
        reference is not None
        and reference.supported
        and reference.figures != figures.looked_at()
        and not reasons
    ):
        text = (
            f"The figures of {claim.key} are not those that were referenced: "
            f"{_difference(reference.figures, figures)}."
        )
        reasons.append(Reason(ClaimReason.FIGURES_CHANGED, text, _MEND))
    return reasons


def withdrawn_support(claim: Claim, figures: Figures, evidence_base: EvidenceBase) -> list[str]:
    """What the claim rests on, or rested on when it was pinned, that has been withdrawn or
    superseded.
    """
    pinned = evidence_base.pins.get(claim.pk)
    own = {item.pk for item in pinned.items} if pinned else set()
    cited = {item.pk for item in figures.items}
    return [text for pk, text in sorted(evidence_base.gone.items()) if pk in own | cited]


def _judgments(
    claim: Claim, predicate: Predicate, figures: Figures, evidence_base: EvidenceBase
) -> list[Reason]:
    if isinstance(predicate, Evidence):
        return []
    pinned = evidence_base.pins.get(claim.pk)
    was, places = (pinned.agreed, pinned.places) if pinned else (frozenset(), {})
    now = set(figures.rests_on)
    replaced = {places[pk] for pk in was - now}
    standing = {one.pk: place for place, one in evidence_base.judged.items()}
    reasons = []
    for place in sorted(replaced):
        what = (
            "is no longer counted"
            if place in evidence_base.left_out or place not in evidence_base.judged
            else "has been judged anew"
        )
        reasons.append(
            Reason(ClaimReason.JUDGMENT_REPLACED, f"{_cell(place, evidence_base)} {what}.", _MEND)
        )
    for place in sorted(standing[pk] for pk in now - was if standing[pk] not in replaced):
        reasons.append(
            Reason(
                ClaimReason.JUDGMENT_ADDED,
                f"{_cell(place, evidence_base)} has been judged since.",
                _MEND,
            )
        )
    return reasons


def _evidence(claim: Claim, figures: Figures, evidence_base: EvidenceBase) -> list[Reason]:
    pinned = evidence_base.pins.get(claim.pk)
    own = {item.pk for item in pinned.items} if pinned else set()
    cited_for: dict[int, Place] = {}
    behind = set(figures.rests_on)
    for place, one in evidence_base.judged.items():
        if one.pk in behind:
            cited_for |= {item: place for item in one.cited if item in evidence_base.gone}
    reasons = []
    for pk, text in sorted(evidence_base.gone.items()):
        if pk in own:
            reasons.append(Reason(ClaimReason.EVIDENCE_FELL, f"{text}.", _MEND))
        elif pk in cited_for:
            mend = "Agree that judgment anew on what still stands, then refresh the claim."
            reasons.append(
                Reason(
                    ClaimReason.EVIDENCE_FELL,
                    f"{text}; {_cell(cited_for[pk], evidence_base)} rests on it.",
                    mend,
                )
            )
    return reasons


def _cell(place: Place, evidence_base: EvidenceBase) -> str:
    return (
        f"{evidence_base.labels.get(place[0], 'A body')} on {evidence_base.criteria[place[1]].ref}"
    )


def _difference(before: dict[str, object], figures: Figures) -> str:
    now = figures.looked_at()
    names = [name for name in sorted({*before, *now}) if before.get(name) != now.get(name)]
    return "; ".join(
        f"{name.replace('_', ' ')} was {before.get(name)}, is {now.get(name)}" for name in names
    )
