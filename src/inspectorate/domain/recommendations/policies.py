"""What may be done to a recommendation now: each rule returns its reasons, if any."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from urllib.parse import urlsplit

from inspectorate.foundation.markings.scheme import BASELINE, above
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import TextReason, room_for_more, storable
from inspectorate.prose.checks.passage import Check, Passage

from .reasons import RecommendationReason
from .removal import REMOVED, only_removes
from .verbs import RecommendationVerb

AGREEMENTS = ("agreed", "partly", "not", "neither")
CLAIMED = ("none", "some", "most", "complete")
CONFIRMED = ("none", "partly", "complete")
OUTCOMES = ("implemented", "overtaken", "not")
# Replies, and statements of progress, of one body on one recommendation.
MOST = 50
TO_US = Mend.outside("Put what is new into a letter to the inspectorate.")
# Characters of all those replies together, since one page shows every one whole: as many as fifty
# of the length that others of its kind may have (20,000). One alone may be as long as a document.
MOST_CHARACTERS = 1_000_000
CLOSED = Reason(
    RecommendationReason.CLOSED_ALREADY,
    "This recommendation is closed for this body.",
    Mend.nothing("Nothing more can be recorded on it."),
)
TOO_HIGH = Reason(
    RecommendationReason.MARKED_TOO_HIGH,
    "The reply is marked Official-sensitive, so its words are never published.",
    Mend.outside("Ask the body to answer again in words that may be published."),
)
ACCEPTED = Reason(
    RecommendationReason.ALREADY_ACCEPTED,
    "The words of this reply are accepted already.",
    Mend.by(
        RecommendationVerb.WITHDRAW_ACCEPTANCE,
        "To change what is removed, withdraw the acceptance first.",
    ),
)


def openable(
    *,
    kind: str,
    edition: str,
    numbers: Collection[int],
    taken: Collection[int],
    unknown: Collection[str],
) -> list[Reason]:
    """Require a public edition that makes recommendations, free numbers, and known addressees.

    ``kind`` is the kind of document, ``edition`` that of the edition; ``taken`` are numbers in use
    for other words, ``unknown`` the codes of addressees that name no body.
    """
    reasons = []
    if edition != "public":
        text = "Recommendations are opened from a public edition only."
        reasons.append(
            Reason(RecommendationReason.NOT_PUBLIC, text, Mend.words("Choose that one."), "edition")
        )
    for number in sorted(set(numbers) & set(taken)):
        text = f"There is already a recommendation {number}."
        mend = Mend.words("Give the new one the next number.")
        reasons.append(Reason(RecommendationReason.NUMBER_TAKEN, text, mend, "number"))
    for code in sorted(set(unknown)):
        text = f"{code!r} is not a body that may be addressed here."
        mend = Mend.words("Check the code.")
        reasons.append(Reason(RecommendationReason.ADDRESSEE_UNKNOWN, text, mend, "to"))
    if not numbers:
        text = f"This {kind} makes no recommendation."
        mend = Mend.words("Choose a document that makes one.")
        reasons.append(Reason(RecommendationReason.NONE_MADE, text, mend, "edition"))
    return reasons


def respondable(
    *,
    closed: bool,
    agreement: str,
    action: str,
    why_none: str,
    link: str,
    by_staff: bool,
    there: tuple[int, int],
) -> list[Reason]:
    """Require an answer, and the action proposed or why there is none (Police Act 1996 s.55(5A)).

    Staff record only a reply that is published. ``there`` says how many were given before, and how
    many characters they have together.
    """
    replies, characters = there
    reasons = _open(closed) + _room(replies, "replies", by_staff)
    characters += len(action) + len(why_none) + len(link)
    if characters > MOST_CHARACTERS:
        text = (
            f"The replies would have {characters:,} characters together; at most "
            f"{MOST_CHARACTERS:,} are taken."
        )
        mend = Mend.words(
            "Shorten this one, or give the address where the whole of it is published."
        )
        field = "action" if action.strip() else "why_none"
        reasons.append(Reason(TextReason.TEXT_TOO_LONG, text, mend, field))
    if agreement not in AGREEMENTS:
        code = RecommendationReason.AGREEMENT_UNKNOWN
        reasons.append(_not_offered(code, "agreement", agreement, AGREEMENTS))
    reasons += _action(action, why_none)
    if link and not _is_address(link):
        text = f"{link!r} is not a web address."
        mend = Mend.words("Begin it with https://")
        reasons.append(Reason(RecommendationReason.LINK_NOT_UNDERSTOOD, text, mend, "link"))
    if by_staff and not link.strip():
        text = "A reply recorded for a body must say where it is published."
        reasons.append(
            Reason(RecommendationReason.LINK_MISSING, text, Mend.words("Give its address."), "link")
        )
    return reasons


def _action(action: str, why_none: str) -> list[Reason]:
    if action.strip() and why_none.strip():
        text = "The reply proposes an action and also says why there is none."
        mend = Mend.words("Keep one of them.")
        return [Reason(RecommendationReason.ACTION_AND_WHY_NONE, text, mend, "why_none")]
    if not action.strip() and not why_none.strip():
        text = "The reply proposes no action and does not say why."
        mend = Mend.words("Write the action, or why there is none.")
        return [Reason(RecommendationReason.ACTION_OR_WHY_NONE, text, mend, "action")]
    return [*storable(action, "action"), *storable(why_none, "why_none")]


def claimable(*, closed: bool, claimed: str, text: str, by_staff: bool, there: int) -> list[Reason]:
    """Require of a claim of progress how far it is, and what was done; ``there`` counts others."""
    reasons = _open(closed) + _room(there, "statements of progress", by_staff)
    if claimed not in CLAIMED:
        code = RecommendationReason.PROGRESS_UNKNOWN
        reasons.append(_not_offered(code, "claimed", claimed, CLAIMED))
    return reasons + storable(text, "text", needed=True)


def movable(*, closed: bool, due_on: date, current: date | None, reason: str) -> list[Reason]:
    """Require another day than the ``current`` one, and a reason."""
    reasons = _open(closed)
    if due_on == current:
        text = "That is the day on which it is already due."
        reasons.append(
            Reason(RecommendationReason.SAME_DAY, text, Mend.words("Choose another day."), "due_on")
        )
    return reasons + storable(reason, "reason", needed=True)


def verifiable(*, closed: bool, confirmed: str, evidence: str, own_body: bool) -> list[Reason]:
    """Require what was confirmed, the evidence for it, and somebody independent of the body."""
    reasons = _open(closed)
    if confirmed not in CONFIRMED:
        code = RecommendationReason.CONFIRMED_UNKNOWN
        reasons.append(_not_offered(code, "confirmed", confirmed, CONFIRMED))
    reasons += storable(evidence, "evidence", needed=True)
    return reasons + _own_body(own_body, RecommendationVerb.VERIFY)


def closable(*, closed: bool, outcome: str, reasons: str, confirmed: str) -> list[Reason]:
    """Require an outcome with its reasons; implemented needs ``confirmed`` to be complete."""
    faults = _open(closed)
    if outcome not in OUTCOMES:
        code = RecommendationReason.OUTCOME_UNKNOWN
        faults.append(_not_offered(code, "outcome", outcome, OUTCOMES))
    faults += storable(reasons, "reasons", needed=True)
    if outcome == "implemented" and confirmed != "complete":
        text = "It has not been confirmed complete. What the body says is not enough to close it."
        mend = Mend.by(
            RecommendationVerb.VERIFY, "Verify it first, or close it with another outcome."
        )
        faults.append(Reason(RecommendationReason.NOT_VERIFIED, text, mend, "outcome"))
    return faults


def acceptable(
    *,
    accepted: bool,
    own_body: bool,
    wrote: Mapping[str, str],
    words: Mapping[str, str],
    found: Iterable[Passage],
    reasons: Mapping[str, str],
    marking: str = BASELINE,
) -> list[Reason]:
    """Require the addressee's own words, pieces removed at most, and a reason for what stays.

    Words of a ``marking`` above OFFICIAL are never published, whatever is removed.

    ``wrote`` and ``words`` are the reply's fields as sent and as they would be public; ``found``
    are the passages that the checks find in them, ``reasons`` kept by the key of each that stays.
    """
    faults = [ACCEPTED] if accepted else []
    faults += _own_body(own_body, RecommendationVerb.ACCEPT)
    faults += [TOO_HIGH] if above(marking, BASELINE) else []
    for field, text in words.items():
        # An address with a piece removed is none, so it goes whole.
        same = text in ("", wrote[field]) if field == "link" else only_removes(wrote[field], text)
        faults += storable(text, field) if same else [_not_theirs(field)]
    for each in found:
        if each.check is Check.REAL_BODY:
            faults.append(_real_body(each.words, each.field, "Remove it."))
        elif not reasons.get(each.key, "").strip():
            text = f"Here is {each.check.sentence}: “{each.words}”."
            mend = Mend.words("Remove it, or give a reason why it may be public.")
            code = RecommendationReason.FOUND_WITHOUT_REASON
            faults.append(Reason(code, text, mend, each.field))
    for reason in reasons.values():
        faults += storable(reason, "reasons")
    return faults


def publishable(name: str, field: str) -> list[Reason]:
    """Require that words which will be public name no real body; ``name`` is one that they do."""
    mend = "Write “the body”, or the name under which the rehearsal prints it."
    return [_real_body(name, field, mend)] if name else []


def _real_body(name: str, field: str, mend: str) -> Reason:
    text = f"Here a real body is named in a rehearsal: “{name}”."
    return Reason(RecommendationReason.REAL_BODY_NAMED, text, Mend.words(mend), field)


def _not_theirs(field: str) -> Reason:
    code = RecommendationReason.NOT_THEIR_WORDS
    if field == "link":
        return Reason(
            code, "That is not the address given.", Mend.words("Keep it or leave it out."), field
        )
    text = "These are not the body's own words with pieces removed."
    mend = Mend.words(f"Put {REMOVED} in the place of a piece, and change nothing else.")
    return Reason(code, text, mend, field)


def confirmable(
    *,
    confirmed: bool,
    own_record: bool,
    own_body: bool,
    superseded: bool,
    first_day: bool = False,
    unverified: bool = False,
) -> list[Reason]:
    """Require a second person, independent of the body, and a record that still stands.

    ``unverified`` is true of a closure as implemented whose verification is not confirmed.
    """
    faults = []
    if confirmed:
        text = "A second person has confirmed this already."
        faults.append(Reason(RecommendationReason.ALREADY_CONFIRMED, text, NOTHING_TO_DO))
    if own_record:
        text = "You made this record yourself."
        mend = Mend.by_another(RecommendationVerb.CONFIRM, "Somebody else must confirm.")
        faults.append(Reason(RecommendationReason.OWN_RECORD, text, mend))
    faults += _own_body(own_body, RecommendationVerb.CONFIRM)
    if superseded:
        text = "A later record of this kind has been confirmed."
        mend = Mend.nothing("Nothing is left to confirm.")
        faults.append(Reason(RecommendationReason.SUPERSEDED, text, mend))
    if first_day:
        text = "This day came with the recommendation and is public with it."
        mend = Mend.nothing("Nothing is left to confirm.")
        faults.append(Reason(RecommendationReason.AS_RECOMMENDED, text, mend))
    if unverified:
        text = "The verification that this closure rests on is not confirmed."
        mend = Mend.by(RecommendationVerb.CONFIRM, "Confirm the verification first.")
        faults.append(Reason(RecommendationReason.VERIFICATION_UNCONFIRMED, text, mend))
    return faults


def withdrawable(
    verb: RecommendationVerb,
    *,
    withdrawn: bool,
    own_body: bool,
    reason: str,
    holds_closure: bool = False,
) -> list[Reason]:
    """Require a reason, and a signature that stands and carries no other.

    ``verb`` withdraws an acceptance or a confirmation.
    """
    faults = []
    if withdrawn:
        text = "It is withdrawn already."
        faults.append(Reason(RecommendationReason.WITHDRAWN_ALREADY, text, NOTHING_TO_DO))
    faults += _own_body(own_body, verb)
    if holds_closure:
        text = "The confirmed closure rests on this verification."
        mend = Mend.by(
            RecommendationVerb.WITHDRAW_CONFIRMATION,
            "Withdraw the confirmation of the closure first.",
        )
        faults.append(Reason(RecommendationReason.HOLDS_CLOSURE, text, mend))
    return faults + storable(reason, "reason", needed=True)


def _room(there: int, what: str, by_staff: bool) -> list[Reason]:
    ours = Mend.by(RecommendationVerb.VERIFY, "Say what is new in a verification.")
    return room_for_more(there, MOST, what, ours if by_staff else TO_US)


def _own_body(own_body: bool, verb: RecommendationVerb) -> list[Reason]:
    if not own_body:
        return []
    text = "You speak for this body, or declared an interest in it."
    mend = Mend.by_another(verb, "Somebody else must do this.")
    return [Reason(RecommendationReason.OWN_BODY, text, mend)]


def _open(closed: bool) -> list[Reason]:
    return [CLOSED] if closed else []


def _not_offered(
    code: RecommendationReason, field: str, value: str, choices: Collection[str]
) -> Reason:
    mend = Mend.words(f"Choose one of: {', '.join(sorted(choices))}.")
    return Reason(code, f"{value!r} is not one of the choices.", mend, field)


def _is_address(link: str) -> bool:
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
