"""Reads of this room, already filtered for the reader where they take one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from django.db.models import F, Prefetch, Q, QuerySet
from django.db.models.fields.json import KT

from inspectorate.domain.bodies import queries as bodies
from inspectorate.domain.bodies.queries import spoken_for_by
from inspectorate.domain.inspections.access import may, reading
from inspectorate.domain.inspections.marked_words import not_cleared, reading_outside
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.newest import newest_entries
from inspectorate.domain.inspections.queries import reasons_over
from inspectorate.foundation.markings.scheme import CEILING, Marking, above, highest
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason, Refused
from inspectorate.foundation.reasons.waiting import Waiting
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.reading.markdown import from_markdown
from inspectorate.prose.redacted import misread

from . import chart_loading, fact_loading, mend, policies
from .accuracy import rounds
from .accuracy.ending.queries import with_finished
from .accuracy.queries import undecided
from .accuracy.reasons_read import without_closed_reasons
from .addressed import Addressed, addressed
from .checks.registry import Findings, run
from .documents.registry import DocumentKind
from .editions.model import EditionData, EditionKind
from .editions.pictures import ChartData
from .editions.recommendations import answered_by, number_of
from .editions.runs import runs_of, treatment, words
from .gaps import Gap, seen_as, warned
from .gates import passed_gates
from .letters import queries as letters
from .marking import ceiling_of, of_kept, of_manuscript, taken_apart
from .marking_loading import bears_of
from .models import Document, Edition, FactCheck, PassedGate, Point, Revision, Waiver
from .permissions import TABLE
from .proof import Proof, proof_of, publisher
from .reasons import CheckName
from .states import FactCheckState, fact_check_state
from .variants import queries as variants
from .verbs import ReportVerb
from .wording.gaps import unsigned_gap
from .wording.loading import frozen_text

__all__ = ["Proof", "proof_of", "publisher"]
# Recipients of a draft: bodies in the order of the scope, then others, a later copy after an older.
BY_RECIPIENT = (F("scope_body__order").asc(nulls_last=True), "kind", "pk")


def visible_to(person: Person, inspection: Inspection) -> QuerySet[Document]:
    """The documents of an inspection for those who may see drafts; nothing for others."""
    if not may(person, inspection, TABLE, ReportVerb.SEE):
        return Document.objects.none()
    return inspection.documents.all()


def can(person: Person, inspection: Inspection, verb: ReportVerb) -> bool:
    """May ``person`` do ``verb`` of this room here? For the page that shows the button."""
    return may(person, inspection, TABLE, verb)


def carrying(person: Person, inspection: Inspection, key: str) -> list[tuple[Document, list[str]]]:
    """The documents whose newest text carries a claim, each with the passages bound to it.

    What this person may not read of a passage is removed from it.
    """
    return carried(person, inspection)(key)


def carried(
    person: Person, inspection: Inspection
) -> Callable[[str], list[tuple[Document, list[str]]]]:
    """Return what :func:`carrying` tells of each key, every text being read once."""
    texts = [(document, manuscript_of(document)) for document in visible_to(person, inspection)]
    reader, bears = reading(person, inspection), bears_of(inspection, [text for _, text in texts])
    closed = frozenset(one for one, marking in bears.items() if not reader.may(marking))
    how = treatment(EditionKind.FULL, closed=closed, ceiling=ceiling_of(reader))

    def of(key: str) -> list[tuple[Document, list[str]]]:
        found = []
        for document, manuscript in texts:
            marking = of_manuscript(manuscript, bears)
            if misread(manuscript) and not reader.may(marking):
                continue  # nobody can say what of it may be quoted
            said = [
                " ".join(
                    words(runs_of(block, how, start=span.start, end=span.end)).split()
                    if not reader.may(marking)
                    else span.text.split()
                )
                for block, span in manuscript.claim_spans()
                if span.key == key
            ]
            if said:
                found.append((reader.of(document, marking), said))
        return found

    return of


def marking_of(inspection: Inspection, *texts: str) -> str:
    """How high texts of an inspection are marked, whoever wrote or sends them."""
    read = [from_markdown(text) for text in texts]
    bears = bears_of(inspection, read)
    return highest(of_manuscript(one, bears) for one in read)


def markings_of(inspection: Inspection, texts: Sequence[str]) -> list[str]:
    """How high each of the texts that are kept is marked.

    One that no reader takes apart was saved before that was asked: nobody can say what is in it.
    """
    read = [taken_apart(text) for text in texts]
    bears = bears_of(inspection, [one for one in read if one is not None])
    return [of_kept(one, bears) for one in read]


def marking_of_passages(inspection: Inspection) -> str:
    """How high any passage of a text of ``inspection`` is or once was marked; "" without any."""
    # All that a passage can be marked by (``prose.reading.inline.is_sensitive``).
    meant = Q(text__icontains="sens") | Q(text__icontains="marking") | Q(text__icontains="ground")
    texts = Revision.objects.filter(meant, document__inspection=inspection)
    found = ""
    for text in texts.order_by().values_list("text", flat=True).distinct().iterator():
        marking = of_kept(taken_apart(text), {})
        if not found or above(marking, found):
            found = marking
        if found == Marking.SECRET:
            break  # there is nothing higher
    return found


def reasons_unread(person: Person, document: Document) -> list[Reason]:
    """Why this person may not write in, let stand, freeze or send out the text as it stands.

    Where they may read it, the read is noted.
    """
    # Who writes anew what no reader takes apart may have to.
    (marking,) = markings_of(document.inspection, [document.text])
    return unread(person, document, marking)


def laid_out(
    person: Person, document: Document, on: date, out: Collection[int] = ()
) -> tuple[Proof, list[Reason]]:
    """The newest text laid out for this person, and why they may not read all of it.

    Where they may, the read is noted.
    """
    reader = reading(person, document.inspection)
    under = newest_entries(document.inspection, ReportVerb.SEE.room)
    laid = proof_of(document, on, reader, out, under=under)
    # Beside a translation its original is shown.
    return laid, unread(person, document, highest([laid.marking, laid.marking_beside]))


def unread(person: Person, document: Document, marking: str) -> list[Reason]:
    """Why this person may not read a text of this marking; a read is noted where they may."""
    reader = reading(person, document.inspection)
    reader.of(document, marking)
    return [] if reader.may(marking) else [not_cleared("The text of this document", marking)]


def manuscript_of(document: Document) -> Manuscript:
    """Return the newest text taken apart."""
    return from_markdown(document.text, document.slug)


def board(inspection: Inspection) -> ChartData:
    """Return what was inspected and agreed, as charts and tables are drawn from it."""
    return chart_loading.load_chart_data(inspection)


def addressable(inspection: Inspection, edition: Edition | None = None) -> Addressed:
    """Whom a recommendation may be put to, and the name and code under which each is printed.

    As an ``edition`` prints them where one is given: what was frozen stays as it is.
    """
    scope = fact_loading.scope_of(inspection)
    before = edition is not None and edition.addressees is None
    return addressed(inspection, scope, bodies.register(), before=before)


def problems(document: Document, *, on: date | None = None) -> Findings:
    """Run every check on the newest text, for both editions, against the facts as they stand."""
    return proof_of(document, on).problems()


def waived(document: Document) -> set[tuple[str, str]]:
    """Return the (check, excerpt) pairs somebody decided to let stand."""
    return set(document.waivers.values_list("check_name", "excerpt"))


def mended(document: Document, check: str, excerpt: str, *, on: date | None = None) -> str | None:
    """Return the text with the mend ``check`` offers for ``excerpt``.

    ``None`` when it offers none that stands now.
    """
    for one in problems(document, on=on).problems:
        if one.check == check and one.place.excerpt == excerpt and one.replacement is not None:
            try:
                return mend.apply(one, document.text)
            except Refused:
                return None
    return None


def editions(person: Person, document: Document) -> list[Edition]:
    """The frozen editions that this person may read, newest first.

    A full edition marked above them does not exist for them.
    """
    rows = document.editions.order_by("-number", "kind").select_related("by")
    reader = reading(person, document.inspection)
    # Of each its marking, and whether its words were signed: an edition is its whole text.
    rows = rows.defer("data", "facts", "signed", "shown").annotate(
        bears=KT("data__marking"), words_signed=Q(signed__isnull=False)
    )
    frozen: dict[Edition, str] = {one: str(one.bears) for one in rows}
    open_to = [one for one, marking in frozen.items() if reader.may(marking)]
    if reader.may(CEILING[EditionKind.FULL]):
        return open_to  # no edition is marked higher
    bears = _markings_of_editions(document, {one: frozen[one] for one in open_to})
    return [one for one in open_to if reader.may(bears[one.pk])]


def edition(person: Person, document: Document, number: int, kind: str) -> Edition | None:
    """One frozen edition, None where it does not exist for this person; the read is noted."""
    found = document.editions.filter(number=number, kind=kind).select_related("by").first()
    reader = reading(person, document.inspection)
    if found is None:
        return None
    marking = _markings_of_editions(document, {found: found.data["marking"]})[found.pk]
    return reader.of(found, marking) if reader.may(marking) else None


def _markings_of_editions(document: Document, rows: Mapping[Edition, str]) -> dict[int, str]:
    """How high editions are marked, by their keys: as frozen, and a full one as its text is now.

    ``rows`` maps each to what it was marked when it was frozen.

    What an earlier rule left out of an edition's marking was frozen with it.
    """
    texts = {
        one.pk: from_markdown(text)
        for one in rows
        if one.kind == EditionKind.FULL
        for text in document.revisions.filter(at__lte=one.at)
        .order_by("-number")
        .values_list("text", flat=True)[:1]
    }
    bears = bears_of(document.inspection, list(texts.values()))
    found = {one.pk: marking for one, marking in rows.items()}
    return found | {
        pk: highest([found[pk], of_manuscript(text, bears)]) for pk, text in texts.items()
    }


def newest_public(inspection: Inspection) -> dict[str, Edition]:
    """Map each document's slug to its newest public edition, in one query."""
    rows = (
        Edition.objects.filter(document__inspection=inspection, kind="public")
        .select_related("document")
        .order_by("number")
    )
    return {one.document.slug: one for one in rows}


def reasons_not_to_freeze(
    laid: Proof,
    findings: Findings | None = None,
    stands: Collection[tuple[str, str]] | None = None,
) -> list[Reason]:
    """Why the text laid out may not be frozen.

    Each blocking problem, each undecided accuracy point, or that nothing is new.

    ``findings`` are the problems of the same proof where they have been found already, ``stands``
    what somebody let stand (``waived``).
    """
    over = reasons_over(laid.document.inspection)
    return (
        over
        or letters.reasons_behind(laid.document)
        or variants.reasons_behind(laid.document, laid.facts)
        or policies.freezable(
            text=laid.document.text,
            problems=(findings or laid.problems()).problems,
            waived=waived(laid.document) if stands is None else stands,
            undecided=undecided(laid.document),
            unchanged=laid.unchanged(),
            gaps=gaps(laid),
            template=DocumentKind(laid.document.kind).type.template,
            unseen=rounds.reasons_of(rounds.changes(laid)),
        )
    )


def gaps(laid: Proof) -> list[Gap]:
    """What is missing before the text laid out is frozen, whether it is refused or warned of."""
    if not laid.missing:  # asked for what is refused, what is warned of and what was shown
        document = laid.document
        carried = laid.compiled(EditionKind.FULL).edition.claims
        again = bool(laid.out) and document.editions.filter(pk__in=laid.out).exists()
        wording = unsigned_gap(laid.wording)
        found = laid.gates.gaps(document, carried, correction=again, wording=wording)
        laid.missing.append(found)
    return laid.missing[0]


def warnings(laid: Proof) -> list[Reason]:
    """What warns before the text laid out is frozen: whoever freezes it gives the reason."""
    return policies.passable(warned(gaps(laid)), "")


def seen(laid: Proof) -> str:
    """Return by what its page says which of the warnings somebody was shown."""
    return seen_as(warned(gaps(laid)))


def passed(document: Document) -> list[PassedGate]:
    """What was gone past under the editions of a document, and why, oldest first."""
    return passed_gates(document.editions.all())


def named_since(edition: Edition) -> list[str]:
    """Name the passages of an edition by which a body is named, though that was amended since.

    Those that somebody let stand are not among them.
    """
    document = edition.document
    inspection = document.inspection
    amended = inspection.amendments.filter(at__gte=edition.at)
    if inspection.names_bodies or not any("names_bodies" in one.after for one in amended):
        return []
    text = document.revisions.filter(at__lte=edition.at).order_by("-number").first()
    only = CheckName.NO_BODY_NAMED_AGAINST_SCOPE
    facts = fact_loading.load_facts(inspection, document=document)
    found = run(from_markdown(text.text if text else "", document.slug), facts, only=(only,))
    stand = waived(document)
    return [
        one.place.excerpt for one in found.problems if (one.check, one.place.excerpt) not in stand
    ]


def suppressed_since(edition: Edition) -> list[str]:
    """Name what an edition prints of columns that were suppressed after it was frozen."""
    return chart_loading.suppressed_since(edition)


def waivable(check: str) -> bool:
    """May a problem of this check be waived at all?"""
    return check not in policies.NEVER_WAIVED


def waivers(person: Person, document: Document, marking: str) -> list[Waiver]:
    """What somebody decided to let stand, oldest first, as this person may read it.

    ``marking`` is that of the text as it stands. A passage that is no longer in it may have been
    marked higher: it is for who may read whatever a text may hold.
    """
    reader = reading(person, document.inspection)
    rows = list(document.waivers.select_related("by").order_by("at", "pk"))
    text = " ".join(document.text.split())
    for one in rows:
        stands = " ".join(one.excerpt.split()) in text
        bears = marking if stands else highest([marking, CEILING[EditionKind.FULL]])
        reader.of(one, bears, "excerpt", "reason")
    return rows


def fact_checks(document: Document) -> list[FactCheck]:
    """Return the checks asked, bodies in the order of the scope first; without points' words."""
    rows = document.fact_checks.select_related("scope_body", "body").order_by(*BY_RECIPIENT)
    unread = Point.objects.defer("about", "text")
    return list(rows.prefetch_related(Prefetch("points", unread)))


def fact_checks_read_by(person: Person, document: Document) -> list[FactCheck]:
    """Return the checks asked with points and decisions, bodies in the order of the scope first.

    A point's words are withheld where they are marked above the reader, and so are the agreed
    reasons in a copy where the judgments are closed to the reader.
    """
    rows = document.fact_checks.select_related("scope_body", "body", "recall__by")
    with_points = ("points__decision__by", "points__by", "extensions", "finishes__by")
    found = list(with_finished(rows).order_by(*BY_RECIPIENT).prefetch_related(*with_points))
    reader = reading(person, document.inspection)
    for check in found:
        for point in check.points.all():
            reader.of(point, point.marking, "about", "text")
    without_closed_reasons(person, document.inspection, found)
    return found


def points_read_by_contact(person: Person, check: FactCheck) -> list[Point]:
    """Return a body's points with what was decided, for a contact of it.

    Those of others above OFFICIAL are withheld.
    """
    reader = reading_outside(check.document.inspection)
    return [
        reader.own(one, one.marking)
        if one.by_id == person.pk
        else reader.of(one, one.marking, "about", "text")
        for one in check.points.select_related("decision")
    ]


def data_of(edition: Edition) -> EditionData:
    """Return a frozen edition's block model."""
    return EditionData.from_json(edition.data)


def outcomes_answered(edition: Edition, number: int) -> tuple[str, ...]:
    """Return the numbers of the outcomes that a recommendation says it answers, in the text that
    was frozen: what is printed tells none where no body is named.
    """
    text = from_markdown(frozen_text(edition), edition.document.slug)
    found = (one for one in text.blocks if number_of(one) == number)
    return tuple(ref for one in found for ref in answered_by(one))


type _Answers = tuple[Document, int, tuple[str, ...]]


def answers_drafted(person: Person, inspection: Inspection) -> list[_Answers]:
    """Return each recommendation of the drafts in sight that names outcomes, and which it names."""
    documents = visible_to(person, inspection).filter(text__contains="answers:").order_by("slug")
    return [
        (one, number, refs)
        for one in documents
        for block in manuscript_of(one).blocks
        if (refs := answered_by(block)) and (number := number_of(block))
    ]


def fact_checks_of(person: Person) -> QuerySet[FactCheck]:
    """What a body contact may see in the portal: the checks put to the bodies they speak for."""
    rows = FactCheck.objects.filter(scope_body__body__in=spoken_for_by(person))
    return with_finished(rows).select_related("document__inspection", "scope_body", "recall")


def has_ended(check: FactCheck, on: date) -> bool:
    """Is the body's time to raise points over on a day?"""
    return fact_check_state(due_on=check.due_on, on=on) is FactCheckState.ENDED


def reasons_not_to_raise(check: FactCheck, on: date) -> list[Reason]:
    """Why the body may raise no point on a day: its time is over, or it has raised enough."""
    return policies.raisable(
        text="given",
        about="given",
        kind=check.kind,
        kinds=(check.kind,),
        by_body=True,
        due_on=check.due_on,
        on=on,
        there=check.points.count(),
    )


def waiting(person: Person, inspection: Inspection) -> list[Waiting]:
    """Points to decide, one line for each document that has any.

    What waits on a body's contact is asked of the portal.
    """
    if not can(person, inspection, ReportVerb.DECIDE):
        return []
    points = Point.objects.filter(fact_check__document__inspection=inspection, decision=None)
    found: dict[tuple[str, str], int] = {}
    for slug, title in points.order_by("fact_check__document__slug").values_list(
        "fact_check__document__slug", "fact_check__document__title"
    ):
        found[slug, title] = found.get((slug, title), 0) + 1
    return [
        Waiting(
            f"Decide {count} point{'s' if count > 1 else ''} on {title}",
            ReportVerb.DECIDE,
            (slug,),
            inspection.slug,
        )
        for (slug, title), count in found.items()
    ]
