"""Builds from the database what a document is checked against: the facts of one inspection."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery

from inspectorate.domain.bodies import kinds
from inspectorate.domain.bodies import queries as bodies
from inspectorate.domain.bodies.models import Body
from inspectorate.domain.bodies.real_names import RealNames
from inspectorate.domain.claims import queries as claims
from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.judgments import queries as judgments
from inspectorate.domain.judgments.models import Agreed, WrittenOutcome
from inspectorate.domain.judgments.outcomes import queries as outcomes
from inspectorate.domain.programmes import queries as programmes
from inspectorate.domain.programmes.models import Criterion, HouseStyle
from inspectorate.foundation.markings.reading import Reading
from inspectorate.foundation.markings.scheme import CEILING, DESCRIBABLE
from inspectorate.prose.dates import first_date
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.reading.markdown import from_markdown
from inspectorate.prose.redacted import misread
from inspectorate.prose.style.house import HouseStyle as Style

from .accuracy.ending.queries import with_finished
from .accuracy.kinds import RecipientKind
from .addressed import Addressed, addressed
from .documents.registry import DocumentKind
from .editions.frozen import read_pinned
from .editions.model import EditionKind
from .editions.runs import Treatment, runs_of, treatment, words
from .facts import Facts
from .known_loading import load_known, scale_changes
from .marking import ceiling_of, of_manuscript
from .models import Document, Edition, FactCheck, Variant
from .pictures.queries import pictures_in
from .quotations.queries import spoken_in

# What an edition may hold of evidence: a finding from OFFICIAL material may be published once it is
# signed; one drawn from OFFICIAL-SENSITIVE material only with the passage removed.
CEILINGS = {
    EditionKind.PUBLIC: DESCRIBABLE.value,
    EditionKind.FULL: CEILING[EditionKind.FULL].value,
}

# Who was asked to check a draft, who raised points and what is open, as claims count it; nothing
# of these tells who they are.
OF_CHECKS = (
    *("bodies_asked", "bodies_that_answered", "bodies_that_raised_points"),
    *("addressees_asked", "points_raised", "points_open"),
)


def load_facts(
    inspection: Inspection,
    *,
    document: Document | None = None,
    on: date | None = None,
    scope: Sequence[ScopeBody] | None = None,
    agreed: Mapping[tuple[int, int], Agreed] | None = None,
    criteria: Sequence[Criterion] | None = None,
    reader: Reading | None = None,
    register: Sequence[Body] | None = None,
    addressable: Addressed | None = None,
    documents: Sequence[Document] | None = None,
    under: tuple[str, ...] = (),
) -> Facts:
    """Return the facts as they stand, for a public edition.

    ``on`` is the day of signing, where known.

    ``document`` says which text is checked: its day of publication (front matter) and headline
    become facts. ``scope`` is the scope with its bodies, ``agreed`` the judgments that stand,
    ``criteria`` what they are made on, ``register`` all bodies, ``addressable`` those that may be
    addressed, ``documents`` what :func:`with_pins` gave, where they have been read already;
    ``reader`` and ``under`` as in ``claims.queries.facts``.
    """
    scope = scope_of(inspection) if scope is None else scope
    register = bodies.register() if register is None else register
    documents = _held_to(with_pins(inspection) if documents is None else documents, document)
    addressable = addressable or addressed(inspection, scope, register, texts=documents)
    if criteria is None:
        criteria = programmes.criteria_to_judge(inspection.framework_id)
    texts = {one.slug: from_markdown(one.text, one.slug) for one in documents}
    written = _written(inspection, documents, texts, document)
    recommendations = _recommendations(texts.values()) if written["report_title"] else None
    labels = tuple(one.label for one in scope)
    here = _counted_here(documents, recommendations)
    stated = claims.facts(inspection, here, agreed, criteria, reader, register, under)
    # A text that counts the register speaks of the day it is read first.
    counted_on = written["published_on"] or on or inspection.fieldwork_to
    facts = Facts(
        **written,
        inspection_from=inspection.fieldwork_from,
        inspection_to=inspection.fieldwork_to,
        signing_on=on,
        claims=stated,
        vocabulary=programmes.vocabulary_of(inspection.vocabulary),
        counts=bodies.counted(one for one in register if bodies.is_open(one, counted_on)),
        recommendation_count=recommendations,
        body_names=_body_names(inspection, scope, document),
        # In a rehearsal the labels are pseudonyms, which count as names.
        printable_names=labels if inspection.names_bodies else (),
        may_name_bodies=inspection.names_bodies,
        quoted=claims.markings_of_sources(inspection, _sources(texts.values())),
        edition=EditionKind.PUBLIC.value,
        ceiling=CEILINGS[EditionKind.PUBLIC],
        rehearsal=inspection.rehearsal,
        real_names=_real_names(inspection, register),
        grade_outcome_problems=judgments.grade_outcome_problems(
            inspection, agreed, criteria, scope
        ),
        outcome_gaps=_outcome_gaps(inspection, agreed, documents),
        scale_changes=scale_changes(criteria),
        known=load_known(
            inspection, document, scope, register, criteria, texts, stated, addressable
        ),
        population=inspection.noun_plural,
        nouns=_nouns(inspection, scope),
        asked_here=_asked_here(documents, document),
        style=_style(documents),
    )
    return facts if reader is None else _told(facts, reader)


def _variant(document: Document) -> bool:
    return DocumentKind(document.kind).type.variant


def _held_to(documents: Sequence[Document], document: Document | None) -> list[Document]:
    """The texts that one is held to: no translations, of which each is held to its original."""
    own = document.pk if document else None
    return [one for one in documents if not _variant(one) or one.pk == own]


def _translated(document: Document | None) -> dict[str, Any]:
    """Of a language variant its original, the newest edition of that, and the language."""
    if document is None or not _variant(document):
        return {}
    rows = Variant.objects.filter(document=document).annotate(
        number=Max("original__editions__number")
    )
    slug, language, number = rows.values_list("original__slug", "language", "number").get()
    return {"variant_of": slug, "language": language, "original_edition": number or 0}


def facts_to_bind(inspection: Inspection, stated: Iterable[ClaimFacts]) -> Facts:
    """Return what words are held to before they are bound: these claims, and how one speaks here.

    One query.
    """
    return Facts(
        claims={one.key: one for one in stated},
        vocabulary=programmes.vocabulary_of(inspection.vocabulary),
        population=inspection.noun_plural,
        nouns=_nouns(inspection, scope_of(inspection)),
    )


def _outcome_gaps(
    inspection: Inspection,
    agreed: Mapping[tuple[int, int], Agreed] | None,
    documents: Iterable[Document],
) -> tuple[str, ...]:
    """What the outcomes in words lack; nothing is read where none is written."""
    written = any(getattr(one, "worded", True) for one in documents)
    return outcomes.outcome_gaps(inspection, agreed, written=written)


def _written(
    inspection: Inspection,
    documents: Sequence[Document],
    texts: Mapping[str, Manuscript],
    document: Document | None,
) -> dict[str, Any]:
    """The facts that the texts of an inspection give, and those of the one that is checked."""
    text = texts.get(document.slug) if document else None
    report = next((one for one in documents if one.kind == DocumentKind.REPORT), None)
    return {
        "slug": document.slug if document else "",
        "titles": {one.slug: one.title for one in documents},
        "report_title": report.title if report else "",
        "headline": text.meta.get("headline", "") if text else "",
        "published_on": published_day(text) if text else None,
        "documents": texts,
        "pinned": {one.slug: read_pinned(pins) for one in documents if (pins := _pins(one))},
        "sources": {slug: _prose(one) for slug, one in texts.items()},
        "spoken": spoken_in(document, texts),
        "pictures": pictures_in(inspection, texts.values()),
        **_translated(document),
    }


def _asked_here(documents: Sequence[Document], document: Document | None) -> int | None:
    """How many bodies were asked about a document, or about the report where they were more.

    None of a letter to a body, which was sent to that body alone and speaks of all the letters.
    """
    if document is None or document.scope_body_id is not None:
        return None
    told = (one for one in documents if one.pk == document.pk or one.kind == DocumentKind.REPORT)
    return max((getattr(one, "asked_about_it", None) or 0 for one in told), default=0)


def _style(documents: Sequence[Document]) -> Style | None:
    """How the house writes now, read with the documents; None where no style was adopted."""
    kept = next((getattr(one, "style", None) for one in documents), None)
    return None if kept is None else Style.of(kept)


def _pins(document: Document) -> Mapping[str, Any]:
    found: Mapping[str, Any] | None = getattr(document, "pinned", None)
    return found or {}


def with_pins(inspection: Inspection) -> list[Document]:
    """The documents, each with what its newest edition pins; both kinds of one pin the same.

    Each tells as well who was asked to check any of them and what points they raised (see
    ``OF_CHECKS``), how many bodies were asked about itself (``asked_about_it``), whether an outcome
    of the inspection was written in words, and the style of the house.
    """
    editions = Edition.objects.filter(document=OuterRef("pk"), kind=EditionKind.FULL.value)
    newest = Subquery(editions.order_by("-number").values("facts")[:1])
    sent = FactCheck.objects.filter(recall=None).order_by()
    checks = sent.filter(document__inspection=OuterRef("inspection"))
    of_one = checks.values("document__inspection")
    bodies_of = Count("scope_body", distinct=True)
    raised = of_one.filter(points__isnull=False)
    # What came of a copy that was recalled stays, and is decided.
    every = FactCheck.objects.filter(document__inspection=OuterRef("inspection")).order_by()
    points = every.filter(points__isnull=False).values("document__inspection")
    answered = with_finished(checks).filter(Q(points__isnull=False) | Q(said_all=True))
    counted = {
        "bodies_asked": of_one.annotate(of=bodies_of),
        "bodies_that_raised_points": raised.annotate(of=bodies_of),
        "bodies_that_answered": answered.values("document__inspection").annotate(of=bodies_of),
        "addressees_asked": of_one.annotate(
            of=Count("body", distinct=True, filter=Q(kind=RecipientKind.ADDRESSEE))
        ),
        "points_raised": points.annotate(of=Count("points")),
        "points_open": points.annotate(of=Count("points", filter=Q(points__decision=None))),
    }
    style = Subquery(HouseStyle.objects.values("definition")[:1])
    of_itself = sent.filter(document=OuterRef("pk")).values("document")
    worded = Exists(WrittenOutcome.objects.filter(inspection=OuterRef("inspection")))
    return list(
        inspection.documents.annotate(
            pinned=newest,
            worded=worded,
            style=style,
            asked_about_it=Subquery(of_itself.annotate(of=bodies_of).values("of")),
            **{name: Subquery(rows.values("of")) for name, rows in counted.items()},
        )
    )


def _told(facts: Facts, reader: Reading) -> Facts:
    """Return the facts as a check may tell ``reader`` of them.

    Of another document that they may not read whole no word is quoted, nor is a guess confirmed.
    """
    bears = facts.bears
    unread = frozenset(
        slug for slug, one in facts.documents.items() if not reader.may(of_manuscript(one, bears))
    )
    if not unread:
        return facts
    closed = {key for key, marking in bears.items() if not reader.may(marking)}
    how = treatment(EditionKind.FULL, closed=closed, ceiling=ceiling_of(reader))
    texts = {slug: facts.documents[slug] for slug in unread}
    # Where a mark was not read, nobody can say what of the text may be told.
    open_to = {slug: "" if misread(one) else _prose(one, how) for slug, one in texts.items()}
    return replace(facts, unread=unread, sources={**facts.sources, **open_to})


def _real_names(inspection: Inspection, register: Sequence[Body]) -> RealNames | None:
    """The names that a rehearsal keeps away from what it simulates; None where all is real."""
    return bodies.names_of_bodies(register) if inspection.rehearsal else None


def scope_of(inspection: Inspection) -> list[ScopeBody]:
    """Return the scope with its bodies, in order."""
    return list(inspection.scope.select_related("body"))


def _nouns(inspection: Inspection, scope: Sequence[ScopeBody]) -> tuple[str, ...]:
    """Return what one body is called, and each kind of body in scope."""
    labels = {str(kinds.Kind(one.body.kind).label).lower() for one in scope}
    return (inspection.noun, *sorted(labels))


def _recommendations(texts: Iterable[Manuscript]) -> int:
    """Count the recommendations that the texts of one inspection make, each number once."""
    blocks = (block for text in texts for block in text.blocks)
    return len({one.fields.get("number") for one in blocks if one.kind == "recommendation"})


def _counted_here(documents: Iterable[Document], recommendations: int | None) -> dict[str, str]:
    """Return the numbers that only this room knows, for claims that count them."""
    first = next(iter(documents), None)
    found = {name: str(getattr(first, name, None) or 0) for name in OF_CHECKS}
    return found if recommendations is None else {**found, "recommendations": str(recommendations)}


def _body_names(
    inspection: Inspection, scope: Sequence[ScopeBody], document: Document | None
) -> tuple[str, ...]:
    """Return every name of a body that a document may not print without reason."""
    # A letter may name the body it is written to, and no other, where the scope names none: in a
    # rehearsal by its pseudonym.
    addressee = None if document is None else document.scope_body_id
    names = (
        name
        for one in scope
        for name in (one.label, one.body.name, one.body.short_name)
        if one.pk != addressee or (inspection.rehearsal and name != one.label)
    )
    return tuple(dict.fromkeys(names))


def published_day(manuscript: Manuscript) -> date | None:
    """Return the day of publication the front matter names.

    ``published:``, else the day on which the moment in ``stamp:`` falls in London.
    """
    found = (first_date(manuscript.meta.get(name, "")) for name in ("published", "stamp"))
    return next((day for day in found if day), None)


def _sources(texts: Iterable[Manuscript]) -> set[str]:
    """Return the key of every source that the texts quote."""
    return {span.key for text in texts for block in text.lines() for span in block.quotations()}


def _prose(text: Manuscript, how: Treatment | None = None) -> str:
    if how is None:
        return "\n".join(block.text for block in text.prose())
    return "\n".join(words(runs_of(block, how)) for block in text.prose())
