"""What is missing at the gates before a document, by name: read by freezing, approving, releasing.

Which gates there are, the kind of the document says (``documents``).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

from django.db.models import QuerySet

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.claims.states import State
from inspectorate.domain.inspections.models import Inspection, NotInspected, ScopeBody
from inspectorate.domain.inspections.states import Phase
from inspectorate.domain.judgments import queries as judgments
from inspectorate.domain.judgments.debriefs.telling import ToldView, told_now
from inspectorate.domain.judgments.models import Agreed
from inspectorate.domain.programmes import queries as programmes
from inspectorate.domain.programmes.models import Criterion
from inspectorate.prose.dates import in_words

from .documents.gates import Gate
from .documents.registry import DocumentKind
from .gaps import Gap
from .models import Document, Edition, FactCheck, PassedGate

BEFORE_JUDGING = (Phase.PLANNED, Phase.FIELDWORK)


class Gates:
    """The gates of one inspection. Each fact is read once, and only where a gate asks for it."""

    def __init__(
        self,
        inspection: Inspection,
        claims: Mapping[str, ClaimFacts],
        *,
        scope: Sequence[ScopeBody] | None = None,
        criteria: Sequence[Criterion] | None = None,
        agreed: Mapping[tuple[int, int], Agreed] | None = None,
        on: date | None = None,
    ) -> None:
        """Take what has been read already: the scope, what is judged, and what is agreed.

        ``on`` is the day; where none is told, nobody is said to have time to answer still.
        """
        self.inspection, self.claims, self._on = inspection, claims, on
        self._given = (scope, criteria, agreed)

    def gaps(
        self,
        document: Document,
        carried: Collection[str],
        *,
        correction: bool,
        wording: Gap,
    ) -> list[Gap]:
        """What is missing before an edition of ``document`` that carries the claims ``carried``.

        ``correction`` says that an edition of it is out already, ``wording`` what of its words is
        not signed.
        """
        kind = DocumentKind(document.kind).type
        found = (
            wording if gate is Gate.SIGNATURES else self._gap(gate, document, carried)
            for gate in (kind.gates_of_correction if correction else kind.gates)
        )
        return [one for one in (*found, self._answering(document)) if one.things]

    def _gap(self, gate: Gate, document: Document, carried: Collection[str]) -> Gap:
        match gate:
            case Gate.JUDGING:
                return Gap(gate, self._phase)
            case Gate.JUDGMENTS:
                cells = self._to_judge.items()
                things = (words for place, words in cells if place not in self._agreed)
                return Gap(gate, tuple(things), len(cells))
            case Gate.FACT_CHECK:
                asked = self._asked[document.pk]
                inspected = {body for body, _ in self._covered}
                things = (one.label for one in self._scope if one.pk in inspected - asked)
                return Gap(gate, tuple(things), len(inspected))
            case Gate.REFERENCES:
                return Gap(gate, tuple(self._not_referenced(carried)), len(carried))
            case Gate.DISCLOSURE:
                # Of a whole release, and not of one document: ``publication.intruder``.
                return Gap(gate, ())
            case Gate.TOLD:
                return self._told_otherwise(document)
            case Gate.ANSWERING:
                return self._answering(document)
            case Gate.SIGNATURES:
                raise AssertionError("what is not signed is told by who has read the text")
            case Gate.ANSWERING:
                raise AssertionError("it stands before every kind, and no kind lists it")

    def _not_referenced(self, carried: Iterable[str]) -> Iterable[str]:
        for key in sorted(carried):
            claim = self.claims.get(key)
            if claim is None:
                yield f"{key} (gone)"
            elif claim.state != State.REFERENCED:
                yield f"{key} ({claim.state.label.lower()})"

    def _told_otherwise(self, document: Document) -> Gap:
        told = [one for one in self._told if one.place[0] == document.scope_body_id]
        things = tuple(one.of for one in told if one.lacks_words)
        return Gap(Gate.TOLD, things, len(told))

    def _answering(self, document: Document) -> Gap:
        """Of the bodies that were asked again, those whose day is still to come."""
        if self._on is None:
            return Gap(Gate.ANSWERING, ())
        newest, sent = dict[int, date](), set[int]()
        for of, body, due in self._checks:
            if of == document.pk and body in sent:
                newest[body] = due
            elif of == document.pk:
                sent.add(body)
        things = (
            f"{one.label} (until {in_words(newest[one.pk])})"
            for one in self._scope
            if one.pk in newest and newest[one.pk] >= self._on
        )
        return Gap(Gate.ANSWERING, tuple(things), len(newest))

    @cached_property
    def _told(self) -> Sequence[ToldView]:
        """The grades that bodies were told, beside what is agreed now."""
        return [one for one in told_now(self.inspection, self.agreed) if one.stands]

    @cached_property
    def agreed(self) -> Mapping[tuple[int, int], Agreed]:
        """The agreed judgments that stand, by cell: with their reasons where they were given."""
        given = self._given[2]
        return judgments.current(self.inspection, words=False) if given is None else given

    @property
    def _phase(self) -> tuple[str, ...]:
        phase = Phase(self.inspection.phase)
        return (phase.label,) if phase in (*BEFORE_JUDGING, Phase.ABANDONED) else ()

    @cached_property
    def _asked(self) -> defaultdict[int, set[int]]:
        """The bodies asked to check facts, by document."""
        found = defaultdict[int, set[int]](set)
        for document, body, _ in self._checks:
            found[document].add(body)
        return found

    @cached_property
    def _checks(self) -> Sequence[tuple[int, int, date]]:
        """Document, body and last day of each copy that a body has, in the order of sending."""
        rows = FactCheck.objects.filter(document__inspection=self.inspection)
        of_bodies = rows.filter(scope_body__isnull=False, recall=None).order_by("number")
        return list(of_bodies.values_list("document", "scope_body", "due_on"))

    @cached_property
    def _scope(self) -> Sequence[ScopeBody]:
        scope = self._given[0]
        return list(self.inspection.scope.all()) if scope is None else scope

    @cached_property
    def _criteria(self) -> Sequence[Criterion]:
        criteria = self._given[1]
        if criteria is None:
            return programmes.criteria_to_judge(self.inspection.framework_id)
        return criteria

    @cached_property
    def _covered(self) -> set[tuple[int, int]]:
        """The cells that are not left out, by their keys."""
        left_out = NotInspected.standing().filter(scope_body__inspection=self.inspection)
        every = {(row.pk, one.pk) for row in self._scope for one in self._criteria}
        return every - set(left_out.values_list("scope_body", "criterion"))

    @cached_property
    def _to_judge(self) -> dict[tuple[int, int], str]:
        """The cells that are judged, by their keys, with what people call them.

        The answers to a question without grades or findings are evidence, and nobody judges them.
        """
        judged = [one for one in self._criteria if one.scale_id or one.findings.all()]
        times = Counter(one.ref for one in judged)
        refs = {
            one.pk: one.ref if times[one.ref] == 1 else f"{one.area.name} {one.ref}"
            for one in judged
        }
        return {
            (row.pk, one.pk): f"{row.label} on {refs[one.pk]}"
            for row in self._scope
            for one in judged
            if (row.pk, one.pk) in self._covered
        }

    @cached_property
    def _agreed(self) -> Collection[tuple[int, int]]:
        # A cell that somebody is still to judge has none: it tells nobody what blindness keeps.
        return self.agreed.keys()


def passed_gates(editions: QuerySet[Edition]) -> list[PassedGate]:
    """The gates that were passed under ``editions``, each with its reason and who signed it."""
    rows = PassedGate.objects.filter(edition__in=editions.order_by().values("pk"))
    # Of an edition its number alone: the rest is its whole text.
    whole = ("edition__data", "edition__facts", "edition__signed", "edition__shown")
    return list(rows.select_related("edition__document", "by").defer(*whole))


def signed_under(edition: Edition) -> frozenset[tuple[str, str]]:
    """What was signed under an edition already: each gate with each thing that was missing."""
    rows = edition.passed_gates.all()
    return frozenset((one.gate, thing) for one in rows for thing in one.missing)
