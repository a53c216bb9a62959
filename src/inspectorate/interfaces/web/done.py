"""What a person did, in the past tense: the words of each act for the ledger page.

``{}`` stands for the thing that the entry is of (``things``). A person is the subject.
"""

from __future__ import annotations

from collections.abc import Mapping

from inspectorate.domain.bodies.verbs import BodyVerb
from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.domain.programmes.verbs import ProgrammeVerb
from inspectorate.domain.publication.verbs import PublicationVerb
from inspectorate.domain.recommendations.verbs import RecommendationVerb
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.ledger.verbs import LedgerVerb
from inspectorate.foundation.people.verbs import PersonVerb
from inspectorate.foundation.reasons.codes import Verb

DONE: Mapping[Verb, str] = {
    InspectionVerb.OPEN: "opened {}",
    InspectionVerb.AMEND: "amended the plan of {}",
    InspectionVerb.APPROVE: "approved {}",
    InspectionVerb.SET_TERMS: "wrote {}",
    InspectionVerb.SET_SCOPE: "chose the bodies of {}",
    InspectionVerb.REMOVE_BODY: "removed {} from the scope",
    InspectionVerb.LEAVE_OUT: "left out {}",
    InspectionVerb.TAKE_BACK: "took {} back into the coverage",
    InspectionVerb.SUPPRESS: "left {} out of what is published",
    InspectionVerb.UNSUPPRESS: "had {} published again",
    InspectionVerb.JOIN: "added {} to the team",
    InspectionVerb.LEAVE: "recorded that {} left the team",
    InspectionVerb.GIVE_NEED_TO_KNOW: "recorded that {} needs to know what is marked",
    InspectionVerb.END_NEED_TO_KNOW: "recorded that {} need no longer know what is marked",
    InspectionVerb.NAME_GROUP: "named {}",
    InspectionVerb.MOVE: "moved {} to another phase",
    InspectionVerb.PUBLISH: "published the report of {}, which is now at Published",
    FieldworkVerb.ASK: "sent {}",
    FieldworkVerb.RECEIVE: "answered {}, or recorded the answer",
    FieldworkVerb.PLAN_VISIT: "planned {}",
    FieldworkVerb.MOVE_VISIT: "moved {}",
    FieldworkVerb.CANCEL_VISIT: "cancelled {}",
    FieldworkVerb.END_VISIT: "ended {}",
    FieldworkVerb.HOLD_SESSION: "recorded {}",
    FieldworkVerb.MOVE_SESSION: "mended the times of {}",
    FieldworkVerb.CANCEL_SESSION: "recorded that {} was not held",
    EvidenceVerb.RECORD: "recorded {}",
    EvidenceVerb.WITHDRAW: "withdrew {}",
    EvidenceVerb.SUPERSEDE: "recorded {} in place of an earlier item",
    JudgmentVerb.ASSIGN: "gave out {}",
    JudgmentVerb.ASSIGN_MANY: "gave out many judgments of {}",
    JudgmentVerb.CHOOSE_MODE: "chose how {} is judged",
    JudgmentVerb.ACCEPT_PLAN: "accepted {}",
    JudgmentVerb.READ_BY_GRADE: "gave out second readings by grade, {}",
    JudgmentVerb.REDRAW: "found readers in place of those who left, {}",
    JudgmentVerb.UNASSIGN: "took back {}",
    JudgmentVerb.SAVE_DRAFT: "saved a draft of {}",
    JudgmentVerb.SUBMIT: "submitted {}",
    JudgmentVerb.WITHDRAW: "withdrew what was submitted, and began again {}",
    JudgmentVerb.MODERATE: "moderated {}",
    JudgmentVerb.AGREE: "agreed {}",
    JudgmentVerb.AGREE_AS_SUBMITTED: "agreed {} as it was submitted",
    ClaimVerb.DRAFT: "drafted {}",
    ClaimVerb.EDIT: "changed {}",
    ClaimVerb.REFRESH: "refreshed {}",
    ClaimVerb.RELEASE_EXCERPT: "released {}",
    ClaimVerb.WITHDRAW_EXCERPT: "withdrew {}",
    ClaimVerb.REFERENCE: "looked at the support of {}, and signed or objected",
    ReportVerb.OPEN_DOCUMENT: "opened {}",
    ReportVerb.SAVE: "saved {}",
    ReportVerb.PLACE: "bound words to a claim: {}",
    ReportVerb.MEND: "took words that a check offered: {}",
    ReportVerb.WAIVE: "recorded an exception to a check of {}",
    ReportVerb.OPEN_FACT_CHECK: "sent out {}",
    ReportVerb.RAISE_POINT: "raised {}",
    ReportVerb.DECIDE: "decided {}",
    ReportVerb.PASS_GATE: "signed why {} goes on although something is missing",
    ReportVerb.DECLARE_DRAFT: "said that {} is ready to be signed",
    ReportVerb.WITHDRAW_DRAFT: "said that {} is not ready to be signed after all",
    ReportVerb.SIGN: "signed {}",
    ReportVerb.WITHDRAW_SIGNATURE: "took back a signature: {}",
    ReportVerb.OBJECT: "objected to {}",
    ReportVerb.LOOK: "looked at an editorial change of {}",
    ReportVerb.FREEZE: "froze {}",
    RecommendationVerb.OPEN: "opened {}",
    RecommendationVerb.OPEN_FROM: "opened the recommendations of {}",
    RecommendationVerb.RESPOND: "answered {}",
    RecommendationVerb.CLAIM_PROGRESS: "recorded what the owner says was done for {}",
    RecommendationVerb.MOVE_DUE: "moved the day of {}",
    RecommendationVerb.VERIFY: "recorded what was confirmed of {}",
    RecommendationVerb.CLOSE: "closed {}",
    RecommendationVerb.ACCEPT: "let words become public: the reply to {}",
    RecommendationVerb.WITHDRAW_ACCEPTANCE: "took words out of the public register again: {}",
    RecommendationVerb.CONFIRM: "confirmed, as a second person, a record of {}",
    RecommendationVerb.WITHDRAW_CONFIRMATION: "took back a second signature on {}",
    PublicationVerb.PREPARE: "prepared {}",
    PublicationVerb.APPROVE: "approved {}",
    PublicationVerb.CANCEL: "cancelled {}",
    PublicationVerb.RELEASE: "published {}",
    PublicationVerb.REFRESH: "published {}",
    PublicationVerb.MANDATE: "gave {}",
    PublicationVerb.END_MANDATE: "ended {}",
    PublicationVerb.CONFIRM_CLOCK: "confirmed that the clock is right",
    PublicationVerb.AMEND: "amended {}",
    PublicationVerb.EXPORT: "wrote a binder of {}",
    PublicationVerb.IMPORT_BINDER: "read in {} from a binder",
    BodyVerb.REGISTER: "registered {}",
    BodyVerb.OVERSEE: "recorded who oversees whom: {}",
    BodyVerb.END_OVERSIGHT: "recorded that an oversight ends: {}",
    BodyVerb.CLOSE: "closed {}",
    BodyVerb.REOPEN: "took back a closing: {}",
    BodyVerb.CHANGE: "recorded a change: {}",
    BodyVerb.GROUP: "named the group {}",
    BodyVerb.REGROUP: "changed the group {}",
    BodyVerb.IMPORT_REGISTER: "read a file into the register: {}",
    BodyVerb.NAME_CONTACT: "named a contact: {}",
    BodyVerb.END_CONTACT: "ended a contact: {}",
    ProgrammeVerb.REGISTER_STRATEGY: "registered the strategy {}",
    ProgrammeVerb.ADD_SCALE: "added the scale {}",
    ProgrammeVerb.LOAD_FRAMEWORK: "loaded the framework {}",
    ProgrammeVerb.ADOPT_VOCABULARY: "adopted the vocabulary {}",
    ProgrammeVerb.ADOPT_FRAMEWORK: "adopted the framework {}",
    ProgrammeVerb.MARK_BREAK: "marked a break between scales: {}",
    PersonVerb.FIRST_ADMINISTRATOR: "made {} the first administrator",
    PersonVerb.REGISTER: "registered {}",
    PersonVerb.GRANT: "gave a role: {}",
    PersonVerb.END_ROLE: "ended a role: {}",
    PersonVerb.LEAVE: "recorded that {} has left",
    PersonVerb.CLEAR: "recorded a clearance: {}",
    PersonVerb.END_CLEARANCE: "ended a clearance: {}",
    PersonVerb.SET_PASSWORD: "set the password of {}",
    PersonVerb.REHASH_PASSWORD: "kept the password of {} in a stronger form",
    PersonVerb.CHANGE_FACTORS: "changed the second factors of {}",
    PersonVerb.USE_RECOVERY_CODE: "used a recovery code of {}",
    PersonVerb.RESET_FACTORS: "took away second factors: {}",
    PersonVerb.LINK_SIGN_IN: "connected an account with the identity provider: {}",
    PersonVerb.UNLINK_SIGN_IN: "ended a connection with the identity provider: {}",
    PersonVerb.DECLARE: "declared an interest: {}",
    PersonVerb.END_DECLARATION: "ended a declaration of interest: {}",
    LedgerVerb.TAKE_OVER: "took over the rows of {} that no entry proved",
    LedgerVerb.MIGRATE: "changed the tables for a new version",
    LedgerVerb.ACCEPT_HEADS: "set aside a file of heads that disagrees with the ledger",
    LedgerVerb.CHECKPOINT: "bound the heads of all streams into {}",
    LedgerVerb.ACCEPT_CHECKPOINT: "took back {}, signed",
    LedgerVerb.TRUST_KEY: "said which key signs checkpoints: {}",
}
BY_SPELLING: Mapping[str, str] = {verb.value: words for verb, words in DONE.items()}


def done(verb: str) -> tuple[str, str]:
    """The words before and after the thing. An older version's act, now gone, stays as spelt."""
    before, _, after = BY_SPELLING.get(verb, f"did {verb} to {{}}").partition("{}")
    return before, after
