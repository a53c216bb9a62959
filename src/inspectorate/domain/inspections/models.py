"""One inspection: its question, its bodies, its people, its phases."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import QuerySet

from inspectorate.domain.bodies.models import Body
from inspectorate.domain.programmes.models import Criterion, Framework, Vocabulary
from inspectorate.foundation.ledger.recorded import Permanent, Recorded
from inspectorate.foundation.markings.scheme import VETTED
from inspectorate.foundation.people.roles import STAFF

from . import small_numbers
from .states import Phase

NOTICE = "Rehearsal: simulated evidence, says nothing about any real body."


class Inspection(Recorded):
    """One question asked of many bodies.

    A rehearsal shows its bodies under pseudonyms everywhere and says so.
    """

    ADDED: ClassVar[dict[str, int]] = {"small_below": small_numbers.USUAL}
    BASES = [
        ("programme", "In the approved inspection programme"),
        ("required", "Required by the minister"),
        ("commissioned", "Commissioned"),
        ("own", "Own initiative"),
    ]
    slug = models.SlugField(max_length=80, unique=True)
    prefix = models.CharField(
        max_length=8, help_text="Short letters before numbers: PREV gives PREV-E0001."
    )
    title = models.CharField(max_length=250)
    question = models.TextField()
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="inspections")
    vocabulary = models.ForeignKey(Vocabulary, on_delete=models.PROTECT, related_name="inspections")
    rehearsal = models.BooleanField()
    basis = models.CharField(max_length=20, choices=BASES)
    basis_text = models.TextField(blank=True)
    fieldwork_from = models.DateField()
    fieldwork_to = models.DateField()
    noun = models.CharField("what one body is called", max_length=40, default="force")
    noun_plural = models.CharField(max_length=40, default="forces")
    phase = models.CharField(max_length=20, choices=Phase, default=Phase.PLANNED)
    names_bodies = models.BooleanField("may the report name bodies", default=False)
    # The k of every rule on small numbers: what is counted, what an intruder can work out.
    small_below = models.PositiveSmallIntegerField(
        "below how many bodies a number is small", default=small_numbers.USUAL
    )
    opened_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fieldwork_to__gte=models.F("fieldwork_from")),
                name="fieldwork_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(phase__in=Phase.values), name="phase_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    small_below__gte=small_numbers.LEAST, small_below__lte=small_numbers.MOST
                ),
                name="small_below_within_bounds",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stream(self) -> str:
        """The ledger stream of this inspection."""
        return f"inspection/{self.slug}"

    @property
    def notice(self) -> str:
        """The rehearsal sentence, or nothing."""
        return NOTICE if self.rehearsal else ""


class Amendment(Permanent):
    """What an inspection is called or asks was amended: what stood before and after, who and why.

    ``before`` and ``after`` hold the fields that changed, by their names, as a page shows them.
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveIntegerField()
    before = models.JSONField()
    after = models.JSONField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["inspection", "number"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="amendment_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.inspection}, amendment {self.number}"

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """Each field that changed: what it is called, what it said, what it says."""
        called = {one.name: str(one.verbose_name) for one in Inspection._meta.concrete_fields}
        return [(called[name], self.before[name], said) for name, said in self.after.items()]


class Approval(Permanent):
    """Who approved the inspection, when, under what."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="approvals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()

    def __str__(self) -> str:
        return self.text


class TermsOfReference(Permanent):
    """A version of the terms of reference; the newest stands."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveIntegerField()
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["inspection", "number"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="terms_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.inspection}, terms {self.number}"


class ScopeBody(Recorded):
    """A body in the scope of an inspection.

    ``label`` is the only name shown: the pseudonym in a rehearsal, else the name.
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="scope")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="inspected_in")
    label = models.CharField(max_length=160)
    # In a rehearsal made from the label: the register's code would name the body behind it.
    code = models.SlugField(max_length=80)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["inspection", "order"]
        verbose_name_plural = "scope bodies"
        constraints = [
            models.UniqueConstraint(fields=["inspection", "body"], name="scope_body_once"),
            models.UniqueConstraint(fields=["inspection", "label"], name="scope_label_once"),
            models.UniqueConstraint(fields=["inspection", "code"], name="scope_code_once"),
        ]

    def __str__(self) -> str:
        return self.label


class ScopeRemoval(Permanent):
    """A body was taken out of the scope of an inspection: by whom, when, why.

    ``left_out`` counts the criteria that were left out in its stead because something hangs on its
    row; 0 where nothing did, and the row was taken.
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="removals")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=160)
    left_out = models.PositiveIntegerField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["inspection", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.inspection}: {self.label} removed"


class NotInspected(Recorded):
    """A cell of the coverage matrix that is not inspected, with the reason.

    Never a pass, never a fail. It stands until it is taken back into the coverage; then the cell
    may be left out again, by a row with the next ``number``.
    """

    ADDED: ClassVar[dict[str, int]] = {"number": 1}
    scope_body = models.ForeignKey(
        ScopeBody, on_delete=models.PROTECT, related_name="not_inspected"
    )
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(default=1)
    reason = models.TextField()
    decided_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "not inspected"
        constraints = [
            models.UniqueConstraint(
                fields=["scope_body", "criterion", "number"], name="not_inspected_once_each_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scope_body} {self.criterion.ref}: not inspected"

    @classmethod
    def standing(cls) -> QuerySet[NotInspected]:
        """The cells left out now. Every room reads these, and none what was taken back."""
        return cls.objects.filter(taken_back=None)


class TakenBack(Permanent):
    """A cell that had been left out is inspected again: who decided it, when and why."""

    left_out = models.OneToOneField(
        NotInspected, on_delete=models.PROTECT, related_name="taken_back"
    )
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "taken back"

    def __str__(self) -> str:
        return f"{self.left_out.scope_body} {self.left_out.criterion.ref}: taken back"


class Column(models.TextChoices):
    """What of the published tables may be suppressed; the first two of one criterion."""

    GRADES = "grades", "the grades given on a criterion"
    INSPECTED = "inspected", "who and how many were inspected on a criterion"
    KIND = "kind", "what kind of body each one inspected is"
    PLACE = "place", "where each body stands on the map"

    @property
    def of_criterion(self) -> bool:
        """Is it a column of each criterion, so that one must be named?"""
        return self in (Column.GRADES, Column.INSPECTED)


class Suppression(Permanent):
    """A column of the published tables is left out of all that is published: who decided, and why.

    It stands until it is ended; then the column may be suppressed again, by another row.
    """

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="suppressions"
    )
    column = models.CharField(max_length=20, choices=Column)
    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["inspection", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(column__in=["grades", "inspected"], criterion__isnull=False)
                | models.Q(column__in=["kind", "place"], criterion=None),
                name="suppression_names_its_criterion",
            )
        ]

    def __str__(self) -> str:
        on = f" {self.criterion.ref}" if self.criterion else ""
        return f"{self.get_column_display()}{on}"

    @classmethod
    def standing(cls) -> QuerySet[Suppression]:
        """What is suppressed now."""
        return cls.objects.filter(ended=None)


class SuppressionEnd(Permanent):
    """A column that was suppressed is published again: who decided it, when and why."""

    suppression = models.OneToOneField(Suppression, on_delete=models.PROTECT, related_name="ended")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.suppression}: published again"


class TeamMember(Recorded):
    """A person on an inspection in one role.

    ``team`` is the field team's letter, where there is one.
    """

    ADDED: ClassVar[dict[str, str]] = {"left_reason": ""}
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="team")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="on_teams"
    )
    role = models.CharField(
        max_length=20, choices=[(role.value, role.label) for role in sorted(STAFF)]
    )
    team = models.CharField(max_length=20, blank=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    left_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["inspection", "role", "person"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "person", "role"],
                condition=models.Q(left_at=None),
                name="team_member_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}"


class NeedToKnow(Recorded):
    """A person needs to know what is marked up to ``level`` on one inspection, and why.

    It opens nothing by itself: the person must be on the team and cleared as high.
    """

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="needs_to_know"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=20, choices=[(one.value, one.label) for one in VETTED])
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["inspection", "person", "given_at"]
        verbose_name_plural = "needs to know"
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "person"],
                condition=models.Q(ended_at=None),
                name="need_to_know_once",
            ),
            models.CheckConstraint(
                condition=models.Q(level__in=[one.value for one in VETTED]),
                name="need_to_know_level_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} on {self.inspection}: {self.get_level_display()}"


class PhaseMove(Permanent):
    """A move of an inspection to another phase; going back has a reason."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="phase_moves")
    from_phase = models.CharField(max_length=20, choices=Phase)
    to_phase = models.CharField(max_length=20, choices=Phase)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return (
            f"{self.inspection}: {self.get_from_phase_display()} to {self.get_to_phase_display()}"
        )


class ReferenceGroup(Recorded):
    """A group that advises an inspection (a public and users' reference group)."""

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="reference_groups"
    )
    name = models.CharField(max_length=160)
    role = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class ReadersMark(models.Model):
    """Up to which entry of the ledger a person has looked at an inspection, and when they said so.

    Not recorded: it is a bookmark, which opens nothing and of which nobody else is told.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = "reader's mark"
        constraints = [
            models.UniqueConstraint(fields=["person", "inspection"], name="readers_mark_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} looked at {self.inspection} up to {self.number}"
