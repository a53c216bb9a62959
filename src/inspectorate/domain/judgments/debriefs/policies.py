"""May a visit end with this debrief? Each rule answers with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.fieldwork.models import Visit
from inspectorate.foundation.markings.reading import Reading
from inspectorate.foundation.markings.scheme import Marking, above
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable
from inspectorate.prose.dates import in_words

from ..outcomes.policies import fit_for_print
from ..reasons import JudgmentReason
from .models import LONGEST_HEARD_BY


def debriefable(
    visit: Visit,
    heard_by: str,
    said_on: date,
    cited: Sequence[Item],
    fallen: dict[int, str],
    marking: str,
    at: datetime,
    reader: Reading,
) -> list[Reason]:
    """Require who heard it, by role; a day of the visit that has come; and evidence of the visit
    that is relied on and marked no higher than the debrief.

    ``fallen`` says what became of evidence that is no longer relied on. Whether the visit may end
    now is asked by the act that ends it.
    """
    heard = storable(heard_by, "heard_by", needed=True, limit=LONGEST_HEARD_BY)
    return [
        *(heard or fit_for_print(visit.inspection, heard_by, "heard_by")),
        *_day_fits(visit, said_on, at),
        *_sources_fit(visit, cited, fallen),
        *_marked_as_high(cited, marking, reader),
    ]


def _day_fits(visit: Visit, said_on: date, at: datetime) -> list[Reason]:
    if said_on < visit.starts_on:
        text = f"The visit began on {in_words(visit.starts_on)}, after that day."
    elif said_on > timezone.localdate(at):
        text = f"{in_words(said_on)} has not come."
    else:
        return []
    mend = Mend.words("Give the day on which the body was told.")
    return [Reason(JudgmentReason.DEBRIEF_DAY_UNFIT, text, mend, "said_on")]


def _sources_fit(visit: Visit, cited: Sequence[Item], fallen: dict[int, str]) -> list[Reason]:
    faults = [
        f"{one.ref} is not from a session of this visit"
        if one.session is None or one.session.visit_id != visit.pk
        else fallen.get(one.pk, "")
        for one in cited
    ]
    found = [one for one in faults if one]
    if not found:
        return []
    mend = Mend.words("Leave it out, or choose evidence of this visit that is relied on.")
    return [Reason(JudgmentReason.CITATION_UNFIT, f"{'; '.join(found)}.", mend, "cited")]


def _marked_as_high(cited: Sequence[Item], marking: str, reader: Reading) -> list[Reason]:
    """Require a debrief marked as high as what it was made from: its words say what that says."""
    higher = [one for one in cited if reader.may(one.marking) and above(one.marking, marking)]
    if not higher:
        return []
    first = higher[0]
    text = f"{first.ref} is marked {Marking(first.marking).label}, above the debrief."
    mend = Mend.words("Mark the debrief as high, or leave that evidence out of it.")
    return [Reason(JudgmentReason.SOURCE_ABOVE_DEBRIEF, text, mend, "cited")]
