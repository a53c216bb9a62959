"""May a template, a return, an exception or a certificate be recorded now? Each with reasons."""

from __future__ import annotations

from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.foundation.files.store import StoredFile
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import room_for_more, storable

from ..models import AskedReturn, DataReturn, ReturnCertificate, ReturnRule, ReturnTemplate
from ..reasons import FieldworkReason
from ..requests.policies import answerable
from ..verbs import FieldworkVerb
from .checking import CheckedReturn
from .defining import TemplateDraft
from .models import ReturnException
from .rules import Rows
from .standing import BodyReturn, rows_of

_LONGEST_TITLE, _LONGEST_TEXT, _LONGEST_REASON, _LONGEST_OFFICE = 160, 4_000, 1_000, 120
MOST_TEMPLATES = 200


def template_makeable(
    inspection: Inspection, title: str, text: str, draft: TemplateDraft
) -> list[Reason]:
    """Require a title, and columns and rules that can be checked."""
    return [
        *inspections.reasons_over(inspection),
        *room_for_more(
            inspection.return_templates.count(), MOST_TEMPLATES, "templates", NOTHING_TO_DO
        ),
        *storable(title, "title", needed=True, limit=_LONGEST_TITLE),
        *storable(text, "text", limit=_LONGEST_TEXT),
        *(
            Reason(FieldworkReason.TEMPLATE_WRONG, one.what, Mend.words(one.mend), one.field)
            for one in draft.faults
        ),
    ]


def template_changeable(template: ReturnTemplate) -> list[Reason]:
    """Require a version that no later one replaced and that was not withdrawn."""
    if hasattr(template, "withdrawal"):
        text = "This template was withdrawn."
        mend = Mend.by(FieldworkVerb.MAKE_RETURN_TEMPLATE, "Make another.")
        return [Reason(FieldworkReason.TEMPLATE_WITHDRAWN, text, mend, "template")]
    if hasattr(template, "replaced"):
        text = "A later version replaced this template."
        mend = Mend.words("Open the later version.")
        return [Reason(FieldworkReason.TEMPLATE_REPLACED, text, mend, "template")]
    return []


def template_replaceable(
    template: ReturnTemplate, title: str, text: str, draft: TemplateDraft
) -> list[Reason]:
    """Require the newest version, and one that could be made."""
    return [
        *template_changeable(template),
        *template_makeable(template.inspection, title, text, draft),
    ]


def template_withdrawable(template: ReturnTemplate, asked: int, reason: str) -> list[Reason]:
    """Require the newest version, by which nobody is asked any more, and a reason."""
    reasons = [
        *inspections.reasons_over(template.inspection),
        *template_changeable(template),
        *storable(reason, "reason", needed=True, limit=_LONGEST_REASON),
    ]
    if asked:
        text = f"{asked} bod{'y is' if asked == 1 else 'ies are'} asked for returns by it."
        mend = Mend.by(
            FieldworkVerb.WITHDRAW_REQUEST,
            "Withdraw the requests first. A return that came for one is taken back before.",
        )
        reasons.append(Reason(FieldworkReason.RETURN_ASKED, text, mend))
    return reasons


def return_askable(
    template: ReturnTemplate | None, inspection: Inspection, scope_body: ScopeBody
) -> list[Reason]:
    """Require a version of this inspection that stands, and a body not asked by it already."""
    if template is None:
        return []
    if template.inspection_id != inspection.pk:
        text = "The template is of another inspection."
        return [
            Reason(
                FieldworkReason.TEMPLATE_ELSEWHERE,
                text,
                Mend.words("Choose one of this inspection."),
                "template",
            )
        ]
    reasons = template_changeable(template)
    there = AskedReturn.objects.filter(
        request__scope_body=scope_body, request__withdrawal=None, template__inspection=inspection
    )
    if any(template.pk in _versions(one) for one in there.prefetch_related("takeovers")):
        text = f"{scope_body.label} is asked for a return by this template already."
        mend = Mend.nothing("The request there is enough.")
        reasons.append(Reason(FieldworkReason.RETURN_ASKED, text, mend, "template"))
    return reasons


def _versions(asked: AskedReturn) -> set[int]:
    return {asked.template_id, *(one.template_id for one in asked.takeovers.all())}


def returnable(
    stood: BodyReturn,
    template: ReturnTemplate,
    file: StoredFile,
    checked: CheckedReturn,
    *,
    note: str,
    marking: str,
    outside: bool,
) -> list[Reason]:
    """Require a request that is still asked, a table without a fault, and rows not here already."""
    reasons = [
        *inspections.reasons_over(stood.request.inspection),
        *answerable(stood.request, outside=outside),
    ]
    if stood.template_id != template.pk:
        text = "The template was replaced by a later version while you prepared the file."
        mend = Mend.words("Take the file of the later version, and send it again.")
        reasons.append(Reason(FieldworkReason.TEMPLATE_REPLACED, text, mend, "file"))
    if checked.faults:
        count = len(checked.faults)
        text = f"{count:,} thing{'s are' if count > 1 else ' is'} wrong, so nothing was stored."
        mend = Mend.words("Mend them in the file, and choose it again.")
        reasons.append(Reason(FieldworkReason.RETURN_WRONG, text, mend, "file"))
    return reasons or _new(stood, file, checked, (note.strip(), marking))


def _new(
    stood: BodyReturn, file: StoredFile, checked: CheckedReturn, told: tuple[str, str]
) -> list[Reason]:
    """Require that what stands holds other rows: sent twice, nothing changes, and it is said.

    The same rows with another note or marking are a return of their own: so one is marked anew.
    """
    there = stood.standing
    if there is None or (there.receipt.note, there.receipt.marking) != told:
        return []
    same = there.receipt.digest == file.digest
    if not same and rows_of(there.pk) != checked.rows:
        return []
    what = "This file" if same else "A file with the very same rows"
    text = f"{what} is here already, as return {there.number}. Nothing was changed."
    return [Reason(FieldworkReason.RETURN_HERE_ALREADY, text, NOTHING_TO_DO, "file")]


def return_changeable(stood: BodyReturn, data_return: DataReturn) -> list[Reason]:
    """Require that a return is the one that stands of its body, for a request still asked."""
    reasons = [
        *inspections.reasons_over(stood.request.inspection),
        *answerable(stood.request, outside=True),
    ]
    if hasattr(data_return, "withdrawal"):
        text = f"Return {data_return.number} was taken back."
        mend = Mend.by(FieldworkVerb.RETURN_DATA, "Send a return again.")
        reasons.append(Reason(FieldworkReason.RETURN_TAKEN_BACK, text, mend))
    elif stood.standing is None:
        text = "The template has a later version that does not take this return."
        mend = Mend.by(FieldworkVerb.RETURN_DATA, "Send a return by the later version.")
        reasons.append(Reason(FieldworkReason.RETURN_SUPERSEDED, text, mend))
    elif stood.standing.pk != data_return.pk:
        text = f"Return {stood.standing.number} came since."
        mend = Mend.words("Open the page again, and look at that one.")
        reasons.append(Reason(FieldworkReason.RETURN_SUPERSEDED, text, mend))
    return reasons


def return_withdrawable(
    stood: BodyReturn, data_return: DataReturn, reason: str, *, outside: bool
) -> list[Reason]:
    """Require the return that came last, not taken back yet, and a reason.

    Of a contact (``outside``) also that no certificate counts: an office's word is not undone
    behind it, but taken back first.
    """
    reasons = [
        *inspections.reasons_over(stood.request.inspection),
        *storable(reason, "reason", needed=True, limit=_LONGEST_REASON),
    ]
    if hasattr(data_return, "withdrawal"):
        text = f"Return {data_return.number} was taken back already."
        reasons.append(Reason(FieldworkReason.RETURN_TAKEN_BACK, text, NOTHING_TO_DO))
    elif stood.last is not None and stood.last.pk != data_return.pk:
        text = f"Return {stood.last.number} came since."
        mend = Mend.words("Open the page again, and look at that one.")
        reasons.append(Reason(FieldworkReason.RETURN_SUPERSEDED, text, mend))
    elif outside and stood.certified and stood.certificate is not None:
        text = f"{stood.certificate.office} certified the return."
        mend = Mend.by(FieldworkVerb.WITHDRAW_CERTIFICATE, "Take the certificate back first.")
        reasons.append(Reason(FieldworkReason.CERTIFIED_ALREADY, text, mend))
    return reasons


def excusable(
    stood: BodyReturn, data_return: DataReturn, rule: ReturnRule, reason: str
) -> list[Reason]:
    """Require a rule that is not hard, which rows of the return breach, not explained yet."""
    reasons = [
        *return_changeable(stood, data_return),
        *storable(reason, "reason", needed=True, limit=_LONGEST_REASON),
    ]
    if rule.template_id != stood.template_id or rule.number not in stood.unexplained:
        text = "No row breaches this rule without an exception."
        reasons.append(Reason(FieldworkReason.NOTHING_TO_EXCEPT, text, NOTHING_TO_DO))
    return reasons


def exception_withdrawable(
    stood: BodyReturn, exception: ReturnException, reason: str
) -> list[Reason]:
    """Require an exception of the return that stands, over which no certificate is given.

    An office certifies the exceptions it saw; they are not changed behind its name.
    """
    reasons = [
        *return_changeable(stood, exception.data_return),
        *storable(reason, "reason", needed=True, limit=_LONGEST_REASON),
    ]
    if hasattr(exception, "withdrawal"):
        text = "The exception was taken back already."
        reasons.append(Reason(FieldworkReason.EXCEPTION_WITHDRAWN, text, NOTHING_TO_DO))
    elif stood.certificate is not None:
        text = f"{stood.certificate.office} certified the return with this exception."
        mend = Mend.by(FieldworkVerb.WITHDRAW_CERTIFICATE, "Take the certificate back first.")
        reasons.append(Reason(FieldworkReason.CERTIFIED_ALREADY, text, mend))
    return reasons


def certifiable(stood: BodyReturn, data_return: DataReturn, office: str) -> list[Reason]:
    """Require an office, and a return that stands, with every soft breach explained."""
    reasons = [
        *return_changeable(stood, data_return),
        *storable(office, "office", needed=True, limit=_LONGEST_OFFICE),
    ]
    if stood.unexplained and not reasons:
        numbers = ", ".join(str(one) for one in stood.unexplained)
        text = f"Rows breach rule {numbers}, and nobody has said why that is right."
        mend = Mend.by(FieldworkVerb.EXCEPT_ROWS, "Say why, or send a return that keeps the rule.")
        reasons.append(Reason(FieldworkReason.EXCEPTION_MISSING, text, mend))
    if stood.certified:
        text = "These rows are certified already."
        reasons.append(Reason(FieldworkReason.CERTIFIED_ALREADY, text, NOTHING_TO_DO))
    return reasons


def rows_certifiable(checked: CheckedReturn, rows: Rows) -> list[Reason]:
    """Require that rows still keep every hard rule when certified, and are read as they stand."""
    if not checked.faults and checked.rows == rows:
        return []
    text = "The template of now would read a cell otherwise than it stands."
    if checked.faults:
        text = f"{checked.faults[0].where}: {checked.faults[0].what}"
    return [Reason(FieldworkReason.RETURN_WRONG, text, Mend.words("Send a mended return."))]


def certificate_withdrawable(certificate: ReturnCertificate, reason: str) -> list[Reason]:
    """Require a certificate that was not taken back, while the inspection is not over."""
    inspection = certificate.template.inspection
    reasons = [
        *inspections.reasons_over(inspection),
        *storable(reason, "reason", needed=True, limit=_LONGEST_REASON),
    ]
    if hasattr(certificate, "withdrawal"):
        text = "The certificate was taken back already."
        reasons.append(Reason(FieldworkReason.CERTIFICATE_WITHDRAWN, text, NOTHING_TO_DO))
    return reasons
