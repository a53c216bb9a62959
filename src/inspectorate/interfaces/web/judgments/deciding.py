"""What lies before whoever decides a judgment, and the decision: on the desk, page or panel.

The acts are those of the room; here stands what is shown beside them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import actions, queries
from inspectorate.domain.judgments.desk import policies as sampled
from inspectorate.domain.judgments.desk.beside import DeskFigures
from inspectorate.domain.judgments.desk.figures import Figure, FigureEstimate, FigureKind
from inspectorate.domain.judgments.desk.papers import Papers, papers
from inspectorate.domain.judgments.desk.showing import Showing, showing, with_own
from inspectorate.domain.judgments.models import Agreed, Moderation
from inspectorate.domain.judgments.states import WaitsFor, waits_for
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.drawing.interval import Estimate, intervals
from inspectorate.foundation.drawing.picture import Picture
from inspectorate.foundation.markings.reading import is_withheld
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason

from ...act_forms import perform, status_of
from ...in_place import BACK, back_to, lead_back
from ..access import StaffRequest
from ..inspection_page import page
from .forms import AgreeForm, CellForm, answers_as_fields

# The part of the desk that holds the decision, drawn anew by itself when it was refused.
ON_DESK = "decision-desk"
MODERATED = "The moderation is recorded."
AGREED = "The judgment is agreed. Claims resting on it are looked at again."
# What signs what a page showed, apart from all else that is signed.
SEAL = "judgments.papers.2"
BOTH = f"{MODERATED} {AGREED}"


@dataclass(frozen=True, slots=True)
class Button:
    """A button of a decision: ``name`` is sent with it, where there is one."""

    label: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as it is offered: its form and where it goes, or why it may not be made now."""

    id: str
    verb: JudgmentVerb
    form: CellForm
    address: str
    buttons: tuple[Button, ...]
    shown: str
    against: tuple[Reason, ...] = ()
    # It was refused, since others decided meanwhile: what stands now is shown within it.
    overtaken: bool = False

    @property
    def in_place(self) -> bool:
        """Does it stand on the desk, where it is sent and drawn anew by itself?"""
        return self.id == ON_DESK


def offered(
    request: StaffRequest, inspection: Inspection, cell: queries.Cell, before: Papers, back: str
) -> Decision | None:
    """The decision that the desk offers for a cell, or None where this person makes none.

    Afterwards one stands at ``back``.
    """
    person = request.user
    verb = _verb_of(cell)
    if not queries.can(person, inspection, verb):
        verb = JudgmentVerb.AGREE
    if not queries.can(person, inspection, verb):
        return None
    name = "judgments-moderate" if verb is JudgmentVerb.MODERATE else "judgments-agree"
    address = reverse(name, args=[inspection.slug, cell.scope_body.code, cell.criterion.pk])
    against = queries.reasons_not_to_settle(
        person, inspection, cell.scope_body, cell.criterion, verb
    )
    return Decision(
        ON_DESK,
        verb,
        form_of(request, inspection, cell, verb, on_desk=True),
        f"{address}?{urlencode({BACK: back})}",
        buttons_of(person, inspection, verb),
        sealed(request, before),
        tuple(against),
    )


def _verb_of(cell: queries.Cell) -> JudgmentVerb:
    said = cell.submissions
    differ = any(
        (one.grade_id, one.findings) != (said[0].grade_id, said[0].findings) for one in said
    )
    waits = waits_for(differ=differ, moderated=bool(cell.moderations), agreed=bool(cell.agreed))
    return JudgmentVerb.MODERATE if waits is WaitsFor.MODERATION else JudgmentVerb.AGREE


def buttons_of(person: Person, inspection: Inspection, verb: JudgmentVerb) -> tuple[Button, ...]:
    """The buttons of a decision, the usual one first."""
    if verb is JudgmentVerb.AGREE:
        return (Button("Agree"),)
    moderate = Button("Record moderation")
    if not queries.can(person, inspection, JudgmentVerb.AGREE):
        return (moderate,)
    return Button("Moderate and agree", "and_agree"), moderate


def form_of(
    request: StaffRequest,
    inspection: Inspection,
    cell: queries.Cell,
    verb: JudgmentVerb,
    *,
    on_desk: bool,
) -> CellForm:
    """The form of a decision, as it was sent or beginning from what is known.

    Whoever moderates and may agree as well is asked both at once.
    """
    given: dict[str, Any] = {
        "data": request.POST or None,
        "criterion": cell.criterion,
        "initial": initial(cell),
        # The panel may hold the same form beside it: their fields are told apart.
        "auto_id": "desk_%s" if on_desk else "id_%s",
    }
    if verb is JudgmentVerb.AGREE or queries.can(request.user, inspection, JudgmentVerb.AGREE):
        return AgreeForm(person=request.user, scope_body=cell.scope_body, **given)
    return CellForm(**given)


def settle(
    request: StaffRequest, inspection: Inspection, cell: queries.Cell, verb: JudgmentVerb
) -> HttpResponse:
    """Moderate or agree: what lies before the decision stands above its form."""
    on_desk = request.headers.get("HX-Target") == ON_DESK
    form = form_of(request, inspection, cell, verb, on_desk=on_desk)
    place = (inspection.slug, cell.scope_body.code, cell.criterion.pk)
    act, message = _act_of(request, verb)
    shown = unsealed(request, cell, form)
    done = partial(act, scope_body=cell.scope_body, criterion=cell.criterion, shown=shown)
    if perform(request, form, done) is not None:
        messages.success(request, message)
        return lead_back(request, reverse("judgments-cell", args=place))
    lies_before = before(request, inspection, cell, "page")
    overtaken = bool(shown and sampled.shown_decidable(cell.scope_body, cell.criterion, shown))
    title = f"{verb.act.capitalize()} {cell.scope_body.label}: {cell.criterion}"
    return page(
        request,
        "judgments/settle.html",
        inspection,
        title=title,
        cell=cell,
        form=form,
        decision=Decision(
            ON_DESK if on_desk else "decision",
            verb,
            form,
            request.get_full_path(),
            buttons_of(request.user, inspection, verb),
            request.POST["shown"]
            if on_desk and shown is not None and not overtaken
            else sealed(request, lies_before["papers"], shown if on_desk else None),
            overtaken=on_desk and overtaken and bool(cell.submissions),
        ),
        back=back_to(request, reverse("judgments-cell", args=place)),
        status=status_of(form),
        **lies_before,
    )


def sealed(request: StaffRequest, now: Papers, shown: Showing | None = None) -> str:
    """What the page shows, so that what is kept is that and nothing else, of this reader and cell.

    Where the decision alone is drawn anew, what lies beside it stays as it was ``shown`` first, but
    for what it says within it: what was submitted and decided by now. Not to be read by anybody
    else: it is signed by this installation.
    """
    held = showing(now)
    if shown is not None:
        drawn = {name: held[name] for name in ("submissions", "moderations", "agreed_before")}
        held = cast(Showing, {**shown, **drawn})
    return signing.dumps([_whose(request, now.cell), held], salt=SEAL, compress=True)


def unsealed(request: StaffRequest, cell: queries.Cell, form: CellForm) -> Showing | None:
    """What the page showed that the form was sent from; None where it does not say."""
    sent = request.POST.get("shown", "")
    if not sent:
        return None
    try:
        whose, shown = signing.loads(sent, salt=SEAL)
    except (signing.BadSignature, ValueError, TypeError):
        whose, shown = None, None
    if whose != _whose(request, cell):
        form.add_error(None, "What this page showed cannot be read. Look again, and send it again.")
        return None
    return cast(Showing, shown)


def _whose(request: StaffRequest, cell: queries.Cell) -> list[int]:
    return [request.user.pk, cell.scope_body.pk, cell.criterion.pk]


def _act_of(request: StaffRequest, verb: JudgmentVerb) -> tuple[Callable[..., Any], str]:
    if verb is JudgmentVerb.AGREE:
        return actions.agree, AGREED
    return (_moderate_and_agree, BOTH) if "and_agree" in request.POST else (_moderate, MODERATED)


def _moderate(**said: Any) -> Moderation:
    """Moderate alone: neither an outcome nor evidence is settled with it."""
    for name in ("outcome", "cited"):
        said.pop(name, None)
    return actions.moderate(**said)


def _moderate_and_agree(
    *, by: Person, at: datetime, key: str, outcome: str, cited: Any, **said: Any
) -> Agreed:
    """Two acts from one press, each with its key and its entry; none where either is refused."""
    with transaction.atomic():
        made = actions.moderate(by=by, at=at, key=key, **said)
        said["shown"] = with_own(said["shown"], made)
        return actions.agree(by=by, at=at, key=f"{key}/agree", outcome=outcome, cited=cited, **said)


def initial(cell: queries.Cell) -> dict[str, Any]:
    """Begin from the newest record this person may see: agreed, moderated, or submitted.

    Where submissions differ, from what they have in common.
    """
    cited = {citation.item_id for record in cell.submissions for citation in record.citations.all()}
    if cell.agreed is not None:
        cited |= {citation.item_id for citation in cell.agreed.citations.all()}
    only = cell.submissions[0] if len(cell.submissions) == 1 else None
    moderation = cell.moderations[-1] if cell.moderations else None
    newest = cell.agreed or moderation or only
    if newest is None:
        return {**_in_common(cell), "cited": list(cited)}
    return {
        "grade": newest.grade_id,
        "reasons": "" if is_withheld(newest) else newest.reasons,
        "marking": newest.marking,
        "outcome": getattr(newest, "outcome", ""),
        "cited": list(cited),
        **answers_as_fields(newest.findings),
    }


def _in_common(cell: queries.Cell) -> dict[str, Any]:
    if not cell.submissions:
        return {}
    first, *others = cell.submissions
    findings = {
        code: met
        for code, met in first.findings.items()
        if all(one.findings.get(code) == met for one in others)
    }
    alike = all(one.grade_id == first.grade_id for one in others)
    return {**({"grade": first.grade_id} if alike else {}), **answers_as_fields(findings)}


def before(
    request: StaffRequest,
    inspection: Inspection,
    cell: queries.Cell,
    place: str,
    known: DeskFigures | None = None,
) -> dict[str, Any]:
    """What the page shows before the decision: the papers, and a picture for each figure.

    ``place`` tells the pictures of the desk from those of the panel beside it.
    """
    found = papers(request.user, inspection, cell, known)
    figures = [(one, picture(one, f"{place}-{one.kind}")) for one in found.figures]
    return {"papers": found, "figures": figures}


# What the figures in logits are of, and what their axis means.
_OF_LOGITS = {
    FigureKind.SEVERITY: (
        "Inspector",
        "Logits: above 0 harsher than the average, below 0 milder.",
    ),
    FigureKind.DRIFT: (
        "Inspector",
        "Logits from the first day of judging to the last: above 0 grew harsher, below 0 milder.",
    ),
    FigureKind.ORDER: (
        "Body",
        "Logits: above 0 called better than this body more often, below 0 called worse.",
    ),
}


def picture(figure: Figure, prefix: str) -> Picture | None:
    """Draw a figure's values with their limits; None where no value has them."""
    drawn = [one for one in figure.values if one.low is not None and one.high is not None]
    if not drawn:
        return None
    title = str(figure.kind.label)
    if figure.kind is FigureKind.AGREEMENT:
        shares = [_estimate(one, 100, 0) for one in drawn]
        return intervals(shares, prefix=prefix, title=title, heading="Pairs of judgments")
    logits = [_estimate(one, 1, 1) for one in drawn]
    edge = max(2.0, *(abs(end) for one in logits for end in (one.low, one.high)))
    return intervals(
        logits,
        prefix=prefix,
        title=title,
        heading=_OF_LOGITS[figure.kind][0],
        bottom=-edge,
        top=edge,
        unit="",
        description=_OF_LOGITS[figure.kind][1],
    )


def _estimate(one: FigureEstimate, times: float, digits: int) -> Estimate:
    low, high = (one.value if end is None else end for end in (one.low, one.high))
    return Estimate(
        one.label, *(round(times * number, digits) + 0.0 for number in (one.value, low, high))
    )
