"""Reads of remarks, for one reader: those on a section in the order of the text, each where the
words stand now that it is about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from inspectorate.domain.inspections.access import may, reading
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.markings.reading import Reading
from inspectorate.foundation.markings.scheme import highest
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.waiting import Waiting
from inspectorate.prose.anchors import Anchor, ChangedText

from ..models import Comment, CommentResolution, Document, Suggestion
from ..permissions import TABLE
from ..sections.versions import VersionAsRead, versions_as_read
from ..verbs import ReportVerb

_WORDS = ("quote", "before", "after")


@dataclass(frozen=True, slots=True)
class StandingRemark:
    """A suggestion or a comment with its answers; ``start`` is where its words stand now.

    ``start`` is ``None`` where they were changed, went, or are withheld from the reader. ``number``
    counts those that are open, from 1, in the order of the text.
    """

    row: Suggestion | Comment
    start: int | None
    answers: Sequence[Comment] = ()
    resolution: CommentResolution | None = None
    number: int = 0

    @property
    def is_suggestion(self) -> bool:
        """Is it a suggestion, and no comment?"""
        return isinstance(self.row, Suggestion)

    @property
    def open(self) -> bool:
        """Does it wait for an answer, or for somebody to say that nothing is left to do?"""
        if isinstance(self.row, Suggestion):
            return getattr(self.row, "answer", None) is None
        return self.resolution is None

    @property
    def end(self) -> int | None:
        """Where its words end now."""
        return None if self.start is None else self.start + len(self.row.quote)


@dataclass(frozen=True, slots=True)
class SectionRemarks:
    """The remarks on a section: those that are open, in the order of the text, and those that are
    answered or resolved, the newest first.
    """

    open: Sequence[StandingRemark]
    closed: Sequence[StandingRemark]


def remarks_on(person: Person, document: Document, identity: str, text: str) -> SectionRemarks:
    """Return the remarks on a section whose text is ``text`` now, as this person may read them.

    Whoever asks may read the section (``reading.reasons_section_unread``).
    """
    found = _remarks(person, document, identity, text)
    last = len(text) + 1
    opened = sorted(
        (one for one in found if one.open),
        key=lambda one: (last if one.start is None else one.start, one.row.at, one.row.pk),
    )
    closed = sorted((one for one in found if not one.open), key=lambda one: one.row.at)
    numbered = [
        StandingRemark(one.row, one.start, one.answers, one.resolution, number)
        for number, one in enumerate(opened, start=1)
    ]
    return SectionRemarks(numbered, closed[::-1])


def _remarks(person: Person, document: Document, identity: str, text: str) -> list[StandingRemark]:
    suggestions = list(_suggestions(document).filter(identity=identity))
    comments = list(_comments(document).filter(identity=identity))
    rows: list[Suggestion | Comment] = [*suggestions, *comments]
    versions = _withheld(person, document, rows)
    changed = {version: ChangedText(then.text, text) for version, then in versions.items()}
    answers: dict[int | None, list[Comment]] = {}
    for one in comments:
        answers.setdefault(one.answers_to_id, []).append(one)
    begun = answers.get(None, [])
    resolved = _resolved(begun)
    return [
        *(StandingRemark(one, _start(one, changed)) for one in suggestions),
        *(
            StandingRemark(one, _start(one, changed), answers.get(one.pk, []), resolved.get(one.pk))
            for one in begun
        ),
    ]


def _suggestions(document: Document) -> QuerySet[Suggestion]:
    rows = Suggestion.objects.filter(document=document)
    return rows.select_related("by", "answer", "answer__by").order_by("at", "pk")


def _comments(document: Document) -> QuerySet[Comment]:
    rows = Comment.objects.filter(document=document).select_related("by")
    return rows.prefetch_related("mentions__person").order_by("at", "pk")


def _resolved(comments: Sequence[Comment]) -> dict[int, CommentResolution]:
    if not comments:
        return {}
    stand = CommentResolution.objects.filter(comment__in=comments, reopening=None)
    return {one.comment_id: one for one in stand.select_related("by")}


def _withheld(
    person: Person, document: Document, rows: Sequence[Suggestion | Comment]
) -> dict[int, VersionAsRead]:
    """Withhold what this person may not read of remarks on one section; return the versions that
    they were made on.
    """
    if not rows:
        return {}
    numbers = {one.version for one in rows}
    found = versions_as_read(person, document, rows[0].identity, numbers)
    reader = reading(person, document.inspection)
    for one in rows:
        then = found.get(one.version)
        _as_read(reader, one, highest([one.marking, then.marking if then else one.marking]))
    return found


def _as_read(reader: Reading, row: Suggestion | Comment, marking: str) -> None:
    """Withhold what this person may not read, whoever wrote it: it quotes the section."""
    shown: Any = row
    shown.marked_now = marking
    said = "replacement" if isinstance(row, Suggestion) else "text"
    reader.of(row, marking, *_WORDS, said)


def _start(row: Suggestion | Comment, changed: Mapping[int, ChangedText]) -> int | None:
    if getattr(row, "withheld", "") or row.version not in changed:
        return None
    return changed[row.version].place_of(Anchor(row.start, row.quote))


def marked_now(row: Suggestion | Comment) -> str:
    """How high a remark that was read here counts today: its words may be marked since."""
    return str(getattr(row, "marked_now", row.marking))


def suggestion(person: Person, document: Document, pk: int) -> Suggestion | None:
    """Return one suggestion as this person may read it; ``None`` where it is none of the text."""
    row = _suggestions(document).filter(pk=pk).first()
    if row is not None:
        _withheld(person, document, [row])
    return row


def comment(person: Person, document: Document, pk: int) -> Comment | None:
    """Return one comment as this person may read it; ``None`` where it is none of the text."""
    row = _comments(document).filter(pk=pk).first()
    if row is not None:
        _withheld(person, document, [row])
    return row


def may_remark(person: Person, inspection: Inspection) -> bool:
    """May this person comment here, and be asked to?"""
    return may(person, inspection, TABLE, ReportVerb.COMMENT)


def readers(inspection: Inspection) -> QuerySet[Person]:
    """Return the members of the team to whom a comment may be put, by name.

    Who is not cleared for a comment is refused by its act.
    """
    roles = [one.value for one in TABLE[ReportVerb.COMMENT]]
    on_team = inspection.team.filter(left_at=None, role__in=roles)
    named = Person.objects.filter(pk__in=on_team.values("person")).order_by("name", "pk")
    return named.filter(pk__in=[one.pk for one in named if may_remark(one, inspection)])


def waiting(person: Person, inspection: Inspection) -> list[Waiting]:
    """Comments put to this person that are open and that they have not answered since."""
    rows = Comment.objects.filter(mentions__person=person, document__inspection=inspection)
    found = list(rows.select_related("document").order_by("at", "pk"))
    if not found or not may_remark(person, inspection):
        return []
    begun = {one.answers_to_id or one.pk for one in found}
    resolved = _resolved(list(Comment.objects.filter(pk__in=begun)))
    own = Comment.objects.filter(answers_to__in=begun, by=person)
    last = dict(own.order_by("at").values_list("answers_to", "at"))
    return [
        Waiting(
            f"Answer a comment on {one.document.title}",
            ReportVerb.COMMENT,
            (one.document.slug, one.identity),
            inspection.slug,
        )
        for one in found
        if not _done(one, resolved, last)
    ]


def _done(
    one: Comment, resolved: Mapping[int, CommentResolution], last: Mapping[int | None, datetime]
) -> bool:
    begun = one.answers_to_id or one.pk
    return begun in resolved or (begun in last and last[begun] > one.at)
