"""When a sample may be drawn and looked at, and what of it keeps many from being agreed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.inspections.states import JUDGED
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason

from ..models import (
    Agreed,
    AgreementSample,
    Assignment,
    Moderation,
    SampledCell,
    SampleLook,
    Submission,
)
from ..queries import DeskCell
from ..queries import cell as read
from ..reasons import JudgmentReason
from ..verbs import JudgmentVerb

# Of judgments to look at, named in one refusal.
MOST_NAMED = 10


def drawable(by: Person, inspection: Inspection, alike: Sequence[DeskCell]) -> list[Reason]:
    """Require something undisputed, of an inspection that is still judged, and that one's newest
    sample was looked at: nobody draws until a sample pleases. Two queries.

    A sample drawn before something of ``alike``, all that is undisputed to ``by``, was submitted
    may be left; so may what is disputed or out of sight by now.
    """
    reasons = inspections.reasons_over(inspection, JUDGED)
    if not alike:
        text = "Nothing undisputed waits to be agreed."
        reasons.append(Reason(JudgmentReason.NOTHING_UNDISPUTED, text, NOTHING_TO_DO))
    sample = newest_sample(by, inspection)
    if sample is None or any(said.at > sample.at for one in alike for said in one.submissions):
        return reasons
    there = {(one.scope_body.pk, one.criterion.pk) for one in alike}
    unseen = sample.cells.filter(look=None).select_related("scope_body", "criterion")
    waiting = [str(one) for one in unseen if (one.scope_body_id, one.criterion_id) in there]
    return [*reasons, *_still_to_be_looked_at(sample.cells.count(), waiting)]


def lookable(by: Person, cell: SampledCell) -> list[Reason]:
    """Require that it was not looked at, and that its submissions are open to ``by``."""
    found = read(by, cell.scope_body, cell.criterion)
    if found is None or not found.submissions:
        text = f"{cell} is not open to you now."
        mend = Mend.by(JudgmentVerb.DRAW_SAMPLE, "Draw another sample.")
        return [Reason(JudgmentReason.NOT_OPEN, text, mend)]
    if hasattr(cell, "look"):
        text = f"{cell} was looked at."
        return [Reason(JudgmentReason.LOOKED_AT_ALREADY, text, NOTHING_TO_DO)]
    return []


def newest_sample(by: Person, inspection: Inspection) -> AgreementSample | None:
    """The sample of ``by`` that counts: the newest. A query."""
    rows = AgreementSample.objects.filter(inspection=inspection, by=by)
    return rows.order_by("-number").first()


def bulk_agreeable(
    by: Person, inspection: Inspection, submitted: Sequence[datetime] = ()
) -> list[Reason]:
    """Require a sample of one's own that was looked at in full and has none in doubt.

    ``submitted`` are the moments of what is to be agreed: a sample speaks of what was there when it
    was drawn. Two queries.
    """
    sample = newest_sample(by, inspection)
    draw = Mend.by(JudgmentVerb.DRAW_SAMPLE, "Draw a sample and look at it first.")
    if sample is None:
        text = "You have looked at no sample of the undisputed judgments."
        return [Reason(JudgmentReason.SAMPLE_MISSING, text, draw)]
    cells = list(sample.cells.select_related("scope_body", "criterion", "look"))
    waiting = [str(one) for one in cells if not hasattr(one, "look")]
    doubted = [str(one) for one in cells if hasattr(one, "look") and not one.look.stands]
    if waiting:
        return _still_to_be_looked_at(len(cells), waiting)
    if doubted:
        text = f"Of your sample you would not agree as it stands: {_named(doubted)}."
        mend = Mend.by(JudgmentVerb.DRAW_SAMPLE, "Settle it by itself, and draw another sample.")
        return [Reason(JudgmentReason.SAMPLE_DOUBTED, text, mend)]
    if any(at > sample.at for at in submitted):
        text = "It was submitted after your sample was drawn, which so says nothing of it."
        return [Reason(JudgmentReason.SAMPLE_OLDER, text, draw)]
    return []


def sample_adoptable(
    by: Person, scope_body: ScopeBody, criterion: Criterion, submissions: Sequence[Submission]
) -> list[Reason]:
    """Require that the newest look of ``by`` at these submissions found that they stand.

    Another sample may leave it out: what was in doubt stays so until it is looked at again, or
    judged anew. A query.
    """
    looks = SampleLook.objects.filter(
        by=by, cell__scope_body=scope_body, cell__criterion=criterion
    ).order_by("-pk")
    newest = looks.first()
    if newest is None or newest.stands or any(one.at > newest.at for one in submissions):
        return []
    text = "You looked at it in a sample and would not agree it as it stands."
    mend = Mend.by(JudgmentVerb.DRAW_SAMPLE, "Settle it by itself, or look at it once more.")
    return [Reason(JudgmentReason.SAMPLE_DOUBTED, text, mend)]


def shown_decidable(
    scope_body: ScopeBody, criterion: Criterion, shown: Mapping[str, Any] | None
) -> list[Reason]:
    """Require that what a page showed, where it says so, is what stands: the submissions, the
    moderations and what is agreed. Nobody decides over what they have not seen.

    Asked last: it would tell of what is out of sight. Three queries at most.
    """
    if shown is None:
        return []
    standing = Assignment.standing().filter(scope_body=scope_body, criterion=criterion)
    there = set(standing.exclude(submission=None).values_list("submission", flat=True))
    if {pk for pk, _ in shown["submissions"]} == there:
        return _decided_since(scope_body, criterion, shown)
    text = "The independent judgments are no longer the ones that this page showed."
    mend = Mend.words("Open the page again, and decide on what stands now.")
    return [Reason(JudgmentReason.SUBMISSIONS_CHANGED, text, mend)]


def _decided_since(
    scope_body: ScopeBody, criterion: Criterion, shown: Mapping[str, Any]
) -> list[Reason]:
    of = {"scope_body": scope_body, "criterion": criterion}
    moderated = set(Moderation.objects.filter(**of).values_list("pk", flat=True))
    agreed = Agreed.objects.filter(**of).order_by("-number").values_list("pk", flat=True)[:1]
    made = []
    if moderated != {pk for pk, _ in shown["moderations"]}:
        made.append("moderated")
    if set(agreed) != {pk for pk, _ in shown["agreed_before"]}:
        made.append("agreed")
    if not made:
        return []
    # No grade is said: what was decided stands where its reader may see it.
    text = f"This judgment was {' and '.join(made)} after this page was shown to you."
    mend = Mend.words("Read what was decided, which stands on this page now, and decide then.")
    return [Reason(JudgmentReason.DECIDED_SINCE, text, mend)]


def _still_to_be_looked_at(size: int, waiting: Sequence[str]) -> list[Reason]:
    if not waiting:
        return []
    text = f"Of your sample of {size} still to be looked at: {_named(waiting)}."
    mend = Mend.by(JudgmentVerb.LOOK, "Look at them.")
    return [Reason(JudgmentReason.SAMPLE_NOT_LOOKED_AT, text, mend)]


def _named(cells: Sequence[str]) -> str:
    more = len(cells) - MOST_NAMED
    named = ", ".join(cells[:MOST_NAMED])
    return f"{named} and {more} more" if more > 0 else named
