"""Forms of data returns: a template pasted, uploaded or written; withdrawn."""

from __future__ import annotations

from typing import Any

from django import forms

from inspectorate.domain.fieldwork.models import ReturnTemplate
from inspectorate.domain.fieldwork.reasons import FieldworkReason
from inspectorate.domain.fieldwork.returns import queries, reading
from inspectorate.domain.fieldwork.returns.defining import (
    HEADS,
    as_text,
    columns_text,
    rules_text,
)
from inspectorate.domain.fieldwork.returns.kinds import ColumnKind
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused

from ....act_forms import ActForm, FileForm

_KINDS = ", ".join(one.value for one in ColumnKind)


class TemplateForm(FileForm):
    """Columns as a table, one row a column, pasted or as a file; and rules, one a line."""

    title = forms.CharField(max_length=160, label="Title", help_text="What the return is about.")
    text = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        label="What a body should know that fills it in",
    )
    columns = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        required=False,
        label="Columns",
        help_text=f"A table with one row a column, pasted from a spreadsheet or with commas. Its "
        f"headings: {', '.join(HEADS)}. Kind is one of {_KINDS}; choices have | between them. "
        f"Needed where no file is sent.",
    )
    file = forms.FileField(
        required=False, label="Or the table of columns as a file", help_text="CSV or Excel (.xlsx)."
    )
    rules = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        required=False,
        label="Rules",
        help_text="One a line: “Opened not greater than Closed”, “Total = Men + Women”, “Ref only "
        "once”, “Ref with Year only once”, “Reason filled where Kind is other”. With “soft:” "
        "before it, a row may breach the rule where an exception says why.",
    )
    field_order = ("title", "text", "columns", "file", "rules")

    def __init__(self, *args: Any, replaces: ReturnTemplate | None = None, **kwargs: Any) -> None:
        if replaces is not None:
            columns = queries.columns_of(replaces)
            kwargs["initial"] = {
                "title": replaces.title,
                "text": replaces.text,
                "columns": columns_text(columns),
                "rules": rules_text(queries.rules_of(replaces), columns),
            }
        else:
            kwargs["initial"] = {"columns": ",".join(HEADS) + "\n"}
        super().__init__(*args, **kwargs)

    def arguments(self) -> dict[str, Any]:
        """The fields by their names; the table of a file in place of the one in the field."""
        given = super().arguments()
        file = given.pop("file", None)
        if file is None:
            return given
        table = reading.read(file, HEADS)
        wrong = [one for one in table.faults if one.what != reading.MISSING]
        if wrong:
            code = FieldworkReason.TEMPLATE_WRONG
            raise Refused(
                [
                    Reason(
                        code, f"{one.where}: {one.what}".lstrip(": "), Mend.words(one.mend), "file"
                    )
                    for one in wrong[:20]
                ]
            )
        return {**given, "columns": as_text(table)}


class WithdrawTemplateForm(ActForm):
    """Why a template is withdrawn."""

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}), max_length=1000, label="Why it is withdrawn"
    )
