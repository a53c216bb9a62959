"""The writers of remarks: words suggested, accepted or not, comments, answered and resolved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from inspectorate.domain.inspections.access import cleared, may, require
from inspectorate.domain.inspections.marked_words import markable, readable
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.markings.scheme import BASELINE, highest
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import refuse_if
from inspectorate.prose.anchors import Anchor, ChangedText

from ..models import (
    Comment,
    CommentMention,
    CommentReopening,
    CommentResolution,
    Document,
    Suggestion,
    SuggestionAnswer,
)
from ..permissions import TABLE
from ..revising import at_the_door, conflict
from ..sections.actions import save_section
from ..sections.policies import section_reachable
from ..sections.standing import place_of, standing_of, text_of
from ..verbs import ReportVerb
from . import policies
from .making import (
    BroughtComment,
    BroughtSuggestion,
    PointedWords,
    behind_earlier,
    brought_before,
    remarks_there,
    said,
    suggested_text,
    told_by,
)
from .models import SuggestionOutcome
from .reading import reasons_section_unread, reasons_version_unread

_NAMED = "This remark"


@action(ReportVerb.SUGGEST, streams=lambda *, document, **_: [document.inspection.stream])
def suggest(
    *,
    by: Person,
    at: datetime,
    key: str,
    document: Document,
    identity: str,
    version: int,
    quote: str,
    replacement: str,
    start: int | None = None,
) -> Suggestion:
    """Suggest words in the place of ``quote``, as it stood in a version of a section.

    Without ``start``, counted from 0, the quote stands there once. Without a quote the words come
    between, without a replacement the quote goes.
    """
    require(by, document.inspection, TABLE, ReportVerb.SUGGEST)
    replacement = at_the_door(replacement)
    there = remarks_there(document)
    refuse_if(policies.suggestable(quote=quote, replacement=replacement, there=there))
    pointed = PointedWords(by, document)
    columns = pointed.columns(identity, version, start, quote, replacement=replacement)
    made = Suggestion.objects.create(**columns, replacement=replacement, by=by, at=at)
    detail = {"document": document.slug, "section": identity, "version": version}
    write(of=made, stream=document.inspection.stream, detail=detail)
    return made


@action(ReportVerb.BRING_SUGGESTIONS, streams=lambda *, document, **_: [document.inspection.stream])
def suggest_many(
    *,
    by: Person,
    at: datetime,
    key: str,
    document: Document,
    brought: Sequence[BroughtSuggestion],
) -> Document:
    """Bring in the changes of an edited file as suggestions, all or none; what a file brought
    before is not brought in again.
    """
    require(by, document.inspection, TABLE, ReportVerb.BRING_SUGGESTIONS)
    refuse_if(policies.bringable(number=len(brought)))
    there, before = remarks_there(document), brought_before(document, Suggestion)
    pointed, rows = PointedWords(by, document), list[Suggestion]()
    for one in brought:
        replacement = at_the_door(one.replacement)
        if told_by(one, replacement) in before:
            continue
        refuse_if(
            policies.suggestable(quote=one.quote, replacement=replacement, there=there + len(rows))
        )
        columns = pointed.columns(
            one.identity, one.version, one.start, one.quote, replacement=replacement
        )
        named = said(one.said_by, one.said_at)
        rows.append(Suggestion(**columns, **named, replacement=replacement, by=by, at=at))
    Suggestion.objects.bulk_create(rows)
    detail = {"document": document.slug, "suggestions": len(rows)}
    write(of=document, stream=document.inspection.stream, detail=detail)
    return document


@action(
    ReportVerb.ACCEPT_SUGGESTION,
    streams=lambda *, suggestion, **_: [suggestion.document.inspection.stream],
)
def accept_suggestion(
    *, by: Person, at: datetime, key: str, suggestion: Suggestion
) -> SuggestionAnswer:
    """Put suggested words into the section, as its next version.

    Conflict where the words that they replace stand there no longer, with the section as it stands
    and as it would have been; nothing is written then.
    """
    document = suggestion.document
    _require_read(by, document, suggestion, ReportVerb.ACCEPT_SUGGESTION)
    refuse_if(policies.decidable(answered=_answered(suggestion)))
    found = standing_of(document)
    place = place_of(found, suggestion.identity)
    refuse_if(section_reachable(place is not None))
    now = found[place or 0]
    then = text_of(document, suggestion.identity, suggestion.version) or ""
    anchor = Anchor(suggestion.start, suggestion.quote)
    start = ChangedText(then, now.text).place_to_replace(anchor)
    words = suggestion.quote, suggestion.replacement
    if start is None:
        raise conflict(
            by,
            document,
            theirs=now.text,
            yours=suggested_text(then, suggestion.start, *words),
            version=now.version,
            base=then,
        )
    start = behind_earlier(suggestion, now.text, start)
    saved = save_section(
        by=by,
        at=at,
        key="section",
        document=document,
        identity=suggestion.identity,
        text=suggested_text(now.text, start, *words),
        version=now.version,
    )
    return _answer(by, at, suggestion, SuggestionOutcome.ACCEPTED, revision=saved.version)


@action(
    ReportVerb.DECLINE_SUGGESTION,
    streams=lambda *, suggestion, **_: [suggestion.document.inspection.stream],
)
def decline_suggestion(
    *, by: Person, at: datetime, key: str, suggestion: Suggestion, reason: str = ""
) -> SuggestionAnswer:
    """Say that suggested words are not taken; the section stays as it is."""
    _require_read(by, suggestion.document, suggestion, ReportVerb.DECLINE_SUGGESTION)
    refuse_if(policies.decidable(answered=_answered(suggestion), reason=reason))
    return _answer(by, at, suggestion, SuggestionOutcome.DECLINED, reason)


@action(
    ReportVerb.WITHDRAW_SUGGESTION,
    streams=lambda *, suggestion, **_: [suggestion.document.inspection.stream],
)
def withdraw_suggestion(
    *, by: Person, at: datetime, key: str, suggestion: Suggestion
) -> SuggestionAnswer:
    """Take back one's own suggestion."""
    _require_read(by, suggestion.document, suggestion, ReportVerb.WITHDRAW_SUGGESTION)
    own = suggestion.by_id == by.pk
    refuse_if(policies.withdrawable(answered=_answered(suggestion), own=own))
    return _answer(by, at, suggestion, SuggestionOutcome.WITHDRAWN)


@action(ReportVerb.COMMENT, streams=lambda *, document, **_: [document.inspection.stream])
def comment(
    *,
    by: Person,
    at: datetime,
    key: str,
    document: Document,
    identity: str,
    version: int,
    quote: str,
    text: str,
    start: int | None = None,
    marking: str = BASELINE,
    answers_to: Comment | None = None,
    mentions: Sequence[Person] = (),
) -> Comment:
    """Comment on words of a section as they stood in a version of it, or answer a comment.

    An answer is about the words of the comment that began it, whatever is sent. ``mentions`` are
    members of the team to whom it is put.
    """
    inspection = document.inspection
    require(by, inspection, TABLE, ReportVerb.COMMENT)
    refuse_if(policies.commentable(text=text, there=remarks_there(document)) + markable(marking))
    columns = (
        PointedWords(by, document).columns(identity, version, start, quote)
        if answers_to is None
        else _answered_columns(by, document, identity, answers_to)
    )
    columns["marking"] = highest([columns["marking"], marking])
    readers = {
        one.pk
        for one in mentions
        if may(one, inspection, TABLE, ReportVerb.COMMENT)
        and cleared(one, inspection, columns["marking"])
    }
    refuse_if(policies.mentionable(mentions, readers))
    made = Comment.objects.create(
        **columns, text=at_the_door(text).strip(), answers_to=answers_to, by=by, at=at
    )
    for person in dict.fromkeys(mentions):
        CommentMention.objects.create(comment=made, person=person)
    detail = {"document": document.slug, "section": identity, "to": sorted(readers)}
    write(of=made, stream=inspection.stream, detail=detail)
    return made


@action(ReportVerb.BRING_COMMENTS, streams=lambda *, document, **_: [document.inspection.stream])
def comment_many(
    *,
    by: Person,
    at: datetime,
    key: str,
    document: Document,
    brought: Sequence[BroughtComment],
) -> Document:
    """Bring in the comments of an edited file, all or none; an answer follows what it answers.

    What a file brought before is not brought in again, and is answered where it stands.
    """
    require(by, document.inspection, TABLE, ReportVerb.BRING_COMMENTS)
    refuse_if(policies.bringable(number=len(brought)))
    there, before = remarks_there(document), brought_before(document, Comment)
    pointed, rows, new = PointedWords(by, document), list[Comment](), 0
    for place, one in enumerate(brought):
        text = at_the_door(one.text).strip()
        if known := before.get(told_by(one, text)):
            rows.append(known)
            continue
        refuse_if(policies.commentable(text=one.text, there=there + new))
        refuse_if(policies.replyable(here=one.answers is None or 0 <= one.answers < place))
        begun = None if one.answers is None else rows[one.answers].answers_to or rows[one.answers]
        columns = pointed.columns(one.identity, one.version, one.start, one.quote)
        made = Comment(**columns, **said(one.said_by, one.said_at), text=text, by=by, at=at)
        made.answers_to = begun
        made.save()
        rows.append(made)
        new += 1
    detail = {"document": document.slug, "comments": new}
    write(of=document, stream=document.inspection.stream, detail=detail)
    return document


@action(
    ReportVerb.RESOLVE_COMMENT,
    streams=lambda *, comment, **_: [comment.document.inspection.stream],
)
def resolve_comment(*, by: Person, at: datetime, key: str, comment: Comment) -> CommentResolution:
    """Say that nothing is left to do about a comment and its answers."""
    comment = comment.answers_to or comment
    document = comment.document
    _require_read(by, document, comment, ReportVerb.RESOLVE_COMMENT)
    refuse_if(policies.resolvable(resolved=_resolution(comment) is not None))
    made = CommentResolution.objects.create(comment=comment, by=by, at=at)
    detail = {"document": document.slug, "section": comment.identity}
    write(of=made, stream=document.inspection.stream, detail=detail)
    return made


@action(
    ReportVerb.REOPEN_COMMENT,
    streams=lambda *, comment, **_: [comment.document.inspection.stream],
)
def reopen_comment(*, by: Person, at: datetime, key: str, comment: Comment) -> CommentReopening:
    """Open a comment again that was resolved."""
    comment = comment.answers_to or comment
    document = comment.document
    _require_read(by, document, comment, ReportVerb.REOPEN_COMMENT)
    stands = _resolution(comment)
    refuse_if(policies.reopenable(resolved=stands is not None))
    assert stands is not None  # or it was refused
    made = CommentReopening.objects.create(resolution=stands, by=by, at=at)
    detail = {"document": document.slug, "section": comment.identity}
    write(of=made, stream=document.inspection.stream, detail=detail)
    return made


def _require_read(
    by: Person, document: Document, remark: Suggestion | Comment, verb: ReportVerb
) -> None:
    """May this person do it, and read the section, now and as it was, and what was said of it?"""
    require(by, document.inspection, TABLE, verb)
    _require_words(by, document, remark)


def _require_words(by: Person, document: Document, remark: Suggestion | Comment) -> None:
    refuse_if(reasons_section_unread(by, document, remark.identity))
    refuse_if(reasons_version_unread(by, document, remark.identity, remark.version))
    refuse_if(readable(by, document.inspection, remark.marking, _NAMED))


def _answered_columns(
    by: Person, document: Document, identity: str, answers_to: Comment
) -> dict[str, Any]:
    """What an answer takes from the comment that it answers: the words that both are about."""
    here = answers_to.document_id == document.pk and answers_to.identity == identity
    refuse_if(policies.replyable(here=here and answers_to.answers_to_id is None))
    _require_words(by, document, answers_to)
    shared = ("identity", "version", "start", "quote", "before", "after", "marking")
    return {"document": document, **{name: getattr(answers_to, name) for name in shared}}


def _answered(suggestion: Suggestion) -> bool:
    return SuggestionAnswer.objects.filter(suggestion=suggestion).exists()


def _resolution(comment: Comment) -> CommentResolution | None:
    return CommentResolution.objects.filter(comment=comment, reopening=None).first()


def _answer(
    by: Person,
    at: datetime,
    suggestion: Suggestion,
    outcome: SuggestionOutcome,
    reason: str = "",
    **more: object,
) -> SuggestionAnswer:
    document = suggestion.document
    made = SuggestionAnswer.objects.create(
        suggestion=suggestion, outcome=outcome, reason=reason.strip(), by=by, at=at
    )
    detail = {"document": document.slug, "section": suggestion.identity, **more}
    write(of=made, stream=document.inspection.stream, detail=detail)
    return made
