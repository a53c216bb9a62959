"""Reads the recommendations an edition makes, and finds the body behind each code it names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inspectorate.domain.bodies.models import Body
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports.addressed import OVERSEER, Addressed
from inspectorate.domain.reports.models import Edition
from inspectorate.domain.reports.queries import addressable, data_of

from .. import clock
from ..models import Addressee, Recommendation
from ..publicity import came_with


@dataclass(frozen=True, slots=True)
class MadeRecommendation:
    """One recommendation as an edition makes it.

    ``to`` holds (code, ``duty`` or ``asked``, ISO day or empty).
    """

    number: int
    text: str
    origin: str
    to: tuple[tuple[str, str, str], ...]


def made_in(edition: Edition) -> list[MadeRecommendation]:
    """Return the recommendation blocks of an edition, in order."""
    return [
        MadeRecommendation(
            block.number,
            "".join(run.text for run in block.runs),
            block.caption,
            tuple((row[0], row[1], row[2]) for row in block.rows),
        )
        for block in data_of(edition).blocks
        if block.kind == "recommendation"
    ]


def resolve(
    inspection: Inspection, edition: Edition, codes: Iterable[str]
) -> dict[str, tuple[Body, str] | None]:
    """Map each code of an edition to its body and the name that the edition prints.

    ``None`` where there is no such body that may be addressed.
    """
    addressed = addressable(inspection, edition)
    scope = {one.code: one.body for one in inspection.scope.select_related("body")}
    found: dict[str, tuple[Body, str] | None] = {}
    for code in codes:
        body: Body | None = None
        if code in addressed.names:
            over = code.removeprefix(OVERSEER)
            if code in scope:
                body = scope[code]
            # A rehearsal addresses the overseer of a pseudonym, whose real code would give the body
            # away.
            elif code != over and over in scope:
                body = Body.objects.filter(oversees__body=scope[over]).order_by("code").first()
            else:
                own = addressed.bodies.get(code, code)
                body = Body.objects.filter(code=own).first()
        found[code] = (body, addressed.names[code]) if body else None
    return found


def shown(addressee: Addressee, addressed: Addressed) -> str:
    """The name under which the public sees an addressee.

    In a rehearsal a pseudonym, even where the recommendation was opened under a real name.
    """
    return addressed.hidden.get(addressee.body.code, addressee.label)


@dataclass(frozen=True, slots=True)
class AskedBody:
    """Whom a recommendation is put to as it opens, under the name printed."""

    label: str
    basis: str
    legal_basis: str
    reply_by: date | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Opening:
    """A recommendation of an edition with all that its opening settles.

    ``opens`` is false for one that an earlier release opened in the same words.
    """

    ref: str
    number: int
    text: str
    document: str
    origin: str
    opens: bool
    to: tuple[AskedBody, ...]


def as_they_open(inspection: Inspection, editions: Iterable[Edition], on: date) -> list[Opening]:
    """Return every recommendation that ``editions`` make, as it opens when published ``on`` a day.

    What is open already is told from its rows; what could not be opened (a body that may not be
    addressed) is told without that body, and the opening itself refuses it.
    """
    opened = {
        one.number: one
        for one in Recommendation.objects.filter(inspection=inspection)
        .select_related("edition__document", "inspection")
        .prefetch_related("addressees__due_dates", "addressees__body")
    }
    found = []
    for edition in editions:
        made = made_in(edition)
        names = resolve(inspection, edition, [code for each in made for code, _, _ in each.to])
        addressed = addressable(inspection, edition)
        for each in made:
            if each.number in opened and opened[each.number].text == each.text:
                found.append(_as_opened(opened[each.number], addressed))
                continue
            to = tuple(
                _asked(named[1], basis, due_on, on)
                for code, basis, due_on in each.to
                if (named := names[code]) is not None
            )
            ref = f"{inspection.prefix}-R{each.number}"
            slug = edition.document.slug
            found.append(Opening(ref, each.number, each.text, slug, each.origin, True, to))
    return sorted(found, key=lambda one: one.number)


def _asked(label: str, basis: str, due_on: str, on: date) -> AskedBody:
    duty = basis == "duty"
    return AskedBody(
        label,
        basis,
        clock.POLICE_ACT if duty else "",
        clock.reply_by(on) if duty else None,
        date.fromisoformat(due_on) if due_on else None,
    )


def _as_opened(one: Recommendation, addressed: Addressed) -> Opening:
    """Tell a recommendation from its rows: the day first set, whatever was moved since."""
    to = tuple(
        AskedBody(
            shown(each, addressed),
            each.basis,
            each.legal_basis,
            each.reply_by,
            next(
                (due.due_on for due in each.due_dates.all() if came_with(due, one.opened_at)), None
            ),
        )
        for each in one.addressees.all()
    )
    slug = one.edition.document.slug
    return Opening(one.ref, one.number, one.text, slug, one.origin, False, to)
