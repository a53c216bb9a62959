"""What the bodies asked for a return answered, column by column: what claims on returns count.

Only certified returns answer anything (``standing``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from inspectorate.domain.inspections.models import Inspection

from .models import ReturnColumn, ReturnTemplate
from .standing import BodyReturn, returned, rows_of


@dataclass(frozen=True, slots=True)
class BodyAnswers:
    """The cells of one column that a body returned, in the order of its rows; None where empty.

    ``cells`` is None where nothing of it counts: it did not return, or nobody certified.
    ``returned`` says which of the two; ``proof`` names the return that stands.
    """

    label: str
    returned: bool
    cells: tuple[str | None, ...] | None
    marking: str
    proof: str


class Answers:
    """The returns of an inspection; each column is read once, when it is first asked for."""

    def __init__(self, inspection: Inspection) -> None:
        self.inspection = inspection
        self._stood: dict[int, list[BodyReturn]] = {}
        self._cells: dict[int, list[BodyAnswers]] = {}

    @cached_property
    def templates(self) -> tuple[ReturnTemplate, ...]:
        """The versions that ask now, with their columns, in order."""
        rows = ReturnTemplate.objects.filter(inspection=self.inspection, replaced=None)
        return tuple(rows.order_by("number").prefetch_related("columns"))

    @cached_property
    def _newest(self) -> Mapping[int, ReturnTemplate]:
        """By number, the version that took each template over, itself where none did."""
        earlier = dict(
            ReturnTemplate.objects.filter(inspection=self.inspection)
            .exclude(replaces=None)
            .values_list("number", "replaces__number")
        )
        found = {}
        for template in self.templates:
            number: int | None = template.number
            while number is not None:
                found[number] = template
                number = earlier.get(number)
        return found

    def numbers(self, template: ReturnTemplate) -> frozenset[int]:
        """The numbers of a version that asks now and of all that it replaced."""
        return frozenset(n for n, one in self._newest.items() if one.pk == template.pk)

    def column(self, number: int, name: str) -> ReturnColumn | None:
        """Return a column of a template by its number, or of the version that took it over."""
        template = self._newest.get(number)
        columns = template.columns.all() if template else ()
        return next((one for one in columns if one.name == name), None)

    def of(self, column: ReturnColumn) -> list[BodyAnswers]:
        """What each body asked answered in a column, in the order of the scope."""
        template = next(one for one in self.templates if one.pk == column.template_id)
        if template.pk not in self._stood:
            self._stood[template.pk] = returned(template)
        if column.pk not in self._cells:
            self._cells[column.pk] = [
                _answers(one, column.number - 1) for one in self._stood[template.pk]
            ]
        return self._cells[column.pk]


def _answers(stood: BodyReturn, place: int) -> BodyAnswers:
    standing, label, certificate = stood.standing, stood.scope_body.label, stood.certificate
    if standing is None or certificate is None or not stood.certified:
        return BodyAnswers(label, standing is not None, None, "", "")
    # One return at a time, and of it one column: that of 43 bodies is much.
    cells = tuple(row[place] for row in rows_of(standing.pk))
    # What was certified: the rows, and what their columns mean.
    proof = f"{label} {certificate.rows_sha256[:12]}"
    return BodyAnswers(label, True, cells, standing.receipt.marking, proof)
