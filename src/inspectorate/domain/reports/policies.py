"""May it be done now? Each rule answers with reasons, empty when all is well.

Nothing here reads the database or a clock.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.inspections.marked_words import markable
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Reason
from inspectorate.foundation.reasons.texts import room_for_more, storable
from inspectorate.prose.dates import in_words, told_moment
from inspectorate.prose.excerpts import excerpt
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.reading.markdown import front_matter

from .accuracy.kinds import RecipientKind
from .documents.registry import DocumentKind
from .gaps import Gap, hard
from .reasons import CheckName, ReportReason
from .states import FactCheckState, PointState, fact_check_state, point_state
from .templates.filling import SLOTS
from .verbs import ReportVerb

# What these find would leave the house, or cannot be printed at all: no reason makes up for that.
NEVER_WAIVED = frozenset(
    {
        CheckName.BELOW_EDITION_CEILING,
        CheckName.CHARACTERS_WRITTEN,
        CheckName.CLAIM_EXISTS,
        CheckName.DIRECTIVE_NOT_UNDERSTOOD,
        CheckName.FOOTNOTES_CALLED,
        CheckName.NO_MERGE_MARK,
        CheckName.PICTURE_DESCRIBED,
        CheckName.PICTURE_STANDS,
        CheckName.QUOTATION_APPROVED,
    }
)
LIMIT = 500_000
MOST_POINTS = 200  # of one body on one document
BY_STAFF = Mend.by(EvidenceVerb.RECORD, "Record what is new as evidence.")


def openable(*, slug_taken: bool, title: str, kind: str, with_body: bool) -> list[Reason]:
    """A document has a free slug, a title and a known kind; only a letter goes to one body."""
    found: list[Reason] = []
    if slug_taken:
        found.append(
            Reason(
                ReportReason.SLUG_TAKEN,
                "There is a document of that name already.",
                Mend.words("Choose another short name."),
                "slug",
            )
        )
    found += storable(title, "title", needed=True, limit=250)
    if kind not in DocumentKind:
        found.append(
            Reason(
                ReportReason.KIND_UNKNOWN,
                f"{kind!r} is not a kind of document.",
                Mend.words(f"Choose one of {', '.join(sorted(DocumentKind))}."),
                "kind",
            )
        )
    elif DocumentKind(kind).type.variant:
        text = "A translation is opened from its original."
        mend = Mend.by(ReportVerb.OPEN_VARIANT, "Open it on the page of that document.")
        found.append(Reason(ReportReason.OPENED_BESIDE, text, mend, "kind"))
    elif with_body and not DocumentKind(kind).type.to_one_body:
        found.append(
            Reason(
                ReportReason.BODY_ONLY_FOR_LETTER,
                "Only a letter is written to one body.",
                Mend.words("Leave the body out."),
                "scope_body",
            )
        )
    return found


def fillable(open_slots: Sequence[str]) -> list[Reason]:
    """A document begins from its template where the record fills every slot of it."""
    if not open_slots:
        return []
    missing = ", ".join(SLOTS.get(one, one) for one in open_slots)
    text = f"The template asks for what is not known here: {missing}."
    mend = Mend.words("Choose the body of a letter, or begin with an empty document.")
    field = "scope_body" if "body" in open_slots else "begin"
    return [Reason(ReportReason.TEMPLATE_UNFILLED, text, mend, field)]


def savable(text: str) -> list[Reason]:
    """A text fits the system, and the moment it gives a calendar; whether it is true is asked when
    it is frozen.
    """
    found = storable(text.replace("\x00", "\ufffd"), "text", limit=LIMIT)  # as it is saved
    try:
        told_moment(front_matter(text)[0].get("stamp", ""))
    except OverflowError:
        what = "The stamp of the text is a moment that falls on no day of a calendar."
        mend = Mend.words("Write the moment of publication, as 2020-03-09T00:01:00+00:00.")
        found.append(Reason(ReportReason.STAMP_ON_NO_DAY, what, mend, "text"))
    return found


def keepable(manuscript: Manuscript) -> list[Reason]:
    """No passage is marked SECRET or higher, however that is written."""
    said = (
        re.sub(r"[^a-z]", "", span.attributes.get("marking", "").casefold())
        for block in manuscript.lines()
        for span in block.spans
        if span.kind == "sensitive"
    )
    above = any(Marking.SECRET.casefold() in one for one in said)
    return markable(Marking.SECRET, "text") if above else []


def placeable(
    *,
    excerpt: str,
    times: int,
    claim_here: bool,
    bound_after: int,
    bound_before: int,
    bound_as: str,
) -> list[Reason]:
    """An excerpt is bound where it stands exactly once, in running text, free of other marks."""
    if not claim_here:
        return [
            Reason(
                ReportReason.CLAIM_ELSEWHERE,
                "That claim belongs to another inspection.",
                Mend.words("Choose a claim of this one."),
                "claim",
            )
        ]
    if not excerpt.strip():
        return [
            Reason(
                ReportReason.EXCERPT_EMPTY,
                "Nothing is selected.",
                Mend.words("Select the words that the claim supports."),
                "excerpt",
            )
        ]
    if times == 0:
        return [
            Reason(
                ReportReason.EXCERPT_NOT_FOUND,
                "These words are no longer in the text.",
                Mend.words("Reload and select them again."),
                "excerpt",
            )
        ]
    if times > 1:
        return [
            Reason(
                ReportReason.EXCERPT_TWICE,
                f"These words stand {times} times in the text.",
                Mend.words("Select a longer passage."),
                "excerpt",
            )
        ]
    if bound_after != bound_before + 1 or bound_as != " ".join(excerpt.split()):
        return [
            Reason(
                ReportReason.EXCERPT_NOT_BINDABLE,
                "These words cannot be bound as they stand: they cross a mark, a heading "
                "or another block.",
                Mend.words("Select words of one passage without other marks in it."),
                "excerpt",
            )
        ]
    return []


def waivable(*, check: str, excerpt: str, reason: str, problems: Sequence[Problem]) -> list[Reason]:
    """A problem that stands may be waived with a reason, unless it protects what must not leave."""
    if check in NEVER_WAIVED:
        return [
            Reason(
                ReportReason.NEVER_WAIVED,
                f"No exception to {check} may be recorded.",
                Mend.by(ReportVerb.SAVE, "Change the text or its marking."),
                "check",
            )
        ]
    found: list[Reason] = []
    found += storable(reason, "reason", needed=True)
    if not any(one.check == check and one.place.excerpt == excerpt for one in problems):
        found.append(
            Reason(
                ReportReason.NO_SUCH_PROBLEM,
                f"{check} finds no fault with that passage now.",
                Mend.words("Reload the document."),
                "excerpt",
            )
        )
    return found


def raisable(
    *,
    text: str,
    about: str,
    kind: str,
    kinds: Collection[str],
    by_body: bool,
    due_on: date,
    on: date,
    there: int,
) -> list[Reason]:
    """A body raises points until the day given; ``there`` counts those it has raised.

    Staff may record one that came another way at any time.
    """
    letter = Mend.outside("Put what is new into a letter to the inspectorate.")
    found = room_for_more(there, MOST_POINTS, "points", letter if by_body else BY_STAFF)
    if kind not in kinds:
        found.append(
            Reason(
                ReportReason.KIND_UNKNOWN,
                f"{kind!r} is not a kind of point.",
                Mend.words("Choose one of the kinds that this recipient may raise."),
                "kind",
            )
        )
    found += storable(about, "about", needed=True)
    found += storable(text, "text", needed=True)
    if by_body and fact_check_state(due_on=due_on, on=on) is FactCheckState.ENDED:
        found.append(
            Reason(
                ReportReason.FACT_CHECK_CLOSED,
                f"The time to raise points ended on {in_words(due_on)}.",
                Mend.by(
                    ReportVerb.RAISE_POINT,
                    "Write to the lead inspector, who can record a late point.",
                ),
                "",
            )
        )
    return found


def decidable(
    *, decided: bool, outcome: str, outcomes: Collection[str], reason: str
) -> list[Reason]:
    """A point is decided once, with a reason."""
    found: list[Reason] = []
    if point_state(decided=decided) is PointState.DECIDED:
        found.append(
            Reason(
                ReportReason.DECIDED_ALREADY,
                "This point has been decided.",
                Mend.nothing("Reload to see how."),
                "",
            )
        )
    if outcome not in outcomes:
        found.append(
            Reason(
                ReportReason.OUTCOME_UNKNOWN,
                f"{outcome!r} is not an outcome.",
                Mend.words(f"Choose one of {', '.join(sorted(outcomes))}."),
                "outcome",
            )
        )
    found += storable(reason, "reason", needed=True)
    return found


def freezable(
    *,
    text: str,
    problems: Sequence[Problem],
    waived: Collection[tuple[str, str]],
    undecided: Mapping[str, Sequence[int]],
    unchanged: bool,
    gaps: Sequence[Gap] = (),
    template: bool = False,
    unseen: Sequence[Reason] = (),
) -> list[Reason]:
    """Require that no check blocks (but for waivers) and every accuracy point is decided.

    Nothing that the kind of document requires may be missing: ``gaps``, but for those that warn.

    ``waived`` holds (check, excerpt); ``undecided`` maps a body's label to the numbers of its open
    accuracy points; ``unseen`` says which bodies have not seen what changed for them;
    ``unchanged`` says that the newest edition holds this very text and these very figures. A
    ``template`` of letters is never frozen.
    """
    if template:
        told = "A template of letters is not published: the letters made of it are."
        mend = Mend.by(ReportVerb.MAKE_LETTER, "Make the letters, and freeze them.")
        return [Reason(ReportReason.TEMPLATE_NOT_PUBLISHED, told, mend)]
    if not text.strip():
        return [
            Reason(
                ReportReason.TEXT_EMPTY,
                "The document is empty.",
                Mend.by(ReportVerb.SAVE, "Write it first."),
                "text",
            )
        ]
    found = [one.reason() for one in hard(gaps)]
    found += [
        Reason(
            one.check,
            f"Line {one.place.line}, “{excerpt(one.place.excerpt, 200)}”: {one.what}",
            one.mend,
            "text",
        )
        for one in problems
        if one.severity == "blocks"
        and (one.check in NEVER_WAIVED or (one.check, one.place.excerpt) not in waived)
    ]
    for body, numbers in undecided.items():
        listed = ", ".join(str(number) for number in numbers)
        sort = "redaction" if body == RecipientKind.SECURITY.label else "accuracy point"
        said = f"{sort}{'s' if len(numbers) > 1 else ''} {listed} of {body}"
        found.append(
            Reason(
                ReportReason.ACCURACY_POINT_UNDECIDED,
                f"Nobody has decided {said}.",
                Mend.by(ReportVerb.DECIDE, "Decide it, with a reason."),
                "points",
            )
        )
    found += unseen
    if unchanged and not found:
        found.append(
            Reason(
                ReportReason.NOTHING_NEW,
                "The newest edition says the same already.",
                Mend.by(ReportVerb.SAVE, "Change the text first, or use that edition."),
                "text",
            )
        )
    return found


def passable(gaps: Sequence[Gap], reason: str) -> list[Reason]:
    """What warns and was not signed yet is gone past with a reason of whoever signs."""
    if gaps and not reason.strip():
        return [one.reason("reason") for one in gaps]
    return storable(reason, "reason", limit=4000)
