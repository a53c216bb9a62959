"""What a binder holds: every table, and the path by which its rows belong to the inspection.

A test finds what is missing.

``OF_INSPECTION`` rows are the inspection's alone. ``SHARED`` rows are what those refer to: people,
the register of bodies (whole, since claims count it and rehearsals are checked against its names),
the framework with its scales, vocabulary, strategy, files. Tables stand in the order in which they
may be written: what is referred to comes first.
"""

from __future__ import annotations

SHARED = (
    "people.person",
    "people.declaration",
    "bodies.body",
    "bodies.oversight",
    "bodies.group",
    "bodies.group_members",
    "bodies.change",
    "bodies.contact",
    "programmes.strategy",
    "programmes.strand",
    "programmes.objective",
    "programmes.scale",
    "programmes.grade",
    "programmes.scalebreak",
    "programmes.vocabulary",
    "programmes.framework",
    "programmes.area",
    "programmes.criterion",
    "programmes.characteristic",
    "programmes.finding",
    "files.blob",
)
OF_INSPECTION = {
    "inspections.inspection": "pk",
    "inspections.amendment": "inspection",
    "inspections.approval": "inspection",
    "inspections.termsofreference": "inspection",
    "inspections.scopebody": "inspection",
    "inspections.scoperemoval": "inspection",
    "inspections.notinspected": "scope_body__inspection",
    "inspections.takenback": "left_out__scope_body__inspection",
    "inspections.suppression": "inspection",
    "inspections.suppressionend": "suppression__inspection",
    "inspections.teammember": "inspection",
    "inspections.needtoknow": "inspection",
    "inspections.phasemove": "inspection",
    "inspections.referencegroup": "inspection",
    "fieldwork.request": "inspection",
    "fieldwork.request_criteria": "request__inspection",
    "fieldwork.requestdueday": "request__inspection",
    "fieldwork.requestwithdrawal": "request__inspection",
    "fieldwork.receipt": "request__inspection",
    "fieldwork.visit": "inspection",
    "fieldwork.visitmove": "visit__inspection",
    "fieldwork.session": "visit__inspection",
    "fieldwork.session_inspectors": "session__visit__inspection",
    "fieldwork.sessionmove": "session__visit__inspection",
    "fieldwork.sessioncancellation": "session__visit__inspection",
    "fieldwork.reviewform": "inspection",
    "fieldwork.reviewquestion": "form__inspection",
    "fieldwork.pooledbody": "form__inspection",
    "fieldwork.casesample": "form__inspection",
    "fieldwork.caselist": "sample__form__inspection",
    "fieldwork.casedraw": "case_list__sample__form__inspection",
    "fieldwork.drawncase": "draw__case_list__sample__form__inspection",
    "fieldwork.missingcase": "case__draw__case_list__sample__form__inspection",
    "fieldwork.foundcase": "not_had__case__draw__case_list__sample__form__inspection",
    "fieldwork.casereview": "case__draw__case_list__sample__form__inspection",
    "fieldwork.caseanswer": "review__case__draw__case_list__sample__form__inspection",
    "fieldwork.casereviewwithdrawal": "review__case__draw__case_list__sample__form__inspection",
    "fieldwork.sampleend": "sample__form__inspection",
    "evidence.item": "inspection",
    "evidence.itemcriterion": "item__inspection",
    "evidence.attachment": "item__inspection",
    "evidence.withdrawal": "item__inspection",
    "evidence.supersession": "item__inspection",
    "judgments.modechoice": "inspection",
    "judgments.planofjudging": "inspection",
    "judgments.planreader": "plan__inspection",
    "judgments.exercise": "inspection",
    "judgments.panelmember": "exercise__inspection",
    "judgments.exercisecase": "exercise__inspection",
    "judgments.panelanswer": "case__exercise__inspection",
    "judgments.caseremoval": "case__exercise__inspection",
    "judgments.passmark": "exercise__inspection",
    "judgments.exercisemove": "exercise__inspection",
    "judgments.answersdraft": "exercise__inspection",
    "judgments.handin": "exercise__inspection",
    "judgments.exerciseanswer": "hand_in__exercise__inspection",
    "judgments.handinwithdrawal": "hand_in__exercise__inspection",
    "judgments.readinessdecision": "exercise__inspection",
    "judgments.jointfigures": "inspection",
    "judgments.jointseverity": "figures__inspection",
    "judgments.assignment": "scope_body__inspection",
    "judgments.draft": "assignment__scope_body__inspection",
    "judgments.draft_cited": "draft__assignment__scope_body__inspection",
    "judgments.submission": "assignment__scope_body__inspection",
    "judgments.submissioncitation": "submission__assignment__scope_body__inspection",
    "judgments.moderation": "scope_body__inspection",
    "judgments.agreed": "scope_body__inspection",
    "judgments.agreedcitation": "agreed__scope_body__inspection",
    "judgments.certainty": "agreed__scope_body__inspection",
    "judgments.certaintywithdrawal": "certainty__agreed__scope_body__inspection",
    "judgments.shownpapers": "scope_body__inspection",
    "judgments.agreementsample": "inspection",
    "judgments.sampledcell": "sample__inspection",
    "judgments.samplelook": "cell__sample__inspection",
    "judgments.comparison": "left__inspection",
    "judgments.comparisonwithdrawal": "comparison__left__inspection",
    "judgments.consistencypanel": "inspection",
    "judgments.panelseat": "panel__inspection",
    "judgments.panelmove": "panel__inspection",
    "judgments.panelpresence": "seat__panel__inspection",
    "judgments.panelattendance": "seat__panel__inspection",
    "judgments.panelcell": "panel__inspection",
    "judgments.panelcellremoval": "cell__panel__inspection",
    "judgments.steppingaside": "seat__panel__inspection",
    "judgments.paneldecision": "cell__panel__inspection",
    "judgments.panelvoice": "decision__cell__panel__inspection",
    "judgments.override": "agreed__scope_body__inspection",
    "judgments.overridewithdrawal": "agreed__scope_body__inspection",
    "judgments.writtenoutcome": "inspection",
    "judgments.outcomewording": "outcome__inspection",
    "judgments.outcomecitation": "wording__outcome__inspection",
    "judgments.outcomemove": "outcome__inspection",
    "claims.claim": "inspection",
    "claims.pin": "claim__inspection",
    "claims.reference": "claim__inspection",
    "claims.excerpt": "claim__inspection",
    "claims.excerptwithdrawal": "excerpt__claim__inspection",
    "reports.document": "inspection",
    "reports.revision": "document__inspection",
    "reports.waiver": "document__inspection",
    "reports.edition": "document__inspection",
    "reports.passedgate": "edition__document__inspection",
    "reports.referencedraft": "document__inspection",
    "reports.draftwithdrawal": "draft__document__inspection",
    "reports.signature": "document__inspection",
    "reports.signaturewithdrawal": "signature__document__inspection",
    "reports.objection": "document__inspection",
    "reports.look": "document__inspection",
    "reports.factcheck": "document__inspection",
    "reports.point": "fact_check__document__inspection",
    "reports.decision": "point__fact_check__document__inspection",
    "recommendations.recommendation": "inspection",
    "recommendations.addressee": "recommendation__inspection",
    "recommendations.duedate": "addressee__recommendation__inspection",
    "recommendations.response": "addressee__recommendation__inspection",
    "recommendations.progress": "addressee__recommendation__inspection",
    "recommendations.verification": "addressee__recommendation__inspection",
    "recommendations.closure": "addressee__recommendation__inspection",
    "recommendations.acceptance": "response__addressee__recommendation__inspection",
    "recommendations.acceptancewithdrawal": (
        "acceptance__response__addressee__recommendation__inspection"
    ),
    "recommendations.confirmation": "addressee__recommendation__inspection",
    "recommendations.confirmationwithdrawal": (
        "confirmation__addressee__recommendation__inspection"
    ),
    "recommendations.answeredoutcome": "recommendation__inspection",
    "recommendations.answeredoutcomeend": "answered__recommendation__inspection",
    "publication.release": "inspection",
    "publication.release_editions": "release__inspection",
    "publication.releaseapproval": "release__inspection",
    "publication.cancellation": "release__inspection",
    "publication.bundle": "release__inspection",
    "publication.contents": "release__inspection",
    "publication.mandate": "inspection",
    "publication.mandateend": "mandate__inspection",
    "publication.publishedregister": "inspection",
    # Found by the rows they name, since they refer to none.
    "ledger.disposal": "",
}
TABLES = (*SHARED, *OF_INSPECTION)
# The format that is written. It rises when a table is added here (named in SINCE) or a column to
# one of them (named in its model's ADDED); binders of every earlier format are still read.
FORMAT = 12
# Tables that earlier formats did not have, with the first format that has them: in an earlier one
# they hold no row.
SINCE = {
    "inspections.phasemove": 2,
    "fieldwork.visitmove": 2,
    "ledger.disposal": 2,
    "recommendations.acceptance": 3,
    "recommendations.acceptancewithdrawal": 3,
    "recommendations.confirmation": 3,
    "recommendations.confirmationwithdrawal": 3,
    "publication.contents": 3,
    "publication.mandate": 3,
    "publication.mandateend": 3,
    "publication.publishedregister": 3,
    "inspections.needtoknow": 4,
    "fieldwork.sessionmove": 5,
    "fieldwork.sessioncancellation": 5,
    "inspections.takenback": 5,
    "inspections.scoperemoval": 5,
    "inspections.amendment": 5,
    "reports.passedgate": 6,
    "reports.referencedraft": 7,
    "reports.draftwithdrawal": 7,
    "reports.signature": 7,
    "reports.signaturewithdrawal": 7,
    "reports.objection": 7,
    "reports.look": 7,
    "inspections.suppression": 8,
    "inspections.suppressionend": 8,
    "claims.excerpt": 8,
    "claims.excerptwithdrawal": 8,
    "judgments.modechoice": 9,
    "judgments.planofjudging": 9,
    "judgments.planreader": 9,
    "fieldwork.reviewform": 10,
    "fieldwork.reviewquestion": 10,
    "fieldwork.pooledbody": 10,
    "fieldwork.casesample": 10,
    "fieldwork.caselist": 10,
    "fieldwork.casedraw": 10,
    "fieldwork.drawncase": 10,
    "fieldwork.missingcase": 10,
    "fieldwork.foundcase": 10,
    "fieldwork.casereview": 10,
    "fieldwork.caseanswer": 10,
    "fieldwork.casereviewwithdrawal": 10,
    "fieldwork.sampleend": 10,
    "judgments.exercise": 10,
    "judgments.panelmember": 10,
    "judgments.exercisecase": 10,
    "judgments.panelanswer": 10,
    "judgments.caseremoval": 10,
    "judgments.passmark": 10,
    "judgments.exercisemove": 10,
    "judgments.answersdraft": 10,
    "judgments.handin": 10,
    "judgments.exerciseanswer": 10,
    "judgments.handinwithdrawal": 10,
    "judgments.readinessdecision": 10,
    "judgments.shownpapers": 10,
    "judgments.agreementsample": 10,
    "judgments.sampledcell": 10,
    "judgments.samplelook": 10,
    "judgments.consistencypanel": 10,
    "judgments.panelseat": 10,
    "judgments.panelmove": 10,
    "judgments.panelpresence": 10,
    "judgments.panelcell": 10,
    "judgments.panelcellremoval": 10,
    "judgments.steppingaside": 10,
    "judgments.paneldecision": 10,
    "judgments.panelvoice": 10,
    "judgments.override": 10,
    "judgments.overridewithdrawal": 10,
    "judgments.writtenoutcome": 11,
    "judgments.outcomewording": 11,
    "judgments.outcomecitation": 11,
    "judgments.outcomemove": 11,
    "recommendations.answeredoutcome": 11,
    "recommendations.answeredoutcomeend": 11,
    "judgments.jointfigures": 10,
    "judgments.jointseverity": 10,
    "judgments.certainty": 11,
    "judgments.certaintywithdrawal": 11,
    "judgments.comparison": 11,
    "judgments.comparisonwithdrawal": 11,
    "judgments.panelattendance": 12,
    "fieldwork.requestdueday": 12,
    "fieldwork.requestwithdrawal": 12,
}


def tables_of(number: int) -> tuple[str, ...]:
    """The tables a binder of one format holds."""
    return tuple(name for name in TABLES if SINCE.get(name, 1) <= number)


def stored_name(table: str) -> str:
    """The name a table has in the database: the ledger's digests call it so."""
    return table.replace(".", "_", 1)


# Not in a binder, each with its reason.
LEFT_OUT = {
    "people.roleheld": (
        "a role is granted where one works; a binder must not bring its people rights"
    ),
    "people.clearance": (
        "who is cleared is said where one works; without it a need to know opens nothing"
    ),
    "people.factorreset": "it tells of second factors, which never leave an installation",
    "people.signinlink": "it lets somebody in, and is made where they come in",
    "people.credentialproof": (
        "it proves passwords and second factors, which never leave an installation"
    ),
    "inspections.readersmark": "up to where somebody has read here; it is theirs and nobody else's",
    "bodies.groupchange": (
        "how a group came to hold its bodies is the register's history here; it comes as it is"
    ),
    "bodies.registerimport": (
        "which files were read into another installation's register says nothing of the inspection"
    ),
    "programmes.workingcalendar": (
        "a calendar is loaded where one works; each day counted by it says so in its own words"
    ),
    "programmes.nonworkingday": (
        "a calendar is loaded where one works; each day counted by it says so in its own words"
    ),
    "publication.clockconfirmation": "it tells of this installation's clock, and of no inspection",
    "ledger.entry": "carried as the stream of the inspection, not as rows",
    "ledger.acceptedheads": "it tells of the installation's own file of heads",
    "ledger.rowdigest": "carried with the stream of the inspection, not as rows",
    "ledger.broughtdigest": "carried with the stream of the inspection, not as rows",
    "ledger.columnlist": "carried with the stream of the inspection, not as rows",
    "ledger.checkpoint": "it binds every stream of the installation; a leaf is given apart",
    "ledger.signedcheckpoint": "it is published, and the same for every inspection",
    "ledger.checkpointkey": "it is published, and the same for every inspection",
}
# Columns that never leave an installation; none of them is covered by a row's digest. The seed of a
# sample that is not drawn yet tells who holds it which cases will be; once drawn, the draw has it.
WITHHELD = {
    "people.person": ("password", "last_login"),
    "fieldwork.casesample": ("secret",),
}
# Columns that name a stored file by its digest.
FILES = {
    "fieldwork.receipt": "digest",
    "evidence.attachment": "blob_id",
    "reports.edition": "pdf",
    "recommendations.progress": "digest",
    "recommendations.verification": "digest",
}
# By what a shared row is known to people; the others by their number alone.
NATURAL = {
    "people.person": ("email",),
    "bodies.body": ("code",),
    "bodies.group": ("code",),
    "programmes.strategy": ("code",),
    "programmes.scale": ("code", "version"),
    "programmes.vocabulary": ("code", "version"),
    "programmes.framework": ("code", "version"),
}
# Facts of a shared row that may differ between two installations without its being another thing.
MAY_DIFFER = {
    "people.person": ("is_active", "registered_at"),
    "programmes.vocabulary": ("adopted_at",),
    "programmes.framework": ("loaded_at", "adopted_at"),
    "files.blob": ("media_type", "stored_at"),
}
