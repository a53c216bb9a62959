"""What an entry of an inspection's ledger is of: its name, its page and its body, as one reader may
know them.

To whoever may not see the thing's room it stays a thing of its kind, without name and page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from inspectorate.domain.claims.models import Reference
from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.domain.publication.models import Mandate, Release
from inspectorate.domain.publication.verbs import PublicationVerb
from inspectorate.domain.recommendations.verbs import RecommendationVerb
from inspectorate.domain.reports.models import Look
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.codes import Verb
from inspectorate.prose.dates import in_words

from .access import may
from .check_things import of_checks
from .debrief_things import of_debriefs
from .evidence_things import of_evidence
from .exercise_things import of_exercises
from .outcome_things import of_outcomes
from .panel_things import of_panels
from .planned_things import of_plans
from .remark_things import of_remarks
from .request_things import of_requests
from .sampled_things import of_samples

Named = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Place:
    """A page by its name, with the dotted ways from a row to the page's arguments.

    ``asks`` turns arguments into lookups where a way is no column.
    """

    page: str
    ways: tuple[str, ...]
    asks: Callable[..., dict[str, Any]] | None = None

    def args(self, row: Any) -> tuple[str | int, ...]:
        """The arguments of the row's page, but for the inspection's own."""
        return tuple(_follow(row, one) for one in self.ways)

    def stands(self, args: Iterable[str | int]) -> dict[str, str | int]:
        """Which rows have their page at these arguments, as lookups."""
        if self.asks is not None:
            return self.asks(*args)
        return {way.replace(".", "__"): one for way, one in zip(self.ways, args, strict=True)}


@dataclass(frozen=True, slots=True)
class Kind:
    """What entries of one table are of.

    ``stub`` stands where the reader may not ``see`` it. ``whose`` is the way from a row to its
    inspection; ``body`` that to the body, in scope or addressed, where there is one. ``place`` is
    its page; ``also`` are further pages of which it is part of the history.
    """

    see: Verb
    stub: str
    named: Named
    place: Place
    whose: str = "inspection"
    body: str = ""
    with_: tuple[str, ...] = ()
    also: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Thing:
    """What is told of a thing: its name, and the address of its page where there is one."""

    name: str
    url: str = ""


def _at(page: str, *ways: str) -> Place:
    return Place(page, ways)


def _cell_page(to: str = "") -> Place:
    """The page of a judgment, whose body and criterion lie at ``to`` of the row."""
    return _at("judgments-cell", f"{to}scope_body.code", f"{to}criterion.pk")


def _follow(row: Any, path: str) -> Any:
    for name in path.split("."):
        row = getattr(row, name)
    return row


def _plan(named: Named, page: str = "inspections-plan", **given: Any) -> Kind:
    return Kind(InspectionVerb.SEE, "part of the plan", named, _at(page), **given)


def _cell(named: Named, to: str = "", *with_: str) -> Kind:
    """A judgment of one body on one criterion, which lies at ``to`` of the row."""
    under, path = f"{to}__" if to else "", f"{to.replace('__', '.')}." if to else ""
    return Kind(
        JudgmentVerb.SEE_PROGRESS,
        "a judgment",
        named,
        _cell_page(path),
        whose=f"{under}scope_body__inspection",
        body=f"{under}scope_body__body",
        with_=(f"{under}scope_body", f"{under}criterion", *with_),
    )


def _judgment(row: Any) -> str:
    return f"the judgment of {row.scope_body.label} on {row.criterion.ref}"


def _given(row: Any) -> str:
    return f"{_judgment(row)} by {row.inspector.name}"


def _comparison(to: str = "") -> Kind:
    """A comparison of two bodies, which lies at ``to`` of the row."""
    under = f"{to}__" if to else ""
    return Kind(
        JudgmentVerb.SEE_ORDER,
        "a comparison of two bodies",
        lambda row: f"{getattr(row, to) if to else row}",
        _at("judgments-order", f"{to}.criterion.pk" if to else "criterion.pk"),
        whose=f"{under}left__inspection",
        with_=(f"{under}left", f"{under}right", f"{under}criterion"),
    )


def _sampled_cell() -> Kind:
    """A look at a judgment of a sample: part of the history of that judgment."""
    return Kind(
        JudgmentVerb.SEE_DESK,
        "a judgment",
        lambda row: _judgment(row.cell),
        _cell_page("cell."),
        whose="cell__sample__inspection",
        body="cell__scope_body__body",
        with_=("cell__scope_body", "cell__criterion"),
    )


def _fieldwork(stub: str, named: Named, page: str, pk: str, to: str = "") -> Kind:
    """Something of fieldwork; ``to`` leads to what names inspection and body."""
    under = f"{to}__" if to else ""
    return Kind(
        FieldworkVerb.SEE,
        stub,
        named,
        _at(page, pk),
        whose=f"{under}inspection",
        body=f"{under}scope_body__body",
        with_=(f"{under}scope_body",),
    )


def _visit(row: Any) -> str:
    return f"the visit to {row.scope_body.label} of {in_words(row.starts_on)}"


def _session(row: Any) -> str:
    return f"the session “{row.title}” at {row.visit.scope_body.label}"


def _document(
    named: Named, to: str, body: str = "", *with_: str, also: tuple[Place, ...] = ()
) -> Kind:
    """Something of a document, which lies at ``to`` of the row, or is the row."""
    under, path = (f"{to}__", f"{to.replace('__', '.')}.") if to else ("", "")
    return Kind(
        ReportVerb.SEE,
        "a document",
        named,
        _at("reports-document", f"{path}slug"),
        whose=f"{under}inspection",
        body=body,
        with_=(*((to,) if to else ()), *with_),
        also=also,
    )


def _signed(row: Any) -> str:
    what = {"singly": "words", "source": "the context of a source", "section": "a section"}
    return f"{what[row.kind]} of “{row.document.title}”"


def _part(to: str, what: str = "") -> Kind:
    """A record of what one addressee was asked, which lies at ``to`` of the row."""
    path = to.replace("__", ".")

    def named(row: Any) -> str:
        part = _follow(row, path)
        return f"{what}{part.recommendation.ref} to {part.label}"

    return Kind(
        RecommendationVerb.SEE,
        "a recommendation",
        named,
        _at("recommendations-addressee", f"{path}.pk"),
        whose=f"{to}__recommendation__inspection",
        body=f"{to}__body",
        with_=(f"{to}__recommendation__inspection",),
    )


def _release(named: Named, to: str = "") -> Kind:
    under, path = (f"{to}__", f"{to}.") if to else ("", "")
    return Kind(
        PublicationVerb.SEE,
        "a release",
        named,
        _at("publication-release", f"{path}number"),
        whose=f"{under}inspection",
        with_=(to,) if to else (),
        also=(_at("reports-edition", f"{path}editions.document.slug", f"{path}editions.number"),),
    )


def _register(named: Named, whose: str = "inspection") -> Kind:
    return Kind(
        PublicationVerb.SEE, "the register", named, _at("publication-releases"), whose=whose
    )


_MANDATE = "the mandate to publish the register daily"
# By the table, as the ledger names it; three are spelt as verbs are.
KINDS: Mapping[str, Kind] = {
    "inspections.inspection": _plan(lambda _: "the inspection", whose="pk"),
    "inspections.amendment": _plan(lambda _: "the inspection"),
    "inspections.approval": _plan(lambda _: "the inspection"),
    "inspections.termsofreference": _plan(
        lambda row: f"the terms of reference, version {row.number}"
    ),
    "inspections.scoperemoval": _plan(lambda row: row.label, body="body"),
    "inspections.notinspected": _plan(
        lambda row: f"{row.scope_body.label} on {row.criterion.ref}",
        "inspections-coverage",
        whose="scope_body__inspection",
        body="scope_body__body",
        with_=("scope_body", "criterion"),
        also=(_cell_page(),),
    ),
    "inspections.takenback": _plan(
        lambda row: f"{row.left_out.scope_body.label} on {row.left_out.criterion.ref}",
        "inspections-coverage",
        whose="left_out__scope_body__inspection",
        body="left_out__scope_body__body",
        with_=("left_out__scope_body", "left_out__criterion"),
        also=(_cell_page("left_out."),),
    ),
    "inspections.suppression": _plan(str, with_=("criterion",)),
    "inspections.suppressionend": _plan(
        lambda row: str(row.suppression),
        whose="suppression__inspection",
        with_=("suppression__criterion",),
    ),
    "inspections.teammember": _plan(
        lambda row: f"{row.person.name} as {row.get_role_display().lower()}",
        "inspections-team",
        with_=("person",),
    ),
    # Who needs to know is told to those who give it.
    "inspections.needtoknow": Kind(
        InspectionVerb.GIVE_NEED_TO_KNOW,
        "somebody",
        lambda row: row.person.name,
        _at("inspections-team"),
        with_=("person",),
    ),
    "inspections.referencegroup": _plan(lambda row: f"the reference group {row.name}"),
    **of_requests(Kind, Place),
    "fieldwork.visit": _fieldwork("a visit", _visit, "fieldwork-visit", "pk"),
    "fieldwork.session": _fieldwork("a session", _session, "fieldwork-visit", "visit_id", "visit"),
    "fieldwork.sessioncancellation": _fieldwork(
        "a session",
        lambda row: _session(row.session),
        "fieldwork-visit",
        "session.visit_id",
        "session__visit",
    ),
    "fieldwork.interruption": _fieldwork(
        "a visit", lambda row: _visit(row.visit), "fieldwork-visit", "visit_id", "visit"
    ),
    "fieldwork.resumption": _fieldwork(
        "a visit", lambda row: _visit(row.visit), "fieldwork-visit", "visit_id", "visit"
    ),
    **of_debriefs(Kind, Place, _cell),
    **of_plans(Kind, Place),
    **of_samples(Kind, Place),
    **of_evidence(Kind, Place),
    "judgments.modechoice": Kind(
        JudgmentVerb.SEE,
        "how it is judged",
        lambda row: row.inspection.title,
        _at("judgments-grid"),
    ),
    "judgments.planofjudging": Kind(
        JudgmentVerb.SEE,
        "a plan of judging",
        lambda row: f"plan of judging {row.number}",
        _at("judgments-grid"),
    ),
    **of_exercises(Kind, Place),
    **of_panels(Kind, Place),
    **of_outcomes(Kind, Place),
    "judgments.jointfigures": Kind(
        JudgmentVerb.SEE_AGREEMENT,
        "joint figures",
        lambda row: f"joint figures {row.number}",
        _at("judgments-agreement"),
    ),
    "judgments.assignment": _cell(_given, "", "inspector"),
    "judgments.draft": _cell(lambda row: _judgment(row.assignment), "assignment"),
    "judgments.submission": _cell(lambda row: _judgment(row.assignment), "assignment"),
    "judgments.moderation": _cell(_judgment),
    "judgments.agreed": _cell(_judgment),
    "judgments.certainty": _cell(lambda row: _judgment(row.agreed), "agreed"),
    "judgments.certaintywithdrawal": _cell(
        lambda row: _judgment(row.certainty.agreed), "certainty__agreed"
    ),
    "judgments.comparison": _comparison(),
    "judgments.comparisonwithdrawal": _comparison("comparison"),
    "judgments.agreementsample": Kind(
        JudgmentVerb.SEE_DESK,
        "a sample of undisputed judgments",
        lambda row: f"sample {row.number} of undisputed judgments",
        _at("judgments-undisputed"),
    ),
    "judgments.samplelook": _sampled_cell(),
    "claims.claim": Kind(
        ClaimVerb.SEE, "a claim", lambda row: f"the claim {row.key}", _at("claims-claim", "key")
    ),
    "claims.excerpt": Kind(
        ClaimVerb.SEE,
        "an excerpt",
        lambda row: f"an excerpt behind the claim {row.claim.key}",
        _at("claims-claim", "claim.key"),
        whose="claim__inspection",
        with_=("claim",),
    ),
    "claims.excerptwithdrawal": Kind(
        ClaimVerb.SEE,
        "an excerpt",
        lambda row: f"an excerpt behind the claim {row.excerpt.claim.key}",
        _at("claims-claim", "excerpt.claim.key"),
        whose="excerpt__claim__inspection",
        with_=("excerpt__claim",),
    ),
    Reference._meta.label_lower: Kind(
        ClaimVerb.SEE,
        "a claim",
        lambda row: f"the claim {row.claim.key}",
        _at("claims-claim", "claim.key"),
        whose="claim__inspection",
        with_=("claim",),
    ),
    "reports.document": _document(lambda row: f"“{row.title}”", "", "scope_body__body"),
    "reports.section": _document(
        lambda row: f"section {row.identity} of “{row.document.title}”", "document"
    ),
    "reports.madeletter": _document(
        lambda row: f"“{row.letter.title}” from “{row.template.title}”",
        "letter",
        "letter__scope_body__body",
        "template",
    ),
    "reports.variant": _document(
        lambda row: f"“{row.document.title}”, of “{row.original.title}”",
        "document",
        "original",
    ),
    **of_remarks(_document),
    "reports.waiver": _document(lambda row: f"“{row.document.title}”", "document"),
    "reports.edition": _document(
        lambda row: f"edition {row.number} of “{row.document.title}”",
        "document",
        also=(_at("reports-edition", "document.slug", "number"),),
    ),
    "reports.passedgate": _document(
        lambda row: f"edition {row.edition.number} of “{row.edition.document.title}”",
        "edition__document",
    ),
    "reports.referencedraft": _document(lambda row: f"“{row.document.title}”", "document"),
    "reports.draftwithdrawal": _document(
        lambda row: f"“{row.draft.document.title}”", "draft__document"
    ),
    "reports.signature": _document(_signed, "document"),
    "reports.signaturewithdrawal": _document(
        lambda row: _signed(row.signature), "signature__document"
    ),
    "reports.objection": _document(lambda row: f"words of “{row.document.title}”", "document"),
    Look._meta.label_lower: _document(lambda row: f"“{row.document.title}”", "document"),
    **of_checks(_document),
    "recommendations.recommendation": Kind(
        RecommendationVerb.SEE,
        "a recommendation",
        lambda row: row.ref,
        _at("recommendations-register"),
        with_=("inspection",),
        also=(_at("recommendations-addressee", "addressees.pk"),),
    ),
    "recommendations.duedate": _part("addressee"),
    "recommendations.response": _part("addressee"),
    "recommendations.progress": _part("addressee"),
    "recommendations.verification": _part("addressee"),
    "recommendations.closure": _part("addressee"),
    "recommendations.acceptance": _part("response__addressee"),
    "recommendations.acceptancewithdrawal": _part(
        "acceptance__response__addressee", "the reply to "
    ),
    "recommendations.confirmation": _part("addressee"),
    "recommendations.confirmationwithdrawal": _part("confirmation__addressee"),
    Release._meta.label_lower: _release(lambda row: f"release {row.number}"),
    "publication.releaseapproval": _release(lambda row: f"release {row.release.number}", "release"),
    "publication.cancellation": _release(lambda row: f"release {row.release.number}", "release"),
    "publication.bundle": _release(lambda row: f"release {row.release.number}", "release"),
    "publication.publishedregister": _register(
        lambda row: f"the register of recommendations, {row.number}"
    ),
    Mandate._meta.label_lower: _register(lambda _: _MANDATE),
    "publication.mandateend": _register(lambda _: _MANDATE, "mandate__inspection"),
}


def named(person: Person, inspection: Inspection, entries: Iterable[Entry]) -> dict[str, Thing]:
    """What each entry is of, by the ledger's name for it. One query for each table at most."""
    wanted: dict[str, set[str]] = {}
    for entry in entries:
        table, _, pk = entry.of.partition("/")
        wanted.setdefault(table, set()).add(pk)
    found = {}
    for table, keys in wanted.items():
        kind = KINDS.get(table)
        known: Mapping[str, Thing] = {}
        if kind and may(person, inspection, kind.see):
            known = _known(inspection, table, kind, keys)
        stub = kind.stub if kind else "something"
        found.update({f"{table}/{pk}": known.get(pk, Thing(stub)) for pk in keys})
    return found


def _known(inspection: Inspection, table: str, kind: Kind, keys: Iterable[str]) -> dict[str, Thing]:
    rows = apps.get_model(table)._default_manager.filter(
        **{kind.whose: inspection.pk}, pk__in=[int(pk) for pk in keys if pk.isdecimal()]
    )
    found = {}
    # Without an argument it would follow every key.
    for row in rows.select_related(*kind.with_) if kind.with_ else rows:
        url = reverse(kind.place.page, args=[inspection.slug, *kind.place.args(row)])
        found[str(row.pk)] = Thing(kind.named(row), url)
    return found


def about(person: Person, inspection: Inspection, body: ScopeBody) -> Q:
    """Which entries are of something of ``body``, as far as ``person`` may see it."""
    found = Q(pk__in=())
    for table, kind in KINDS.items():
        if kind.body and may(person, inspection, kind.see):
            rows = apps.get_model(table)._default_manager.filter(
                **{kind.whose: inspection.pk, kind.body: body.body_id}
            )
            name = Concat(Value(f"{table}/"), Cast("pk", CharField()))
            found |= Q(of__in=rows.order_by().values_list(name, flat=True))
    return found
