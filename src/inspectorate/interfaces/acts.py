"""Every act: its doors, and the act that takes it back or why there is none.

Drawn as ``docs/acts.md``; ``tests/house/test_no_dead_ends.py`` asks the application whether it is
so.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings

from inspectorate.domain.bodies.verbs import BodyVerb
from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.domain.programmes.verbs import ProgrammeVerb
from inspectorate.domain.publication.verbs import PublicationVerb
from inspectorate.domain.recommendations.verbs import RecommendationVerb
from inspectorate.foundation.ledger.verbs import LedgerVerb
from inspectorate.foundation.people.roles import STAFF, Role
from inspectorate.foundation.people.verbs import PersonVerb
from inspectorate.foundation.reasons.codes import Verb
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason

from .report_acts import of_reports


@dataclass(frozen=True, slots=True)
class Act:
    """How people come to an act, and back from it.

    ``back`` is the act that takes it back, or a sentence why there is none. ``pages`` are names of
    addresses whose form is sent for it, ``commands`` words after ``inspectorate``. An act without
    either is done ``inside`` something else, as a sentence says.
    """

    back: Verb | str
    pages: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    inside: str = ""


def _act(back: Verb | str, *pages: str, commands: tuple[str, ...] = (), inside: str = "") -> Act:
    return Act(back, pages, commands, inside)


ACTS: Mapping[Verb, Act] = {
    BodyVerb.CHANGE: _act(BodyVerb.CHANGE, "bodies-change", "bodies-rename"),
    BodyVerb.CLOSE: _act(BodyVerb.REOPEN, "bodies-close"),
    BodyVerb.END_CONTACT: _act(BodyVerb.NAME_CONTACT, "bodies-end-contact"),
    BodyVerb.END_DELEGATE: _act(
        BodyVerb.NAME_DELEGATE, "bodies-end-delegate", "portal-end-delegate"
    ),
    BodyVerb.END_OVERSIGHT: _act(BodyVerb.OVERSEE, "bodies-end-oversight"),
    BodyVerb.GROUP: _act(BodyVerb.REGROUP, "bodies-group"),
    BodyVerb.IMPORT_REGISTER: _act(BodyVerb.CHANGE, "bodies-import", commands=("bodies load",)),
    BodyVerb.NAME_CONTACT: _act(BodyVerb.END_CONTACT, "bodies-contact"),
    BodyVerb.NAME_DELEGATE: _act(BodyVerb.END_DELEGATE, "bodies-delegate", "portal-delegate"),
    BodyVerb.OVERSEE: _act(BodyVerb.END_OVERSIGHT, "bodies-oversee"),
    BodyVerb.REGISTER: _act(BodyVerb.CLOSE, "bodies-register"),
    BodyVerb.REGROUP: _act(BodyVerb.REGROUP, "bodies-regroup"),
    BodyVerb.REOPEN: _act(BodyVerb.CLOSE, "bodies-reopen"),
    ProgrammeVerb.ADD_SCALE: _act(
        "A scale that nothing is graded on does no harm.", "programmes-scale"
    ),
    ProgrammeVerb.ADOPT_FRAMEWORK: _act(
        "What was adopted never changes; another version is adopted.",
        "programmes-adopt",
        commands=("framework load",),
    ),
    ProgrammeVerb.ADOPT_STYLE: _act(ProgrammeVerb.ADOPT_STYLE, "programmes-adopt-style"),
    ProgrammeVerb.ADOPT_VOCABULARY: _act(
        "What was adopted never changes; another version is adopted.", "programmes-adopt-vocabulary"
    ),
    ProgrammeVerb.LOAD_FRAMEWORK: _act(
        "What nobody adopts is used by nobody.", "programmes-load", commands=("framework load",)
    ),
    ProgrammeVerb.LOAD_CALENDAR: _act(ProgrammeVerb.LOAD_CALENDAR, "programmes-calendar"),
    ProgrammeVerb.MARK_BREAK: _act(ProgrammeVerb.MARK_BREAK, "programmes-break"),
    ProgrammeVerb.REGISTER_STRATEGY: _act(
        "A strategy is told as it was published.", "programmes-strategy"
    ),
    InspectionVerb.AMEND: _act(
        InspectionVerb.AMEND, inside="written by publication.amend, which knows what is out."
    ),
    InspectionVerb.APPROVE: _act(
        "An approval stands; an inspection is abandoned by inspections.move.", "inspections-approve"
    ),
    InspectionVerb.END_NEED_TO_KNOW: _act(
        InspectionVerb.GIVE_NEED_TO_KNOW, "inspections-end-need-to-know"
    ),
    InspectionVerb.GIVE_NEED_TO_KNOW: _act(
        InspectionVerb.END_NEED_TO_KNOW, "inspections-need-to-know"
    ),
    InspectionVerb.JOIN: _act(InspectionVerb.LEAVE, "inspections-join"),
    InspectionVerb.LEAVE: _act(InspectionVerb.JOIN, "inspections-leave"),
    InspectionVerb.LEAVE_OUT: _act(InspectionVerb.TAKE_BACK, "inspections-leave-out"),
    InspectionVerb.MOVE: _act(InspectionVerb.MOVE, "inspections-move"),
    InspectionVerb.NAME_GROUP: _act("Who advised is told as they did.", "inspections-group"),
    InspectionVerb.PUBLISH: _act(
        "What is public stays; a correction is a new release.",
        inside="written by publication.release, whose report moves the phase.",
    ),
    InspectionVerb.OPEN: _act(InspectionVerb.MOVE, "inspections-open"),
    InspectionVerb.REMOVE_BODY: _act(InspectionVerb.TAKE_BACK, "inspections-remove-body"),
    InspectionVerb.SET_SCOPE: _act(InspectionVerb.REMOVE_BODY, "inspections-scope"),
    InspectionVerb.SET_TERMS: _act(InspectionVerb.SET_TERMS, "inspections-terms"),
    InspectionVerb.SUPPRESS: _act(InspectionVerb.UNSUPPRESS, "inspections-suppress"),
    InspectionVerb.UNSUPPRESS: _act(InspectionVerb.SUPPRESS, "inspections-unsuppress"),
    InspectionVerb.TAKE_BACK: _act(InspectionVerb.LEAVE_OUT, "inspections-take-back"),
    FieldworkVerb.ASK: _act(FieldworkVerb.WITHDRAW_REQUEST, "fieldwork-ask", "fieldwork-ask-many"),
    FieldworkVerb.LOOK_AT_RECEIPTS: _act(
        "Who looked at it looked at it.", "fieldwork-look-at-receipts"
    ),
    FieldworkVerb.MOVE_REQUEST: _act(FieldworkVerb.MOVE_REQUEST, "fieldwork-move-request"),
    FieldworkVerb.WITHDRAW_REQUEST: _act(FieldworkVerb.ASK, "fieldwork-withdraw-request"),
    FieldworkVerb.CANCEL_SESSION: _act(FieldworkVerb.HOLD_SESSION, "fieldwork-cancel-session"),
    FieldworkVerb.CANCEL_VISIT: _act(FieldworkVerb.PLAN_VISIT, "fieldwork-cancel-visit"),
    FieldworkVerb.END_VISIT: _act(
        FieldworkVerb.REOPEN_VISIT, inside="written by judgments.hold_debrief, with who heard it."
    ),
    FieldworkVerb.DEFER_VISIT: _act(FieldworkVerb.MOVE_VISIT, "fieldwork-defer-visit"),
    FieldworkVerb.PAUSE_VISIT: _act(FieldworkVerb.RESUME_VISIT, "fieldwork-pause-visit"),
    FieldworkVerb.RESUME_VISIT: _act(FieldworkVerb.PAUSE_VISIT, "fieldwork-resume-visit"),
    FieldworkVerb.LEAVE_INCOMPLETE: _act(FieldworkVerb.REOPEN_VISIT, "fieldwork-leave-incomplete"),
    FieldworkVerb.REOPEN_VISIT: _act(JudgmentVerb.HOLD_DEBRIEF, "fieldwork-reopen-visit"),
    FieldworkVerb.HOLD_SESSION: _act(FieldworkVerb.CANCEL_SESSION, "fieldwork-hold-session"),
    FieldworkVerb.MOVE_SESSION: _act(FieldworkVerb.MOVE_SESSION, "fieldwork-move-session"),
    FieldworkVerb.HAND_OVER_SESSION: _act(
        FieldworkVerb.HAND_OVER_SESSION, "fieldwork-hand-over-session"
    ),
    FieldworkVerb.MOVE_VISIT: _act(FieldworkVerb.MOVE_VISIT, "fieldwork-move-visit"),
    FieldworkVerb.PLAN_VISIT: _act(FieldworkVerb.CANCEL_VISIT, "fieldwork-plan-visit"),
    FieldworkVerb.PLAN_MANY: _act(FieldworkVerb.CANCEL_PLAN, "fieldwork-plan-many"),
    FieldworkVerb.CANCEL_PLAN: _act(FieldworkVerb.PLAN_MANY, "fieldwork-cancel-plan"),
    FieldworkVerb.MOVE_PLAN: _act(FieldworkVerb.MOVE_PLAN, "fieldwork-move-plan"),
    FieldworkVerb.SAY_TRAVEL: _act(FieldworkVerb.SAY_TRAVEL, "fieldwork-say-travel"),
    FieldworkVerb.RECEIVE: _act(
        "What was handed in stays as it came.", "fieldwork-receive", "portal-receive"
    ),
    FieldworkVerb.MAKE_RETURN_TEMPLATE: _act(
        FieldworkVerb.WITHDRAW_RETURN_TEMPLATE, "fieldwork-make-return-template"
    ),
    FieldworkVerb.REPLACE_RETURN_TEMPLATE: _act(
        FieldworkVerb.REPLACE_RETURN_TEMPLATE, "fieldwork-replace-return-template"
    ),
    FieldworkVerb.WITHDRAW_RETURN_TEMPLATE: _act(
        FieldworkVerb.MAKE_RETURN_TEMPLATE, "fieldwork-withdraw-return-template"
    ),
    FieldworkVerb.RETURN_DATA: _act(
        FieldworkVerb.TAKE_RETURN_BACK, "fieldwork-return", "portal-return"
    ),
    FieldworkVerb.TAKE_RETURN_BACK: _act(
        FieldworkVerb.RETURN_DATA, "fieldwork-take-return-back", "portal-take-return-back"
    ),
    FieldworkVerb.EXCEPT_ROWS: _act(
        FieldworkVerb.WITHDRAW_EXCEPTION, "fieldwork-except-rows", "portal-except-rows"
    ),
    FieldworkVerb.WITHDRAW_EXCEPTION: _act(
        FieldworkVerb.EXCEPT_ROWS, "fieldwork-withdraw-exception", "portal-withdraw-exception"
    ),
    FieldworkVerb.CERTIFY_RETURN: _act(
        FieldworkVerb.WITHDRAW_CERTIFICATE, "fieldwork-certify", "portal-certify"
    ),
    FieldworkVerb.WITHDRAW_CERTIFICATE: _act(
        FieldworkVerb.CERTIFY_RETURN,
        "fieldwork-withdraw-certificate",
        "portal-withdraw-certificate",
    ),
    FieldworkVerb.MAKE_CALENDAR_ADDRESS: _act(
        FieldworkVerb.END_CALENDAR_ADDRESS, "diary-make-address"
    ),
    FieldworkVerb.END_CALENDAR_ADDRESS: _act(
        FieldworkVerb.MAKE_CALENDAR_ADDRESS, "diary-end-address"
    ),
    FieldworkVerb.MAKE_REVIEW_FORM: _act(
        "A form asks nothing until a sample is begun on it; another is made beside it.",
        "fieldwork-make-review-form",
    ),
    FieldworkVerb.BEGIN_SAMPLE: _act(FieldworkVerb.GIVE_UP_SAMPLE, "fieldwork-begin-sample"),
    FieldworkVerb.CLOSE_LIST: _act(FieldworkVerb.CLOSE_LIST, "fieldwork-close-list"),
    FieldworkVerb.DRAW_CASES: _act(FieldworkVerb.GIVE_UP_SAMPLE, "fieldwork-draw-cases"),
    FieldworkVerb.REVIEW_CASE: _act(FieldworkVerb.TAKE_REVIEW_BACK, "fieldwork-review-case"),
    FieldworkVerb.TAKE_REVIEW_BACK: _act(FieldworkVerb.REVIEW_CASE, "fieldwork-take-review-back"),
    FieldworkVerb.REPLACE_CASE: _act(FieldworkVerb.FIND_CASE, "fieldwork-replace-case"),
    FieldworkVerb.FIND_CASE: _act(FieldworkVerb.REPLACE_CASE, "fieldwork-find-case"),
    FieldworkVerb.GIVE_UP_SAMPLE: _act(FieldworkVerb.BEGIN_SAMPLE, "fieldwork-give-up-sample"),
    EvidenceVerb.RECORD: _act(EvidenceVerb.WITHDRAW, "evidence-record", "evidence-cite"),
    EvidenceVerb.SUPERSEDE: _act(EvidenceVerb.SUPERSEDE, "evidence-supersede"),
    EvidenceVerb.RECEIVE: _act(
        EvidenceVerb.SET_ASIDE, inside="what is sent by any door, and is refused by a rule"
    ),
    EvidenceVerb.RECORD_RECEIVED: _act(EvidenceVerb.WITHDRAW, "evidence-record-received"),
    EvidenceVerb.SET_ASIDE: _act(EvidenceVerb.TAKE_UP, "evidence-set-aside"),
    EvidenceVerb.TAKE_UP: _act(EvidenceVerb.SET_ASIDE, "evidence-take-up"),
    EvidenceVerb.USE_RECEIVED: _act("It stays said.", inside="written by what it is used for"),
    EvidenceVerb.QUARANTINE: _act(
        EvidenceVerb.SET_QUARANTINED_ASIDE, inside="what a device sends that is nobody's yet"
    ),
    EvidenceVerb.ACCEPT_QUARANTINED: _act(EvidenceVerb.WITHDRAW, "quarantine-accept"),
    EvidenceVerb.SET_QUARANTINED_ASIDE: _act(
        EvidenceVerb.TAKE_UP_QUARANTINED, "quarantine-set-aside"
    ),
    EvidenceVerb.TAKE_UP_QUARANTINED: _act(
        EvidenceVerb.SET_QUARANTINED_ASIDE, "quarantine-take-up"
    ),
    EvidenceVerb.WITHDRAW: _act(EvidenceVerb.RECORD, "evidence-withdraw"),
    JudgmentVerb.AGREE: _act(JudgmentVerb.AGREE, "judgments-agree"),
    JudgmentVerb.AGREE_AS_SUBMITTED: _act(JudgmentVerb.AGREE, "judgments-undisputed"),
    JudgmentVerb.DRAW_SAMPLE: _act(
        "What was drawn was drawn; another sample may be.", "judgments-draw-sample"
    ),
    JudgmentVerb.LOOK: _act(
        "What was looked at was looked at; another sample may be drawn.", "judgments-look"
    ),
    JudgmentVerb.ASSIGN: _act(JudgmentVerb.UNASSIGN, "judgments-assign"),
    JudgmentVerb.ASSIGN_MANY: _act(JudgmentVerb.UNASSIGN, "judgments-assign-many"),
    JudgmentVerb.CHOOSE_MODE: _act(JudgmentVerb.CHOOSE_MODE, "judgments-mode"),
    JudgmentVerb.ACCEPT_PLAN: _act(JudgmentVerb.UNASSIGN, "judgments-plan"),
    JudgmentVerb.READ_BY_GRADE: _act(JudgmentVerb.UNASSIGN, "judgments-by-grade"),
    JudgmentVerb.WORK_OUT: _act(
        "What was worked out says of which judgments; it is worked out anew when more come in.",
        "judgments-work-out",
    ),
    JudgmentVerb.REDRAW: _act(JudgmentVerb.REDRAW, "judgments-leavers"),
    JudgmentVerb.MODERATE: _act(JudgmentVerb.MODERATE, "judgments-moderate"),
    JudgmentVerb.SAVE_DRAFT: _act(JudgmentVerb.SAVE_DRAFT, "judgments-judge"),
    JudgmentVerb.TAKE_GRADE: _act(JudgmentVerb.SAVE_DRAFT, "evidence-take-grade"),
    JudgmentVerb.SUBMIT: _act(JudgmentVerb.WITHDRAW, "judgments-judge"),
    JudgmentVerb.SAY_HOW_SURE: _act(JudgmentVerb.WITHDRAW_HOW_SURE, "judgments-how-sure"),
    JudgmentVerb.WITHDRAW_HOW_SURE: _act(JudgmentVerb.SAY_HOW_SURE, "judgments-withdraw-how-sure"),
    JudgmentVerb.COMPARE: _act(JudgmentVerb.WITHDRAW_COMPARISON, "judgments-compare"),
    JudgmentVerb.WITHDRAW_COMPARISON: _act(JudgmentVerb.COMPARE, "judgments-withdraw-comparison"),
    JudgmentVerb.CONVENE_PANEL: _act(JudgmentVerb.CANCEL_PANEL, "judgments-convene-panel"),
    JudgmentVerb.PUT_ON_AGENDA: _act(JudgmentVerb.TAKE_OFF_AGENDA, "judgments-put-on-agenda"),
    JudgmentVerb.TAKE_OFF_AGENDA: _act(JudgmentVerb.PUT_ON_AGENDA, "judgments-take-off-agenda"),
    JudgmentVerb.STEP_ASIDE: _act(
        "Who withdrew stays withdrawn for this panel; another panel may be convened.",
        "judgments-step-aside",
    ),
    JudgmentVerb.OPEN_PANEL: _act(JudgmentVerb.CANCEL_PANEL, "judgments-open-panel"),
    JudgmentVerb.RECORD_ATTENDANCE: _act(
        JudgmentVerb.RECORD_ATTENDANCE, "judgments-record-attendance"
    ),
    JudgmentVerb.DECIDE_IN_PANEL: _act(JudgmentVerb.AGREE, "judgments-decide-in-panel"),
    JudgmentVerb.CLOSE_PANEL: _act(
        "Minutes that are fixed stay so; another panel may be convened.", "judgments-close-panel"
    ),
    JudgmentVerb.CANCEL_PANEL: _act(JudgmentVerb.CONVENE_PANEL, "judgments-cancel-panel"),
    JudgmentVerb.OVERRIDE_AGREED: _act(JudgmentVerb.WITHDRAW_OVERRIDE, "judgments-override"),
    JudgmentVerb.WITHDRAW_OVERRIDE: _act(
        JudgmentVerb.OVERRIDE_AGREED, "judgments-withdraw-override"
    ),
    JudgmentVerb.HOLD_DEBRIEF: _act(FieldworkVerb.REOPEN_VISIT, "fieldwork-end-visit"),
    JudgmentVerb.SET_TELLING: _act(JudgmentVerb.SET_TELLING, "fieldwork-telling"),
    JudgmentVerb.TELL_GRADE: _act(JudgmentVerb.WITHDRAW_TOLD_GRADE, "fieldwork-tell-grade"),
    JudgmentVerb.WITHDRAW_TOLD_GRADE: _act(JudgmentVerb.TELL_GRADE, "fieldwork-not-told"),
    JudgmentVerb.SAY_DIFFERENCE: _act(JudgmentVerb.WITHDRAW_DIFFERENCE, "judgments-say-difference"),
    JudgmentVerb.WITHDRAW_DIFFERENCE: _act(
        JudgmentVerb.SAY_DIFFERENCE, "judgments-withdraw-difference"
    ),
    JudgmentVerb.WRITE_OUTCOME: _act(JudgmentVerb.WITHDRAW_OUTCOME, "judgments-write-outcome"),
    JudgmentVerb.REWORD_OUTCOME: _act(JudgmentVerb.REWORD_OUTCOME, "judgments-reword-outcome"),
    JudgmentVerb.WITHDRAW_OUTCOME: _act(
        JudgmentVerb.PUT_BACK_OUTCOME, "judgments-withdraw-outcome"
    ),
    JudgmentVerb.PUT_BACK_OUTCOME: _act(
        JudgmentVerb.WITHDRAW_OUTCOME, "judgments-put-back-outcome"
    ),
    JudgmentVerb.SET_EXERCISE: _act(JudgmentVerb.CANCEL_EXERCISE, "judgments-set-exercise"),
    JudgmentVerb.ADD_CASE: _act(JudgmentVerb.TAKE_OUT_CASE, "judgments-add-case"),
    JudgmentVerb.TAKE_OUT_CASE: _act(JudgmentVerb.ADD_CASE, "judgments-take-out-case"),
    JudgmentVerb.SET_PASS_MARK: _act(JudgmentVerb.SET_PASS_MARK, "judgments-pass-mark"),
    JudgmentVerb.OPEN_EXERCISE: _act(JudgmentVerb.CANCEL_EXERCISE, "judgments-open-exercise"),
    JudgmentVerb.CANCEL_EXERCISE: _act(JudgmentVerb.SET_EXERCISE, "judgments-cancel-exercise"),
    JudgmentVerb.SAVE_ANSWERS: _act(JudgmentVerb.SAVE_ANSWERS, "judgments-take-exercise"),
    JudgmentVerb.HAND_IN_ANSWERS: _act(JudgmentVerb.WITHDRAW_ANSWERS, "judgments-take-exercise"),
    JudgmentVerb.WITHDRAW_ANSWERS: _act(JudgmentVerb.HAND_IN_ANSWERS, "judgments-withdraw-answers"),
    JudgmentVerb.DECIDE_READINESS: _act(JudgmentVerb.DECIDE_READINESS, "judgments-readiness"),
    JudgmentVerb.CLOSE_EXERCISE: _act(
        "What was shown was shown; the exercise is set anew.", "judgments-close-exercise"
    ),
    JudgmentVerb.UNASSIGN: _act(
        JudgmentVerb.ASSIGN, "judgments-unassign", "judgments-still-to-judge"
    ),
    JudgmentVerb.HAND_OVER: _act(JudgmentVerb.HAND_OVER, "judgments-hand-over"),
    JudgmentVerb.LEAVE_TEAM: _act(InspectionVerb.JOIN, "judgments-leave-team"),
    JudgmentVerb.WITHDRAW: _act(JudgmentVerb.SUBMIT, "judgments-withdraw"),
    ClaimVerb.DRAFT: _act(ClaimVerb.EDIT, "claims-draft"),
    ClaimVerb.EDIT: _act(ClaimVerb.EDIT, "claims-edit"),
    ClaimVerb.REFERENCE: _act(ClaimVerb.REFERENCE, "claims-reference"),
    ClaimVerb.RELEASE_EXCERPT: _act(ClaimVerb.WITHDRAW_EXCERPT, "claims-release-excerpt"),
    ClaimVerb.WITHDRAW_EXCERPT: _act(ClaimVerb.RELEASE_EXCERPT, "claims-withdraw-excerpt"),
    ClaimVerb.REFRESH: _act(ClaimVerb.EDIT, "claims-refresh"),
    **of_reports(_act),
    RecommendationVerb.ACCEPT: _act(
        RecommendationVerb.WITHDRAW_ACCEPTANCE, "recommendations-accept"
    ),
    RecommendationVerb.ANSWER_OUTCOME: _act(
        RecommendationVerb.END_ANSWER, "recommendations-answer-outcome"
    ),
    RecommendationVerb.END_ANSWER: _act(
        RecommendationVerb.ANSWER_OUTCOME, "recommendations-end-answer"
    ),
    RecommendationVerb.CLAIM_PROGRESS: _act(
        RecommendationVerb.CLAIM_PROGRESS, "recommendations-progress", "portal-progress"
    ),
    RecommendationVerb.CLOSE: _act(RecommendationVerb.CLOSE, "recommendations-close"),
    RecommendationVerb.CONFIRM: _act(
        RecommendationVerb.WITHDRAW_CONFIRMATION, "recommendations-confirm"
    ),
    RecommendationVerb.MOVE_DUE: _act(RecommendationVerb.MOVE_DUE, "recommendations-move"),
    RecommendationVerb.OPEN: _act(
        RecommendationVerb.CLOSE, inside="written by recommendations.open_from, one for each."
    ),
    RecommendationVerb.OPEN_FROM: _act(
        RecommendationVerb.CLOSE,
        inside="written by publication.release, for what the document makes.",
    ),
    RecommendationVerb.RESPOND: _act(
        RecommendationVerb.RESPOND, "recommendations-respond", "portal-respond"
    ),
    RecommendationVerb.VERIFY: _act(RecommendationVerb.VERIFY, "recommendations-verify"),
    RecommendationVerb.WITHDRAW_ACCEPTANCE: _act(
        RecommendationVerb.ACCEPT, "recommendations-withdraw-acceptance"
    ),
    RecommendationVerb.WITHDRAW_CONFIRMATION: _act(
        RecommendationVerb.CONFIRM, "recommendations-withdraw-confirmation"
    ),
    PublicationVerb.AMEND: _act(PublicationVerb.AMEND, "inspections-amend"),
    PublicationVerb.APPROVE: _act(PublicationVerb.CANCEL, "publication-approve"),
    PublicationVerb.CANCEL: _act(PublicationVerb.PREPARE, "publication-cancel"),
    PublicationVerb.CONFIRM_CLOCK: _act(
        "What a clock showed was read.", "publication-confirm-clock", commands=("confirm-clock",)
    ),
    PublicationVerb.END_MANDATE: _act(PublicationVerb.MANDATE, "publication-end-mandate"),
    PublicationVerb.EXPORT: _act(
        "A binder that was given away is given away.", commands=("export",)
    ),
    PublicationVerb.IMPORT_BINDER: _act(
        "What was read in is an inspection of its own; its acts go on.", commands=("import",)
    ),
    PublicationVerb.MANDATE: _act(PublicationVerb.END_MANDATE, "publication-mandate"),
    PublicationVerb.PREPARE: _act(PublicationVerb.CANCEL, "publication-prepare"),
    PublicationVerb.REFRESH: _act(
        PublicationVerb.REFRESH, "publication-refresh", commands=("publisher",)
    ),
    PublicationVerb.RELEASE: _act(
        "What is public stays; a correction is a new release.",
        "publication-carry-out",
        commands=("publisher", "release"),
    ),
    PersonVerb.CHANGE_FACTORS: _act(
        PersonVerb.CHANGE_FACTORS,
        inside="written by the pages of the sign-in library, beside what they do.",
    ),
    PersonVerb.CLEAR: _act(PersonVerb.END_CLEARANCE, "people-clear"),
    PersonVerb.TAKE_DAYS_OFF: _act(PersonVerb.WITHDRAW_DAYS_OFF, "people-take-days-off"),
    PersonVerb.TAKE_MANY_DAYS_OFF: _act(PersonVerb.WITHDRAW_DAYS_OFF, "people-take-many-days-off"),
    PersonVerb.WITHDRAW_DAYS_OFF: _act(PersonVerb.TAKE_DAYS_OFF, "people-withdraw-days-off"),
    PersonVerb.DECLARE: _act(PersonVerb.END_DECLARATION, "people-interests"),
    PersonVerb.MAKE_TOKEN: _act(PersonVerb.END_TOKEN, "people-make-token"),
    PersonVerb.END_TOKEN: _act(PersonVerb.MAKE_TOKEN, "people-end-token"),
    PersonVerb.ENROL_DEVICE: _act(PersonVerb.END_DEVICE, "devices-enrol"),
    PersonVerb.END_DEVICE: _act(PersonVerb.ENROL_DEVICE, "devices-end"),
    PersonVerb.LOSE_DEVICE: _act(
        "A device that is found again is enrolled anew.", "people-lost-device"
    ),
    PersonVerb.NOTE_PACK: _act(
        "What was taken along was taken along.", inside="a pack that a device takes along"
    ),
    PersonVerb.END_CLEARANCE: _act(PersonVerb.CLEAR, "people-end-clearance"),
    PersonVerb.END_DECLARATION: _act(PersonVerb.DECLARE, "people-end-interest"),
    PersonVerb.END_ROLE: _act(PersonVerb.GRANT, "people-end-role"),
    PersonVerb.FIRST_ADMINISTRATOR: _act(PersonVerb.END_ROLE, commands=("people first-admin",)),
    PersonVerb.GRANT: _act(PersonVerb.END_ROLE, "people-grant"),
    PersonVerb.LEAVE: _act(
        "Who comes back is registered anew, and is the same person by the ledger.", "people-leave"
    ),
    PersonVerb.LINK_SIGN_IN: _act(
        PersonVerb.UNLINK_SIGN_IN,
        inside="written where somebody comes in by the provider the first time.",
    ),
    PersonVerb.REGISTER: _act(PersonVerb.LEAVE, "people-register"),
    PersonVerb.REHASH_PASSWORD: _act(
        PersonVerb.SET_PASSWORD, inside="written by the sign-in page, where a hash has aged."
    ),
    PersonVerb.RESET_FACTORS: _act(PersonVerb.CHANGE_FACTORS, "people-reset-factors"),
    PersonVerb.INVITE_NEW: _act(PersonVerb.REVOKE_LINK, "people-invite-new"),
    PersonVerb.INVITE: _act(PersonVerb.REVOKE_LINK, "people-invite"),
    PersonVerb.REVOKE_LINK: _act(PersonVerb.INVITE, "people-revoke-link"),
    PersonVerb.RESET_PASSWORD: _act(
        "A password that was taken away comes back for nobody; its person sets another.",
        "people-reset-password",
    ),
    PersonVerb.ASK_FOR_LINK: _act(
        "A link that nobody uses runs out within the hour.",
        inside="written by the page that mails a link, once it has answered.",
    ),
    PersonVerb.USE_LINK: _act(PersonVerb.SET_PASSWORD, "own-password-by-link"),
    PersonVerb.SET_PASSWORD: _act(
        PersonVerb.SET_PASSWORD,
        inside="written by the sign-in library's page and by changepassword.",
    ),
    PersonVerb.UNLINK_SIGN_IN: _act(PersonVerb.LINK_SIGN_IN, "people-unlink"),
    PersonVerb.USE_RECOVERY_CODE: _act(
        "A code is used once; others are made by people.change_factors.",
        inside="written by the sign-in page, where a code was typed.",
    ),
    LedgerVerb.ACCEPT_CHECKPOINT: _act(
        "A checkpoint is a signed text of one moment.", commands=("checkpoint accept",)
    ),
    LedgerVerb.ACCEPT_HEADS: _act(LedgerVerb.ACCEPT_HEADS, commands=("heads accept",)),
    LedgerVerb.CHECKPOINT: _act(
        "A checkpoint is a signed text of one moment.", commands=("checkpoint make",)
    ),
    LedgerVerb.TAKE_OVER: _act(
        "Rows that older code wrote are proven once.",
        inside="written by migrate, for rows that older code wrote.",
    ),
    LedgerVerb.TRUST_KEY: _act(
        "A key that signed stays trusted for what it signed.", commands=("checkpoint trust",)
    ),
}


def rooms() -> Iterator[tuple[str, str]]:
    """Yield the title and the package of ledger, people and each room, in the staircase's order."""
    yield "Ledger", "inspectorate.foundation.ledger"
    yield "People", "inspectorate.foundation.people"
    for room in settings.ROOMS:
        yield room.rpartition(".")[2].capitalize(), room


@functools.cache
def _tables() -> Mapping[Verb, frozenset[Role]]:
    # A room's permissions are its own: who may is told here, and nothing is decided by it.
    found: dict[Verb, frozenset[Role]] = {}
    for _, room in rooms():
        found.update(importlib.import_module(f"{room}.permissions").TABLE)
    return found


def who_may(verb: Verb) -> list[Role]:
    """Return the roles that may do ``verb``, in the order of the roles; none where no table says.

    On an inspection a role counts for those on its team.
    """
    held = _tables().get(verb, frozenset())
    return [role for role in Role if role in held]


def in_words(roles: list[Role], article: str = "") -> str:
    """Write roles as "lead inspector or analyst"; each after ``article`` ("another")."""
    if set(roles) >= STAFF:
        return f"{article or 'any'} member of staff"
    named = [f"{article} {role.label.lower()}".strip() for role in roles]
    return " or ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)


def told(reason: Reason) -> str:
    """A reason in words, where no link can stand: how to mend it, and who may do the act named."""
    mend = reason.mend
    verbs = mend.verbs if isinstance(mend, Mend) else ()
    another = "another" if isinstance(mend, Mend) and mend.another else ""
    who = [
        f"{verb.act.replace('_', ' ').capitalize()}: {in_words(who_may(verb), another)}."
        for verb in verbs
        if who_may(verb)
    ]
    return " ".join([reason.text, mend, *who]).strip()
