"""Every act on documents: its doors, and the act that takes it back or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.reasons.codes import Verb


def of_reports[T](act: Callable[..., T]) -> Mapping[Verb, T]:
    """Return the lines of documents, each made by ``act``, for the list of all acts."""
    return {
        ReportVerb.DECIDE: act(ReportVerb.DECIDE, "reports-decide"),
        ReportVerb.FREEZE: act(
            "A frozen edition stays; the document is frozen anew.", "reports-freeze"
        ),
        ReportVerb.MEND: act(ReportVerb.SAVE, "reports-mend"),
        ReportVerb.OPEN_DOCUMENT: act(
            "A document that is not released is read by the team alone.", "reports-open"
        ),
        ReportVerb.MAKE_LETTER: act(
            "A letter that is not released is read by the team alone.",
            "reports-make-letter",
            "reports-make-letters",
        ),
        ReportVerb.OPEN_FACT_CHECK: act(
            "What a body was shown it was shown.", "reports-fact-check", "reports-ask-another"
        ),
        ReportVerb.PASS_GATE: act(
            "A signed reason stays with its edition; another edition is frozen and signed.",
            inside="written by reports.freeze and publication.approve, with their reason.",
        ),
        ReportVerb.PLACE: act(ReportVerb.SAVE, "reports-place"),
        ReportVerb.RAISE_POINT: act(
            "A body's point is answered by reports.decide.",
            "reports-raise",
            "portal-point",
            "portal-draft-point",
        ),
        ReportVerb.EXTEND_FACT_CHECK: act(ReportVerb.EXTEND_FACT_CHECK, "reports-extend-check"),
        ReportVerb.ANSWER_CRITICISM: act(
            "An answer is of the very words; other words are asked anew.", "reports-answer-change"
        ),
        ReportVerb.DECLARE_DRAFT: act(ReportVerb.WITHDRAW_DRAFT, "reports-declare"),
        ReportVerb.WITHDRAW_DRAFT: act(ReportVerb.DECLARE_DRAFT, "reports-withdraw-draft"),
        ReportVerb.SIGN: act(ReportVerb.WITHDRAW_SIGNATURE, "reports-sign"),
        ReportVerb.WITHDRAW_SIGNATURE: act(ReportVerb.SIGN, "reports-withdraw-signature"),
        ReportVerb.OBJECT: act(ReportVerb.SIGN, "reports-object"),
        ReportVerb.LOOK: act("What somebody looked at they looked at.", "reports-look"),
        ReportVerb.SAVE: act(ReportVerb.SAVE, "reports-edit", "reports-find"),
        ReportVerb.SAVE_SECTION: act(
            ReportVerb.RESTORE_SECTION,
            "reports-section",
            "reports-section-block",
            "reports-front-matter",
        ),
        ReportVerb.RESTORE_SECTION: act(ReportVerb.RESTORE_SECTION, "reports-restore-section"),
        ReportVerb.ASSIGN_SECTION: act(ReportVerb.ASSIGN_SECTION, "reports-assign-section"),
        ReportVerb.MARK_SECTION: act(ReportVerb.MARK_SECTION, "reports-mark-section"),
        **_of_remarks(act),
        ReportVerb.WAIVE: act(ReportVerb.SAVE, "reports-waive"),
    }


def _of_remarks[T](act: Callable[..., T]) -> Mapping[Verb, T]:
    """The lines of what is remarked on a text."""
    return {
        ReportVerb.SUGGEST: act(ReportVerb.WITHDRAW_SUGGESTION, "reports-suggest"),
        ReportVerb.BRING_SUGGESTIONS: act(ReportVerb.WITHDRAW_SUGGESTION, "reports-bring-in"),
        ReportVerb.ACCEPT_SUGGESTION: act(ReportVerb.RESTORE_SECTION, "reports-accept-suggestion"),
        ReportVerb.DECLINE_SUGGESTION: act(ReportVerb.SUGGEST, "reports-decline-suggestion"),
        ReportVerb.WITHDRAW_SUGGESTION: act(ReportVerb.SUGGEST, "reports-withdraw-suggestion"),
        ReportVerb.COMMENT: act(
            ReportVerb.RESOLVE_COMMENT, "reports-comment", "reports-answer-comment"
        ),
        ReportVerb.BRING_COMMENTS: act(ReportVerb.RESOLVE_COMMENT, "reports-bring-in"),
        ReportVerb.RESOLVE_COMMENT: act(ReportVerb.REOPEN_COMMENT, "reports-resolve-comment"),
        ReportVerb.REOPEN_COMMENT: act(ReportVerb.RESOLVE_COMMENT, "reports-reopen-comment"),
    }
