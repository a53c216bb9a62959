"""What changed since a body's check: the outcome of its own point, editorial, or to be asked.

A body was shown a copy. Where a passage of that copy, a passage that names it, its side of a count
or its outcome is another by now, it has not checked what will be printed. A change that is
editorial asks nothing. What moves against it asks it again by itself: a count it stands on the bad
side of now, a new passage that names it, a new outcome. Of all else an evidence checker says
whether it is new criticism, also of what its own point brought about: a point accepted on a comma
is no leave to write the passage anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

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
from .sides import MARKED, WITHHELD

_NAMED = 5  # of the bodies that wait, before the rest is counted


class Standing(StrEnum):
    """Where a change stands."""

    TO_ANSWER = "to_answer"
    NEW = "new"  # criticism that the body has not seen: it is asked again
    NOT_NEW = "not_new"


@dataclass(frozen=True, slots=True)
class Change:
    """One change that its body has not seen, in the words of its copy and of what it would be now.

    ``of_itself`` says that nobody need answer: it is new criticism by its sort. ``after_point``:
    a point of its own was accepted about the passage.
    """

    check: FactCheck
    before: str
    now: str
    standing: Standing
    of_itself: bool = False
    after_point: bool = False

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
    outcomes_now: Sequence[Sequence[Any]],
    settled: Collection[str],
    answered: Mapping[str, bool],
    editorial: Editorial,
    own_now: Mapping[str, Any] | None = None,
) -> list[Change]:
    """Return what a body has not seen, passages first. Pure.

    ``settled`` are the passages about which a point of its own was accepted, in whole or in part:
    what became of one is asked as any other change is, since the point need not have brought it.
    ``answered`` says of a change, by its digest, whether it was found to be new criticism.
    ``own_now`` is what is so of the body behind each printed count (``own``).
    """
    found = [
        _of_words(check, one, settled, answered)
        for one in effects_of(check.shown, now.shown)
        if one.changed and not (one.old and editorial(one.old, one.new))
    ]
    found += _of_sides(check, now, answered, editorial)
    found += _of_own(check, now, own_now or {}, answered)
    found += _of_outcomes(check, outcomes_now, answered)
    return found


def _of_words(
    check: FactCheck, effect: Effect, settled: Collection[str], answered: Mapping[str, bool]
) -> Change:
    # What came is a new passage that the body was not shown.
    if not effect.old:
        return Change(check, "", effect.new, Standing.NEW, of_itself=True)
    asked = _asked(check, effect.old, effect.new, answered)
    return replace(asked, after_point=effect.old in settled)


def _of_sides(
    check: FactCheck, now: Copy, answered: Mapping[str, bool], editorial: Editorial
) -> Iterator[Change]:
    """What is told of each printed count: those shown, those that came, those that are gone."""
    olds = {one["key"]: one for one in check.sides}
    news = {one["key"]: one for one in now.sides}
    for key in dict.fromkeys([*olds, *news]):
        old, new = olds.get(key), news.get(key)
        against = _came_against(new) if old is None else _moved_against(old, new, editorial)
        if against:
            yield Change(check, _told(old), _told(new), Standing.NEW, of_itself=True)
        elif against is not None:
            yield _asked(check, _told(old), _told(new), answered)


def _came_against(new: Mapping[str, Any] | None) -> bool | None:
    """Is a count printed since against the body? None where it says nothing of it."""
    side = new["side"] if new else "not_inspected"
    if side == "not_inspected":
        return None
    # Withheld it is asked of every body alike: of one side alone it would tell the side.
    return side in ("not_met", WITHHELD)


def _moved_against(
    old: Mapping[str, Any], new: Mapping[str, Any] | None, editorial: Editorial
) -> bool | None:
    """Did a count move against the body? None where nothing changed that it was told."""
    if new is None:
        return None if old["side"] == "not_inspected" else False
    if (old["side"], old["count"]) == (new["side"], new["count"]):
        said, says = old["statement"], new["statement"]
        return None if said == says or editorial(said, says) else False
    # Against it: it is counted among those of which it is not so, or they have become more.
    return new["side"] == "not_met" and (old["side"] != "not_met" or _met(new) < _met(old))


def _of_own(
    check: FactCheck, now: Copy, own_now: Mapping[str, Any], answered: Mapping[str, bool]
) -> Iterator[Change]:
    """What was told the same, though it is not the same: a side withheld, and agreed reasons."""
    own_then = check.figures.get("own", {})
    news = {one["key"]: one for one in now.sides}
    for old in check.sides:
        new, then, own = (held.get(old["key"]) for held in (news, own_then, own_now))
        if new is None or then is None or own is None:
            continue
        of = str(new["statement"])
        if old["side"] == new["side"] == WITHHELD and then["side"] != own["side"]:
            words = f"{of}: the body is on the other side, of which it is not told"
            yield _asked(check, f"{of}: withheld", words, answered)
        if any(one != MARKED for one in old["reasons"]) and then["reasons"] != own["reasons"]:
            yield _asked(check, *_reasons_moved(of, then["reasons"], own["reasons"]), answered)


def _reasons_moved(of: str, then: Sequence[Any], own: Sequence[Any]) -> tuple[str, str]:
    """Agreed reasons by the numbers of their judgments: whose words they are is no draft's."""
    told = [
        ", ".join(f"{number} ({digest[:8]})" for _, number, digest in one) or "none"
        for one in (then, own)
    ]
    was, now = (f"{of}: the agreed reasons, in judgment {one}" for one in told)
    return was, now


def _of_outcomes(
    check: FactCheck, outcomes_now: Sequence[Sequence[Any]], answered: Mapping[str, bool]
) -> Iterator[Change]:
    """An outcome that came is new; one that is worded anew is asked. One that went asks nothing."""
    before = [tuple(one) for one in check.figures.get("outcomes", [])]
    for outcome in (tuple(one) for one in outcomes_now):
        named = f"{outcome[0]}: {outcome[1].replace('_', ' ')}"
        # Of the copies sent first no number was kept, and no wording.
        known = next((one for one in before if one == outcome[: len(one)]), None)
        same = known or next((one for one in before if one[:3] == outcome[:3]), None)
        if same is None:
            words = f"A new outcome on {named}"
            yield Change(check, "", words, Standing.NEW, of_itself=True)
            continue
        before.remove(same)
        if known is None:
            was, now = (f"The outcome on {named}, wording {one[3]}" for one in (same, outcome))
            yield _asked(check, was, now, answered)


def _told(side: Mapping[str, Any] | None) -> str:
    return f"{side['statement']}: {side['count']}, {side['side']}" if side else ""


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
    rows = document.fact_checks.filter(kind=kind, revision__isnull=False, recall=None)
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
        own = copies.own_of(one.scope_body) if one.scope_body is not None else {}
        found += changes_of(one, now, outcomes, mine, told, laid.signed_text.tidied, own)
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
    rows = Criticism.objects.filter(fact_check__in=keys, withdrawal=None)
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
