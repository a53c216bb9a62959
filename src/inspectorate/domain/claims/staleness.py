"""When a claim is stale: its pins no longer stand, or its figures are not those looked at."""

from __future__ import annotations

from functools import partial

from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason

from .evidence_base import EvidenceBase
from .figures import Figures
from .kinds.registry import kind_of
from .models import Claim
from .pins import Pins
from .reasons import ClaimReason
from .verbs import ClaimVerb
from .what_stands import ClaimPins, Place

_MEND = Mend.by(ClaimVerb.REFRESH, "Look at the support again and refresh the claim.")


def staleness(claim: Claim, figures: Figures, pins: Pins) -> list[Reason]:
    """Return one reason for each thing that changed since it was pinned or referenced."""
    pinned = pins.of(claim.pk)
    reasons = [
        *_judgments(pinned, figures, pins.base),
        *_evidence(pinned, figures, pins.base),
        *_named(figures, pins),
    ]
    # What changed beneath explains changed figures; both would say one thing twice.
    if reasons:
        return reasons
    reference = pins.last_words.get(claim.pk)
    # Nobody has signed figures yet, or said that they do not hold: nothing to compare with.
    if reference is None or not reference.supported or reference.figures == figures.looked_at():
        return []
    text = (
        f"The figures of {claim.key} are not those that were referenced: "
        f"{_difference(reference.figures, figures)}."
    )
    return [Reason(ClaimReason.FIGURES_CHANGED, text, _MEND)]


def withdrawn_support(claim: Claim, figures: Figures, pins: Pins) -> list[str]:
    """Return what the claim rests or rested on that was withdrawn or superseded, in words."""
    gone = pins.base.gone
    # Items that the judgments of a counted claim cite are pinned nowhere.
    rests = {item.pk for item in (*pins.of(claim.pk).items, *figures.support.items)} if gone else ()
    return list(dict.fromkeys(text for key, text in sorted(gone.items()) if key in rests))


def _judgments(pinned: ClaimPins, figures: Figures, base: EvidenceBase) -> list[Reason]:
    now = set(figures.support.judgments)
    # By cell and not by judgment: a cell judged anew has lost one and gained one, and is told once.
    replaced = {place for judgment, place in pinned.judgments.items() if judgment not in now}
    reasons = []
    for place in sorted(replaced):
        counted = place in base.judged and place not in base.left_out
        what = "has been judged again" if counted else "is no longer counted"
        text = f"{_cell(place, base)} {what}."
        reasons.append(Reason(ClaimReason.JUDGMENT_REPLACED, text, _MEND))
    # Most claims have none, and then the walk over every cell is saved.
    since = now - pinned.judgments.keys()
    added = {place for place, judged in base.judged.items() if judged.pk in since} if since else ()
    for place in sorted(set(added) - replaced):
        what = "is inspected again" if place in base.taken_back else "has been judged since"
        text = f"{_cell(place, base)} {what}."
        reasons.append(Reason(ClaimReason.JUDGMENT_ADDED, text, _MEND))
    return reasons


def _evidence(pinned: ClaimPins, figures: Figures, base: EvidenceBase) -> list[Reason]:
    behind = set(figures.support.judgments)
    cited_for: dict[int, Place] = {}
    for place, items in base.gone_under.items():
        # A judgment that cites what fell still stands until it is agreed anew, so the claim is told
        # of it.
        if base.judged[place].pk in behind:
            cited_for |= dict.fromkeys(items, place)
    reasons = []
    keys = pinned.item_keys if base.gone else ()
    for key, text in sorted(base.gone.items()):
        if key in keys:
            reasons.append(Reason(ClaimReason.EVIDENCE_FELL, f"{text}.", _MEND))
        elif key in cited_for:
            mend = Mend.by(
                (JudgmentVerb.AGREE, ClaimVerb.REFRESH),
                "Agree that judgment again on evidence that is still valid, then refresh the "
                "claim.",
            )
            what = f"{text}; {_cell(cited_for[key], base)} rests on it."
            reasons.append(Reason(ClaimReason.EVIDENCE_FELL, what, mend))
    # Items that the reader may not read have one text between them: said twice, it would count.
    return list(dict.fromkeys(reasons))


def _named(figures: Figures, pins: Pins) -> list[Reason]:
    """Return a reason for each claim named that is stale itself; none names a claim of its kind."""
    reasons = []
    for claim in pins.named(list(figures.named)):
        if pins.base.once(f"stale {claim.pk}", partial(_is_stale, claim, pins)):
            mend = Mend.by(
                ClaimVerb.REFRESH, f"Refresh {claim.key} first, then look at this claim.", claim
            )
            text = f"{claim.key}, which it names, is stale."
            reasons.append(Reason(ClaimReason.NAMED_CLAIM_FELL, text, mend))
    return reasons


def _is_stale(claim: Claim, pins: Pins) -> bool:
    kind = kind_of(claim.kind)
    predicate = kind.read(claim.predicate, pins.base.known)
    now = kind.count(predicate, pins.base, pins.of(claim.pk).items)
    return bool(staleness(claim, now, pins))


def _cell(place: Place, base: EvidenceBase) -> str:
    return f"{base.labels.get(place[0], 'A body')} on {base.criteria[place[1]].ref}"


def _difference(before: dict[str, object], figures: Figures) -> str:
    now = figures.looked_at()
    names = [name for name in sorted({*before, *now}) if before.get(name) != now.get(name)]
    return "; ".join(
        f"{name.replace('_', ' ')} was {before.get(name)}, is {now.get(name)}" for name in names
    )
