"""Data returns: a template, a file for it, and each act on it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

from inspectorate.domain.fieldwork.models import DataReturn, Request, ReturnTemplate
from inspectorate.domain.fieldwork.returns import actions, queries, reading, standing
from inspectorate.domain.fieldwork.returns.checking import check, digest_of
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.files import store
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories import rooms

COLUMNS = """name,kind,required,unit,choices,least,most,meaning
Ref,text,yes,,,,,The reference of the case
Opened,date,yes,,,2010-01-01,,
Closed,date,no,,,,,
Officers,whole,no,officers,,0,1000,
Hours,decimal,no,hours,,,,
Total,decimal,no,,,,,
Outcome,choice,no,,charged | dropped,,,
Reviewed,yes-no,no,,,,,
"""
RULES = """Ref only once
Opened not greater than Closed
soft: Total = Officers + Hours
soft: Outcome filled where Reviewed is yes
"""
HEADS = ("Ref", "Opened", "Closed", "Officers", "Hours", "Total", "Outcome", "Reviewed")
GOOD = ("A1", "2018-01-02", "2018-02-03", "3", "1.5", "4.5", "charged", "yes")
# A row that breaches the third rule alone, which is not hard.
ODD = ("A2", "2018-01-02", "2018-02-03", "3", "1.5", "5", "dropped", "no")


def a_csv(*rows: Sequence[str], heads: Sequence[str] = HEADS) -> bytes:
    """A CSV file of rows under the headings of the template."""
    return "\r\n".join(",".join(row) for row in [heads, *rows]).encode()


def an_xlsx(
    *rows: Sequence[object], heads: Sequence[str] = HEADS, sheets: Sequence[str] = ("Data",)
) -> bytes:
    """An Excel file whose first sheet holds the rows."""
    book = Workbook()
    for place, title in enumerate(sheets):
        sheet = book.active if not place else book.create_sheet()
        assert sheet is not None
        sheet.title = title
        for row in [heads, *rows] if not place else [["something", "else"]]:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def a_template(inspection: Inspection, **given: Any) -> ReturnTemplate:
    """A template of eight columns and four rules, two of them not hard."""
    fields = {"title": "Cases of 2018", "columns": COLUMNS, "rules": RULES, **given}
    return actions.make_template(
        by=rooms.member(inspection, Role.LEAD),
        at=rooms.AT,
        key=rooms.a_key(),
        inspection=inspection,
        **fields,
    )


def asked(template: ReturnTemplate, number: int = 0) -> Request:
    """The ``number``-th body is asked for a return."""
    return rooms.a_request(template.inspection, number, title="Return of cases", template=template)


def hand_in(
    request: Request,
    *rows: Sequence[str],
    by: Person | None = None,
    content: bytes = b"",
    name: str = "cases.csv",
    **given: Any,
) -> DataReturn:
    """A return of ``rows`` (one good row where none is given), read and checked as a door does."""
    file = store.take(content or a_csv(*(rows or [GOOD])), name=name)
    stood = standing.of_request(request)
    assert stood is not None
    template = standing.template_of(stood.asked)
    columns = queries.columns_of(template)
    table = reading.read(file, [one.name for one in columns])
    fields: dict[str, Any] = {
        "template": template,
        "checked": check(table, columns, queries.rules_of(template)),
        **given,
    }
    return actions.return_data(
        by=by or rooms.member(request.inspection, Role.LEAD),
        at=rooms.AT,
        key=rooms.a_key(),
        request=request,
        file=file,
        **fields,
    )


def certify(data_return: DataReturn, by: Person | None = None, **given: Any) -> Any:
    """An office certifies the rows of a return."""
    stood = standing.of_request(data_return.asked.request)
    assert stood is not None
    template = standing.template_of(stood.asked)
    columns = queries.columns_of(template)
    seen = digest_of(template, columns, standing.rows_of(data_return.pk))
    fields = {"rows_sha256": seen, "office": "Head of Records", **given}
    return actions.certify(
        by=by or rooms.member(data_return.asked.request.inspection, Role.LEAD),
        at=rooms.AT,
        key=rooms.a_key(),
        data_return=data_return,
        **fields,
    )


def take_back(data_return: DataReturn, by: Person | None = None, **given: Any) -> Any:
    """Take a return back."""
    fields = {"reason": "It is of another force.", **given}
    return actions.take_return_back(
        by=by or rooms.member(data_return.asked.request.inspection, Role.LEAD),
        at=rooms.AT,
        key=rooms.a_key(),
        data_return=data_return,
        **fields,
    )


def except_rows(data_return: DataReturn, number: int = 3, by: Person | None = None) -> Any:
    """Say why rows that breach a rule which is not hard are right."""
    rules = data_return.template.rules
    return actions.except_rows(
        by=by or rooms.member(data_return.asked.request.inspection, Role.LEAD),
        at=rooms.AT,
        key=rooms.a_key(),
        data_return=data_return,
        rule=rules.get(number=number),
        reason="Counted at another day.",
    )


def withdraw_exception(exception: Any, by: Person | None = None) -> Any:
    """Take an exception back."""
    return actions.withdraw_exception(
        by=by or rooms.member(exception.data_return.asked.request.inspection, Role.LEAD),
        at=rooms.AT,
        key=rooms.a_key(),
        exception=exception,
        reason="It was of another rule.",
    )
