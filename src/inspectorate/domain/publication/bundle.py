"""Builds a release as plain data: everything its pages may know, and nothing else.

Built from an allow-list of fields, so that what nobody thought of is not in it. The same database
gives the same bytes: every list has an order of its own, no database key is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q

from inspectorate.domain.bodies.kinds import OVERSEER, Kind
from inspectorate.domain.evidence.kinds import SourceKind
from inspectorate.domain.evidence.queries import describable
from inspectorate.domain.fieldwork.interruptions.kinds import Again, Halt
from inspectorate.domain.fieldwork.interruptions.models import Resumption
from inspectorate.domain.fieldwork.methods import Method
from inspectorate.domain.fieldwork.models import Session, Visit
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.models import Agreed, Ground, Submission
from inspectorate.domain.programmes import queries as programmes
from inspectorate.domain.recommendations.opening.made import Opening, as_they_open, made_in
from inspectorate.domain.reports import queries as reports
from inspectorate.domain.reports.documents.registry import DocumentKind
from inspectorate.domain.reports.editions.model import EditionData
from inspectorate.domain.reports.editions.pictures import BodyRow, ChartData
from inspectorate.domain.reports.editions.tables import words_printed
from inspectorate.domain.reports.models import Edition
from inspectorate.prose.quantities.definitions import definitions
from inspectstats.quantity.vocabulary import Vocabulary

from .measured import measured, trials_in_words
from .models import Release
from .schema import (
    SCHEMA,
    AskedInfo,
    BodyInfo,
    Bundle,
    ClaimInfo,
    DocumentInfo,
    MadeInfo,
    WordInfo,
)
from .tables import tables

NOT_INSPECTED = (
    "A body that was not inspected on a criterion counts neither for nor against: it stands in "
    "no share."
)


def build(
    release: Release,
    editions: Sequence[Edition],
    *,
    on: date,
    address: str,
) -> tuple[Bundle, list[EditionData]]:
    """Return the bundle and its documents, to be published ``on`` a day at ``address``."""
    inspection = release.inspection
    documents = [reports.data_of(one) for one in editions]
    # The rules refuse this before; here the last line before the public side does not trust them.
    if other := [one.slug for one in documents if one.edition != "public"]:
        raise ValueError(f"documents {', '.join(other)}: only public editions are published")
    board = reports.board(inspection)
    vocabulary = programmes.vocabulary_of(inspection.vocabulary)
    recommendations = tuple(_made(one) for one in as_they_open(inspection, editions, on))
    claims = _claims(documents)
    bodies = (*(_body(one, board) for one in board.bodies), *_addressed(editions, inspection))
    words = _words(vocabulary, board, documents)
    report = next((one for one in documents if one.kind == DocumentKind.REPORT), None)
    first = next((one for one in documents if one.kind == DocumentKind.RELEASE), report)
    bundle = Bundle(
        schema=SCHEMA,
        release=release.number,
        published_on=on.isoformat(),
        correction=release.correction_reason if release.corrects_id else "",
        publisher=reports.publisher(),
        base_url=address,
        contact=str(getattr(settings, "PUBLISHER_CONTACT", "")),
        rehearsal=inspection.rehearsal,
        notice=inspection.notice,
        inspection=inspection.title,
        slug=inspection.slug,
        question=inspection.question,
        programme=_programme(inspection),
        fieldwork_from=inspection.fieldwork_from.isoformat(),
        fieldwork_to=inspection.fieldwork_to.isoformat(),
        headline=first.title if first and first.kind == DocumentKind.RELEASE else "",
        summary=_summary(report) if report else "",
        method=_method(inspection),
        vocabulary_name=str(inspection.vocabulary),
        vocabulary=words,
        vocabulary_notes=(*vocabulary.closed_holes, NOT_INSPECTED),
        framework=tuple((one.area_name, one.ref, one.text or one.name) for one in board.criteria),
        documents=tuple(
            DocumentInfo(one.slug, one.kind, one.title, one.number, pdf=True) for one in documents
        ),
        claims=claims,
        recommendations=recommendations,
        bodies=bodies,
        tables=tables(board, bodies, claims, recommendations, words, board.may_name, documents),
        name_bodies=board.may_name,
        small_below=inspection.small_below,
        suppressed=board.suppressed,
        agreement=measured(inspection),
        tested=trials_in_words(inspection),
    )
    return bundle, documents


def _body(one: BodyRow, board: ChartData) -> BodyInfo:
    # A rehearsal obeys the scope of its inspection: a pseudonym counts as a name.
    grades: Mapping[str, str] = {}
    if board.may_name:
        names = {
            (criterion.ref, letter): name
            for criterion in board.criteria
            for letter, name in criterion.grades
        }
        grades = {
            criterion.ref: names[criterion.ref, board.cells[one.code, criterion.ref]]
            for criterion in board.criteria
            if criterion.ref not in board.withheld_refs
            and board.cells.get((one.code, criterion.ref))
        }
    return BodyInfo(
        one.code,
        one.label,
        "" if board.no_kinds else Kind(one.kind).label,
        True,
        grades,
        one.tile if board.may_name and not board.no_places else None,
    )


def _addressed(editions: Sequence[Edition], inspection: Inspection) -> list[BodyInfo]:
    """Bodies that were asked something and not inspected, as the editions name them."""
    inspected = set(inspection.scope.values_list("code", flat=True))
    found: dict[str, BodyInfo] = {}
    for edition in editions:
        addressed = reports.addressable(inspection, edition)
        asked = {code for made in made_in(edition) for code, _, _ in made.to}
        for code in asked - inspected:
            name = addressed.names.get(code, code)
            kind = addressed.kinds.get(code, str(OVERSEER.label))
            found[code] = BodyInfo(code, name, kind, False, {})
    return [found[code] for code in sorted(found)]


def _claims(documents: Sequence[EditionData]) -> tuple[ClaimInfo, ...]:
    """Every claim the documents carry; where one withholds its number, all do."""
    carried: dict[str, ClaimInfo] = {}
    for document in documents:
        for key, claim in document.claims.items():
            # A number printed in one document tells what another withholds.
            if key not in carried or claim.suppressed:
                carried[key] = claim
    return tuple(carried[key] for key in sorted(carried))


def _made(one: Opening) -> MadeInfo:
    to = tuple(
        AskedInfo(
            each.label,
            each.basis,
            each.legal_basis,
            each.reply_by.isoformat() if each.reply_by else "",
            each.due_on.isoformat() if each.due_on else "",
        )
        for each in one.to
    )
    return MadeInfo(one.ref, one.number, one.text, one.document, one.origin, one.opens, to)


def _words(
    vocabulary: Vocabulary, board: ChartData, documents: Sequence[EditionData]
) -> tuple[WordInfo, ...]:
    """The words as the report's annex prints them; the vocabulary's own where none does."""
    n = len(board.bodies)
    told = definitions(vocabulary, (), n)
    rows = words_printed(documents) or [(one.word, one.means, one.covers) for one in told]
    return tuple(
        WordInfo(word, means, f"{covers} of {n}" if covers else "") for word, means, covers in rows
    )


def _programme(inspection: Inspection) -> tuple[str, ...]:
    """Strategy, strand, objectives, outermost first."""
    strand = inspection.framework.strand
    if strand is None:
        return ()
    led = (
        f", co-ordinated by {strand.strategy.co_ordinated_by}"
        if strand.strategy.co_ordinated_by
        else ""
    )
    return (
        f"{strand.strategy.name}{led}",
        strand.name,
        *(one.text for one in strand.objectives.all()),
    )


def _summary(report: EditionData) -> str:
    """The first paragraph under the heading Summary, else the subtitle."""
    within = False
    for block in report.blocks:
        if block.kind == "heading":
            within = "".join(run.text for run in block.runs).strip().casefold() in (
                "summary",
                "executive summary",
            )
        elif within and block.kind == "paragraph":
            return "".join(run.text for run in block.runs)
    return report.subtitle


def _method(inspection: Inspection) -> tuple[str, ...]:
    """How the inspection was made, in counts of the records themselves.

    Visits are made in the open. Evidence that cannot be described is not counted, nor a session
    that left no other. A visit was made that ended, however it ended and whether or not it was
    reopened since, or that left such a session.
    """
    items = describable(inspection.evidence.all())
    there = Visit.with_days().filter(inspection=inspection)
    held = Session.objects.filter(
        visit__in=there,
        cancellation=None,
        pk__in=items.exclude(session=None).values("session"),
    )
    visits = there.filter(
        Q(ended_at__isnull=False)
        | Q(halted=Halt.INCOMPLETE)
        | Q(pk__in=Resumption.objects.filter(kind=Again.REOPENED).order_by().values("visit"))
        | Q(pk__in=held.order_by().values("visit"))
    )
    sessions = Counter(held.values_list("method", flat=True))
    kinds = Counter(items.values_list("kind", flat=True))
    cells = (
        Agreed.objects.filter(scope_body__inspection=inspection)
        .values("scope_body", "criterion")
        .distinct()
        .count()
    )
    submitted = Submission.objects.filter(
        assignment__scope_body__inspection=inspection, assignment__ended_at=None
    )
    # A team that judges together sees one another: it is no second judgment.
    second = submitted.filter(assignment__second=True).exclude(assignment__ground=Ground.TOGETHER)
    twice = second.values("assignment__scope_body", "assignment__criterion").distinct().count()
    lines = [
        (
            visits.count(),
            f"Inspectors made {visits.count()} visits.",
        ),
        (
            sum(sessions.values()),
            f"{sum(sessions.values()):,} sessions left evidence that can be described: "
            f"{_listed(sessions, dict(Method.choices))}.",
        ),
        (
            sum(kinds.values()),
            f"{sum(kinds.values()):,} items of evidence stand that can be described: "
            f"{_listed(kinds, dict(SourceKind.choices))}.",
        ),
        (
            cells,
            f"{cells:,} judgments were agreed, each on written characteristics, with "
            f"reasons and the evidence cited.",
        ),
        (
            twice,
            f"{twice:,} of them were judged twice, by inspectors who could not see each "
            f"other's judgment.",
        ),
    ]
    return tuple(line for count, line in lines if count)


def _listed(counts: Mapping[str, int], names: Mapping[str, Any]) -> str:
    parts = [
        f"{names.get(one, one)!s}: {count:,}".lower()
        for one, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    return "; ".join(parts)
