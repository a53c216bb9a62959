"""The only writers of data returns: template, return and its end, exception, certificate."""

from __future__ import annotations

from datetime import datetime

from inspectorate.domain.bodies import queries as bodies
from inspectorate.domain.inspections.access import may, require
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.files import store
from inspectorate.foundation.files.store import StoredFile
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.markings.scheme import BASELINE
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Conflict, Forbidden, refuse_if

from .. import searched
from ..models import (
    DataReturn,
    DataReturnWithdrawal,
    Request,
    ReturnCertificate,
    ReturnRule,
    ReturnTemplate,
)
from ..permissions import TABLE
from ..policies import receivable
from ..requests.receiving import keep_receipt
from ..verbs import FieldworkVerb
from . import policies, queries, standing
from .checking import CheckedReturn, again, digest_of
from .defining import TemplateDraft, drafted
from .models import (
    CertificateWithdrawal,
    ReturnColumn,
    ReturnException,
    ReturnExceptionWithdrawal,
    ReturnTakeover,
    ReturnTemplateWithdrawal,
)
from .taking_over import CheckedAhead, Held, checked_again, held_by


@action(FieldworkVerb.MAKE_RETURN_TEMPLATE, streams=lambda *, inspection, **_: [inspection.stream])
def make_template(
    *,
    by: Person,
    at: datetime,
    key: str,
    inspection: Inspection,
    title: str,
    columns: str,
    rules: str = "",
    text: str = "",
) -> ReturnTemplate:
    """Say which columns a return has (a table, one row a column) and which rules, one a line."""
    require(by, inspection, TABLE, FieldworkVerb.MAKE_RETURN_TEMPLATE)
    draft = drafted(columns, rules)
    refuse_if(policies.template_makeable(inspection, title, text, draft))
    made = _keep_template(inspection, draft, title, text, None, by=by, at=at)
    detail = {"number": made.number, "columns": len(draft.columns), "rules": len(draft.rules)}
    write(of=made, stream=inspection.stream, detail=detail)
    return made


@action(
    FieldworkVerb.REPLACE_RETURN_TEMPLATE,
    streams=lambda *, template, **_: [template.inspection.stream],
)
def replace_template(
    *,
    by: Person,
    at: datetime,
    key: str,
    template: ReturnTemplate,
    title: str,
    columns: str,
    rules: str = "",
    text: str = "",
    ahead: CheckedAhead | None = None,
) -> ReturnTemplate:
    """Replace a template by a later version, which takes over every request that asks by it.

    What had come is checked again, of what was checked before the lock (``ahead``) only what came
    since. Where it still holds, it stands, and its certificate counts as
    long as the version says the same of every column; where not, the body has not returned by it.
    """
    inspection = template.inspection
    require(by, inspection, TABLE, FieldworkVerb.REPLACE_RETURN_TEMPLATE)
    draft = drafted(columns, rules)
    refuse_if(policies.template_replaceable(template, title, text, draft))
    asked = standing.returned(template)
    made = _keep_template(inspection, draft, title, text, template, by=by, at=at)
    known = [
        ahead.of(one.newest, columns, rules) if ahead and one.newest else None for one in asked
    ]
    hold = sum(
        _take_over(one, made, _held(one, made, found))
        for one, found in zip(asked, known, strict=True)
    )
    detail = {"number": made.number, "was": template.number, "asked": len(asked), "hold": hold}
    write(of=made, stream=inspection.stream, detail=detail)
    return made


@action(
    FieldworkVerb.WITHDRAW_RETURN_TEMPLATE,
    streams=lambda *, template, **_: [template.inspection.stream],
)
def withdraw_template(
    *, by: Person, at: datetime, key: str, template: ReturnTemplate, reason: str
) -> ReturnTemplateWithdrawal:
    """Withdraw a template by which no body is asked, with the reason; it stays on record."""
    require(by, template.inspection, TABLE, FieldworkVerb.WITHDRAW_RETURN_TEMPLATE)
    asked = len(standing.returned(template))
    refuse_if(policies.template_withdrawable(template, asked, reason))
    made = ReturnTemplateWithdrawal.objects.create(
        template=template, reason=reason.strip(), by=by, at=at
    )
    write(of=made, stream=template.inspection.stream, detail={"number": template.number})
    return made


@action(FieldworkVerb.RETURN_DATA, streams=lambda *, request, **_: [request.inspection.stream])
def return_data(
    *,
    by: Person,
    at: datetime,
    key: str,
    request: Request,
    template: ReturnTemplate,
    file: StoredFile,
    checked: CheckedReturn,
    note: str = "",
    marking: str = BASELINE,
) -> DataReturn:
    """Take what a body returned, whole or not at all; it replaces what the body returned before.

    ``checked`` is what was read of the file by ``template``, without the lock that acts hold: its
    rows are checked here once more, by the rules of now.
    """
    outside = _sends(by, request, FieldworkVerb.RETURN_DATA)
    stood = _stood(request, FieldworkVerb.RETURN_DATA)
    columns, rules = list(template.columns.all()), queries.rules_of(template)
    found = checked
    if not checked.faults:
        found = again(
            checked.rows, columns, rules, sheet=checked.sheet, first_row=checked.first_row
        )
    reasons = policies.returnable(
        stood, template, file, found, note=note, marking=marking, outside=outside
    )
    refuse_if(reasons)
    refuse_if(receivable(request, note, file, marking, outside=outside))
    last = stood.last
    earlier = last.receipt if last and not hasattr(last.receipt, "replaced") else None
    receipt = keep_receipt(
        request,
        by=by,
        at=at,
        note=note,
        name=file.name,
        blob=store.put(file, at=at),
        marking=marking,
        replaces=earlier,
    )
    made = DataReturn.objects.create(
        asked=stood.asked,
        receipt=receipt,
        template=template,
        number=last.number + 1 if last else 1,
        sheet=found.sheet,
        first_row=found.first_row,
        rows=found.rows,
        rows_sha256=digest_of(template, columns, found.rows),
        row_count=len(found.rows),
        soft=found.soft,
        by=by,
        at=at,
    )
    soft = {number: len(rows) for number, rows in found.soft.items()}
    detail = {"request": request.pk, "number": made.number, "rows": made.row_count, "soft": soft}
    write(of=made, stream=request.inspection.stream, detail=detail)
    return made


@action(
    FieldworkVerb.TAKE_RETURN_BACK,
    streams=lambda *, data_return, **_: [data_return.template.inspection.stream],
)
def take_return_back(
    *, by: Person, at: datetime, key: str, data_return: DataReturn, reason: str
) -> DataReturnWithdrawal:
    """Take back a return that came by mistake or for another body, with the reason.

    By the contact while no certificate counts, by staff in any case. It counts for nothing, the
    request is open again, and what it replaced does not stand again: nobody checked that since.
    """
    request = data_return.asked.request
    outside = _reads(by, data_return, FieldworkVerb.TAKE_RETURN_BACK)
    stood = _stood(request, FieldworkVerb.TAKE_RETURN_BACK)
    refuse_if(policies.return_withdrawable(stood, data_return, reason, outside=outside))
    made = DataReturnWithdrawal.objects.create(
        data_return=data_return, reason=reason.strip(), by=by, at=at
    )
    detail = {"request": request.pk, "number": data_return.number, "certified": stood.certified}
    write(of=made, stream=data_return.template.inspection.stream, detail=detail)
    return made


@action(
    FieldworkVerb.EXCEPT_ROWS,
    streams=lambda *, data_return, **_: [data_return.template.inspection.stream],
)
def except_rows(
    *,
    by: Person,
    at: datetime,
    key: str,
    data_return: DataReturn,
    rule: ReturnRule,
    reason: str,
) -> ReturnException:
    """Say why every row of a return that breaches a rule, which is not hard, is right as it is."""
    request = data_return.asked.request
    _reads(by, data_return, FieldworkVerb.EXCEPT_ROWS)
    stood = _stood(request, FieldworkVerb.EXCEPT_ROWS)
    refuse_if(policies.excusable(stood, data_return, rule, reason))
    rows = list(stood.soft[str(rule.number)])
    made = ReturnException.objects.create(
        data_return=data_return, rule=rule, rows=rows, reason=reason.strip(), by=by, at=at
    )
    detail = {"request": request.pk, "rule": rule.number, "rows": len(rows)}
    write(of=made, stream=request.inspection.stream, detail=detail)
    return made


@action(
    FieldworkVerb.WITHDRAW_EXCEPTION,
    streams=lambda *, exception, **_: [exception.rule.template.inspection.stream],
)
def withdraw_exception(
    *, by: Person, at: datetime, key: str, exception: ReturnException, reason: str
) -> ReturnExceptionWithdrawal:
    """Take back, with the reason, what said why rows are right; the rule waits to be explained."""
    data_return = exception.data_return
    _reads(by, data_return, FieldworkVerb.WITHDRAW_EXCEPTION)
    stood = _stood(data_return.asked.request, FieldworkVerb.WITHDRAW_EXCEPTION)
    refuse_if(policies.exception_withdrawable(stood, exception, reason))
    made = ReturnExceptionWithdrawal.objects.create(
        exception=exception, reason=reason.strip(), by=by, at=at
    )
    detail = {"request": data_return.asked.request_id, "rule": exception.rule.number}
    write(of=made, stream=data_return.template.inspection.stream, detail=detail)
    return made


@action(
    FieldworkVerb.CERTIFY_RETURN,
    streams=lambda *, data_return, **_: [data_return.template.inspection.stream],
)
def certify(
    *,
    by: Person,
    at: datetime,
    key: str,
    data_return: DataReturn,
    rows_sha256: str,
    office: str,
) -> ReturnCertificate:
    """Certify, for a named office, the rows that the page showed.

    ``rows_sha256`` is their digest under the template of now. Conflict where another return came
    since, or a version that says otherwise what its columns hold: nobody certifies figures unseen.
    The rules are run once more.
    """
    request = data_return.asked.request
    _reads(by, data_return, FieldworkVerb.CERTIFY_RETURN)
    stood = _stood(request, FieldworkVerb.CERTIFY_RETURN)
    template = ReturnTemplate.objects.get(pk=stood.template_id)
    columns, rules = list(template.columns.all()), queries.rules_of(template)
    there = stood.standing
    if there is not None:
        digest = digest_of(template, columns, standing.rows_of(there.pk))
        if (there.pk, digest) != (data_return.pk, rows_sha256):
            raise Conflict(
                version=there.number,
                theirs=f"return {there.number}, {there.row_count:,} rows, {digest[:12]}, "
                f"by template {template.number}: {template.title}",
                yours=f"return {data_return.number}, {rows_sha256[:12]}",
            )
    refuse_if(policies.certifiable(stood, data_return, office))
    rows = standing.rows_of(data_return.pk)
    refuse_if(policies.rows_certifiable(checked_again(data_return, rows, columns, rules), rows))
    made = ReturnCertificate.objects.create(
        data_return=data_return,
        template=template,
        office=" ".join(office.split()),
        rows_sha256=rows_sha256,
        by=by,
        at=at,
    )
    detail = {"request": request.pk, "number": data_return.number, "rows": data_return.row_count}
    write(of=made, stream=request.inspection.stream, detail=detail)
    return made


@action(
    FieldworkVerb.WITHDRAW_CERTIFICATE,
    streams=lambda *, certificate, **_: [certificate.template.inspection.stream],
)
def withdraw_certificate(
    *, by: Person, at: datetime, key: str, certificate: ReturnCertificate, reason: str
) -> CertificateWithdrawal:
    """Take a certificate back, with the reason; the return counts for no claim any more."""
    data_return = certificate.data_return
    _reads(by, data_return, FieldworkVerb.WITHDRAW_CERTIFICATE)
    refuse_if(policies.certificate_withdrawable(certificate, reason))
    made = CertificateWithdrawal.objects.create(
        certificate=certificate, reason=reason.strip(), by=by, at=at
    )
    detail = {"request": data_return.asked.request_id, "number": data_return.number}
    write(of=made, stream=certificate.template.inspection.stream, detail=detail)
    return made


def _keep_template(
    inspection: Inspection,
    draft: TemplateDraft,
    title: str,
    text: str,
    replaces: ReturnTemplate | None,
    *,
    by: Person,
    at: datetime,
) -> ReturnTemplate:
    made = ReturnTemplate.objects.create(
        inspection=inspection,
        number=inspection.return_templates.count() + 1,
        title=" ".join(title.split()),
        text=text.strip(),
        replaces=replaces,
        by=by,
        at=at,
    )
    for column in draft.columns:
        column.template = made
    ReturnColumn.objects.bulk_create(draft.columns)
    kept = {one.number: one for one in made.columns.all()}
    for rule in draft.rules:
        rule.template, rule.column = made, kept[rule.column.number]
    ReturnRule.objects.bulk_create(draft.rules)
    searched.TEMPLATE.keep(made)
    if replaces is not None:
        searched.TEMPLATE.keep(replaces)
    return made


def _take_over(one: standing.BodyReturn, made: ReturnTemplate, found: Held) -> bool:
    """Let a version ask in place of an earlier one; say whether what had come holds by it.

    What came last was checked, also where a version between did not take it.
    """
    ReturnTakeover.objects.create(
        asked=one.asked,
        template=made,
        checked=one.newest if found.holds else None,
        holds=found.holds,
        soft=dict(found.soft),
    )
    return found.holds


def _held(one: standing.BodyReturn, made: ReturnTemplate, found: Held | None) -> Held:
    """Whether what had come holds by a version: as it was found before, or checked now."""
    if one.newest is None:
        return Held()
    return found or held_by(one.newest, list(made.columns.all()), queries.rules_of(made))


def _sends(by: Person, request: Request, verb: FieldworkVerb) -> bool:
    """Whether a contact of the body does it, and not one of the team; Forbidden for others."""
    if bodies.speaks_for(by, request.scope_body.body):
        return True
    if not may(by, request.inspection, TABLE, verb):
        raise Forbidden(verb)
    return False


def _reads(by: Person, data_return: DataReturn, verb: FieldworkVerb) -> bool:
    """Require one who may do it and may read the rows it is about; Forbidden for others.

    Whether it is a contact of the body, as :func:`_sends` says.
    """
    outside = _sends(by, data_return.asked.request, verb)
    if not queries.may_read(by, data_return, outside=outside):
        raise Forbidden(verb)
    return outside


def _stood(request: Request, verb: FieldworkVerb) -> standing.BodyReturn:
    found = standing.of_request(request)
    if found is None:
        raise Forbidden(verb)
    return found
