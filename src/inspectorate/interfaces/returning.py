"""A data return at both doors: handed in, taken back, excepted, certified, taken out.

The doors are the staff pages and the portal. Each says what of it one may reach
(:class:`Returning`); everything else is the same for both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)

from inspectorate.domain.bodies.delegates.queries import stood_in
from inspectorate.domain.fieldwork.models import DataReturn, Request, ReturnTemplate
from inspectorate.domain.fieldwork.returns import actions, queries, reading
from inspectorate.domain.fieldwork.returns.checking import (
    SHOWN,
    CheckedReturn,
    check,
    digest_of,
)
from inspectorate.domain.fieldwork.returns.rules import said
from inspectorate.domain.fieldwork.returns.standing import BodyReturn
from inspectorate.foundation.files.store import Missing, StoredFile
from inspectorate.foundation.markings.scheme import OF_WORDS, OF_WORDS_FROM_OUTSIDE

from .act_forms import (
    ActForm,
    FileForm,
    MarkingField,
    Page,
    act_page,
    offer,
    perform,
    person,
    status_of,
)
from .cells import csv_lines, guarded
from .jobs import documents
from .return_files import XLSX_TYPE, empty_workbook

_SALT, _A_DAY = "fieldwork.returns.faults", 24 * 60 * 60
# Rows of a return that a page shows; the file of it has them all.
ROWS_SHOWN = 100
_NONE_NAMED = "The page named no return of this request. Open it again."


@dataclass(frozen=True, slots=True)
class Returning:
    """The return of one request as one door shows it.

    ``to`` gives the address of a page of it by its name, ``back`` is the page of the request.
    """

    request: HttpRequest
    page: Page
    asked: Request
    stood: BodyReturn
    template: ReturnTemplate
    outside: bool
    to: Callable[..., str]
    back: str

    @property
    def may_read(self) -> bool:
        """Whether what came last may be read, also where it was taken back; nothing else stands."""
        there = self.stood.last
        return there is not None and queries.may_read(
            person(self.request), there, outside=self.outside
        )

    def standing(self) -> DataReturn:
        """What stands, to be read; raises Http404 where nothing does, or it may not be read."""
        if self.stood.standing is None or not self.may_read:
            raise Http404
        return self.stood.standing

    def _certified_by(self) -> str:
        """The name of the form of the digest that was certified; "" where the rows have none."""
        given = self.stood.certificate
        form = queries.certified_by(given) if given is not None and self.may_read else None
        return form.name if form else ""

    def ways(self) -> Mapping[str, Any]:
        """What each page about the return leads to: its template, empty files and the rows."""
        return {
            "template": self.template,
            "csv": self.to("return-file", "csv"),
            "xlsx": self.to("return-file", "xlsx"),
            "rows": self.to("return-rows"),
        }

    def shown(self) -> Mapping[str, Any]:
        """What the page of the request shows of its return."""
        columns, rules = queries.columns_of(self.template), queries.rules_of(self.template)
        told = queries.rule_figures(self.stood, rules, columns) if self.may_read else []
        return {
            **self.ways(),
            "stood": self.stood,
            "may_read": self.may_read,
            "breaches": [
                (
                    one,
                    self.to("except-rows", one.rule.number),
                    self.to("withdraw-exception", one.rule.number),
                    queries.reasons_not_to_withdraw(self.stood, one.exception)
                    if one.exception
                    else [],
                )
                for one in told
            ],
            "not_certifiable": queries.reasons_not_to_certify(self.stood),
            "certified_by": self._certified_by(),
            "hand_in": self.to("return"),
            "certify": self.to("certify"),
            "take_back": self.to("withdraw-certificate"),
            "take_return_back": self.to("take-return-back"),
            "not_taken_back": queries.reasons_not_to_take_back(self.stood, outside=self.outside),
        }


class ReturnForm(FileForm):
    """A file with a return, read and checked before the act begins; ``checked`` keeps what for."""

    file = forms.FileField(
        label="File",
        help_text="CSV or Excel (.xlsx), with the headings of the template. It is taken whole or "
        "not at all.",
    )
    note = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}), label="Note", required=False, max_length=2000
    )

    def __init__(self, *args: Any, template: ReturnTemplate, outside: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.template, self.checked, self.taken = template, None, None
        self.fields["marking"] = MarkingField(
            "Marking of the return",
            "Official-sensitive is read by those alone who are cleared and need to know it. Send "
            "nothing marked Secret.",
            OF_WORDS_FROM_OUTSIDE if outside else OF_WORDS,
        )

    template: ReturnTemplate
    checked: CheckedReturn | None
    taken: StoredFile | None

    def arguments(self) -> dict[str, Any]:
        """The fields by their names; the file in the store, and what was found in it."""
        given = super().arguments()
        self.taken = given["file"]
        self.checked = checked_file(given["file"], self.template)
        return {**given, "template": self.template, "checked": self.checked}


class TakeBackForm(ActForm):
    """Why a return is taken back, and which one the page named: another may have come since."""

    data_return = forms.ModelChoiceField(
        DataReturn.objects.none(),
        widget=forms.HiddenInput,
        to_field_name="number",
        error_messages={"required": _NONE_NAMED, "invalid_choice": _NONE_NAMED},
    )
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        label="Why it is taken back",
        help_text="The body and the inspectorate read this.",
    )

    def __init__(self, *args: Any, stood: BodyReturn, **kwargs: Any) -> None:
        super().__init__(*args, initial={"data_return": stood.newest}, **kwargs)
        offer(self, "data_return", DataReturn.objects.filter(asked=stood.asked).defer("rows"))


class ExceptionForm(ActForm):
    """Why rows that breach a rule are right."""

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, label="Why the rows are right"
    )


class ExceptionWithdrawalForm(ActForm):
    """Why an exception is taken back."""

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}), max_length=1000, label="Why it is taken back"
    )


class CertifyForm(ActForm):
    """Which office certifies, and the digest of the rows that its page showed."""

    rows_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    office = forms.CharField(
        max_length=120,
        label="Office that certifies",
        help_text="The office and not a person: Head of Records, Chief Constable's Office.",
    )


class CertificateForm(ActForm):
    """Why a certificate is taken back."""

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}), max_length=1000, label="Why it is taken back"
    )


def checked_file(file: StoredFile, template: ReturnTemplate) -> CheckedReturn:
    """Read a stored file and check it by a template."""
    columns = queries.columns_of(template)
    table = reading.read(file, [one.name for one in columns])
    return check(table, columns, queries.rules_of(template))


def hand_in(door: Returning) -> HttpResponse:
    """Hand in a return; where something is wrong, name each place and store nothing."""
    request = door.request
    form = ReturnForm(
        request.POST or None,
        request.FILES or None,
        template=door.template,
        outside=door.outside,
    )
    act = documents.with_files(partial(actions.return_data, request=door.asked))
    made = perform(request, form, act)
    if made is not None:
        notes = " ".join(form.checked.notes) if form.checked else ""
        rows = "1 row" if made.row_count == 1 else f"{made.row_count:,} rows"
        messages.success(request, f"The return is here: {rows}. {notes} It is not certified yet.")
        return HttpResponseRedirect(door.back)
    checked = form.checked
    faults = checked.faults if checked else []
    token = _token(door, form.taken) if faults and form.taken else ""
    return door.page(
        request,
        "inspectorate/returning.html",
        door.asked.inspection,
        title=f"Hand in a return: {door.template.title}",
        form=form,
        faults=faults[:SHOWN],
        count=len(faults),
        shown=SHOWN,
        notes=checked.notes if checked else (),
        all_faults=f"{door.to('return-faults')}?of={token}" if token else "",
        columns=queries.columns_of(door.template),
        rules=rules_said(door.template),
        door=door.ways(),
        back=door.back,
        status=status_of(form),
    )


def faults_file(door: Returning) -> HttpResponse:
    """Every fault of the file that was refused last, as CSV; a day later it is not here."""
    try:
        told = signing.loads(door.request.GET.get("of", ""), salt=_SALT, max_age=_A_DAY)
    except signing.BadSignature as fault:
        raise Http404 from fault
    if told["by"] != person(door.request).pk or told["asked"] != door.asked.pk:
        raise Http404
    file = StoredFile(told["digest"], told["size"], told["type"], told["name"])
    try:
        found = checked_file(file, door.template)
    except Missing as fault:
        # Nothing names it, and it was swept.
        raise Http404 from fault
    rows = ([one.sheet, str(one.row or ""), *one[2:]] for one in found.faults)
    heads = ("Sheet", "Row", "Column", "Value", "What is wrong", "How to mend it")
    return _csv(csv_lines(heads, rows, guarded), "faults.csv")


def rows_file(door: Returning) -> HttpResponse:
    """The rows that stand, as CSV, with the headings of the template."""
    there = door.standing()
    heads = [one.name for one in queries.columns_of(door.template)]
    rows = queries.rows_for(person(door.request), there, outside=door.outside)
    lines = csv_lines(heads, ([cell or "" for cell in row] for row in rows), guarded)
    return _csv(lines, f"return-{there.number}.csv")


def empty_file(template: ReturnTemplate, way: str) -> HttpResponse:
    """An empty file for a body to fill in: headings, and in Excel a sheet about the columns."""
    columns, rules = queries.columns_of(template), rules_said(template)
    if way == "csv":
        return _csv(csv_lines([one.name for one in columns], [], guarded), "return.csv")
    if way != "xlsx":
        raise Http404
    file = empty_workbook(template.title, template.text, columns, rules)
    answer = FileResponse(file, as_attachment=True, filename="return.xlsx")
    answer.headers["Content-Type"] = XLSX_TYPE
    # An answer in pieces has all that a view's answer needs of it.
    return cast(HttpResponse, answer)


def take_back(door: Returning) -> HttpResponse:
    """Take back what came last, also where a later version of the template does not take it.

    What is sent is about the return that the page named, whatever came or was taken back since.
    """
    named = door.request.POST.get("data_return")
    came = (one for one in door.stood.asked.returns.all() if str(one.number) == named)
    there = next(came, door.stood.newest)
    if there is None or not queries.may_read(person(door.request), there, outside=door.outside):
        raise Http404
    given = door.stood.certificate if there == door.stood.newest else None
    office = given.office if given else ""
    certified = f" {office} certified it; that counts for nothing then either." if office else ""
    return act_page(
        door.page,
        door.request,
        door.asked.inspection,
        TakeBackForm(door.request.POST or None, stood=door.stood),
        actions.take_return_back,
        title=f"Take return {there.number} back: {door.template.title}",
        button="Take the return back",
        success_url=door.back,
        message="The return is taken back and counts for nothing. The request is open again.",
        intro="For a return that came by mistake, or that is another body's. It stays on record "
        f"with your reason, and the request is open again.{certified} What came before it does not "
        "stand again by itself: send it again.",
    )


def except_rows(door: Returning, number: int) -> HttpResponse:
    """Say why rows that breach a rule are right."""
    there, rules = door.standing(), queries.rules_of(door.template)
    rule = next((one for one in rules if one.number == number and not one.hard), None)
    if rule is None:
        raise Http404
    columns = queries.columns_of(door.template)
    rows = queries.runs(door.stood.soft.get(str(number), ()))
    return act_page(
        door.page,
        door.request,
        door.asked.inspection,
        ExceptionForm(door.request.POST or None),
        partial(actions.except_rows, data_return=there, rule=rule),
        title=f"Rows that breach rule {number}",
        button="Keep the rows as they are",
        success_url=door.back,
        message="The exception is recorded.",
        intro=f"{said(rule, columns)} Rows of the file that breach it: {rows}.",
    )


def withdraw_exception(door: Returning, number: int) -> HttpResponse:
    """Take back what said why rows that breach a rule are right."""
    door.standing()
    given = door.stood.exceptions.get(number)
    if given is None:
        raise Http404
    return act_page(
        door.page,
        door.request,
        door.asked.inspection,
        ExceptionWithdrawalForm(door.request.POST or None),
        partial(actions.withdraw_exception, exception=given),
        title=f"Take the exception back: rule {number}",
        button="Take it back",
        success_url=door.back,
        message="The exception is taken back. The rule waits to be explained again.",
        intro=f"{given.reason} It stays on record that this was said.",
    )


def certify(door: Returning) -> HttpResponse:
    """Show an office every figure of the return and the rows; the form carries their digest."""
    there, request = door.standing(), door.request
    columns, rules = queries.columns_of(door.template), queries.rules_of(door.template)
    rows = queries.rows_for(person(request), there, outside=door.outside)
    digest = digest_of(door.template, columns, rows)
    form = CertifyForm(request.POST or None, initial={"rows_sha256": digest})
    made = perform(request, form, partial(actions.certify, data_return=there))
    if made is not None:
        messages.success(request, f"Return {there.number} is certified by {made.office}.")
        return HttpResponseRedirect(door.back)
    status, against = status_of(form), queries.reasons_not_to_certify(door.stood)
    if against:
        # The page has no field to mend then: it says why instead.
        form = CertifyForm(initial={"rows_sha256": digest})
    return door.page(
        request,
        "inspectorate/certify.html",
        door.asked.inspection,
        title=f"Certify return {there.number}: {door.template.title}",
        form=form,
        there=there,
        digest=digest,
        figures=queries.figures(columns, rows),
        breaches=queries.rule_figures(door.stood, rules, columns),
        columns=columns,
        rows=list(enumerate(rows[:ROWS_SHOWN], there.first_row)),
        more=max(len(rows) - ROWS_SHOWN, 0),
        against=against,
        asked=door.asked,
        stood_in=None
        if door.outside
        else stood_in(person(request), [door.asked.scope_body.body_id]),
        door=door.ways(),
        back=door.back,
        status=status,
    )


def withdraw_certificate(door: Returning) -> HttpResponse:
    """Take the certificate back that stands."""
    # Also one that does not count now, or whose return a later version does not take: another
    # version could wake it.
    there, given = door.stood.newest, door.stood.certificate
    if there is None or given is None or not door.may_read:
        raise Http404
    return act_page(
        door.page,
        door.request,
        door.asked.inspection,
        CertificateForm(door.request.POST or None),
        partial(actions.withdraw_certificate, certificate=given),
        title=f"Take the certificate back: return {there.number}",
        button="Take it back",
        success_url=door.back,
        message="The certificate is taken back. The return counts for nothing until it is given "
        "again.",
        intro=f"{given.office} certified the return. It stays on record that it did.",
    )


def rules_said(template: ReturnTemplate) -> list[tuple[str, bool]]:
    """What each rule asks, and whether it is always kept."""
    columns = queries.columns_of(template)
    return [(said(one, columns), one.hard) for one in queries.rules_of(template)]


def _token(door: Returning, file: StoredFile) -> str:
    told = {"by": person(door.request).pk, "asked": door.asked.pk, "digest": file.digest}
    told |= {"size": file.size, "type": file.media_type, "name": file.name}
    return signing.dumps(told, salt=_SALT)


def _csv(lines: Iterator[str] | Sequence[str], name: str) -> HttpResponse:
    pieces = (line.encode() for line in lines)
    answer = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return cast(HttpResponse, answer)
