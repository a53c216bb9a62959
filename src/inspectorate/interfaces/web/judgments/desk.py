"""The moderation desk: the agenda by reason, one judgment with what lies before it, a decision.

One page: a decision stands beside the evidence, and the next on the agenda follows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_GET

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import queries
from inspectorate.domain.judgments.certainty import queries as certainty
from inspectorate.domain.judgments.desk.agenda import (
    Agenda,
    AgendaFilter,
    AgendaItem,
    AgendaReason,
    AgendaScope,
    agenda,
)
from inspectorate.domain.judgments.panels import queries as panels
from inspectorate.domain.judgments.states import PanelState
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.domain.programmes.models import Criterion

from ..access import StaffRequest, inspection_page
from ..inspection_page import page
from . import deciding

PAGE_SIZE = 25
_OFFERED = (
    JudgmentVerb.MODERATE,
    JudgmentVerb.AGREE,
    JudgmentVerb.SEE_PANELS,
    JudgmentVerb.WRITE_OUTCOME,
)
# Keys that move on the desk and so stand for no grade.
MOVES = frozenset("jkl?")


class AgendaForm(forms.Form):
    """What the agenda is narrowed to; what names none of the choices narrows nothing."""

    narrows = True

    show = forms.ChoiceField(choices=AgendaScope.choices, required=False, label="Judgments")
    reason = forms.ChoiceField(required=False, label="Reason")
    criterion = forms.ChoiceField(required=False, label="Criterion")
    body = forms.ChoiceField(required=False, label="Body")

    def __init__(self, *args: Any, found: Agenda, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self._offer("reason", "Any", AgendaReason.choices)
        self._offer("criterion", "All", [(str(one.pk), str(one)) for one in found.criteria])
        self._offer("body", "All", [(one.code, one.label) for one in found.bodies])

    def _offer(self, name: str, every: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", every), *choices]

    def asked(self) -> AgendaFilter:
        """What was asked for."""
        self.is_valid()
        sent = self.cleaned_data
        return AgendaFilter(
            AgendaScope(sent.get("show") or AgendaScope.WAITING),
            sent.get("reason") or "",
            int(sent.get("criterion") or 0),
            sent.get("body") or "",
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where one stands on the agenda: the item, the ones before and after, and its number."""

    item: AgendaItem | None
    before: AgendaItem | None
    after: AgendaItem | None
    number: int


@require_GET
@inspection_page(JudgmentVerb.SEE_DESK)
def desk(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """The agenda, and the judgment that the address names, or else the first."""
    found = agenda(request.user, inspection)
    form = AgendaForm({"show": AgendaScope.WAITING, **request.GET.dict()}, found=found)
    listed = form.asked().of(found.items)
    place = _place(found, listed, request.GET.get("cell", ""))
    pages = max(1, -(-len(listed) // PAGE_SIZE))
    number = min(max(_page_of(request, place), 1), pages)
    return page(
        request,
        "judgments/desk.html",
        inspection,
        title="Moderation desk",
        filter_form=form,
        rows=listed[PAGE_SIZE * (number - 1) : PAGE_SIZE * number],
        total=len(listed),
        number=number,
        pages=pages,
        place=place,
        to_before=_address(request, place.before),
        to_after=_address(request, place.after),
        asked=_query(request),
        counts=_counts(listed),
        waiting=sum(1 for one in found.items if one.waits_for),
        panels=[
            one
            for one, state in panels.panels(request.user, inspection)
            if state in {PanelState.CONVENED, PanelState.SITTING}
        ],
        undisputed=len(queries.undisputed(request.user, inspection).alike),
        may={verb.act: queries.can(request.user, inspection, verb) for verb in _OFFERED},
        **_of_item(request, inspection, found, place),
    )


def _of_item(
    request: StaffRequest, inspection: Inspection, found: Agenda, place: Place
) -> dict[str, Any]:
    """What lies before the decision on the chosen judgment, and the decision."""
    item = place.item
    cell = queries.cell(request.user, item.scope_body, item.criterion) if item else None
    if cell is None or not cell.submissions:
        return {"cell": None}
    back = _address(request, place.after) or _address(request, None, wanted=True)
    before = deciding.before(request, inspection, cell, "desk", found.beside)
    return {
        "cell": cell,
        "decision": deciding.offered(request, inspection, cell, before["papers"], back),
        "keys": _keys(cell.criterion),
        "certainties": certainty.told(request.user, inspection, cell.agreed),
        "may_say": queries.can(request.user, inspection, JudgmentVerb.SAY_HOW_SURE),
        **before,
    }


def _place(found: Agenda, listed: Sequence[AgendaItem], name: str) -> Place:
    names = [one.name for one in listed]
    if name in names:
        at = names.index(name)
    elif (other := found.named(name)) is not None:
        # It is not in this list, and was asked for all the same.
        return Place(other, None, listed[0] if listed else None, 0)
    elif listed:
        at = 0
    else:
        return Place(None, None, None, 0)
    before = listed[at - 1] if at else None
    after = listed[at + 1] if at + 1 < len(listed) else None
    return Place(listed[at], before, after, at + 1)


def _page_of(request: StaffRequest, place: Place) -> int:
    asked = request.GET.get("page", "")
    if asked.isdecimal() and len(asked) < 10:
        return int(asked)
    return -(-place.number // PAGE_SIZE)


def _query(request: StaffRequest) -> str:
    """What the agenda is narrowed to, as an address says it."""
    asked = QueryDict(mutable=True)
    for name in ("show", "reason", "criterion", "body"):
        if request.GET.get(name):
            asked[name] = request.GET[name]
    return asked.urlencode()


def _address(request: StaffRequest, item: AgendaItem | None, *, wanted: bool = False) -> str:
    """The desk's address with this item chosen; "" for none, unless ``wanted``."""
    if item is None and not wanted:
        return ""
    desk_of = reverse("judgments-desk", args=[request.inspection.slug])
    asked = QueryDict(_query(request), mutable=True)
    if item is not None:
        asked["cell"] = item.name
    return f"{desk_of}?{asked.urlencode(safe='/')}" if asked else desk_of


def _counts(listed: Sequence[AgendaItem]) -> list[tuple[AgendaReason, int]]:
    counted = Counter(reason for one in listed for reason in one.reasons)
    return [(reason, counted[reason]) for reason in AgendaReason if counted[reason]]


def _keys(criterion: Criterion) -> list[tuple[str, int, str]]:
    """The key of each grade with the grade's key and name: its first letter where that is free,
    else its number, best grade first.
    """
    if criterion.scale is None:
        return []
    grades = sorted(criterion.scale.grades.all(), key=lambda one: -one.order)
    letters = [one.letter[:1].casefold() for one in grades]
    free = {one for one in letters if letters.count(one) == 1 and one not in MOVES}
    return [
        (letter if letter in free else str(number), one.pk, one.name)
        for number, (one, letter) in enumerate(zip(grades, letters, strict=True), 1)
    ]
