"""Every act on documents: its doors, and the act that takes it back or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.reasons.codes import Verb

_TEAM_ALONE = "A translation that is not released is read by the team alone."


def of_reports[T](act: Callable[..., T]) -> Mapping[Verb, T]:
    """Return the lines of documents, each made by ``act``, for the list of all acts."""
    return {
        **_of_checks(act),
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
        ReportVerb.OPEN_VARIANT: act(_TEAM_ALONE, "reports-open-variant"),
        ReportVerb.PASS_GATE: act(
            "A signed reason stays with its edition; another edition is frozen and signed.",
            inside="written by reports.freeze and publication.approve, with their reason.",
        ),
        ReportVerb.PLACE: act(ReportVerb.SAVE, "reports-place"),
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
        **_of_quotations(act),
        ReportVerb.ADD_PICTURE: act(ReportVerb.WITHDRAW_PICTURE, "reports-add-picture"),
        ReportVerb.WITHDRAW_PICTURE: act(ReportVerb.ADD_PICTURE, "reports-withdraw-picture"),
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


def _of_checks[T](act: Callable[..., T]) -> Mapping[Verb, T]:
    """The lines of the check of facts."""
    return {
        ReportVerb.DECIDE: act(ReportVerb.DECIDE, "reports-decide"),
        ReportVerb.OPEN_FACT_CHECK: act(
            ReportVerb.RECALL_COPY, "reports-fact-check", "reports-ask-another"
        ),
        ReportVerb.RECALL_COPY: act(ReportVerb.OPEN_FACT_CHECK, "reports-recall"),
        ReportVerb.FINISH_CHECK: act(
            ReportVerb.REOPEN_CHECK, "reports-finish", "portal-finish", "portal-draft-finish"
        ),
        ReportVerb.REOPEN_CHECK: act(
            ReportVerb.FINISH_CHECK, "reports-reopen", "portal-reopen", "portal-draft-reopen"
        ),
        ReportVerb.RAISE_POINT: act(
            "A body's point is answered by reports.decide.",
            "reports-raise",
            "portal-point",
            "portal-draft-point",
        ),
        ReportVerb.EXTEND_FACT_CHECK: act(ReportVerb.EXTEND_FACT_CHECK, "reports-extend-check"),
        ReportVerb.ANSWER_CRITICISM: act(ReportVerb.WITHDRAW_CRITICISM, "reports-answer-change"),
        ReportVerb.WITHDRAW_CRITICISM: act(ReportVerb.ANSWER_CRITICISM, "reports-withdraw-answer"),
    }


def _of_quotations[T](act: Callable[..., T]) -> Mapping[Verb, T]:
    return {
        ReportVerb.DECLARE_QUOTATION: act(
            "Who speaks is kept under its short name; another speaker is declared under another.",
            "reports-declare-quotation",
        ),
        ReportVerb.ASK_SPEAKER: act(ReportVerb.WITHDRAW_ASKING, "reports-ask-speaker"),
        ReportVerb.WITHDRAW_ASKING: act(ReportVerb.ASK_SPEAKER, "reports-withdraw-asking"),
        ReportVerb.APPROVE_QUOTATION: act(
            ReportVerb.WITHDRAW_APPROVAL, "reports-approve-quotation", "portal-approve-words"
        ),
        ReportVerb.WITHDRAW_APPROVAL: act(
            ReportVerb.APPROVE_QUOTATION, "reports-withdraw-approval", "portal-take-back-words"
        ),
    }
