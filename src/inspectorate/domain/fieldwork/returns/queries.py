"""Reads of data returns: templates, what stands of each body, and the rows as one may have them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from inspectorate.domain.inspections.access import reading
from inspectorate.domain.inspections.marked_words import reading_outside
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason

from ..models import DataReturn, Request, ReturnCertificate, ReturnRule, ReturnTemplate
from ..queries import can
from ..states import ReturnState
from ..verbs import FieldworkVerb
from . import policies
from .kinds import ColumnKind
from .models import ReturnColumn, ReturnException
from .rules import said
from .standing import BodyReturn, of_request, returned, template_of


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
    rows: list[list[str | None]] = data_return.rows
    return rows


def every_row(
    person: Person, stood: Iterable[BodyReturn]
) -> Iterator[tuple[BodyReturn, int, list[str | None]]]:
    """Each row of the returns that stand and that ``person`` may read, with its number in the file.

    One return is read at a time.
    """
    for one in readable(person, stood):
        assert one.standing is not None  # it is readable
        rows = rows_for(person, DataReturn.objects.get(pk=one.standing.pk), outside=False)
        for number, row in enumerate(rows, one.standing.first_row):
            yield one, number, row


def readable(person: Person, stood: Iterable[BodyReturn]) -> list[BodyReturn]:
    """Those of which a return stands whose rows ``person`` may read."""
    there = (one for one in stood if one.standing is not None)
    return [one for one in there if one.standing and may_read(person, one.standing, outside=False)]


def figures(
    columns: Sequence[ReturnColumn], rows: Sequence[Sequence[str | None]]
) -> list[ColumnFigures]:
    """Count each column: totals of numbers, first and last days, how often each answer stands."""
    found = []
    for place, column in enumerate(columns):
        cells = [row[place] for row in rows]
        filled = [one for one in cells if one is not None]
        told = _TELL[ColumnKind(column.kind)](filled) if filled else "nothing"
        found.append(ColumnFigures(column, len(filled), len(cells) - len(filled), told))
    return found


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


def certificate_of(request: Request) -> ReturnCertificate | None:
    """The certificate that stands over the return of a request; None where none does."""
    found = of_request(request)
    return found.certificate if found else None


def _seen(inspection: Inspection) -> QuerySet[ReturnTemplate]:
    rows = ReturnTemplate.objects.filter(inspection=inspection)
    return rows.select_related("inspection", "withdrawal__by", "replaced", "replaces", "by")


def _number(cells: Sequence[str]) -> str:
    values = [Decimal(one) for one in cells]
    return f"total {sum(values):,f}, from {min(values):,f} to {max(values):,f}"


def _day(cells: Sequence[str]) -> str:
    first, last = (date.fromisoformat(one) for one in (min(cells), max(cells)))
    return f"from {first:%-d %B %Y} to {last:%-d %B %Y}"


def _answers(cells: Sequence[str]) -> str:
    counted = Counter(cells).most_common()
    return ", ".join(f"{answer}: {count:,}" for answer, count in counted)


def _text(cells: Sequence[str]) -> str:
    different = len(set(cells))
    return f"{different:,} different"


_TELL: dict[ColumnKind, Callable[[Sequence[str]], str]] = {
    ColumnKind.WHOLE: _number,
    ColumnKind.DECIMAL: _number,
    ColumnKind.DAY: _day,
    ColumnKind.YES_NO: _answers,
    ColumnKind.CHOICE: _answers,
    ColumnKind.TEXT: _text,
}
