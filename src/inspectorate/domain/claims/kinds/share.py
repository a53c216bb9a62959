"""Share: of a body's cases, or of those of all bodies drawn together, how many answer yes.

Stored as ``{"question": "2.3", "body": the body's code}``: the third question of the second review
form; without a body it is of all that the form counts together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.prose.quantities.estimates import Estimate
from inspectorate.prose.quantities.verdicts import percent
from inspectstats.quantity.vocabulary import Vocabulary

from ..figures import Figures
from ..reasons import ClaimReason
from ..what_stands import SeenItem
from .asking import Answer, Asking, Question
from .kind import Kind, no_support
from .reading import Reader

if TYPE_CHECKING:
    # For types alone: kinds load without a database.
    from inspectorate.domain.fieldwork.samples.shares import Share

    from ..evidence_base import EvidenceBase


@dataclass(frozen=True, slots=True)
class CaseShare:
    """A question by its code, and the body whose cases are counted; empty for all together."""

    question: str
    body: str = ""


class ShareKind(Kind[CaseShare]):
    """The share of cases that answer yes to a question of a review form, with its 95 % interval.

    It is read from reviews and not pinned: whatever review is entered or taken back after it was
    referenced makes it stale. Its cases are codes, and it bears no marking.
    """

    code = "share"
    label = "Share of a sample"
    example = "62 % of files, 51 to 72; at least half of officers"
    method = (
        "Estimated from cases that were drawn by chance from a closed list, so that anybody can "
        "draw them again, and reviewed on the same questions{on}. The limits hold the share of all "
        "cases in 95 of 100 such samples; a word is printed only where it holds over all of them."
    )

    def read_fields(self, reader: Reader, table: dict[str, Any]) -> CaseShare | None:
        """Read the question and the body."""
        reader.only(table, "", "question", "body")
        asked = {one.code: one for one in reader.known.sampled()}
        found = asked.get(str(table.get("question", "")))
        body = str(table.get("body", ""))
        if found is None:
            known = ", ".join(asked) or "none yet"
            what = f"there is no question {table.get('question')!r} of a review form."
            reader.wrong("question", what, f"Choose one of: {known}.")
            return None
        if body and body not in found.bodies:
            known = ", ".join(found.bodies) or "none yet"
            what = f"no sample of {body!r} is drawn for this question."
            reader.wrong("body", what, f"Choose one of: {known}.")
        elif not body and not found.pooled:
            what = "the form was not made to be counted over bodies together."
            reader.wrong("body", what, "Choose a body.")
        return CaseShare(found.code, body)

    def count(
        self,
        predicate: CaseShare,
        base: EvidenceBase,
        pinned: Sequence[SeenItem] | None = None,
    ) -> Figures:
        """Estimate from the reviews that stand."""
        question = base.sampled.question(predicate.question)
        if question is None:
            return Figures()
        share = base.sampled.share(question, predicate.body)
        called = base.sampled.called(question)
        behind = base.sampled.reviews_behind(question, predicate.body)
        if not share.told:
            return Figures(population=called, unknown=share.reason, reviews=behind)
        estimate = _estimate(share, called)
        return Figures(
            population=called,
            word=word_of(estimate, base.vocabulary),
            margin=margin_of(estimate, base.vocabulary),
            values=_values(share, called),
            identifies=bool(predicate.body) and not base.inspection.names_bodies,
            estimate=estimate,
            cautions=share.warnings,
            reviews=behind,
        )

    def unsupported(self, predicate: CaseShare, figures: Figures) -> list[Reason]:
        """The share can be told."""
        if figures.estimate is not None:
            return []
        why = figures.unknown or "Nothing is drawn yet."
        return no_support(why, Mend.wait("Draft it once every case drawn is reviewed."))

    def rests_on(self, figures: Figures) -> str:
        """Name the reviews."""
        return f"Reviews of cases drawn by chance: {figures.reviews}."

    def sourced(self, values: Mapping[str, str], source: str) -> str:
        """Tell the share with its limits and what it rests on."""
        if not values:
            return ""
        listed = "; ".join(f"{name}: {value}" for name, value in values.items())
        return f" {listed[:1].upper()}{listed[1:]}."

    def questions(self, asking: Asking) -> list[Question]:
        """Ask which question of which form, and of which body."""
        asked = asking.known.sampled()
        choices = [("", "Choose a question"), *((one.code, one.label) for one in asked)]
        bodies = {code: label for one in asked for code, label in one.bodies.items()}
        return [
            Question("question", "The question of a review form", Answer.ONE, choices),
            Question(
                "body",
                "Of whose cases",
                Answer.ONE,
                [("", "Of all bodies that the form counts together"), *bodies.items()],
                needed=False,
            ),
        ]

    def contradictions(self, asking: Asking, answers: Mapping[str, Any]) -> list[Reason]:
        """A sample of the body is drawn for the question, or the form counts bodies together."""
        asked = {one.code: one for one in asking.known.sampled()}
        found, body = asked.get(answers.get("question", "")), answers.get("body", "")
        if found is None or (body in found.bodies if body else found.pooled):
            return []
        what = "The form was not made to be counted over bodies together."
        if body:
            what = "No sample of this body is drawn for the question."
        mend = Mend.words("Choose a body with a sample for this question.")
        return [Reason(ClaimReason.PREDICATE_WRONG, what, mend, "body")]

    def structure(self, asking: Asking, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Name the question, and the body where one was chosen."""
        body = {"body": answers["body"]} if answers["body"] else {}
        return {"question": answers["question"], **body}


def word_of(estimate: Estimate, vocabulary: Vocabulary) -> str:
    """The vocabulary's word for every share within the interval; empty where none is."""
    words = {vocabulary.word_for(k, estimate.whole_of) or "" for k in estimate.within}
    return words.pop() if len(words) == 1 else ""


def margin_of(estimate: Estimate, vocabulary: Vocabulary) -> str:
    """How far the interval lies within the band of its word; where none holds, what may be said."""
    band = vocabulary.band(word_of(estimate, vocabulary))
    if band is None:
        return (
            f"No word holds over the whole interval, {estimate.printed}. Say “about "
            f"{estimate.percent} %”, “at least {estimate.percent_low} %”, or the share with both "
            "limits."
        )
    points = min(estimate.low - band.low, band.high - estimate.high) * 100
    return (
        f"The whole interval lies within “{band.word}” ({percent(band.low)} to "
        f"{percent(band.high)}), by {float(max(points, Fraction(0))):.0f} points."
    )


def _estimate(share: Share, called: str) -> Estimate:
    value, low, high = (Fraction(one or 0).limit_denominator(10**9) for one in share.told_as)
    return Estimate(value, low, high, share.yes, share.yes + share.no, called)


def _values(share: Share, called: str) -> dict[str, str]:
    values = {
        "per cent": str(share.percent),
        "lower limit": str(share.percent_low),
        "upper limit": str(share.percent_high),
        "answered yes": str(share.yes),
        f"{called} that answered yes or no": str(share.yes + share.no),
        f"{called} listed": str(share.listed),
    }
    if share.missing:
        values["could not be had"] = str(share.missing)
    return values


KIND = ShareKind()
