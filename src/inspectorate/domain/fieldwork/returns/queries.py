"""Reads of data returns: templates, what stands of each body, and the rows as one may have them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from django.db.models import QuerySet

from inspectorate.domain.inspections.access import reading
from inspectorate.domain.inspections.marked_words import reading_outside
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason

from ..models import (
    DataReturn,
    DataReturnWithdrawal,
    Receipt,
    Request,
    ReturnCertificate,
    ReturnRule,
    ReturnTemplate,
)
from ..queries import can
from ..states import ReturnState
from ..verbs import FieldworkVerb
from . import policies
from .checking import DigestForm, form_of
from .kinds import ColumnKind
from .models import ReturnColumn, ReturnException
from .rules import said
from .standing import BodyReturn, of_request, returned, rows_of, template_of


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A version that stands, with how many bodies are in each state."""

    template: ReturnTemplate
    counts: Counter[ReturnState]

    @property
    def asked(self) -> int:
        """How many bodies are asked by it."""
        return self.counts.total()

    @property
    def certified(self) -> int:
        """How many returned what counts."""
        return self.counts[ReturnState.CERTIFIED]

    @property
    def returned(self) -> int:
        """How many returned what waits to be certified."""
        return self.counts[ReturnState.RETURNED]

    @property
    def missing(self) -> int:
        """How many did not return."""
        return self.counts[ReturnState.NOT_RETURNED]


@dataclass(frozen=True, slots=True)
class ColumnFigures:
    """What stands in one column of a return, counted: what an office looks at and certifies."""

    column: ReturnColumn
    filled: int
    empty: int
    told: str


@dataclass(frozen=True, slots=True)
class RuleFigures:
    """A rule, what it asks, the rows that breach it, and why they may."""

    rule: ReturnRule
    said: str
    rows: Sequence[int]
    exception: ReturnException | None

    @property
    def at(self) -> str:
        """The rows in words, runs of them drawn together: "2 to 40, 44"."""
        return runs(self.rows)


def templates(person: Person, inspection: Inspection) -> list[TemplateRow]:
    """Templates that no later version replaced, each with how far its returns are."""
    if not can(person, inspection, FieldworkVerb.SEE):
        return []
    rows = _seen(inspection).filter(replaced=None)
    return [TemplateRow(one, Counter(each.state for each in returned(one))) for one in rows]


def template(person: Person, inspection: Inspection, number: int) -> ReturnTemplate | None:
    """Return a template of an inspection by its number; None where it is not seen."""
    if not can(person, inspection, FieldworkVerb.SEE):
        return None
    return _seen(inspection).filter(number=number).first()


def offered(inspection: Inspection) -> QuerySet[ReturnTemplate]:
    """Templates by which a body may be asked."""
    return ReturnTemplate.objects.filter(inspection=inspection, replaced=None, withdrawal=None)


def versions(template: ReturnTemplate) -> list[ReturnTemplate]:
    """A template and what it replaced, the newest first."""
    line, one = [template], template
    while one.replaces is not None:
        one = one.replaces
        line.append(one)
    return line


def columns_of(template: ReturnTemplate) -> list[ReturnColumn]:
    """The columns of a template, in order. One query."""
    return list(template.columns.all())


def rules_of(template: ReturnTemplate) -> list[ReturnRule]:
    """The rules of a template, in order, each with its column. One query."""
    return list(template.rules.select_related("column"))


def stood(person: Person, template: ReturnTemplate) -> list[BodyReturn]:
    """What stands of each body asked by a template, for who may see fieldwork there."""
    if not can(person, template.inspection, FieldworkVerb.SEE):
        return []
    return returned(template)


def stood_of(request: Request) -> tuple[BodyReturn, ReturnTemplate] | None:
    """What stands of a request that a page shows, and the version that asks now; else None."""
    found = of_request(request)
    return (found, template_of(found.asked)) if found else None


def may_read(person: Person, data_return: DataReturn, *, outside: bool) -> bool:
    """May ``person`` read the rows of a return? What somebody sent is their own."""
    receipt = data_return.receipt
    if outside and receipt.by_id == person.pk:
        return True
    inspection = data_return.asked.request.inspection
    reader = reading_outside(inspection) if outside else reading(person, inspection)
    return reader.may(receipt.marking)


def rows_for(person: Person, data_return: DataReturn, *, outside: bool) -> list[list[str | None]]:
    """The rows of a return as ``person`` may have them, and noted; none above their clearance."""
    if not may_read(person, data_return, outside=outside):
        return []
    receipt, inspection = data_return.receipt, data_return.asked.request.inspection
    reader = reading_outside(inspection) if outside else reading(person, inspection)
    reader.own(receipt, receipt.marking)
    return rows_of(data_return.pk)


def every_row(
    person: Person, stood: Iterable[BodyReturn]
) -> Iterator[tuple[BodyReturn, int, list[str | None]]]:
    """Each row of the returns that stand and that ``person`` may read, with its number in the file.

    One return is read at a time.
    """
    for one in readable(person, stood):
        assert one.standing is not None  # it is readable
        rows = rows_for(person, one.standing, outside=False)
        for number, row in enumerate(rows, one.standing.first_row):
            yield one, number, row


def readable(person: Person, stood: Iterable[BodyReturn]) -> list[BodyReturn]:
    """Those of which a return stands whose rows ``person`` may read."""
    return [one for one in stood if one.standing is not None and _shown(person, one)]


def as_read(person: Person, stood: Iterable[BodyReturn]) -> list[BodyReturn]:
    """What stands of each body as ``person`` may have it: of a return marked too high its state.

    And whether it was taken back, but not by whom, when or why.
    """
    blank: dict[str, Any] = {"standing": None, "newest": None, "certificate": None, "soft": {}}
    blank |= {"last": None, "exceptions": {}, "unexplained": ()}
    return [one if _shown(person, one) else replace(one, **blank) for one in stood]


def _shown(person: Person, stood: BodyReturn) -> bool:
    return stood.last is None or may_read(person, stood.last, outside=False)


def figures(
    columns: Sequence[ReturnColumn], rows: Iterable[Sequence[str | None]]
) -> list[ColumnFigures]:
    """Count each column: totals of numbers, first and last days, how often each answer stands.

    Rows are gone through once and none is kept, so that those of all returns can be counted.
    """
    tellers = [_TELL[ColumnKind(one.kind)]() for one in columns]
    filled, count = [0] * len(columns), 0
    for row in rows:
        count += 1
        for place, cell in enumerate(row):
            if cell is not None:
                filled[place] += 1
                tellers[place].take(cell)
    return [
        ColumnFigures(one, there, count - there, teller.told() if there else "nothing")
        for one, there, teller in zip(columns, filled, tellers, strict=True)
    ]


def rule_figures(
    stood: BodyReturn, rules: Sequence[ReturnRule], columns: Sequence[ReturnColumn]
) -> list[RuleFigures]:
    """Each rule of the version of now that rows of the standing return breach, none left out."""
    return [
        RuleFigures(
            one, said(one, columns), stood.soft[str(one.number)], stood.exceptions.get(one.number)
        )
        for one in rules
        if stood.soft.get(str(one.number))
    ]


def runs(numbers: Iterable[int]) -> str:
    """Whole numbers in words, runs drawn together: "2 to 40, 44"."""
    found: list[list[int]] = []
    for one in sorted(set(numbers)):
        if found and found[-1][1] == one - 1:
            found[-1][1] = one
        else:
            found.append([one, one])
    return ", ".join(str(a) if a == b else f"{a} to {b}" for a, b in found)


def reasons_not_to_withdraw_template(template: ReturnTemplate, asked: int) -> list[Reason]:
    """Why a template may not be withdrawn now, given that a reason will be written."""
    return policies.template_withdrawable(template, asked, "given")


def reasons_not_to_replace(template: ReturnTemplate) -> list[Reason]:
    """Why no later version may replace a template."""
    return policies.template_changeable(template)


def reasons_not_to_certify(stood: BodyReturn) -> list[Reason]:
    """Why the standing return may not be certified now, given that an office will be named."""
    return policies.certifiable(stood, stood.standing, "given") if stood.standing else []


def reasons_not_to_take_back(stood: BodyReturn, *, outside: bool) -> list[Reason]:
    """Why what came last may not be taken back now, given that a reason will be written."""
    if stood.newest is None:
        return []
    return policies.return_withdrawable(stood, stood.newest, "given", outside=outside)


def withdrawal_of(receipt: Receipt) -> DataReturnWithdrawal | None:
    """The record by which a hand-in that was a data return was taken back; None of any other.

    One query.
    """
    found = DataReturnWithdrawal.objects.filter(data_return__receipt=receipt)
    return found.select_related("by").first()


def reasons_not_to_withdraw(stood: BodyReturn, exception: ReturnException) -> list[Reason]:
    """Why an exception may not be taken back now, given that a reason will be written."""
    return policies.exception_withdrawable(stood, exception, "given")


def certified_by(certificate: ReturnCertificate) -> DigestForm | None:
    """The form by which the rows that stand have the digest that was certified; None by none.

    Four queries, and the rows of the return.
    """
    template = ReturnTemplate.objects.get(pk=certificate.template_id)
    rows = rows_of(certificate.data_return_id)
    return form_of(certificate.rows_sha256, template, columns_of(template), rows)


def certificate_of(request: Request) -> ReturnCertificate | None:
    """The certificate that stands over the return of a request; None where none does."""
    found = of_request(request)
    return found.certificate if found else None


def _seen(inspection: Inspection) -> QuerySet[ReturnTemplate]:
    rows = ReturnTemplate.objects.filter(inspection=inspection)
    return rows.select_related("inspection", "withdrawal__by", "replaced", "replaces", "by")


class _Teller(Protocol):
    """What the cells of one column come to, taken one at a time."""

    def take(self, cell: str) -> None: ...

    def told(self) -> str: ...


class _Numbers:
    def __init__(self) -> None:
        self.total = Decimal(0)
        self.least: Decimal | None = None
        self.most: Decimal | None = None

    def take(self, cell: str) -> None:
        value = Decimal(cell)
        self.total += value
        self.least = value if self.least is None else min(self.least, value)
        self.most = value if self.most is None else max(self.most, value)

    def told(self) -> str:
        return f"total {self.total.normalize():,f}, from {self.least:,f} to {self.most:,f}"


class _Days:
    def __init__(self) -> None:
        self.first = self.last = ""

    def take(self, cell: str) -> None:
        self.first = min(self.first or cell, cell)
        self.last = max(self.last, cell)

    def told(self) -> str:
        first, last = (date.fromisoformat(one) for one in (self.first, self.last))
        return f"from {first:%-d %B %Y} to {last:%-d %B %Y}"


class _Answers:
    def __init__(self) -> None:
        self.counted: Counter[str] = Counter()

    def take(self, cell: str) -> None:
        self.counted[cell] += 1

    def told(self) -> str:
        told = self.counted.most_common()
        return ", ".join(f"{answer}: {count:,}" for answer, count in told)


class _Texts:
    def __init__(self) -> None:
        # Numbers of texts and not texts: of all rows of all bodies they would be too many.
        self.different: set[int] = set()

    def take(self, cell: str) -> None:
        self.different.add(hash(cell))

    def told(self) -> str:
        return f"{len(self.different):,} different"


_TELL: dict[ColumnKind, Callable[[], _Teller]] = {
    ColumnKind.WHOLE: _Numbers,
    ColumnKind.DECIMAL: _Numbers,
    ColumnKind.DAY: _Days,
    ColumnKind.YES_NO: _Answers,
    ColumnKind.CHOICE: _Answers,
    ColumnKind.TEXT: _Texts,
}
