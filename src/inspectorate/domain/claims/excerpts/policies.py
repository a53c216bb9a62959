"""May words of an item be released behind a claim, or withdrawn? Each rule answers with reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspectorate.domain.bodies import queries as bodies
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.queries import describable, relied_on
from inspectorate.domain.inspections import pseudonyms
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable
from inspectorate.prose.checks.registry import passages

from ..models import Claim, Excerpt, Pin
from ..reasons import ClaimReason
from ..verbs import ClaimVerb
from ..what_stands import MOST_EXCERPTS, Rendering

LONGEST = 400
_LEFT_OUT = re.compile(r"\s*(?:\[…\]|…|\.{3,})\s*")


def excerptable(claim: Claim, item: Item, rendering: str, text: str) -> list[Reason]:
    """Require an item that the claim names and that may be described, and words fit for print."""
    words = " ".join(text.split())
    found = [
        *inspections.reasons_over(claim.inspection),
        *storable(words, "text", needed=True, limit=LONGEST),
    ]
    if rendering not in [one.value for one in Rendering]:
        text = "It is not said whether these are the item's own words."
        mend = Mend.words("Say that they are its own words, or that they are a paraphrase.")
        found.append(Reason(ClaimReason.RENDERING_UNKNOWN, text, mend, "rendering"))
    found += [*_named(claim, item), *_room(claim, words)]
    if rendering == Rendering.EXACT and words and not stand_in(words, item.words):
        text = f"These words do not stand in {item.ref}."
        mend = Mend.words(
            "Copy them letter for letter; “…” may stand for words left out. Or mark them as a "
            "paraphrase."
        )
        found.append(Reason(ClaimReason.NOT_QUOTED, text, mend, "text"))
    return [*found, *_for_print(claim.inspection, words), *_bodies(claim.inspection, words)]


def withdrawable(excerpt: Excerpt, reason: str) -> list[Reason]:
    """Require an excerpt that stands, and a reason; a body may be at risk, whatever the phase."""
    found = storable(reason, "reason", needed=True)
    if not Excerpt.standing().filter(pk=excerpt.pk).exists():
        text = "This excerpt is withdrawn already."
        found.append(Reason(ClaimReason.EXCERPT_WITHDRAWN, text, NOTHING_TO_DO, ""))
    return found


def stand_in(words: str, said: str) -> bool:
    """Do words stand in what was said, letter for letter, parts left out aside?"""
    whole, at = f" {' '.join(said.split())} ", 0
    parts = [one for one in _LEFT_OUT.split(words) if one]
    for part in parts:
        found = re.compile(rf"(?<!\w){re.escape(part)}(?!\w)").search(whole, at)
        if found is None:
            return False
        at = found.end()
    return bool(parts)


def _named(claim: Claim, item: Item) -> list[Reason]:
    named = Pin.objects.filter(claim=claim, claim_version=claim.version, item=item).exists()
    here = Item.objects.filter(pk=item.pk)
    if not named or not relied_on(here).exists():
        text = f"The claim {claim.key} does not name {item.ref}, or nothing relies on it any more."
        mend = Mend.by(ClaimVerb.EDIT, "Choose an item that the claim names, or name it.", claim)
        return [Reason(ClaimReason.ITEM_NOT_NAMED, text, mend, "item")]
    if not describable(here).exists():
        text = f"{item.ref} is marked above OFFICIAL, and is not described outside."
        mend = Mend.words("Choose an item that may be described.")
        return [Reason(ClaimReason.ITEM_NOT_DESCRIBABLE, text, mend, "item")]
    return []


def _room(claim: Claim, words: str) -> Iterator[Reason]:
    standing = [one.text for one in Excerpt.standing().filter(claim=claim)]
    if words in standing:
        text = "These words are released behind the claim already."
        yield Reason(ClaimReason.EXCERPT_TWICE, text, NOTHING_TO_DO, "text")
    elif len(standing) >= MOST_EXCERPTS:
        text = f"{MOST_EXCERPTS} excerpts stand behind {claim.key}, and no more are printed."
        mend = Mend.by(ClaimVerb.WITHDRAW_EXCERPT, "Withdraw one of them first.", claim)
        yield Reason(ClaimReason.EXCERPTS_ENOUGH, text, mend, "text")


def _for_print(inspection: Inspection, words: str) -> Iterator[Reason]:
    """Yield a reason for each thing in the words that no print may hold."""
    if inspection.names_bodies:
        # "Force 4" is no person, and may be named.
        for label in inspection.scope.values_list("label", flat=True):
            words = re.sub(rf"(?<!\w){re.escape(label)}(?!\w)", "they", words)
    for one in passages({"text": words}):
        text = f"“{one.words}” may be {one.check.sentence}."
        mend = Mend.words("Leave it out, or describe what was said in other words.")
        yield Reason(ClaimReason.NOT_FOR_PRINT, text, mend, "text")


def _bodies(inspection: Inspection, words: str) -> list[Reason]:
    """A body is named only where the scope may name it; in a rehearsal no real one ever is."""
    named = bodies.names_of_bodies().first(words) if inspection.rehearsal else ""
    if not named and not inspection.names_bodies:
        scope = list(inspection.scope.select_related("body"))
        names = [one.label for one in scope]
        if not inspection.rehearsal:
            names += [name for one in scope for name in bodies.names_of(one.body)]
        named = pseudonyms.real_name_in(words, pseudonyms.finder(names))
    if not named:
        return []
    text = f"A body is named: {named}. This inspection names none, or it is a real one."
    mend = Mend.words("Leave its name out: “…” may stand for it.")
    return [Reason(ClaimReason.BODY_IN_EXCERPT, text, mend, "text")]
