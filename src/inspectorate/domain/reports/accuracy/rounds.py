"""What changed since a body's check: the outcome of its own point, editorial, or to be asked.

A body was shown a copy. Where a passage of that copy, a passage that names it, its side of a count
or its outcome is another by now, it has not checked what will be printed. A change that its own
point brought about, or that is editorial, asks nothing. What moves against it asks it again by
itself: a count it stands on the bad side of now, a new passage that names it, a new outcome. Of all
else an evidence checker says whether it is new criticism.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason

from ..models import Criticism, Document, FactCheck, Point
from ..proof import Proof
from ..reasons import ReportReason
from ..verbs import ReportVerb
from .copies import Copies, Copy
from .kinds import RecipientKind
from .outcome import Effect, effects_of
from .recipients import recipient_of

_NAMED = 5  # of the bodies that wait, before the rest is counted


class Standing(StrEnum):
    """Where a change stands."""

    TO_ANSWER = "to_answer"
    NEW = "new"  # criticism that the body has not seen: it is asked again
    NOT_NEW = "not_new"


@dataclass(frozen=True, slots=True)
class Change:
    """One change that its body has not seen, in the words of its copy and of what it would be now.

    ``of_itself`` says that nobody need answer: it is new criticism by its sort.
    """

    check: FactCheck
    before: str
    now: str
    standing: Standing
    of_itself: bool = False

    @property
    def identity(self) -> str:
        """A digest of the change: the same words are the same change."""
        return identity_of(self.before, self.now)


type Editorial = Callable[[str, str], bool]


def identity_of(before: str, now: str) -> str:
    """The digest by which an answer is known to be of these words."""
    return hashlib.sha256(json.dumps([before, now]).encode()).hexdigest()


def changes_of(
    check: FactCheck,
    now: Copy,
    outcomes_now: Sequence[Sequence[str]],
    settled: Collection[str],
    answered: Mapping[str, bool],
    editorial: Editorial,
) -> list[Change]:
    """Return what a body has not seen, passages first. Pure.

    ``settled`` are the passages about which a point of its own was accepted, in whole or in part;
    ``answered`` says of a change, by its digest, whether it was found to be new criticism.
    """
    found = [
        _of_words(check, one, answered)
        for one in effects_of(check.shown, now.shown)
        if one.changed and one.old not in settled and not (one.old and editorial(one.old, one.new))
    ]
    found += _of_sides(check, now, answered)
    before = [tuple(one) for one in check.figures.get("outcomes", [])]
    for outcome in (tuple(one) for one in outcomes_now):
        if outcome in before:
            before.remove(outcome)
            continue
        words = f"A new outcome on {outcome[0]}: {outcome[1].replace('_', ' ')}"
        found.append(Change(check, "", words, Standing.NEW, of_itself=True))
    return found


def _of_words(check: FactCheck, effect: Effect, answered: Mapping[str, bool]) -> Change:
    # What came is a new passage that the body was not shown.
    if not effect.old:
        return Change(check, "", effect.new, Standing.NEW, of_itself=True)
    return _asked(check, effect.old, effect.new, answered)


def _of_sides(check: FactCheck, now: Copy, answered: Mapping[str, bool]) -> Iterator[Change]:
    sides = {one["key"]: one for one in now.sides}
    for old in check.sides:
        new = sides.get(old["key"])
        if new is None or (old["side"], old["count"]) == (new["side"], new["count"]):
            continue
        before, words = (f"{one['statement']}: {one['count']}, {one['side']}" for one in (old, new))
        # Against it: it is counted among those of which it is not so, or they have become more.
        fell = new["side"] == "not_met" and (old["side"] != "not_met" or _met(new) < _met(old))
        if fell:
            yield Change(check, before, words, Standing.NEW, of_itself=True)
        else:
            yield _asked(check, before, words, answered)


def _met(side: Mapping[str, str]) -> int:
    first = side["count"].partition(" ")[0]
    return int(first) if first.isdigit() else 0


def _asked(check: FactCheck, before: str, now: str, answered: Mapping[str, bool]) -> Change:
    known = answered.get(identity_of(before, now))
    standing = {None: Standing.TO_ANSWER, True: Standing.NEW, False: Standing.NOT_NEW}[known]
    return Change(check, before, now, standing)


def newest_checks(document: Document) -> list[FactCheck]:
    """The newest copy of each body inspected that was sent since revisions are kept; two queries.

    Of an older one nobody knows what text it was drawn from.
    """
    kind = RecipientKind.BODY.value
    rows = document.fact_checks.filter(kind=kind, revision__isnull=False)
    newest: dict[int | None, FactCheck] = {}
    for check in rows.select_related("scope_body__body").order_by("number"):
        newest[check.scope_body_id] = check
    return sorted(newest.values(), key=lambda one: one.scope_body.order if one.scope_body else 0)


def changes(laid: Proof) -> list[Change]:
    """Return what the bodies that were asked about a text have not seen of it as it stands."""
    document = laid.document
    checks = newest_checks(document)
    if not checks:
        return []
    keys = [one.pk for one in checks]
    settled, answered = _settled(keys), _answered(keys)
    copies = Copies(document, laid, reasons=False)
    found: list[Change] = []
    for one in checks:
        now = copies.of(recipient_of(one))
        outcomes = copies.outcomes_of(one.scope_body_id)
        mine, told = settled.get(one.pk, set()), answered.get(one.pk, {})
        found += changes_of(one, now, outcomes, mine, told, laid.signed_text.tidied)
    return found


def _settled(keys: Sequence[int]) -> dict[int, set[str]]:
    """The passages about which a point was accepted, in whole or in part, by check."""
    found: dict[int, set[str]] = {}
    outcomes = ("accepted", "partly")
    rows = Point.objects.filter(fact_check__in=keys, decision__outcome__in=outcomes)
    for check, about in rows.values_list("fact_check", "about"):
        found.setdefault(check, set()).add(" ".join(about.split()))
    return found


def _answered(keys: Sequence[int]) -> dict[int, dict[str, bool]]:
    found: dict[int, dict[str, bool]] = {}
    rows = Criticism.objects.filter(fact_check__in=keys)
    for check, identity, new in rows.values_list("fact_check", "identity", "new"):
        found.setdefault(check, {})[identity] = new
    return found


def reasons_of(unseen: Sequence[Change]) -> list[Reason]:
    """Why a text is not frozen while bodies have not seen what changed. Pure.

    Of a body that is asked again nobody need answer the rest.
    """
    again = _labels(one for one in unseen if one.standing is Standing.NEW)
    answers = [one for one in unseen if one.standing is Standing.TO_ANSWER]
    waiting = _labels(one for one in answers if one.check.recipient not in again)
    found = []
    if again:
        text = f"{_named(again)} must be asked again: what is said of them is new to them."
        mend = Mend.by(ReportVerb.OPEN_FACT_CHECK, "Ask again, from the page of the points.")
        found.append(Reason(ReportReason.ASK_AGAIN, text, mend, "points"))
    if waiting:
        text = f"Nobody has said whether what changed for {_named(waiting)} is new criticism."
        mend = Mend.by(ReportVerb.ANSWER_CRITICISM, "An evidence checker says so of each change.")
        found.append(Reason(ReportReason.CRITICISM_UNANSWERED, text, mend, "points"))
    return found


def _labels(those: Iterable[Change]) -> list[str]:
    return list(dict.fromkeys(one.check.recipient for one in those))


def _named(labels: Sequence[str]) -> str:
    """The first few, and how many more."""
    shown, more = ", ".join(labels[:_NAMED]), len(labels) - _NAMED
    return f"{shown} and {more} more" if more > 0 else shown
