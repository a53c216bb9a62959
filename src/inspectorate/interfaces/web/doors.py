"""The way to the act that a mend names: a link for who may do it, else the roles that may."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from inspectorate.domain.bodies.models import Body, Delegate
from inspectorate.domain.bodies.verbs import BodyVerb
from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.domain.evidence.models import Arrival, Item, Quarantined
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.fieldwork.models import (
    CaseSample,
    DrawnCase,
    Request,
    ReviewForm,
    Visit,
)
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.domain.judgments.models import (
    Assignment,
    Comparison,
    ConsistencyPanel,
    Exercise,
    SampledCell,
    ToldGrade,
    WrittenOutcome,
)
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.domain.programmes.models import Framework
from inspectorate.domain.programmes.verbs import ProgrammeVerb
from inspectorate.domain.publication.models import Release
from inspectorate.domain.publication.verbs import PublicationVerb
from inspectorate.domain.recommendations.models import Addressee
from inspectorate.domain.recommendations.verbs import RecommendationVerb
from inspectorate.domain.reports.models import Document
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.verbs import PersonVerb
from inspectorate.foundation.reasons.codes import Verb
from inspectorate.foundation.reasons.mends import Mend

from ..acts import in_words, who_may
from .access import may, may_in_house


@dataclass(frozen=True, slots=True)
class Door:
    """Where an act is done: the name of its page, and what of the thing completes the address.

    ``takes`` are dotted paths from a thing of the kind ``of``. Where no such thing is at hand the
    way leads to the page ``listed``, where the act is offered.
    """

    page: str
    of: type = object
    takes: tuple[str, ...] = ()
    listed: str = ""

    def address(self, thing: object) -> tuple[str, list[object]]:
        """The name of the page to go to, and its arguments, but for the inspection's own."""
        if not self.takes:
            return self.page, []
        found = [_follow(thing, path) for path in self.takes] if isinstance(thing, self.of) else []
        return (self.page, found) if found and None not in found else (self.listed, [])


def _follow(thing: object, path: str) -> object:
    for name in path.split("."):
        thing = getattr(thing, name, None)
    return thing


def _person(page: str) -> Door:
    return Door(page, Person, ("pk",), "people")


def _visit(page: str) -> Door:
    return Door(page, Visit, ("pk",), "fieldwork-visits")


def _return(page: str) -> Door:
    return Door(page, Request, ("pk",), "fieldwork-requests")


def _sample(page: str) -> Door:
    return Door(page, CaseSample, ("pk",), "fieldwork-samples")


def _of_case(page: str = "fieldwork-sample", way: str = "draw.case_list.sample_id") -> Door:
    """Of a case; which review or record of it is chosen on the page of its sample."""
    return Door(page, DrawnCase, (way,), "fieldwork-samples")


def _mine(page: str) -> Door:
    return Door(page, Assignment, ("pk",), "judgments-mine")


def _exercise(page: str) -> Door:
    return Door(page, Exercise, ("number",), "judgments-exercises")


def _own_exercise(page: str) -> Door:
    return Door(page, Exercise, ("number",), "judgments-mine")


def _panel(page: str) -> Door:
    return Door(page, ConsistencyPanel, ("number",), "judgments-panels")


def _outcome(page: str) -> Door:
    return Door(page, WrittenOutcome, ("number",), "judgments-outcomes")


def _cell(page: str) -> Door:
    return Door(page, takes=("scope_body.code", "criterion.pk"), listed="judgments-desk")


def _claim(page: str) -> Door:
    return Door(page, takes=("key",), listed="claims-list")


def _document(page: str) -> Door:
    return Door(page, Document, ("slug",), "reports-list")


def _release(page: str) -> Door:
    return Door(page, Release, ("number",), "publication-releases")


def _part(page: str) -> Door:
    return Door(page, Addressee, ("pk",), "recommendations-register")


# The acts that mends name; those of the command line alone are named by their command.
DOORS: Mapping[Verb, Door] = {
    PersonVerb.REGISTER: Door("people-register"),
    PersonVerb.GRANT: _person("people-grant"),
    PersonVerb.CLEAR: Door("people-clear"),
    PersonVerb.RESET_PASSWORD: _person("people-reset-password"),
    PersonVerb.RESET_FACTORS: _person("people-reset-factors"),
    PersonVerb.UNLINK_SIGN_IN: _person("people-unlink"),
    PersonVerb.END_DECLARATION: Door("people-interests"),
    PersonVerb.END_TOKEN: _person("people-person"),
    PersonVerb.END_DEVICE: Door("capture-devices"),
    BodyVerb.CHANGE: Door("bodies-change", Body, ("code",), "bodies"),
    BodyVerb.NAME_CONTACT: Door("bodies-contact", Body, ("code",), "bodies"),
    BodyVerb.END_DELEGATE: Door(
        "bodies-end-delegate", Delegate, ("contact.body.code", "pk"), "bodies"
    ),
    BodyVerb.REOPEN: Door("bodies-reopen", Body, ("code",), "bodies"),
    ProgrammeVerb.LOAD_FRAMEWORK: Door("programmes-load"),
    ProgrammeVerb.ADOPT_FRAMEWORK: Door("programmes-framework", Framework, ("pk",), "programmes"),
    ProgrammeVerb.ADOPT_VOCABULARY: Door("programmes-adopt-vocabulary"),
    InspectionVerb.OPEN: Door("inspections-open"),
    InspectionVerb.APPROVE: Door("inspections-approve"),
    InspectionVerb.SET_TERMS: Door("inspections-terms"),
    InspectionVerb.SET_SCOPE: Door("inspections-scope"),
    InspectionVerb.REMOVE_BODY: Door(
        "inspections-remove-body", ScopeBody, ("pk",), "inspections-scope"
    ),
    InspectionVerb.LEAVE_OUT: Door("inspections-leave-out"),
    InspectionVerb.TAKE_BACK: Door("inspections-take-back"),
    InspectionVerb.SUPPRESS: Door("inspections-suppress"),
    # Which column is chosen on the page of the plan.
    InspectionVerb.UNSUPPRESS: Door("inspections-plan"),
    InspectionVerb.JOIN: Door("inspections-join"),
    InspectionVerb.GIVE_NEED_TO_KNOW: Door("inspections-need-to-know"),
    InspectionVerb.MOVE: Door("inspections-move"),
    FieldworkVerb.ASK: Door("fieldwork-ask"),
    FieldworkVerb.PLAN_VISIT: Door("fieldwork-plan-visit"),
    FieldworkVerb.MOVE_VISIT: _visit("fieldwork-move-visit"),
    FieldworkVerb.DEFER_VISIT: _visit("fieldwork-defer-visit"),
    FieldworkVerb.PAUSE_VISIT: _visit("fieldwork-pause-visit"),
    FieldworkVerb.RESUME_VISIT: _visit("fieldwork-resume-visit"),
    FieldworkVerb.REOPEN_VISIT: _visit("fieldwork-reopen-visit"),
    FieldworkVerb.END_VISIT: _visit("fieldwork-end-visit"),
    JudgmentVerb.HOLD_DEBRIEF: _visit("fieldwork-end-visit"),
    JudgmentVerb.SET_TELLING: Door("fieldwork-telling"),
    JudgmentVerb.WITHDRAW_TOLD_GRADE: Door(
        "fieldwork-not-told", ToldGrade, ("debrief.visit_id", "pk"), "fieldwork-visits"
    ),
    JudgmentVerb.TELL_GRADE: _visit("fieldwork-tell-grade"),
    JudgmentVerb.SAY_DIFFERENCE: Door(
        "judgments-say-difference", ToldGrade, ("pk",), "fieldwork-visits"
    ),
    FieldworkVerb.HOLD_SESSION: _visit("fieldwork-hold-session"),
    # Which of its sessions is chosen on the page of the visit.
    FieldworkVerb.CANCEL_SESSION: _visit("fieldwork-visit"),
    EvidenceVerb.RECORD: Door("evidence-record"),
    EvidenceVerb.SUPERSEDE: Door("evidence-supersede", Item, ("number",), "evidence-list"),
    EvidenceVerb.RECORD_RECEIVED: Door(
        "evidence-record-received", Arrival, ("named",), "evidence-arrivals"
    ),
    JudgmentVerb.TAKE_GRADE: Door("evidence-take-grade", Arrival, ("named",), "evidence-arrivals"),
    EvidenceVerb.TAKE_UP: Door("evidence-take-up", Arrival, ("named",), "evidence-arrivals"),
    EvidenceVerb.SET_QUARANTINED_ASIDE: Door(
        "quarantine-set-aside", Quarantined, ("pk",), "quarantine"
    ),
    EvidenceVerb.TAKE_UP_QUARANTINED: Door(
        "quarantine-take-up", Quarantined, ("pk",), "quarantine"
    ),
    EvidenceVerb.DECIDE_ON_OTHERS: Door(
        "evidence-arrival", Arrival, ("named",), "evidence-arrivals"
    ),
    EvidenceVerb.WITHDRAW_OF_OTHERS: Door("evidence-withdraw", Item, ("number",), "evidence-list"),
    FieldworkVerb.MAKE_RETURN_TEMPLATE: Door("fieldwork-make-return-template"),
    # Which request is chosen on their list.
    FieldworkVerb.WITHDRAW_REQUEST: Door("fieldwork-requests"),
    FieldworkVerb.RETURN_DATA: _return("fieldwork-return"),
    FieldworkVerb.TAKE_RETURN_BACK: _return("fieldwork-take-return-back"),
    # Which rule is chosen on the page of the request.
    FieldworkVerb.EXCEPT_ROWS: _return("fieldwork-request"),
    FieldworkVerb.WITHDRAW_CERTIFICATE: _return("fieldwork-withdraw-certificate"),
    FieldworkVerb.MAKE_REVIEW_FORM: Door("fieldwork-make-review-form"),
    FieldworkVerb.BEGIN_SAMPLE: Door(
        "fieldwork-begin-sample", ReviewForm, ("number",), "fieldwork-samples"
    ),
    FieldworkVerb.CLOSE_LIST: _sample("fieldwork-close-list"),
    FieldworkVerb.GIVE_UP_SAMPLE: _sample("fieldwork-give-up-sample"),
    FieldworkVerb.REVIEW_CASE: _of_case("fieldwork-review-case", "pk"),
    FieldworkVerb.TAKE_REVIEW_BACK: _of_case(),
    FieldworkVerb.FIND_CASE: _of_case(),
    JudgmentVerb.ASSIGN: Door("judgments-assign"),
    JudgmentVerb.ACCEPT_PLAN: Door("judgments-plan"),
    JudgmentVerb.READ_BY_GRADE: Door("judgments-by-grade"),
    JudgmentVerb.REDRAW: Door("judgments-leavers"),
    JudgmentVerb.WORK_OUT: Door("judgments-work-out"),
    JudgmentVerb.SAVE_DRAFT: _mine("judgments-judge"),
    JudgmentVerb.SUBMIT: _mine("judgments-judge"),
    JudgmentVerb.WITHDRAW: _mine("judgments-withdraw"),
    JudgmentVerb.MODERATE: _cell("judgments-moderate"),
    JudgmentVerb.AGREE: _cell("judgments-agree"),
    JudgmentVerb.AGREE_AS_SUBMITTED: Door("judgments-undisputed"),
    JudgmentVerb.DRAW_SAMPLE: Door("judgments-draw-sample"),
    JudgmentVerb.LOOK: Door("judgments-look", SampledCell, ("pk",), "judgments-undisputed"),
    # On which criterion is chosen there.
    JudgmentVerb.COMPARE: Door("judgments-comparisons"),
    JudgmentVerb.WITHDRAW_COMPARISON: Door(
        "judgments-withdraw-comparison", Comparison, ("pk",), "judgments-comparisons"
    ),
    JudgmentVerb.CONVENE_PANEL: Door("judgments-convene-panel"),
    JudgmentVerb.PUT_ON_AGENDA: _panel("judgments-put-on-agenda"),
    # Which judgment it is about is chosen on the page of the panel.
    JudgmentVerb.TAKE_OFF_AGENDA: _panel("judgments-panel"),
    JudgmentVerb.DECIDE_IN_PANEL: _panel("judgments-panel"),
    JudgmentVerb.RECORD_ATTENDANCE: _panel("judgments-record-attendance"),
    JudgmentVerb.OPEN_PANEL: _panel("judgments-open-panel"),
    JudgmentVerb.CLOSE_PANEL: _panel("judgments-close-panel"),
    # Who overrides has no desk: the judgment is found on the grid.
    JudgmentVerb.WITHDRAW_OVERRIDE: Door(
        "judgments-withdraw-override",
        takes=("scope_body.code", "criterion.pk"),
        listed="judgments-grid",
    ),
    JudgmentVerb.WRITE_OUTCOME: Door(
        "judgments-write-outcome",
        takes=("scope_body.code", "criterion.pk"),
        listed="judgments-outcomes",
    ),
    JudgmentVerb.REWORD_OUTCOME: _outcome("judgments-reword-outcome"),
    JudgmentVerb.WITHDRAW_OUTCOME: _outcome("judgments-withdraw-outcome"),
    JudgmentVerb.PUT_BACK_OUTCOME: _outcome("judgments-put-back-outcome"),
    JudgmentVerb.SET_EXERCISE: Door("judgments-set-exercise"),
    JudgmentVerb.ADD_CASE: _exercise("judgments-add-case"),
    JudgmentVerb.OPEN_EXERCISE: _exercise("judgments-open-exercise"),
    JudgmentVerb.CLOSE_EXERCISE: _exercise("judgments-close-exercise"),
    JudgmentVerb.CANCEL_EXERCISE: _exercise("judgments-cancel-exercise"),
    JudgmentVerb.SAVE_ANSWERS: _own_exercise("judgments-take-exercise"),
    JudgmentVerb.WITHDRAW_ANSWERS: _own_exercise("judgments-withdraw-answers"),
    ReportVerb.DECLARE_DRAFT: _document("reports-declare"),
    ReportVerb.SIGN: _document("reports-wording"),
    ReportVerb.OBJECT: _document("reports-wording"),
    ClaimVerb.DRAFT: Door("claims-draft"),
    ClaimVerb.EDIT: _claim("claims-edit"),
    ClaimVerb.REFRESH: _claim("claims-refresh"),
    ClaimVerb.REFERENCE: _claim("claims-reference"),
    # Which of its excerpts is chosen on the page of the claim.
    ClaimVerb.WITHDRAW_EXCERPT: _claim("claims-claim"),
    ReportVerb.SAVE: _document("reports-edit"),
    ReportVerb.OPEN_DOCUMENT: Door("reports-open"),
    # Which template is chosen on the list of documents.
    ReportVerb.MAKE_LETTER: Door("reports-list"),
    ReportVerb.OPEN_VARIANT: _document("reports-open-variant"),
    # Which of its sections is chosen on the page of the document.
    ReportVerb.SAVE_SECTION: _document("reports-document"),
    # Which of its suggestions is chosen on the page of a section's remarks.
    ReportVerb.DECLINE_SUGGESTION: _document("reports-document"),
    # The words are chosen on the page of the document, and frozen there.
    ReportVerb.PLACE: _document("reports-document"),
    ReportVerb.FREEZE: _document("reports-document"),
    ReportVerb.OPEN_FACT_CHECK: _document("reports-fact-check"),
    ReportVerb.EXTEND_FACT_CHECK: _document("reports-points"),
    ReportVerb.DECLARE_QUOTATION: _document("reports-declare-quotation"),
    ReportVerb.ADD_PICTURE: _document("reports-add-picture"),
    # Which of its pictures is chosen on the page of its pictures.
    ReportVerb.WITHDRAW_PICTURE: _document("reports-pictures"),
    # Which of its speakers is chosen on the page of its live quotations.
    ReportVerb.ASK_SPEAKER: _document("reports-quotations"),
    ReportVerb.WITHDRAW_ASKING: _document("reports-quotations"),
    ReportVerb.APPROVE_QUOTATION: _document("reports-quotations"),
    ReportVerb.WITHDRAW_APPROVAL: _document("reports-quotations"),
    ReportVerb.ANSWER_CRITICISM: _document("reports-changed"),
    ReportVerb.WITHDRAW_CRITICISM: _document("reports-changed"),
    ReportVerb.RECALL_COPY: _document("reports-points"),
    ReportVerb.FINISH_CHECK: _document("reports-points"),
    ReportVerb.REOPEN_CHECK: _document("reports-points"),
    ReportVerb.RAISE_POINT: _document("reports-points"),
    ReportVerb.DECIDE: _document("reports-points"),
    RecommendationVerb.END_ANSWER: _part("recommendations-addressee"),
    RecommendationVerb.VERIFY: _part("recommendations-verify"),
    # What is to be confirmed or taken back is chosen on the page of the addressee's part.
    RecommendationVerb.CONFIRM: _part("recommendations-addressee"),
    RecommendationVerb.WITHDRAW_CONFIRMATION: _part("recommendations-addressee"),
    RecommendationVerb.ACCEPT: _part("recommendations-addressee"),
    RecommendationVerb.WITHDRAW_ACCEPTANCE: _part("recommendations-addressee"),
    PublicationVerb.AMEND: Door("inspections-amend"),
    PublicationVerb.PREPARE: Door("publication-prepare"),
    # Both are signed on the page that shows the contents.
    PublicationVerb.APPROVE: _release("publication-release"),
    PublicationVerb.CANCEL: _release("publication-cancel"),
    PublicationVerb.RELEASE: _release("publication-release"),
    PublicationVerb.CONFIRM_CLOCK: Door("publication-confirm-clock"),
}
_IN_HOUSE = (PersonVerb, BodyVerb, ProgrammeVerb)
_OF_NO_INSPECTION = (
    InspectionVerb.OPEN,
    PublicationVerb.CONFIRM_CLOCK,
    EvidenceVerb.SET_QUARANTINED_ASIDE,
    EvidenceVerb.TAKE_UP_QUARANTINED,
)


@dataclass(frozen=True, slots=True)
class Way:
    """One act that a mend names: its page for who may do it, else ``who`` may."""

    label: str
    url: str = ""
    who: str = ""


def ways(
    reader: Person, inspection: Inspection | None, mend: str, thing: object = None
) -> list[Way]:
    """Return the way to each act that ``mend`` names, as ``reader`` may go it.

    ``thing`` is what the page is of, for a mend whose rule had none at hand.
    """
    if not isinstance(mend, Mend):
        return []
    found = []
    for verb in mend.verbs:
        url = "" if mend.another else url_of(reader, inspection, verb, mend.of or thing)
        who = "" if url else in_words(who_may(verb), "another" if mend.another else "")
        if url or who:
            found.append(Way(verb.act.replace("_", " ").capitalize(), url, who))
    return found


def ways_of(
    reader: Person, inspection: Inspection | None, mends: Iterable[str], thing: object = None
) -> list[Way]:
    """The ways of several mends, each way once."""
    return list(
        dict.fromkeys(way for mend in mends for way in ways(reader, inspection, mend, thing))
    )


def url_of(reader: Person, inspection: Inspection | None, verb: Verb, thing: object) -> str:
    """The address at which ``reader`` does ``verb``, empty where they may not or it has no page."""
    door = DOORS.get(verb)
    house = isinstance(verb, _IN_HOUSE) or verb in _OF_NO_INSPECTION
    if door is None or not (house or inspection):
        return ""
    if house:
        page, given = door.address(thing)
        return reverse(page, args=given) if may_in_house(reader, verb) else ""
    assert inspection is not None  # asked above
    page, given = door.address(thing)
    allowed = may(reader, inspection, verb)
    return reverse(page, args=[inspection.slug, *given]) if allowed else ""
