"""Many judgments of one's own on one page: each is sent by itself, to the page that judges one."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.to_judge import JudgingCell, to_judge, waiting_bodies
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.domain.programmes.models import Finding, Grade
from inspectorate.foundation.markings.reading import is_withheld
from inspectorate.foundation.markings.scheme import OF_WORDS

from ...in_place import BACK
from ..access import StaffRequest, inspection_page
from ..inspection_page import page

# On one page: a day's work, and still drawn at once.
MOST = 40
# Keys that move from judgment to judgment, and so stand for no grade.
TAKEN = "jk"


@dataclass(frozen=True, slots=True)
class JudgingForm:
    """A judgment on the page of many: what the form of one asks, with what was drafted.

    ``grades`` each with its key, whether it was chosen, and what it looks like in writing, if that
    is written; ``findings`` each with its answer.
    """

    cell: JudgingCell
    key: str
    grades: list[tuple[Grade, str, bool, str]]
    findings: list[tuple[Finding, bool | None]]

    @property
    def version(self) -> int:
        """The version of the draft that the page shows, 0 where there is none."""
        return self.cell.draft.version if self.cell.draft else 0

    @property
    def reasons(self) -> str:
        """The reasons drafted so far; none where they are withheld, which nobody sends back."""
        draft = self.cell.draft
        return "" if draft is None or is_withheld(draft) else draft.reasons


@require_GET
@inspection_page(JudgmentVerb.SUBMIT)
def judge_many(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """What you are to judge, with its evidence beside it, of one body or of all."""
    bodies = waiting_bodies(request.user, inspection)
    body = request.GET.get("body", "")
    body = body if body in bodies else ""
    cells = to_judge(request.user, inspection, body=body, most=MOST)
    total = sum(number for code, (_, number) in bodies.items() if body in ("", code))
    return page(
        request,
        "judgments/judge_many.html",
        inspection,
        title=f"Judge {bodies[body][0]}" if body else "Judge many",
        forms=[_form(cell) for cell in cells],
        bodies=bodies,
        body=body,
        total=total,
        more=total - len(cells),
        back_here=urlencode({BACK: request.get_full_path()}),
        markings=[(one.value, one.label) for one in OF_WORDS],
    )


def _form(cell: JudgingCell) -> JudgingForm:
    draft = cell.draft
    answers = draft.findings if draft else {}
    chosen = draft.grade_id if draft else None
    like = {one.grade_id: one.text for one in cell.characteristics}
    letters = keys_of(grade.letter + grade.name for grade in cell.grades)
    return JudgingForm(
        cell,
        uuid.uuid4().hex,
        [
            (grade, letter, grade.pk == chosen, like.get(grade.pk, ""))
            for grade, letter in zip(cell.grades, letters, strict=True)
        ],
        [(one, answers.get(one.code)) for one in cell.assignment.criterion.findings.all()],
    )


def keys_of(names: Iterable[str]) -> list[str]:
    """A key for each name: its first letter that no other has and nothing else needs, or none."""
    taken, keys = set(TAKEN), []
    for name in names:
        key = next((one for one in name.casefold() if one.isalpha() and one not in taken), "")
        taken.add(key)
        keys.append(key)
    return keys
