"""What the bodies asked for a return answered, column by column: what claims on returns count.

Only certified returns answer anything (``standing``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from inspectorate.domain.inspections.models import Inspection

from .models import ReturnColumn, ReturnTemplate
from .standing import BodyReturn, returned


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
    """The returns of an inspection; each template is read once, when it is first asked for."""

    def __init__(self, inspection: Inspection) -> None:
        self.inspection = inspection
        self._stood: dict[int, list[BodyReturn]] = {}

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
            self._stood[template.pk] = returned(template, whole=True)
        return [_answers(one, column.number - 1) for one in self._stood[template.pk]]


def _answers(stood: BodyReturn, place: int) -> BodyAnswers:
    standing, label = stood.standing, stood.scope_body.label
    if standing is None or not stood.certified:
        return BodyAnswers(label, standing is not None, None, "", "")
    cells = tuple(row[place] for row in standing.rows)
    proof = f"{label} {standing.rows_sha256[:12]}"
    return BodyAnswers(label, True, cells, standing.receipt.marking, proof)
