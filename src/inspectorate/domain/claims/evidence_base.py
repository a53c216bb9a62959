"""Loads what claims are computed from: scope, judgments, evidence; a fixed number of queries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from functools import cached_property, lru_cache
from itertools import chain
from typing import cast

from django.db.models import Max, Min, QuerySet
from django.utils import timezone

from inspectorate.domain.bodies import queries as bodies
from inspectorate.domain.bodies.models import Body, Group, GroupMember
from inspectorate.domain.evidence.kinds import Direction
from inspectorate.domain.evidence.models import Attachment, Item, ItemCriterion, item_ref
from inspectorate.domain.evidence.queries import describable, not_relied_on_in, relied_on
from inspectorate.domain.fieldwork.models import Session, Visit
from inspectorate.domain.fieldwork.returns.answers import Answers
from inspectorate.domain.fieldwork.returns.kinds import ColumnKind
from inspectorate.domain.fieldwork.samples.queries import SampledCases
from inspectorate.domain.inspections.models import Inspection, NotInspected, TakenBack
from inspectorate.domain.judgments.agreement import SameGrades, same_grades
from inspectorate.domain.judgments.joint import queries as joint_queries
from inspectorate.domain.judgments.models import (
    CAUSE,
    OUTCOMES,
    Agreed,
    AgreedCitation,
    Assignment,
    Submission,
)
from inspectorate.domain.judgments.queries import current
from inspectorate.domain.programmes.models import Criterion
from inspectorate.domain.programmes.queries import criteria_to_judge, vocabulary_of
from inspectorate.foundation.markings.reading import Reading
from inspectorate.foundation.markings.scheme import ORDER, VETTED
from inspectstats.quantity.vocabulary import Vocabulary

from .kinds.quotation import spoken
from .kinds.reading import KnownColumn, KnownCriterion, KnownNames, KnownQuestion
from .read_otherwise import ReadCell
from .what_stands import BodyInScope, JudgedCell, Place, SeenItem


@dataclass
class EvidenceBase:
    """What stands in an inspection, each part read once, when it is first asked for.

    ``agreed`` are the judgments that stand, ``framework`` the criteria they are made on, where they
    have been read already; so ``all_bodies`` of the register, and by key the kind and version of
    each claim ``drafted``. ``reader`` is offered, counted and named no item that they may not read;
    without one everything is.
    """

    inspection: Inspection
    agreed: Mapping[Place, Agreed] | None = None
    framework: Sequence[Criterion] | None = None
    reader: Reading | None = None
    all_bodies: Sequence[Body] | None = None
    drafted: Mapping[str, tuple[str, int]] | None = None
    _found: dict[str, object] = field(default_factory=dict)

    def once[T](self, name: str, work: Callable[[], T]) -> T:
        """Compute something once, whichever claim asks for it."""
        if name not in self._found:
            self._found[name] = work()
        return cast(T, self._found[name])

    @cached_property
    def bodies(self) -> tuple[BodyInScope, ...]:
        groups: dict[int, set[str]] = defaultdict(set)
        for body, code in GroupMember.objects.values_list("body_id", "group__code"):
            groups[body].add(code)
        rows = self.inspection.scope.order_by("order").values_list(
            "pk", "label", "body_id", "body__kind", "code"
        )
        return tuple(
            BodyInScope(pk, label, kind, frozenset(groups[body]), code)
            for pk, label, body, kind, code in rows
        )

    @cached_property
    def labels(self) -> dict[int, str]:
        return {body.pk: body.label for body in self.bodies}

    @cached_property
    def criteria(self) -> dict[int, Criterion]:
        rows = self.framework
        if rows is None:
            rows = criteria_to_judge(self.inspection.framework_id)
        return {one.pk: one for one in rows}

    @cached_property
    def known(self) -> KnownNames:
        """Everything a claim may name in this inspection."""
        return KnownNames(
            criteria=tuple(_known(criterion) for criterion in self.criteria.values()),
            kinds=frozenset(body.kind for body in self.bodies),
            groups=dict(Group.objects.values_list("code", "name")),
            registers=frozenset(self.register(self.inspection.fieldwork_to)),
            directions={one.value: str(one.label) for one in Direction},
            fieldwork_to=self.inspection.fieldwork_to,
            bodies={body.code: body.label for body in self.bodies},
            words=tuple(band.word for band in self.vocabulary.bands),
            claims={key: kind for key, (kind, _) in self._claims.items()},
            sampled=lambda: self._questions,
            returned=lambda: self._columns,
        )

    @cached_property
    def returns(self) -> Answers:
        """The data returns of the inspection; each template is read when it is first asked for."""
        return Answers(self.inspection)

    @cached_property
    def _columns(self) -> tuple[KnownColumn, ...]:
        return tuple(
            KnownColumn(
                template.number,
                one.name,
                one.kind,
                f"{template.title}: {one.name}",
                self.returns.numbers(template),
                ("yes", "no") if one.kind == ColumnKind.YES_NO else tuple(one.choices),
            )
            for template in self.returns.templates
            for one in template.columns.all()
        )

    @cached_property
    def sampled(self) -> SampledCases:
        """The samples of cases of the inspection; each part is read when it is first asked for."""
        return SampledCases(self.inspection)

    @cached_property
    def _questions(self) -> tuple[KnownQuestion, ...]:
        return tuple(
            KnownQuestion(
                f"{form.number}.{one.number}",
                f"{form.title}: {one.text}",
                self.sampled.bodies_drawn(form),
                pooled=bool(form.pooled.all()),
            )
            for form in self.sampled.forms
            for one in form.questions.all()
        )

    @property
    def versions(self) -> dict[str, int]:
        """By key, the version that stands of each claim of the inspection."""
        return {key: version for key, (_, version) in self._claims.items()}

    @cached_property
    def _claims(self) -> Mapping[str, tuple[str, int]]:
        if self.drafted is not None:
            return self.drafted
        rows = self.inspection.claims.order_by("key").values_list("key", "kind", "version")
        return {key: (kind, version) for key, kind, version in rows}

    @cached_property
    def left_out(self) -> frozenset[Place]:
        rows = NotInspected.standing().filter(scope_body__inspection=self.inspection)
        return frozenset(rows.values_list("scope_body", "criterion"))

    @cached_property
    def taken_back(self) -> frozenset[Place]:
        """The cells that had been left out and are inspected again."""
        rows = TakenBack.objects.filter(left_out__scope_body__inspection=self.inspection)
        return frozenset(rows.values_list("left_out__scope_body", "left_out__criterion"))

    @cached_property
    def judged(self) -> dict[Place, JudgedCell]:
        cited: dict[int, list[int]] = defaultdict(list)
        # Pages that draw charts of the same judgments read them once for both.
        standing = current(self.inspection) if self.agreed is None else self.agreed
        rows = AgreedCitation.objects.filter(agreed__in=[one.pk for one in standing.values()])
        for agreed, item in rows.order_by("pk").values_list("agreed", "item"):
            cited[agreed].append(item)
        return {
            place: JudgedCell(
                one.pk,
                one.grade.name if one.grade else "",
                one.grade.order if one.grade else None,
                bool(one.grade and one.grade.meets),
                one.findings,
                one.moved,
                day(one.at),
                tuple(cited[one.pk]),
                one.outcome,
            )
            for place, one in standing.items()
        }

    @cached_property
    def readings(self) -> dict[Place, tuple[ReadCell, ...]]:
        """What was submitted of each agreed cell, its first reading first. A query."""
        rows = (
            Submission.objects.filter(
                assignment__in=Assignment.standing(),
                assignment__scope_body__inspection=self.inspection,
            )
            .select_related("grade", "assignment")
            .order_by("assignment__second", "assignment")
        )
        found: dict[Place, list[ReadCell]] = defaultdict(list)
        for row in rows:
            given = row.assignment
            place = (given.scope_body_id, given.criterion_id)
            if place in self.judged:
                read = ReadCell(given.inspector_id, _as_read(self.judged[place], row))
                found[place].append(read)
        return {place: tuple(read) for place, read in found.items()}

    @cached_property
    def cited_items(self) -> dict[int, SeenItem]:
        """The items cited by any judgment of the inspection, by key."""
        cited = AgreedCitation.objects.filter(
            agreed__scope_body__inspection=self.inspection
        ).values("item")
        return {one.pk: one for one in self.seen(Item.objects.filter(pk__in=cited))}

    def cited(self, judgments: Iterable[JudgedCell]) -> tuple[SeenItem, ...]:
        """Return the items that judgments cite, each once."""
        keys = dict.fromkeys(chain.from_iterable(judgment.cited for judgment in judgments))
        return tuple(self.cited_items[key] for key in keys)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return vocabulary_of(self.inspection.vocabulary)

    @cached_property
    def gone(self) -> dict[int, str]:
        """Items of the inspection that no longer stand, each with what became of it."""
        return not_relied_on_in(self.inspection, self.reader)

    @cached_property
    def gone_under(self) -> dict[Place, list[int]]:
        """By cell whose judgment cites any, the items that no longer stand."""
        found = {
            place: [item for item in judged.cited if item in self.gone]
            for place, judged in self.judged.items()
        }
        return {place: items for place, items in found.items() if items}

    @cached_property
    def pairs(self) -> SameGrades:
        """How often inspectors who judged one cell gave it the same grade."""
        return same_grades(self.inspection)

    @cached_property
    def joint(self) -> joint_queries.Standing | None:
        """What the joint model told of the inspection's readings, and whether of those of now."""
        return joint_queries.standing(self.inspection)

    @property
    def concerns(self) -> set[Place]:
        """The cells for which a cause of concern is recorded, of those inspected."""
        found = {place for place, judged in self.judged.items() if judged.outcome == CAUSE}
        return found - self.left_out

    @cached_property
    def visited(self) -> tuple[date | None, date | None, int]:
        rows = Visit.with_days().filter(inspection=self.inspection)
        found = rows.aggregate(first=Min("starts_on"), last=Max("ends_on"))
        return found["first"], found["last"], rows.count()

    @cached_property
    def sessions_held(self) -> int:
        return self._sessions.count()

    @cached_property
    def described_sessions(self) -> int:
        """Sessions that left evidence which may be described: others were not held, outside."""
        left = describable(self.inspection.evidence.all()).exclude(session=None)
        return self._sessions.filter(pk__in=left.values("session")).count()

    @property
    def _sessions(self) -> QuerySet[Session]:
        return Session.objects.filter(
            visit__in=Visit.with_days().filter(inspection=self.inspection), cancellation=None
        )

    @cached_property
    def standing_items(self) -> int:
        return relied_on(self._open(self.inspection.evidence.all())).count()

    def marked_above_official(self, prefix: str) -> dict[int, str]:
        """By its number, the marking of each item above OFFICIAL, whether it stands or not.

        ``prefix`` is that of the numbers of an inspection, this one or another.
        """

        def read() -> dict[int, str]:
            rows = Item.objects.filter(inspection__prefix=prefix, marking__in=VETTED)
            return dict(rows.order_by().values_list("number", "marking"))

        return self.once(f"marked {prefix}", read)

    def is_prefix(self, prefix: str) -> bool:
        """Do the numbers of this inspection's items, or of another's, begin so?"""
        return prefix == self.inspection.prefix or prefix in self._prefixes

    @cached_property
    def _prefixes(self) -> frozenset[str]:
        return frozenset(Inspection.objects.order_by().values_list("prefix", flat=True))

    @property
    def looked_elsewhere(self) -> bool:
        """Were items of another inspection asked for?"""
        own = f"marked {self.inspection.prefix}"
        return any(name.startswith("marked ") and name != own for name in self._found)

    @cached_property
    def said_above_official(self) -> list[tuple[str, str]]:
        """The marking and the words, as they would be read aloud, of each item above OFFICIAL."""
        rows = self.inspection.evidence.filter(marking__in=VETTED).exclude(words="")
        return [(marking, spoken(said)) for marking, said in rows.values_list("marking", "words")]

    def said_openly(self, number: int) -> str:
        """The words of an item of the inspection that is not above OFFICIAL; "" where none is."""

        def read() -> dict[int, str]:
            rows = self.inspection.evidence.exclude(marking__in=VETTED)
            return dict(rows.order_by().values_list("number", "words"))

        return self.once("said openly", read).get(number, "")

    def speaker(self, numbers: Collection[int]) -> tuple[str, str]:
        """Whom the one open item of these numbers comes from, by role, and the kind of its source.

        Empty where there is not one.
        """
        found = [self._speakers[one] for one in numbers if one in self._speakers]
        return found[0] if len(numbers) == len(found) == 1 else ("", "")

    @cached_property
    def _speakers(self) -> dict[int, tuple[str, str]]:
        """By its number, the role and the kind of source of each open item a quotation may name."""
        rows = self.inspection.evidence.exclude(marking__in=VETTED)
        sources = self.inspection.claims.filter(kind="quotation").values_list(
            "predicate", flat=True
        )
        named = {int(n) for one in sources for n in re.findall(r"\d+", str(one.get("source", "")))}
        kept = rows.filter(number__in=[n for n in named if n < 2**31]) if named else rows.none()
        return {
            number: (origin, kind)
            for number, origin, kind in kept.order_by().values_list("number", "origin", "kind")
        }

    def ref(self, number: int) -> str:
        """What people say of an item of this inspection."""
        return item_ref(self.inspection.prefix, number)

    def said_in(self, numbers: Collection[int]) -> dict[int, str]:
        """The words of items of the inspection that the reader may read, by their numbers."""
        if not numbers:
            return {}
        rows = self._open(self.inspection.evidence.filter(number__in=numbers))
        return dict(rows.order_by().values_list("number", "words"))

    def files_lie_with(self, numbers: Collection[int]) -> bool:
        """Say whether a file lies with one of the items of these numbers."""
        items = self.inspection.evidence.filter(number__in=numbers)
        return Attachment.objects.filter(item__in=items).exists()

    def _open(self, items: QuerySet[Item]) -> QuerySet[Item]:
        """Those of ``items`` that the reader may read."""
        if self.reader is None:
            return items
        return items.filter(marking__in=self.readable)

    @property
    def readable(self) -> list[str]:
        """The markings whose items the reader may read, in rising order."""
        return [one for one in ORDER if self.reader is None or self.reader.may(one)]

    @cached_property
    def described_items(self) -> int:
        return describable(self.inspection.evidence.all()).count()

    def register(self, on: date) -> dict[str, int]:
        """The register's counts on a day, each day read once."""
        key = f"register {on}"
        if key not in self._found:
            every = self.all_bodies
            self._found[key] = (
                bodies.counts(on)
                if every is None
                else bodies.counted(one for one in every if bodies.is_open(one, on))
            )
        return self._found[key]  # type: ignore[return-value]  # put there two lines above

    def items_on(
        self, criteria: Collection[int], practice: bool | None, direction: str
    ) -> list[SeenItem]:
        """Return the items relied on that speak to one of ``criteria``, oldest first."""
        linked = ItemCriterion.objects.filter(
            criterion__in=criteria, item__inspection=self.inspection
        ).values("item")
        rows = relied_on(self._open(Item.objects.filter(pk__in=linked)))
        if practice is not None:
            rows = rows.filter(practice=practice)
        if direction:
            rows = rows.filter(direction=direction)
        return self.seen(rows)

    def named(self, stances: Mapping[int, str], criteria: Collection[int]) -> list[SeenItem]:
        """Return the items of these numbers that are relied on and speak to one of ``criteria``.

        Each with what it says of the claim that names it; none that the reader may not read.
        """
        linked = ItemCriterion.objects.filter(
            criterion__in=criteria, item__inspection=self.inspection
        ).values("item")
        rows = self.inspection.evidence.filter(number__in=stances, pk__in=linked)
        by_ref = {self.ref(number): stance for number, stance in stances.items()}
        found = self.seen(relied_on(self._open(rows)))
        return [replace(item, stance=by_ref[item.ref]) for item in found]

    def nameable(self, numbers: Collection[int], criteria: Collection[int]) -> set[int]:
        """Return which of these numbers are of items, fallen or not, that a claim may name."""
        rows = self._open(self.inspection.evidence.filter(number__in=numbers))
        linked = ItemCriterion.objects.filter(criterion__in=criteria, item__in=rows).values("item")
        return set(rows.filter(pk__in=linked).order_by().values_list("number", flat=True))

    def seen(self, items: QuerySet[Item]) -> list[SeenItem]:
        """Return items as a claim asks for them, without their words."""
        zone = timezone.get_current_timezone()  # asked once: it is looked up in the thread's store
        # Plain columns and no objects: items are many, and a claim asks little of each.
        columns = ("pk", "number", "scope_body_id", "kind", "marking", "observed_at")
        return [
            _seen(self.inspection.prefix, *row, zone)
            for row in items.order_by("number").values_list(*columns)
        ]


# Each page asks for the same items, which are never changed: one record for each.
@lru_cache(maxsize=16_384)
def _seen(
    prefix: str,
    pk: int,
    number: int,
    body: int,
    kind: str,
    marking: str,
    at: datetime,
    zone: tzinfo | None,
) -> SeenItem:
    return SeenItem(pk, item_ref(prefix, number), body, kind, marking, at.astimezone(zone).date())


def _as_read(agreed: JudgedCell, row: Submission) -> JudgedCell:
    """An agreed cell as a submission says it; that records no outcome, so the agreed one stays."""
    grade = row.grade
    return replace(
        agreed,
        grade=grade.name if grade else "",
        order=grade.order if grade else None,
        meets=bool(grade and grade.meets),
        findings=row.findings,
    )


def _known(criterion: Criterion) -> KnownCriterion:
    grades = tuple(grade.name for grade in criterion.scale.grades.all()) if criterion.scale else ()
    findings = {finding.code: finding.text for finding in criterion.findings.all()}
    area, name = criterion.area.code, criterion.name
    return KnownCriterion(criterion.pk, criterion.ref, area, findings, grades, name, OUTCOMES)


def day(moment: datetime) -> date:
    """The day of a moment, where the inspectorate is."""
    return timezone.localtime(moment).date()
